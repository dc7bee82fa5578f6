//! Rows and values as lists of many makers have them: without a header, with other signs between the
//! cells, two values in one cell, a sheet for every place, figures and dates as programs write them.

use std::fs;
use std::path::Path;

use crate::program::{self, Folder, Ran};
use encoding_rs::{SHIFT_JIS, WINDOWS_1252};

const SKIP: &str = "--dry-run --skip-bad --rejects bad.csv";

fn import(folder: &Folder, rows: impl AsRef<[u8]>, options: &str) -> Ran {
    folder.write("in.csv", rows);
    folder.run(&format!(
        "--lang en import in.csv --kind library --as t {options}"
    ))
}

#[test]
fn rows_without_a_header_are_named_by_their_numbers() {
    let folder = Folder::with_ledger();
    let rows = "331122101,甲馆,150\n331122101,乙馆,90\n";
    let said = import(&folder, rows, "").failed(2);
    assert!(
        said.contains("line 1 holds figures and no known header"),
        "{said}"
    );
    let options = "--no-header --map 1=town --map 2=name --map 3=reading_seats";
    let said = import(&folder, rows, &format!("{options} --dry-run")).good();
    assert!(
        said.contains("the columns:") && said.contains("1: 331122101 | 甲馆 | 150"),
        "{said}"
    );
    let said = import(&folder, rows, &format!("{options} --save-map m.toml")).good();
    assert!(said.contains("2 rows read: 2 imported"), "{said}");
    assert!(folder.read("m.toml").contains("no_header = true"));
    let said = import(&folder, rows, "--map-file m.toml").good();
    assert!(
        said.contains("0 imported") || said.contains("unchanged"),
        "{said}"
    );
}

#[test]
fn any_sign_may_stand_between_cells_once_it_is_named() {
    let folder = Folder::with_ledger();
    for (rows, sign) in [
        ("town^name^reading_seats\n331122101^甲馆^150\n", "^"),
        (
            "town¬name¬reading_seats\n331122101¬甲馆, 东¬150\n331122101¬乙馆¬90\n",
            "¬",
        ),
    ] {
        let said = import(&folder, rows, "").failed(2);
        assert!(
            said.contains(&format!("say it with --delimiter '{sign}'")),
            "{said}"
        );
        let said = import(
            &folder,
            rows,
            &format!("--delimiter {sign} --dry-run --save-map m.toml"),
        )
        .good();
        assert!(said.contains("0 refused"), "{said}");
        let said = import(&folder, rows, "--map-file m.toml --dry-run").good();
        assert!(said.contains("0 refused"), "{said}");
    }
    let said = import(&folder, "名单\n甲馆\n乙馆\n", "").failed(2);
    assert!(
        said.contains("line 1 has one cell only: no separator was found"),
        "{said}"
    );
    let said = import(&folder, "town^name\n", "--delimiter ab").failed(2);
    assert!(
        said.contains("--delimiter \"ab\" must be one sign"),
        "{said}"
    );
    import(
        &folder,
        "town\tname\n331122101\t甲,馆\n",
        "--delimiter tab --dry-run",
    )
    .good();
}

#[test]
fn one_cell_may_hold_two_values() {
    let folder = Folder::with_ledger();
    for (at, (header, cell, fields)) in [
        ("经纬度", "\"120.225385,28.812345\"", "lon,lat"),
        ("坐标", "\"28.812345, 120.225385\"", "lat,lon"),
        ("geom", "POINT (120.225385 28.812345)", "lon,lat"),
        (
            "geom",
            "SRID=4326;POINT Z(120.225385 28.812345 5)",
            "lat,lon",
        ),
        ("位置", "[120.225385；28.812345]", "lon,lat"),
        ("位置", "120.225385 28.812345", "lon,lat"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("甲馆{at}");
        let rows = format!("所属镇,设施名称,{header}\n壶镇镇,{name},{cell}\n");
        import(
            &folder,
            &rows,
            &format!("--map {header}={fields} --save-map m.toml"),
        )
        .good();
        assert_eq!(folder.kept(&name, "lon"), "120.225385", "{cell}");
        assert_eq!(folder.kept(&name, "lat"), "28.812345", "{cell}");
        let said = import(&folder, &rows, "--map-file m.toml --dry-run").good();
        assert!(said.contains("0 refused"), "{said}");
    }
    // What is no figure is told as the file has it.
    let rows = "所属镇,设施名称,经纬度\n壶镇镇,乙馆,\"120.2,28.8\"\n";
    let said = import(&folder, rows, "--map 经纬度=lon").failed(2);
    assert!(said.contains("\"120.2,28.8\" is not a number"), "{said}");
    let said = import(&folder, rows, "--map 经纬度=lon --map 经纬度=lat").failed(2);
    assert!(
        said.contains("write 经纬度=lon,lat if its cells hold both"),
        "{said}"
    );
    let rows = "所属镇,设施名称,经纬度\n壶镇镇,乙馆,120.2\n";
    let said = import(&folder, rows, "--map 经纬度=lon,lat").failed(2);
    assert!(
        said.contains("cannot be split into two values (Longitude, Latitude)"),
        "{said}"
    );
    // 三级甲等 is a level and a grade.
    folder.write("h.csv", "所属镇,设施名称,等级\n壶镇镇,丙医院,三级甲等\n");
    folder
        .run("import h.csv --kind hospital --map 等级=level,grade")
        .good();
    assert_eq!(folder.kept("丙医院", "level"), "3");
    assert_eq!(folder.kept("丙医院", "grade"), "A");
}

#[test]
fn several_columns_may_be_one_text() {
    let folder = Folder::with_ledger();
    let rows = "town,name,路,号\n331122101,甲馆,示例路,1号\n331122101,乙馆,Main St,5\n331122101,丙馆,,3号\n";
    import(&folder, rows, "--map 路=address --map 号=address").good();
    assert_eq!(folder.kept("甲馆", "address"), "示例路1号");
    assert_eq!(folder.kept("乙馆", "address"), "Main St 5");
    assert_eq!(folder.kept("丙馆", "address"), "3号");
    // Figures are not.
    let rows = "town,name,a,b\n331122101,丁馆,1,2\n";
    let said = import(&folder, rows, "--map a=reading_seats --map b=reading_seats").failed(2);
    assert!(
        said.contains("\"a\" and \"b\" are the same field"),
        "{said}"
    );
}

#[test]
fn the_place_stands_above_in_a_sheet_or_in_the_address() {
    let folder = Folder::with_ledger();
    let rows = "乡镇,设施名称\n壶镇镇,甲馆\n";
    for county in ["county", "所属县"] {
        let options = format!("--set {county}=缙云县 --dry-run");
        let said = import(&folder, rows, &options).good();
        assert!(
            said.contains("county is \"缙云县\" in every row that gives none"),
            "{said}"
        );
    }
    let said = import(&folder, rows, "--set county=青田县").failed(2);
    assert!(said.contains("青田县"), "{said}");
    let rows = "设施名称,详细地址\n甲馆,浙江省丽水市缙云县壶镇镇示例路1号\n乙馆,缙云县壶镇镇示例路2号\n\
                丙馆,壶镇镇示例路3号\n丁馆,丽水市缙云县示例路4号\n戊馆,外省缙云县壶镇镇5号\n己馆,江西省缙云县壶镇镇6号\n";
    let said = import(&folder, rows, &format!("--map 详细地址=town {SKIP}")).good();
    for words in [
        "2 rows with the place at the beginning of a text:",
        "line 2, \"浙江省丽水市缙云县壶镇镇示例路1号\": 丽水市/缙云县/壶镇镇",
        "6 rows read: 2 imported, 4 refused",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = import(
        &folder,
        rows,
        &format!("--map 详细地址=address,town --set county=缙云县 {SKIP}"),
    )
    .good();
    assert!(
        said.contains("line 4, \"壶镇镇示例路3号\": 丽水市/缙云县/壶镇镇"),
        "{said}"
    );
    import(
        &folder,
        rows,
        "--map 详细地址=address,town --skip-bad --rejects bad.csv",
    )
    .good();
    assert_eq!(folder.kept("乙馆", "address"), "缙云县壶镇镇示例路2号");
    // A workbook with a sheet for each place.
    let book = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/import/sheets-that-are-places.xlsx");
    folder.write("s.xlsx", fs::read(book).unwrap());
    let said = folder
        .run("--lang en import s.xlsx --kind library")
        .failed(2);
    assert!(
        said.contains("if each is a place, use --sheet '*'"),
        "{said}"
    );
    let command = "--lang en import s.xlsx --kind library --sheet *";
    let said = folder.run(&format!("{command} --dry-run")).good();
    for words in [
        "sheet \"壶镇镇\", lines 1 to 2 below",
        "sheet \"温溪镇\", lines 3 to 4 below",
        "sheet/name -> town",
        "2: 壶镇镇 |",
        "4: 温溪镇 |",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    folder.run(command).good();
    assert!(
        folder
            .run(command)
            .good()
            .contains("0 new, 0 changed, 2 unchanged")
    );
}

#[test]
fn aliases_and_suggestions_look_below_what_the_row_says() {
    let folder = Folder::with_ledger();
    folder.write("al.csv", "old,new\n缙云县/老壶镇,331122101\n");
    let rows = "town,name\n缙云县-老壶镇,甲馆\n缙云县老壶镇,乙馆\n缙云县/老壶镇,丙馆\n";
    let said = import(&folder, rows, "--aliases al.csv").good();
    assert!(said.contains("3 rows read: 3 imported"), "{said}");
    folder.write(
        "places.csv",
        "code,name,level,parent\n33,浙江省,province,\n53,云南省,province,\n3311,丽水市,city,33\n331118,密云区,county,3311\n\
         331122,宁河区,county,3311\n5309,临沧市,city,53\n530922,云县,county,5309\n",
    );
    let pack = include_str!("../packs/minimums.toml")
        .lines()
        .map(|line| {
            if line.starts_with("places = ") {
                "level = \"county\""
            } else {
                line
            }
        })
        .collect::<Vec<_>>()
        .join("\n");
    folder.write("pack.toml", pack);
    folder
        .run("--db other.db init --pack pack.toml --places places.csv")
        .good();
    folder.write(
        "in.csv",
        "county,town,name\n浙江省,密云县,甲\n浙江省,宁河,乙\n云南省,临沧地区,丙\n",
    );
    folder
        .run("--db other.db --lang en import in.csv --kind library --dry-run --unmatched u.csv")
        .failed(2);
    let listed = folder.read("u.csv");
    for words in [
        "浙江省/密云县,,2,",
        "perhaps 331118 浙江省/丽水市/密云区",
        "浙江省/宁河,331122,3,",
        "perhaps 5309 云南省/临沧市",
    ] {
        assert!(listed.contains(words), "{words}: {listed}");
    }
    assert!(!listed.contains("530922"), "{listed}");
}

#[test]
fn columns_that_are_none_of_this_ledger_are_left_out_and_said() {
    let folder = Folder::with_ledger();
    let rows = "ID,town,name\nNN0001,331122101,甲馆\nNN0002,331122101,乙馆\n";
    let said = import(&folder, rows, "--dry-run").good();
    assert!(
        said.contains("\"ID\" holds no ids of this ledger (such as \"NN0001\")")
            && said.contains("2 imported"),
        "{said}"
    );
    // One that can be an id makes all of them ids.
    let mixed = rows.replace("NN0002", "0198c1f2-0000-7000-8000-000000000000");
    let said = import(&folder, mixed, "").failed(2);
    assert!(said.contains("no record has the id \"NN0001\""), "{said}");
    let rows = "town,name,\n331122101,甲馆,已停用\n331122101,乙馆,\n";
    let said = import(&folder, rows, "--dry-run --map *=").good();
    assert!(
        said.contains("column 3 has no header and is left out; 1 cell in it, such as \"已停用\""),
        "{said}"
    );
    // Rows that differ in what is left out are two rows.
    let rows = "town,name,校区,电话\n331122101,甲馆,东区,1\n331122101,甲馆,西区,2\n331122101,甲馆,西区,2\n";
    let said = import(&folder, rows, &format!("--map 校区= --map 电话= {SKIP}")).good();
    assert!(
        said.contains("2 imported, 1 refused") && said.contains("line 4: identical to line 3"),
        "{said}"
    );
}

#[test]
fn the_sample_of_an_unknown_encoding_has_those_of_japan_and_of_the_west() {
    let folder = Folder::with_ledger();
    let rows = "town,name\n331122101,中央図書館ひまわり\n331122101,ワニヶ丘分室\n";
    let said = import(&folder, SHIFT_JIS.encode(rows).0, "").failed(2);
    assert!(
        said.contains("shift_jis: 331122101,中央図書館ひまわり"),
        "{said}"
    );
    let rows = "town,name\n331122101,Bibliothèque Élysée\n331122101,Bücherei Köln\n";
    let said = import(&folder, WINDOWS_1252.encode(rows).0, "").failed(2);
    assert!(
        said.contains("windows-1252: 331122101,Bibliothèque"),
        "{said}"
    );
}

#[test]
fn figures_are_read_as_programs_write_them() {
    let folder = Folder::with_ledger();
    let rows = "town,name,reading_seats,building_area_m2,lon,lat,crs\n\
                331122101,甲馆,1.5E+2,2.0001e3,120.2253851056098938,2.88E+01,wgs-84\n\
                331122101,乙馆,\"=\"\"130\"\"\",'1200,,,火星坐标\n\
                331122101,丙馆,1.5E-2,,,,Xian 1980\n";
    let said = import(&folder, rows, SKIP).good();
    for words in [
        "1 figure of more than 15 digits, rounded:",
        "line 2, column \"lon\": 120.2253851056098938 -> 120.22538510561",
        "3 rows read: 2 imported, 1 refused",
        "must be a whole number",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    import(&folder, rows, "--skip-bad --rejects bad.csv").good();
    assert_eq!(folder.kept("甲馆", "reading_seats"), "150");
    assert_eq!(folder.kept("甲馆", "building_area_m2"), "2000.1");
    assert_eq!(folder.kept("甲馆", "lon"), "120.22538510561");
    assert_eq!(folder.kept("甲馆", "lat"), "28.8");
    assert_eq!(folder.kept("甲馆", "crs"), "WGS84");
    assert_eq!(folder.kept("乙馆", "reading_seats"), "130");
    assert_eq!(folder.kept("乙馆", "building_area_m2"), "1200");
    assert_eq!(folder.kept("乙馆", "crs"), "GCJ-02");
}

#[test]
fn dates_of_eras_of_long_ago_and_of_other_zones_are_days() {
    let folder = Folder::with_ledger();
    let rows = "town,name,opened_on\n331122101,甲馆,民国20年5月\n331122101,乙馆,12-Jan-2019\n331122101,丙馆,1898\n\
                331122101,丁馆,2021-05-31T16:00:00Z\n";
    let said = import(&folder, rows, SKIP).good();
    for words in [
        "line 4 丙馆: Date opened: the year 1898 is before 1900; please check",
        "name the zone of an import with --zone",
        "4 rows read: 3 imported, 1 refused, 1 doubtful",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    import(&folder, rows, "--zone Asia/Shanghai --save-map m.toml").good();
    assert_eq!(folder.kept("甲馆", "opened_on"), "1931-05");
    assert_eq!(folder.kept("乙馆", "opened_on"), "2019-01-12");
    assert_eq!(folder.kept("丁馆", "opened_on"), "2021-06-01");
    assert!(folder.read("m.toml").contains("zone = \"Asia/Shanghai\""));
    let offset = "town,name,opened_on\n331122101,戊馆,2021-06-01 01:00:00+0900\n";
    import(&folder, offset, "--map-file m.toml").good();
    assert_eq!(folder.kept("戊馆", "opened_on"), "2021-06-01");
    let said = import(&folder, rows, "--zone Beijing").failed(2);
    assert!(said.contains("there is no time zone \"Beijing\""), "{said}");
}

#[test]
fn yes_and_no_have_the_words_of_the_pack_and_common_ones() {
    let folder = Folder::new();
    let pack = include_str!("../cases/import/yes-no-pack.toml");
    let own = pack.replace(
        "type = \"yes_no\"",
        "type = \"yes_no\"\nyes = [\"开通\", \"X\"]\nno = [\"未开通\"]",
    );
    assert_ne!(own, pack);
    folder.write("pack.toml", own);
    folder.write(
        "places.csv",
        include_str!("../cases/import/yes-no-places.csv"),
    );
    folder
        .run("init --pack pack.toml --places places.csv")
        .good();
    let words = [
        ("○", true),
        ("無", false),
        ("t", true),
        ("F", false),
        ("1.0", true),
        ("0.0", false),
        ("X", true),
        ("あり", true),
        ("なし", false),
        ("예", true),
        ("아니오", false),
        ("开通", true),
        ("未开通", false),
    ];
    let rows = words
        .iter()
        .enumerate()
        .map(|(at, (word, _))| format!("1,n{at},{word}\n"));
    folder.write(
        "in.csv",
        format!("town,name,wifi\n{}", rows.collect::<String>()),
    );
    folder.run("import in.csv --kind lib").good();
    for (at, (word, is_yes)) in words.iter().enumerate() {
        assert_eq!(folder.kept(&format!("n{at}"), "yn"), *is_yes, "{word}");
    }
    folder.write("in.csv", "town,name,wifi\n1,x,2\n");
    let said = folder.run("--lang en import in.csv --kind lib").failed(2);
    assert!(said.contains("write yes or no"), "{said}");
    folder.write(
        "bad.toml",
        pack.replace("type = \"yes_no\"", "type = \"text\"\nyes = [\"x\"]"),
    );
    let ran = folder.run("pack check bad.toml");
    assert!(ran.err.contains("「yes」不能用于 text 类型"), "{}", ran.err);
}

#[test]
fn a_form_of_xlsform_is_the_draft_of_a_pack() {
    let folder = Folder::new();
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [
        (
            "survey",
            vec![
                vec![
                    "type",
                    "name",
                    "label::English (en)",
                    "label::中文 (zh)",
                    "hint",
                    "required",
                    "constraint",
                ],
                vec!["start", "start"],
                vec!["begin group", "g", "Group"],
                vec!["text", "name", "Name"],
                vec![
                    "select_one water",
                    "Water-Source",
                    "Water source",
                    "水源",
                    "As seen",
                    "yes",
                ],
                vec!["select_multiple days", "days", "Days open"],
                vec!["integer", "beds", "Beds", "床位数", "", "", ". >= 0"],
                vec!["date", "visited", "Visited on"],
                vec!["geopoint", "gps", "GPS"],
                vec!["select_one missing", "other", "Other"],
            ],
        ),
        (
            "choices",
            vec![
                vec![
                    "list_name",
                    "name",
                    "label::English (en)",
                    "label::中文 (zh)",
                ],
                vec!["water", "tap", "Tap \"main\"", "自来水"],
                vec!["water", "well", "Well", "井"],
                vec!["days", "mon", "Monday", "星期一"],
            ],
        ),
        (
            "settings",
            vec![
                vec!["form_title", "form_id"],
                vec!["Clinic visit", "clinic visit 1"],
            ],
        ),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        for (at, row) in (0..).zip(&rows) {
            program::sheet::put(sheet, at, &[row]);
        }
    }
    folder.write("form.xlsx", book.save_to_buffer().unwrap());
    let draft = folder.run("pack from-xlsform form.xlsx").good();
    for words in [
        "code = \"clinic_visit_1\"",
        "# left out \"name\": every form has this field",
        "# left out \"gps\": a pack has no type geopoint",
        "# left out \"other\": the sheet choices has none for it",
        "# \"beds\" has a rule to be written as required_when, range or check: . >= 0",
        "label = { zh = \"水源\", en = \"Water source\" }",
        "required = \"submit\"",
        "type = \"choices\"",
        "Tap \\\"main\\\"",
    ] {
        assert!(
            draft.contains(words)
                || draft
                    .replace('\'', "\"")
                    .contains(&words.replace("\\\"", "\"")),
            "{words}: {draft}"
        );
    }
    folder.write("draft.toml", &draft);
    let said = folder.run("--lang en pack check draft.toml").good();
    assert!(said.contains("good. Pack clinic-visit-1, 1 kind"), "{said}");
    folder.write("no.csv", "type,name\n");
    let said = folder.run("--lang en pack from-xlsform no.csv").failed(2);
    assert!(
        said.contains("not an XLSForm: it has no sheet survey"),
        "{said}"
    );
}
