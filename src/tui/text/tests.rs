#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

use std::borrow::Cow;

use proptest::prelude::*;
use ratatui::buffer::CellWidth as _;

use super::*;
use crate::tui::terminal::probe::Ambiguous;

const SAMPLES: [&str; 8] = [
    "社区医院",
    "１２",
    "👩‍⚕️",
    "e\u{301}te\u{301}",
    "A壶b镇c",
    "",
    "ｶﾞﾊﾟ",
    "壶\t镇\u{202E}\u{1b}[2J",
];

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
    assert_eq!(
        cut,
        [
            "",
            ".",
            "..",
            "..",
            "社..",
            "社..",
            "社区..",
            "社区..",
            "社区医院"
        ]
    );
    assert_eq!(fit("e\u{301}te\u{301}s", 3), "e\u{301}..");
    assert_eq!(pad("１２", 5), "１２ ");
}

#[test]
fn safe_replaces_only_what_has_no_fixed_width() {
    let wide = |text| safe(text, Ambiguous::Wide).into_owned();
    assert_eq!(wide("≥2000 ㎡，≤3亩"), ">=2000 ㎡，<=3亩");
    assert_eq!(
        wide("壶镇“中心”·分院—①…×25℃"),
        "壶镇＂中心＂・分院－(1)..x25度"
    );
    assert_eq!(wide("é ǚ Ⅱ ½ α Ж ⑳"), "e u II 1/2 ? ? (20)");
    assert_eq!(wide("129①1999²12₁12½3m²"), "129(1)1999^212_112 1/23m^2");
    assert_eq!(wide("社区医院 A-1，（一期）"), "社区医院 A-1，（一期）");
    assert_eq!(safe("≥", Ambiguous::Unknown), ">=");
    assert!(matches!(safe("≥“”", Ambiguous::Narrow), Cow::Borrowed(_)));
}

proptest! {
    #[test]
    fn widths_agree_with_those_of_ratatui(text in any::<String>()) {
        let drawn = |grapheme: &str| !grapheme.contains(char::is_control);
        let cells = text.graphemes(true).filter(|grapheme| drawn(grapheme)).map(|g| usize::from(g.cell_width())).sum::<usize>();
        prop_assert_eq!(width(&text), cells);
    }

    #[test]
    fn no_text_breaks_a_measure(text in any::<String>(), cells in 0_usize..12) {
        prop_assert!(width(&fit(&text, cells)) <= cells);
        prop_assert_eq!(width(&pad(&text, cells)), cells);
        let drawn = safe(&text, Ambiguous::Wide);
        prop_assert_eq!(&safe(&drawn, Ambiguous::Wide), &drawn);
    }
}
