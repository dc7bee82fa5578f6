use proptest::prelude::*;

use super::NameMatch::{
    Above, FirstInitials, Initials, Inside, Mixed, MixedInside, Pinyin, Rare, RareAbove,
    RareInside, Start, Whole,
};
use super::*;

/// The names that fit, the best first; of equals in the order of the list.
fn found<'a>(names: &[&'a str], typed: &str) -> Vec<&'a str> {
    let mut fits: Vec<(NameMatch, usize)> = names
        .iter()
        .enumerate()
        .filter_map(|(at, name)| Some((fit(name, typed)?, at)))
        .collect();
    fits.sort_unstable();
    fits.into_iter().map(|(_, at)| names[at]).collect()
}

#[test]
fn every_way_of_typing_a_name_has_its_rank() {
    for (typed, rank) in [
        ("壶镇镇", Whole),
        ("壶镇", Start),
        ("镇镇", Inside),
        ("hzz", Initials),
        ("ＨＺＺ", Initials),
        ("hz", FirstInitials),
        ("huzhen", Pinyin),
        ("huzh", Pinyin),
        ("hzhen", Mixed),
        ("hz镇", Mixed),
        ("huz镇", Mixed),
        ("zhenz", MixedInside),
    ] {
        assert_eq!(fit("壶镇镇", typed), Some(rank), "{typed}");
    }
    assert_eq!(fit("玉壶镇", "hz"), Some(MixedInside));
    for typed in ["wx", "hzzz", "壶壶"] {
        assert_eq!(fit("壶镇镇", typed), None, "{typed}");
    }
    assert_eq!(fit("壶镇镇", ""), Some(Start));
}

#[test]
fn all_initials_come_before_mixtures_of_initials_and_syllables() {
    let hospitals = [
        "中医医院",
        "中西医结合医院",
        "专科医院",
        "综合医院",
        "中医院",
    ];
    assert_eq!(
        found(&hospitals, "zhyy"),
        ["综合医院", "中医医院", "中医院"]
    );
    assert_eq!(
        found(&["基地等级", "甲等", "丙等"], "jd"),
        ["甲等", "基地等级"]
    );
    assert_eq!(found(&["编辑草稿", "不存", "保存"], "bc"), ["不存", "保存"]);
    assert_eq!(
        found(&["玉壶镇", "壶镇镇", "壶镇"], "hz"),
        ["壶镇", "壶镇镇", "玉壶镇"]
    );
}

#[test]
fn the_common_reading_of_a_character_comes_before_the_rare_one_and_both_are_found() {
    for (typed, common, rare) in [
        ("hz", "杭州", "行长"),
        ("cq", "春秋", "重庆"),
        ("yq", "玉泉", "乐清"),
        ("zz", "中庄", "长庄"),
        ("zx", "中心", "朝夕"),
    ] {
        assert_eq!(found(&[rare, common], typed), [common, rare], "{typed}");
        assert_eq!(fit(rare, typed), Some(Rare), "{typed}");
    }
    for (typed, name) in [
        ("xz", "行政"),
        ("zd", "重点"),
        ("ll", "乐路"),
        ("cj", "长江"),
        ("cy", "朝阳"),
        ("ld", "莲都"),
    ] {
        assert_eq!(fit(name, typed), Some(Initials), "{typed}");
    }
    for typed in ["chongqing", "zhongqing", "cq", "zq"] {
        assert!(fit("重庆路", typed).is_some(), "{typed}");
    }
    assert_eq!(fit("中国银行", "yinhang"), Some(RareInside));
    assert_eq!(fit("银行", "yinhang"), Some(Rare));
    assert_eq!(fit("长乐路", "clz"), None);
    for typed in ["lvdao", "lüdao", "ludao"] {
        assert!(fit("绿道", typed).is_some(), "{typed}");
    }
}

#[test]
fn codes_fit_as_names_do_but_one_letter_only_begins_them() {
    let key = SearchKey::new("壶镇镇", "331122101", "缙云县");
    for (typed, rank) in [
        ("331122101", Some(Whole)),
        ("３３１１", Some(Start)),
        ("2101", Some(Inside)),
        ("3", Some(Start)),
        ("1", None),
        ("9", None),
    ] {
        assert_eq!(Query::new(typed).fit(&key), rank, "{typed}");
    }
}

#[test]
fn the_county_is_found_behind_the_name_and_beside_it() {
    let town = SearchKey::new("壶镇镇", "331122101", "缙云县");
    let library = SearchKey::new("图书馆", "", "缙云县/壶镇镇");
    for (typed, of_town, of_library) in [
        ("缙云", Some(Above), Some(Above)),
        ("jyx", Some(Above), Some(Above)),
        ("jinyun", Some(Above), Some(Above)),
        ("缙云 壶镇", Some(Above), Some(Above)),
        ("缙云/hz", Some(Above), Some(Above)),
        ("壶镇 图书馆", None, Some(Above)),
        ("hz tsg", None, Some(Above)),
        ("tsg xz", None, None),
    ] {
        assert_eq!(Query::new(typed).fit(&town), of_town, "{typed}");
        assert_eq!(Query::new(typed).fit(&library), of_library, "{typed}");
    }
    let key = SearchKey::new("某镇", "", "重庆");
    assert_eq!(Query::new("cq").fit(&key), Some(RareAbove));
}

#[test]
fn latin_names_are_found_without_case_and_by_their_words() {
    assert_eq!(fit("Lamu East", "lamu"), Some(Start));
    assert_eq!(fit("Lamu East", "east"), Some(Inside));
    assert_eq!(fit("Lamu East", "lamu east"), Some(Whole));
    assert_eq!(fit("Lamu East", "east lamu"), Some(Inside));
}

#[test]
fn hanzi_that_share_any_reading_sound_alike() {
    assert!(sound_alike('事', '示') && sound_alike('重', '虫') && sound_alike('重', '中'));
    assert!(!sound_alike('李', '王') && !sound_alike('a', 'a'));
}

#[test]
fn a_digit_inside_a_code_is_no_beginning_of_what_two_find() {
    let key = SearchKey::new("示例", "331102101", "");
    let (one, two) = (Query::new("2"), Query::new("21"));
    assert_eq!(one.fit(&key), None);
    assert_eq!(two.fit(&key), Some(Inside));
    assert!(!two.goes_on_with(&one));
    assert!(Query::new("2101").goes_on_with(&two));
    // A space in the middle makes other words.
    assert!(!Query::new("2 1").goes_on_with(&two));
    assert!(Query::new("21 0").goes_on_with(&two));
}

proptest! {
    /// One more letter never finds what fewer did not: a list is narrowed as it is typed for.
    #[test]
    fn what_fits_fits_its_beginning(
        name in "[壶镇重庆长乐行银a1]{1,6}",
        above in "[壶镇绿a]{0,3}",
        typed in "[hzcqlyxva12壶镇 /]{1,6}",
        space in 0..6_usize,
    ) {
        let key = SearchKey::new(&name, "a12", &above);
        let query = Query::new(&typed);
        if query.fit(&key).is_some() {
            for (end, _) in typed.char_indices() {
                let before = Query::new(&typed[..end]);
                prop_assert!(before.fit(&key).is_some() || !query.goes_on_with(&before));
            }
            // A space may be taken out of the middle as well.
            let joined: String = typed.chars().enumerate().filter(|(at, c)| *at != space || *c != ' ').map(|(_, c)| c).collect();
            let joined = Query::new(&joined);
            prop_assert!(joined.fit(&key).is_some() || !query.goes_on_with(&joined));
        }
    }

    /// The letters of a name are narrowed, not looked for anew.
    #[test]
    fn what_was_typed_on_goes_on(typed in "[a-z]{2,8}") {
        let query = Query::new(&typed);
        for end in 2..=typed.len() {
            prop_assert!(query.goes_on_with(&Query::new(&typed[..end])));
        }
    }

    /// A part of a name, its initials and its pinyin all find it.
    #[test]
    fn a_name_is_found_by_each_of_its_readings(name in "[壶镇重庆长乐行银综合医院]{1,6}") {
        let initials: String = name.chars().map(initial).collect();
        let pinyin: String = name.chars().filter_map(common_reading).collect();
        prop_assert_eq!(fit(&name, &name), Some(Whole));
        prop_assert_eq!(fit(&name, &initials), Some(Initials));
        prop_assert!(fit(&name, &pinyin).is_some_and(|fit| fit <= Pinyin));
    }
}

/// Readings that share letters have as many ways to be typed as a name has subsets.
#[test]
fn a_long_name_of_alike_readings_costs_no_more_than_another() {
    let typed = format!("{}x", "n".repeat(199));
    assert_eq!(fit(&"嗯".repeat(200), &typed), None);
}
