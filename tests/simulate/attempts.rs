//! What a role may not do is tried, and must be refused without a trace.

use serde_json::json;
use std::sync::Arc;

use taizhang::domain::record::Subject;
use taizhang::domain::value::{Cycle, Period};
use taizhang::i18n::{LedgerFault, LedgerRefusal};
use taizhang::store::share::exchange::StartAt;
use taizhang::store::{
    FileError, Inspector, Limits, QuarterClosing, Returning, Save, Store, StoreError, Writer,
};

use crate::dice::Dice;
use crate::ground::{TOWNS, packs};
use crate::machine::{Machine, Outcome, Session, Wrong, broken};

/// Something that is refused to whoever may change some places only, or nothing.
type Deed = fn(&mut Writer) -> Result<(), StoreError>;

const NOT_FOR_CLERKS: [(&str, Deed); 4] = [
    ("save in another place", save_elsewhere),
    ("close a quarter", close),
    ("load a pack", load),
    ("load places", load_places),
];

fn save_elsewhere(writer: &mut Writer) -> Result<(), StoreError> {
    // No clerk has the last town.
    let fields = [
        ("kind", "hall"),
        ("place", TOWNS[4]),
        ("status", "existing"),
        ("name", "示例"),
    ];
    let fields = fields.map(|(code, text)| (code.to_owned(), json!(text)));
    let save = Save {
        record: taizhang::store::clock::new_id(),
        subject: Subject::Facility,
        base: &[],
        fields: fields.into(),
        author: "示例填报人甲",
        reason: "",
    };
    writer.save(&save).map(drop)
}

fn close(writer: &mut Writer) -> Result<(), StoreError> {
    let quarter = Period::of_day(Cycle::Quarter, chrono::NaiveDate::default());
    let closing = QuarterClosing {
        quarter,
        place: None,
        signed_by: "",
        author: "示例填报人甲",
    };
    writer.close_quarter(&closing).map(drop)
}

fn load(writer: &mut Writer) -> Result<(), StoreError> {
    writer.load_pack(&packs()[1], "示例填报人甲")
}

fn load_places(writer: &mut Writer) -> Result<(), StoreError> {
    let nowhere = taizhang::domain::place::Place {
        code: "331199".into(),
        name: "示例县".into(),
        level: "county".into(),
        parent: None,
    };
    writer
        .load_places(std::slice::from_ref(&nowhere), "示例填报人甲")
        .map(drop)
}

/// Tries one of them; that nothing was written is seen from the trail.
pub(crate) fn attempt(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let before = machine.trail();
    let tried = match dice.roll(5) {
        0 => as_reviewer(machine, dice)?,
        1 => outside_limits(machine, dice)?,
        2 => in_the_past(machine, dice)?,
        3 => hand_on(machine)?,
        _ => as_clerk(machine, dice)?,
    };
    if machine.trail() == before {
        Ok(format!("refused: {tried}"))
    } else {
        Err(Wrong(format!("it left a trace: {tried}")))
    }
}

fn refused<T>(what: &str, done: Result<T, StoreError>) -> Result<String, Wrong> {
    match done {
        Err(StoreError::Refused(_) | StoreError::Ledger(LedgerFault::Snapshot, _)) => {
            Ok(what.to_owned())
        }
        Err(other) => Err(broken(other)),
        Ok(_) => Err(Wrong(format!("it was taken: {what}"))),
    }
}

fn as_clerk(machine: &mut Machine, dice: &mut Dice) -> Result<String, Wrong> {
    // The clerks of the county have every town.
    let deeds = if machine.towns.contains(&TOWNS[4]) {
        &NOT_FOR_CLERKS[1..]
    } else {
        &NOT_FOR_CLERKS[..]
    };
    let (what, deed) = dice.pick(deeds);
    let store = machine.session(Session::Clerk)?;
    refused(what, store.write(deed))
}

fn as_reviewer(machine: &mut Machine, dice: &mut Dice) -> Result<String, Wrong> {
    machine.store()?;
    let mut store = Store::open_for_review(&machine.path()).map_err(broken)?;
    let (what, deed) = dice.pick(&NOT_FOR_CLERKS);
    match store.write(deed) {
        Err(StoreError::Refused(LedgerRefusal::OnlyReviews)) => Ok(format!("{what} in a review")),
        other => Err(Wrong(format!("{what} in a review: {other:?}"))),
    }
}

fn outside_limits(machine: &mut Machine, dice: &mut Dice) -> Result<String, Wrong> {
    let mut all = machine.records()?;
    all.retain(|reviewed| reviewed.kind != "studio");
    if all.is_empty() {
        return Ok("nothing".into());
    }
    let chosen = dice.pick(&all);
    let limits = Limits {
        places: Vec::new(),
        kinds: vec!["studio".into()],
    };
    let store = Store::open_for_review(&machine.path()).map_err(broken)?;
    let inspector = Inspector::new(&store, "示例审核人丙", &limits).map_err(broken)?;
    let raised = inspector.raise(&Returning {
        record: chosen.record,
        base: &chosen.version,
        fields: &[],
        text: "请核对",
    });
    refused("return a record outside the limits", raised)
}

fn in_the_past(machine: &mut Machine, dice: &mut Dice) -> Result<String, Wrong> {
    let store = machine.session(Session::Admin)?;
    let day = store.today() - chrono::Days::new(1 + u64::try_from(dice.roll(30)).unwrap());
    let mut past = match store.as_of(day) {
        Ok(past) => past,
        Err(StoreError::Refused(_)) => return Ok("no such day".into()),
        Err(other) => return Err(broken(other)),
    };
    let (what, deed) = dice.pick(&NOT_FOR_CLERKS);
    refused(what, past.write(deed))
}

fn hand_on(machine: &mut Machine) -> Result<String, Wrong> {
    let out = machine.folder().join("refused.db");
    let store = machine.session(Session::Clerk)?;
    let made = store.export_changes(
        &out,
        &StartAt::AfterTheLast,
        "示例填报人甲",
        &Arc::default(),
    );
    match made {
        Err(FileError::Store(StoreError::Refused(LedgerRefusal::NotYourTask))) if !out.exists() => {
            Ok("hand on the changes of all".into())
        }
        other => Err(Wrong(format!("a clerk hands on: {other:?}"))),
    }
}
