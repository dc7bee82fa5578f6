//! What it costs to type facilities: keys for each character of the data, and bytes to the terminal
//! for each key. The real program in a real pseudo-terminal. How keys are counted stands in
//! `entry/keys.rs`; the test `keystrokes` holds the figure of the short sheet. `cargo bench --bench
//! entry`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

#[path = "entry/facilities.rs"]
mod facilities;
#[path = "entry/keys.rs"]
mod keys;
#[path = "../tests/terminal/rig.rs"]
mod rig;
#[path = "entry/short.rs"]
mod short;

use std::path::Path;
use std::time::{Duration, Instant};

use keys::{Count, Data, Press, Route};
use portable_pty::CommandBuilder;
use rig::{Answers, Rig};
use taizhang::domain::place::Place;
use taizhang::domain::policy::{Kind, Pack};
use taizhang::store::Store;

const TOWN: &str = "331122101";
const ENTER: &str = "\r";
const UP: &str = "\x1b[A";
const RIGHT: &str = "\x1b[C";
const ESC: &str = "\x1b";
const F2: &str = "\x1bOQ";
const F4: &str = "\x1bOS";
/// What the question about a doubtful value is called.
const DOUBT: &str = "为何仍填此值";
/// What it says where only words answer it, and such words.
const IN_WORDS: &str = "须说明";
const WORDS: &str = "示例说明";
/// A frame is over when nothing came for so long.
const QUIET: Duration = Duration::from_millis(4);
/// A key that draws nothing is done after so long.
const SILENT: Duration = Duration::from_millis(40);

/// The keyboard: presses one key at a time and waits for what it draws.
struct Keyboard {
    rig: Rig,
    /// Bytes to the terminal, one entry a key.
    bytes: Vec<usize>,
}

impl Keyboard {
    fn press(&mut self, key: &str) {
        let before = self.rig.received();
        self.rig.send(key);
        let pressed = Instant::now();
        let (mut seen, mut changed) = (before, pressed);
        while changed.elapsed() < if seen == before { SILENT } else { QUIET } {
            std::thread::sleep(Duration::from_micros(300));
            let now = self.rig.received();
            if now != seen {
                (seen, changed) = (now, Instant::now());
            }
        }
        self.bytes.push(seen - before);
    }

    fn type_facility(&mut self, route: &Route, data: &Data, count: &mut Count) {
        for press in route.keys(data, count) {
            match press {
                Press::Character(c) => self.press(&c.to_string()),
                Press::Enter => self.press(ENTER),
                Press::Tab => self.press("\t"),
                Press::Up => self.press(UP),
                Press::Save => self.press(F2),
            }
        }
        let mut doubts = 0;
        while self.rig.screen().contains(DOUBT) {
            doubts += 1;
            assert!(doubts < 10, "{}", self.rig.screen());
            if self.rig.screen().contains(IN_WORDS) {
                let words = WORDS.chars().map(|c| c.to_string());
                for key in words.chain([ENTER.to_owned()]) {
                    self.press(&key);
                    count.keys += 1;
                }
                continue;
            }
            self.press("1");
            count.keys += 1;
        }
        self.rig.await_screen(&format!("已保存：{}", data["name"]));
    }
}

fn check(store: &Store, kind: &Kind, route: &Route, wanted: &[Data]) {
    let kept = store.facilities(kind, TOWN).unwrap();
    for data in wanted {
        let mut found = kept.iter().filter(|kept| kept.name() == data["name"]);
        let found = found.next().unwrap();
        for (code, value) in data {
            let wanted = kind
                .field(code)
                .unwrap()
                .parse(&route.value(value))
                .unwrap();
            assert_eq!(
                found.values.get(*code),
                wanted.as_ref(),
                "{code} of {}",
                found.name()
            );
        }
    }
}

/// The places of `seeds/places.csv`.
fn places() -> Vec<Place> {
    let mut reader = csv::Reader::from_reader(include_str!("../seeds/places.csv").as_bytes());
    let place = |row: csv::StringRecord| Place {
        code: row[0].to_owned(),
        name: row[1].to_owned(),
        level: row[2].to_owned(),
        parent: (!row[3].is_empty()).then(|| row[3].to_owned()),
    };
    reader.records().map(|row| place(row.unwrap())).collect()
}

fn start(folder: &Path) -> Keyboard {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_taizhang"));
    command.cwd(folder);
    for (name, value) in [
        ("TERM", "xterm-256color"),
        ("LANG", "zh_CN.UTF-8"),
        ("USER", "示例填报人"),
    ] {
        command.env(name, value);
    }
    let rig = Rig::run(Answers::Truly, command);
    rig.await_screen("台账  达标情况");
    Keyboard {
        rig,
        bytes: Vec::new(),
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let pack = Pack::read(include_str!("../tests/packs/minimums.toml")).unwrap();
    let store = Store::create(&path, &places(), std::slice::from_ref(&pack), "示例管理员").unwrap();
    let today = store.today();
    drop(store);
    let mut keyboard = start(folder.path());
    let (mut long, mut short) = (Count::default(), Count::default());
    for (at, requirement) in pack.requirements.iter().enumerate() {
        let kind = pack.kind(&requirement.kind).unwrap();
        let route = Route::new(&pack, kind, today);
        if at > 0 {
            keyboard.press(RIGHT);
        }
        keyboard.press(ENTER);
        keyboard.press(F4);
        for data in facilities::of(&kind.code) {
            keyboard.type_facility(&route, &data, &mut long);
        }
        if kind.code == "library" {
            for data in short::libraries() {
                keyboard.type_facility(&route, &data, &mut short);
            }
        }
        keyboard.press(ESC);
        assert!(
            keyboard
                .rig
                .comes_to_show(|screen| !screen.contains("/29 项"))
        );
        keyboard.press(ESC);
        keyboard.rig.await_screen("台账  达标情况");
    }
    keyboard.rig.leave();
    let store = Store::open(&path).unwrap();
    for kind in pack.kinds.iter() {
        let route = Route::new(&pack, kind, today);
        check(&store, kind, &route, &facilities::of(&kind.code));
        if kind.code == "library" {
            check(&store, kind, &route, &short::libraries());
        }
    }
    print("20 facilities with all that is in hand", &long);
    print("10 short facilities, at most 1.10", &short);
    print_bytes(keyboard.bytes);
}

fn print(what: &str, count: &Count) {
    let Count {
        keys,
        characters,
        fields,
    } = count;
    println!("{what}: {keys} keys for {characters} characters in {fields} fields");
    println!(
        "  keys for each character, beyond one for each field: {:.3}",
        count.per_character()
    );
}

#[allow(clippy::cast_precision_loss, reason = "figures of four digits")]
fn print_bytes(mut bytes: Vec<usize>) {
    bytes.sort_unstable();
    let at = |percent: usize| bytes[(bytes.len() - 1) * percent / 100];
    let mean = bytes.iter().sum::<usize>() as f64 / bytes.len() as f64;
    println!(
        "bytes to the terminal for each key: mean {mean:.0}, median {}, 95 % {}, most {}",
        at(50),
        at(95),
        at(100)
    );
}
