//! What the tests of the screens share: the real application on a ledger of its own, keys in,
//! screen out.

#![allow(clippy::unwrap_used, reason = "a test may fail")]
#![allow(dead_code, reason = "each test file uses a part of it")]

pub(crate) mod groups;
pub(crate) mod towns;
pub(crate) mod trail;
pub(crate) mod walked;

use chrono::NaiveDate;
use ratatui::layout::{Position, Rect};
use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, Save, Store};
use taizhang::tui::Selection;
use taizhang::tui::app::{App, Flow};
use taizhang::tui::look::{Look, Theme};
use taizhang::tui::terminal::input::{Code, Input, Key};
use taizhang::tui::terminal::probe::Ambiguous;
use taizhang::tui::{Person, Reviewing, Role, Start};
use tempfile::TempDir;
use uuid::Uuid;

/// The day every test lives in.
pub(crate) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 6, 30).unwrap()
}

/// The facility minimums of the Lishui pack, in format 1.
pub(crate) fn lishui() -> Pack {
    Pack::read(include_str!("../packs/minimums.toml")).unwrap()
}

/// The places of `seeds/places.csv`.
pub(crate) fn places() -> Vec<Place> {
    let mut reader = csv::Reader::from_reader(include_str!("../../seeds/places.csv").as_bytes());
    let place = |row: csv::StringRecord| Place {
        code: row[0].to_owned(),
        name: row[1].to_owned(),
        level: row[2].to_owned(),
        parent: (!row[3].is_empty()).then(|| row[3].to_owned()),
    };
    reader.records().map(|row| place(row.unwrap())).collect()
}

/// An application that has done the work that it does before the first key.
fn settled(mut app: App) -> App {
    settle(&mut app);
    app
}

/// Does all the work that a screen does between keys.
fn settle(app: &mut App) {
    while app.is_at_work() {
        app.work();
    }
}

fn application(store: Store, lang: Lang, size: (u16, u16)) -> App {
    application_on(day(), store, lang, size)
}

fn application_of(role: Role, store: Store, lang: Lang, size: (u16, u16)) -> App {
    settled(unsettled(role, store, lang, size))
}

/// An application before any of the work that it does between keys.
fn unsettled(role: Role, store: Store, lang: Lang, size: (u16, u16)) -> App {
    let person = Person {
        name: "示例填报人".into(),
        role,
        works_on: taizhang::tui::WorksOn::Ledger,
    };
    let look = Look {
        lang,
        ambiguous: Ambiguous::Unknown,
        theme: Theme::Mono,
    };
    App::new(store, person, look, day(), size).unwrap()
}

/// The application as an inspector has it, before any work between keys.
fn inspection(store: Store, lang: Lang, size: (u16, u16), limits: &Limits) -> App {
    let inspector = Inspector::new(&store, "示例审核人", limits).unwrap();
    let since = inspector.visit().unwrap().unwrap_or_default();
    let role = Role::Inspector(Reviewing { inspector, since });
    let person = Person {
        name: "示例审核人".into(),
        role,
        works_on: taizhang::tui::WorksOn::Ledger,
    };
    let look = Look {
        lang,
        ambiguous: Ambiguous::Unknown,
        theme: Theme::Mono,
    };
    App::begin(store, person, look, day(), size, Start::Shortfalls).unwrap()
}

fn application_on(day: NaiveDate, store: Store, lang: Lang, size: (u16, u16)) -> App {
    let person = Person {
        name: "示例填报人".into(),
        role: Role::Admin,
        works_on: taizhang::tui::WorksOn::Ledger,
    };
    let look = Look {
        lang,
        ambiguous: Ambiguous::Unknown,
        theme: Theme::Mono,
    };
    settled(App::new(store, person, look, day, size).unwrap())
}

/// Counts the records anew that a test wrote past the program.
pub(crate) const RECOUNT: &str = "DELETE FROM record_count;
    INSERT INTO record_count (place, kind, state, complete, records)
    SELECT place, kind, state, complete, count(*) FROM record GROUP BY 1, 2, 3, 4
    UNION ALL SELECT '', kind, state, complete, count(*) FROM record GROUP BY 2, 3, 4;";

/// Saves these values in a facility on top of what it is now.
pub(crate) fn save_facility(store: &mut Store, id: Uuid, values: &[(&str, &str)]) {
    let fields = values
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).into()));
    let base = store.heads(id).unwrap();
    let save = Save {
        record: id,
        subject: Subject::Facility,
        base: &base,
        fields: fields.collect(),
        author: "示例填报人",
        reason: "",
    };
    store.write(|writer| writer.save(&save)).unwrap();
}

/// A running application.
pub(crate) struct Harness {
    pub(crate) folder: TempDir,
    pub(crate) app: App,
    pub(crate) size: (u16, u16),
}

impl Harness {
    pub(crate) fn new(lang: Lang) -> Self {
        Self::on(tempfile::tempdir().unwrap(), lang, (80, 24))
    }

    /// The application on the ledger of a folder.
    pub(crate) fn on(folder: TempDir, lang: Lang, size: (u16, u16)) -> Self {
        let path = folder.path().join("taizhang.db");
        let store = if path.exists() {
            Store::open(&path)
        } else {
            Store::create(&path, &places(), &[lishui()], "示例管理员")
        };
        let app = application(store.unwrap(), lang, size);
        Self { folder, app, size }
    }

    /// Ends the application as a lost connection does, and starts another one on the same ledger.
    pub(crate) fn start_again(self, lang: Lang) -> Self {
        drop(self.app);
        Self::on(self.folder, lang, self.size)
    }

    /// This session moved to the ledger of another one, as a second clerk.
    pub(crate) fn app_on(mut self, other: &Self) -> Self {
        self.app = application(other.store(), self.app.lang(), self.size);
        self
    }

    /// This session on a ledger that was opened with other rights.
    pub(crate) fn with_store(mut self, store: Store) -> Self {
        self.app = application(store, self.app.lang(), self.size);
        self
    }

    /// The same, before any of the work that its first screen does between keys.
    pub(crate) fn begun_with_store(mut self, store: Store) -> Self {
        self.app = unsettled(Role::Admin, store, self.app.lang(), self.size);
        self
    }

    /// This session on a ledger that was opened with other rights, on another day.
    pub(crate) fn with_store_on(mut self, store: Store, day: NaiveDate) -> Self {
        self.app = application_on(day, store, self.app.lang(), self.size);
        self
    }

    /// This session on another day.
    pub(crate) fn on_day(mut self, day: NaiveDate) -> Self {
        self.app = application_on(day, self.store(), self.app.lang(), self.size);
        self
    }

    pub(crate) fn paste(&mut self, pasted: &str) -> &mut Self {
        self.flow(&Input::Paste(pasted.into()));
        self
    }

    /// An inspector's session on this ledger, beside the one that is there.
    pub(crate) fn review(&self) -> Self {
        self.review_within(&Limits::default())
    }

    /// The same, of an inspector who may judge only some places or kinds.
    pub(crate) fn review_within(&self, limits: &Limits) -> Self {
        let ledger = self.folder.path().join("taizhang.db");
        self.review_with(Store::open_for_review(&ledger).unwrap(), limits)
    }

    /// The same, on a ledger that was opened for it.
    pub(crate) fn review_with(&self, store: Store, limits: &Limits) -> Self {
        let mut h = self.review_begun(store, limits);
        settle(&mut h.app);
        h
    }

    /// The same, before any of the work that its first screen does between keys.
    pub(crate) fn review_begun(&self, store: Store, limits: &Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let app = inspection(store, self.app.lang(), self.size, limits);
        Self {
            folder,
            app,
            size: self.size,
        }
    }

    /// A session of second entries on this ledger; it may change only the `towns`, or all where
    /// none is named.
    pub(crate) fn verifying(mut self, name: &str, towns: &[&str], selection: Selection) -> Self {
        let mut store = self.store();
        if !towns.is_empty() {
            store.restrict_to(towns.iter().map(|town| (*town).to_owned()).collect());
        }
        let person = Person {
            name: name.into(),
            role: Role::Clerk,
            works_on: taizhang::tui::WorksOn::Ledger,
        };
        let look = Look {
            lang: self.app.lang(),
            ambiguous: Ambiguous::Unknown,
            theme: Theme::Mono,
        };
        self.app = App::begin(
            store,
            person,
            look,
            day(),
            self.size,
            Start::Verify(selection),
        )
        .unwrap();
        self
    }

    /// This session under another name.
    pub(crate) fn named(mut self, name: &str) -> Self {
        let person = Person {
            name: name.into(),
            role: Role::Clerk,
            works_on: taizhang::tui::WorksOn::Ledger,
        };
        let look = Look {
            lang: self.app.lang(),
            ambiguous: Ambiguous::Unknown,
            theme: Theme::Mono,
        };
        self.app = settled(App::new(self.store(), person, look, day(), self.size).unwrap());
        self
    }

    /// This session as a clerk's.
    pub(crate) fn of_a_clerk(mut self) -> Self {
        self.app = application_of(Role::Clerk, self.store(), self.app.lang(), self.size);
        self
    }

    /// A session beside this one, on a ledger that was opened with other rights.
    pub(crate) fn beside(&self, role: Role, store: Store) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            app: application_of(role, store, self.app.lang(), self.size),
            size: self.size,
        }
    }

    /// A second connection to the ledger.
    pub(crate) fn store(&self) -> Store {
        Store::open(&self.folder.path().join("taizhang.db")).unwrap()
    }

    pub(crate) fn key(&mut self, code: Code) -> &mut Self {
        self.flow(&Input::Key(Key::plain(code)));
        self
    }

    pub(crate) fn keys(&mut self, codes: &[Code]) -> &mut Self {
        for code in codes {
            self.key(*code);
        }
        self
    }

    pub(crate) fn ctrl(&mut self, letter: char) -> &mut Self {
        self.flow(&Input::Key(Key::ctrl(Code::Char(letter))));
        self
    }

    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        self.flow(&Input::Text(text.into()));
        self
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.size = (columns, rows);
        self.flow(&Input::Resize(columns, rows));
        self
    }

    /// Takes an input, and does all the work that the screen does before the next one.
    pub(crate) fn flow(&mut self, input: &Input) -> Flow {
        let flow = self.app.update(input);
        settle(&mut self.app);
        flow
    }

    pub(crate) fn screen(&self) -> String {
        self.app
            .screen_text(Rect::new(0, 0, self.size.0, self.size.1))
            .0
    }

    pub(crate) fn cursor(&self) -> Option<Position> {
        self.app
            .screen_text(Rect::new(0, 0, self.size.0, self.size.1))
            .1
    }
}
