//! The leader's page: everything a report says, in the words of one language. A renderer only lays
//! it out, so that every format says the same, and what it says holds nothing that a terminal or a
//! printer would obey.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::baseline::ReportBaseline;
use super::entry::{ReportEntry, clean, entry};
use super::model::Report;
use crate::domain::policy::{Requirement, Strength};
use crate::domain::verdict::{Verdict, explain};
use crate::i18n::{Lang, ReportColumn, ReportMsg, Say};
use crate::store::{Counts, TrailMark};

/// The page. Its texts are clean, not escaped: what a format would take for its own is for the
/// renderer to escape.
pub(super) struct ReportPage {
    /// The language of its words.
    pub(super) lang: Lang,
    /// The title of the policy.
    pub(super) title: String,
    /// Number and issuer of the document.
    document: String,
    /// The places it is narrowed to, in words.
    scope: Option<String>,
    /// The day, in words.
    as_of: String,
    /// By which text of the policy a day that is past is judged, in words.
    judged_by: Option<String>,
    /// That the policy is not in force on the day, where it is not.
    not_in_force: Option<String>,
    /// Where the trail stood that it was judged from, and the receipt of that, in words.
    pub(super) trail: String,
    /// The day.
    pub(super) day: NaiveDate,
    /// The minimums that bind, over all places.
    pub(super) counts: Counts,
    /// The targets and benchmarks, which are no shortfalls.
    pub(super) targets: Counts,
    /// Records that stand verified by somebody who entered them.
    own: usize,
    /// What it is compared with.
    pub(super) since: Option<ReportBaseline>,
    /// The minimums that bind, and the others, as they were at the end of the last quarter.
    pub(super) counts_before: Counts,
    pub(super) targets_before: Counts,
    /// The requirements that are asked of any place, one a column of the matrix.
    pub(super) requirements: Vec<String>,
    /// The places side by side.
    pub(super) places: Vec<PlaceRow>,
    /// Every standing, place by place.
    pub(super) entries: Vec<ReportEntry>,
}

/// A row of the matrix.
pub(super) struct PlaceRow {
    /// The place.
    pub(super) name: String,
    /// Its minimums that bind.
    pub(super) counts: Counts,
    /// Where its standing of each requirement is among the entries; `None` where a requirement does
    /// not cover it.
    cells: Vec<Option<usize>>,
}

/// A list of entries under a heading.
pub(super) struct EntryList<'a> {
    pub(super) heading: String,
    pub(super) entries: Vec<&'a ReportEntry>,
}

impl ReportPage {
    /// Returns the page of a report. `paths` gives a longer name to places whose own is not unique.
    pub(super) fn of(report: &Report, paths: &HashMap<String, String>, lang: Lang) -> Self {
        let entry = |line| entry(report, line, paths, lang);
        let document = &report.pack.document;
        let mut page = Self {
            lang,
            title: clean(document.title.get(lang)),
            document: clean(&format!(
                "{}  {}",
                document.number,
                document.issuer.get(lang)
            )),
            day: report.day,
            scope: report.scope.as_ref().map(|(_, place)| {
                clean(
                    &ReportMsg::Scope {
                        place: place.clone(),
                    }
                    .say(lang),
                )
            }),
            judged_by: judged_by(report, lang),
            not_in_force: not_in_force(report, lang),
            trail: clean(&trail(&report.mark).say(lang)),
            as_of: ReportMsg::AsOf {
                date: report.day.to_string(),
            }
            .say(lang),
            counts: report.count(Strength::binds),
            targets: report.count(|strength| !strength.binds()),
            own: report.own.unwrap_or_default(),
            since: report.since,
            counts_before: report.count_before(Strength::binds),
            targets_before: report.count_before(|strength| !strength.binds()),
            requirements: Vec::new(),
            places: Vec::new(),
            entries: report.lines.iter().map(entry).collect(),
        };
        let column = page.head_columns(report);
        page.places = rows(&page.entries, &column);
        page
    }

    /// Returns what stands under the title: the document, the places it is narrowed to, the day,
    /// and by which text of the policy it is judged.
    pub(super) fn head(&self) -> impl Iterator<Item = &str> {
        let lines = [
            Some(&self.document),
            self.scope.as_ref(),
            Some(&self.as_of),
            self.judged_by.as_ref(),
        ];
        lines.into_iter().flatten().map(String::as_str)
    }

    /// Returns names the columns of the matrix, and gives the one of each requirement.
    fn head_columns<'a>(&mut self, report: &Report<'a>) -> HashMap<&'a str, usize> {
        let asked: HashSet<&str> = report
            .lines
            .iter()
            .map(|line| line.requirement.code.as_str())
            .collect();
        let asked = report
            .pack
            .requirements
            .iter()
            .filter(|requirement| asked.contains(requirement.code.as_str()));
        let asked: Vec<&Requirement> = asked.collect();
        self.requirements = asked
            .iter()
            .map(|requirement| clean(requirement.label.get(self.lang)))
            .collect();
        asked
            .iter()
            .enumerate()
            .map(|(at, requirement)| (requirement.code.as_str(), at))
            .collect()
    }

    /// Returns the head of the matrix: place, counts, requirements.
    pub(super) fn matrix_head(&self) -> Vec<String> {
        let verdict = |verdict| explain::verdict_word(verdict, Strength::Must, self.lang);
        let place = ReportColumn::Place.say(self.lang);
        let counts = [Verdict::Met, Verdict::Short, Verdict::Unknown].map(verdict);
        std::iter::once(place)
            .chain(counts)
            .chain(self.requirements.iter().cloned())
            .collect()
    }

    /// Returns the standings of a place, one a column.
    pub(super) fn cells<'a>(
        &'a self,
        row: &'a PlaceRow,
    ) -> impl Iterator<Item = Option<&'a ReportEntry>> {
        row.cells
            .iter()
            .map(|at| at.and_then(|at| self.entries.get(at)))
    }

    /// Returns the counts over all places, a sentence each: the minimums that bind, and the others
    /// where there are any; and that there is nothing to compare them with, where that is so. Of a
    /// policy that is not in force, that.
    pub(super) fn counts_said(&self) -> Vec<String> {
        if let Some(words) = &self.not_in_force {
            return vec![words.clone()];
        }
        let Counts {
            met,
            short,
            unknown,
        } = self.counts;
        let mut said = vec![
            ReportMsg::Counts {
                met,
                short,
                unknown,
            }
            .say(self.lang),
        ];
        let Counts {
            met,
            short,
            unknown,
        } = self.targets;
        if met + short + unknown > 0 {
            said.push(
                ReportMsg::Targets {
                    met,
                    short,
                    unknown,
                }
                .say(self.lang),
            );
        }
        said.extend(
            (self.own > 0).then(|| ReportMsg::OwnApproved { count: self.own }.say(self.lang)),
        );
        said.extend(self.nothing_before());
        said
    }

    /// Returns what is not met: the minimums that bind, and below them the targets and benchmarks,
    /// where there are any.
    pub(super) fn lists(&self) -> Vec<EntryList<'_>> {
        if !self.is_judged() {
            return Vec::new();
        }
        let open = |binds| {
            self.entries
                .iter()
                .filter(move |e| e.verdict != Verdict::Met && e.binds == binds)
                .collect()
        };
        let (shortfalls, targets): (Vec<&ReportEntry>, Vec<&ReportEntry>) =
            (open(true), open(false));
        let heading = if shortfalls.is_empty() {
            ReportMsg::NoShortfalls
        } else {
            ReportMsg::Shortfalls
        };
        let mut lists = vec![EntryList {
            heading: heading.say(self.lang),
            entries: shortfalls,
        }];
        if !targets.is_empty() {
            lists.push(EntryList {
                heading: ReportMsg::TargetsOpen.say(self.lang),
                entries: targets,
            });
        }
        lists
    }

    /// Returns whether the policy is in force on the day, so that anything is judged.
    pub(super) const fn is_judged(&self) -> bool {
        self.not_in_force.is_none()
    }

    /// Returns what is signed, in the order of the ministries' forms.
    pub(super) fn signatures(&self) -> [String; 4] {
        [
            ReportMsg::FilledInBy,
            ReportMsg::HeadOfStatistics,
            ReportMsg::HeadOfUnit,
            ReportMsg::DateSigned,
        ]
        .map(|label| label.say(self.lang))
    }

    /// Returns a heading with the colon of the language.
    pub(super) fn labelled(&self, label: &str) -> String {
        match self.lang {
            Lang::Zh => format!("{label}："),
            Lang::En => format!("{label}: "),
        }
    }
}

/// Returns the places side by side: a header row, a row for each place, and where there are several
/// the sum of their counts. What does not cover a place leaves its cell empty.
pub(super) fn matrix(page: &ReportPage) -> Vec<Vec<String>> {
    let counts =
        |counts: Counts| [counts.met, counts.short, counts.unknown].map(|count| count.to_string());
    let mut rows = vec![page.matrix_head()];
    for row in &page.places {
        let cells = page.cells(row).map(|entry| {
            entry
                .map(ReportEntry::verdict_and_figure)
                .unwrap_or_default()
        });
        rows.push(
            std::iter::once(row.name.clone())
                .chain(counts(row.counts))
                .chain(cells)
                .collect(),
        );
    }
    if page.places.len() > 1 {
        let total = std::iter::once(ReportMsg::Total.say(page.lang)).chain(counts(page.counts));
        rows.push(
            total
                .chain(page.requirements.iter().map(|_| String::new()))
                .collect(),
        );
    }
    rows
}

/// The digits of a SHA-256 that a page shows; enough to tell the texts of a pack apart.
const SHA_SHOWN: usize = 12;

fn judged_by(report: &Report, lang: Lang) -> Option<String> {
    let text = report.judged_by.as_ref()?;
    let sha = text.sha256.chars().take(SHA_SHOWN).collect();
    let loaded = report.zone.shown(&text.loaded_at);
    let said = if text.is_later {
        ReportMsg::JudgedByLater { loaded, sha }
    } else {
        ReportMsg::JudgedBy { loaded, sha }
    };
    let said = said.say(lang);
    Some(if text.is_newest {
        said
    } else {
        ReportMsg::NewerText { said }.say(lang)
    })
}

fn not_in_force(report: &Report, lang: Lang) -> Option<String> {
    let why = report.pack.document.not_in_force(report.day)?.say(lang);
    Some(ReportMsg::NotInForce { why }.say(lang))
}

fn trail(mark: &TrailMark) -> ReportMsg {
    let receipt = mark.receipt.to_string();
    match &mark.last {
        Some(change) => ReportMsg::Trail {
            change: change.to_string(),
            receipt,
        },
        None => ReportMsg::NoTrail { receipt },
    }
}

fn rows(entries: &[ReportEntry], column: &HashMap<&str, usize>) -> Vec<PlaceRow> {
    let mut rows: Vec<PlaceRow> = Vec::new();
    let mut before = None;
    for (at, entry) in entries.iter().enumerate() {
        if before.replace(&entry.place_code) != Some(&entry.place_code) {
            let name = entry.place.clone();
            let counts = Counts::default();
            let cells = vec![None; column.len()];
            rows.push(PlaceRow {
                name,
                counts,
                cells,
            });
        }
        let Some(row) = rows.last_mut() else { continue };
        if entry.binds {
            row.counts.add(entry.verdict);
        }
        let cell = column
            .get(entry.requirement_code.as_str())
            .and_then(|&column| row.cells.get_mut(column));
        if let Some(cell) = cell {
            *cell = Some(at);
        }
    }
    rows
}
