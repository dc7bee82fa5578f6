//! Whatever keys come, in whatever order: nothing panics, the cursor stays inside, and the ledger
//! stays sound.

use crate::support::Harness;
use proptest::prelude::*;
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, Returning};
use taizhang::tui::Selection;
use taizhang::tui::app::Flow;
use taizhang::tui::terminal::input::{Code, Input, Key};

/// Keys as a cat would press them, texts as an input method would commit them.
fn some_input() -> impl Strategy<Value = Input> {
    let codes = vec![
        Code::Enter,
        Code::Tab,
        Code::BackTab,
        Code::Esc,
        Code::Up,
        Code::Down,
        Code::Left,
        Code::Right,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
        Code::Insert,
        Code::Delete,
        Code::Backspace,
    ];
    let texts = vec![
        "1",
        "2",
        "129",
        "１３０",
        "3亩",
        "示例馆",
        "hz",
        "。",
        "-",
        "是",
        "\u{202e}",
        "a\tb\nc",
        "👩‍⚕️",
        "城市书房",
    ];
    prop_oneof![
        6 => prop::sample::select(codes).prop_map(|code| Input::Key(Key::plain(code))),
        3 => (1_u8..=9).prop_map(|number| Input::Key(Key::plain(Code::F(number)))),
        2 => prop::sample::select("cdefgklnoprstuxyz".chars().collect::<Vec<_>>())
            .prop_map(|letter| Input::Key(Key::ctrl(Code::Char(letter)))),
        4 => prop::sample::select(texts).prop_map(|text| Input::Text(text.into())),
        1 => (0_u16..90, 0_u16..30).prop_map(|(columns, rows)| Input::Resize(columns, rows)),
    ]
}

/// Forty in a plain run; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|cases| cases.parse().ok())
        .unwrap_or(40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn no_keys_in_any_order_do_harm(inputs in prop::collection::vec(some_input(), 1..120)) {
        press(&mut Harness::new(Lang::Zh), inputs)?;
    }

    #[test]
    fn no_keys_in_any_order_do_harm_to_a_second_entry(inputs in prop::collection::vec(some_input(), 1..120)) {
        let mut h = Harness::new(Lang::Zh);
        for seats in ["129", "130"] {
            h.keys(&[Code::Left, Code::Right, Code::Enter, Code::F(4)]).text(&format!("示例{seats}馆")).keys(&[Code::Tab; 3]);
            h.text("2").key(Code::Tab).text(seats).keys(&[Code::F(2), Code::F(2), Code::Esc, Code::Esc]);
        }
        prop_assert_eq!(h.store().record_count().unwrap(), 2);
        let mut h = h.verifying("示例复录人", &[], Selection::default());
        h.key(Code::Enter);
        press(&mut h, inputs)?;
    }

    #[test]
    fn no_keys_in_any_order_do_harm_to_what_was_returned(inputs in prop::collection::vec(some_input(), 1..120)) {
        let mut h = Harness::new(Lang::Zh);
        h.keys(&[Code::Right, Code::Enter, Code::F(4)]).text("示例馆").keys(&[Code::Tab; 3]);
        h.text("2").key(Code::Tab).text("129").keys(&[Code::F(2), Code::Esc, Code::Esc]);
        let record = h.store().records("library", "331122101").unwrap().remove(0);
        let inspector = Inspector::new(&h.store(), "示例审核人", &Limits::default()).unwrap();
        for fields in [&["reading_seats".to_owned()][..], &[]] {
            let returning = Returning { record: record.id, base: &record.heads, fields, text: "请核对" };
            inspector.raise(&returning).unwrap();
        }
        h.keys(&[Code::F(2), Code::Enter]);
        press(&mut h, inputs)?;
    }
}

/// Presses one key after the other, until one of them leaves the program.
fn press(h: &mut Harness, inputs: Vec<Input>) -> Result<(), TestCaseError> {
    for input in inputs {
        if let Input::Resize(columns, rows) = input {
            h.size = (columns, rows);
        }
        if h.flow(&input) == Flow::Leave {
            break;
        }
        let cursor = h.cursor();
        prop_assert!(cursor.is_none_or(|at| at.x < h.size.0.max(1) && at.y < h.size.1.max(1)));
        let _ = h.screen();
    }
    prop_assert_eq!(h.store().inspect().unwrap(), vec![]);
    Ok(())
}
