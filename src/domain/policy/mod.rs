//! What a policy asks, as data: kinds, fields, checks and requirements, read from packs; and the one
//! evaluator of expressions.

pub mod check;
pub mod derive;
pub mod evaluate;
pub mod expression;
pub mod gather;
pub mod inventory;
pub mod kind;
pub mod lookup;
pub mod pack;
pub mod requirement;
mod scope;
pub mod words;

pub use self::check::Checked;
pub use self::derive::Derived;
pub use self::kind::{CheckStrength, Complaint, Kind, Problem};
pub use self::lookup::{
    find_form, find_kind, find_requirement, form_of, require_form, require_kind,
    require_requirement,
};
pub use self::pack::source::Fault;
pub use self::pack::{Document, Pack, join};
pub use self::requirement::{Group, Requirement, Scope, Strength};
