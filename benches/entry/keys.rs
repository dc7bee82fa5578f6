//! The keys by which a clerk types a facility into an empty form, and how they are counted.
//!
//! What counts as a **character** of the data: each character of a text, a figure or a date that is
//! typed; a choice is one, and so is a date that is today. A **field** is one that the clerk fills;
//! what the form fills in itself is neither. A **key** is everything that is pressed from the empty
//! form to the saved record: characters, keys to go on or back, the reason of a doubt, and the key
//! that saves. A field pays for one key beside its characters, so the figure is
//!
//! ```text
//! (keys - fields) / characters
//! ```
//!
//! Nothing is copied from the record before, and the way is the plain one: Enter while it does not
//! lead past the field that is to be filled, else Tab; Up where a choice went on past it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use taizhang::domain::policy::check::requirement_of;
use taizhang::domain::policy::{Kind, Pack};
use taizhang::domain::record::Facility;
use taizhang::domain::value::{Field, FieldType, Required};

/// What is to stand in each field, by its code; of a choice, the code.
pub(crate) type Data = BTreeMap<&'static str, &'static str>;

/// Stands for the day of today in the data.
pub(crate) const TODAY: &str = "today";
/// The fields that a new form fills in itself, beside those with a default.
const FILLED: [&str; 2] = ["reported_by", "reported_on"];

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Press {
    /// A character of the data.
    Character(char),
    /// Enter: to the next field that is asked for.
    Enter,
    /// Tab: to the next field.
    Tab,
    /// Up: to the field before.
    Up,
    /// F2.
    Save,
}

/// What it takes to type facilities.
#[derive(Debug, Default)]
pub(crate) struct Count {
    pub(crate) keys: usize,
    pub(crate) characters: usize,
    pub(crate) fields: usize,
}

impl Count {
    /// Returns the keys for each character, beyond one for each field.
    #[allow(clippy::cast_precision_loss, reason = "figures of four digits")]
    pub(crate) fn per_character(&self) -> f64 {
        (self.keys - self.fields) as f64 / self.characters as f64
    }
}

/// A form as a clerk goes through it.
pub(crate) struct Route<'a> {
    kind: &'a Kind,
    /// The fields that decide about a requirement.
    deciding: BTreeSet<&'a str>,
    today: NaiveDate,
}

impl<'a> Route<'a> {
    pub(crate) fn new(pack: &'a Pack, kind: &'a Kind, today: NaiveDate) -> Self {
        let requirements = pack.requirements.iter();
        let of_kind = requirements.filter(|requirement| requirement.kind == kind.code);
        let fields = of_kind.flat_map(|requirement| {
            let conditions = requirement.conditions().iter();
            let measured = requirement.measure.field.as_deref();
            conditions
                .map(|condition| condition.field.as_str())
                .chain(measured)
        });
        Self {
            kind,
            deciding: fields.chain(["status"]).collect(),
            today,
        }
    }

    /// Returns the value of a field as the ledger keeps it.
    pub(crate) fn value(&self, written: &str) -> String {
        if written == TODAY {
            self.today.to_string()
        } else {
            written.to_owned()
        }
    }

    /// Returns the keys for a facility, and adds them to the count.
    pub(crate) fn keys(&self, data: &Data, count: &mut Count) -> Vec<Press> {
        let stops = self.stops(data);
        let next = |at: usize| (at + 1..stops.len()).find(|at| stops[*at].0);
        let each = |at: usize| (at + 1..stops.len()).find(|at| stops[*at].1).unwrap();
        let mut presses = Vec::new();
        let mut at = 0;
        for (to, field) in self.kind.fields.iter().enumerate() {
            let Some(written) = data.get(field.code.as_str()) else {
                continue;
            };
            if field.default.as_deref() == Some(*written) {
                continue;
            }
            while at < to {
                let (press, there) = match next(at).filter(|next| *next <= to) {
                    Some(next) => (Press::Enter, next),
                    None => (Press::Tab, each(at)),
                };
                presses.push(press);
                at = there;
            }
            presses.extend((to..at).map(|_| Press::Up));
            at = to;
            let typed = keys_of(field, written);
            count.characters += typed.chars().count();
            count.fields += 1;
            presses.extend(typed.chars().map(Press::Character));
            if is_chosen(field) {
                // The digit has gone on, as Enter does, or as Tab from an optional field.
                let is_asked = self.is_asked(field, data);
                at = if is_asked {
                    next(at).unwrap_or(at)
                } else {
                    each(at)
                };
            }
        }
        presses.push(Press::Save);
        count.keys += presses.len();
        presses
    }

    /// Returns of each field whether Enter and whether Tab stop at it.
    fn stops(&self, data: &Data) -> Vec<(bool, bool)> {
        let facility = self.facility(data);
        let stop = |field: &Field| {
            let code = field.code.as_str();
            let is_filled = field.default.is_some() || FILLED.contains(&code);
            let required = requirement_of(field, &facility, self.today);
            let is_beside = !field.required_when.is_empty() && required == Required::No;
            let each = is_filled || !is_beside || data.contains_key(code);
            (is_filled || self.is_asked(field, data), each)
        };
        self.kind.fields.iter().map(stop).collect()
    }

    fn is_asked(&self, field: &Field, data: &Data) -> bool {
        requirement_of(field, &self.facility(data), self.today) != Required::No
            || self.deciding.contains(field.code.as_str())
    }

    fn facility(&self, data: &Data) -> Facility {
        let value = |field: &Field| {
            let written = self.value(data.get(field.code.as_str())?);
            Some((field.code.clone(), field.parse(&written).ok()??))
        };
        Facility {
            id: uuid::Uuid::nil(),
            kind: self.kind.code.clone(),
            place: String::new(),
            values: self.kind.fields.iter().filter_map(value).collect(),
        }
    }
}

/// Whether a digit chooses in a field, and goes on.
fn is_chosen(field: &Field) -> bool {
    matches!(field.holds, FieldType::Choice(_) | FieldType::YesNo)
}

/// What is typed for a value: of a choice its digit, of today the key for it.
fn keys_of(field: &Field, written: &str) -> String {
    let mut choices = field.choices().iter();
    match &field.holds {
        FieldType::Choice(_) => {
            let at = choices.position(|choice| choice.code == written).unwrap();
            field.key_of_choice(at)
        }
        FieldType::Date if written == TODAY => "=".to_owned(),
        _ => written.to_owned(),
    }
}
