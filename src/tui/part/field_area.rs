//! Where the fields of a form stand on the screen: in one column or two, in one row or several.

use std::ops::Range;

/// Rows above the fields.
pub(crate) const HEAD: usize = 1;

/// The least columns that a field needs where fields stand in two columns.
const LEAST_COLUMN: usize = 60;

/// The columns between two columns of fields.
const GAP: usize = 2;

/// The room for the fields of a form in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldArea {
    rows: usize,
    columns: usize,
    width: usize,
    count: usize,
}

/// Where a field stands in its area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldPlace {
    /// The position of the field in the form.
    pub(crate) at: usize,
    pub(crate) column: usize,
    pub(crate) row: usize,
    pub(crate) rows: usize,
}

impl FieldArea {
    /// The area of so many fields in a window of so many columns and rows: in two columns where
    /// they do not fit into one and there is room for two.
    pub(crate) fn new((width, height): (usize, usize), count: usize) -> Self {
        // Under the fields stand a rule, verdicts and help.
        let below = if height >= 16 { 7 } else { 4 };
        let rows = height.saturating_sub(HEAD + below).max(1);
        let fit_two = width >= 2 * LEAST_COLUMN + GAP;
        let columns = if count > rows && fit_two { 2 } else { 1 };
        let both_as_long = rows.min(count.div_ceil(2)).max(1);
        Self {
            rows: if columns == 2 { both_as_long } else { rows },
            columns,
            width: (width + GAP) / columns - GAP,
            count,
        }
    }

    /// Returns how many fields are shown at once.
    pub(crate) fn page(self) -> usize {
        self.rows * self.columns
    }

    /// Returns the columns of one field.
    pub(crate) const fn width(self) -> usize {
        self.width
    }

    /// Returns the positions of the fields that are shown: the page with the focus. The last page is
    /// a full one too.
    pub(crate) fn shown(self, focus: usize) -> Range<usize> {
        let page = self.page();
        let first = (focus / page * page).min(self.count.saturating_sub(page));
        first..self.count.min(first + page)
    }

    /// Returns where the fields that are shown stand. A field that needs several rows gets them where
    /// all fields fit, the one in focus first.
    pub(crate) fn places(self, focus: usize, needed: impl Fn(usize) -> usize) -> Vec<FieldPlace> {
        let shown = self.shown(focus);
        let first = shown.start;
        let mut spare = self.page().saturating_sub(shown.len());
        let mut heights = vec![1; shown.len()];
        if self.columns == 1 {
            let others = shown.clone().filter(|at| *at != focus);
            for at in std::iter::once(focus).chain(others) {
                let more = needed(at).saturating_sub(1).min(spare);
                if let Some(height) = heights.get_mut(at.saturating_sub(first)) {
                    *height += more;
                    spare -= more;
                }
            }
        }
        let mut below = 0;
        let place = |(at, rows): (usize, usize)| {
            if self.columns > 1 {
                let (column, row) = ((at - first) / self.rows, (at - first) % self.rows);
                let column = column * (self.width + GAP);
                return FieldPlace {
                    at,
                    column,
                    row,
                    rows,
                };
            }
            let row = below;
            below += rows;
            FieldPlace {
                at,
                column: 0,
                row,
                rows,
            }
        };
        shown.zip(heights).map(place).collect()
    }
}

/// Returns the rows that some places take.
pub(crate) fn rows_of(places: &[FieldPlace]) -> usize {
    let ends = places.iter().map(|place| place.row + place.rows);
    ends.max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one_row(_: usize) -> usize {
        1
    }

    #[test]
    fn a_narrow_window_has_one_column_and_turns_whole_pages() {
        let area = FieldArea::new((80, 22), 29);
        assert_eq!((area.page(), area.width()), (14, 80));
        let places = area.places(15, one_row);
        assert_eq!(
            (places.first().map(|place| place.at), places.len()),
            (Some(14), 14)
        );
        // The last page is full.
        assert_eq!(
            area.places(28, one_row).first().map(|place| place.at),
            Some(15)
        );
    }

    #[test]
    fn a_wide_window_has_two_columns_where_one_is_too_short() {
        let area = FieldArea::new((132, 22), 27);
        assert_eq!((area.page(), area.width()), (28, 65));
        let places = area.places(0, one_row);
        assert_eq!((places[13].column, places[13].row), (0, 13));
        assert_eq!((places[14].column, places[14].row), (67, 0));
        assert_eq!(rows_of(&places), 14);
        // Where one column holds them all, they stand in one.
        assert_eq!(FieldArea::new((132, 41), 29).width(), 132);
        // Both columns are as long.
        assert_eq!(
            rows_of(&FieldArea::new((132, 41), 40).places(0, one_row)),
            20
        );
    }

    #[test]
    fn rows_that_are_left_go_to_long_values_and_to_the_focus_first() {
        let area = FieldArea::new((80, 22), 12);
        let rows = |focus| -> Vec<usize> {
            let places = area.places(focus, |at| if at < 2 { 3 } else { 1 });
            places.iter().map(|place| place.rows).collect()
        };
        assert_eq!(rows(5)[..3], [3, 1, 1]);
        assert_eq!(rows(1)[..3], [1, 3, 1]);
        let places = area.places(5, |at| if at < 2 { 3 } else { 1 });
        assert_eq!(places[1].row, 3);
        assert_eq!(rows_of(&places), 14);
    }
}
