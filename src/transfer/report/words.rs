//! Words and widths that the printed reports share.

use super::{Line, Report};
use crate::domain::requirement::{Requirement, Strength};
use crate::domain::{columns, explain};
use crate::i18n::{Lang, ReportMsg, Say};

/// The name of a line's place.
pub(super) type PlaceLabel<'a> = dyn Fn(&Line) -> String + 'a;

fn clean(text: &str) -> String {
    columns::clean(text).into_owned()
}

/// How binding a requirement is.
pub(super) fn strength(requirement: &Requirement, lang: Lang) -> String {
    match requirement.strength {
        Strength::Must => ReportMsg::Must,
        Strength::Basic => ReportMsg::Basic,
        Strength::Strive => ReportMsg::Strive,
        Strength::Encouraged => ReportMsg::Encouraged,
        Strength::Benchmark => ReportMsg::Benchmark,
    }
    .say(lang)
}

/// The verdict and the figure behind it: `[!] 不足 129/130`.
pub(super) fn verdict(line: &Line, lang: Lang) -> String {
    let word = explain::verdict_word(line.standing.verdict, line.requirement.strength, lang);
    let figure = explain::figure(&line.standing, line.requirement);
    format!("{} {word} {figure}", explain::mark(line.standing.verdict))
}

/// The head of the report: title, document, day and counts.
pub(super) fn head(report: &Report, lang: Lang) -> [String; 3] {
    let document = &report.pack.document;
    let date = report.day.to_string();
    let counts = report.counts;
    let counts = ReportMsg::Counts { met: counts.met, short: counts.short, unknown: counts.unknown };
    [
        clean(document.title.get(lang)),
        clean(&format!("{}  {}", document.number, document.issuer.get(lang))),
        format!("{}  {}", ReportMsg::AsOf { date }.say(lang), counts.say(lang)),
    ]
}

/// The matrix: a header row, then a row for each place; a requirement that does not cover it leaves its cell empty.
pub(super) fn matrix(report: &Report, label: &PlaceLabel, lang: Lang) -> Vec<Vec<String>> {
    let requirements = &report.pack.requirements;
    let asked: Vec<&Requirement> = requirements
        .iter()
        .filter(|requirement| report.lines.iter().any(|line| line.requirement.code == requirement.code))
        .collect();
    let labels = asked.iter().map(|requirement| clean(requirement.label.get(lang)));
    let mut rows = vec![std::iter::once(ReportMsg::Place.say(lang)).chain(labels).collect()];
    for lines in report.by_place() {
        let name = lines.first().map(|line| clean(&label(line))).unwrap_or_default();
        let cell = |requirement: &&Requirement| {
            let line = lines.iter().find(|line| line.requirement.code == requirement.code);
            line.map(|line| verdict(line, lang)).unwrap_or_default()
        };
        rows.push(std::iter::once(name).chain(asked.iter().map(cell)).collect());
    }
    rows
}

/// A shortfall: what it is of, and its reasons with the source last.
pub(super) fn shortfall(report: &Report, line: &Line, label: &PlaceLabel, lang: Lang) -> (String, Vec<String>) {
    let word = explain::verdict_word(line.standing.verdict, line.requirement.strength, lang);
    let requirement = line.requirement.label.get(lang);
    let title = format!("{}  {requirement}  {word}  ({})", label(line), strength(line.requirement, lang));
    let mut reasons = explain::reasons(&line.standing, line.requirement, line.kind, report.day, lang);
    reasons.push(explain::source(line.requirement, &report.pack.document, lang));
    (clean(&title), reasons.iter().map(|reason| clean(reason)).collect())
}
