use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::domain::place::{Closing, FormerName};

/// Places of a text: code, name, code of what is above.
fn gazetteer(text: &str) -> Gazetteer {
    let place = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        let code = cells.next().unwrap();
        let name = cells.next().unwrap();
        Place {
            code,
            name,
            level: "x".to_owned(),
            parent: cells.next(),
        }
    };
    Gazetteer::new(text.lines().map(place).collect())
}

fn lishui() -> Gazetteer {
    gazetteer(
        "331100,丽水市\n331102,莲都区,331100\n331122,缙云县,331100\n331122101,壶镇镇,331122\n331122102,新建镇,331122\n\
         330328,文成县\n330328106,玉壶镇,330328\n331181,龙泉市,331100\n331181101,新建镇,331181\n331122103101,壶镇村,331122101",
    )
}

fn codes(gazetteer: &Gazetteer, text: &str) -> String {
    gazetteer
        .find(text)
        .iter()
        .map(|place| place.code.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_former_name_names_a_place_and_a_closed_one_is_meant_where_no_open_one_can_be() {
    let mut lives = PlaceLives::default();
    let had = |name: &str| FormerName {
        name: name.to_owned(),
        until: NaiveDate::default(),
    };
    lives.entry("331122").former.push(had("缙云老县"));
    lives.entry("331122102").former.push(had("新碧镇"));
    lives.entry("331181101").closing = Some(Closing {
        on: NaiveDate::default(),
        successor: None,
        ended: true,
    });
    let places = lishui().with_lives(lives);
    for text in [
        "新碧镇",
        "缙云老县/新碧镇",
        "缙云县新碧镇",
        "缙云老县新建镇",
    ] {
        assert_eq!(codes(&places, text), "331122102", "{text}");
    }
    assert_eq!(
        codes(&places, "新建镇"),
        "331122102",
        "the other one is closed"
    );
    assert_eq!(codes(&places, "龙泉市/新建镇"), "331181101");
    assert_eq!(codes(&places, "331181101"), "331181101");
    let near = |level| -> Vec<&str> {
        let near = places.nearest("新健镇", level);
        near.iter().map(|place| place.code.as_str()).collect()
    };
    assert_eq!(
        (near(Some("x")), near(Some("y"))),
        (vec!["331122102"], vec![])
    );
}

#[test]
fn a_place_is_found_by_its_code_however_a_program_wrote_it() {
    let places = lishui();
    for text in [
        "331122101",
        "３３１１２２１０１",
        "331122101000",
        "331122101.0",
        "331122101000.00",
        " 331122 101 ",
    ] {
        assert_eq!(codes(&places, text), "331122101", "{text}");
    }
    assert_eq!(codes(&places, "331122000000"), "331122");
    assert_eq!(codes(&places, "331122000"), "331122");
    for text in [
        "33112210",
        "3311221010",
        "331122101001",
        "331122101.5",
        "331122101.",
        "31122101",
        "",
    ] {
        assert_eq!(codes(&places, text), "", "{text}");
    }
    assert_eq!(
        codes(&gazetteer("331122101000,壶镇镇"), "331122101"),
        "331122101000"
    );
    assert_eq!(
        codes(&gazetteer("ke-lamu,Lamu\nKE-lamu,Lamu"), "KE-lamu"),
        "KE-lamu"
    );
    assert_eq!(codes(&gazetteer("KE-lamu,Lamu"), "ke-LAMU"), "KE-lamu");
}

#[test]
fn a_place_is_found_by_its_name_alone_or_behind_names_of_what_is_above() {
    let places = lishui();
    for text in [
        "壶镇镇",
        "壶 镇 镇",
        "缙云县/壶镇镇",
        "缙云县／壶镇镇",
        "缙云县壶镇镇",
        "丽水市/缙云县/壶镇镇",
        "丽水市缙云县壶镇镇",
        "丽水市 缙云县 壶镇镇",
        "丽水市-缙云县-壶镇镇",
        "丽水市/壶镇镇",
        "331122/壶镇镇",
        "331100/331122/壶镇镇",
    ] {
        assert_eq!(codes(&places, text), "331122101", "{text}");
    }
    assert_eq!(codes(&places, "新建镇"), "331122102 331181101");
    assert_eq!(codes(&places, "丽水市新建镇"), "331122102 331181101");
    assert_eq!(codes(&places, "龙泉市新建镇"), "331181101");
    assert_eq!(
        codes(
            &gazetteer("1,Cook\n2,COOK\n3,Nyatike/Muhuru\n4,Muhuru,5\n5,Migori"),
            "Cook"
        ),
        "1"
    );
    assert_eq!(codes(&gazetteer("1,Cook"), "cOOk"), "1");
    assert_eq!(
        codes(
            &gazetteer("3,Nyatike/Muhuru\n4,Muhuru,5\n5,Migori"),
            "nyatike/muhuru"
        ),
        "3"
    );
}

#[test]
fn a_part_of_a_name_and_anything_unknown_before_it_find_nothing() {
    let places = lishui();
    for text in [
        "壶镇",
        "镇",
        "玉壶镇镇",
        "壶镇镇人民政府",
        "莲都区壶镇镇",
        "莲都区/壶镇镇",
        "缙云/壶镇镇",
        "浙江省丽水市缙云县壶镇镇",
        "缙云县丽水市壶镇镇",
        "缙云县缙云县壶镇镇",
        "331122壶镇镇",
        "缙云县//壶镇镇",
        "331122101壶镇镇",
    ] {
        assert_eq!(codes(&places, text), "", "{text}");
    }
    assert_eq!(codes(&places, "玉壶镇"), "330328106");
    assert_eq!(codes(&places, "文成县玉壶镇"), "330328106");
}

#[test]
fn a_text_that_is_one_name_and_the_path_to_another_names_both() {
    let places = gazetteer("1,江山\n11,南镇,1\n2,江山南镇");
    assert_eq!(codes(&places, "江山南镇"), "11 2");
    assert_eq!(codes(&places, "江山/南镇"), "11");
    assert_eq!(
        places.told(&places.find("江山南镇")),
        "11 江山/南镇, 2 江山南镇"
    );
}

#[test]
fn what_is_above_speaks_for_a_place_and_finds_none() {
    let places = lishui();
    let town = places.find("331122101")[0];
    for above in [
        "缙云县",
        "331122",
        "丽水市",
        "丽水市缙云县",
        "丽水市/缙云县",
        "331122000000",
    ] {
        assert!(places.is_within(town, above), "{above}");
    }
    for above in ["缙云", "浙江省丽水市缙云县"] {
        assert!(
            !places.is_within(town, above) && places.may_be_within(town, above),
            "{above}"
        );
    }
    for above in ["莲都区", "莲都", "县", "331102", "文成县"] {
        assert!(!places.may_be_within(town, above), "{above}");
    }
    assert!(!places.is_below(town, "壶镇镇") && places.is_within(town, "壶镇镇"));
    for name in [
        "壶镇镇",
        "壶镇",
        "缙云县/壶镇镇",
        "浙江省丽水市缙云县壶镇镇",
        "331122101000",
    ] {
        assert!(places.may_be_called(town, name), "{name}");
    }
    for name in ["玉壶镇", "壶镇镇镇", "壶", "镇", "新建镇", "缙云县", ""] {
        assert!(!places.may_be_called(town, name), "{name}");
    }
    assert!(!places.may_be_called(places.find("玉壶镇")[0], "壶镇"));
    assert_eq!(places.path(town), "丽水市/缙云县/壶镇镇");
}

#[test]
fn a_text_that_names_none_suggests_those_it_is_like() {
    let places = lishui();
    let near = |text: &str| {
        let near = places.nearest(text, None);
        near.iter()
            .map(|place| place.code.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    for text in [
        "壶镇乡",
        "壶镇镇人民政府",
        "浙江省丽水市缙云县壶镇镇",
        "莲都区/壶镇镇",
        "缙云/壶镇镇",
        "缙云壶镇镇",
        "331122101壶镇镇",
        "31122101",
        "331121201",
        "壶真镇",
    ] {
        assert_eq!(near(text), "331122101", "{text}");
    }
    assert_eq!(near("缙云/新建"), "331122102");
    assert_eq!(near("新建"), "331122102 331181101");
    assert_eq!(near("壶镇"), "331122101 331122103101");
    assert_eq!(near("某镇"), "");
    assert_eq!(near(""), "");
}

proptest! {
    /// Whatever other names there are and however a path is written, its place is among those that
    /// are found: another one alone never is.
    #[test]
    fn a_path_never_leads_to_another_place_alone(
        names in prop::collection::vec(("[甲乙镇县]{1,3}", any::<prop::sample::Index>()), 1..12),
        sign in prop::sample::select(vec!["", "/", " "]),
    ) {
        let mut places: Vec<Place> = Vec::new();
        for (at, (name, above)) in names.iter().enumerate() {
            let parent = (at > 0).then(|| format!("c{}", above.index(at)));
            places.push(Place { code: format!("c{at}"), name: name.clone(), level: "x".to_owned(), parent });
        }
        let gazetteer = Gazetteer::new(places.clone());
        for place in &places {
            let path = gazetteer.path(place).replace('/', sign);
            prop_assert!(gazetteer.find(&path).contains(&place), "{path}");
        }
    }

    #[test]
    fn no_text_and_no_circle_of_places_make_it_stumble(text in ".{0,12}", above in prop::collection::vec(0..4_usize, 4)) {
        let place = |(at, above): (usize, &usize)| {
            let name = ["甲", " ", "乙", "a/b"].get(at).copied().unwrap_or_default().to_owned();
            Place { code: at.to_string(), name, level: "x".to_owned(), parent: Some(above.to_string()) }
        };
        let gazetteer = Gazetteer::new(above.iter().enumerate().map(place).collect());
        for text in [text.as_str(), "甲甲甲甲甲甲甲甲甲甲甲甲甲甲", "甲乙a/b甲乙a/b"] {
            let _ = (gazetteer.find(text), gazetteer.nearest(text, None));
        }
        let _ = gazetteer.told(&gazetteer.find("甲"));
    }
}
