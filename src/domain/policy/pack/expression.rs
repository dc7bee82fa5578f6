//! Expressions in the text of a pack: quantities of requirements and derived fields.

mod aggregate;
mod allowed;
mod calls;
mod dims;
mod parse;
mod resolve;
mod token;

pub(super) use self::dims::Dims;
pub(super) use self::resolve::{Figure, Resolver, derived};
