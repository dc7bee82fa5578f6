//! Tables of values with the words that the ledger and packs have for them.

/// Returns the value of a word.
pub(crate) fn of_word<T: Copy>(table: &[(T, &'static str)], word: &str) -> Option<T> {
    let (value, _) = table.iter().find(|(_, known)| *known == word)?;
    Some(*value)
}

/// Returns the word of a value; empty where the table has none.
pub(crate) fn word_of<T: Copy + PartialEq>(table: &[(T, &'static str)], value: T) -> &'static str {
    let found = table.iter().find(|(known, _)| *known == value);
    found.map_or("", |(_, word)| word)
}
