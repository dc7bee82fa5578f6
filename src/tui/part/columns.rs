//! Columns of a table that share its width.

/// The fewest cells of a column, with the blank behind it.
const LEAST: usize = 4;

/// Returns where the columns of a width begin and how much room their words have, by their shares of
/// it. The last cell of each is blank.
pub(in crate::tui) fn divided<const N: usize>(
    shares: [usize; N],
    width: usize,
) -> [(usize, usize); N] {
    let all: usize = shares.iter().sum();
    let mut begin = 0;
    shares.map(|share| {
        let room = (share * width / all.max(1)).max(LEAST);
        let column = (begin, room - 1);
        begin += room;
        column
    })
}

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
