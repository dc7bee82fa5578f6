//! What inspectors do: findings, approvals, samples and visits.

use taizhang::domain::record::{ChangeId, Evidence, EvidenceKind};
use taizhang::domain::review::{SampleFrame, SampleRule, ThreadState, VisitResult};
use taizhang::store::{Inspector, Limits, Returning, Review, Store, Visiting};
use uuid::Uuid;

use crate::dice::Dice;
use crate::machine::{Machine, Outcome, Wrong, broken, done};

const INSPECTORS: [&str; 2] = ["示例审核人甲", "示例审核人乙"];
const SHA256: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// An inspector at the ledger of a machine, which somebody has open.
fn inspector(machine: &mut Machine, dice: &mut Dice) -> Result<Inspector, Wrong> {
    machine.store()?;
    let store = Store::open_for_review(&machine.path()).map_err(broken)?;
    Inspector::new(&store, dice.pick(&INSPECTORS), &Limits::default()).map_err(broken)
}

fn review(machine: &mut Machine, record: Uuid) -> Result<Option<Review>, Wrong> {
    machine.store()?.review_of(record).map_err(broken)
}

/// A finding in some state, with its record.
fn some_thread(
    machine: &mut Machine,
    dice: &mut Dice,
    is_wanted: impl Fn(ThreadState) -> bool,
) -> Result<Option<(Uuid, Uuid)>, Wrong> {
    let mut all = Vec::new();
    for reviewed in machine.records()? {
        let Some(review) = review(machine, reviewed.record)? else {
            return Err(Wrong("a record in the list of reviews is not there".into()));
        };
        let threads = review.threads.iter();
        let wanted = threads.filter(|thread| is_wanted(thread.state));
        all.extend(wanted.map(|thread| (reviewed.record, thread.id)));
    }
    Ok((!all.is_empty()).then(|| dice.pick(&all)))
}

/// Refuses that a finding is in another state than an act has left it in.
fn expect(
    machine: &mut Machine,
    (record, thread): (Uuid, Uuid),
    state: ThreadState,
) -> Result<(), Wrong> {
    let review = review(machine, record)?;
    let found = review
        .iter()
        .flat_map(|review| &review.threads)
        .find(|found| found.id == thread);
    match found {
        Some(found) if found.state == state => Ok(()),
        other => Err(Wrong(format!("a finding is not {state:?}: {other:?}"))),
    }
}

pub(crate) fn begin(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let begun = inspector(machine, dice)?.visit();
    done(begun, |_| "begin a review".into())
}

pub(crate) fn raise(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let Some(chosen) = machine.some_record(dice)? else {
        return Ok("nothing to return".into());
    };
    let fields: Vec<String> = if dice.is_one_in(2) && chosen.kind != "population" {
        vec!["area".into()]
    } else {
        Vec::new()
    };
    let raised = inspector(machine, dice)?.raise(&Returning {
        record: chosen.record,
        base: &chosen.version,
        fields: &fields,
        text: "请核对",
    });
    if let Ok(thread) = raised {
        expect(machine, (chosen.record, thread), ThreadState::Open)?;
    }
    done(raised, |_| "return a record".into())
}

pub(crate) fn close(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let is_wanted = |state| state != ThreadState::Closed;
    let Some(found) = some_thread(machine, dice, is_wanted)? else {
        return Ok("no finding to close".into());
    };
    let closed = inspector(machine, dice)?.close(found.1, "");
    if closed.is_ok() {
        expect(machine, found, ThreadState::Closed)?;
    }
    done(closed, |()| "close a finding".into())
}

pub(crate) fn reopen(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let is_wanted = |state| state != ThreadState::Open;
    let Some(found) = some_thread(machine, dice, is_wanted)? else {
        return Ok("no finding to reopen".into());
    };
    let reopened = inspector(machine, dice)?.reopen(found.1, "仍有疑问");
    if reopened.is_ok() {
        expect(machine, found, ThreadState::Open)?;
    }
    done(reopened, |()| "reopen a finding".into())
}

pub(crate) fn approve(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let mut seen = machine.records()?;
    let first = dice.roll(seen.len());
    seen.drain(..first);
    seen.truncate(1 + dice.roll(5));
    let seen = seen
        .iter()
        .map(|reviewed| (reviewed.record, reviewed.version.as_slice()));
    let seen: Vec<(Uuid, &[ChangeId])> = seen.collect();
    let inspector = inspector(machine, dice)?;
    if dice.is_one_in(2) {
        let approved = inspector.approve(seen);
        done(approved, |done| format!("approve {}", done.approved))
    } else {
        let today = machine.store()?.today();
        let approved = inspector.approve_list(seen, today);
        done(approved, |done| {
            format!("approve a list: {}", done.approved)
        })
    }
}

pub(crate) fn draw(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let rule = SampleRule {
        seed: dice.roll(1000).to_string(),
        every: 1 + dice.roll(4),
        at_least: dice.roll(3),
    };
    let drawn = inspector(machine, dice)?.draw_sample(&rule, &SampleFrame::default());
    done(drawn, |_| "draw a sample".into())
}

pub(crate) fn visit(machine: &mut Machine, dice: &mut Dice) -> Outcome {
    let Some(chosen) = machine.some_record(dice)? else {
        return Ok("nothing to visit".into());
    };
    let today = machine.store()?.today();
    let photos = [Evidence {
        name: "现场.jpg".into(),
        kind: EvidenceKind::Photo,
        date: today.into(),
        sha256: SHA256.into(),
    }];
    let results = [
        VisitResult::Agrees,
        VisitResult::Differs,
        VisitResult::NotFound,
    ];
    let written = inspector(machine, dice)?.write_visit(
        &Visiting {
            record: chosen.record,
            base: &chosen.version,
            on: today,
            persons: &["示例甲".into(), "示例乙".into()],
            photos: &photos,
            result: dice.pick(&results),
            remark: "示例",
        },
        today,
    );
    done(written, |()| "visit".into())
}
