//! What the page says of a large area before it comes to the places: how each part of it stands, what
//! is worth acting on, and where the places are.

use std::ops::Range;

use super::acting::{self, ActingList};
use super::by_area::{self, AreaRow, AreaTable};
use super::entry::clean;
use super::model::Report;
use crate::domain::policy::Strength;
use crate::domain::verdict::{Verdict, explain};
use crate::i18n::{Lang, ReportMsg, Say, Text, TrendMsg};
use crate::store::MapPoint;

/// What the page says of a large area.
pub(super) struct AreaPage {
    /// The table of the first page, and that of the finest division where it is another one.
    pub(super) tables: Vec<AreaTable>,
    /// What is worth acting on.
    pub(super) acting: Vec<ActingList>,
    /// Where the places are.
    pub(super) map: PlaceMap,
}

/// Places on a map.
pub(super) struct PlaceMap {
    pub(super) marks: Vec<MapMark>,
    /// How many places have no position.
    missing: usize,
}

/// A place on a map.
pub(super) struct MapMark {
    pub(super) place: String,
    pub(super) point: MapPoint,
    pub(super) shows: MarkKind,
    /// How many of its minimums that bind are short, and how many there are.
    pub(super) short: (usize, usize),
}

/// What a mark of the map says of its place as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum MarkKind {
    /// Everything that binds is met.
    Met,
    /// Something is short.
    Short,
    /// Nothing is short, and something is unknown.
    Unknown,
    /// Nothing is on record.
    NotReported,
    /// Nothing that binds is judged.
    NotJudged,
}

impl MarkKind {
    /// Every one, in the order of the legend.
    pub(super) const ALL: [Self; 5] = [
        Self::Met,
        Self::Short,
        Self::Unknown,
        Self::NotReported,
        Self::NotJudged,
    ];

    /// Returns what it says.
    pub(super) fn word(self, lang: Lang) -> String {
        let verdict = |verdict| explain::verdict_word(verdict, Strength::Must, lang);
        match self {
            Self::Met => verdict(Verdict::Met),
            Self::Short => verdict(Verdict::Short),
            Self::Unknown => verdict(Verdict::Unknown),
            Self::NotReported => ReportMsg::NotReported.say(lang),
            Self::NotJudged => ReportMsg::NothingJudged.say(lang),
        }
    }
}

impl AreaPage {
    /// Returns what is said of the area of a report; `None` where it is not large.
    pub(super) fn of(report: &Report, lang: Lang) -> Option<Self> {
        report.area.as_ref()?;
        Some(Self {
            tables: by_area::tables(report),
            acting: acting::lists(report, lang),
            map: PlaceMap::of(report),
        })
    }
}

/// Returns the least and the most of a coordinate of some marks.
pub(super) fn ends(marks: &[MapMark], coordinate: fn(&MapPoint) -> f64) -> (f64, f64) {
    let values = marks.iter().map(|mark| coordinate(&mark.point));
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

impl PlaceMap {
    fn of(report: &Report) -> Self {
        let points = report.area.as_ref().map(|area| &area.points);
        let (mut marks, mut missing) = (Vec::new(), 0);
        for lines in report.by_place() {
            let Some(first) = lines.first() else { continue };
            let place = &*first.place.code;
            let Some(point) = points.and_then(|points| points.get(place)) else {
                missing += 1;
                continue;
            };
            let reporting = report.reporting.as_ref();
            let entered = reporting.and_then(|reporting| reporting.entered(place));
            let shows = match (entered, by_area::verdict_of(&by_area::binding(lines))) {
                (Some((0, _)), _) => MarkKind::NotReported,
                (_, Some(Verdict::Met)) => MarkKind::Met,
                (_, Some(Verdict::Short)) => MarkKind::Short,
                (_, Some(Verdict::Unknown)) => MarkKind::Unknown,
                (_, Some(Verdict::Information) | None) => MarkKind::NotJudged,
            };
            let counts = by_area::binding(lines);
            marks.push(MapMark {
                place: clean(&first.place.name),
                point: *point,
                shows,
                short: (counts.short, counts.met + counts.short + counts.unknown),
            });
        }
        Self { marks, missing }
    }

    /// Returns which marks there are, each once, with how many of them.
    pub(super) fn legend(&self) -> Vec<(MarkKind, usize)> {
        let count = |kind: MarkKind| self.marks.iter().filter(|mark| mark.shows == kind).count();
        let counts = MarkKind::ALL.into_iter().map(|kind| (kind, count(kind)));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// Returns what it shows, in words.
    pub(super) fn said(&self, lang: Lang) -> String {
        let (shown, missing) = (self.marks.len(), self.missing);
        ReportMsg::MapShows { shown, missing }.say(lang)
    }
}

impl AreaTable {
    /// The columns of its words that are counts.
    pub(super) const COUNTS: Range<usize> = 1..6;

    /// Returns the table in words: its head, a row for each area, and the sum.
    pub(super) fn in_words(&self, lang: Lang) -> Vec<Vec<String>> {
        let total = self.total.cells(ReportMsg::Total.say(lang));
        let rows = self.rows.iter().map(|row| row.cells(clean(&row.name)));
        let head = std::iter::once(head(lang));
        head.chain(rows).chain(std::iter::once(total)).collect()
    }

    /// Returns why no area has a rank, where that is so.
    pub(super) fn note(&self, lang: Lang) -> Option<String> {
        let why = Text::of(&self.no_rank?.words());
        Some(TrendMsg::NoRank { why }.say(lang))
    }
}

impl AreaRow {
    fn cells(&self, name: String) -> Vec<String> {
        let counts = self.counts;
        let entered = self
            .entered
            .map(|(entered, asked)| format!("{entered}/{asked}"));
        let rate = counts.rate().map(|rate| format!("{}%", rate.short(1)));
        let figure = |figure: Option<usize>| figure.map(|figure| figure.to_string());
        let cells = [
            Some(name),
            figure(Some(self.places)),
            figure(Some(counts.met)),
            figure(Some(counts.short)),
            figure(Some(counts.unknown)),
            figure(self.not_reported),
            entered,
            rate,
            figure(self.rank),
        ];
        cells
            .map(|cell| cell.unwrap_or_else(|| "-".to_owned()))
            .to_vec()
    }
}

fn head(lang: Lang) -> Vec<String> {
    let verdict = |verdict| explain::verdict_word(verdict, Strength::Must, lang);
    let [met, short, unknown] = [Verdict::Met, Verdict::Short, Verdict::Unknown].map(verdict);
    let say = |message: ReportMsg| message.say(lang);
    vec![
        say(ReportMsg::Area),
        say(ReportMsg::PlaceCount),
        met,
        short,
        unknown,
        say(ReportMsg::NotReportedHead),
        say(ReportMsg::EnteredHead),
        say(ReportMsg::Rate),
        TrendMsg::Rank.say(lang),
    ]
}
