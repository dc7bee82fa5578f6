//! Entries under a heading, by their numbers among all of the page.

/// Entries under a heading.
pub(super) struct EntryList {
    pub(super) heading: String,
    /// The entries of each group; one part without a heading where the pack has no groups.
    pub(super) parts: Vec<EntryPart>,
}

/// The entries of a group.
pub(super) struct EntryPart {
    pub(super) heading: Option<String>,
    /// The number of the first in the list.
    pub(super) first: usize,
    /// The numbers of the entries among all of the page.
    pub(super) entries: Vec<usize>,
}

impl EntryList {
    /// Returns the numbers of every entry of the list among all of the page.
    pub(super) fn entries(&self) -> Vec<usize> {
        let entries = self.parts.iter().flat_map(|part| &part.entries);
        entries.copied().collect()
    }
}
