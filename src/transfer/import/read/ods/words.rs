//! The words of a cell, each with the way it is set.

use quick_xml::events::BytesStart;

use super::styles::Styles;
use crate::transfer::import::read::xlsx::look::{FontStyle, TextRun};
use crate::transfer::import::read::xml::attribute;

/// The most blanks in one element.
const MOST_BLANKS: usize = 1_000;

/// The words of a cell so far.
pub(super) struct Words<'s> {
    styles: &'s Styles,
    own: FontStyle,
    /// How the words around are set.
    looks: Vec<FontStyle>,
    pub(super) runs: Vec<TextRun>,
    /// Whether a paragraph is open, and how many there were.
    is_within: bool,
    paragraphs: usize,
}

impl<'s> Words<'s> {
    pub(super) const fn of(styles: &'s Styles, own: FontStyle) -> Self {
        Self {
            styles,
            own,
            looks: Vec::new(),
            runs: Vec::new(),
            is_within: false,
            paragraphs: 0,
        }
    }

    fn look(&self) -> FontStyle {
        self.looks.last().copied().unwrap_or(self.own)
    }

    pub(super) fn add(&mut self, text: &str) {
        if self.is_within {
            self.runs.push(TextRun {
                look: Some(self.look()),
                text: text.to_owned(),
            });
        }
    }

    pub(super) fn begin(&mut self, element: &BytesStart) {
        match element.local_name().as_ref() {
            "p" => {
                self.is_within = true;
                self.paragraphs += 1;
                if self.paragraphs > 1 {
                    self.add("\n");
                }
            }
            "span" => {
                let around = self.look();
                let style = attribute(element, "style-name");
                let look = style.map_or(around, |style| self.styles.of_words(&style, around));
                self.looks.push(look);
            }
            "s" => self.add(&" ".repeat(repeats(element, "c").min(MOST_BLANKS))),
            "tab" => self.add("\t"),
            "line-break" => self.add("\n"),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, name: &str) {
        match name {
            "p" => self.is_within = false,
            "span" => {
                self.looks.pop();
            }
            _ => {}
        }
    }
}

/// Returns how often an element stands, once where it does not say.
pub(super) fn repeats(element: &BytesStart, name: &str) -> usize {
    let said = attribute(element, name).and_then(|count| count.trim().parse().ok());
    said.unwrap_or(1).max(1)
}
