//! From the entries of a file to conditions: every value is resolved against its field, so that
//! judging compares without looking anything up.

use std::collections::BTreeSet;

use toml::Spanned;

use super::fields;
use super::file::{ConditionEntry, Literal};
use super::source::PackSource;
use crate::domain::policy::check::{CALENDAR, is_calendar};
use crate::domain::text::spelling::nearest;
use crate::domain::value::condition::{Condition, Operand, Operator};
use crate::domain::value::date::PartialDate;
use crate::domain::value::field::{Field, FieldType, yes_no_word};
use crate::domain::value::none_word;
use crate::i18n::{Lang, PackFault, PackWord, Say, Text, code_list, word_list};

/// Returns the conditions of a rule; one with a fault is left out, and the fault refuses the pack.
pub(super) fn conditions(
    source: &mut PackSource,
    entries: &[ConditionEntry],
    form: &[Field],
) -> Vec<Condition> {
    entries
        .iter()
        .filter_map(|entry| condition(source, entry, form))
        .collect()
}

fn condition(source: &mut PackSource, entry: &ConditionEntry, form: &[Field]) -> Option<Condition> {
    let Some(field) = form
        .iter()
        .find(|field| field.code == *entry.field.as_ref())
    else {
        source.fault(
            entry.field.span(),
            no_such_field(entry.field.as_ref(), codes_of(form)),
        );
        return None;
    };
    let sign = entry.op.as_ref().clone();
    let Some(operator) = Operator::of_sign(&sign) else {
        let known = Operator::ALL.map(|(_, sign)| sign).join(" ");
        source.fault(
            entry.op.span(),
            PackFault::Unknown {
                what: PackWord::Operator,
                name: sign,
                known,
            },
        );
        return None;
    };
    let (operand, shown) = match operand(entry, operator, field, form) {
        Ok(found) => found,
        Err((span, what)) => {
            source.fault(span, what);
            return None;
        }
    };
    Some(Condition {
        field: field.code.clone(),
        operator,
        operand,
        shown,
    })
}

type Found = Result<(Operand, Text), (std::ops::Range<usize>, PackFault)>;

fn operand(entry: &ConditionEntry, operator: Operator, field: &Field, form: &[Field]) -> Found {
    let sign = || operator.sign().to_owned();
    let unary = matches!(operator, Operator::Empty | Operator::Filled);
    if entry.times.is_some() && entry.other.is_none() {
        let (key, with) = ("times".to_owned(), "value".to_owned());
        return Err((entry.op.span(), PackFault::NotUsedWith { key, with }));
    }
    match (&entry.value, &entry.other) {
        (None, None) if unary => Ok((Operand::Nothing, Text::default())),
        (None, None) => Err((entry.op.span(), PackFault::ValueMissing { sign: sign() })),
        (Some(_), Some(_)) => Err((entry.op.span(), PackFault::ValueUnused { sign: sign() })),
        _ if unary => Err((entry.op.span(), PackFault::ValueUnused { sign: sign() })),
        (None, Some(other)) => {
            let known = form.iter().find(|field| field.code == *other.as_ref());
            if known.is_none() && !is_calendar(other.as_ref()) {
                let known = codes_of(form).chain(CALENDAR);
                return Err((other.span(), no_such_field(other.as_ref(), known)));
            }
            let sort = known.map_or(Sort::Ordered, |other| Sort::of(&other.holds));
            if !sort.is_comparable(operator, &Sort::of(&field.holds)) {
                let field = field.code.clone();
                return Err((
                    entry.op.span(),
                    PackFault::OperatorDoesNotFit {
                        sign: sign(),
                        field,
                    },
                ));
            }
            let shown = known.map(|field| field.label.clone()).unwrap_or_default();
            let times = entry.times.map(|times| times.0);
            Ok((
                Operand::Field {
                    code: other.as_ref().clone(),
                    times,
                },
                shown,
            ))
        }
        (Some(value), None) if field.is_several() => several(value, operator, field, entry),
        (Some(value), None) => literal(value, operator, field, entry),
    }
}

/// Returns that a value is none of a field's: of choices the ones there are, or the one that was
/// probably meant.
fn not_a_value(value: &Literal, field: &Field) -> PackFault {
    let written = match value {
        Literal::List(items) => items
            .iter()
            .map(Literal::written)
            .find(|item| field.choice(item).is_none()),
        one => Some(one.written()),
    };
    let code = field.code.clone();
    let value = written.unwrap_or_else(|| value.written());
    let known = || field.choices().iter().map(|choice| choice.code.as_str());
    match nearest(&value, known()) {
        Some(guess) if guess != value => PackFault::NoSuchChoiceNear {
            guess: guess.to_owned(),
            field: code,
            value,
        },
        None if !field.choices().is_empty() && field.choice(&value).is_none() => {
            PackFault::NoSuchChoice {
                known: code_list(known()),
                field: code,
                value,
            }
        }
        _ => PackFault::ValueDoesNotFit { value, field: code },
    }
}

/// What a field can be compared with.
#[derive(PartialEq)]
enum Sort {
    /// Figures and dates, which a figure is the year of.
    Ordered,
    Words,
    Several,
    YesNo,
}

impl Sort {
    const fn of(holds: &FieldType) -> Self {
        match holds {
            FieldType::Number { .. } | FieldType::Date => Self::Ordered,
            FieldType::Text { .. } | FieldType::Choice(_) => Self::Words,
            FieldType::Choices(_) => Self::Several,
            FieldType::YesNo => Self::YesNo,
        }
    }

    /// Returns whether an operator compares two fields of these sorts.
    fn is_comparable(&self, operator: Operator, other: &Self) -> bool {
        let asks_equality = matches!(operator, Operator::Equal | Operator::NotEqual);
        self == other && (asks_equality || (operator.is_degree() && *self == Self::Ordered))
    }
}

fn literal(
    value: &Spanned<Literal>,
    operator: Operator,
    field: &Field,
    entry: &ConditionEntry,
) -> Found {
    let misfit = || {
        let sign = operator.sign().to_owned();
        let field = field.code.clone();
        (
            entry.op.span(),
            PackFault::OperatorDoesNotFit { sign, field },
        )
    };
    let not_a_value = || (value.span(), not_a_value(value.as_ref(), field));
    let items = match (operator, value.as_ref()) {
        (Operator::In | Operator::NotIn, Literal::List(items)) => items.clone(),
        (Operator::In | Operator::NotIn, _) | (_, Literal::List(_)) => return Err(not_a_value()),
        (_, one) => vec![one.clone()],
    };
    let written = items.iter().map(Literal::written).collect::<Vec<_>>();
    let first = written.first().ok_or_else(not_a_value)?;
    let listed = matches!(operator, Operator::In | Operator::NotIn);
    let of_parts = matches!(operator, Operator::Contains | Operator::Covers);
    match &field.holds {
        FieldType::Choice(_) => choices(field, operator, &written).ok_or_else(not_a_value),
        FieldType::Text { .. } if operator == Operator::Contains => {
            Ok((Operand::Part(first.clone()), both(first)))
        }
        FieldType::Text { .. } if !operator.is_degree() && !of_parts => Ok((
            Operand::OneOf(written.iter().cloned().collect()),
            both(&word_list(&written, Lang::Zh)),
        )),
        FieldType::Number { .. } if !of_parts && !listed => {
            number(field, first).ok_or_else(not_a_value)
        }
        FieldType::Date if !of_parts && !listed => {
            let date = PartialDate::typed(first).map_err(|_| not_a_value())?;
            Ok((Operand::Date(date), both(&date.to_string())))
        }
        FieldType::YesNo if matches!(operator, Operator::Equal | Operator::NotEqual) => {
            yes_or_no(value.as_ref()).ok_or_else(not_a_value)
        }
        _ => Err(misfit()),
    }
}

fn number(field: &Field, written: &str) -> Option<(Operand, Text)> {
    let number = fields::figure(field, written).ok()?;
    let shown = |lang: Lang| {
        field
            .unit()
            .map_or_else(|| number.say(lang), |unit| unit.with(number, lang))
    };
    let text = Text {
        zh: shown(Lang::Zh),
        en: shown(Lang::En),
    };
    Some((Operand::Number(number), text))
}

fn yes_or_no(value: &Literal) -> Option<(Operand, Text)> {
    let Literal::YesNo(yes) = value else {
        return None;
    };
    let word = |lang| yes_no_word(*yes, lang).to_owned();
    Some((
        Operand::YesNo(*yes),
        Text {
            zh: word(Lang::Zh),
            en: word(Lang::En),
        },
    ))
}

/// Returns the codes that satisfy a condition on a choice field; for `>=` and its kin those whose
/// rank does.
fn choices(field: &Field, operator: Operator, written: &[String]) -> Option<(Operand, Text)> {
    let named: Vec<_> = written
        .iter()
        .map(|code| field.choice(code))
        .collect::<Option<_>>()?;
    let shown = Text::list(named.iter().map(|choice| &choice.label));
    if !operator.is_degree() {
        let allowed = !matches!(operator, Operator::Contains | Operator::Covers);
        return allowed.then(|| {
            (
                Operand::OneOf(named.iter().map(|choice| choice.code.clone()).collect()),
                shown,
            )
        });
    }
    let limit = named.first()?.rank?;
    let satisfies = |rank: i64| match operator {
        Operator::More => rank > limit,
        Operator::AtLeast => rank >= limit,
        Operator::Less => rank < limit,
        _ => rank <= limit,
    };
    let codes: BTreeSet<String> = field
        .choices()
        .iter()
        .filter(|choice| choice.rank.is_some_and(satisfies))
        .map(|choice| choice.code.clone())
        .collect();
    Some((Operand::OneOf(codes), shown))
}

/// Returns the codes that a condition on several choices asks for: one for `contains`, at least one
/// for `covers`, and any number, in a list, to be equal to.
fn several(
    value: &Spanned<Literal>,
    operator: Operator,
    field: &Field,
    entry: &ConditionEntry,
) -> Found {
    let code = field.code.clone();
    let items = match value.as_ref() {
        Literal::List(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let is_list = matches!(value.as_ref(), Literal::List(_));
    let fits = match operator {
        Operator::Equal | Operator::NotEqual => is_list,
        Operator::Contains => !is_list,
        Operator::Covers => is_list && !items.is_empty(),
        _ => {
            let sign = operator.sign().to_owned();
            let what = PackFault::OperatorDoesNotFit { sign, field: code };
            return Err((entry.op.span(), what));
        }
    };
    let named = || {
        let choice = |item: &Literal| field.choice(&item.written());
        items.iter().map(choice).collect::<Option<Vec<_>>>()
    };
    let named = fits
        .then(named)
        .flatten()
        .ok_or_else(|| (value.span(), not_a_value(value.as_ref(), field)))?;
    let codes: BTreeSet<String> = named.iter().map(|choice| choice.code.clone()).collect();
    let shown = if named.is_empty() {
        Text {
            zh: none_word(Lang::Zh).to_owned(),
            en: none_word(Lang::En).to_owned(),
        }
    } else {
        Text::list(named.iter().map(|choice| &choice.label))
    };
    Ok((Operand::OneOf(codes), shown))
}

fn both(text: &str) -> Text {
    Text {
        zh: text.to_owned(),
        en: text.to_owned(),
    }
}

/// Returns the codes of the fields of a form.
pub(super) fn codes_of(form: &[Field]) -> impl Iterator<Item = &str> {
    form.iter().map(|field| field.code.as_str())
}

/// Returns that there is no field of a code, and which one was probably meant.
pub(super) fn no_such_field<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> PackFault {
    let name = name.to_owned();
    match nearest(&name, known) {
        Some(guess) => PackFault::NoSuchFieldNear {
            guess: guess.to_owned(),
            name,
        },
        None => PackFault::NoSuchField { name },
    }
}
