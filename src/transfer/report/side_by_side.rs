//! The places of a report side by side: by its requirements, or where the pack has groups by these,
//! and below them the requirements of each group.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use super::entry::clean;
use super::model::{Report, ReportLine};
use super::places::ReportPlace;
use crate::domain::policy::Requirement;
use crate::domain::verdict::Counts;
use crate::i18n::{Lang, ReportMsg, Say};
use crate::store::GroupCounts;

/// A table of places.
pub(super) struct SideBySide {
    /// What the table is about, where there are several.
    pub(super) heading: Option<String>,
    /// What stands over its columns, behind the place and its counts.
    pub(super) columns: Vec<String>,
    pub(super) places: Vec<PlaceRow>,
    /// The minimums that bind, over all its places.
    pub(super) counts: Counts,
}

/// A row of the table.
pub(super) struct PlaceRow {
    /// The place.
    pub(super) place: Rc<ReportPlace>,
    /// Its minimums that bind.
    pub(super) counts: Counts,
    pub(super) cells: Vec<PlaceCell>,
}

/// What stands in a cell.
#[derive(Clone)]
pub(super) enum PlaceCell {
    /// Nothing of the column is asked of the place.
    None,
    /// The entry of this number.
    Entry(usize),
    /// The counts of a group, in words.
    Counts(Box<str>),
}

/// Returns the table of every requirement that is asked of any place. A column says its group,
/// where there is one.
pub(super) fn whole(report: &Report, lang: Lang) -> SideBySide {
    let label = |requirement: &Requirement| {
        let label = clean(requirement.label.get(lang));
        let mut groups = report.pack.groups.iter();
        let group = groups.find(|group| Some(&group.code) == requirement.group.as_ref());
        match group {
            Some(group) => format!("{}: {label}", clean(group.label.get(lang))),
            None => label,
        }
    };
    let asked = asked(report, None);
    let columns = asked.iter().map(|asked| label(asked)).collect();
    let table = table(report, &asked, columns, |_| true);
    with_entered(table, report, lang)
}

/// Puts how much each place has entered in front of the columns, where that is known.
fn with_entered(mut table: SideBySide, report: &Report, lang: Lang) -> SideBySide {
    let Some(reporting) = &report.reporting else {
        return table;
    };
    table.columns.insert(0, ReportMsg::EnteredHead.say(lang));
    for row in &mut table.places {
        let cell = match reporting.entered(&row.place.code) {
            Some((entered, asked)) => PlaceCell::Counts(format!("{entered}/{asked}").into()),
            None => PlaceCell::None,
        };
        row.cells.insert(0, cell);
    }
    table
}

/// Returns the table of the groups and below it one of each group; nothing where the pack has none.
pub(super) fn by_groups(report: &Report, lang: Lang) -> Vec<SideBySide> {
    let groups = &report.pack.groups;
    if groups.is_empty() {
        return Vec::new();
    }
    let mut tables = vec![with_entered(overview(report, lang), report, lang)];
    for group in groups {
        let asked = asked(report, Some(&group.code));
        let labels = asked.iter().map(|asked| clean(asked.label.get(lang)));
        let columns = labels.collect();
        let mut table = table(report, &asked, columns, |line| {
            line.requirement.group.as_ref() == Some(&group.code)
        });
        table.heading = Some(clean(group.label.get(lang)));
        if !table.places.is_empty() {
            tables.push(table);
        }
    }
    tables
}

/// Returns the requirements that are asked of any place, of one group or of all.
fn asked<'a>(report: &Report<'a>, group: Option<&str>) -> Vec<&'a Requirement> {
    let used: HashSet<&str> = report
        .lines
        .iter()
        .map(|line| line.requirement.code.as_str())
        .collect();
    let all = report.pack.requirements.iter();
    all.filter(|asked| group.is_none() || asked.group.as_deref() == group)
        .filter(|asked| used.contains(asked.code.as_str()))
        .collect()
}

fn table(
    report: &Report,
    asked: &[&Requirement],
    columns: Vec<String>,
    is_in: impl Fn(&ReportLine) -> bool,
) -> SideBySide {
    let column: HashMap<&str, usize> = asked
        .iter()
        .enumerate()
        .map(|(at, asked)| (asked.code.as_str(), at))
        .collect();
    let cells = |place: &[Numbered]| {
        let mut cells = Vec::with_capacity(columns.len() + 1);
        cells.resize(columns.len(), PlaceCell::None);
        for (at, line) in place {
            let cell = column
                .get(line.requirement.code.as_str())
                .and_then(|&column| cells.get_mut(column));
            if let Some(cell) = cell {
                *cell = PlaceCell::Entry(*at);
            }
        }
        cells
    };
    let (places, counts) = rows(report, is_in, cells);
    SideBySide {
        heading: None,
        columns,
        places,
        counts,
    }
}

/// Returns the places by groups, with the counts of each.
fn overview(report: &Report, lang: Lang) -> SideBySide {
    let groups = &report.pack.groups;
    let of_group = |place: &[Numbered], code: &str| {
        let mut counts: Option<GroupCounts> = None;
        let is_of_group = |line: &ReportLine| line.requirement.group.as_deref() == Some(code);
        for (_, line) in place.iter().filter(|(_, line)| is_of_group(line)) {
            let counts = counts.get_or_insert_default();
            let binds = line.requirement.strength.binds();
            counts.add(line.verdict(), binds, 1);
        }
        counts.map_or(PlaceCell::None, |counts| {
            PlaceCell::Counts(counts.in_order().into())
        })
    };
    let cells = |place: &[Numbered]| {
        let codes = groups.iter().map(|group| &group.code);
        codes.map(|code| of_group(place, code)).collect()
    };
    let (places, counts) = rows(report, |_| true, cells);
    let labels = groups.iter().map(|group| clean(group.label.get(lang)));
    SideBySide {
        heading: Some(ReportMsg::ByGroups.say(lang)),
        columns: labels.collect(),
        places,
        counts,
    }
}

/// A line with its number among all.
type Numbered<'a> = (usize, &'a ReportLine<'a>);

/// Returns a row for each place with lines that are asked for, and the minimums that bind over all of
/// them.
fn rows(
    report: &Report,
    is_in: impl Fn(&ReportLine) -> bool,
    cells: impl Fn(&[Numbered]) -> Vec<PlaceCell>,
) -> (Vec<PlaceRow>, Counts) {
    let mut all = Counts::default();
    let mut numbered = report.lines.iter().enumerate();
    let row = |lines: &[ReportLine]| {
        let place = numbered.by_ref().take(lines.len());
        let place: Vec<Numbered> = place.filter(|(_, line)| is_in(line)).collect();
        let mut counts = Counts::default();
        let binds = |line: &ReportLine| line.requirement.strength.binds();
        for (_, line) in place.iter().filter(|(_, line)| binds(line)) {
            counts.add(line.verdict(), 1);
            all.add(line.verdict(), 1);
        }
        let (_, first) = place.first()?;
        Some(PlaceRow {
            place: Rc::clone(&first.place),
            counts,
            cells: cells(&place),
        })
    };
    let rows = report.by_place().filter_map(row).collect();
    (rows, all)
}
