//! A closed quarter, as other programs read it.

use serde::Serialize;

use crate::domain::review::{OpenCounts, QuarterClose};
use crate::store::QuarterCorrection;
use crate::transfer::report::closed::ClosedQuarter;

/// The quarter whose frozen standings a report shows.
#[derive(Serialize)]
pub(super) struct ClosedJson<'a> {
    quarter: String,
    closes: Vec<CloseJson<'a>>,
    corrections: Vec<CorrectionJson<'a>>,
}

/// A close.
#[derive(Serialize)]
struct CloseJson<'a> {
    id: String,
    place: Option<&'a str>,
    author: &'a str,
    signed_by: Option<&'a str>,
    at: &'a str,
    open: &'a OpenCounts,
}

/// A change that was saved after the close and is of its quarter or one before.
#[derive(Serialize)]
struct CorrectionJson<'a> {
    site: &'a str,
    seq: i64,
    record: String,
    kind: &'a str,
    place: &'a str,
    name: &'a str,
    author: &'a str,
    at: &'a str,
}

impl<'a> ClosedJson<'a> {
    /// Returns a closed quarter without words.
    pub(super) fn of(closed: &'a ClosedQuarter) -> Self {
        Self {
            quarter: closed.quarter.to_string(),
            closes: closed
                .closes
                .iter()
                .map(|(_, close)| of_close(close))
                .collect(),
            corrections: closed
                .corrections
                .iter()
                .map(|(_, correction)| of_correction(correction))
                .collect(),
        }
    }
}

fn of_close(close: &QuarterClose) -> CloseJson<'_> {
    CloseJson {
        id: close.id.to_string(),
        place: close.place.as_deref(),
        author: &close.author,
        signed_by: close.signer(),
        at: &close.at,
        open: &close.open,
    }
}

fn of_correction(correction: &QuarterCorrection) -> CorrectionJson<'_> {
    CorrectionJson {
        site: &correction.change.id.site,
        seq: correction.change.id.seq,
        record: correction.change.record.to_string(),
        kind: &correction.kind,
        place: &correction.place,
        name: &correction.name,
        author: &correction.change.author,
        at: &correction.change.at,
    }
}
