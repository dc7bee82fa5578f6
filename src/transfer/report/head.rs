//! The head of the page: its name, what is filled in by hand, its date and scope, and the policy.

use chrono::NaiveDate;

use super::entry::clean;
use super::model::{Report, ReportLine};
use crate::domain::policy::{Requirement, Strength};
use crate::domain::review::ReviewState;
use crate::domain::verdict::{Counts, Verdict};
use crate::i18n::{Lang, ReportMsg, Say};

/// The head of the page.
pub(super) struct PageHead {
    /// The name of the table.
    pub(super) title: String,
    /// What is filled in by hand: the number of the table, and who made it, with the place of its
    /// seal.
    pub(super) blanks: [String; 2],
    /// Its date and scope, and the policy, a line each.
    pub(super) lines: Vec<String>,
}

impl PageHead {
    /// Returns the head of a report with other lines that belong to it.
    pub(super) fn of(report: &Report, more: Vec<String>, lang: Lang) -> Self {
        let document = &report.pack.document;
        let say = |message: ReportMsg| clean(&message.say(lang));
        let date = |day: NaiveDate| day.to_string();
        let mut lines = vec![
            scope(report, lang),
            say(ReportMsg::AsOf {
                date: date(report.day),
            }),
        ];
        lines.extend(report.reference_dates.as_ref().map(|(first, last)| {
            say(if first == last {
                ReportMsg::ReferenceDate { date: last.clone() }
            } else {
                ReportMsg::ReferenceDates {
                    first: first.clone(),
                    last: last.clone(),
                }
            })
        }));
        lines.push(say(ReportMsg::MadeOn {
            date: date(report.made_on),
        }));
        lines.push(say(ReportMsg::Basis {
            title: document.title.get(lang).to_owned(),
            number: document.number.clone(),
            issuer: document.issuer.get(lang).to_owned(),
        }));
        lines.extend(more);
        Self {
            title: title(report, lang),
            blanks: [ReportMsg::TableNumber, ReportMsg::MadeBy].map(say),
            lines,
        }
    }
}

/// Returns the name of the table: of the place that it is narrowed to, and of what it has.
fn title(report: &Report, lang: Lang) -> String {
    let place = report.scope.as_ref().map(|(_, place)| place.clone());
    let place = place.unwrap_or_default();
    let is_of_facilities = report.pack.requirements.iter().all(Requirement::is_exists);
    let message = match (place.is_empty(), is_of_facilities) {
        (true, true) => ReportMsg::TableOfFacilities,
        (true, false) => ReportMsg::TableOfAll,
        (false, true) => ReportMsg::TableOfFacilitiesIn { place },
        (false, false) => ReportMsg::TableOfAllIn { place },
    };
    clean(&message.say(lang))
}

fn scope(report: &Report, lang: Lang) -> String {
    let message = if let Some((_, place)) = &report.scope {
        ReportMsg::Scope {
            place: place.clone(),
        }
    } else {
        let count = report.by_place().count();
        ReportMsg::ScopeOfAll { count }
    };
    clean(&message.say(lang))
}

/// Returns the one sentence that says how the requirements that bind stand; `None` where none does.
pub(super) fn headline(report: &Report, lang: Lang) -> Option<String> {
    let counts = report.count(Strength::binds);
    let Counts {
        met,
        short,
        unknown,
    } = counts;
    let is_overdue = |line: &&ReportLine| {
        line.requirement.strength.binds()
            && line.verdict() == Verdict::Short
            && line.requirement.is_due_over(report.day)
    };
    let overdue = report.lines.iter().filter(is_overdue).count();
    let all = met + short + unknown;
    (report.is_in_force() && all > 0).then(|| {
        let rate = counts.rate().map(|rate| rate.short(1));
        let message = match rate {
            Some(rate) => ReportMsg::Headline {
                all,
                short,
                overdue,
                unknown,
                met,
                judged: met + short,
                rate,
            },
            None => ReportMsg::HeadlineUndecided { all },
        };
        message.say(lang)
    })
}

/// Says how far the records are: how much is entered, and how many records are approved, submitted,
/// returned and incomplete.
pub(super) fn reporting_said(report: &Report, lang: Lang) -> Vec<String> {
    let Some(reporting) = report.reporting.as_ref().filter(|_| report.is_in_force()) else {
        return Vec::new();
    };
    let lines = report.lines.iter();
    let not_reported = lines.filter(|line| {
        line.requirement.strength.binds() && reporting.is_not_reported(line.verdict(), line.codes())
    });
    let (entered, asked) = reporting.entered_in_all();
    let entered = ReportMsg::Entered {
        entered,
        asked,
        not_reported: not_reported.count(),
    };
    let checked = ReportMsg::Checked {
        records: reporting.records(),
        approved: reporting.count(ReviewState::Approved),
        submitted: reporting.count(ReviewState::Submitted),
        returned: reporting.count(ReviewState::Returned),
        incomplete: reporting.count(ReviewState::Draft),
    };
    vec![entered.say(lang), checked.say(lang)]
}
