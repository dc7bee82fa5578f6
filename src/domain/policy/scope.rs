//! The places that something of a policy speaks of.

/// The places a pack or a requirement speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// These, by code.
    Places(Vec<String>),
    /// Every place of a level.
    Level(String),
}
