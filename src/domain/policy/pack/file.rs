//! The pack as it stands in its TOML file: keys and types, nothing resolved. Unknown keys are
//! refused here.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use toml::Spanned;

use crate::domain::value::number::Number;
use crate::i18n::{Text, code_list};

/// A word with the place in the file where it stands.
pub(super) type Word = Spanned<String>;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PackFile {
    pub(super) format: Spanned<i64>,
    pub(super) code: Word,
    pub(super) time_zone: Option<Word>,
    pub(super) document: DocumentEntry,
    pub(super) scope: Spanned<ScopeEntry>,
    #[serde(default)]
    pub(super) unit: Vec<UnitEntry>,
    #[serde(default)]
    pub(super) shared: BTreeMap<String, Spanned<OverrideEntry>>,
    #[serde(default)]
    pub(super) kind: Vec<KindEntry>,
    #[serde(default)]
    pub(super) sheet: Vec<SheetEntry>,
    #[serde(default)]
    pub(super) group: Vec<GroupEntry>,
    pub(super) requirement: Vec<RequirementEntry>,
}

/// The file of the shared form: what stands before and after a kind's own fields.
#[derive(Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SharedFile {
    #[serde(default)]
    pub(super) head: Vec<FieldEntry>,
    pub(super) tail: Vec<FieldEntry>,
    #[serde(default)]
    pub(super) check: Vec<CheckEntry>,
}

/// The file of the form of an exception.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ExceptionFile {
    pub(super) field: Vec<FieldEntry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DocumentEntry {
    pub(super) number: String,
    pub(super) title: Spanned<Text>,
    pub(super) issuer: Spanned<Text>,
    pub(super) issued_on: Word,
    pub(super) target_date: Option<Word>,
    pub(super) valid_from: Option<Word>,
    pub(super) valid_to: Option<Word>,
    pub(super) stale_after: Option<Spanned<u32>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScopeEntry {
    pub(super) places: Option<Vec<Word>>,
    pub(super) level: Option<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitEntry {
    pub(super) code: Word,
    pub(super) label: Spanned<Text>,
    /// What English says of more than one.
    pub(super) plural: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    /// The unit that it is a multiple of, and how many of that one of it is.
    pub(super) of: Option<Word>,
    pub(super) factor: Option<Spanned<Exact>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverrideEntry {
    pub(super) max_length: Option<Spanned<usize>>,
    pub(super) required: Option<Word>,
    pub(super) range: Option<Spanned<RangeEntry>>,
    pub(super) usual: Option<Spanned<RangeEntry>>,
    pub(super) help: Option<Spanned<Text>>,
    #[serde(default)]
    pub(super) aliases: BTreeMap<String, Vec<String>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KindEntry {
    pub(super) code: Word,
    pub(super) label: Spanned<Text>,
    pub(super) unit: Word,
    pub(super) help: Option<Spanned<Text>>,
    #[serde(default)]
    pub(super) field: Vec<FieldEntry>,
    #[serde(default)]
    pub(super) check: Vec<CheckEntry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetEntry {
    pub(super) code: Word,
    pub(super) label: Spanned<Text>,
    pub(super) period: Word,
    /// The places that fill it in, in place of the pack's.
    pub(super) scope: Option<Spanned<ScopeEntry>>,
    pub(super) help: Option<Spanned<Text>>,
    #[serde(default)]
    pub(super) field: Vec<FieldEntry>,
    #[serde(default)]
    pub(super) check: Vec<CheckEntry>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldEntry {
    pub(super) code: Word,
    pub(super) label: Spanned<Text>,
    /// What else the headers of lists call it.
    #[serde(default)]
    pub(super) aliases: Vec<Word>,
    #[serde(rename = "type")]
    pub(super) holds: Word,
    pub(super) unit: Option<Word>,
    pub(super) decimals: Option<Spanned<usize>>,
    pub(super) usual_length: Option<Spanned<usize>>,
    pub(super) max_length: Option<Spanned<usize>>,
    pub(super) format: Option<Word>,
    pub(super) range: Option<Spanned<RangeEntry>>,
    pub(super) usual: Option<Spanned<RangeEntry>>,
    pub(super) required: Option<Word>,
    #[serde(default)]
    pub(super) required_when: Vec<ConditionEntry>,
    pub(super) default: Option<Word>,
    /// How it follows from other fields of its sheet.
    pub(super) derived: Option<Word>,
    pub(super) help: Spanned<Text>,
    #[serde(default)]
    pub(super) choice: Vec<ChoiceEntry>,
    pub(super) yes: Option<Spanned<Vec<String>>>,
    pub(super) no: Option<Spanned<Vec<String>>>,
}

#[derive(Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RangeEntry {
    pub(super) min: Option<Exact>,
    pub(super) above: Option<Exact>,
    pub(super) max: Option<Exact>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChoiceEntry {
    pub(super) code: Word,
    pub(super) label: Spanned<Text>,
    pub(super) rank: Option<i64>,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckEntry {
    pub(super) code: Word,
    pub(super) strength: Word,
    pub(super) when: Vec<ConditionEntry>,
    pub(super) message: Spanned<Text>,
    pub(super) field: Word,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConditionEntry {
    pub(super) field: Word,
    pub(super) op: Word,
    pub(super) value: Option<Spanned<Literal>>,
    pub(super) other: Option<Word>,
    pub(super) times: Option<Exact>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupEntry {
    pub(super) code: Word,
    pub(super) label: Spanned<Text>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RequirementEntry {
    pub(super) code: Word,
    pub(super) group: Option<Word>,
    pub(super) kind: Option<Word>,
    pub(super) label: Spanned<Text>,
    pub(super) form: Word,
    pub(super) at_least: Option<Spanned<usize>>,
    #[serde(rename = "where", default)]
    pub(super) conditions: Vec<ConditionEntry>,
    pub(super) measure: Option<Word>,
    pub(super) quantity: Option<Word>,
    pub(super) op: Option<Word>,
    pub(super) need: Option<Spanned<Literal>>,
    pub(super) unit: Option<Word>,
    pub(super) fails: Option<Word>,
    pub(super) tolerance: Option<Spanned<Literal>>,
    pub(super) each_of_last: Option<Spanned<u32>>,
    #[serde(default)]
    pub(super) of: Vec<Spanned<ClaimEntry>>,
    pub(super) act: Option<Word>,
    pub(super) since: Option<Word>,
    pub(super) period: Option<Word>,
    pub(super) entry: Option<Word>,
    pub(super) strength: Word,
    pub(super) clause: String,
    pub(super) clause_title: Option<Spanned<Text>>,
    pub(super) reading: Option<Spanned<Text>>,
    pub(super) responsible: Option<Spanned<Text>>,
    pub(super) scope: Option<Spanned<ScopeEntry>>,
    pub(super) target_date: Option<Word>,
}

/// One of several claims of a requirement.
#[derive(Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimEntry {
    pub(super) label: Option<Spanned<Text>>,
    pub(super) quantity: Option<Word>,
    pub(super) op: Option<Word>,
    pub(super) need: Option<Spanned<Literal>>,
    pub(super) unit: Option<Word>,
    pub(super) fails: Option<Word>,
    pub(super) tolerance: Option<Spanned<Literal>>,
    #[serde(default)]
    pub(super) any_of: Vec<Spanned<Self>>,
    #[serde(default)]
    pub(super) all_of: Vec<Spanned<Self>>,
}

/// An exact number: a whole number, or a decimal in quotes. A TOML float is binary and would not be
/// exact.
#[derive(Clone, Copy)]
pub(super) struct Exact(pub(crate) Number);

/// The value of a condition.
#[derive(Clone)]
pub(super) enum Literal {
    YesNo(bool),
    Number(Number),
    Text(String),
    List(Vec<Self>),
}

impl Literal {
    /// As it is written in the file, for messages.
    pub(super) fn written(&self) -> String {
        match self {
            Self::YesNo(yes) => yes.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::List(items) if items.is_empty() => "[]".to_owned(),
            Self::List(items) => code_list(items.iter().map(Self::written)),
        }
    }
}

struct LiteralVisitor;

impl<'de> Visitor<'de> for LiteralVisitor {
    type Value = Literal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number, a text (decimals stand in quotes: \"0.5\"), true, false, or a list of them")
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Literal, E> {
        Ok(Literal::YesNo(yes))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Literal, E> {
        Ok(Literal::Number(number.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Literal, E> {
        Ok(Literal::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Literal, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Literal::List(list))
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LiteralVisitor)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Literal::deserialize(deserializer)? {
            Literal::Number(number) => Ok(Self(number)),
            Literal::Text(text) => text.parse().map(Self).map_err(de::Error::custom),
            other => Err(de::Error::custom(format!(
                "`{}` is not a number",
                other.written()
            ))),
        }
    }
}
