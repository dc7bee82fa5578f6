//! What admins do within one file: packs, places, quarters and conflicts.

use chrono::Days;
use taizhang::domain::place::Place;
use taizhang::domain::value::{Cycle, Period};
use taizhang::store::{
    PlaceChange, PlaceStep, QuarterClosing, Saved, Settlement, Store, StoreError,
};

use crate::dice::Dice;
use crate::ground::{COUNTIES, TOWNS, VERSIONS, packs};
use crate::machine::{Machine, Outcome, Session, Wrong, broken, done, head};

pub(crate) const ADMIN: &str = "示例管理员";

/// Which version of the pack a ledger has.
pub(crate) fn version_of(store: &Store) -> usize {
    let text = &store.packs()[0].text;
    packs().iter().position(|pack| pack.text == *text).unwrap()
}

pub(crate) fn renew_pack(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let store = machine.session(Session::Admin)?;
    let has = version_of(store);
    let next = if dice.is_one_in(5) {
        dice.roll(VERSIONS)
    } else {
        (has + 1).min(VERSIONS - 1)
    };
    load(store, next)
}

pub(crate) fn load(store: &mut Store, version: usize) -> Outcome {
    let loaded = store.write(|writer| writer.load_pack(&packs()[version], ADMIN));
    done(loaded, |()| format!("load version {version} of the pack"))
}

/// Settles one of the conflicts that merging left.
pub(crate) fn settle(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let store = machine.session(Session::Admin)?;
    let conflicts = store.conflicts().map_err(broken)?;
    if conflicts.is_empty() {
        return Ok("no conflict to settle".into());
    }
    let conflict = &dice.pick(&conflicts);
    let settlement = Settlement {
        conflict,
        value: &dice.pick(&conflict.sides).value,
        author: ADMIN,
        reason: "核对过",
    };
    let settled = store.write(|writer| writer.settle(&settlement));
    if matches!(settled, Ok(Saved::Written(_))) {
        let is_it = |other: &taizhang::store::OpenConflict| {
            (other.record.id, &other.field) == (conflict.record.id, &conflict.field)
        };
        if store.conflicts().map_err(broken)?.iter().any(is_it) {
            return Err(Wrong("a conflict that was settled is still open".into()));
        }
    }
    done(settled, |saved| format!("settle: {}", head(&saved)))
}

pub(crate) fn close_quarter(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let place = if dice.is_one_in(2) {
        None
    } else {
        Some(machine.place(dice.pick(&COUNTIES))?)
    };
    let store = machine.session(Session::Admin)?;
    let last = Period::over_before(Cycle::Quarter, store.today());
    let quarter = last.back(u32::try_from(dice.roll(2)).unwrap());
    let closed = store.write(|writer| {
        writer.close_quarter(&QuarterClosing {
            quarter,
            place: place.as_ref(),
            signed_by: "",
            author: ADMIN,
        })
    });
    done(closed, |close| format!("close {}", close.quarter))
}

pub(crate) fn reopen_quarter(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let store = machine.session(Session::Admin)?;
    let mut closes = store.quarter_closes().map_err(broken)?;
    closes.retain(|close| close.reopened.is_none());
    if closes.is_empty() {
        return Ok("no quarter to reopen".into());
    }
    let close = &dice.pick(&closes);
    let reopened = store.write(|writer| writer.reopen_quarter(close, "有误", ADMIN));
    done(reopened, |()| format!("reopen {}", close.quarter))
}

pub(crate) fn change_place(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let mut place = machine.place(dice.pick(&TOWNS))?;
    let into = machine.place(dice.pick(&TOWNS))?;
    let store = machine.session(Session::Admin)?;
    let today = store.today();
    let name = format!("示例新{}镇", dice.roll(30));
    let (word, step, ahead) = match dice.roll(7) {
        0 | 1 => ("rename", PlaceStep::Rename(&name), 0),
        2 => ("merge", PlaceStep::Merge(&into), 0),
        3 | 4 => (
            "close",
            PlaceStep::Close,
            u64::try_from(dice.roll(90)).unwrap(),
        ),
        _ => ("reopen", PlaceStep::Reopen("有误"), 0),
    };
    if word == "reopen" {
        let lives = store.place_lives().map_err(broken)?;
        let is_closed = |code: &&str| lives.get(code).is_some_and(|life| life.closing.is_some());
        if let Some(code) = TOWNS.iter().copied().find(is_closed) {
            place = store.place(code).map_err(broken)?.unwrap();
        }
    }
    let change = PlaceChange {
        place: &place,
        step,
        on: today + Days::new(ahead),
        author: ADMIN,
    };
    let changed: Result<_, StoreError> = store.write(|writer| writer.change_place(&change));
    done(changed, |_| format!("{word} {}", change.place.code))
}

/// Puts a town under the other county, as a list of places does.
pub(crate) fn move_place(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let town = machine.place(dice.pick(&TOWNS))?;
    let moved = Place {
        parent: Some((dice.pick(&COUNTIES)).into()),
        ..town
    };
    let store = machine.session(Session::Admin)?;
    let loaded = store.write(|writer| writer.load_places(std::slice::from_ref(&moved), ADMIN));
    done(loaded, |_| {
        format!("put {} below another county", moved.code)
    })
}
