#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use ratatui::style::Style;

use super::*;
use crate::tui::terminal::probe::Ambiguous;

const SAMPLES: [&str; 8] =
    ["社区医院", "１２", "👩‍⚕️", "e\u{301}te\u{301}", "A壶b镇c", "", "ｶﾞﾊﾟ", "壶\t镇\u{202E}\u{1b}[2J"];

#[test]
fn width_counts_cells_not_characters() {
    assert_eq!(width("社区医院"), 8);
    assert_eq!(width("１２"), 4);
    assert_eq!(width("e\u{301}"), 1);
    assert_eq!(width("12.5"), 4);
    assert_eq!(width("\u{1b}\n"), 0);
}

#[test]
fn fit_never_exceeds_and_pad_always_fills() {
    for text in SAMPLES {
        for cells in 0..=12 {
            assert!(width(&fit(text, cells)) <= cells, "{text:?} in {cells}");
            assert_eq!(width(&pad(text, cells)), cells, "{text:?} in {cells}");
        }
    }
}

#[test]
fn fit_cuts_between_characters_and_says_so() {
    let cut: Vec<String> = (0..=8).map(|cells| fit("社区医院", cells)).collect();
    assert_eq!(cut, ["", ".", "..", "..", "社..", "社..", "社区..", "社区..", "社区医院"]);
    assert_eq!(fit("e\u{301}te\u{301}s", 3), "e\u{301}..");
    assert_eq!(pad("１２", 5), "１２ ");
}

#[test]
fn clean_leaves_nothing_a_terminal_obeys() {
    assert_eq!(clean("壶\t镇\u{1b}[2J\u{202E}x\u{200B}\u{9b}"), "壶 镇[2Jx");
    assert_eq!(clean("👩‍⚕️"), "👩⚕");
    assert!(matches!(clean("社区医院 １２"), Cow::Borrowed(_)));
}

#[test]
fn safe_replaces_only_what_has_no_fixed_width() {
    let wide = |text| safe(text, Ambiguous::Wide).into_owned();
    assert_eq!(wide("≥2000 ㎡，≤3亩"), ">=2000 ㎡，<=3亩");
    assert_eq!(wide("壶镇“中心”·分院—①…×25℃"), "壶镇＂中心＂・分院－(1)..x25度");
    assert_eq!(wide("é ǚ Ⅱ ½ α Ж ⑳"), "e u II 1/2 ? ? (20)");
    assert_eq!(wide("社区医院 A-1，（一期）"), "社区医院 A-1，（一期）");
    assert_eq!(safe("≥", Ambiguous::Unknown), ">=");
    assert!(matches!(safe("≥“”", Ambiguous::Narrow), Cow::Borrowed(_)));
}

#[test]
fn chinese_wraps_anywhere_but_before_closing_punctuation() {
    assert_eq!(wrap("社区医院。", 8), ["社区医", "院。"]);
    assert_eq!(wrap("建（含）馆", 6), ["建", "（含）", "馆"]);
    assert_eq!(wrap("壶镇中心卫生院", 6), ["壶镇中", "心卫生", "院"]);
}

#[test]
fn words_stay_whole_when_they_fit() {
    assert_eq!(wrap("short by 12.5 m2", 8), ["short by", "12.5 m2"]);
    assert_eq!(wrap("缺少12.5平方米", 8), ["缺少12.5", "平方米"]);
    assert_eq!(wrap("internationalisation x", 8), ["internat", "ionalisa", "tion x"]);
    assert_eq!(wrap("a\n\nb", 8), ["a", "", "b"]);
    assert_eq!(wrap("", 8), [""]);
}

proptest! {
    #[test]
    fn wrapped_lines_fit_and_lose_nothing(text in "[a-c社区，。（） 👩é\n]{0,40}", cells in 0_usize..12) {
        let lines = wrap(&text, cells);
        for line in &lines {
            prop_assert!(width(line) <= cells.max(2), "{line:?} in {cells}");
        }
        let kept = |text: &str| text.split_whitespace().collect::<String>();
        prop_assert_eq!(kept(&lines.concat()), kept(&text));
    }

    #[test]
    fn no_text_breaks_a_measure(text in any::<String>(), cells in 0_usize..12) {
        prop_assert!(width(&fit(&text, cells)) <= cells);
        prop_assert_eq!(width(&pad(&text, cells)), cells);
        prop_assert!(!clean(&text).chars().any(is_unprintable));
        let drawn = safe(&text, Ambiguous::Wide);
        prop_assert_eq!(&safe(&drawn, Ambiguous::Wide), &drawn);
        let _ = wrap(&text, cells);
    }
}

#[test]
fn a_popup_keeps_its_left_border_over_a_hanzi() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 2));
    buffer.set_string(0, 0, "社区医院", Style::new());
    buffer.set_string(0, 1, "a社区医", Style::new());
    popup_clear(&mut buffer, Rect::new(3, 0, 3, 2));
    let row = |y| (0..8).map(|x| buffer[(x, y)].symbol()).collect::<Vec<_>>();
    assert_eq!(row(0), ["社", " ", " ", " ", " ", " ", "院", " "]);
    assert_eq!(row(1), ["a", "社", " ", " ", " ", " ", " ", " "]);
}

#[test]
fn a_popup_beyond_the_screen_is_cut_not_fatal() {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 3));
    popup_clear(&mut buffer, Rect::new(2, 2, 40, 10));
    popup_clear(&mut buffer, Rect::new(9, 9, 1, 1));
}
