//! What clerks do: they enter, correct, move and delete records, fill in sheets, answer findings,
//! key again what somebody else entered, and confirm what has not changed.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};
use taizhang::domain::record::{ChangeId, Subject, sheet};
use taizhang::domain::review::{SecondEntryOutcome, SeenRecord};
use taizhang::domain::value::{Cycle, Period};
use taizhang::store::clock::ClockSource as _;
use taizhang::store::{FindingAnswer, Keyed, Save, Saved, Store, StoreError};
use uuid::Uuid;

use crate::dice::Dice;
use crate::ground::{TOWNS, packs};
use crate::machine::{Machine, Outcome, Session, Wrong, broken, done, head};

const CLERKS: [&str; 3] = ["示例填报人甲", "示例填报人乙", "示例填报人丙"];

type Fields = BTreeMap<String, Json>;

/// What is typed into the fields of facilities; a field that a kind does not have is passed over.
const TYPED: [(&str, &[&str]); 6] = [
    ("area", &["120", "0.5亩", "250", "300.5", "1000", ""]),
    ("level", &["one", "two", ""]),
    ("status", &["existing", "planned", "closed"]),
    ("name", &["示例甲", "示例乙", "示例丙", "示例丁"]),
    ("remarks", &["示例", "核对过", ""]),
    ("address", &["示例路1号", "示例路2号", ""]),
];

/// Reads a text as the form of a kind does; `null` where nothing was typed.
fn typed(kind: &str, field: &str, text: &str) -> Option<Json> {
    let form = packs()[0].kind(kind)?;
    let value = form.field(field)?.parse(text).ok()?;
    Some(value.map_or(Json::Null, |value| value.to_json()))
}

/// The words of what became of a save.
fn said(saved: &Saved) -> String {
    match saved {
        Saved::Written(change) => format!("wrote {}:{}", &change.site[..4], change.seq),
        other => head(other),
    }
}

fn save(
    store: &mut Store,
    (record, subject): (Uuid, Subject),
    base: &[ChangeId],
    fields: Fields,
    (author, reason): (&str, &str),
) -> Result<Saved, StoreError> {
    let save = Save {
        record,
        subject,
        base,
        fields,
        author,
        reason,
    };
    store.write(|writer| writer.save(&save))
}

fn reason(dice: &mut Dice) -> &'static str {
    dice.pick(&["", "核实后更正", "录入有误"])
}

/// Every field of a record as it stands, and its version.
fn standing(store: &Store, id: Uuid) -> Result<Option<(Fields, Vec<ChangeId>)>, Wrong> {
    let record = store.record(id).map_err(broken)?;
    Ok(record.map(|record| {
        let mut fields = record.fields;
        fields.insert("kind".into(), record.kind.into());
        fields.insert("place".into(), record.place.into());
        (fields, record.heads)
    }))
}

pub(crate) fn add(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let id = machine.clock.time_ordered_id();
    let towns = machine.towns;
    let kind = dice.pick(&["hall", "hall", "studio"]);
    let mut fields: Fields = [
        ("kind", json!(kind)),
        ("place", json!(dice.pick(towns))),
        ("status", json!("existing")),
        ("name", json!(format!("示例{}", dice.roll(40)))),
    ]
    .map(|(code, value)| (code.to_owned(), value))
    .into();
    for (field, texts) in &TYPED[..2] {
        let value = typed(kind, field, dice.pick(texts));
        fields.extend(value.map(|value| ((*field).to_owned(), value)));
    }
    if dice.is_one_in(2) {
        let all = [
            ("address", "示例路1号"),
            ("operator_unit", "示例单位"),
            ("data_source", "statistics"),
            ("data_as_of", "2025-12-31"),
            ("reported_by", "示例填报人"),
        ];
        fields.extend(all.map(|(code, text)| (code.to_owned(), json!(text))));
    }
    let author = dice.pick(&CLERKS);
    let store = machine.session(Session::Clerk)?;
    let saved = save(store, (id, Subject::Facility), &[], fields, (author, ""));
    done(saved, |saved| format!("add {kind}: {}", said(&saved)))
}

/// Types into one or two fields of a record; sometimes while somebody else saves it.
pub(crate) fn edit(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let Some(chosen) = machine.some_record(dice)? else {
        return Ok("nothing to edit".into());
    };
    let store = machine.session(Session::Clerk)?;
    let Some((read, base)) = standing(store, chosen.record)? else {
        return Ok("it is gone".into());
    };
    let subject = if chosen.kind == "population" {
        Subject::Sheet
    } else {
        Subject::Facility
    };
    let change = |fields: &mut Fields, dice: &mut Dice| {
        for _ in 0..=dice.roll(2) {
            let (field, texts) = dice.pick(&TYPED);
            let value = typed(&chosen.kind, field, dice.pick(texts));
            fields.extend(value.map(|value| ((*field).to_owned(), value)));
        }
        if subject == Subject::Sheet {
            fields.insert("residents".into(), json!(dice.roll(500).to_string()));
        }
    };
    let (mut mine, mut theirs) = (read.clone(), read);
    change(&mut mine, dice);
    let what = (chosen.record, subject);
    let said_by = (dice.pick(&CLERKS), reason(dice));
    let first = save(store, what, &base, mine, said_by);
    let was_written = matches!(first, Ok(Saved::Written(_)));
    let words = done(first, |saved| format!("edit: {}", said(&saved)))?;
    if !dice.is_one_in(6) {
        return Ok(words);
    }
    change(&mut theirs, dice);
    let second = save(store, what, &base, theirs, (CLERKS[0], "核实后更正"));
    if was_written && !matches!(second, Ok(Saved::Outdated(_))) {
        return Err(Wrong(format!("a save of an old version: {second:?}")));
    }
    done(second, |saved| format!("{words}, then: {}", said(&saved)))
}

pub(crate) fn relocate(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    change_whole(machine, dice, "move", |fields, dice| {
        fields.insert("place".into(), json!(dice.pick(&TOWNS)));
    })
}

pub(crate) fn delete(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    change_whole(machine, dice, "delete", |fields, _| {
        fields.insert("deleted".into(), json!(true));
    })
}

fn change_whole(
    machine: &mut Machine,
    dice: &mut Dice,
    word: &str,
    change: impl FnOnce(&mut Fields, &mut Dice),
) -> Outcome {
    let Some(chosen) = machine.some_record(dice)? else {
        return Ok(format!("nothing to {word}"));
    };
    if chosen.kind == "population" {
        return Ok(format!("a sheet is not for {word}"));
    }
    let who = dice.pick(&[Session::Clerk, Session::Admin]);
    let store = machine.session(who)?;
    let Some((mut fields, base)) = standing(store, chosen.record)? else {
        return Ok("it is gone".into());
    };
    change(&mut fields, dice);
    let what = (chosen.record, Subject::Facility);
    let saved = save(store, what, &base, fields, (CLERKS[1], reason(dice)));
    done(saved, |saved| format!("{word}: {}", said(&saved)))
}

/// Brings back a record that was deleted.
pub(crate) fn bring_back(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let towns = machine.towns;
    let store = machine.session(Session::Clerk)?;
    let mut deleted = Vec::new();
    for town in towns {
        for kind in ["hall", "studio"] {
            deleted.extend(store.deleted(kind, town).map_err(broken)?);
        }
    }
    if deleted.is_empty() {
        return Ok("nothing to bring back".into());
    }
    deleted.sort_by_key(|gone| gone.was.id);
    let gone = dice.pick(&deleted);
    let heads = store.heads(gone.was.id).map_err(broken)?;
    let mut fields = store.fields_at(gone.was.id, &heads).map_err(broken)?;
    fields.remove("deleted");
    let what = (gone.was.id, Subject::Facility);
    let saved = save(store, what, &heads, fields, (CLERKS[2], "误删"));
    done(saved, |saved| format!("bring back: {}", said(&saved)))
}

pub(crate) fn fill_sheet(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let place = dice.pick(machine.towns);
    let store = machine.session(Session::Clerk)?;
    let now = Period::of_day(Cycle::Quarter, store.today());
    let period = now.back(u32::try_from(dice.roll(3)).unwrap());
    let id = sheet::id("population", place, period);
    let base = store.heads(id).map_err(broken)?;
    let residents = dice.roll(500).to_string();
    let fields: Fields = [
        ("kind", "population"),
        ("place", place),
        ("period", &period.to_string()),
        ("residents", &residents),
    ]
    .map(|(code, text)| (code.to_owned(), json!(text)))
    .into();
    let author = dice.pick(&CLERKS);
    let saved = save(store, (id, Subject::Sheet), &base, fields, (author, "更正"));
    done(saved, |saved| format!("fill a sheet: {}", said(&saved)))
}

pub(crate) fn key_again(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let Some(chosen) = machine.some_record(dice)? else {
        return Ok("nothing to key again".into());
    };
    if chosen.kind == "population" {
        return Ok("a sheet is not keyed again".into());
    }
    let store = machine.session(Session::Clerk)?;
    let Some((mut fields, base)) = standing(store, chosen.record)? else {
        return Ok("it is gone".into());
    };
    let mut outcome = SecondEntryOutcome::Agreed;
    if dice.is_one_in(3) {
        fields.insert("area".into(), json!(dice.roll(900).to_string()));
        outcome = SecondEntryOutcome::FirstWrong;
    }
    let keyed = Keyed {
        field: "area".into(),
        outcome,
        tries: 1,
    };
    let save = Save {
        record: chosen.record,
        subject: Subject::Facility,
        base: &base,
        fields,
        author: dice.pick(&["示例复录人", CLERKS[0]]),
        reason: "复录更正",
    };
    let saved = store.write(|writer| writer.save_keyed(&save, &[keyed]));
    done(saved, |saved| format!("key again: {}", said(&saved)))
}

pub(crate) fn confirm(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let mut seen = machine.records()?;
    seen.retain(|reviewed| reviewed.kind != "population");
    seen.truncate(1 + dice.roll(4));
    let seen: Vec<SeenRecord> = seen
        .into_iter()
        .map(|reviewed| SeenRecord {
            record: reviewed.record,
            version: reviewed.version,
        })
        .collect();
    let store = machine.session(Session::Admin)?;
    let today = store.today();
    let confirmed = store.write(|writer| writer.confirm(&seen, today, CLERKS[1]));
    done(confirmed, |outcome| {
        format!("confirm: {}", outcome.confirmed)
    })
}

pub(crate) fn answer(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let store = machine.session(Session::Clerk)?;
    let waiting = store.waiting_findings().map_err(broken)?;
    if waiting.is_empty() {
        return Ok("no finding to answer".into());
    }
    let finding = dice.pick(&waiting);
    let answer = FindingAnswer {
        record: finding.record,
        thread: finding.thread,
        text: "已核对",
        author: CLERKS[0],
    };
    let answered = store.write(|writer| writer.answer(&answer));
    if answered.is_ok() {
        let still = store.waiting_findings().map_err(broken)?;
        if still.iter().any(|one| one.thread == finding.thread) {
            return Err(Wrong("a finding that was answered still waits".into()));
        }
    }
    done(answered, |()| "answer".into())
}

/// Records a written exception, or ends one.
pub(crate) fn except(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let id = machine.clock.time_ordered_id();
    let place = dice.pick(machine.towns);
    let requirement = dice.pick(&["hall", "area", "per_person"]);
    let fields: Fields = [
        ("place", place),
        ("pack", "simulated"),
        ("requirement", requirement),
        ("document", "示例〔2026〕1号"),
        ("reason", "示例理由"),
        ("valid_until", "2027-12-31"),
    ]
    .map(|(code, text)| (code.to_owned(), json!(text)))
    .into();
    let store = machine.session(Session::Admin)?;
    let saved = save(
        store,
        (id, Subject::Exception),
        &[],
        fields,
        (CLERKS[2], ""),
    );
    done(saved, |saved| format!("except: {}", said(&saved)))
}
