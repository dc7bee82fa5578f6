//! What every history begins with: places, a pack in several versions, and the files of a county and
//! of two towns that were restored from its first snapshot.

use std::fs;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use taizhang::domain::place::Place;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::store::clock::{new_id, with_source};
use taizhang::store::share::restore::restore;
use taizhang::store::share::snapshot;
use taizhang::store::{Save, Store};

use crate::clock::SimulatedClock;

/// How many versions of the pack there are.
pub(crate) const VERSIONS: usize = 4;

/// The towns, by code. The first three are of the first county.
pub(crate) const TOWNS: [&str; 5] = [
    "331122101",
    "331122102",
    "331122103",
    "331121101",
    "331121102",
];

/// The counties, by code.
pub(crate) const COUNTIES: [&str; 2] = ["331122", "331121"];

/// Names of the files: that of the county, which has every town, and those of towns.
pub(crate) const FILES: [(&str, &[&str]); 3] = [
    ("county", &TOWNS),
    ("west", &["331122101", "331122102"]),
    ("east", &["331121101"]),
];

/// When histories begin: 2026-02-10, 09:00 in the time zone of the pack.
pub(crate) const START: u64 = 1_770_685_200_000;

fn places() -> Vec<Place> {
    let place = |(code, name, level, parent): &(&str, &str, &str, Option<&str>)| Place {
        code: (*code).into(),
        name: (*name).into(),
        level: (*level).into(),
        parent: parent.map(Into::into),
    };
    [
        ("331100", "丽水市", "city", None),
        (COUNTIES[0], "缙云县", "county", Some("331100")),
        (COUNTIES[1], "青田县", "county", Some("331100")),
        (TOWNS[0], "示例一镇", "town", Some(COUNTIES[0])),
        (TOWNS[1], "示例二镇", "town", Some(COUNTIES[0])),
        (TOWNS[2], "示例三镇", "town", Some(COUNTIES[0])),
        (TOWNS[3], "示例四镇", "town", Some(COUNTIES[1])),
        (TOWNS[4], "示例五镇", "town", Some(COUNTIES[1])),
    ]
    .iter()
    .map(place)
    .collect()
}

/// The versions of the pack, from the first on.
pub(crate) fn packs() -> &'static [Pack; VERSIONS] {
    static PACKS: LazyLock<[Pack; VERSIONS]> = LazyLock::new(|| {
        std::array::from_fn(|version| {
            let needed = (200 + 50 * version).to_string();
            let text = include_str!("pack.toml").replace("NEEDED", &needed);
            Pack::read(&text).unwrap()
        })
    });
    &PACKS
}

/// The files as every history finds them, in the order of [`FILES`].
pub(crate) fn first_files() -> &'static [Vec<u8>; 3] {
    static MADE: LazyLock<[Vec<u8>; 3]> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SimulatedClock::of(0, START));
        with_source(clock, || make(folder.path()))
    });
    &MADE
}

/// Enters what every file begins with: a hall and a studio in every town.
fn enter(mut store: Store) {
    for town in TOWNS {
        for kind in ["hall", "studio"] {
            let fields = [
                ("kind", kind),
                ("place", town),
                ("name", "示例"),
                ("status", "existing"),
                ("area", "180"),
            ];
            let fields = fields.map(|(code, text)| (code.to_owned(), text.into()));
            let save = Save {
                record: new_id(),
                subject: Subject::Facility,
                base: &[],
                fields: fields.into(),
                author: "示例填报人甲",
                reason: "",
            };
            store.write(|writer| writer.save(&save)).unwrap();
        }
    }
}

fn make(folder: &Path) -> [Vec<u8>; 3] {
    let county = folder.join("county.db");
    let store = Store::create(&county, &places(), &packs()[..1], "示例管理员").unwrap();
    enter(store);
    let out = folder.join("out.db");
    snapshot::make(&county, &out, &Arc::default(), |_| ()).unwrap();
    [0, 1, 2].map(|number| {
        let path = folder.join(format!("{number}.db"));
        if number == 0 {
            fs::rename(&county, &path).unwrap();
        } else {
            restore(&out, &path).unwrap();
        }
        fs::read(path).unwrap()
    })
}
