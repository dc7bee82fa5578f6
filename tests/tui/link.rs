//! What the screens cost on a slow link, in bytes on the wire: 80 by 24, no colour.

use std::collections::BTreeMap;

use crate::support::Harness;
use ratatui::Terminal;
use ratatui::layout::Size;
use serde_json::Value as Json;
use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::i18n::Lang;
use taizhang::store::{Save, Store, StoreError, Writer};
use taizhang::tui::app::Flow;
use taizhang::tui::terminal::backend::FrameBackend;
use taizhang::tui::terminal::input::{Code, Input, Key};
use uuid::Uuid;

/// The budgets.
const PAGE: usize = 4096;
const KEY_ON_AVERAGE: usize = 400;
const KEY_IN_A_FORM: usize = 150;
/// Rows of a long list.
const MANY: usize = 500;
const TOWNS: usize = 130;
const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

/// A session and the wire to its terminal.
struct Line {
    session: Harness,
    terminal: Terminal<FrameBackend<Vec<u8>>>,
}

impl Line {
    fn new(session: Harness) -> Self {
        let terminal = Terminal::new(FrameBackend::new(Vec::new(), Size::new(80, 24))).unwrap();
        let mut line = Self { session, terminal };
        line.draw();
        line
    }

    /// Draws as the program does, and returns what that sent.
    fn draw(&mut self) -> usize {
        let before = self.terminal.backend().written();
        let app = &self.session.app;
        self.terminal
            .draw(|frame| {
                if let Some(position) = app.view(frame.buffer_mut()) {
                    frame.set_cursor_position(position);
                }
            })
            .unwrap();
        let after = self.terminal.backend().written();
        assert!(after.writes - before.writes <= 1, "a frame is one write");
        usize::try_from(after.bytes - before.bytes).unwrap()
    }

    fn input(&mut self, input: &Input) -> usize {
        assert_eq!(self.session.flow(input), Flow::Go);
        self.draw()
    }

    fn key(&mut self, code: Code) -> usize {
        self.input(&Input::Key(Key::plain(code)))
    }

    /// Goes down so many rows and returns the bytes of each.
    fn walk(&mut self, rows: usize) -> Vec<usize> {
        (0..rows).map(|_| self.key(Code::Down)).collect()
    }

    #[track_caller]
    fn shows(&self, words: &str) {
        assert!(
            self.session.screen().contains(words),
            "no {words:?} on\n{}",
            self.session.screen()
        );
    }
}

fn library(town: &str, at: usize) -> BTreeMap<String, Json> {
    let name = format!("示例图书馆{at}");
    let seats = (at % 150).to_string();
    let fields = [
        ("kind", "library"),
        ("place", town),
        ("name", &name),
        ("status", "existing"),
        ("library_type", "branch"),
        ("building_area_m2", "860"),
        ("reading_seats", &seats),
        ("address", "示例路1号"),
    ];
    fields
        .map(|(code, value)| (code.to_owned(), Json::from(value)))
        .into()
}

/// Many towns that fall short of every minimum, with five libraries each.
fn ledger(lang: Lang) -> Harness {
    let text = include_str!("../packs/minimums.toml");
    let scope = r#"places = ["331122101", "331121101", "331102100"]"#;
    assert!(text.contains(scope));
    let pack = Pack::read(&text.replace(scope, r#"level = "town""#)).unwrap();
    let place = |code: String, name: String, level: &str, parent: &str| Place {
        code,
        name,
        level: level.to_owned(),
        parent: Some(parent.to_owned()).filter(|parent| !parent.is_empty()),
    };
    let above = [
        place("1".into(), "示例市".into(), "city", ""),
        place("2".into(), "示例县".into(), "county", "1"),
    ];
    let towns: Vec<Place> = (0..TOWNS)
        .map(|at| {
            place(
                format!("{}", 200_000 + at),
                format!("示例第{at}镇"),
                "town",
                "2",
            )
        })
        .collect();
    let all: Vec<Place> = above.into_iter().chain(towns.iter().cloned()).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::create(
        &folder.path().join("taizhang.db"),
        &all,
        &[pack],
        "示例管理员",
    )
    .unwrap();
    let fill = |writer: &mut Writer| -> Result<(), StoreError> {
        for at in 0..MANY + 20 {
            let fields = library(&towns[at % TOWNS].code, at);
            let (record, subject) = (Uuid::now_v7(), Subject::Facility);
            writer.save(&Save {
                record,
                subject,
                base: &[],
                fields,
                author: "示例填报人",
                reason: "",
            })?;
        }
        Ok(())
    };
    store.write(fill).unwrap();
    drop(store);
    Harness::on(folder, lang, (80, 24))
}

/// Says what was measured and holds it against the budget.
#[track_caller]
fn hold(what: &str, bytes: &[usize], budget: usize) {
    let (sum, most) = (bytes.iter().sum::<usize>(), bytes.iter().max().unwrap());
    let average = sum / bytes.len();
    eprintln!(
        "{what}: {average} bytes a key on average, {most} at most, {} keys",
        bytes.len()
    );
    assert!(
        average <= budget,
        "{what}: {average} bytes on average are more than {budget}"
    );
}

/// The same for a budget that no key may pass.
#[track_caller]
fn hold_each(what: &str, bytes: &[usize], budget: usize) {
    let most = bytes.iter().max().unwrap();
    eprintln!("{what}: {most} bytes at most of {bytes:?}");
    assert!(
        *most <= budget,
        "{what}: {most} bytes are more than {budget}"
    );
}

#[test]
fn walking_down_the_shortfalls_and_turning_their_pages_is_cheap() {
    for lang in LANGS {
        let session = ledger(lang);
        let mut line = Line::new(session.review());
        hold(
            &format!("shortfalls, {lang:?}, row by row"),
            &line.walk(MANY),
            KEY_ON_AVERAGE,
        );
        let pages: Vec<usize> = [Code::PageUp; 10].map(|code| line.key(code)).into();
        hold_each(&format!("shortfalls, {lang:?}, page by page"), &pages, PAGE);
        assert_eq!(line.draw(), 0, "nothing happened");
    }
}

#[test]
fn walking_down_the_records_and_turning_their_pages_is_cheap() {
    for lang in LANGS {
        let session = ledger(lang);
        let mut line = Line::new(session.review());
        hold_each("records, opened", &[line.key(Code::F(2))], PAGE);
        // Every record of the ledger, in whatever state.
        line.key(Code::F(4));
        line.walk(4);
        hold_each(
            &format!("records, {lang:?}, filled"),
            &[line.key(Code::Enter)],
            PAGE,
        );
        line.shows(&(MANY + 20).to_string());
        hold(
            &format!("records, {lang:?}, row by row"),
            &line.walk(MANY),
            KEY_ON_AVERAGE,
        );
        let pages: Vec<usize> = [Code::PageUp; 10].map(|code| line.key(code)).into();
        hold_each(&format!("records, {lang:?}, page by page"), &pages, PAGE);
        assert_eq!(line.draw(), 0, "nothing happened");
        hold_each(
            &format!("a record, {lang:?}, opened"),
            &[line.key(Code::Home), line.key(Code::Enter)],
            PAGE,
        );
        hold(
            &format!("a record, {lang:?}, row by row"),
            &line.walk(28),
            KEY_ON_AVERAGE,
        );
        let pages = [
            Code::PageUp,
            Code::PageUp,
            Code::PageDown,
            Code::Enter,
            Code::Esc,
        ]
        .map(|code| line.key(code));
        hold_each(&format!("a record, {lang:?}, page by page"), &pages, PAGE);
    }
}

#[test]
fn a_key_in_a_form_is_one_small_write() {
    for lang in LANGS {
        let mut line = Line::new(ledger(lang));
        line.session.keys(&[Code::Right, Code::Enter, Code::F(4)]);
        line.draw();
        // The first character begins the record, and with it the verdict under the form.
        let begun = line.input(&Input::Text("示".into()));
        let mut keys: Vec<usize> = "例图书馆"
            .chars()
            .map(|c| line.input(&Input::Text(c.into())))
            .collect();
        let onwards = (0..5).map(|_| line.key(Code::Tab));
        let mut all: Vec<usize> = onwards.chain([begun]).collect();
        // One seat is doubtful, and two digits take the doubt away.
        all.extend(["1", "2"].map(|typed| line.input(&Input::Text(typed.into()))));
        keys.push(line.input(&Input::Text("9".into())));
        keys.extend([Code::Backspace, Code::Left, Code::Right].map(|code| line.key(code)));
        hold_each(
            &format!("a form, {lang:?}, key by key"),
            &keys,
            KEY_IN_A_FORM,
        );
        all.extend(keys);
        hold(
            &format!("a form, {lang:?}, with the keys that turn what stands under it"),
            &all,
            KEY_ON_AVERAGE,
        );
        assert_eq!(line.draw(), 0, "nothing happened");
    }
}
