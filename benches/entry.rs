//! What it costs to type twenty facilities: keys for each character of the data, and bytes to the
//! terminal for each key. The real program in a real pseudo-terminal, by the quickest way it
//! offers. `cargo bench --bench entry`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

#[path = "entry/facilities.rs"]
mod facilities;
#[path = "../tests/terminal/rig.rs"]
mod rig;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use rig::{Answers, Rig};
use taizhang::domain::policy::check::requirement_of;
use taizhang::domain::policy::{Kind, Pack};
use taizhang::domain::record::Facility;
use taizhang::domain::value::{Field, FieldType, Required};
use taizhang::store::Store;

const TOWN: &str = "331122101";
const ENTER: &str = "\r";
const UP: &str = "\x1b[A";
const PAGE_DOWN: &str = "\x1b[6~";
const RIGHT: &str = "\x1b[C";
const ESC: &str = "\x1b";
const F2: &str = "\x1bOQ";
const F4: &str = "\x1bOS";
const F9: &str = "\x1b[20~";
const COPY: &str = "F9, the value of the record before";
/// Fields of a page at 80 by 24.
const PAGE: usize = 13;
/// A frame is over when nothing came for so long.
const QUIET: Duration = Duration::from_millis(4);
/// A key that draws nothing is done after so long.
const SILENT: Duration = Duration::from_millis(40);

/// What keys were for.
#[derive(Default)]
struct Count {
    /// Characters of the data; a choice counts as one.
    characters: usize,
    /// Fields that hold something the clerk put there.
    fields: usize,
    /// Keys by what they were for.
    keys: BTreeMap<&'static str, usize>,
    /// The keys that went past a field that stays as it is, by field.
    passed: BTreeMap<String, usize>,
    /// Characters that the key for the value before saved.
    copied: usize,
    /// Bytes to the terminal, one entry a key.
    bytes: Vec<usize>,
}

/// The keyboard: presses one key at a time and waits for what it draws.
struct Keyboard {
    rig: Rig,
    count: Count,
}

impl Keyboard {
    fn press(&mut self, key: &str, purpose: &'static str) {
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
        self.count.bytes.push(seen - before);
        *self.count.keys.entry(purpose).or_default() += 1;
    }

    /// Goes from one field to another by the fewest keys; Enter passes over what is in `skipped`.
    fn go(&mut self, kind: &Kind, skipped: &[bool], from: usize, to: usize) {
        let stops = |from: usize, to: usize| (from + 1..=to).filter(|at| !skipped[*at]).count();
        let paged = (from + PAGE).min(kind.fields.len() - 1);
        let from_page = if paged > to {
            paged - to
        } else {
            stops(paged, to)
        };
        if to <= from || stops(from, to) <= 1 + from_page {
            for at in (from..to).filter(|at| *at == from || !skipped[*at]) {
                let is_past = at != from;
                self.press(
                    ENTER,
                    if is_past {
                        "to pass an empty field"
                    } else {
                        "to go on to the next field"
                    },
                );
                if is_past {
                    *self
                        .count
                        .passed
                        .entry(kind.fields[at].label.zh.clone())
                        .or_default() += 1;
                }
            }
            return;
        }
        self.press(PAGE_DOWN, "to go on to the next field");
        for _ in 0..from_page {
            self.press(
                if paged > to { UP } else { ENTER },
                "to pass an empty field",
            );
        }
    }
}

/// The fields that the form does not ask for, given what the record will hold.
fn skipped(kind: &Kind, data: &facilities::Data) -> Vec<bool> {
    let value = |field: &Field| {
        Some((
            field.code.clone(),
            field.parse(data.get(field.code.as_str())?).ok()??,
        ))
    };
    let (id, place) = (uuid::Uuid::nil(), TOWN.to_owned());
    let values = kind.fields.iter().filter_map(value).collect();
    let facility = Facility {
        id,
        kind: kind.code.clone(),
        place,
        values,
    };
    let not_asked = |field: &Field| {
        let asked = requirement_of(field, &facility, chrono::Local::now().date_naive());
        !field.required_when.is_empty()
            && asked == Required::No
            && !data.contains_key(field.code.as_str())
    };
    kind.fields.iter().map(not_asked).collect()
}

/// The key or keys for a value.
fn keys_of(field: &Field, value: &str) -> String {
    let choices = field.choices();
    let digits_are_codes = choices
        .iter()
        .any(|choice| choice.code.parse::<u8>().is_ok());
    match &field.holds {
        FieldType::Choice(_) if digits_are_codes => value.to_owned(),
        FieldType::Choice(_) => (choices
            .iter()
            .position(|choice| choice.code == value)
            .unwrap()
            + 1)
        .to_string(),
        _ => value.to_owned(),
    }
}

/// What stands in the field before anybody types.
fn stands_already(field: &Field, value: &str) -> bool {
    field.default.as_deref() == Some(value)
}

fn type_facility(
    keyboard: &mut Keyboard,
    kind: &Kind,
    data: &facilities::Data,
    before: Option<&facilities::Data>,
) {
    let skipped = skipped(kind, data);
    let mut at = 0;
    for (to, field) in kind.fields.iter().enumerate() {
        let Some(value) = data
            .get(field.code.as_str())
            .filter(|value| !stands_already(field, value))
        else {
            continue;
        };
        keyboard.go(kind, &skipped, at, to);
        at = to;
        let typed = keys_of(field, value);
        keyboard.count.characters += typed.chars().count();
        keyboard.count.fields += 1;
        if before.and_then(|before| before.get(field.code.as_str())) == Some(value)
            && typed.chars().count() > 1
        {
            keyboard.press(F9, COPY);
            keyboard.count.copied += typed.chars().count();
            continue;
        }
        for c in typed.chars() {
            keyboard.press(&c.to_string(), "characters");
        }
    }
    keyboard.press(F2, "to save");
    while keyboard.rig.screen().contains("有疑问，请按数字选理由") {
        keyboard.press("1", "to say why a doubtful value stands");
    }
    keyboard
        .rig
        .await_screen(&format!("已保存：{}", data["name"]));
}

fn check(store: &Store, kind: &Kind, wanted: &[facilities::Data]) {
    let kept = store.facilities(kind, TOWN).unwrap();
    assert_eq!(kept.len(), wanted.len());
    for data in wanted {
        let found: &Facility = kept
            .iter()
            .find(|facility| facility.name() == data["name"])
            .unwrap();
        for (code, value) in data {
            let field = kind.field(code).unwrap();
            let wanted = field.parse(value).unwrap();
            assert_eq!(
                found.values.get(*code),
                wanted.as_ref(),
                "{code} of {}",
                found.name()
            );
        }
    }
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
    rig.await_screen("设施达标情况");
    Keyboard {
        rig,
        count: Count::default(),
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let pack = Pack::read(include_str!("../seeds/lishui-2022-72.toml")).unwrap();
    let mut keyboard = start(folder.path());
    for (at, requirement) in pack.requirements.iter().enumerate() {
        let kind = pack.kind(&requirement.kind).unwrap();
        let all = facilities::of(&kind.code);
        if at > 0 {
            keyboard.press(RIGHT, "to get to the form");
        }
        keyboard.press(ENTER, "to get to the form");
        keyboard.press(F4, "to get to the form");
        for (n, data) in all.iter().enumerate() {
            type_facility(
                &mut keyboard,
                kind,
                data,
                n.checked_sub(1).map(|before| &all[before]),
            );
        }
        keyboard.press(ESC, "to get to the form");
        assert!(
            keyboard
                .rig
                .comes_to_show(|screen| !screen.contains("/29 项"))
        );
        keyboard.press(ESC, "to get to the form");
        keyboard.rig.await_screen("设施达标情况");
    }
    keyboard.rig.leave();
    let store = Store::open(&folder.path().join("taizhang.db")).unwrap();
    for kind in &pack.kinds {
        check(&store, kind, &facilities::of(&kind.code));
    }
    print(keyboard.count);
}

#[allow(clippy::cast_precision_loss, reason = "figures of four digits")]
fn print(mut count: Count) {
    let keys: usize = count.keys.values().sum();
    let (data, fields) = (count.characters, count.fields);
    let pays = data as f64 * 1.15 + fields as f64;
    println!("20 facilities: {data} characters of data in {fields} fields");
    println!("keys: {keys}, of which");
    let copies = count.keys.get(COPY).copied().unwrap_or_default();
    let mut purposes: Vec<_> = count.keys.into_iter().collect();
    purposes.sort_by_key(|(_, keys)| std::cmp::Reverse(*keys));
    for (purpose, keys) in purposes {
        println!("  {keys:5}  {purpose}");
    }
    println!(
        "keys for each character, beyond one for each field: {:.3}",
        (keys - fields) as f64 / data as f64
    );
    let without_copies = keys + count.copied - copies;
    println!(
        "the same without F9: {:.3}",
        (without_copies - fields) as f64 / data as f64
    );
    println!(
        "target: at most 1.15, which is {pays:.0} keys; measured {keys}, without F9 {without_copies}"
    );
    let mut passed: Vec<_> = count.passed.into_iter().collect();
    passed.sort_by_key(|(_, keys)| std::cmp::Reverse(*keys));
    println!(
        "fields passed one by one: {}",
        passed
            .iter()
            .map(|(field, n)| format!("{field} {n}"))
            .collect::<Vec<_>>()
            .join("  ")
    );
    count.bytes.sort_unstable();
    let at = |percent: usize| count.bytes[(count.bytes.len() - 1) * percent / 100];
    let mean = count.bytes.iter().sum::<usize>() as f64 / count.bytes.len() as f64;
    println!(
        "bytes to the terminal for each key: mean {mean:.0}, median {}, 95 % {}, most {}",
        at(50),
        at(95),
        at(100)
    );
}
