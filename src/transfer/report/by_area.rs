//! How the areas of a large report stand.

use std::collections::HashMap;

use super::area::Division;
use super::model::{Report, ReportLine};
use crate::domain::verdict::{Counts, Verdict};
use crate::i18n::ReportMsg;

/// The areas of a division side by side.
pub(super) struct AreaTable {
    /// The areas, in the order of their places.
    pub(super) rows: Vec<AreaRow>,
    /// All of them.
    pub(super) total: AreaRow,
    /// Why no area has a rank, where that is so.
    pub(super) no_rank: Option<NoAreaRank>,
}

/// How an area stands.
#[derive(Default)]
pub(super) struct AreaRow {
    pub(super) code: String,
    pub(super) name: String,
    /// How many places it has in the report.
    pub(super) places: usize,
    /// The minimums that bind.
    pub(super) counts: Counts,
    /// How many of those that are short or unknown have nothing on record; `None` where that is not
    /// known.
    pub(super) not_reported: Option<usize>,
    /// How many kinds and sheets are entered, and how many are asked for; `None` where that is not
    /// known.
    pub(super) entered: Option<(usize, usize)>,
    /// The place among the areas by what part of the requirements is met.
    pub(super) rank: Option<usize>,
}

/// Why areas have no rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAreaRank {
    /// Something was not entered in one of them.
    NotReported,
    /// Something is unknown in one of them.
    Unknown,
    /// Their places are not asked for the same.
    OtherRequirements,
}

impl NoAreaRank {
    /// Returns why, in words.
    pub(super) const fn words(self) -> ReportMsg {
        match self {
            Self::NotReported => ReportMsg::AreaNotReported,
            Self::Unknown => ReportMsg::AreaUnknown,
            Self::OtherRequirements => ReportMsg::AreaOtherRequirements,
        }
    }

    /// Returns the word in JSON.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::NotReported => "not_reported",
            Self::Unknown => "unknown",
            Self::OtherRequirements => "other_requirements",
        }
    }
}

/// Returns the tables of the divisions of a report: that of the first page, and then the finest one.
pub(super) fn tables(report: &Report) -> Vec<AreaTable> {
    let area = report.area.iter();
    let divisions = area.flat_map(|area| &area.divisions);
    divisions.map(|one| table(report, one)).collect()
}

fn table(report: &Report, division: &Division) -> AreaTable {
    let row = |(code, name): &(String, String)| AreaRow {
        code: code.clone(),
        name: name.clone(),
        ..AreaRow::default()
    };
    let mut rows: Vec<AreaRow> = division.areas.iter().map(row).collect();
    let mut total = AreaRow::default();
    let mut asked: Vec<Asked> = rows.iter().map(|_| Asked::new()).collect();
    for lines in report.by_place() {
        let place = lines.first().map(|line| &*line.place.code);
        let number = place.and_then(|place| division.area_of(place));
        let Some((row, asked)) =
            number.and_then(|at| Some((rows.get_mut(at)?, asked.get_mut(at)?)))
        else {
            continue;
        };
        row.add(report, lines);
        total.add(report, lines);
        for line in lines
            .iter()
            .filter(|line| line.requirement.strength.binds())
        {
            *asked.entry(line.requirement.code.as_str()).or_default() += 1;
        }
    }
    let no_rank = rank(&mut rows, &asked).err();
    AreaTable {
        rows,
        total,
        no_rank,
    }
}

impl AreaRow {
    /// Adds a place with its lines.
    fn add(&mut self, report: &Report, lines: &[ReportLine]) {
        self.places += 1;
        for line in lines
            .iter()
            .filter(|line| line.requirement.strength.binds())
        {
            self.counts.add(line.verdict(), 1);
            if let Some(reporting) = &report.reporting {
                let count = self.not_reported.get_or_insert_default();
                *count += usize::from(reporting.is_not_reported(line.verdict(), line.codes()));
            }
        }
        let reporting = report.reporting.as_ref().zip(lines.first());
        if let Some((entered, asked)) =
            reporting.and_then(|(reporting, line)| reporting.entered(&line.place.code))
        {
            let all = self.entered.get_or_insert_default();
            all.0 += entered;
            all.1 += asked;
        }
    }
}

/// How many places of an area are asked for each requirement.
type Asked<'a> = HashMap<&'a str, usize>;

/// Ranks areas by what part of the requirements that bind is met. That compares like with like only
/// where everything is decided, and where each place of each area is asked for the same.
fn rank(rows: &mut [AreaRow], asked: &[Asked]) -> Result<(), NoAreaRank> {
    if rows
        .iter()
        .any(|row| row.not_reported.unwrap_or_default() > 0)
    {
        return Err(NoAreaRank::NotReported);
    }
    if rows.iter().any(|row| row.counts.unknown > 0) {
        return Err(NoAreaRank::Unknown);
    }
    let pairs = || rows.iter().zip(asked);
    let first = asked.first().map(|asked| asked.keys().collect::<Vec<_>>());
    let is_alike = |(row, asked): (&AreaRow, &Asked)| {
        let codes = first.iter().flatten();
        first.as_ref().map(Vec::len) == Some(asked.len())
            && codes
                .copied()
                .all(|code| asked.get(*code) == Some(&row.places))
    };
    if !pairs().all(is_alike) {
        return Err(NoAreaRank::OtherRequirements);
    }
    let rates: Vec<_> = rows.iter().map(|row| row.counts.rate()).collect();
    for row in rows.iter_mut() {
        let own = row.counts.rate();
        row.rank = own.map(|own| 1 + rates.iter().flatten().filter(|rate| **rate > own).count());
    }
    Ok(())
}

/// Counts the minimums of a place that bind.
pub(super) fn binding(lines: &[ReportLine]) -> Counts {
    let binding = lines
        .iter()
        .filter(|line| line.requirement.strength.binds());
    binding.map(ReportLine::verdict).collect()
}

/// Returns how a place stands as a whole: short where anything that binds is, unknown where
/// something is not known, and met otherwise; `None` of a place where nothing that binds is judged.
pub(super) const fn verdict_of(counts: &Counts) -> Option<Verdict> {
    match counts {
        Counts { short: 1.., .. } => Some(Verdict::Short),
        Counts { unknown: 1.., .. } => Some(Verdict::Unknown),
        Counts { met: 1.., .. } => Some(Verdict::Met),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(met: usize, short: usize, unknown: usize, not_reported: usize) -> AreaRow {
        AreaRow {
            places: 1,
            counts: Counts {
                met,
                short,
                unknown,
            },
            not_reported: Some(not_reported),
            ..AreaRow::default()
        }
    }

    fn ranked(mut rows: Vec<AreaRow>, asked: &[Asked]) -> Result<Vec<Option<usize>>, NoAreaRank> {
        rank(&mut rows, asked)?;
        Ok(rows.iter().map(|row| row.rank).collect())
    }

    #[test]
    fn areas_are_ranked_only_where_they_are_asked_for_the_same_and_all_is_decided() {
        let both = || Asked::from([("a", 1), ("b", 1)]);
        let one = || Asked::from([("a", 1)]);
        let alike = [both(), both(), both()];
        assert_eq!(
            ranked(
                vec![row(1, 1, 0, 0), row(2, 0, 0, 0), row(1, 1, 0, 0)],
                &alike
            ),
            Ok(vec![Some(2), Some(1), Some(2)])
        );
        let rows = || vec![row(1, 1, 0, 0), row(2, 0, 0, 0)];
        let other = Err(NoAreaRank::OtherRequirements);
        assert_eq!(ranked(rows(), &[both(), one()]), other);
        assert_eq!(ranked(rows(), &[one(), both()]), other);
        assert_eq!(
            ranked(rows(), &[both(), Asked::from([("a", 2), ("b", 2)])]),
            other
        );
        let rows = vec![row(1, 1, 0, 0), row(1, 0, 1, 0)];
        assert_eq!(ranked(rows, &alike[..2]), Err(NoAreaRank::Unknown));
        let rows = vec![row(1, 1, 0, 1), row(1, 0, 1, 0)];
        assert_eq!(ranked(rows, &alike[..2]), Err(NoAreaRank::NotReported));
    }
}
