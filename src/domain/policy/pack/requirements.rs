//! From the entries of a file to requirements.

use chrono::NaiveDate;
use toml::Spanned;

use super::expression::Resolver;
use super::file::{ClaimEntry, PackFile, RequirementEntry, Word};
use super::measures::{measure, units_of};
use super::source::{self, PackSource};
use super::{claims, exists, misplaced};
use crate::domain::policy::expression::{Aggregate, Claim, Comparison, LeafType, Test};
use crate::domain::policy::kind::Kind;
use crate::domain::policy::requirement::{
    Duty, Group, Measure, Requirement, Rule, Scope, Speaks, Strength,
};
use crate::domain::text::width::clean;
use crate::domain::value::period::{Cycle, Period};
use crate::domain::value::unit::Unit;
use crate::i18n::{PackFault, PackWord, Text, code_list};

/// The forms of a requirement, the first of which is the only one of format 1.
pub(super) const FORMS: [&str; 6] = [
    "exists",
    "compare",
    "any_of",
    "all_of",
    "duty",
    "information",
];
/// A `target_date` that takes the document's away.
const NO_DATE: &str = "none";
/// So many last periods may be asked for: ten years of months.
const MOST_PERIODS: u32 = 120;

/// What requirements are read with.
pub(super) struct PackParts<'a> {
    /// The file itself.
    pub(super) file: &'a PackFile,
    /// Its forms.
    pub(super) kinds: &'a [Kind],
    /// Its units.
    pub(super) units: &'a [Unit],
    /// Where it applies.
    pub(super) scope: &'a Scope,
    /// When its document was issued, and by when its minimums are to be reached.
    pub(super) dates: (NaiveDate, Option<NaiveDate>),
}

/// Returns the groups of a pack.
pub(super) fn groups(source: &mut PackSource, file: &PackFile) -> Vec<Group> {
    source.once(file.group.iter().map(|group| &group.code));
    let group = |entry: &super::file::GroupEntry| Group {
        code: source.code(&entry.code, '_'),
        label: source.text(&entry.label),
    };
    file.group.iter().map(group).collect()
}

pub(super) fn requirements(source: &mut PackSource, parts: &PackParts) -> Vec<Requirement> {
    let entries = &parts.file.requirement;
    if entries.is_empty() {
        source.fault(
            0..0,
            PackFault::Empty {
                what: "[[requirement]]".into(),
            },
        );
    }
    source.once(entries.iter().map(|requirement| &requirement.code));
    entries
        .iter()
        .filter_map(|entry| requirement(source, entry, parts))
        .collect()
}

/// What the form of a requirement comes to.
struct Ruled {
    kind: String,
    rule: Rule,
    measure: Measure,
    aggregates: Vec<Aggregate>,
    forms: Vec<String>,
    cycle: Option<Cycle>,
}

fn requirement(
    source: &mut PackSource,
    entry: &RequirementEntry,
    parts: &PackParts,
) -> Option<Requirement> {
    // Whatever is wrong with what it asks for, the rest of it is read as well.
    let ruled = is_known_form(source, entry, *parts.file.format.as_ref())
        .then(|| of_form(source, entry, parts))
        .flatten();
    let own_scope = entry.scope.as_ref();
    let own_scope = own_scope.map(|scope| source::scope(source, scope));
    let target_date = match &entry.target_date {
        Some(word) if word.as_ref() == NO_DATE => None,
        word => source::day(source, word.as_ref()).or(parts.dates.1),
    };
    let mut optional = |text: &Option<Spanned<Text>>| {
        let text = text.as_ref();
        text.map(|text| source.text(text)).unwrap_or_default()
    };
    let clause_title = optional(&entry.clause_title);
    let reading = optional(&entry.reading);
    let responsible = entry.responsible.as_ref().map(|unit| source.text(unit));
    let code = source.code(&entry.code, '_');
    let group = group(source, entry, parts.file);
    let label = source.text(&entry.label);
    let speaks = speaks(source, entry, target_date);
    let strength = strength(source, &entry.strength);
    let ruled = ruled?;
    Some(Requirement {
        code,
        group,
        label,
        units: units_of(&ruled.rule, &ruled.measure, &ruled.forms, parts.kinds),
        speaks,
        kind: ruled.kind,
        forms: ruled.forms,
        rule: ruled.rule,
        aggregates: ruled.aggregates,
        cycle: ruled.cycle,
        measure: ruled.measure,
        strength,
        clause: clean(&entry.clause).into_owned(),
        clause_title,
        reading,
        responsible,
        scope: own_scope.unwrap_or_else(|| parts.scope.clone()),
        target_date,
    })
}

/// Returns what the form of a requirement comes to.
fn of_form(source: &mut PackSource, entry: &RequirementEntry, parts: &PackParts) -> Option<Ruled> {
    misplaced::refuse_of_requirement(source, entry);
    if entry.form.as_ref() != "exists" {
        return ruled(source, entry, parts);
    }
    let (kind, rule, measure) = exists::exists(source, entry, parts.kinds)?;
    Some(Ruled {
        kind: kind.code.clone(),
        rule,
        measure,
        aggregates: Vec::new(),
        forms: vec![kind.code.clone()],
        cycle: None,
    })
}

/// Returns whether the form of a requirement is one of the format; one that is not is refused.
fn is_known_form(source: &mut PackSource, entry: &RequirementEntry, format: i64) -> bool {
    let form = entry.form.as_ref();
    let known: &[&str] = if format < 2 { &["exists"] } else { &FORMS };
    let is_known = known.contains(&form.as_str());
    if !is_known {
        let form = form.clone();
        let rule = entry.code.as_ref().clone();
        let known = code_list(known);
        source.fault(
            entry.form.span(),
            PackFault::UnknownForm { form, rule, known },
        );
    }
    is_known
}

fn group(source: &mut PackSource, entry: &RequirementEntry, file: &PackFile) -> Option<String> {
    let known = || code_list(file.group.iter().map(|group| group.code.as_ref()));
    match &entry.group {
        Some(word) => {
            if !file
                .group
                .iter()
                .any(|group| group.code.as_ref() == word.as_ref())
            {
                let what = PackFault::Unknown {
                    what: PackWord::Group,
                    name: word.as_ref().clone(),
                    known: known(),
                };
                source.fault(word.span(), what);
            }
            Some(word.as_ref().clone())
        }
        None if file.group.is_empty() => None,
        None => {
            let key = "group".to_owned();
            source.fault(entry.code.span(), PackFault::KeyMissing { key });
            None
        }
    }
}

fn speaks(source: &mut PackSource, entry: &RequirementEntry, target: Option<NaiveDate>) -> Speaks {
    match entry.period.as_ref().map(|word| word.as_ref().as_str()) {
        Some("target") | None if target.is_some() => Speaks::OfTarget,
        Some("latest") | None => Speaks::OfLatest,
        Some(other) => {
            let what = PackFault::Unknown {
                what: PackWord::Period,
                name: other.to_owned(),
                known: "target, latest".into(),
            };
            let span = entry.period.as_ref().map_or(0..0, Word::span);
            source.fault(span, what);
            Speaks::OfLatest
        }
    }
}

fn ruled(source: &mut PackSource, entry: &RequirementEntry, parts: &PackParts) -> Option<Ruled> {
    let mut resolver = Resolver::new(source, parts.kinds, parts.units, parts.scope);
    let span = entry.code.span();
    let rule = match entry.form.as_ref().as_str() {
        "any_of" => Rule::Claim(Claim::Any(claims::several(&mut resolver, &entry.of))),
        "all_of" => Rule::Claim(Claim::All(claims::several(&mut resolver, &entry.of))),
        "duty" => Rule::Duty(duty(&mut resolver, entry, parts.dates.0)?),
        "information" => Rule::Information(Box::new(information(&mut resolver, entry)?)),
        _ => {
            let claim = claims::claim(&mut resolver, &claim_of(entry), span.clone())?;
            Rule::Claim(match &entry.each_of_last {
                Some(count) => {
                    let periods = periods(resolver.source, count);
                    Claim::EachPeriod(periods, Box::new(claim))
                }
                None => claim,
            })
        }
    };
    if resolver.cycles.len() > 1 {
        let periods = code_list(resolver.cycles.iter().map(|cycle| cycle.word()));
        resolver
            .source
            .fault(span.clone(), PackFault::MixedPeriods { periods });
    }
    let cycle = resolver.cycles.first().copied();
    let (forms, aggregates) = (resolver.forms, resolver.aggregates);
    let kind = match &entry.entry {
        Some(word) if forms.contains(word.as_ref()) => word.as_ref().clone(),
        Some(word) => {
            let what = PackFault::Unknown {
                what: PackWord::Entry,
                name: word.as_ref().clone(),
                known: code_list(&forms),
            };
            source.fault(word.span(), what);
            return None;
        }
        None => forms.first()?.clone(),
    };
    let measure = measure(&rule);
    Some(Ruled {
        kind,
        rule,
        measure,
        aggregates,
        forms,
        cycle,
    })
}

/// Returns in how many last periods a claim has to hold.
fn periods(source: &mut PackSource, count: &Spanned<u32>) -> u32 {
    let found = *count.as_ref();
    if !(1..=MOST_PERIODS).contains(&found) {
        let what = PackFault::NotThatMany {
            key: "each_of_last".to_owned(),
            least: 1,
            most: MOST_PERIODS as usize,
        };
        source.fault(count.span(), what);
    }
    found.clamp(1, MOST_PERIODS)
}

/// Returns the one claim that a requirement itself is.
fn claim_of(entry: &RequirementEntry) -> ClaimEntry {
    ClaimEntry {
        label: None,
        quantity: entry.quantity.clone(),
        op: entry.op.clone(),
        need: entry.need.clone(),
        unit: entry.unit.clone(),
        fails: entry.fails.clone(),
        tolerance: entry.tolerance.clone(),
        any_of: Vec::new(),
        all_of: Vec::new(),
    }
}

fn information(resolver: &mut Resolver<'_, '_>, entry: &RequirementEntry) -> Option<Comparison> {
    let Some(word) = &entry.quantity else {
        let key = "quantity".to_owned();
        let what = PackFault::KeyMissing { key };
        resolver.source.fault(entry.code.span(), what);
        return None;
    };
    let figure = claims::quantity(resolver, word, entry.unit.as_ref())?;
    Some(Comparison {
        label: None,
        of: figure.of,
        test: Test::Within {
            low: None,
            high: None,
            shown: Text::default(),
        },
        unit: figure.unit,
    })
}

fn duty(
    resolver: &mut Resolver<'_, '_>,
    entry: &RequirementEntry,
    issued_on: NaiveDate,
) -> Option<Duty> {
    let named = entry.act.as_ref().and_then(|word| {
        let (sheet, field) = word.as_ref().trim().split_once('.')?;
        Some((word, sheet, field))
    });
    let Some((word, sheet, field)) = named else {
        let key = "act".to_owned();
        let what = PackFault::KeyMissing { key };
        resolver.source.fault(entry.code.span(), what);
        return None;
    };
    resolver.at(word.span());
    let act = resolver.leaf(0, sheet, field)?;
    let form = resolver.kinds.iter().find(|kind| kind.code == sheet)?;
    if act.holds != LeafType::Recorded || !form.field(field)?.is_date() {
        let name = word.as_ref().clone();
        resolver
            .source
            .fault(word.span(), PackFault::NotADateField { name });
        return None;
    }
    let cycle = form.cycle()?;
    let since = match &entry.since {
        Some(word) => {
            let Ok(period) = Period::typed(word.as_ref(), cycle) else {
                let period = word.as_ref().clone();
                resolver
                    .source
                    .fault(word.span(), PackFault::BadPeriod { period });
                return None;
            };
            period
        }
        None => Period::of_day(cycle, issued_on).next(),
    };
    Some(Duty {
        act: Box::new(act),
        cycle,
        since,
    })
}

fn strength(source: &mut PackSource, word: &Word) -> Strength {
    Strength::of_word(word.as_ref()).unwrap_or_else(|| {
        let name = word.as_ref().clone();
        let known = code_list(Strength::ALL.map(|(_, word)| word));
        source.fault(
            word.span(),
            PackFault::Unknown {
                what: PackWord::Strength,
                name,
                known,
            },
        );
        Strength::Must
    })
}
