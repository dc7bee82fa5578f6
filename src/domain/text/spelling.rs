//! Which known word was probably meant by one that is not known.

/// Returns the known word that is nearest to one that is not: a few letters off, no more than a
/// third of them.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = |word: &str| word.to_lowercase().replace('-', "_");
    let meant = folded(word);
    let most = (meant.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|known| (slips(&meant, &folded(known)), known))
        .filter(|(slips, known)| *slips <= most && *slips < known.chars().count())
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, known)| known)
}

/// Returns how many letters must be added, taken away, changed, or swapped with the next one.
fn slips(one: &str, other: &str) -> usize {
    let one: Vec<char> = one.chars().collect();
    let other: Vec<char> = other.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    for (i, a) in one.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let changed = at(&row, j) + usize::from(a != b);
            let mut least = changed.min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let is_swap =
                i > 0 && j > 0 && one.get(i - 1) == Some(b) && other.get(j - 1) == Some(a);
            if is_swap {
                least = least.min(at(&before, j - 1) + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    at(&row, other.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_a_few_letters_off_is_known_again() {
        let known = ["at_least", "quantity", "need", "op", "of", "general", "tcm"];
        for (word, meant) in [
            ("at_lest", Some("at_least")),
            ("at-least", Some("at_least")),
            ("Quantity", Some("quantity")),
            ("qauntity", Some("quantity")),
            ("genral", Some("general")),
            ("nedd", Some("need")),
            ("colour", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), meant, "{word}");
        }
    }
}
