//! The orders that a list can have.

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum SortedBy {
    /// As the ledger has it: by name.
    #[default]
    Ledger,
    /// By the column of a number, figures from the largest on, all else from the smallest; what is
    /// empty comes last.
    Column(usize),
}
