//! One standing in words.

use super::model::{LongerNames, Report, ReportLine, Responsible};
use super::movement::{EntryBefore, EntryMovement};
use crate::domain::policy::{Requirement, Strength};
use crate::domain::text::width;
use crate::domain::value::possible::End;
use crate::domain::value::{Number, Period};
use crate::domain::verdict::told::Detail;
use crate::domain::verdict::{Standing, Verdict, explain};
use crate::i18n::{Lang, ReportMsg, Say};

/// One standing in words.
pub(super) struct ReportEntry {
    pub(super) place_code: String,
    pub(super) place: String,
    pub(super) requirement_code: String,
    pub(super) requirement: String,
    /// The code of its group; empty where the pack has none.
    pub(super) group_code: String,
    pub(super) group: String,
    pub(super) strength: String,
    pub(super) binds: bool,
    pub(super) verdict: Verdict,
    /// The word of the verdict, which depends on how binding the requirement is.
    pub(super) word: String,
    /// What is there against what is needed, as `96/130`.
    pub(super) figure: String,
    pub(super) operator: &'static str,
    /// What is needed; `None` where that is not known, or no figure.
    pub(super) need: Option<Number>,
    pub(super) have: Option<Number>,
    pub(super) gap: Option<Number>,
    /// What is said of figures of places and periods beside the verdict.
    pub(super) judged: Judged,
    /// The gap with its unit, or the limit that must be passed; empty where nothing is missing or
    /// nobody knows.
    pub(super) gap_said: String,
    /// Nothing is missing but that the limit be passed: a gap of 0 would be sorted behind every
    /// other.
    pub(super) is_on_the_limit: bool,
    pub(super) unit: String,
    pub(super) responsible: String,
    pub(super) expected: String,
    pub(super) due: String,
    /// The same for a column of dates: the date, and that it is past; nothing once it is reached.
    pub(super) due_on: Vec<String>,
    pub(super) exception: String,
    pub(super) nearest: String,
    pub(super) why: Vec<String>,
    pub(super) source: String,
    /// All of its sentences, for pages without columns: why, what is to be known, who answers for
    /// it, and the source; none of what is met.
    pub(super) notes: Vec<String>,
    /// Whether anything is on record of what it looks at; `None` where that is not known.
    pub(super) is_reported: Option<bool>,
    /// Whether it rests on approved records alone; `None` where that is not known.
    pub(super) is_approved: Option<bool>,
    /// What it was at the end of the last quarter.
    pub(super) before: Option<EntryBefore>,
    /// How it moved since; nothing where neither the verdict nor a gap did.
    pub(super) moved: Option<EntryMovement>,
}

impl ReportEntry {
    /// Mark, word and figure of the verdict: `[!] 未达标 129/130`.
    pub(super) fn verdict_and_figure(&self) -> String {
        format!("{} {}", self.verdict_said(), self.figure)
    }

    /// How binding it is, in brackets; nothing of a figure that is never judged.
    pub(super) fn strength_said(&self) -> String {
        if self.verdict == Verdict::Information {
            return String::new();
        }
        format!(" ({})", self.strength)
    }

    /// Mark and word of the verdict, with a sign where it rests on a record that is not approved.
    pub(super) fn verdict_said(&self) -> String {
        let mark = if self.verdict.is_open() && self.is_reported == Some(false) {
            explain::NOTHING_ENTERED
        } else {
            explain::mark(self.verdict)
        };
        let sign = match self.is_approved {
            Some(false) => "*",
            _ => "",
        };
        format!("{mark} {}{sign}", self.word)
    }
}

/// Puts one line of a report into words. `paths` gives a longer name to places whose own is not
/// unique.
pub(super) fn entry(
    report: &Report,
    line: &ReportLine,
    names: &LongerNames,
    lang: Lang,
) -> ReportEntry {
    let standing = &line.standing();
    let requirement = line.requirement;
    let unit = requirement.measure.unit.as_ref();
    let responsible = responsible(line, standing, lang);
    let source = clean(&explain::source(requirement, &report.pack.document, lang));
    let why = explain::why(standing, requirement, line.kind, lang);
    let why: Vec<String> = why.iter().map(|line| clean(line)).collect();
    let nearest = standing.nearest.as_ref();
    let group = group_label(report, requirement, lang);
    let (is_reported, is_approved) = on_record(report, line);
    ReportEntry {
        place_code: standing.place.clone(),
        place: report.name_of(&line.place, names).into_owned(),
        requirement_code: requirement.code.clone(),
        requirement: clean(requirement.label.get(lang)),
        group_code: requirement.group.clone().unwrap_or_default(),
        group,
        strength: strength(requirement.strength, lang),
        binds: requirement.strength.binds(),
        verdict: standing.verdict,
        word: word(report, line, lang),
        figure: explain::figure(standing, requirement),
        operator: line.operator(standing),
        need: standing.needed(),
        have: standing.have,
        gap: standing.gap,
        judged: Judged::of(standing, lang),
        gap_said: clean(&explain::gap(standing, requirement, lang).unwrap_or_default()),
        is_on_the_limit: explain::is_on_the_limit(standing),
        unit: unit.map_or_else(String::new, |unit| clean(unit.label.get(lang))),
        expected: standing
            .expected_on
            .map(|date| date.to_string())
            .unwrap_or_default(),
        due: explain::due(standing, requirement, report.day, lang).unwrap_or_default(),
        due_on: due_on(report, (line, standing), lang),
        exception: clean(&explain::exception(standing, lang).unwrap_or_default()),
        nearest: nearest.map_or_else(String::new, |nearest| clean(&nearest.name)),
        notes: notes(
            report,
            (line, standing),
            &why,
            (&responsible, &source),
            lang,
        ),
        why,
        responsible,
        source,
        is_reported,
        is_approved,
        before: EntryBefore::of(line, lang),
        moved: EntryMovement::of(line, standing, report.zone, lang),
    }
}

/// Returns the word of a verdict, or that nobody has reported.
fn word(report: &Report, line: &ReportLine, lang: Lang) -> String {
    let reporting = report.reporting.as_ref();
    if reporting.is_some_and(|reporting| reporting.is_not_reported(line.verdict(), line.codes())) {
        return ReportMsg::NotReported.say(lang);
    }
    explain::verdict_word(line.verdict(), line.requirement.strength, lang)
}

/// What a report says of figures of places and periods beside the verdict.
#[derive(Default)]
pub(super) struct Judged {
    /// The least and the most that the figure may be, where it rests on sheets.
    pub(super) low: Option<Number>,
    pub(super) high: Option<Number>,
    /// The period it speaks of, in words.
    pub(super) period: String,
    /// What is to be entered to decide.
    pub(super) to_enter: String,
    /// Whether what is there and what is needed are figures that a bar can show.
    pub(super) has_bar: bool,
}

impl Judged {
    fn of(standing: &Standing, lang: Lang) -> Self {
        let Some(told) = &standing.told else {
            return Self {
                has_bar: true,
                ..Self::default()
            };
        };
        let detail = told.main(standing.verdict);
        let end = |end: fn(&Detail) -> End| detail.and_then(|detail| end(detail).figure());
        let wanted = told.wanted.iter();
        let wanted: Vec<String> = wanted
            .filter(|_| standing.verdict.is_open())
            .map(|wanted| explain::wanted(wanted, standing, lang))
            .collect();
        Self {
            low: end(|detail| detail.low),
            high: end(|detail| detail.high),
            period: told
                .period
                .map(Period::name)
                .unwrap_or_default()
                .get(lang)
                .to_owned(),
            to_enter: clean(&wanted.join(explain::separator(lang))),
            has_bar: standing.verdict != Verdict::Information
                && detail.is_some_and(|detail| detail.need.is_some_and(|need| need > Number::ZERO)),
        }
    }
}

fn due_on(report: &Report, (line, standing): (&ReportLine, &Standing), lang: Lang) -> Vec<String> {
    let requirement = line.requirement;
    let deadline = requirement.deadline();
    let date = deadline.filter(|_| standing.verdict.is_open());
    let is_overdue = explain::is_overdue(standing, requirement, report.day);
    let overdue = is_overdue.then(|| ReportMsg::IsOverdue.say(lang));
    date.map(|date| date.to_string())
        .into_iter()
        .chain(overdue)
        .collect()
}

fn group_label(report: &Report, requirement: &Requirement, lang: Lang) -> String {
    let mut groups = report.pack.groups.iter();
    let group = groups.find(|group| Some(&group.code) == requirement.group.as_ref());
    group.map_or_else(String::new, |group| clean(group.label.get(lang)))
}

/// Returns what else is to be known of a standing: its reasons, who answers for it, and the source.
fn notes(
    report: &Report,
    (line, standing): (&ReportLine, &Standing),
    why: &[String],
    (responsible, source): (&str, &str),
    lang: Lang,
) -> Vec<String> {
    // What is met is in no list.
    if standing.verdict == Verdict::Met {
        return Vec::new();
    }
    let beside = explain::beside_why(standing, line.requirement, report.day, lang);
    let beside = beside.map(|line| clean(&line));
    let mut notes: Vec<String> = why.iter().cloned().chain(beside).collect();
    if !responsible.is_empty() {
        let name = responsible.to_owned();
        notes.push(ReportMsg::Answers { name }.say(lang));
    }
    notes.push(source.to_owned());
    notes
}

/// Returns whether anything is on record of what a line looks at, and whether it rests on approved
/// records alone; `None` where that is not known.
fn on_record(report: &Report, line: &ReportLine) -> (Option<bool>, Option<bool>) {
    let Some(reporting) = &report.reporting else {
        return (None, None);
    };
    let codes = line.codes();
    let is_approved = reporting.is_approved(line.verdict(), codes);
    (reporting.is_reported(codes), is_approved)
}

/// Returns the unit that answers for a standing; nothing where none is known.
fn responsible(line: &ReportLine, standing: &Standing, lang: Lang) -> String {
    let name = match line.responsible(standing) {
        Some(Responsible::Named(name)) => name.get(lang).to_owned(),
        Some(Responsible::RunsNearest(name)) => ReportMsg::RunBy {
            name: name.to_owned(),
        }
        .say(lang),
        None => String::new(),
    };
    clean(&name)
}

/// Returns how binding a requirement is.
fn strength(strength: Strength, lang: Lang) -> String {
    match strength {
        Strength::Must => ReportMsg::Must,
        Strength::Basic => ReportMsg::Basic,
        Strength::Strive => ReportMsg::Strive,
        Strength::Encouraged => ReportMsg::Encouraged,
        Strength::Benchmark => ReportMsg::Benchmark,
    }
    .say(lang)
}

pub(super) fn clean(text: &str) -> String {
    width::clean(text).into_owned()
}
