use proptest::prelude::*;

use super::*;

#[test]
fn width_counts_cells_not_characters() {
    assert_eq!(width("社区医院"), 8);
    assert_eq!(width("１２"), 4);
    assert_eq!(width("e\u{301}"), 1);
    assert_eq!(width("12.5"), 4);
    assert_eq!(width("\u{1b}\n"), 0);
}

#[test]
fn plain_characters_are_as_wide_as_graphemes_are() {
    let plain = |range: std::ops::RangeInclusive<char>| range.collect::<Vec<char>>();
    let ranges = [' '..='~', '、'..='】', '一'..='鿿', '！'..='～'];
    for c in ranges.into_iter().flat_map(plain) {
        let text = format!("{c}a{c}馆{c}");
        let by_graphemes: usize = text.graphemes(true).map(grapheme_width).sum();
        assert_eq!(width(&text), by_graphemes, "{c:?}");
        assert_eq!(text.graphemes(true).count(), 5, "{c:?}");
    }
}

proptest! {
    #[test]
    fn every_text_is_as_wide_as_its_graphemes(text in "(\\PC|[ -~]|[一-龥]|[\u{300}-\u{36f}\u{200d}\u{fe0f}]){0,12}") {
        let by_graphemes: usize = text.graphemes(true).map(grapheme_width).sum();
        prop_assert_eq!(width(&text), by_graphemes);
    }
}

#[test]
fn clean_leaves_nothing_a_terminal_obeys() {
    assert_eq!(clean("壶\t镇\u{1b}[2J\u{202E}x\u{200B}\u{9b}"), "壶 镇[2Jx");
    assert_eq!(clean("👩‍⚕️"), "👩⚕");
    assert_eq!(
        clean("a\u{61C}\u{2066}b\u{E0041}c\u{2028}d\u{FFF9}"),
        "abcd"
    );
    assert!(matches!(clean("社区医院 １２"), Cow::Borrowed(_)));
}

#[test]
fn fill_only_ever_adds() {
    assert_eq!(fill("社区", 6), "社区  ");
    assert_eq!(fill("社区医院", 6), "社区医院");
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
    assert_eq!(
        wrap("internationalisation x", 8),
        ["internat", "ionalisa", "tion x"]
    );
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
    fn a_shortened_text_keeps_both_its_ends_and_fits(text in "[a-c社区，。（） 👩é]{0,40}", cells in 10_usize..40) {
        let short = shortened(&text, cells);
        if width(&text) <= cells {
            prop_assert_eq!(&short, &text);
        } else {
            let (head, tail) = short.split_once(" .. ").unwrap();
            prop_assert!(width(&short) <= cells && !head.is_empty() && !tail.is_empty());
            prop_assert!(text.starts_with(head) && text.ends_with(tail));
        }
    }

    #[test]
    fn no_text_breaks_a_measure(text in any::<String>(), columns in 0_usize..12) {
        prop_assert!(!clean(&text).chars().any(is_invisible));
        prop_assert!(width(&fill(&text, columns)) >= columns);
        let _ = wrap(&text, columns);
    }
}
