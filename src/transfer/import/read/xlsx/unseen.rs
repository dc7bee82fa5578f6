//! What of a sheet nobody sees: rows and columns that are hidden. They are imported, and said. The
//! same walk through the sheet finds the cells whose words are struck out, raised or lowered.

use std::collections::{BTreeSet, HashMap};

use quick_xml::events::{BytesStart, Event};

use super::look::{self, FontStyle, TextMark, TextRun};
use super::package::{Package, Xml, attribute, is_set, is_true, next};
use super::position::position;
use crate::i18n::TableFault;

/// What is lower or narrower than this is not seen: in points, and in characters.
const LEAST: f64 = 0.5;
/// The column after the last one that a sheet can have.
const COLUMNS: usize = 16_384;

/// What a walk through a sheet found.
#[derive(Debug, Default)]
pub(in crate::transfer::import::read) struct Unseen {
    /// The hidden rows, counted from 1.
    pub(in crate::transfer::import::read) rows: BTreeSet<usize>,
    /// The hidden columns, counted from 0.
    pub(in crate::transfer::import::read) columns: BTreeSet<usize>,
    /// Rows without a height of their own in a sheet that hides such rows: not every program does.
    pub(in crate::transfer::import::read) perhaps: BTreeSet<usize>,
    /// The cells that say something by the way they are set, by row and column, counted from 0.
    pub(in crate::transfer::import::read) marks: HashMap<(u32, u32), TextMark>,
}

/// Walks through a sheet.
pub(super) fn find(bytes: &[u8], sheet: &str) -> Result<Unseen, TableFault> {
    let mut package = Package::open(bytes)?;
    let styles = look::styles(&mut package)?;
    let shared = look::shared(&mut package)?;
    let path = package.sheet(sheet)?;
    let Some(mut xml) = package.part(&path)? else {
        return Err(TableFault::BadWorkbook { detail: path });
    };
    let mut walk = Walk {
        styles,
        shared,
        ..Walk::default()
    };
    walk.through(&mut xml)?;
    Ok(walk.found())
}

/// A row or a column as its element says it.
struct Line {
    at: usize,
    level: u8,
    collapsed: bool,
}

/// What rows and columns are that nothing is said of.
#[derive(Clone, Copy, Default)]
struct Unsaid {
    /// Rows without a height are hidden: in every program, or in some.
    no_height: bool,
    no_rows: bool,
    /// Columns have no width.
    no_width: bool,
}

#[derive(Default)]
struct Walk {
    styles: Vec<FontStyle>,
    shared: HashMap<usize, Vec<TextRun>>,
    unseen: Unseen,
    /// Rows and columns with what they say of groups.
    rows: Vec<Line>,
    columns: Vec<Line>,
    /// Whether the row of a group stands above it, and its column before it.
    heads_above: bool,
    heads_before: bool,
    unsaid: Unsaid,
    /// The columns that something is said of.
    said: BTreeSet<usize>,
    /// Where the next row and the next cell stand that do not say it.
    row: u32,
    column: u32,
}

impl Walk {
    fn through(&mut self, xml: &mut Xml) -> Result<(), TableFault> {
        let mut buffer = Vec::new();
        loop {
            match next(xml, &mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "outlinePr" => {
                        let is_off =
                            |name| attribute(&element, name).is_some_and(|value| !is_true(&value));
                        (self.heads_above, self.heads_before) =
                            (is_off("summaryBelow"), is_off("summaryRight"));
                    }
                    "sheetFormatPr" => {
                        self.unsaid = Unsaid {
                            no_height: is_nothing(&element, "defaultRowHeight"),
                            no_rows: is_set(&element, "zeroHeight"),
                            no_width: is_nothing(&element, "defaultColWidth"),
                        };
                    }
                    "col" => self.columns(&element),
                    "row" => self.row(&element),
                    "c" => {
                        let (at, style, kind) = self.cell(&element);
                        self.mark(xml, at, style, kind.as_deref())?;
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "row" => (self.row, self.column) = (self.row + 1, 0),
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn columns(&mut self, element: &BytesStart) {
        let number =
            |name| attribute(element, name).and_then(|value| value.trim().parse::<usize>().ok());
        let first = number("min").unwrap_or(1).clamp(1, COLUMNS);
        let last = number("max").unwrap_or(first).clamp(first, COLUMNS);
        let is_hidden = is_set(element, "hidden") || is_nothing(element, "width");
        // Said again and again, as only a bomb does, columns are as they were said first.
        if self.columns.len() > 4 * COLUMNS {
            return;
        }
        for at in first - 1..last {
            self.said.insert(at);
            self.columns.push(Line {
                at,
                level: level(element),
                collapsed: is_set(element, "collapsed"),
            });
            if is_hidden {
                self.unseen.columns.insert(at);
            }
        }
    }

    fn row(&mut self, element: &BytesStart) {
        if let Some(number) =
            attribute(element, "r").and_then(|number| number.trim().parse::<u32>().ok())
        {
            self.row = number.saturating_sub(1);
        }
        let at = position(self.row) + 1;
        self.rows.push(Line {
            at,
            level: level(element),
            collapsed: is_set(element, "collapsed"),
        });
        let has_height = attribute(element, "ht").is_some();
        if is_set(element, "hidden")
            || is_nothing(element, "ht")
            || (self.unsaid.no_height && !has_height)
        {
            self.unseen.rows.insert(at);
        } else if self.unsaid.no_rows && !has_height && attribute(element, "hidden").is_none() {
            self.unseen.perhaps.insert(at);
        }
    }

    /// Returns where a cell stands, how it is set, and of what sort its value is.
    fn cell(&mut self, element: &BytesStart) -> ((u32, u32), FontStyle, Option<String>) {
        let mut style = 0;
        let mut kind = None;
        for attribute in element.attributes().flatten() {
            match attribute.key.local_name().as_ref() {
                "r" => {
                    if let Some(at) = place(&attribute.value) {
                        (self.row, self.column) = at;
                    }
                }
                "s" => style = attribute.value.trim().parse().unwrap_or(0),
                "t" => kind = Some(attribute.value.into_owned()),
                _ => {}
            }
        }
        let at = (self.row, self.column);
        self.column += 1;
        (
            at,
            self.styles.get(style).copied().unwrap_or_default(),
            kind,
        )
    }

    /// Reads a cell up to its end, and notes what it says by the way it is set.
    fn mark(
        &mut self,
        xml: &mut Xml,
        at: (u32, u32),
        own: FontStyle,
        kind: Option<&str>,
    ) -> Result<(), TableFault> {
        let mut buffer = Vec::new();
        let is_told = own != FontStyle::default() || (kind == Some("s") && !self.shared.is_empty());
        loop {
            let mark = match next(xml, &mut buffer)? {
                Event::Start(element) if element.local_name().as_ref() == "is" => {
                    look::mark(&look::runs(xml, "is")?, own)
                }
                Event::Start(element) if is_told && element.local_name().as_ref() == "v" => {
                    self.mark_of(&look::text(xml)?, own, kind)
                }
                Event::End(element) if element.local_name().as_ref() == "c" => return Ok(()),
                Event::Eof => return Ok(()),
                _ => None,
            };
            self.unseen.marks.extend(mark.map(|mark| (at, mark)));
        }
    }

    fn mark_of(&self, value: &str, own: FontStyle, kind: Option<&str>) -> Option<TextMark> {
        let number = || value.trim().parse::<usize>().ok();
        match kind {
            _ if value.is_empty() => None,
            Some("s") if let Some(runs) = number().and_then(|number| self.shared.get(&number)) => {
                look::mark(runs, own)
            }
            Some("inlineStr" | "is") => None,
            _ => look::mark_of_figure(own),
        }
    }

    fn found(self) -> Unseen {
        let mut unseen = self.unseen;
        unseen.rows.extend(collapsed(&self.rows, self.heads_above));
        unseen
            .columns
            .extend(collapsed(&self.columns, self.heads_before));
        if self.unsaid.no_width {
            unseen
                .columns
                .extend((0..COLUMNS).filter(|column| !self.said.contains(column)));
        }
        unseen
    }
}

/// Returns the lines of groups that are folded up: those of a deeper level next to the line that
/// says so.
fn collapsed(lines: &[Line], head_is_first: bool) -> Vec<usize> {
    let mut hidden = Vec::new();
    for (head, line) in lines.iter().enumerate().filter(|(_, line)| line.collapsed) {
        let is_inner = |inner: &&Line| inner.level > line.level;
        if head_is_first {
            hidden.extend(
                lines
                    .iter()
                    .skip(head + 1)
                    .take_while(is_inner)
                    .map(|line| line.at),
            );
        } else {
            hidden.extend(
                lines
                    .iter()
                    .take(head)
                    .rev()
                    .take_while(is_inner)
                    .map(|line| line.at),
            );
        }
    }
    hidden
}

fn level(element: &BytesStart) -> u8 {
    attribute(element, "outlineLevel")
        .and_then(|level| level.trim().parse().ok())
        .unwrap_or_default()
}

/// Returns whether a measure is given and is next to nothing.
fn is_nothing(element: &BytesStart, name: &str) -> bool {
    attribute(element, name)
        .and_then(|value| value.trim().parse::<f64>().ok())
        .is_some_and(|value| value < LEAST)
}

/// Row and column of a cell that is called as `B2`, counted from 0.
fn place(name: &str) -> Option<(u32, u32)> {
    let name = name.trim().trim_matches('$');
    let (letters, digits) = name.split_at(name.find(|c: char| c.is_ascii_digit())?);
    let number = |sum: u32, letter: char| {
        let value = u32::from(letter.to_ascii_uppercase()).checked_sub(u32::from('A'))?;
        (value < 26).then_some(())?;
        sum.checked_mul(26)?.checked_add(value + 1)
    };
    let column = letters.chars().try_fold(0, number)?.checked_sub(1)?;
    Some((digits.parse::<u32>().ok()?.checked_sub(1)?, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_known_by_its_name() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("AB12"), Some((11, 27)));
        assert_eq!(place("XFD1048576"), Some((1_048_575, 16_383)));
        for wrong in ["", "A", "1", "A0", "Ä1", "AAAAAAAAAA1"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_group_that_is_folded_up_hides_its_lines_before_or_behind_its_head() {
        let lines = |levels: &[(u8, bool)]| {
            let line = |(at, (level, collapsed)): (usize, &(u8, bool))| Line {
                at,
                level: *level,
                collapsed: *collapsed,
            };
            (1..).zip(levels).map(line).collect::<Vec<_>>()
        };
        let rows = lines(&[(0, false), (1, false), (2, false), (0, true), (1, false)]);
        assert_eq!(collapsed(&rows, false), [3, 2]);
        assert_eq!(collapsed(&rows, true), [5]);
    }
}
