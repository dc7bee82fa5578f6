//! Places side by side in a quarter, with how their figures changed, and the trend of each.

mod html;
mod json;
mod model;
mod page;
mod render;
mod svg;
mod table;
mod text;

pub use self::model::{
    CompareFormat, CompareRequest, ComparedPlace, ComparedWith, PlaceComparison,
};
