//! The rows of a requirement's page: every figure or act that it rests on.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::policy::requirement::{Duty, Rule};
use crate::domain::policy::{Pack, Requirement};
use crate::domain::value::Period;
use crate::domain::verdict::told::{FigurePart, ToDecide, Told};
use crate::domain::verdict::{Standing, explain};
use crate::i18n::{Lang, ScreenMsg, Text};
use crate::store::{Result, Store};

/// What a row leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Leads {
    /// The sheet of its place and period.
    Sheet,
    /// A facility.
    Record(Uuid),
    /// The facilities of its kind.
    Facilities,
}

/// One row.
pub(super) struct FigureLine {
    /// The code of the place.
    pub(super) place: String,
    pub(super) place_name: String,
    /// The code of the sheet or the kind.
    pub(super) form: String,
    pub(super) form_label: Text,
    pub(super) period: Option<Period>,
    /// The code of the field.
    field: String,
    pub(super) label: Text,
    /// The figure with its unit; empty where there is none.
    pub(super) figure: Text,
    /// Whether it is to be entered to decide.
    pub(super) is_wanted: bool,
    pub(super) leads: Leads,
}

impl FigureLine {
    /// What people call its period; nothing where it has none.
    pub(super) fn period_name(&self) -> Text {
        self.period.map(Period::name).unwrap_or_default()
    }

    fn is(&self, wanted: &ToDecide) -> bool {
        self.form == wanted.form
            && self.field == wanted.field
            && self.period == wanted.period
            && self.place == wanted.place
    }
}

/// Returns the rows of a standing: the figures of sheets, what else is to be entered, and the kinds
/// whose facilities are looked at.
pub(super) fn lines(
    pack: &Pack,
    requirement: &Requirement,
    standing: &Standing,
    store: &Store,
) -> Result<Vec<FigureLine>> {
    let mut names = Names {
        store,
        known: BTreeMap::new(),
    };
    let Some(told) = standing.told.as_deref() else {
        return Ok(Vec::new());
    };
    let mut lines = Vec::new();
    for part in told.parts() {
        lines.push(of_part(part, requirement, &mut names)?);
    }
    if let Rule::Duty(duty) = &requirement.rule {
        lines.extend(acts(
            duty,
            told,
            &names.name(&standing.place)?,
            &standing.place,
        ));
    }
    for wanted in &told.wanted {
        match lines.iter_mut().find(|line| line.is(wanted)) {
            Some(line) => line.is_wanted = true,
            None => lines.push(of_wanted(wanted, &standing.place, &mut names)?),
        }
    }
    for kind in pack.kinds.iter().filter(|kind| !kind.is_sheet()) {
        if requirement.forms.contains(&kind.code) {
            let count = store.list_count(kind, &standing.place)?;
            lines.push(FigureLine {
                place: standing.place.clone(),
                place_name: names.name(&standing.place)?,
                form: kind.code.clone(),
                form_label: kind.label.clone(),
                period: None,
                field: String::new(),
                label: Text::of(&ScreenMsg::RecordsOfKind),
                figure: Text::both(count.to_string()),
                is_wanted: false,
                leads: Leads::Facilities,
            });
        }
    }
    Ok(lines)
}

/// The names of places, each read once.
struct Names<'a> {
    store: &'a Store,
    known: BTreeMap<String, String>,
}

impl Names<'_> {
    fn name(&mut self, code: &str) -> Result<String> {
        if let Some(name) = self.known.get(code) {
            return Ok(name.clone());
        }
        let name = self.store.place(code)?.map(|place| place.name);
        let name = name.unwrap_or_else(|| code.to_owned());
        self.known.insert(code.to_owned(), name.clone());
        Ok(name)
    }
}

fn of_part(part: &FigurePart, requirement: &Requirement, names: &mut Names) -> Result<FigureLine> {
    Ok(FigureLine {
        place: part.place.clone(),
        place_name: names.name(&part.place)?,
        form: part.form.clone(),
        form_label: part.form_label.clone(),
        period: Some(part.period),
        field: part.field.clone(),
        label: part.label.clone(),
        figure: Text {
            zh: explain::part(part, requirement, Lang::Zh),
            en: explain::part(part, requirement, Lang::En),
        },
        is_wanted: false,
        leads: Leads::Sheet,
    })
}

fn of_wanted(wanted: &ToDecide, here: &str, names: &mut Names) -> Result<FigureLine> {
    let place = if wanted.place.is_empty() {
        here
    } else {
        &wanted.place
    };
    Ok(FigureLine {
        place: place.to_owned(),
        place_name: names.name(place)?,
        form: wanted.form.clone(),
        form_label: wanted.of.clone(),
        period: wanted.period,
        field: wanted.field.clone(),
        label: wanted.label.clone(),
        figure: Text::default(),
        is_wanted: true,
        leads: match (wanted.record, wanted.period) {
            (Some(id), _) => Leads::Record(id),
            (None, Some(_)) => Leads::Sheet,
            (None, None) => Leads::Facilities,
        },
    })
}

/// The act of the period that is judged, where it is on record, and those that were missed.
fn acts(duty: &Duty, told: &Told, place_name: &str, place: &str) -> Vec<FigureLine> {
    let act = |period: Period, figure: Text| FigureLine {
        place: place.to_owned(),
        place_name: place_name.to_owned(),
        form: duty.act.sheet.clone(),
        form_label: duty.act.sheet_label.clone(),
        period: Some(period),
        field: duty.act.field.clone(),
        label: duty.act.label.clone(),
        is_wanted: figure.zh.is_empty(),
        figure,
        leads: Leads::Sheet,
    };
    let done = told.done_on.map(|date| {
        let period = told.period.unwrap_or(Period::ALWAYS);
        act(period, Text::both(date.to_string()))
    });
    let missed = told.missed.iter();
    let missed = missed.map(|period| act(*period, Text::default()));
    done.into_iter().chain(missed).collect()
}
