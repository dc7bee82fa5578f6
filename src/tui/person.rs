//! Who sits at the terminal, and what the session begins with.

use super::job::ProposedImport;
use super::selection::Selection;
use super::task::Order;
use crate::store::Inspector;

/// What the person at the terminal is there for.
#[derive(Clone, Debug)]
pub enum Role {
    /// Runs the ledger: whoever starts the program without a command.
    Admin,
    /// Fills it.
    Clerk,
    /// Reviews it.
    Inspector(Reviewing),
}

/// Who sits at the terminal.
#[derive(Clone, Debug)]
pub struct Person {
    /// The name that every change carries.
    pub name: String,
    /// What for.
    pub role: Role,
    /// What the session works on; every screen says so where it is not the ledger.
    pub works_on: WorksOn,
}

/// What a session works on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WorksOn {
    /// The ledger.
    #[default]
    Ledger,
    /// A throw-away ledger with sample facilities.
    Demo,
    /// A copy of the ledger, to try other values in.
    Trial,
}

impl Person {
    /// What an inspector judges with; `None` for everybody else.
    #[must_use]
    pub const fn review(&self) -> Option<&Reviewing> {
        match &self.role {
            Role::Inspector(review) => Some(review),
            Role::Admin | Role::Clerk => None,
        }
    }
}

/// An inspector's session.
#[derive(Clone, Debug)]
pub struct Reviewing {
    /// What findings and verifications go through.
    pub inspector: Inspector,
    /// When the session before this one began, in UTC as changes have it; empty for the first.
    pub since: String,
}

/// What a session begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// The matrix of places and minimums.
    #[default]
    Matrix,
    /// What falls short, for an inspector.
    Shortfalls,
    /// The records that a second person keys again.
    Verify(Selection),
    /// How a file is imported: what is ordered, and what it is taken for so far.
    Import(Box<Order>, Box<ProposedImport>),
}
