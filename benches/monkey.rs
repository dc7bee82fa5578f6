//! What keys cost, whatever they are: a random walk over the screens of a clerk, of the clerk of a
//! town and of an inspector, the same for the same seed. Each key is measured with the frame that it
//! draws, and each part of the work that a screen does between keys, in time of the processor and in
//! steps of SQLite. `cargo bench --bench monkey`; `TOWNS=3,173,1370,41352` names the sizes, `KEYS` how
//! many keys, `SEED` another walk. `LEDGER=FILE` walks over a copy of a ledger instead.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

#[path = "scale/country.rs"]
mod country;
#[path = "../tests/support/dice.rs"]
mod dice;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use std::{env, fs, thread};

use country::{Files, town};
use dice::Dice;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, Store};
use taizhang::tui::app::{App, Flow};
use taizhang::tui::look::{Look, Theme};
use taizhang::tui::terminal::input::{Code, Input, Key};
use taizhang::tui::terminal::probe::Ambiguous;
use taizhang::tui::{Person, Reviewing, Role, Start, WorksOn};

const SCREEN: Rect = Rect::new(0, 0, 80, 24);
/// What a key may cost in a ledger of any size.
const BUDGET: Duration = Duration::from_millis(20);
/// Keys between two starts, unless one leaves the program before.
const KEYS_OF_A_SESSION: usize = 250;
/// The most parts of work that are waited for.
const MOST_PARTS: usize = 20_000;
/// How many of the dearest are listed.
const LISTED: usize = 12;

/// Who sits there.
#[derive(Clone, Copy, Debug)]
enum Who {
    Clerk,
    ClerkOfATown,
    Inspector,
}

const EVERYBODY: [Who; 3] = [Who::Clerk, Who::ClerkOfATown, Who::Inspector];

/// What something cost, and what it was.
struct Cost {
    cpu: Duration,
    steps: u64,
    what: String,
}

/// Returns the time of the processor that this thread took.
fn cpu() -> Duration {
    // The kernel adds up what a thread took whenever it looks at it: giving way makes it look.
    thread::yield_now();
    let told = fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let nanoseconds = told.split_whitespace().next().unwrap();
    Duration::from_nanos(nanoseconds.parse().unwrap())
}

/// A session, and what its keys cost.
struct Walk<'a> {
    ledger: &'a Path,
    dice: Dice,
    towns: usize,
    keys: Vec<Cost>,
    parts: Vec<Cost>,
    starts: Vec<Cost>,
}

impl Walk<'_> {
    fn take(&mut self, count: usize) {
        let mut taken = 0;
        for at in 0.. {
            let who = EVERYBODY[at % EVERYBODY.len()];
            let (mut app, steps) = self.start(who);
            for _ in 0..KEYS_OF_A_SESSION {
                if taken == count {
                    return;
                }
                taken += 1;
                let input = self.some_input();
                if !self.press(&mut app, (&steps, who), &input) {
                    break;
                }
            }
        }
    }

    fn start(&mut self, who: Who) -> (App, Arc<AtomicU64>) {
        let before = cpu();
        let mut store = match who {
            Who::Inspector => Store::open_for_review(self.ledger).unwrap(),
            _ => Store::open(self.ledger).unwrap(),
        };
        let steps = store.count_steps().unwrap();
        let (name, role, start) = match who {
            Who::Clerk => ("示例填报人", Role::Clerk, Start::Matrix),
            Who::ClerkOfATown => {
                store.restrict_to(vec![town(self.dice.roll(self.towns))]);
                ("示例镇填报人", Role::Clerk, Start::Matrix)
            }
            Who::Inspector => {
                let inspector = Inspector::new(&store, "示例审核人", &Limits::default()).unwrap();
                let since = inspector.visit().unwrap().unwrap_or_default();
                let role = Role::Inspector(Reviewing { inspector, since });
                ("示例审核人", role, Start::Shortfalls)
            }
        };
        let person = Person {
            name: name.into(),
            role,
            works_on: WorksOn::Ledger,
        };
        let look = Look {
            lang: Lang::Zh,
            ambiguous: Ambiguous::Narrow,
            theme: Theme::Mono,
        };
        let (day, size) = (store.today(), (SCREEN.width, SCREEN.height));
        let app = App::begin(store, person, look, day, size, start).unwrap();
        draw(&app);
        self.starts.push(Cost {
            cpu: cpu().saturating_sub(before),
            steps: steps.load(Ordering::Relaxed),
            what: format!("{who:?}"),
        });
        (app, steps)
    }

    /// Presses a key, and waits for all the work that it began or for some of it. Returns whether
    /// the program goes on.
    fn press(&mut self, app: &mut App, (steps, who): (&AtomicU64, Who), input: &Input) -> bool {
        let what = format!("{who:?}, {}: {}", title(app), name(input));
        let mut flow = Flow::Go;
        let cost = measured(steps, &what, || {
            flow = app.update(input);
            draw(app);
        });
        self.keys.push(cost);
        let most = if self.dice.is_one_in(3) {
            MOST_PARTS
        } else {
            self.dice.roll(5)
        };
        for _ in 0..most {
            if !app.is_at_work() {
                break;
            }
            self.parts.push(measured(steps, &what, || {
                if app.work() {
                    draw(app);
                }
            }));
        }
        !matches!(flow, Flow::Leave)
    }

    fn some_input(&mut self) -> Input {
        let codes = [
            Code::Enter,
            Code::Enter,
            Code::Enter,
            Code::Enter,
            Code::Esc,
            Code::Esc,
            Code::Up,
            Code::Down,
            Code::Left,
            Code::Right,
            Code::Home,
            Code::End,
            Code::PageUp,
            Code::PageDown,
            Code::Tab,
            Code::BackTab,
            Code::Insert,
            Code::Delete,
            Code::Backspace,
        ];
        // Those that leave the program or open background tasks are left out.
        let letters = ['e', 'k', 'r', 't', 'u', 'w', 'x', 'y', 'n', 'd', 'p'];
        let texts = [
            "1",
            "2",
            "9",
            "129",
            "0.5",
            "示",
            "示例",
            "示例馆",
            "s",
            "sl",
            "镇",
            "绿道4",
            "D0",
            "900",
            "2024",
            "是",
        ];
        match self.dice.roll(16) {
            0..=7 => Input::Key(Key::plain(self.dice.pick(&codes))),
            8..=11 => Input::Key(Key::plain(Code::F(
                self.dice.pick(&[1, 2, 3, 4, 6, 7, 8, 9]),
            ))),
            12 => Input::Key(Key::ctrl(Code::Char(self.dice.pick(&letters)))),
            _ => Input::Text(self.dice.pick(&texts).into()),
        }
    }
}

fn draw(app: &App) {
    let mut buffer = Buffer::empty(SCREEN);
    let _ = app.view(&mut buffer);
}

/// Returns the beginning of what stands in the title.
fn title(app: &App) -> String {
    let (text, _) = app.screen_text(SCREEN);
    let line = text.lines().next().unwrap_or_default();
    let words = line.split_whitespace().skip(1).take(3);
    words.collect::<Vec<_>>().join(" ")
}

fn name(input: &Input) -> String {
    match input {
        Input::Key(key) if key.ctrl => format!("Ctrl {:?}", key.code),
        Input::Key(key) => format!("{:?}", key.code),
        other => format!("{other:?}"),
    }
}

fn measured(steps: &AtomicU64, what: &str, work: impl FnOnce()) -> Cost {
    let (begun, before) = (cpu(), steps.load(Ordering::Relaxed));
    work();
    Cost {
        cpu: cpu().saturating_sub(begun),
        steps: steps.load(Ordering::Relaxed) - before,
        what: what.to_owned(),
    }
}

fn milliseconds(cpu: Duration) -> String {
    format!("{:.2} ms", cpu.as_secs_f64() * 1000.0)
}

fn print(what: &str, mut costs: Vec<Cost>) {
    if costs.is_empty() {
        return;
    }
    costs.sort_by_key(|cost| cost.cpu);
    let at = |percent: usize| milliseconds(costs[(costs.len() - 1) * percent / 100].cpu);
    let over = costs.iter().filter(|cost| cost.cpu > BUDGET).count();
    println!(
        "  {} {what}: median {}, 99 % {}, worst {}; {over} over {}",
        costs.len(),
        at(50),
        at(99),
        at(100),
        milliseconds(BUDGET)
    );
    let mut listed: Vec<&str> = Vec::new();
    for cost in costs.iter().rev() {
        if listed.len() < LISTED && !listed.contains(&cost.what.as_str()) {
            listed.push(&cost.what);
            let (cpu, steps) = (milliseconds(cost.cpu), cost.steps);
            println!("    {cpu:>11} {steps:>10} steps  {}", cost.what);
        }
    }
}

fn number(name: &str) -> Option<usize> {
    env::var(name).ok()?.parse().ok()
}

fn walk(ledger: &Path, towns: usize) {
    let mut walk = Walk {
        ledger,
        dice: Dice::of(number("SEED").unwrap_or(1) as u64),
        towns,
        keys: Vec::new(),
        parts: Vec::new(),
        starts: Vec::new(),
    };
    walk.take(number("KEYS").unwrap_or(3000));
    print("starts", walk.starts);
    print("keys", walk.keys);
    print("parts of work between keys", walk.parts);
}

fn main() {
    if let Ok(ledger) = env::var("LEDGER") {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("taizhang.db");
        fs::copy(&ledger, &copy).unwrap();
        println!("{ledger}");
        walk(&copy, number("TOWNS").unwrap_or(3));
        return;
    }
    let sizes = env::var("TOWNS").unwrap_or_else(|_| "3,173".to_owned());
    for towns in sizes.split(',') {
        let towns = towns.trim().parse().unwrap();
        let files = Files::make(towns);
        files.init("taizhang.db");
        files.import("taizhang.db");
        println!("{towns} towns, {} facilities", files.rows);
        walk(&files.at("taizhang.db"), towns);
    }
}
