//! From the entries of a file to fields: types, units, ranges, choices.

use toml::Spanned;

use super::file::{ChoiceEntry, Exact, FieldEntry, OverrideEntry, RangeEntry, Word};
use super::source::PackSource;
use crate::domain::value::field::{Choice, Field, FieldType, Range, Required, TextFormat};
use crate::domain::value::unit::Unit;
use crate::domain::value::{YesNoWords, is_separator, says_none};
use crate::i18n::{PackFault, PackWord, Refusal, code_list};

const TEXT_LENGTH: usize = 200;
const DECIMALS: usize = 3;
pub(super) const TYPES: &str = "text, integer, decimal, date, choice, choices, yes_no";

/// Returns the field of an entry; its `required_when` is resolved later, when all fields of the
/// form are known.
pub(super) fn field(
    source: &mut PackSource,
    entry: &FieldEntry,
    units: &[Unit],
    shared: bool,
) -> Field {
    refuse_keys_that_do_not_fit(source, entry);
    let field = Field {
        code: source.code(&entry.code, '_'),
        label: source.text(&entry.label),
        aliases: entry
            .aliases
            .iter()
            .map(|word| word.as_ref().clone())
            .collect(),
        help: source.text(&entry.help),
        holds: holds(source, entry, units),
        required: required(source, entry.required.as_ref()),
        required_when: Vec::new(),
        default: entry.default.as_ref().map(|word| word.as_ref().clone()),
        shared,
        answers: YesNoWords {
            yes: words(entry.yes.as_ref()),
            no: words(entry.no.as_ref()),
        },
        is_derived: entry.derived.is_some(),
    };
    refuse_bad_default(source, entry, &field);
    field
}

fn words(entry: Option<&Spanned<Vec<String>>>) -> Vec<String> {
    entry
        .map(|words| words.as_ref().clone())
        .unwrap_or_default()
}

fn refuse_bad_default(source: &mut PackSource, entry: &FieldEntry, field: &Field) {
    if let Some(default) = &entry.default
        && field.parse(default.as_ref()).is_err()
    {
        let value = default.as_ref().clone();
        let field = field.code.clone();
        source.fault(default.span(), PackFault::ValueDoesNotFit { value, field });
    }
}

fn holds(source: &mut PackSource, entry: &FieldEntry, units: &[Unit]) -> FieldType {
    match entry.holds.as_ref().as_str() {
        "integer" => number(source, entry, units, 0),
        "decimal" => {
            let decimals = entry
                .decimals
                .as_ref()
                .map_or(DECIMALS, |digits| *digits.as_ref());
            number(source, entry, units, decimals)
        }
        "date" => FieldType::Date,
        "yes_no" => FieldType::YesNo,
        "choice" => FieldType::Choice(choices(source, entry)),
        "choices" => FieldType::Choices(several(source, entry)),
        name => {
            if name != "text" {
                let what = PackFault::Unknown {
                    what: PackWord::Type,
                    name: name.into(),
                    known: TYPES.into(),
                };
                source.fault(entry.holds.span(), what);
            }
            let max_length = entry
                .max_length
                .as_ref()
                .map_or(TEXT_LENGTH, |length| *length.as_ref());
            FieldType::Text {
                max_length,
                format: text_format(source, entry),
            }
        }
    }
}

fn number(
    source: &mut PackSource,
    entry: &FieldEntry,
    units: &[Unit],
    decimals: usize,
) -> FieldType {
    let own = entry
        .unit
        .as_ref()
        .and_then(|word| unit(source, word, units));
    let units = own.map_or_else(Vec::new, |own| {
        let others = units
            .iter()
            .filter(|other| own.takes(other) && other.code != own.code);
        std::iter::once(own.clone())
            .chain(others.cloned())
            .collect()
    });
    let hard = range(source, entry.range.as_ref());
    let usual = range(source, entry.usual.as_ref());
    FieldType::Number {
        units,
        decimals,
        range: hard,
        usual,
    }
}

/// Returns the unit a word names; a word that names none is a fault.
pub(super) fn unit(source: &mut PackSource, word: &Word, units: &[Unit]) -> Option<Unit> {
    let found = units
        .iter()
        .find(|unit| unit.code == *word.as_ref())
        .cloned();
    if found.is_none() {
        let known = code_list(units.iter().map(|unit| &unit.code));
        source.fault(
            word.span(),
            PackFault::Unknown {
                what: PackWord::Unit,
                name: word.as_ref().clone(),
                known,
            },
        );
    }
    found
}

/// Returns the limits of an entry; limits that no figure is within are a fault, for nothing could
/// ever be typed.
fn range(source: &mut PackSource, entry: Option<&Spanned<RangeEntry>>) -> Range {
    let Some(entry) = entry else {
        return Range::default();
    };
    let number = |exact: &Option<Exact>| exact.as_ref().map(|exact| exact.0);
    let limits = entry.as_ref();
    let range = Range {
        min: number(&limits.min),
        above: number(&limits.above),
        max: number(&limits.max),
    };
    if range.is_empty() {
        source.fault(entry.span(), PackFault::NothingWithin);
    }
    range
}

fn choices(source: &mut PackSource, entry: &FieldEntry) -> Vec<Choice> {
    if entry.choice.is_empty() {
        source.fault(entry.holds.span(), PackFault::NoChoices);
    }
    source.once(entry.choice.iter().map(|choice| &choice.code));
    let ranked = entry
        .choice
        .iter()
        .filter(|choice| choice.rank.is_some())
        .count();
    if ranked != 0 && ranked != entry.choice.len() {
        source.fault(entry.code.span(), PackFault::RanksIncomplete);
    }
    entry
        .choice
        .iter()
        .map(|choice| self::choice(source, choice))
        .collect()
}

/// Returns the choices of which there may be several. A code must not look like two, for it is
/// written where labels are alike, and none of them is an answer that every such field has.
fn several(source: &mut PackSource, entry: &FieldEntry) -> Vec<Choice> {
    let choices = choices(source, entry);
    for (choice, entry) in choices.iter().zip(&entry.choice) {
        if choice.code.contains(is_separator) {
            let code = choice.code.clone();
            source.fault(entry.code.span(), PackFault::SeveralInCode { code });
        }
        if let Some(word) = choice.spellings().find(|name| says_none(name)) {
            let word = word.clone();
            source.fault(entry.code.span(), PackFault::NoneIsAnswer { word });
        }
    }
    choices
}

fn choice(source: &mut PackSource, entry: &ChoiceEntry) -> Choice {
    Choice {
        code: entry.code.as_ref().clone(),
        label: source.text(&entry.label),
        rank: entry.rank,
        aliases: entry.aliases.clone(),
    }
}

pub(super) fn required(source: &mut PackSource, word: Option<&Word>) -> Required {
    match word.map(|word| word.as_ref().as_str()) {
        None => Required::No,
        Some("save") => Required::Save,
        Some("submit") => Required::Submit,
        Some(name) => {
            let what = PackFault::Unknown {
                what: PackWord::Required,
                name: name.to_owned(),
                known: "save, submit".into(),
            };
            source.fault(word.map_or(0..0, Spanned::span), what);
            Required::No
        }
    }
}

fn text_format(source: &mut PackSource, entry: &FieldEntry) -> Option<TextFormat> {
    if let Some(length) = &entry.usual_length {
        return Some(TextFormat::UsualLength(*length.as_ref()));
    }
    let word = entry.format.as_ref()?;
    if word.as_ref() == "credit_code" {
        return Some(TextFormat::CreditCode);
    }
    let name = word.as_ref().clone();
    let known = "credit_code".to_owned();
    source.fault(
        word.span(),
        PackFault::Unknown {
            what: PackWord::Format,
            name,
            known,
        },
    );
    None
}

/// A key that means nothing for the type of its field would be passed over in silence; it is a
/// fault instead.
fn refuse_keys_that_do_not_fit(source: &mut PackSource, entry: &FieldEntry) {
    let holds = entry.holds.as_ref().as_str();
    let is_number = matches!(holds, "integer" | "decimal");
    let keys = [
        ("unit", entry.unit.as_ref().map(Spanned::span), is_number),
        (
            "decimals",
            entry.decimals.as_ref().map(Spanned::span),
            holds == "decimal",
        ),
        ("range", entry.range.as_ref().map(Spanned::span), is_number),
        ("usual", entry.usual.as_ref().map(Spanned::span), is_number),
        (
            "max_length",
            entry.max_length.as_ref().map(Spanned::span),
            holds == "text",
        ),
        (
            "format",
            entry.format.as_ref().map(Spanned::span),
            holds == "text",
        ),
        (
            "usual_length",
            entry.usual_length.as_ref().map(Spanned::span),
            holds == "text" && entry.format.is_none(),
        ),
        (
            "choice",
            entry.choice.first().map(|choice| choice.code.span()),
            matches!(holds, "choice" | "choices"),
        ),
        (
            "yes",
            entry.yes.as_ref().map(Spanned::span),
            holds == "yes_no",
        ),
        (
            "no",
            entry.no.as_ref().map(Spanned::span),
            holds == "yes_no",
        ),
    ];
    for (key, span, fits) in keys {
        if let Some(span) = span.filter(|_| !fits) {
            source.fault(
                span,
                PackFault::KeyDoesNotFit {
                    key: key.into(),
                    holds: holds.into(),
                },
            );
        }
    }
}

/// Changes a shared field as a pack asks.
pub(super) fn change(source: &mut PackSource, field: &mut Field, entry: &Spanned<OverrideEntry>) {
    let changes = entry.as_ref();
    if let Some(help) = &changes.help {
        field.help = source.text(help);
    }
    if changes.required.is_some() {
        field.required = required(source, changes.required.as_ref());
    }
    let mut unused = Vec::new();
    match &mut field.holds {
        FieldType::Text { max_length, .. } => {
            *max_length = changes
                .max_length
                .as_ref()
                .map_or(*max_length, |length| *length.as_ref());
            unused.extend(changes.range.as_ref().map(|range| ("range", range.span())));
            unused.extend(changes.usual.as_ref().map(|range| ("usual", range.span())));
        }
        FieldType::Number {
            range: hard, usual, ..
        } => {
            for (limits, entry) in [(hard, &changes.range), (usual, &changes.usual)] {
                if entry.is_some() {
                    *limits = range(source, entry.as_ref());
                }
            }
            unused.extend(
                changes
                    .max_length
                    .as_ref()
                    .map(|length| ("max_length", length.span())),
            );
        }
        _ => {
            unused.extend(
                changes
                    .max_length
                    .as_ref()
                    .map(|length| ("max_length", length.span())),
            );
            unused.extend(changes.range.as_ref().map(|range| ("range", range.span())));
            unused.extend(changes.usual.as_ref().map(|range| ("usual", range.span())));
        }
    }
    for (key, span) in unused {
        source.fault(
            span,
            PackFault::KeyDoesNotFit {
                key: key.into(),
                holds: field.code.clone(),
            },
        );
    }
    add_aliases(source, field, entry);
}

fn add_aliases(source: &mut PackSource, field: &mut Field, entry: &Spanned<OverrideEntry>) {
    let code = field.code.clone();
    for (name, aliases) in &entry.as_ref().aliases {
        let choice = match &mut field.holds {
            FieldType::Choice(choices) | FieldType::Choices(choices) => {
                choices.iter_mut().find(|choice| choice.code == *name)
            }
            _ => None,
        };
        match choice {
            Some(choice) => choice.aliases.extend(aliases.iter().cloned()),
            None => source.fault(
                entry.span(),
                PackFault::ValueDoesNotFit {
                    value: name.clone(),
                    field: code.clone(),
                },
            ),
        }
    }
}

/// Returns a figure in a condition, read by the field's own parser but not held to its range: a
/// limit may stand outside.
pub(super) fn figure(
    field: &Field,
    text: &str,
) -> Result<crate::domain::value::number::Number, Refusal> {
    let units = match &field.holds {
        FieldType::Number { units, .. } => units.as_slice(),
        _ => &[],
    };
    crate::domain::value::quantity::read_one(text, units)
}
