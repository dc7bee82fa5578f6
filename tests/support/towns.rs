//! A ledger of as many towns as a city has, in nine counties, judged by the four minimums.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, Save, Store};
use tempfile::TempDir;
use uuid::Uuid;

use super::Harness;

/// As many as there are in Lishui.
pub(crate) const TOWNS: usize = 173;
pub(crate) const COUNTIES: usize = 9;
const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// The code of a town; its county is the remainder by [`COUNTIES`], so that the order of codes is
/// not that of counties.
pub(crate) fn town(at: usize) -> String {
    format!("{}", 200_000 + at)
}

pub(crate) fn county(at: usize) -> String {
    format!("{}", 10 + at)
}

pub(crate) fn pack() -> Pack {
    let text = include_str!("../packs/minimums.toml");
    let scope = r#"places = ["331122101", "331121101", "331102100"]"#;
    assert!(text.contains(scope));
    Pack::read(&text.replace(scope, r#"level = "town""#)).unwrap()
}

fn places() -> Vec<Place> {
    let place = |code: String, name: String, level: &str, parent: Option<String>| Place {
        code,
        name,
        level: level.to_owned(),
        parent,
    };
    let mut all = vec![place("1".into(), "示例市".into(), "city", None)];
    for at in 0..COUNTIES {
        let name = format!("示例{}县", DIGITS[at + 1]);
        all.push(place(county(at), name, "county", Some("1".into())));
    }
    for at in 0..TOWNS {
        let name = format!("示例第{at}镇");
        all.push(place(town(at), name, "town", Some(county(at % COUNTIES))));
    }
    all
}

/// A ledger without records.
pub(crate) fn ledger() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let store = Store::create(&path, &places(), &[pack()], "示例管理员").unwrap();
    (folder, store)
}

/// A ledger without records of these towns, judged by a pack of groups.
pub(crate) fn grouped() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let text = include_str!("../packs/groups.toml").replace("331100", "1");
    let packs = [Pack::read(&text).unwrap()];
    drop(Store::create(&path, &places(), &packs, "示例管理员").unwrap());
    folder
}

/// What a library needs to be complete.
const COMPLETE: [(&str, &str); 7] = [
    ("address", "示例路1号"),
    ("operator_unit", "示例单位"),
    ("data_source", "statistics"),
    ("data_as_of", "2025-06-01"),
    ("reported_by", "示例填报人"),
    ("library_type", "branch"),
    ("building_area_m2", "500"),
];

/// Saves a facility with a status and some values.
pub(crate) fn add(
    store: &mut Store,
    (kind, place): (&str, &str),
    (name, status): (&str, &str),
    values: &[(&str, &str)],
) -> Uuid {
    let packs = [pack()];
    let form = packs[0].kind(kind).unwrap();
    let own = [("kind", kind), ("place", place)]
        .map(|(code, value)| (code.to_owned(), Json::from(value)));
    let typed = [("name", name), ("status", status)];
    let typed = typed.iter().chain(values).map(|(code, text)| {
        let value = form.field(code).unwrap().parse(text).unwrap().unwrap();
        ((*code).to_owned(), value.to_json())
    });
    let fields: BTreeMap<String, Json> = own.into_iter().chain(typed).collect();
    let record = Uuid::now_v7();
    let save = Save {
        record,
        subject: Subject::Facility,
        base: &[],
        fields,
        author: "示例填报人",
        reason: "",
    };
    store.write(|writer| writer.save(&save)).unwrap();
    record
}

/// The towns that have records.
pub(crate) const COMPLETE_TOWN: usize = 0;
pub(crate) const INCOMPLETE_TOWN: usize = 9;
pub(crate) const CLOSED_TOWN: usize = 18;
pub(crate) const MET_TOWN: usize = 1;

/// A ledger where some towns have records: of the first county one with an approved library that is
/// too small, one with a library that is incomplete, one with a closed one; of the second county one
/// whose library meets the minimum.
pub(crate) fn filled() -> TempDir {
    let (folder, mut store) = ledger();
    let seats = |seats: &'static str| {
        let all = COMPLETE.into_iter().chain([("reading_seats", seats)]);
        all.collect::<Vec<_>>()
    };
    let library = |at: usize| ("library", town(at));
    let mut save = |at: usize, name: &str, status: &str, values: &[(&str, &str)]| {
        let (kind, place) = library(at);
        add(&mut store, (kind, &place), (name, status), values)
    };
    let approved = save(COMPLETE_TOWN, "示例甲馆", "existing", &seats("96"));
    save(INCOMPLETE_TOWN, "示例乙馆", "existing", &[]);
    save(CLOSED_TOWN, "示例丙馆", "closed", &seats("200"));
    save(MET_TOWN, "示例丁馆", "existing", &seats("140"));
    let heads = store.heads(approved).unwrap();
    let inspector = Inspector::new(&store, "示例审核人", &Limits::default()).unwrap();
    let done = inspector.approve([(approved, heads.as_slice())]).unwrap();
    assert_eq!(done.approved, 1);
    drop(store);
    folder
}

/// The application on it.
pub(crate) fn screens(lang: Lang, size: (u16, u16)) -> Harness {
    let mut h = Harness::on(filled(), lang, size);
    // It begins on the place of the last save.
    h.key(taizhang::tui::terminal::input::Code::Home);
    h
}
