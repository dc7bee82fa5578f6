//! Values that all rows of a file have and no cell of it says: the day of its figures, its
//! coordinate system, its town.

use std::collections::BTreeMap;

use super::column::ColumnContent;
use super::names::HeaderNames;
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::value::{Cycle, Period, Value};
use crate::i18n::{ExportMsg, FormMsg, HistoryMsg, MapFault, PreviewMsg, Text};

/// What a mapping calls the place, and what is above it.
const PLACE: &str = "town";
const ABOVE: &str = "county";

/// Values of fields, as if the file had a column for each with the same in every cell. Where it has
/// the column, they stand in its empty cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Constants {
    /// By the position of the field in the form.
    values: BTreeMap<usize, Value>,
    /// The period of a sheet.
    period: Option<Period>,
    /// What was typed, by the code of the field or of the place.
    typed: BTreeMap<String, String>,
}

impl Constants {
    /// No values.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            values: BTreeMap::new(),
            period: None,
            typed: BTreeMap::new(),
        }
    }

    /// Reads texts `FIELD=VALUE`.
    ///
    /// # Errors
    /// When one has no `=`, and as [`Self::add`].
    pub fn read<'t>(
        texts: impl IntoIterator<Item = &'t String>,
        kind: &Kind,
    ) -> Result<Self, MapFault> {
        let mut constants = Self::default();
        for text in texts {
            let pair = text.split_once('=').ok_or_else(|| MapFault::BadSet {
                text: folding::name(text),
            })?;
            constants.add(pair.0, pair.1, kind)?;
        }
        Ok(constants)
    }

    /// Adds the value of a field, read by the field's own parser.
    ///
    /// # Errors
    /// When there is no such field, it has another value already, or it does not take this one.
    pub fn add(&mut self, field: &str, typed: &str, kind: &Kind) -> Result<(), MapFault> {
        let names = HeaderNames::new(kind, &[]);
        let typed = folding::name(typed);
        let name = folding::name(field);
        let code = match names.target(field) {
            _ if typed.is_empty() => {
                return Err(MapFault::BadSet {
                    text: format!("{name}="),
                });
            }
            Some(ColumnContent::Field(at)) => {
                let read = kind
                    .fields
                    .get(at)
                    .map(|field| field.parse(&typed))
                    .transpose();
                let value = read.map_err(|refusal| MapFault::BadValue {
                    field: name.clone(),
                    refusal,
                })?;
                self.values.extend(value.flatten().map(|value| (at, value)));
                kind.fields.get(at).map_or("", |field| field.code.as_str())
            }
            Some(ColumnContent::Place) => PLACE,
            Some(ColumnContent::Above) => ABOVE,
            Some(ColumnContent::Period) => {
                let cycle = kind.cycle().unwrap_or(Cycle::Once);
                let read = Period::typed(&typed, cycle);
                self.period = Some(read.map_err(|refusal| MapFault::BadValue {
                    field: name.clone(),
                    refusal,
                })?);
                shared::PERIOD
            }
            _ => {
                return Err(MapFault::NoFieldToSet {
                    name,
                    known: names.known(),
                });
            }
        };
        match self.typed.insert(code.to_owned(), typed.clone()) {
            Some(first) if first != typed => Err(MapFault::SetTwice {
                field: name,
                first,
                second: typed,
            }),
            _ => Ok(()),
        }
    }

    /// Adds those of others; where both have a field, the others are right.
    pub fn extend(&mut self, others: Self) {
        self.values.extend(others.values);
        self.period = others.period.or(self.period);
        self.typed.extend(others.typed);
    }

    /// Returns what was typed, by the code of the field.
    #[must_use]
    pub const fn typed(&self) -> &BTreeMap<String, String> {
        &self.typed
    }

    /// Returns the values, by the position of the field in the form.
    pub(crate) fn values(&self) -> impl Iterator<Item = (usize, &Value)> {
        self.values.iter().map(|(at, value)| (*at, value))
    }

    /// Returns whether a field has one.
    pub(crate) fn has(&self, position: usize) -> bool {
        self.values.contains_key(&position)
    }

    /// Returns the place, as a person wrote it.
    pub(crate) fn place(&self) -> Option<&str> {
        self.typed.get(PLACE).map(String::as_str)
    }

    /// Returns what is above the place, as a person wrote it.
    pub(crate) fn above(&self) -> Option<&str> {
        self.typed.get(ABOVE).map(String::as_str)
    }

    /// Returns the period of a sheet.
    pub(crate) const fn period(&self) -> Option<Period> {
        self.period
    }

    /// Returns each of them in words.
    pub(crate) fn told(&self, kind: &Kind) -> Vec<FormMsg> {
        let label = |code: &String| {
            if code == shared::PERIOD {
                return Text::of(&ExportMsg::Period);
            }
            if code == ABOVE && kind.field(code).is_none() {
                return Text::of(&PreviewMsg::County);
            }
            kind.field(code)
                .map_or_else(|| Text::of(&HistoryMsg::Place), |field| field.label.clone())
        };
        let told = |(code, typed): (&String, &String)| FormMsg::Constant {
            field: label(code),
            value: typed.clone(),
        };
        self.typed.iter().map(told).collect()
    }
}
