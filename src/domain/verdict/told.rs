//! What a standing tells beside its verdict, where a claim about figures or a duty was judged: the
//! period, the comparisons with their parts, and what to enter.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::value::number::Number;
use crate::domain::value::period::Period;
use crate::domain::value::possible::End;
use crate::i18n::Text;

/// A field of a sheet that a figure rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FigurePart {
    /// The code of the place.
    pub place: String,
    /// The code of the sheet.
    pub form: String,
    /// What people call the sheet.
    pub form_label: Text,
    /// The code of the field.
    pub field: String,
    /// What people call the field.
    pub label: Text,
    /// The period.
    pub period: Period,
    /// The figure in the unit of the field; `None` where it is empty or no figure.
    pub figure: Option<Number>,
    /// The code of that unit.
    pub unit: Option<String>,
}

/// Something to enter that can still change the verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDecide {
    /// The code of the place; empty for a facility, which is in the place that is judged.
    pub place: String,
    /// The name of the place, where it is known.
    pub place_name: String,
    /// The code of the sheet or the kind.
    pub form: String,
    /// What people call the sheet, or the name of the facility.
    pub of: Text,
    /// The code of the field.
    pub field: String,
    /// What people call the field.
    pub label: Text,
    /// The period of the sheet.
    pub period: Option<Period>,
    /// The facility.
    pub record: Option<Uuid>,
}

/// The smallest change of one figure that would meet a requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedy {
    /// What is changed.
    pub part: FigurePart,
    /// The figure it would have to be, in the unit of the field.
    pub to: Number,
}

/// What a figure is taken of that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoneOf {
    /// Facilities in use that meet the conditions.
    Facilities,
}

/// One comparison of a requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// What is compared, where a requirement compares several figures.
    pub label: Option<Text>,
    /// The period it speaks of.
    pub period: Option<Period>,
    /// The verdict of this comparison alone.
    pub verdict: super::verdicts::Verdict,
    /// The sign between the figure and what is needed.
    pub operator: String,
    /// What is needed, in the unit; `None` where it is not known, or no figure.
    pub need: Option<Number>,
    /// What is needed, where that is a range or a list.
    pub shown: Option<Text>,
    /// The least that the figure may be, in the unit.
    pub low: End,
    /// The most that it may be.
    pub high: End,
    /// Whether it is yes or no, counted as one and nothing.
    pub is_yes_no: bool,
    /// Whether something of it is known; else its bounds are those of its fields.
    pub is_known_in_part: bool,
    /// Whether the figure has no value, as a quotient by zero has none.
    pub no_value: bool,
    /// Of what there is none, where that is why.
    #[serde(default)]
    pub none_of: Option<NoneOf>,
    /// What is missing at least, where it is short.
    pub gap: Option<Number>,
    /// The code of the unit.
    pub unit: Option<String>,
    /// The fields that the figure rests on.
    pub parts: Vec<FigurePart>,
    /// What of a list is not covered.
    pub uncovered: Vec<Text>,
}

impl Detail {
    /// Returns the figure, where it is known.
    #[must_use]
    pub fn have(&self) -> Option<Number> {
        match (self.low, self.high) {
            (End::At(low), End::At(high)) if low == high && !self.no_value => Some(low),
            _ => None,
        }
    }
}

/// What is told beside a verdict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The period it speaks of.
    pub period: Option<Period>,
    /// The period that it is about, where the one it speaks of is earlier.
    pub target: Option<Period>,
    /// The comparisons, in the order of the pack.
    pub details: Vec<Detail>,
    /// What to enter, the most decisive first.
    pub wanted: Vec<ToDecide>,
    /// The smallest single change that would meet it.
    pub remedy: Option<Remedy>,
    /// The last period with a figure, where the one it speaks of has none.
    pub last: Option<(Period, Option<Number>)>,
    /// The day on which an act was recorded.
    pub done_on: Option<NaiveDate>,
    /// Whether that was after the end of its period.
    pub is_late: bool,
    /// Periods that ended without an act, the latest first.
    pub missed: Vec<Period>,
}

impl Told {
    /// Returns the comparison that a verdict rests on.
    #[must_use]
    pub fn main(&self, verdict: super::standing::Verdict) -> Option<&Detail> {
        let decides = self.details.iter().find(|d| d.verdict == verdict);
        decides.or_else(|| self.details.first())
    }

    /// Returns every field that the comparisons rest on, each once.
    #[must_use]
    pub fn parts(&self) -> Vec<&FigurePart> {
        let mut parts: Vec<&FigurePart> = Vec::new();
        for part in self.details.iter().flat_map(|detail| &detail.parts) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts
    }
}
