//! A facility: one record of the ledger.

use std::borrow::Cow;
use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::value::Value;
use crate::domain::value::condition::Values;
use crate::domain::value::date::PartialDate;

/// Codes of the shared fields that the program itself reads. The whole shared form is in
/// `seeds/shared-fields.toml`.
pub mod shared {
    /// The name people know the facility by.
    pub const NAME: &str = "name";
    /// Whether it is in use; see [`super::Status`].
    pub const STATUS: &str = "status";
    /// When a planned one is to open.
    pub const PLANNED_OPEN_ON: &str = "planned_open_on";
    /// The unit that runs it.
    pub const OPERATOR_UNIT: &str = "operator_unit";
    /// The number that the program gives to a new record.
    pub const FACILITY_CODE: &str = "facility_code";
    /// Who filled the form in.
    pub const REPORTED_BY: &str = "reported_by";
    /// When.
    pub const REPORTED_ON: &str = "reported_on";
    /// The day that its figures are of.
    pub const DATA_AS_OF: &str = "data_as_of";
    /// Degrees east, in the system that [`CRS`] names.
    pub const LON: &str = "lon";
    /// Degrees north.
    pub const LAT: &str = "lat";
    /// The coordinate system of the two.
    pub const CRS: &str = "crs";
    /// What its figures rest on, in words.
    pub const EVIDENCE: &str = "evidence";
    /// Where it is, in words.
    pub const ADDRESS: &str = "address";
    /// What no two records share: it is neither carried to a new record nor taken from another one.
    pub const IDENTIFYING: [&str; 4] = [NAME, FACILITY_CODE, LON, LAT];
    /// What is typed and never taken from anywhere: a name that was given up is not the record's own
    /// any more.
    pub const NEVER_TAKEN: [&str; 2] = [NAME, FACILITY_CODE];
    /// What tells one record from another: a copy starts without it, and with a reporter and day of
    /// its own.
    pub const OF_ONE_RECORD: [&str; 8] = [
        NAME,
        FACILITY_CODE,
        "opened_on",
        LON,
        LAT,
        EVIDENCE,
        REPORTED_BY,
        REPORTED_ON,
    ];
    /// The kind, kept with every record; that of a facility changes where it was entered as another.
    pub const KIND: &str = "kind";
    /// The place, kept with every record.
    pub const PLACE: &str = "place";
    /// The period of a sheet, kept with it and never changed; see
    /// [`crate::domain::record::sheet`].
    pub const PERIOD: &str = "period";
    /// Why doubtful values of the record stand; see [`crate::domain::review::reason`].
    pub const REASONS: &str = "reasons";
    /// The files that its figures rest on; see [`crate::domain::record::evidence`].
    pub const EVIDENCE_FILES: &str = "evidence_files";
    /// Fields that the program keeps with a record and no form shows.
    pub const WITHOUT_A_FORM: [&str; 3] = [REASONS, EVIDENCE_FILES, PERIOD];
    /// Set when a record was taken out of the ledger; the trail keeps it.
    pub const DELETED: &str = "deleted";
}

/// What the status of a facility means for judging.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Status {
    /// In use: only these count.
    InUse,
    /// Planned or under construction: expected on a date.
    Expected,
    /// Suspended, closed, or not known.
    OutOfUse,
}

impl Status {
    /// The code of a facility in use.
    pub const IN_USE: &str = "existing";

    /// Returns the meaning of a status code.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            Self::IN_USE => Self::InUse,
            "planned" | "under_construction" => Self::Expected,
            _ => Self::OutOfUse,
        }
    }
}

/// One record: a facility of a kind in a place, with its values by field code.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Facility {
    /// `UUIDv7`, so that files of different towns merge.
    pub id: Uuid,
    /// The code of its kind.
    pub kind: String,
    /// The code of its place.
    pub place: String,
    /// Its values; an empty field has none.
    pub values: BTreeMap<String, Value>,
}

impl Facility {
    /// Returns its name; empty while nobody typed one.
    #[must_use]
    pub fn name(&self) -> &str {
        self.values
            .get(shared::NAME)
            .and_then(Value::text)
            .unwrap_or_default()
    }

    /// Returns the unit that runs it; empty while nobody typed one.
    #[must_use]
    pub fn operator(&self) -> &str {
        self.values
            .get(shared::OPERATOR_UNIT)
            .and_then(Value::text)
            .unwrap_or_default()
    }

    /// Returns whether it is in use.
    #[must_use]
    pub fn status(&self) -> Status {
        self.values
            .get(shared::STATUS)
            .and_then(Value::text)
            .map_or(Status::OutOfUse, Status::of_code)
    }

    /// Returns when it is expected to open, if somebody wrote that down.
    #[must_use]
    pub fn planned_open_on(&self) -> Option<PartialDate> {
        match self.values.get(shared::PLANNED_OPEN_ON) {
            Some(Value::Date(date)) => Some(*date),
            _ => None,
        }
    }
}

impl Values for Facility {
    fn value(&self, code: &str) -> Option<Cow<'_, Value>> {
        self.values.value(code)
    }
}
