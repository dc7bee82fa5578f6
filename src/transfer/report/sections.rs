//! What the page has between its counts and its end, in order, once for all formats that are read
//! from the top to the bottom.

use super::area_page::PlaceMap;
use super::by_area::AreaTable;
use super::comparison::ReportComparison;
use super::entry_list::{EntryList, EntryPart};
use super::page::ReportPage;
use crate::i18n::{ReportMsg, Say};

/// A section of the page.
pub(super) enum PageSection<'a> {
    /// What to do first, numbered.
    First {
        heading: String,
        lines: &'a [String],
    },
    /// What moved since the last quarter.
    Comparison(ReportComparison),
    /// The areas side by side.
    Areas(&'a AreaTable),
    /// Where the places are.
    Map(&'a PlaceMap),
    /// The places side by side.
    SideBySide,
    /// Entries under a heading.
    List(EntryList),
    /// What is signed, and below it the foot of the page.
    Signatures,
    /// What follows is an annex.
    Annex,
}

impl ReportPage<'_> {
    /// Returns the sections of the page. That of a large area is signed before the places come, which
    /// are its annex.
    pub(super) fn sections(&self) -> Vec<PageSection<'_>> {
        let mut sections = Vec::new();
        if let Some((heading, lines)) = self.to_do_first() {
            sections.push(PageSection::First { heading, lines });
        }
        sections.extend(self.comparison().map(PageSection::Comparison));
        if let Some(area) = &self.area {
            let [first, finest] = [area.tables.first(), area.tables.get(1)];
            sections.extend(first.map(PageSection::Areas));
            if !area.map.marks.is_empty() {
                sections.push(PageSection::Map(&area.map));
            }
            sections.extend(self.acting_lists().map(PageSection::List));
            sections.extend([PageSection::Signatures, PageSection::Annex]);
            sections.extend(finest.map(PageSection::Areas));
        }
        if self.is_judged() {
            sections.push(PageSection::SideBySide);
        }
        let lists = self.lists().into_iter().chain(self.information());
        sections.extend(lists.map(PageSection::List));
        if self.area.is_none() {
            sections.push(PageSection::Signatures);
        }
        sections
    }

    /// Returns what is worth acting on in a large area.
    pub(super) fn acting_lists(&self) -> impl Iterator<Item = EntryList> {
        let lists = self.area.iter().flat_map(|area| &area.acting);
        lists.map(|list| EntryList {
            heading: list.heading.clone(),
            parts: vec![EntryPart {
                heading: None,
                first: 1,
                entries: list.entries.clone(),
            }],
        })
    }

    /// Returns the heading of the areas side by side.
    pub(super) fn areas_heading(&self) -> String {
        ReportMsg::AreasHead.say(self.lang)
    }
}
