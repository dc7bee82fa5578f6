//! What a file is taken for where nobody said it: the kind of its facilities, and the entry of each
//! column, with what speaks for it. Nothing of it is done until somebody agrees.

mod columns;
mod kinds;
mod propose;
pub mod shape;
mod values;

pub use self::columns::{ProposedColumn, Sureness};
pub use self::propose::{ImportProposal, ProposalRequest, propose};
pub use self::shape::KeptBy;
