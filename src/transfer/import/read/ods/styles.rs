//! What the styles of a spreadsheet say of its cells: how words are set, what of a date is shown,
//! which sheets are hidden.

use std::collections::{HashMap, HashSet};

use quick_xml::events::{BytesStart, Event};

use crate::i18n::TableFault;
use crate::transfer::import::read::xlsx::look::{FontStyle, Level};
use crate::transfer::import::read::xlsx::moment::ShownMoment;
use crate::transfer::import::read::xml::{Xml, attribute, next};

/// The most styles that one is made of.
const DEEPEST: usize = 20;

/// One style.
#[derive(Clone, Debug, Default)]
struct OdsStyle {
    parent: Option<String>,
    /// The style of its values.
    data: Option<String>,
    struck: Option<bool>,
    level: Option<Level>,
}

/// The parts of a date that a style shows.
#[derive(Clone, Copy, Debug, Default)]
struct ShownParts {
    year: bool,
    month: bool,
    day: bool,
}

/// The styles of a file.
#[derive(Default)]
pub(super) struct Styles {
    known: HashMap<String, OdsStyle>,
    dates: HashMap<String, ShownParts>,
    hidden: HashSet<String>,
}

impl Styles {
    /// Takes up the styles of a part.
    pub(super) fn read(&mut self, xml: &mut Xml) -> Result<(), TableFault> {
        let mut name = String::new();
        let mut date = None;
        let mut buffer = Vec::new();
        loop {
            match next(xml, &mut buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "style" => name = self.begin(&element),
                    "text-properties" => self.set(&name, &element),
                    "table-properties" => {
                        if attribute(&element, "display").as_deref() == Some("false") {
                            self.hidden.insert(name.clone());
                        }
                    }
                    "date-style" => {
                        let name = attribute(&element, "name").unwrap_or_default();
                        self.dates.insert(name.clone(), ShownParts::default());
                        date = Some(name);
                    }
                    part => {
                        if let Some(shown) = date.as_ref().and_then(|it| self.dates.get_mut(it)) {
                            shown.year |= matches!(part, "year" | "era");
                            shown.month |= part == "month";
                            shown.day |= matches!(part, "day" | "day-of-week");
                        }
                    }
                },
                Event::End(element) if element.local_name().as_ref() == "date-style" => {
                    date = None;
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn begin(&mut self, element: &BytesStart) -> String {
        let family = attribute(element, "family").unwrap_or_default();
        let name = attribute(element, "name").unwrap_or_default();
        // Styles of cells and of words may have one name.
        let key = key(&family, &name);
        let style = OdsStyle {
            parent: attribute(element, "parent-style-name"),
            data: attribute(element, "data-style-name"),
            ..OdsStyle::default()
        };
        self.known.insert(key.clone(), style);
        key
    }

    fn set(&mut self, name: &str, element: &BytesStart) {
        let Some(style) = self.known.get_mut(name) else {
            return;
        };
        if let Some(line) = attribute(element, "text-line-through-style")
            .or_else(|| attribute(element, "text-line-through-type"))
        {
            style.struck = Some(line != "none");
        }
        if let Some(position) = attribute(element, "text-position") {
            style.level = Some(level(&position));
        }
    }

    /// Returns whether the sheets of a style are hidden.
    pub(super) fn is_hidden(&self, name: &str) -> bool {
        self.hidden.contains(&key("table", name))
    }

    /// Returns how the words of a cell are set.
    pub(super) fn of_cell(&self, name: &str) -> FontStyle {
        self.look("table-cell", name).unwrap_or_default()
    }

    /// Returns how words of a cell are set that have a style of their own.
    pub(super) fn of_words(&self, name: &str, cell: FontStyle) -> FontStyle {
        let mut look = cell;
        self.visit("text", name, |style| {
            look.struck = style.struck.unwrap_or(look.struck);
            look.level = style.level.unwrap_or(look.level);
        });
        look
    }

    fn look(&self, family: &str, name: &str) -> Option<FontStyle> {
        let mut look = FontStyle::default();
        let mut any = false;
        self.visit(family, name, |style| {
            any = true;
            look.struck = style.struck.unwrap_or(look.struck);
            look.level = style.level.unwrap_or(look.level);
        });
        any.then_some(look)
    }

    /// Visits the styles that one is made of, the most general first.
    fn visit(&self, family: &str, name: &str, mut see: impl FnMut(&OdsStyle)) {
        let mut line = Vec::new();
        let mut at = self.known.get(&key(family, name));
        while let Some(style) = at.filter(|_| line.len() < DEEPEST) {
            line.push(style);
            let parent = style.parent.as_ref();
            at = parent.and_then(|parent| self.known.get(&key(family, parent)));
        }
        line.iter().rev().for_each(|style| see(style));
    }

    /// Returns what a cell of a style shows of a moment; a whole day where its style does not say.
    pub(super) fn shown(&self, name: &str) -> ShownMoment {
        let mut data = None;
        self.visit("table-cell", name, |style| {
            if style.data.is_some() {
                data.clone_from(&style.data);
            }
        });
        let Some(parts) = data.and_then(|data| self.dates.get(&data)) else {
            return ShownMoment::Day;
        };
        match (parts.year, parts.month, parts.day) {
            (true, true, false) => ShownMoment::Month,
            (true, false, false) => ShownMoment::Year,
            (false, _, false) => ShownMoment::Time,
            _ => ShownMoment::Day,
        }
    }
}

fn key(family: &str, name: &str) -> String {
    format!("{family}/{name}")
}

/// Returns where words stand: `super 58%`, `33% 58%`, `-10%`.
fn level(position: &str) -> Level {
    let first = position.split_whitespace().next().unwrap_or_default();
    let percent = first.trim_end_matches('%').parse::<f64>().unwrap_or(0.0);
    match first {
        "super" => Level::Above,
        "sub" => Level::Below,
        _ if percent > 0.0 => Level::Above,
        _ if percent < 0.0 => Level::Below,
        _ => Level::Line,
    }
}
