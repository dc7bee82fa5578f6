//! What a paste into a field costs beside one of a tenth of the length, and beside typing one
//! character: a paste goes in as a whole, so its cost grows with what the field has room for and
//! not with its square. `cargo bench --bench paste`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that prints, and may fail"
)]

#[path = "../tests/support/mod.rs"]
mod support;

use std::time::{Duration, Instant};

use support::Harness;
use taizhang::i18n::Lang;
use taizhang::tui::terminal::input::{Code, Input};

/// How often each is done; the quickest counts.
const TIMES: usize = 15;

/// The least time that an input takes in the name of a new library.
fn least(h: &mut Harness, input: &Input) -> Duration {
    let timed = (0..TIMES).map(|_| {
        h.ctrl('u');
        let begun = Instant::now();
        h.flow(input);
        let _ = h.screen();
        begun.elapsed()
    });
    timed.min().unwrap_or_default()
}

fn main() {
    let mut h = Harness::new(Lang::Zh);
    h.keys(&[Code::Right, Code::Enter, Code::F(4)]);
    let typed = least(&mut h, &Input::Text("长".into()));
    println!("one character typed and drawn: 1");
    for length in [100, 6_000, 60_000, 1_000_000] {
        let pasted = least(&mut h, &Input::Paste("长".repeat(length)));
        println!(
            "a paste of {length} characters: {:.1} of that",
            pasted.as_secs_f64() / typed.as_secs_f64()
        );
    }
}
