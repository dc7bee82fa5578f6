//! Joins the kinds that several packs ask for. A facility is filled in once, whatever judges it, so
//! one code has one form: that of the pack that came first, with the fields of the others behind
//! its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::facts::{holds, places, required};
use super::{Check, Field, Pack, Scope};
use crate::domain::policy::expression::Expression;
use crate::domain::policy::kind::Kind;
use crate::domain::value::condition::Condition;
use crate::domain::value::field::{FieldType, Range, Required};
use crate::domain::value::unit::Unit;
use crate::i18n::{LedgerRefusal, LoadAspect, LoadMsg, Text, code_list};

/// In what two packs differ at a field, and what each of them says.
struct Difference {
    aspect: LoadAspect,
    first: Text,
    other: Text,
}

/// Gives every pack the joined form of each of its kinds, given the packs of a ledger in their
/// order. What was joined before does not matter: it begins from what each pack asks for itself.
///
/// # Errors
/// When two packs cannot have one form: a field of one code differs in type, unit or choices, or no
/// value would be allowed by both.
pub fn join(packs: &mut [Pack]) -> Result<(), LedgerRefusal> {
    let codes: BTreeSet<String> = packs
        .iter()
        .flat_map(|pack| pack.asked.iter().map(|kind| kind.code.clone()))
        .collect();
    let mut joined = Vec::new();
    for code in codes {
        joined.push(joined_kind(packs, &code)?);
    }
    let joined: Vec<Kind> = joined.into_iter().flatten().collect();
    let of = |code: &str| joined.iter().find(|kind| kind.code == code);
    for pack in packs {
        pack.kinds = if pack.asked.iter().any(|kind| of(&kind.code).is_some()) {
            let form = |asked: &Kind| of(&asked.code).unwrap_or(asked).clone();
            pack.asked.iter().map(form).collect()
        } else {
            Arc::clone(&pack.asked)
        };
    }
    Ok(())
}

/// Returns the form of a kind that more than one pack asks for.
fn joined_kind(packs: &[Pack], code: &str) -> Result<Option<Kind>, LedgerRefusal> {
    let mut asking = packs
        .iter()
        .filter_map(|pack| Some((pack, pack.asks(code)?)));
    let Some((_, first)) = asking.next() else {
        return Ok(None);
    };
    let mut asking = asking.peekable();
    if asking.peek().is_none() {
        return Ok(None);
    }
    let mut form = first.clone();
    for (pack, other) in asking {
        join_sheet(&mut form, other)
            .and_then(|()| same_derivations(&form, other))
            .map_err(|difference| {
                let first = packs.iter().find(|pack| pack.asks(code).is_some());
                let difference = LoadMsg::KindsAre {
                    first: first.map(|pack| pack.code.clone()).unwrap_or_default(),
                    other: pack.code.clone(),
                    aspect: Text::of(&difference.aspect),
                    said_first: difference.first,
                    said_other: difference.other,
                };
                LedgerRefusal::KindsDiffer {
                    kind: code.to_owned(),
                    difference: Text::of(&difference),
                }
            })?;
        add_fields(&mut form, other, |field| {
            let first = packs.iter().find(|pack| {
                pack.asks(code)
                    .is_some_and(|kind| kind.field(field).is_some())
            });
            let first = first.map(|pack| pack.code.clone()).unwrap_or_default();
            (first, pack.code.clone())
        })?;
        add_checks(&mut form, other, &pack.code);
    }
    Ok(Some(form))
}

/// Joins who fills in a sheet: the places of both packs, equally often.
fn join_sheet(form: &mut Kind, other: &Kind) -> Result<(), Difference> {
    let due = |kind: &Kind| match &kind.sheet {
        Some(sheet) => Text::both(sheet.cycle.word().to_owned()),
        None => Text::of(&LoadMsg::NoSheet),
    };
    if due(form) != due(other) {
        return Err(Difference {
            aspect: LoadAspect::Cycle,
            first: due(form),
            other: due(other),
        });
    }
    let (Some(sheet), Some(others)) = (&mut form.sheet, &other.sheet) else {
        return Ok(());
    };
    match (&mut sheet.scope, &others.scope) {
        (Scope::Places(own), Scope::Places(others)) => {
            let new = others.iter().filter(|place| !own.contains(place));
            let new: Vec<String> = new.cloned().collect();
            own.extend(new);
        }
        (own, others) if own == others => {}
        (own, others) => {
            return Err(Difference {
                aspect: LoadAspect::Scope,
                first: places(own),
                other: places(others),
            });
        }
    }
    Ok(())
}

/// Joins how fields follow from others. A field that both packs have must follow from the same:
/// requirements were read with what their own pack says of it.
fn same_derivations<'a>(form: &'a Kind, other: &'a Kind) -> Result<(), Difference> {
    let both = other
        .fields
        .iter()
        .filter(|field| form.field(&field.code).is_some());
    for field in both {
        let of = |kind: &'a Kind| kind.derived.get(&field.code);
        let is_same = match (of(form), of(other)) {
            (Some(own), Some(other)) => follows_from_the_same(own, other),
            (own, other) => own.is_none() && other.is_none(),
        };
        if !is_same {
            let said = |kind: &'a Kind| match of(kind) {
                Some(_) => Text::of(&LoadMsg::Derived {
                    label: field.label.clone(),
                }),
                None => Text::of(&LoadMsg::NotDerived {
                    label: field.label.clone(),
                }),
            };
            return Err(Difference {
                aspect: LoadAspect::Derived,
                first: said(form),
                other: said(other),
            });
        }
    }
    Ok(())
}

/// Returns whether two expressions are the same, whatever the packs call their fields.
fn follows_from_the_same(a: &Expression, b: &Expression) -> bool {
    match (a, b) {
        (Expression::Field(a), Expression::Field(b)) => a.sheet == b.sheet && a.field == b.field,
        (Expression::Binary(sign, a, c), Expression::Binary(other, b, d)) => {
            sign == other && follows_from_the_same(a, b) && follows_from_the_same(c, d)
        }
        (Expression::Round(rounding, digits, a), Expression::Round(other, others, b)) => {
            (rounding, digits) == (other, others) && follows_from_the_same(a, b)
        }
        _ => a == b,
    }
}

/// Joins the fields of another pack to a form. `packs` names the pack that had a field first, and
/// the other.
fn add_fields(
    form: &mut Kind,
    other: &Kind,
    packs: impl Fn(&str) -> (String, String),
) -> Result<(), LedgerRefusal> {
    let behind_own = form.fields.iter().rposition(|field| !field.shared);
    let end = behind_own
        .map(|last| last + 1)
        .or_else(|| other.fields.iter().position(|field| !field.shared))
        .unwrap_or(form.fields.len());
    let mut new = Vec::new();
    for field in &other.fields {
        let Some(at) = form.fields.iter().position(|own| own.code == field.code) else {
            new.push(field.clone());
            continue;
        };
        let Some(own) = form.fields.get_mut(at) else {
            continue;
        };
        *own = joined_field(own, field).map_err(|difference| {
            let (first, other) = packs(&field.code);
            let difference = LoadMsg::PacksDiffer {
                first,
                other,
                field: field.code.clone(),
                aspect: Text::of(&difference.aspect),
                said_first: difference.first,
                said_other: difference.other,
            };
            LedgerRefusal::KindsDiffer {
                kind: form.code.clone(),
                difference: Text::of(&difference),
            }
        })?;
        own.aliases.extend(new_aliases(own, field));
    }
    form.fields.splice(end..end, new);
    for (code, from) in &other.derived {
        let derived = form.derived.entry(code.clone());
        derived.or_insert_with(|| from.clone());
    }
    Ok(())
}

/// Returns what only the other pack calls a field.
fn new_aliases(own: &Field, other: &Field) -> Vec<String> {
    let is_new = |alias: &&String| own.names().all(|name| name != alias.as_str());
    other.aliases.iter().filter(is_new).cloned().collect()
}

/// Adds the checks of another pack. One that both have, as those of the shared form, speaks once.
/// Another one of the same code gets a code of its own: a reason that was given for the first must
/// not answer it.
fn add_checks(form: &mut Kind, other: &Kind, pack: &str) {
    for check in &other.checks {
        let is_same = |own: &Check| {
            own.strength == check.strength
                && own.field == check.field
                && are_same(&own.when, &check.when)
        };
        let of_code = form.checks.iter().find(|own| own.code == check.code);
        match of_code {
            Some(own) if is_same(own) => {}
            Some(_) => form.checks.push(Check {
                code: format!("{pack}.{}", check.code),
                ..check.clone()
            }),
            None => form.checks.push(check.clone()),
        }
    }
}

/// Returns whether conditions ask for the same, in whatever words.
fn are_same(a: &[Condition], b: &[Condition]) -> bool {
    let is_same = |(a, b): (&Condition, &Condition)| {
        a.field == b.field && a.operator == b.operator && a.operand == b.operand
    };
    a.len() == b.len() && a.iter().zip(b).all(is_same)
}

/// Returns a field that allows what both allow and is required as soon as one of them is. Its words
/// are those of the first.
fn joined_field(first: &Field, other: &Field) -> Result<Field, Difference> {
    let differ = |aspect, of: &dyn Fn(&Field) -> Text| Difference {
        aspect,
        first: of(first),
        other: of(other),
    };
    let mut field = first.clone();
    field.holds = joined_type(&first.holds, &other.holds)
        .ok_or_else(|| differ(LoadAspect::Holds, &|field| holds(&field.holds)))?;
    let (required, when) =
        joined_need(first, other).ok_or_else(|| differ(LoadAspect::Required, &need))?;
    field.required = required;
    field.required_when = when;
    field.default = field.default.or_else(|| other.default.clone());
    Ok(field)
}

/// Returns when a field must be filled, with the fields on which that depends.
fn need(field: &Field) -> Text {
    let word = required(field);
    if field.required_when.is_empty() {
        return word;
    }
    let fields = code_list(field.required_when.iter().map(|when| &when.field));
    Text::both(format!("{} ({fields})", word.en))
}

/// Returns when a field must be filled that two packs ask for: `None` where each asks at another
/// time under other conditions.
fn joined_need(first: &Field, other: &Field) -> Option<(Required, Vec<Condition>)> {
    let of = |field: &Field| (field.required, field.required_when.clone());
    let covers = |a: &Field, b: &Field| a.required >= b.required && a.required_when.is_empty();
    if other.required == Required::No || covers(first, other) {
        Some(of(first))
    } else if first.required == Required::No || covers(other, first) {
        Some(of(other))
    } else {
        let same = are_same(&first.required_when, &other.required_when);
        same.then(|| {
            (
                first.required.max(other.required),
                first.required_when.clone(),
            )
        })
    }
}

/// Returns the type of what both types allow; `None` where they are not the same, or nothing is
/// allowed by both.
fn joined_type(first: &FieldType, other: &FieldType) -> Option<FieldType> {
    match (first, other) {
        (
            FieldType::Text { max_length, format },
            FieldType::Text {
                max_length: other_length,
                format: other_format,
            },
        ) => Some(FieldType::Text {
            max_length: *max_length.min(other_length),
            format: format.or(*other_format),
        }),
        (FieldType::Number { .. }, FieldType::Number { .. }) => joined_number(first, other),
        (FieldType::Choice(choices), FieldType::Choice(others))
        | (FieldType::Choices(choices), FieldType::Choices(others)) => {
            let same = choices
                .iter()
                .map(|choice| (&choice.code, choice.rank))
                .eq(others.iter().map(|choice| (&choice.code, choice.rank)));
            same.then(|| first.clone())
        }
        _ => (first == other).then(|| first.clone()),
    }
}

fn joined_number(first: &FieldType, other: &FieldType) -> Option<FieldType> {
    let (
        FieldType::Number {
            units,
            decimals,
            range,
            usual,
        },
        FieldType::Number {
            units: other_units,
            decimals: other_decimals,
            range: other_range,
            usual: other_usual,
        },
    ) = (first, other)
    else {
        return None;
    };
    // Two packs may give one code to units of their own.
    let own = |units: &[Unit]| {
        let unit = units.first();
        unit.map(|unit| (unit.code.clone(), unit.dimension.clone(), unit.factor))
    };
    if own(units) != own(other_units) || (*decimals == 0) != (*other_decimals == 0) {
        return None;
    }
    let range = range.within(other_range);
    let new = |unit: &&Unit| units.iter().all(|own| own.code != unit.code);
    let usual = if *usual == Range::default() {
        other_usual
    } else {
        usual
    };
    (!range.is_empty()).then(|| FieldType::Number {
        units: units
            .iter()
            .chain(other_units.iter().filter(new))
            .cloned()
            .collect(),
        decimals: *decimals.min(other_decimals),
        range,
        usual: usual.clone(),
    })
}
