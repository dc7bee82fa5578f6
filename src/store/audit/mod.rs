//! Examination of a file against what its trail says.

pub(super) mod exchange;
pub(super) mod finding;
pub(super) mod inspect;
mod signature;
pub(super) mod verify;

pub use self::finding::{
    About, ExchangeAbout, ExchangeActs, Flaw, LedgerAbout, ReceiptMatch, Verification,
};
pub use self::verify::{verify, verify_until};
