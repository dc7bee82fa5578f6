//! Sheets: the figures of a place and period. A place has one record of a sheet and period, whoever
//! begins it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use uuid::{Builder, Uuid};

use crate::domain::record::facility::shared;
use crate::domain::value::{Cycle, Period};

/// What is hashed before what identifies a sheet. It is never changed: ids of sheets rest on it.
const PREFIX: &str = "taizhang sheet";

/// Returns the id of a sheet of a place, by the code that the ledger keeps, and a period. Two files
/// that both begin it give it the same id, so that a merge makes one record of the two.
#[must_use]
pub fn id(sheet: &str, place: &str, period: Period) -> Uuid {
    let digest = Sha256::digest(format!("{PREFIX}\n{sheet}\n{place}\n{period}"));
    let mut bytes = [0; 16];
    for (byte, of_digest) in bytes.iter_mut().zip(digest) {
        *byte = of_digest;
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// Returns the period of a sheet that is due next on a day: the one after the newest that is there,
/// once it has begun, or the last that has ended where there is none.
#[must_use]
pub fn next_due(cycle: Cycle, newest: Option<Period>, day: NaiveDate) -> Option<Period> {
    match (cycle, newest) {
        (Cycle::Once, None) => Some(Period::ALWAYS),
        (Cycle::Once, Some(_)) => None,
        (_, Some(newest)) => Some(newest.next()).filter(|next| next.first_day() <= day),
        (cycle, None) => Some(Period::of_day(cycle, day).back(1)),
    }
}

/// Returns the period that a record keeps; `None` where it is of no sheet, or kept in other letters
/// than this program writes.
#[must_use]
pub fn period_of(fields: &BTreeMap<String, Json>) -> Option<Period> {
    let kept = fields.get(shared::PERIOD)?.as_str()?;
    let period: Period = kept.parse().ok()?;
    (period.to_string() == kept).then_some(period)
}

/// Returns the id that a sheet of these fields has; `None` where they do not say which it is.
#[must_use]
pub fn id_of(fields: &BTreeMap<String, Json>) -> Option<Uuid> {
    let text = |code: &str| fields.get(code).and_then(Json::as_str);
    Some(id(
        text(shared::KIND)?,
        text(shared::PLACE)?,
        period_of(fields)?,
    ))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_next_period_is_due_once_it_has_begun() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        for (cycle, newest, on, due) in [
            (Cycle::Year, "", "2026-11-29", "2025"),
            (Cycle::Year, "2024", "2026-11-29", "2025"),
            (Cycle::Year, "2025", "2026-01-01", "2026"),
            (Cycle::Year, "2025", "2025-12-31", ""),
            (Cycle::Quarter, "", "2026-02-01", "2025Q4"),
            (Cycle::Quarter, "2025Q4", "2026-02-01", "2026Q1"),
            (Cycle::Once, "", "2026-02-01", "once"),
            (Cycle::Once, "once", "2026-02-01", ""),
        ] {
            let found = next_due(cycle, newest.parse().ok(), day(on));
            let found = found.map(|due| due.to_string()).unwrap_or_default();
            assert_eq!(found, due, "{newest} on {on}");
        }
    }

    #[test]
    fn an_id_follows_from_sheet_place_and_period_and_nothing_else() {
        let period = |text: &str| text.parse::<Period>().unwrap();
        let first = id("economy", "331122101", period("2025"));
        // Written down once: an id that changed would make two records of one sheet.
        assert_eq!(first.to_string(), "aa3793c1-2a9d-8010-8ad3-27b5010e4102");
        assert_eq!(first.get_version_num(), 8);
        for (sheet, place, other) in [
            ("income", "331122101", "2025"),
            ("economy", "331122102", "2025"),
            ("economy", "331122101", "2024"),
            ("economy", "331122101", "once"),
        ] {
            assert_ne!(id(sheet, place, period(other)), first);
        }
        let fields = |period: &str| {
            let fields =
                json!({"kind": "economy", "place": "331122101", "period": period, "gdp": "1"});
            serde_json::from_value(fields).unwrap()
        };
        assert_eq!(id_of(&fields("2025")), Some(first));
        assert_eq!(id_of(&fields("2025年")), None);
        assert_eq!(id_of(&fields("")), None);
    }
}
