//! The leader's page: everything a report says, in the words of one language. A renderer only lays
//! it out, so that every format says the same, and what it says holds nothing that a terminal or a
//! printer would obey.

use std::cell::OnceCell;

use chrono::NaiveDate;

use super::acting;
use super::area_page::AreaPage;
use super::baseline::ReportBaseline;
use super::closed::ClosedQuarter;
use super::entry::{ReportEntry, clean, entry};
use super::entry_list::{EntryList, EntryPart};
use super::head::{self, PageHead};
use super::model::{LongerNames, Report, ReportLine};
use super::places::ReportPlace;
use super::side_by_side::{self, PlaceCell, SideBySide};
use crate::domain::policy::{Group, Strength};
use crate::domain::verdict::Counts;
use crate::domain::verdict::{Verdict, explain};
use crate::i18n::{Lang, ReportColumn, ReportMsg, Say, Text};
use crate::store::TrailMark;

/// The page. Its texts are clean, not escaped: what a format would take for its own is for the
/// renderer to escape. An entry is put into words when it is asked for: a country has too many to
/// hold them all at once.
pub(in crate::transfer) struct ReportPage<'r> {
    report: &'r Report<'r>,
    /// Longer names of places.
    names: LongerNames,
    /// The language of its words.
    pub(super) lang: Lang,
    /// What it is.
    pub(super) head: PageHead,
    /// How everything stands, in one sentence.
    headline: Option<String>,
    /// What to do first.
    first: Vec<String>,
    /// What is said of a large area, where it is one.
    pub(super) area: Option<AreaPage>,
    /// How far the records are, in words.
    reporting: Vec<String>,
    /// What was corrected since, in words.
    corrections: Vec<String>,
    /// The requirements whose deadline came since the quarter that it is compared with.
    fell_due: Option<String>,
    /// That the policy is not in force on the day, where it is not.
    not_in_force: Option<String>,
    /// Where the trail stood that it was judged from with the receipt of that, and the program that
    /// made it, a line each.
    pub(super) foot: [String; 2],
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
    /// The places by every requirement, once they are asked for.
    whole: OnceCell<SideBySide>,
    /// The places by groups, and by the requirements of each, once they are asked for; none where the
    /// pack has no groups.
    grouped: OnceCell<Vec<SideBySide>>,
    /// Code and label of each group.
    groups: Vec<(String, String)>,
}

impl<'r> ReportPage<'r> {
    /// Returns the page of a report. `names` gives a longer name to places whose own is not unique.
    pub(super) fn of(report: &'r Report<'r>, names: LongerNames, lang: Lang) -> Self {
        let entry = |line: &ReportLine| entry(report, line, &names, lang);
        let area = AreaPage::of(report, lang);
        let first = match area {
            Some(_) => Vec::new(),
            None => acting::first_to_do(report, entry, lang),
        };
        let group = |group: &Group| (group.code.clone(), clean(group.label.get(lang)));
        let closed = of_closed(report, |closed| closed.head(report.zone, lang));
        let under_head = judged_by(report, lang).into_iter().chain(closed).collect();
        Self {
            lang,
            day: report.day,
            head: PageHead::of(report, under_head, lang),
            headline: head::headline(report, lang),
            first,
            area,
            reporting: head::reporting_said(report, lang),
            corrections: of_closed(report, |closed| closed.corrections(report.zone, lang)),
            fell_due: fell_due(report, lang),
            not_in_force: not_in_force(report, lang),
            foot: [trail(&report.mark), program()].map(|message| clean(&message.say(lang))),
            counts: report.count(Strength::binds),
            targets: report.count(|strength| !strength.binds()),
            own: report.own.unwrap_or_default(),
            since: report.since,
            counts_before: report.count_before(Strength::binds),
            targets_before: report.count_before(|strength| !strength.binds()),
            whole: OnceCell::new(),
            grouped: OnceCell::new(),
            groups: report.pack.groups.iter().map(group).collect(),
            report,
            names,
        }
    }

    /// Returns every line of the report, place by place. A number of an entry is that of its line.
    pub(super) fn lines(&self) -> &'r [ReportLine<'r>] {
        &self.report.lines
    }

    /// Puts a line into words.
    pub(super) fn entry_of(&self, line: &ReportLine) -> ReportEntry {
        entry(self.report, line, &self.names, self.lang)
    }

    /// Returns the entries of some numbers, one after the other.
    pub(super) fn entries_at<'p>(
        &'p self,
        numbers: &'p [usize],
    ) -> impl Iterator<Item = ReportEntry> + use<'p, 'r> {
        let lines = numbers.iter().filter_map(|at| self.lines().get(*at));
        lines.map(|line| self.entry_of(line))
    }

    /// Returns the entries of a part of a list, each with its number in the list.
    pub(super) fn numbered<'p>(
        &'p self,
        part: &'p EntryPart,
    ) -> impl Iterator<Item = (usize, ReportEntry)> + use<'p, 'r> {
        (part.first..).zip(self.entries_at(&part.entries))
    }

    /// Returns the numbers of the lines that are asked for.
    pub(super) fn numbers(&self, is_asked: impl Fn(&ReportLine) -> bool) -> Vec<usize> {
        let lines = self.lines().iter().enumerate();
        lines
            .filter(|(_, line)| is_asked(line))
            .map(|(at, _)| at)
            .collect()
    }

    fn is_unapproved(&self, line: &ReportLine) -> bool {
        let reporting = self.report.reporting.as_ref();
        reporting.and_then(|reporting| reporting.is_approved(line.verdict(), line.codes()))
            == Some(false)
    }

    /// Returns what to do first under its heading; `None` where nothing that binds is short, and of a
    /// large area, which has lists of that.
    pub(super) fn to_do_first(&self) -> Option<(String, &[String])> {
        let heading = ReportMsg::FirstHead.say(self.lang);
        (!self.first.is_empty()).then_some((heading, self.first.as_slice()))
    }

    /// Returns the tables of places side by side: one by requirements, or one by groups and below it
    /// one of each group.
    pub(super) fn tables(&self) -> &[SideBySide] {
        let grouped = || side_by_side::by_groups(self.report, self.lang);
        let grouped = self.grouped.get_or_init(grouped);
        if grouped.is_empty() {
            std::slice::from_ref(self.whole())
        } else {
            grouped
        }
    }

    /// Returns the one table of all requirements.
    pub(super) fn whole(&self) -> &SideBySide {
        let whole = || side_by_side::whole(self.report, self.lang);
        self.whole.get_or_init(whole)
    }

    /// Returns the name of a place, a longer one where its own is not unique.
    pub(super) fn name_of(&self, place: &ReportPlace) -> String {
        self.report.name_of(place, &self.names).into_owned()
    }

    /// Returns the head of a table: place, counts, columns.
    pub(super) fn matrix_head(&self, table: &SideBySide) -> Vec<String> {
        let verdict = |verdict| explain::verdict_word(verdict, Strength::Must, self.lang);
        let place = ReportColumn::Place.say(self.lang);
        let counts = [Verdict::Met, Verdict::Short, Verdict::Unknown].map(verdict);
        std::iter::once(place)
            .chain(counts)
            .chain(table.columns.iter().cloned())
            .collect()
    }

    /// Returns the entry that a cell shows.
    pub(super) fn entry(&self, cell: &PlaceCell) -> Option<ReportEntry> {
        match cell {
            PlaceCell::Entry(at) => self.lines().get(*at).map(|line| self.entry_of(line)),
            PlaceCell::None | PlaceCell::Counts(_) => None,
        }
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
        let mut said: Vec<String> = self.headline.iter().cloned().collect();
        said.push(
            ReportMsg::Counts {
                met,
                short,
                unknown,
            }
            .say(self.lang),
        );
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
        said.extend(self.reporting.iter().cloned());
        said.extend(
            self.lines()
                .iter()
                .any(|line| self.is_unapproved(line))
                .then(|| ReportMsg::Unapproved.say(self.lang)),
        );
        said.extend(self.nothing_before());
        said.extend(self.fell_due.clone());
        said.extend(self.corrections.iter().cloned());
        said
    }

    /// Returns what is not met: the minimums that bind, and below them the targets and benchmarks,
    /// where there are any.
    pub(super) fn lists(&self) -> Vec<EntryList> {
        if !self.is_judged() {
            return Vec::new();
        }
        let open = |binds| {
            self.numbers(|line| {
                line.verdict().is_open() && line.requirement.strength.binds() == binds
            })
        };
        let (binding, others) = (open(true), open(false));
        let heading = if binding.is_empty() {
            ReportMsg::NoShortfalls
        } else {
            ReportMsg::Shortfalls
        };
        let mut lists = vec![self.list(&heading, binding)];
        if !others.is_empty() {
            lists.push(self.list(&ReportMsg::TargetsOpen, others));
        }
        lists
    }

    /// Returns the figures that are shown and never judged, where there are any.
    pub(super) fn information(&self) -> Option<EntryList> {
        let shown = self.numbers(|line| line.verdict() == Verdict::Information);
        (!shown.is_empty()).then(|| self.list(&ReportMsg::ForInformation, shown))
    }

    /// Returns entries under a heading, group by group, numbered throughout.
    fn list(&self, heading: &ReportMsg, mut left: Vec<usize>) -> EntryList {
        let mut parts = Vec::new();
        let mut first = 1;
        let mut part = |heading: Option<String>, entries: Vec<usize>| {
            if !entries.is_empty() {
                let begin = first;
                first += entries.len();
                parts.push(EntryPart {
                    heading,
                    first: begin,
                    entries,
                });
            }
        };
        for (code, label) in &self.groups {
            let is_of_group = |at: &usize| {
                let line = self.lines().get(*at);
                line.and_then(|line| line.requirement.group.as_ref()) == Some(code)
            };
            let of_group: Vec<usize>;
            (of_group, left) = left.into_iter().partition(is_of_group);
            part(Some(label.clone()), of_group);
        }
        part(None, left);
        EntryList {
            heading: heading.say(self.lang),
            parts,
        }
    }

    /// Returns whether the policy is in force on the day, so that anything is judged.
    pub(super) const fn is_judged(&self) -> bool {
        self.not_in_force.is_none()
    }

    /// Returns what is signed, in the order of the ministries' forms.
    pub(super) fn signatures(&self) -> [String; 4] {
        [
            ReportMsg::FilledInBy,
            ReportMsg::CheckedBy,
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

/// Returns what is said of a closed quarter; nothing where the report is of none.
fn of_closed(report: &Report, said: impl Fn(&ClosedQuarter) -> Vec<String>) -> Vec<String> {
    report.closed.as_ref().map(said).unwrap_or_default()
}

/// Returns which requirements fell due since the last quarter; nothing where none did.
fn fell_due(report: &Report, lang: Lang) -> Option<String> {
    let due = report.fell_due();
    let labels: Vec<Text> = due.iter().map(|one| one.label.clone()).collect();
    let what = Text::list(&labels);
    let said = ReportMsg::FellDue {
        count: labels.len(),
        what,
    };
    (!labels.is_empty()).then(|| clean(&said.say(lang)))
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

fn program() -> ReportMsg {
    ReportMsg::Program {
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}
