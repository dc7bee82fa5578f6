//! `doctor`: what there is to know when something does not work.

use std::env;
use std::io::{IsTerminal as _, stdin, stdout};

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{ledger, output, pack};
use crate::i18n::{DoctorMsg, Say};
use crate::store::share::merge::{LastMerged, MergedFrom};
use crate::store::{Store, StoreError, sqlite_version};

/// Digits of a checksum that are enough to tell files apart.
const SHORT_SUM: usize = 12;

pub(super) fn run(context: &CliContext) -> CliResult<Exit> {
    let say = |message: &DoctorMsg| output::print_line(&message.say(context.lang));
    let about = [program(), terminal(context)];
    let store = match ledger::open(context) {
        Ok(store) => store,
        Err(failure) => {
            // What the program and the terminal are says something where the ledger does not open.
            about.iter().try_for_each(say)?;
            return Err(failure);
        }
    };
    let failed = |error: StoreError| Failure::store(ledger::reading(context), error);
    let flaws = store.inspect().map_err(failed)?;
    let notes = flaws.iter().filter(|flaw| flaw.harmless).count();
    let is_sound = notes == flaws.len();
    say(&if is_sound {
        DoctorMsg::Sound {
            records: store.record_count().map_err(failed)?,
            changes: store.facts().map_err(failed)?.changes,
            notes,
        }
    } else {
        let count = flaws.len() - notes;
        DoctorMsg::Unsound { count }
    })?;
    for flaw in &flaws {
        let what = flaw.say(context.lang);
        say(&if flaw.harmless {
            DoctorMsg::Harmless { what }
        } else {
            DoctorMsg::Serious { what }
        })?;
    }
    about.iter().try_for_each(say)?;
    facts(&store, context)
        .map_err(failed)?
        .iter()
        .try_for_each(say)?;
    for loaded in store.packs() {
        output::print_line(&pack::described(loaded, store.today(), context))?;
    }
    if let Ok(disk) = rustix::fs::statvfs(&context.db) {
        let megabytes = usize::try_from(disk.f_bavail.saturating_mul(disk.f_frsize) / 1_000_000)
            .unwrap_or(usize::MAX);
        say(&DoctorMsg::Free { megabytes })?;
    }
    Ok(if is_sound { Exit::Done } else { Exit::Found })
}

fn program() -> DoctorMsg {
    DoctorMsg::Program {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sqlite: sqlite_version().to_owned(),
    }
}

fn facts(store: &Store, context: &CliContext) -> Result<Vec<DoctorMsg>, StoreError> {
    let facts = store.facts()?;
    let places = store.place_count()?;
    let records = store.record_count()?;
    let changes = facts.changes;
    let mut told = vec![
        DoctorMsg::Ledger {
            path: shown(&context.db),
            schema: facts.schema,
            journal: facts.journal,
        },
        DoctorMsg::Contents {
            places,
            records,
            changes,
        },
    ];
    told.extend(store.last_merged()?.map(|LastMerged { at, author, from }| {
        let at = store.zone().shown(&at);
        match from {
            MergedFrom::File(sum) => DoctorMsg::Merged {
                at,
                author,
                file: sum.chars().take(SHORT_SUM).collect(),
            },
            MergedFrom::Hub(hub) => DoctorMsg::MergedHub { at, author, hub },
        }
    }));
    told.extend(store.last_export()?.map(|last| DoctorMsg::HandedOn {
        at: store.zone().shown(&last.at),
        author: last.author,
        changes: last.changes_since,
        acts: last.acts_since,
    }));
    let waiting = store.unexported_sites()?;
    told.extend(waiting.into_iter().map(|from| DoctorMsg::Waiting {
        from: from.to_string(),
    }));
    Ok(told)
}

fn terminal(context: &CliContext) -> DoctorMsg {
    let named = |name: &str| env::var(name).unwrap_or_default();
    let word = |there: bool| {
        if there {
            DoctorMsg::IsTerminal
        } else {
            DoctorMsg::IsNotTerminal
        }
        .say(context.lang)
    };
    let size =
        rustix::termios::tcgetwinsize(stdout()).map_or(DoctorMsg::NoSize, |size| DoctorMsg::Size {
            columns: size.ws_col.into(),
            rows: size.ws_row.into(),
        });
    DoctorMsg::Terminal {
        term: named("TERM"),
        locale: named("LANG"),
        stdin: word(stdin().is_terminal()),
        stdout: word(stdout().is_terminal()),
        size: size.say(context.lang),
    }
}
