//! A ledger of the pack of groups, with figures of towns and of a county.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use taizhang::domain::policy::{Pack, find_kind};
use taizhang::domain::record::{Subject, sheet};
use taizhang::store::{Save, Store, Writer};
use tempfile::TempDir;
use uuid::Uuid;

pub(crate) const HUZHEN: &str = "331122101";
pub(crate) const WENXI: &str = "331121101";
pub(crate) const JINYUN: &str = "331122";

pub(crate) fn pack() -> Pack {
    Pack::read(include_str!("../packs/groups.toml")).unwrap()
}

/// A new ledger of the pack.
pub(crate) fn empty() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("taizhang.db");
    let store = Store::create(&path, &super::places(), &[pack()], "示例管理员").unwrap();
    (folder, store)
}

fn save(
    store: &mut Store,
    subject: Subject,
    record: Uuid,
    own: &[(&str, &str)],
    typed: &[(&str, &str)],
) {
    let packs = [pack()];
    let form = find_kind(&packs, own[0].1).unwrap();
    let value = |(field, text): &(&str, &str)| {
        let value = form.field(field).unwrap().parse(text).unwrap()?;
        Some(((*field).to_owned(), value.to_json()))
    };
    let own = own
        .iter()
        .map(|(key, text)| ((*key).to_owned(), Json::from(*text)));
    let fields: BTreeMap<String, Json> = typed.iter().filter_map(value).chain(own).collect();
    let base = store.heads(record).unwrap();
    let save = Save {
        record,
        subject,
        base: &base,
        fields,
        author: "示例填报人",
        reason: "",
    };
    store
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
}

/// Saves a sheet as its form does.
pub(crate) fn fill_in(
    store: &mut Store,
    (code, place, period): (&str, &str, &str),
    typed: &[(&str, &str)],
) {
    let id = sheet::id(code, place, period.parse().unwrap());
    let own = [("kind", code), ("place", place), ("period", period)];
    save(store, Subject::Sheet, id, &own, typed);
}

/// Saves a library.
pub(crate) fn library(store: &mut Store, place: &str, seats: &str) {
    let own = [("kind", "library"), ("place", place)];
    let typed = [
        ("name", "示例图书馆"),
        ("status", "existing"),
        ("seats", seats),
    ];
    save(store, Subject::Facility, Uuid::now_v7(), &own, &typed);
}

/// A ledger with something of every verdict: GDP is known of two towns; 壶镇镇 grows faster than its
/// county, is short of the share by one person and has a library; 温溪镇 waits for its county.
pub(crate) fn filled() -> (TempDir, Store) {
    let (folder, mut store) = empty();
    let figures = [
        ("gdp", "200"),
        ("gdp_growth", "6.2"),
        ("cluster_output", "45.5"),
    ];
    fill_in(&mut store, ("economy", HUZHEN, "2025"), &figures);
    let figures = [("gdp", "112.4"), ("gdp_growth", "5")];
    fill_in(&mut store, ("economy", WENXI, "2025"), &figures);
    let figures = [("gdp_growth", "5.8")];
    fill_in(&mut store, ("county_economy", JINYUN, "2025"), &figures);
    let figures = [("employed", "10000"), ("secondary_tertiary", "9499")];
    fill_in(&mut store, ("employment", HUZHEN, "2025"), &figures);
    for year in ["2024", "2025"] {
        let day = format!("{year}-03-01");
        let plan = [("adopted_on", day.as_str())];
        fill_in(&mut store, ("annual_plan", HUZHEN, year), &plan);
    }
    library(&mut store, HUZHEN, "130");
    (folder, store)
}
