//! What is offered to a role can be done by it: no hint, palette entry or help line leads to a
//! refusal that stands as long as the session lasts.

use std::sync::Arc;

use crate::support::{Harness, save_facility};
use chrono::{Days, NaiveDate, Utc};
use taizhang::cli;
use taizhang::i18n::{KeyOf, Lang, LedgerFault, LedgerRefusal, Say, ScreenMsg, set_key_names};
use taizhang::store::share::snapshot;
use taizhang::store::{Limits, Store};
use taizhang::tui::command::Command;
use taizhang::tui::terminal::input::{Code, Input};
use taizhang::tui::{Role, TaskFiles};
use uuid::Uuid;

/// Who sits at the screens, and on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Session {
    Admin,
    Clerk,
    ClerkOfAnotherTown,
    Inspector,
    OnSnapshot,
    OnPastDay,
}

const SESSIONS: [Session; 6] = [
    Session::Admin,
    Session::Clerk,
    Session::ClerkOfAnotherTown,
    Session::Inspector,
    Session::OnSnapshot,
    Session::OnPastDay,
];

/// A ledger with a library in 壶镇镇, and a snapshot of it.
fn ledger() -> Harness {
    let h = Harness::new(Lang::En);
    let mut store = h.store();
    let values = [
        ("kind", "library"),
        ("place", "331122101"),
        ("name", "示例图书馆"),
        ("status", "existing"),
        ("reading_seats", "96"),
    ];
    save_facility(&mut store, Uuid::now_v7(), &values);
    h
}

fn begin(session: Session, ledger: &Harness) -> Harness {
    let mut h = on(session, ledger);
    let files = match session {
        Session::Admin | Session::OnSnapshot => TaskFiles::Anywhere,
        _ => TaskFiles::None,
    };
    h.app.set_desk(cli::desk(files));
    h
}

fn on(session: Session, ledger: &Harness) -> Harness {
    match session {
        Session::Admin => ledger.beside(Role::Admin, ledger.store()),
        Session::Clerk => ledger.beside(Role::Clerk, ledger.store()),
        Session::ClerkOfAnotherTown => {
            let mut store = ledger.store();
            store.restrict_to(vec!["331121101".into()]);
            ledger.beside(Role::Clerk, store)
        }
        Session::Inspector => ledger.review_within(&Limits::default()),
        Session::OnSnapshot => {
            let path = ledger.folder.path().join("frozen.db");
            if !path.exists() {
                let ledger = ledger.folder.path().join("taizhang.db");
                snapshot::make(&ledger, &path, &Arc::default(), |_| {}).unwrap();
            }
            ledger.beside(Role::Admin, Store::open(&path).unwrap())
        }
        Session::OnPastDay => {
            ledger.beside(Role::Admin, ledger.store().as_of(yesterday()).unwrap())
        }
    }
}

fn yesterday() -> NaiveDate {
    Utc::now().date_naive() - Days::new(1)
}

/// The keys to the screens of a session from its first one.
fn paths(session: Session) -> Vec<Vec<Code>> {
    use Code::{Down, Enter, Esc, F, Insert, Right};
    let of_inspectors: &[&[Code]] = &[
        &[],
        &[F(2)],
        &[F(2), Enter],
        &[F(2), Enter, F(3)],
        &[Enter],
        &[Down, Enter],
        &[F(3)],
    ];
    let of_others: &[&[Code]] = &[
        &[],
        &[Enter],
        &[Right, Enter],
        &[Right, Enter, Enter],
        &[Right, Enter, F(2)],
        &[Right, Enter, F(6)],
        &[F(2)],
        &[F(2), Enter],
        &[F(4)],
        &[F(4), Enter],
        &[F(9)],
        &[Insert],
        &[Esc],
    ];
    let chosen = if session == Session::Inspector {
        of_inspectors
    } else {
        of_others
    };
    chosen.iter().map(|keys| keys.to_vec()).collect()
}

fn refusals() -> Vec<String> {
    let on = yesterday().to_string();
    let said: [String; 6] = [
        ScreenMsg::ReadOnlyPlace.say(Lang::En),
        ScreenMsg::OnlyInspectors.say(Lang::En),
        ScreenMsg::AdminOnly.say(Lang::En),
        LedgerRefusal::OnlyReviews.say(Lang::En),
        LedgerFault::Snapshot.say(Lang::En),
        LedgerRefusal::AsOfDay { on }.say(Lang::En),
    ];
    // The message line cuts what is too long.
    said.map(|words| words.chars().take(40).collect()).into()
}

/// Names keys by their commands, so that a message tells what it names.
fn name_keys_by_commands() {
    set_key_names(|key| format!("[[{}]]", command_of(key)));
}

/// The name of the command of a key.
fn command_of(key: KeyOf) -> String {
    match key {
        KeyOf::FilterPlaces | KeyOf::FilterList => "Filter".to_owned(),
        key => format!("{key:?}"),
    }
}

/// Moves the cursor or the view, or does the same for everybody.
const fn is_of_everybody(command: Command) -> bool {
    matches!(
        command,
        Command::Up
            | Command::Down
            | Command::Left
            | Command::Right
            | Command::PageUp
            | Command::PageDown
            | Command::First
            | Command::Last
            | Command::Redraw
            | Command::Language
            | Command::Palette
            | Command::Help
            | Command::Leave
            | Command::Back
            // It works on its own thread.
            | Command::Snapshot
    )
}

#[test]
fn nothing_that_is_offered_ends_in_a_refusal_of_the_role() {
    name_keys_by_commands();
    let ledger = ledger();
    let refusals = refusals();
    let mut wrong = Vec::new();
    for session in SESSIONS {
        for path in paths(session) {
            let mut first = begin(session, &ledger);
            first.keys(&path);
            let title = first.screen().lines().next().unwrap_or_default().to_owned();
            let [offered, _] = first.app.commands();
            for definition in offered {
                let Some(key) = definition.keys.first() else {
                    continue;
                };
                if is_of_everybody(definition.command) {
                    continue;
                }
                let mut h = begin(session, &ledger);
                h.keys(&path);
                h.flow(&Input::Key(*key));
                let screen = h.screen();
                if refusals.iter().any(|words| screen.contains(words)) {
                    wrong.push(format!("{session:?} {title}: {:?}", definition.command));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_screen_and_no_help_names_a_key_that_the_role_never_has() {
    name_keys_by_commands();
    let ledger = ledger();
    let mut wrong = Vec::new();
    for session in SESSIONS {
        for path in paths(session) {
            let mut h = begin(session, &ledger);
            h.keys(&path);
            let title = h.screen().lines().next().unwrap_or_default().to_owned();
            let [_, withheld] = h.app.commands();
            let mut said = h.screen();
            h.resize(200, 120).key(Code::F(1));
            said.push_str(&h.screen());
            for definition in withheld {
                let name = format!("{:?}", definition.command);
                if said.contains(&format!("[[{name}]]")) {
                    wrong.push(format!("{session:?} {title}: {name}"));
                }
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
