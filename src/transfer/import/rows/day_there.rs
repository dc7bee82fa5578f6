//! The day of a time that says its zone.

use chrono::{DateTime, Utc};

use crate::domain::value::Zone;

/// Returns the day in a zone at a time that says its own zone; `None` of any other text.
pub(super) fn day_there(text: &str, zone: Zone) -> Option<String> {
    let text = text.replacen(' ', "T", 1);
    // Some programs write no colon in the offset, or its hours alone.
    let forms = ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z"];
    let text = text
        .strip_suffix('Z')
        .map_or(text.clone(), |text| format!("{text}+00:00"));
    let found = forms
        .iter()
        .find_map(|form| DateTime::parse_from_str(&text, form).ok())?;
    Some(zone.day(found.with_timezone(&Utc)).to_string())
}
