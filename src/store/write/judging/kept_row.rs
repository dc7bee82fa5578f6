//! Standings as rows of their table.

use std::sync::LazyLock;

use chrono::NaiveDate;
use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};

use crate::domain::policy::requirement::Rule;
use crate::domain::policy::{Pack, Requirement};
use crate::domain::value::Number;
use crate::domain::verdict::Standing;
use crate::store::error::Result;

/// How every statement begins that adds standings.
pub(super) const INTO: &str =
    "INSERT INTO standing (pack, requirement, place, verdict, operator, need, have, gap, unit, candidates,
         qualifying, nearest, nearest_name, failing, missing, expected_on, period, holds_until, told, judged_at, position)";

/// Adds a standing that is not there.
static INSERT: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{INTO}
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
             (SELECT position FROM shown WHERE shown.place = ?3 AND shown.pack = ?1))
         ON CONFLICT (pack, requirement, place) DO NOTHING"
    )
});

/// Alters a standing that is there.
const UPDATE: &str =
    "UPDATE standing SET verdict = ?4, operator = ?5, need = ?6, have = ?7, gap = ?8, unit = ?9, candidates = ?10,
         qualifying = ?11, nearest = ?12, nearest_name = ?13, failing = ?14, missing = ?15, expected_on = ?16,
         period = ?17, holds_until = ?18, told = ?19, judged_at = ?20
     WHERE pack = ?1 AND requirement = ?2 AND place = ?3";

/// How many cells [`cells`] gives: every column but the position.
pub(super) const CELLS: usize = 20;

/// Writes a standing; returns whether there was none.
pub(super) fn write(
    db: &Connection,
    pack: &Pack,
    standing: &Standing,
    when: (&str, NaiveDate),
) -> Result<bool> {
    let Some(requirement) = pack.requirement(&standing.requirement) else {
        return Ok(false);
    };
    let cells = cells((pack, requirement), standing, when)?;
    let insert = db
        .prepare_cached(&INSERT)?
        .execute(params_from_iter(&cells))?;
    if insert > 0 {
        return Ok(true);
    }
    db.prepare_cached(UPDATE)?
        .execute(params_from_iter(&cells))?;
    Ok(false)
}

/// Returns the cells of a standing, in the order of the columns of its table.
pub(super) fn cells(
    (pack, requirement): (&Pack, &Requirement),
    standing: &Standing,
    (at, day): (&str, NaiveDate),
) -> Result<[Sql; CELLS]> {
    let (operator, unit) = measure(requirement, standing.have);
    let json = |codes: &[String]| serde_json::json!(codes).to_string().into();
    let count = |count: usize| Sql::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    let text = |text: &str| Sql::Text(text.to_owned());
    let told = standing.told.as_ref();
    let period = told.and_then(|told| told.period);
    let until = standing.holds_until(requirement, day);
    let nearest = standing.nearest.as_ref();
    Ok([
        text(&pack.code),
        text(&standing.requirement),
        text(&standing.place),
        text(standing.verdict.word()),
        text(operator),
        standing.need.to_string().into(),
        standing.have.map(|have| have.to_string()).into(),
        standing.gap.map(|gap| gap.to_string()).into(),
        text(unit),
        count(standing.candidates),
        count(standing.qualifying),
        nearest.map(|nearest| nearest.id.to_string()).into(),
        nearest.map(|nearest| nearest.name.clone()).into(),
        json(&standing.failing),
        json(&standing.missing),
        standing.expected_on.map(|date| date.to_string()).into(),
        period.map(|period| period.to_string()).into(),
        until.map(|day| day.to_string()).into(),
        told.map(serde_json::to_string).transpose()?.into(),
        text(at),
    ])
}

/// Returns operator and unit of a requirement as a standing with a figure keeps them.
fn measure(requirement: &Requirement, have: Option<Number>) -> (&'static str, &str) {
    let unit = requirement.measure.unit.as_ref();
    let unit = unit.map_or("", |unit| &unit.code);
    match requirement.rule {
        Rule::Information(_) => ("", unit),
        _ => (requirement.limit_for(have).0.sign(), unit),
    }
}

/// Returns every operator that standings of a requirement may have, and their unit.
pub(crate) fn measures(requirement: &Requirement) -> (Vec<&'static str>, &str) {
    let (own, unit) = measure(requirement, None);
    let ends = requirement.measured_ends().map(|end| end.operator.sign());
    (std::iter::once(own).chain(ends).collect(), unit)
}
