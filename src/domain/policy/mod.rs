//! What a policy asks, as data: kinds, fields, checks and requirements, read from packs.

pub mod check;
pub mod kind;
pub mod pack;
pub mod requirement;
pub mod words;

pub use check::Checked;
pub use kind::{CheckStrength, Complaint, Kind, Problem};
pub use pack::{Document, Fault, Pack};
pub use requirement::{Requirement, Scope, Strength};
