//! A comparison in the words of one language, once for all formats that people read.

use super::model::{CompareRow, CompareTable, ComparedPlace, ComparedWith, PlaceComparison};
use crate::domain::text::width;
use crate::domain::value::Period;
use crate::domain::verdict::explain;
use crate::domain::verdict::trend::{Trend, percent};
use crate::i18n::{Lang, ReportColumn, ReportMsg, Say, Text, TrendMsg};

/// The page. Its texts are clean, not escaped.
pub(super) struct ComparePage {
    pub(super) lang: Lang,
    pub(super) title: String,
    /// The policy, the scope, and with what is compared.
    pub(super) head: Vec<String>,
    /// How much of what binds each place meets, under its head.
    pub(super) compliance: Vec<Vec<String>>,
    /// The requirements.
    pub(super) parts: Vec<ComparePart>,
}

/// A requirement.
pub(super) struct ComparePart {
    pub(super) heading: String,
    /// The places, under their head.
    pub(super) rows: Vec<Vec<String>>,
    /// Why there is no rank.
    pub(super) note: Option<String>,
    /// The trend of each place, with its name.
    pub(super) trends: Vec<(String, Trend)>,
}

fn clean(words: &str) -> String {
    width::clean(words).into_owned()
}

/// Returns what a comparison with a quarter is called.
pub(super) fn compared(with: ComparedWith, quarter: Period) -> TrendMsg {
    match with {
        ComparedWith::LastQuarter => TrendMsg::OnLastQuarter,
        ComparedWith::LastYear => TrendMsg::OnLastYear,
        ComparedWith::Asked => TrendMsg::OnQuarter {
            quarter: quarter.name(),
        },
    }
}

impl ComparePage {
    pub(super) fn of(comparison: &PlaceComparison, lang: Lang) -> Self {
        let quarter = comparison.quarter.name();
        let document = &comparison.pack.document;
        let title = if comparison.is_closed {
            TrendMsg::Title { quarter }
        } else {
            TrendMsg::TitleRunning { quarter }
        };
        let scope = comparison.scope.as_ref().map(|place| {
            let place = place.clone();
            ReportMsg::Scope { place }.say(lang)
        });
        let policy = format!("{}  {}", document.number, document.title.get(lang));
        let with = comparison.with.iter();
        let with = with.filter(|(with, _)| *with != ComparedWith::Asked);
        let with = with.map(|(with, quarter)| {
            TrendMsg::ComparedWith {
                which: Text::of(&compared(*with, *quarter)),
                quarter: quarter.name(),
            }
            .say(lang)
        });
        let head = std::iter::once(policy).chain(scope).chain(with);
        Self {
            lang,
            title: clean(&title.say(lang)),
            head: head.map(|line| clean(&line)).collect(),
            compliance: compliance(comparison, lang),
            parts: comparison
                .tables()
                .iter()
                .map(|table| part(comparison, table, lang))
                .collect(),
        }
    }
}

fn compliance(comparison: &PlaceComparison, lang: Lang) -> Vec<Vec<String>> {
    let head = [
        ReportColumn::Place.say(lang),
        TrendMsg::Met.say(lang),
        TrendMsg::Short.say(lang),
        TrendMsg::Unknown.say(lang),
        TrendMsg::Compliance.say(lang),
    ];
    let row = |one: &ComparedPlace| {
        let counted = one.history.quarters.get(&comparison.quarter)?.compliance;
        let [met, short, unknown] =
            [counted.met, counted.short, counted.unknown].map(|count| count.to_string());
        let rate = counted.rate().map_or_else(|| "-".to_owned(), percent);
        Some(vec![one.place.name.clone(), met, short, unknown, rate])
    };
    let rows = comparison.places.iter().filter_map(row);
    std::iter::once(head.to_vec()).chain(rows).collect()
}

fn part(comparison: &PlaceComparison, table: &CompareTable, lang: Lang) -> ComparePart {
    let requirement = table.requirement;
    let unit = requirement.measure.unit.as_ref();
    let heading = match unit {
        Some(unit) => TrendMsg::InUnit {
            name: requirement.label.clone(),
            unit: unit.label.clone(),
        }
        .say(lang),
        None => requirement.label.get(lang).to_owned(),
    };
    let mut head = vec![
        ReportColumn::Place.say(lang),
        ReportColumn::Verdict.say(lang),
        ReportMsg::HaveAndNeed.say(lang),
    ];
    let with = comparison.with.iter();
    head.extend(with.map(|(with, quarter)| compared(*with, *quarter).say(lang)));
    head.push(TrendMsg::Rank.say(lang));
    let rows = table.rows.iter().map(|one| row(one, lang));
    let trend = |row: &CompareRow| {
        let trend = row
            .place
            .history
            .trend(&requirement.code, comparison.window);
        (row.place.place.name.clone(), trend)
    };
    let has_trends = comparison.format.has_trends();
    let shown = table.rows.iter().filter(|_| has_trends);
    ComparePart {
        heading: clean(&heading),
        rows: std::iter::once(head).chain(rows).collect(),
        note: table.no_rank.map(|why| {
            let why = Text::of(&why.words());
            TrendMsg::NoRank { why }.say(lang)
        }),
        trends: shown.map(trend).collect(),
    }
}

fn row(row: &CompareRow, lang: Lang) -> Vec<String> {
    let figure = row.figure;
    let word = explain::verdict_word(figure.verdict, figure.strength, lang);
    let mut cells = vec![
        row.place.place.name.clone(),
        format!("{} {word}", explain::mark(figure.verdict)),
        figure.shown.clone(),
    ];
    cells.extend(row.changes.iter().map(|change| match change {
        Ok(change) => change.words(figure.scale, lang),
        Err(why) => why.words().say(lang),
    }));
    cells.push(
        row.rank
            .map_or_else(|| "-".to_owned(), |rank| rank.to_string()),
    );
    cells.iter().map(|cell| clean(cell)).collect()
}
