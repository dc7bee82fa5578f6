//! The file that a rehearsal looked at.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

/// The file that a rehearsal looked at: nothing else is carried out.
#[derive(Clone, PartialEq, Eq)]
pub enum Seen {
    /// Its text.
    Text(Arc<str>),
    /// Its length, and when it was last changed.
    Marks(u64, Option<SystemTime>),
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "Text of {} bytes", text.len()),
            Self::Marks(length, _) => write!(f, "Marks of {length} bytes"),
        }
    }
}
