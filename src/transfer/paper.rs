//! Sheets of a workbook on paper: A4, no smaller than can be read, with the header rows on every
//! page and its number at the foot.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::domain::text::width;
use crate::i18n::{Lang, ReportMsg, Say};

/// A4, as workbooks number it.
const A4: u8 = 9;
/// The width of all columns that fit on a page at the least readable scale, about three quarters:
/// 190 mm upright and 277 mm across, of 1.85 mm a character.
const UPRIGHT: f64 = 136.0;
const ACROSS: f64 = 200.0;
/// The margins in inches: left, right, top, bottom, and those of the header and the footer.
const MARGINS: [f64; 6] = [0.4, 0.4, 0.5, 0.6, 0.3, 0.3];
/// The characters of a title that a footer has room for.
const TITLE: usize = 80;

/// The height of a line, and the most that a row can have, in points.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// What a column is wider than what fits into it: the margins, and the button of a filter.
pub(super) const COLUMN_MARGIN: usize = 2;

/// How a sheet is printed.
pub(super) struct PaperLayout<'a> {
    /// What stands at the foot of each page; may be empty.
    pub(super) title: &'a str,
    /// Whether the page is wider than high.
    pub(super) is_landscape: bool,
    /// The first and the last row that every page repeats.
    pub(super) heads: (u32, u32),
    /// The last of the first columns that say what a row is about. They are repeated where one page
    /// is too narrow for the sheet.
    pub(super) names: u16,
    /// The widths of the columns, 0 of a hidden one.
    pub(super) widths: &'a [f64],
    /// The language of the foot.
    pub(super) lang: Lang,
}

/// Returns the height of a row of so many lines, in points.
pub(super) fn height(lines: usize) -> f64 {
    let lines = u32::try_from(lines).unwrap_or(u32::MAX);
    (LINE * f64::from(lines)).min(HIGHEST)
}

/// Returns the height of a row whose texts are wrapped, each in a column of so many characters.
pub(super) fn height_of<'a>(cells: impl Iterator<Item = (&'a str, usize)>) -> f64 {
    let lines = cells.map(|(text, width)| {
        let room = width.saturating_sub(COLUMN_MARGIN);
        width::wrap(text, room).len()
    });
    height(lines.max().unwrap_or(1))
}

/// Prepares a sheet for printing. One page is as wide as the sheet, unless it could not be read
/// then.
pub(super) fn set_up(sheet: &mut Worksheet, layout: &PaperLayout) -> Result<(), XlsxError> {
    let [left, right, top, bottom, header, footer] = MARGINS;
    let (pages, repeats_names) = pages_wide(layout);
    sheet
        .set_paper_size(A4)
        .set_margins(left, right, top, bottom, header, footer)
        .set_print_fit_to_pages(pages, 0)
        .set_print_gridlines(false)
        .set_footer(foot(layout));
    if layout.is_landscape {
        sheet.set_landscape();
    } else {
        sheet.set_portrait();
    }
    sheet.set_repeat_rows(layout.heads.0, layout.heads.1)?;
    if repeats_names {
        sheet.set_repeat_columns(0, layout.names)?;
    }
    Ok(())
}

/// Returns how many pages stand beside each other, and whether they repeat the first columns.
fn pages_wide(layout: &PaperLayout) -> (u16, bool) {
    let room = if layout.is_landscape { ACROSS } else { UPRIGHT };
    let all: f64 = layout.widths.iter().sum();
    if all <= room {
        return (1, false);
    }
    let (names, others) = layout
        .widths
        .split_at_checked(usize::from(layout.names) + 1)
        .unwrap_or_default();
    let names: f64 = names.iter().sum();
    let repeats_names = names <= room / 2.0;
    let (room, columns) = if repeats_names {
        (room - names, others)
    } else {
        (room, layout.widths)
    };
    let mut pages = 1;
    let mut left = room;
    for width in columns {
        if *width > left {
            pages += 1;
            left = room;
        }
        left -= width;
    }
    (pages, repeats_names)
}

/// Returns the footer: what it is, the sheet, and the number of the page.
fn foot(layout: &PaperLayout) -> String {
    let title: String = layout.title.chars().take(TITLE).collect();
    // A sign that begins a code of the footer is doubled.
    let title = width::clean(&title).replace('&', "&&");
    let page = ReportMsg::PageNumber.say(layout.lang);
    format!("&L{title}&R&A  {page}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(widths: &[f64]) -> PaperLayout<'_> {
        PaperLayout {
            title: "",
            is_landscape: true,
            heads: (0, 0),
            names: 0,
            widths,
            lang: Lang::Zh,
        }
    }

    #[test]
    fn a_sheet_is_one_page_wide_unless_it_could_not_be_read() {
        assert_eq!(pages_wide(&layout(&[])), (1, false));
        assert_eq!(pages_wide(&layout(&[20.0; 10])), (1, false));
        assert_eq!(pages_wide(&layout(&[20.0; 11])), (2, true));
        // One name and nine others on each page.
        assert_eq!(pages_wide(&layout(&[20.0; 19])), (2, true));
        assert_eq!(pages_wide(&layout(&[20.0; 20])), (3, true));
        assert_eq!(pages_wide(&layout(&[120.0, 90.0])), (2, false));
    }

    #[test]
    fn nothing_in_a_title_is_a_code_of_the_footer() {
        let mut layout = layout(&[]);
        layout.title = "示例&P馆";
        assert_eq!(foot(&layout), "&L示例&&P馆&R&A  第 &P 页，共 &N 页");
    }
}
