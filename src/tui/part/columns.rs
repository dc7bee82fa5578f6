//! Columns of a table that share its width.

/// A column, where it begins, and how much room its words have.
pub(in crate::tui) type PlacedColumn<C> = (C, usize, usize);

/// Places columns beside each other by their shares of a width, behind the mark of the cursor. Each
/// takes at least so many cells, of which the last is blank.
pub(in crate::tui) fn placed<C: Copy>(
    shares: &[(C, usize)],
    width: usize,
    least: usize,
) -> Vec<PlacedColumn<C>> {
    let all: usize = shares.iter().map(|(_, share)| share).sum();
    let mut begin = 1;
    let column = |(column, share): &(C, usize)| {
        let room = (share * width / all.max(1)).max(least);
        let placed = (*column, begin, room - 1);
        begin += room;
        placed
    };
    shares.iter().map(column).collect()
}
