//! A form on paper: every field of a kind or a sheet, blank to be filled in by hand, or with the
//! values of a record. It is one HTML file that needs nothing else.

mod html;
mod page;

use uuid::Uuid;

use self::page::{FormPage, rows};
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::record::Record;
use crate::domain::record::facility::shared;
use crate::domain::review::history;
use crate::domain::value::{Cycle, Period};
use crate::i18n::{FormPageMsg, HistoryMsg, Lang, LedgerRefusal, Say, SheetMsg, Text, named};
use crate::store::{Store, StoreError};

/// Where something is to be written by hand on a line of the head.
const ROOM: &str = "____________________";

/// Which form is printed.
#[derive(Clone, Copy, Debug)]
pub enum FormPageOf<'a> {
    /// The form of a kind of facility, blank; the place where it is known.
    Kind {
        /// The kind, by code or label.
        kind: &'a str,
        /// The place, by code or name.
        town: Option<&'a str>,
    },
    /// A sheet: with its values where the place has one of this period, else blank.
    Sheet {
        /// The sheet, by code or label.
        sheet: &'a str,
        /// The place, by code or name.
        town: Option<&'a str>,
        /// The period, as it is typed.
        period: Option<&'a str>,
    },
    /// A record with its values, by its id or its beginning, facility code or name.
    Record(&'a str),
}

/// Returns a form as an HTML page.
///
/// # Errors
/// When the kind, place, period or record is not known, the place does not fill in the sheet, or the
/// ledger cannot be read.
pub fn render(store: &Store, of: FormPageOf, lang: Lang) -> Result<Vec<u8>, StoreError> {
    let page = match of {
        FormPageOf::Kind { kind, town } => {
            let kind = store.find_kind(kind)?;
            if kind.is_sheet() {
                let sheet = kind.label.clone();
                return Err(LedgerRefusal::IsASheet { sheet }.into());
            }
            let place = town.map(|town| store.find_open_place(town)).transpose()?;
            blank(store, kind, place.as_ref(), None, lang)?
        }
        FormPageOf::Sheet {
            sheet,
            town,
            period,
        } => of_sheet(store, sheet, town, period, lang)?,
        FormPageOf::Record(id) => {
            let found = store.find_record(id)?;
            let gone = || LedgerRefusal::NoSuchRecord { id: id.to_owned() };
            let record = store.record(found.id)?.ok_or_else(gone)?;
            filled(store, store.require_kind(&record.kind)?, &record, lang)?
        }
    };
    Ok(html::render(&page).into_bytes())
}

/// Returns the sheet of a place and period, with its values where there is one.
fn of_sheet(
    store: &Store,
    sheet: &str,
    town: Option<&str>,
    period: Option<&str>,
    lang: Lang,
) -> Result<FormPage, StoreError> {
    let kind = store.find_kind(sheet)?;
    let label = || kind.label.clone();
    let Some(cycle) = kind.cycle() else {
        return Err(LedgerRefusal::NotASheet { kind: label() }.into());
    };
    let typed = |text: &str| {
        Period::typed(text, cycle).map_err(|_| LedgerRefusal::NotAPeriodOf {
            period: text.to_owned(),
            sheet: label(),
        })
    };
    // A sheet that is filled in once has one period, which nobody types.
    let only = (cycle == Cycle::Once).then_some(Period::ALWAYS);
    let period = period.map(typed).transpose()?.or(only);
    let place = town.map(|town| store.find_place(town)).transpose()?;
    if let (Some(place), Some(period)) = (&place, period) {
        let found = store.sheets_in(&kind.code, &place.code)?;
        if let Some((_, record)) = found.into_iter().find(|(of, _)| *of == period) {
            return filled(store, kind, &record, lang);
        }
    }
    if let Some(place) = &place
        && !store.fills_in(place, kind)?
    {
        let (place, sheet) = (place.name.clone(), label());
        return Err(LedgerRefusal::NotOfSheet { place, sheet }.into());
    }
    blank(store, kind, place.as_ref(), period, lang)
}

fn blank(
    store: &Store,
    kind: &Kind,
    place: Option<&Place>,
    period: Option<Period>,
    lang: Lang,
) -> Result<FormPage, StoreError> {
    let place = place
        .map(|place| store.place_path(&place.code))
        .transpose()?;
    let mut head = vec![line(&HistoryMsg::Place, place.as_deref(), lang)];
    if kind.is_sheet() {
        let period = period.map(|period| period.listed().say(lang));
        head.push(line(&SheetMsg::PeriodHead, period.as_deref(), lang));
    }
    head.extend(policies(store, kind, lang));
    Ok(FormPage {
        title: FormPageMsg::Title {
            kind: kind.label.clone(),
        }
        .say(lang),
        head,
        rows: rows(kind, None, lang),
        lang,
    })
}

fn filled(store: &Store, kind: &Kind, record: &Record, lang: Lang) -> Result<FormPage, StoreError> {
    let place = store.place_path(&record.place)?;
    let known_by = record.known_by();
    let name = if kind.is_sheet() {
        line(&SheetMsg::PeriodHead, Some(known_by.get(lang)), lang)
    } else {
        let label = history::label(shared::NAME, Some(kind));
        line(&label, Some(known_by.get(lang)), lang)
    };
    let mut head = vec![line(&HistoryMsg::Place, Some(&place), lang), name];
    let data_as_of = record.fields.get(shared::DATA_AS_OF);
    if let Some(date) = data_as_of.and_then(|date| date.as_str()) {
        let label = history::label(shared::DATA_AS_OF, Some(kind));
        head.push(line(&label, Some(date), lang));
    }
    head.extend(last_save(store, record.id, lang)?);
    head.push(line(&FormPageMsg::Id, Some(&record.id.to_string()), lang));
    head.extend(policies(store, kind, lang));
    Ok(FormPage {
        title: FormPageMsg::Title {
            kind: kind.label.clone(),
        }
        .say(lang),
        head,
        rows: rows(kind, Some(&record.fields), lang),
        lang,
    })
}

/// Returns who saved a record last, and when.
fn last_save(store: &Store, record: Uuid, lang: Lang) -> Result<Option<String>, StoreError> {
    let last = store.history(record)?.pop();
    Ok(last.map(|entry| {
        let at = store.zone().shown(&entry.change.at);
        let author = entry.change.author;
        FormPageMsg::LastSaved { author, at }.say(lang)
    }))
}

/// Returns the documents that ask for a kind.
fn policies(store: &Store, kind: &Kind, lang: Lang) -> Option<String> {
    let packs = store.packs().iter();
    let asking = packs.filter(|pack| pack.kind(&kind.code).is_some());
    let titles: Vec<&Text> = asking.map(|pack| &pack.document.title).collect();
    let titles = Text::list(titles);
    (!titles.zh.is_empty()).then(|| line(&FormPageMsg::Policy, Some(titles.get(lang)), lang))
}

/// Returns a line of the head, with room to write where nothing is known.
fn line(label: &impl Say, words: Option<&str>, lang: Lang) -> String {
    let words = words.filter(|words| !words.is_empty()).unwrap_or(ROOM);
    named(&label.say(lang), words, lang)
}
