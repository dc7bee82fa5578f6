//! The program as it is used: exit codes, one-line messages in both languages, and files left as
//! they were.

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use crate::program::{Folder, INIT, Ran, places};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds");

/// A ledger and a file of libraries with these lines below the header.
fn with_rows(rows: &str) -> Folder {
    let folder = Folder::with_ledger();
    folder.write("in.csv", format!("所属镇,设施名称,状态,阅览座席数\n{rows}"));
    folder
}

/// The one line with which an import of `in.csv` is refused, in English; the ledger must be as it
/// was.
#[track_caller]
fn refused(folder: &Folder, more: &str) -> String {
    let before = folder.bytes("taizhang.db");
    let said = folder
        .run(&format!("--lang en import in.csv --kind library {more}"))
        .failed(2);
    let chinese = folder
        .run(&format!("--lang zh import in.csv --kind library {more}"))
        .failed(2);
    assert!(chinese.starts_with("taizhang: 导入 in.csv："), "{chinese}");
    assert_eq!(folder.bytes("taizhang.db"), before);
    assert_eq!(
        folder
            .run("--lang en doctor")
            .good()
            .lines()
            .nth(4)
            .unwrap(),
        "7 places, 0 records, 0 changes"
    );
    said
}

#[test]
fn one_seat_too_few_is_short_by_one() {
    let folder = with_rows("壶镇镇,示例馆,现有,129\n");
    assert_eq!(
        folder.run("import in.csv --kind library").good(),
        "读入 1 行：导入 1，拒收 0，存疑 0，与同镇设施同名 0\n"
    );
    let report = folder.json("--town 缙云县/壶镇镇");
    let library = report["standings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["requirement"] == "library")
        .unwrap();
    let id = library["nearest"]["id"].as_str().unwrap();
    let expected = serde_json::json!({
        "place": "331122101", "place_name": "壶镇镇", "requirement": "library", "kind": "library", "verdict": "short",
        "operator": ">=", "need": "130", "have": "129", "gap": "1", "unit": "seat", "candidates": 1, "qualifying": 0,
        "nearest": {"id": id, "name": "示例馆"}, "failing": ["reading_seats"], "missing": [], "expected_on": null,
        "clause": "一(二)", "strength": "basic", "target_date": "2025-12-31", "overdue": library["overdue"],
        "responsible": null, "exception": null, "reported": true, "approved": false,
        "group": null, "period": null, "bounds": null, "parts": [], "to_enter": [] });
    assert_eq!(library, &expected);
    assert_eq!(
        report["counts"],
        serde_json::json!({"met": 0, "short": 4, "unknown": 0})
    );
    let keys = folder.run("report --format json").good();
    let order = [
        "policy",
        "as_of",
        "counts",
        "standings",
        "place\"",
        "place_name",
        "requirement",
        "kind",
        "verdict",
    ];
    let at: Vec<usize> = order
        .iter()
        .map(|key| keys.find(&format!("\"{key}")).unwrap())
        .collect();
    assert!(at.is_sorted(), "{keys}");
    let history = folder.run("history 示例馆").good();
    assert!(
        history.contains("测试员") && history.contains("阅览座席数: （空） -> 129座"),
        "{history}"
    );
    let history = folder
        .run(&format!("--lang en history {}", &id[..13]))
        .good();
    assert!(
        history.contains("  Place: (empty) -> 缙云县/壶镇镇\n"),
        "{history}"
    );
}

#[test]
fn a_sample_is_drawn_listed_and_shown() {
    let mut rows = String::new();
    for n in 0..9 {
        let _ = writeln!(rows, "壶镇镇,示例馆{n},现有,{}", 90 + n);
    }
    let folder = with_rows(&format!("{rows}温溪镇,示例温溪馆,现有,60\n"));
    assert_eq!(folder.run("--lang en sample").good(), "no sample yet\n");
    folder.run("import in.csv --kind library").good();
    let draw = "--lang en sample --every 4 --at-least 1 --seed 2026 --as 示例审核人";
    let first = folder.run(draw).good();
    assert!(
        first.contains("of 10  one in 4, at least 1 a town, seed 2026"),
        "{first}"
    );
    assert!(
        first.contains("示例温溪馆") && first.contains("drawn by 示例审核人"),
        "{first}"
    );
    let records = |page: &str| -> Vec<String> {
        let lines = page.lines().filter(|line| line.starts_with("  "));
        lines.map(str::to_owned).collect()
    };
    let again = folder.run(draw).good();
    assert_eq!(records(&again), records(&first));
    let list = folder.run("sample").good();
    assert_eq!(list.lines().count(), 2);
    let id = list.lines().next().unwrap().rsplit("  ").next().unwrap();
    let shown = folder.run(&format!("--lang en sample --show {id}")).good();
    assert_eq!(records(&shown), records(&first));
    let only = folder
        .run("sample --every 1 --town 温溪镇 --kind library --state incomplete --as 甲")
        .good();
    assert_eq!(records(&only).len(), 1, "{only}");
    assert!(only.contains("范围：温溪镇、公共图书馆、待补全"), "{only}");
    folder
        .run("sample --every 1 --town 温溪镇 --state approved --as 甲")
        .failed(2);
    folder.run("sample --every 0 --as 甲").failed(2);
    folder.run("sample --every 3").failed(2);
    folder.run("sample --show x").failed(2);
    assert_eq!(folder.run("sample").good().lines().count(), 3);
    folder.run("doctor").good();
}

#[test]
fn a_visit_is_written_down_with_its_photographs() {
    let folder = with_rows("壶镇镇,示例馆,现有,129\n");
    folder.run("import in.csv --kind library").good();
    folder.write("现场.jpg", "abc");
    let visit = "--lang en visit 示例馆 --as 示例审核人 --person 示例甲 --result differs";
    let other = "1b".repeat(32);
    let said = folder
        .run(&format!(
            "{visit} --on 2025-06-30 --remark 少了 --photo 现场.jpg --photo-hash 门口.jpg={other}"
        ))
        .good();
    assert_eq!(said, "site visit recorded: 示例馆\n");
    let history = folder.run("--lang en history 示例馆").good();
    for words in [
        "示例审核人  visited on 2025-06-30: differs from the record",
        "present: 示例甲",
        "少了",
        "photo  现场.jpg  2025-06-30  SHA-256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        other.as_str(),
    ] {
        assert!(history.contains(words), "{words} in {history}");
    }
    for bad in [
        format!("{visit} --on 2999-01-01"),
        format!("{visit} --on 2025-06-30 --photo-hash 门口.jpg=12"),
        format!("{visit} --on 2025-06-30 --photo 无.jpg"),
        format!("{visit} --on 2025-06-30 --photo 现场.jpg --photo-hash 现场.jpg={other}"),
        "visit 示例馆 --as 甲 --on 2025-06-30 --result agrees".to_owned(),
    ] {
        assert!(folder.run(&bad).failed(2).lines().count() >= 1, "{bad}");
    }
    assert_eq!(
        folder
            .run("history 示例馆")
            .good()
            .matches("现场核查")
            .count(),
        1
    );
    folder.run("doctor").good();
}

#[test]
fn no_output_of_any_command_takes_the_place_of_what_cannot_be_made_again() {
    let folder = with_rows("没有这个镇,示例馆,现有,129\n");
    folder.run(&format!("--db other.db {INIT}")).good();
    folder.run("snapshot frozen.db").good();
    folder.write("aliases.csv", "旧,新\n没有这个镇,壶镇镇\n");
    folder.write("map.toml", "format = 1\nkind = \"library\"\n");
    let kept = [
        "taizhang.db",
        "other.db",
        "frozen.db",
        "in.csv",
        "aliases.csv",
        "map.toml",
    ];
    let before = kept.map(|name| folder.bytes(name));
    let import = "import in.csv --kind library --aliases aliases.csv --map-file map.toml";
    for target in [
        "taizhang.db",
        "taizhang.db-wal",
        "other.db",
        "other.db-shm",
        "frozen.db",
        "in.csv",
        "aliases.csv",
    ] {
        for dry in ["", " --dry-run"] {
            folder
                .run(&format!("{import}{dry} --skip-bad --rejects {target}"))
                .failed(2);
            folder
                .run(&format!("{import}{dry} --save-map {target}"))
                .failed(2);
        }
        if !target.ends_with("csv") {
            folder.run(&format!("report --out {target}")).failed(2);
            folder
                .run(&format!("form --kind library --out {target}"))
                .failed(2);
            folder
                .run(&format!("export --format json --out {target}"))
                .failed(2);
        }
    }
    folder
        .run(&format!("{import} --skip-bad --rejects map.toml"))
        .failed(2);
    let said = folder
        .run(&format!(
            "--lang en {import} --skip-bad --rejects new.csv --save-map ./new.csv"
        ))
        .failed(2);
    assert!(
        said.contains("refused rows will be written to this file"),
        "{said}"
    );
    assert!(
        kept.map(|name| folder.bytes(name)) == before,
        "something was written"
    );
    // A mapping that is used may be kept again under its own name.
    folder.run(&format!("{import} --save-map map.toml")).good();
}

#[test]
fn a_report_reads_the_same_in_every_form_and_checks() {
    let folder = with_rows("331122101,示例|馆\u{1B}[31m,现有,129\n");
    folder.run("import in.csv --kind 公共图书馆").good();
    let text = folder.run("report").good();
    assert!(
        text.contains("还差 1座（须 ≥ 130（含））") && text.contains("填表人："),
        "{text}"
    );
    assert!(
        text.contains("示例|馆[31m") && !text.contains('\u{1B}'),
        "{text}"
    );
    assert!(
        folder
            .run("--lang en report --format markdown")
            .good()
            .contains("示例\\|馆\\[31m")
    );
    assert_eq!(folder.run("report --check").code, 1);
    assert_eq!(
        folder
            .run("report --as-of 2020-01-01")
            .good()
            .lines()
            .filter(|line| line.trim_start().starts_with("没有登记公共图书馆"))
            .count(),
        3
    );
    folder.run("report --format json --out r.json").good();
    assert_eq!(
        folder.read("r.json"),
        folder.run("report --format json").good()
    );
    let before = folder.bytes("taizhang.db");
    let said = folder.run("--lang en report --out taizhang.db").failed(2);
    assert!(said.contains("it is the ledger itself"), "{said}");
    assert!(
        folder
            .run("report --out no/such.txt")
            .failed(2)
            .contains("没有这个目录")
    );
    assert!(
        folder
            .run("--lang en report --town 莲都区x")
            .failed(2)
            .contains("there is no place")
    );
    assert!(
        folder
            .run("--lang en report --pack x")
            .failed(2)
            .contains("loaded: lishui-2022-72")
    );
    assert_eq!(folder.bytes("taizhang.db"), before);
    assert_eq!(folder.names().len(), 5, "no unfinished file is left");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::with_ledger();
    let mut child = folder
        .command(&["report"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let mut err = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut err)
        .unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
}

#[test]
fn a_second_entry_is_made_on_the_screens_only_and_of_a_kind_that_exists() {
    let folder = Folder::with_ledger();
    for (line, english) in [
        (
            "--plain --verify",
            "--verify and --plain cannot be combined",
        ),
        ("--verify --kind none", "there is no kind \"none\""),
        ("--verify --kind library", "must be a terminal"),
    ] {
        let said = folder
            .run(&format!("--lang en enter --as x {line}"))
            .failed(2);
        assert!(said.contains(english), "{said}");
    }
}

#[test]
fn bad_usage_is_told_in_one_line_of_the_language_asked_for() {
    let folder = Folder::new();
    for (line, english, chinese) in [
        (
            "frob",
            "there is no command \"frob\"",
            "没有「frob」这个命令",
        ),
        (
            "report --frob",
            "unknown argument \"--frob\"",
            "无法识别「--frob」",
        ),
        (
            "report --format pdf",
            "use one of text, markdown, csv, json",
            "可用：text, markdown, csv, json",
        ),
        (
            "report --as-of 2026-13-01",
            "\"2026-13-01\" is not valid for --as-of",
            "「2026-13-01」不能用于 --as-of",
        ),
        ("import", "<FILE> is missing", "缺少 <FILE>"),
        (
            "import f.csv --kind k --skip-bad",
            "--rejects <FILE> is missing",
            "缺少 --rejects <FILE>",
        ),
        ("enter", "--as <NAME> is missing", "缺少 --as <NAME>"),
        (
            "enter --as x --kind library",
            "--verify is missing",
            "缺少 --verify",
        ),
        (
            "enter --as x --verify --sample 0",
            "\"0\" is not valid for --sample",
            "「0」不能用于 --sample",
        ),
        ("pack", "COMMAND is missing", "缺少 COMMAND"),
        ("demo", "must be a terminal", "须为终端"),
        ("", "must be a terminal", "须为终端"),
        (
            "pack check none.toml",
            "there is no such file",
            "没有这个文件",
        ),
        (
            "init --places none.csv",
            "there is no such file",
            "没有这个文件",
        ),
        (
            "init --pack none.toml",
            "there is no such file",
            "没有这个文件",
        ),
        (
            "--db no/such.db init",
            "there is no such directory",
            "没有这个目录",
        ),
    ] {
        let said = folder.run(&format!("--lang en {line}")).failed(2);
        assert!(said.contains(english), "{line}: {said}");
        let said = folder.run(&format!("{line} --lang=zh")).failed(2);
        assert!(said.contains(chinese), "{line}: {said}");
    }
    assert_eq!(
        fs::read_dir(folder.path("")).unwrap().count(),
        0,
        "nothing was made"
    );
    assert!(
        folder
            .run("--help")
            .good()
            .contains("新建台账 / create a new ledger")
    );
}

#[test]
fn a_ledger_that_is_there_is_not_made_again() {
    let folder = Folder::with_ledger();
    let before = folder.bytes("taizhang.db");
    assert!(
        folder
            .run("--lang en init")
            .failed(2)
            .contains("the file exists and will not be overwritten")
    );
    assert!(
        folder
            .run("init")
            .failed(2)
            .contains("taizhang.db：文件已存在")
    );
    assert_eq!(folder.bytes("taizhang.db"), before);
    folder.write("p.csv", "code,name,level,parent\n1,甲,town,9\n");
    let said = folder
        .run("--db new.db --lang en init --places p.csv")
        .failed(2);
    assert!(said.contains("the parent 9 of \"甲\""), "{said}");
    folder.write("p.csv", "code,name,level,parent\n1,甲,town,\n1,乙,town,\n");
    let said = folder
        .run("--db new.db --lang en init --places p.csv")
        .failed(2);
    assert!(
        said.contains("reading the list of places p.csv: line 3, column \"name\""),
        "{said}"
    );
    assert!(!folder.path("new.db").exists() && !folder.path("new.db.new").exists());
}

#[test]
fn ledgers_that_cannot_be_used_end_with_3_and_stay_as_they_are() {
    let folder = Folder::with_ledger();
    let good = folder.bytes("taizhang.db");
    let altered = |at: usize, bytes: &[u8]| {
        let mut copy = good.clone();
        copy[at..at + bytes.len()].copy_from_slice(bytes);
        copy
    };
    // Bytes 60 and 68 of an SQLite file are its user version and its application id.
    for (name, bytes, english, chinese) in [
        (
            "foreign.db",
            altered(68, &[1, 2, 3, 4]),
            "not a ledger of this program",
            "不是本程序的台账",
        ),
        (
            "newer.db",
            altered(60, &[0, 0, 3, 231]),
            "written by a newer program (version 999",
            "由更新的程序写成",
        ),
        (
            "text.db",
            b"name,seats\n".repeat(200),
            "not a ledger of this program",
            "不是本程序的台账",
        ),
        (
            "empty.db",
            Vec::new(),
            "not a ledger of this program",
            "不是本程序的台账",
        ),
        (
            "torn.db",
            good[..good.len() / 2].to_vec(),
            "damaged",
            "损坏",
        ),
        (
            "zeros.db",
            altered(4096, &vec![0; good.len() - 4096]),
            "damaged",
            "损坏",
        ),
    ] {
        folder.write(name, &bytes);
        for command in ["report", "doctor", "pack list", "history x"] {
            let said = folder
                .run(&format!("--db {name} --lang en {command}"))
                .failed(3);
            assert!(
                said.contains(english) && said.contains(name),
                "{name} {command}: {said}"
            );
        }
        assert!(
            folder
                .run(&format!("--db {name} --lang zh report"))
                .failed(3)
                .contains(chinese)
        );
        assert!(folder.bytes(name) == bytes, "{name} was altered");
    }
    assert!(
        folder
            .run("--db none.db --lang en report")
            .failed(3)
            .contains("make one with taizhang init")
    );
    assert!(!folder.path("none.db").exists());
}

#[test]
fn files_that_are_no_table_are_refused_whole() {
    let folder = Folder::with_ledger();
    for (bytes, expected) in [
        (&b""[..], "the file is empty"),
        (
            b"town,name\n1,\"x\n2,y\n",
            "the quote on line 2 is never closed",
        ),
        (b"town,name\nx,\xB0\xA1\n", "line 2 is not UTF-8"),
        (b"town,name,name\n", "the header has \"name\" twice"),
        (b"name\nx\n", "there is no place column"),
        (b"town,name,colour,size\n", "unknown headers: colour, size"),
        (
            b"town,name,place\n",
            "\"town\" and \"place\" are the same field",
        ),
        (
            b"town,name\n331122101\n",
            "line 2: 1 cell, but the header has 2",
        ),
        (
            b"town,name\n,x\n",
            "line 2, column \"town\": no place is given",
        ),
        (
            b"town,name\nnowhere,x\n",
            "line 2, column \"town\": there is no place \"nowhere\"",
        ),
        (
            b"town,name\n331122101,\n",
            "line 2, column \"name\": required",
        ),
        (
            b"town,name,reading_seats\n331122101,x,many\n\n331122101,y,1.5\n",
            "line 2, column \"reading_seats\"",
        ),
    ] {
        folder.write("in.csv", bytes);
        let said = refused(&folder, "");
        assert!(
            said.starts_with("taizhang: importing in.csv: ") && said.contains(expected),
            "{said}"
        );
    }
    folder.write("in.csv", "town,name\n");
    assert!(refused(&folder, "--map x=name").contains("--map names the column \"x\""));
    assert!(refused(&folder, "--map name=x").contains("--map names the field \"x\""));
    assert!(refused(&folder, "--map name").contains("must be COLUMN=FIELD"));
}

#[test]
fn a_deleted_record_is_still_found_in_the_trail_by_its_name() {
    let folder = with_rows("壶镇镇,示例旧馆,现有,150\n");
    folder.run("import in.csv --kind library").good();
    let mut store = taizhang::store::Store::open(&folder.path("taizhang.db")).unwrap();
    let record = store.records("library", "331122101").unwrap().remove(0);
    let mut fields = record.fields.clone();
    for (code, value) in [
        ("kind", "library".into()),
        ("place", "331122101".into()),
        ("facility_code", "LS-001".into()),
        ("deleted", true.into()),
    ] {
        fields.insert(code.to_owned(), value);
    }
    let subject = taizhang::domain::record::Subject::Facility;
    let save = taizhang::store::Save {
        record: record.id,
        subject,
        base: &record.heads,
        fields,
        author: "示例员",
        reason: "",
    };
    store
        .write(|writer: &mut taizhang::store::Writer| writer.save(&save))
        .unwrap();
    let history = folder.run("--lang en history 示例旧馆").good();
    assert!(history.contains("Deleted: no -> yes"), "{history}");
    let head = format!(
        "示例旧馆  Facility code: LS-001  Public library  缙云县/壶镇镇  {}",
        record.id
    );
    assert_eq!(history.lines().next(), Some(head.as_str()));
    let saves = history.lines().filter(|line| line.starts_with("20"));
    let authors: Vec<&str> = saves.filter_map(|line| line.split("  ").nth(1)).collect();
    assert_eq!(authors, ["示例员", "测试员"], "newest first: {history}");
}

#[test]
fn refused_rows_stay_out_only_when_they_may() {
    let folder = with_rows(
        "壶镇镇,好,现有,150\n壶镇镇,坏,现有,-1\n某镇,远,现有,x\n壶镇镇,好,现有,150\n壶镇镇,好,现有,151\n",
    );
    let said = refused(&folder, "");
    assert!(
        said.contains("line 3, column \"阅览座席数\": must be ≥ 0 (inclusive); 3 bad rows in all."),
        "{said}"
    );
    let dry = folder
        .run("--lang en import in.csv --kind library --skip-bad --rejects bad.csv --dry-run")
        .good();
    let summary = "5 rows read: 2 imported, 3 refused, 0 doubtful, 1 with the same name as another in the place\n";
    assert!(
        dry.ends_with(&format!(
            "dry run, nothing was written. {summary}the refused rows are in bad.csv\n"
        )),
        "{dry}"
    );
    assert_eq!(folder.read("bad.csv").lines().count(), 4);
    assert_eq!(places(&folder.json(""), "library", "met").len(), 0);
    let done = folder
        .run("--lang en import in.csv --kind library --skip-bad --rejects bad.csv")
        .good();
    assert!(
        done.ends_with(&format!("{summary}the refused rows are in bad.csv\n")),
        "{done}"
    );
    assert!(
        done.contains("there is no place \"某镇\"") && done.contains("(lines 4)"),
        "{done}"
    );
    let rejects = folder.read("bad.csv");
    assert!(
        rejects.starts_with(
            "\u{FEFF}rejected_line,rejected_reason,所属镇,设施名称,状态,阅览座席数\n3,"
        ),
        "{rejects}"
    );
    assert!(
        rejects.contains("5,identical to line 2,壶镇镇,好,现有,150\n"),
        "{rejects}"
    );
    assert_eq!(places(&folder.json(""), "library", "met"), ["331122101"]);
    let again = folder
        .run("--lang en import in.csv --kind library")
        .failed(2);
    assert!(
        again.contains("line 2: the same facility as line 5")
            && again.contains("4 bad rows in all."),
        "{again}"
    );
    for kept in ["in.csv", "taizhang.db"] {
        let before = folder.bytes(kept);
        folder
            .run(&format!(
                "import in.csv --kind library --skip-bad --rejects {kept}"
            ))
            .failed(2);
        assert!(folder.bytes(kept) == before);
    }
    assert!(
        folder
            .run("import in.csv --kind nothing")
            .failed(2)
            .contains("没有「nothing」这一类")
    );
}

#[test]
fn columns_are_named_in_many_ways() {
    let folder = Folder::with_ledger();
    folder.write("in.csv", "\u{FEFF}县,Town,ＮＡＭＥ,Reading Seats,备注栏,x=y\r\n缙云县,壶镇镇,一馆\0,１３０座,无,丙\r\n,331121101,二馆,,无,\r\n");
    let line = "--lang en import in.csv --kind library --as 示例员 --map x=y=remarks --map *=";
    let said = folder.run(line).good();
    assert!(said.contains("2 imported, 0 refused"), "{said}");
    assert!(
        said.contains("the file has no column \"Status\"; every new facility is given \"In use\""),
        "{said}"
    );
    let report = folder.json("");
    assert_eq!(places(&report, "library", "met"), ["331122101"]);
    assert_eq!(places(&report, "library", "unknown"), ["331121101"]);
    let history = folder.run("history 一馆").good();
    assert!(
        history.contains("示例员") && history.contains("备注: （空） -> 丙"),
        "{history}"
    );
}

#[test]
fn the_schema_of_packs_is_printed_without_a_ledger() {
    let folder = Folder::new();
    let printed = folder.run("pack schema").good();
    let schema: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert!(schema["properties"]["requirement"].is_object(), "{printed}");
    assert_eq!(folder.run("--lang en pack schema").good(), printed);
    assert_eq!(folder.names(), Vec::<String>::new());
    // A ledger that is none is no matter either.
    folder.write("taizhang.db", "not a ledger");
    assert_eq!(folder.run("pack schema").good(), printed);
}

#[test]
fn packs_are_checked_loaded_and_listed() {
    let folder = Folder::with_ledger();
    let good = format!("{SEEDS}/../tests/packs/minimums.toml");
    assert!(
        folder
            .run(&format!("--lang en pack check {good}"))
            .good()
            .contains("good. Pack lishui-2022-72, 4 kinds")
    );
    assert!(
        folder
            .run(&format!("pack load {good}"))
            .good()
            .contains("完全相同，未重新载入")
    );
    assert!(
        folder
            .run("pack list")
            .good()
            .contains("丽政办发〔2022〕72号")
    );
    let bad = fs::read_to_string(&good)
        .unwrap()
        .replace("op = \">=\", value = 130", "op = \"=>\", value = 130");
    folder.write("bad.toml", bad);
    let said = folder.run("--lang en pack check bad.toml");
    assert_eq!(said.code, 2);
    assert!(
        said.err.starts_with("bad.toml:") && said.err.contains("unknown operator `=>`"),
        "{}",
        said.err
    );
    let before = folder.bytes("taizhang.db");
    let said = folder.run("--lang en pack load bad.toml").failed(2);
    assert!(
        said.contains("reading the pack bad.toml: ") && said.contains("unknown operator"),
        "{said}"
    );
    assert!(folder.bytes("taizhang.db") == before);
}

#[test]
fn a_session_names_a_person_and_towns_that_there_are() {
    let folder = Folder::with_ledger();
    assert!(
        folder
            .run_all(&["enter", "--as", " "])
            .failed(2)
            .contains("--as 须填姓名")
    );
    assert!(
        folder
            .run("--lang en enter --as x --town nowhere")
            .failed(2)
            .contains("there is no place \"nowhere\"")
    );
    assert!(
        folder
            .run("enter --as 示例员 --town 壶镇镇")
            .failed(2)
            .contains("须为终端")
    );
    assert!(
        folder
            .run("--lang en history nothing")
            .failed(2)
            .contains("no record has the id")
    );
}

#[test]
fn doctor_tells_what_was_altered() {
    let folder = with_rows("壶镇镇,示例馆,现有,129\n");
    folder.run("import in.csv --kind library").good();
    assert!(
        folder
            .run("--lang en doctor")
            .good()
            .contains("7 places, 1 record, 1 change")
    );
    assert!(
        folder
            .run("--lang en doctor")
            .good()
            .starts_with("[OK] checked, no serious problem found: 1 record, 1 change, 0 notes\n")
    );
    let db = rusqlite::Connection::open(folder.path("taizhang.db")).unwrap();
    db.execute("UPDATE record SET name = '改'", []).unwrap();
    drop(db);
    let said = folder.run("doctor");
    assert_eq!(said.code, 1);
    assert!(said.out.contains("与其修改记录不符"), "{}", said.out);
    assert!(
        said.out
            .starts_with("[!] 检查完毕，有 2 处严重问题：请用备份恢复"),
        "{}",
        said.out
    );
}

#[test]
fn a_list_of_every_township_is_read_at_once() {
    let folder = Folder::new();
    let mut list =
        String::from("town_code,town_name,kind,county_code,county_name,city_code,city_name\n");
    for town in 0..41_352 {
        let (county, city) = (town / 15, town / 150);
        let _ = writeln!(
            list,
            "t{town},镇{},镇,c{county},县{county},s{city},市{city}",
            town % 900
        );
    }
    list.push_str("331122101,壶镇镇,镇,331122,缙云县,3311,丽水市\n331121101,温溪镇,镇,331121,青田县,3311,丽水市\n");
    list.push_str("331102100,碧湖镇,镇,331102,莲都区,3311,丽水市\n");
    folder.write("all.csv", list);
    let said = folder
        .run(&format!("--lang en {INIT} --places all.csv"))
        .good();
    assert!(said.contains("44392 places"), "{said}");
    folder.write("in.csv", "town,name\n县1/镇16,馆\n镇16,馆\n");
    let said = folder
        .run("--lang en import in.csv --kind library")
        .failed(2);
    assert!(
        said.contains("line 3, column \"town\": \"镇16\" names several places"),
        "{said}"
    );
}

#[test]
fn init_loads_more_places_and_packs_into_a_ledger_that_is_there() {
    let folder = Folder::new();
    folder.run("init").good();
    let again = folder.run("--lang en init").failed(2);
    assert!(
        again.contains("the file exists and will not be overwritten"),
        "{again}"
    );
    folder.write(
        "p.csv",
        "code,name,level,parent\n331122102,示例镇,town,331122\n",
    );
    let said = folder.run("--lang en init --places p.csv").good();
    assert!(said.contains("1 place "), "{said}");
    folder.write("orphan.csv", "code,name,level,parent\n9,孤镇,town,999999\n");
    let before = folder.bytes("taizhang.db");
    let refused = folder.run("--lang en init --places orphan.csv").failed(2);
    assert!(refused.contains("the parent 999999"), "{refused}");
    assert_eq!(folder.bytes("taizhang.db"), before);
}

/// The program under a limit of the system.
fn limited(folder: &Folder, limit: &str, line: &str) -> Ran {
    let mut command = Command::new("prlimit");
    command
        .arg(limit)
        .arg(env!("CARGO_BIN_EXE_taizhang"))
        .args(["--lang", "en"])
        .args(line.split_whitespace());
    Ran::of(
        &command
            .current_dir(folder.path(""))
            .env("USER", "测试员")
            .stdin(Stdio::null())
            .output()
            .unwrap(),
    )
}

#[test]
fn a_limit_on_the_size_of_files_is_said_and_ends_nothing_by_a_signal() {
    let folder = Folder::with_ledger();
    let said = limited(&folder, "--fsize=20000", "--db new.db init").failed(3);
    assert!(said.contains("file size limit (ulimit -f)"), "{said}");
    assert!(!folder.path("new.db").exists());
    for line in [
        "report --out r.txt",
        "export --kind library --format xlsx --out e.xlsx",
    ] {
        let said = limited(&folder, "--fsize=100", line);
        assert!(matches!(said.code, 2 | 3), "{line}: {}", said.err);
        assert!(said.err.contains("file size limit"), "{line}: {}", said.err);
    }
    assert!(!folder.path("r.txt").exists() && !folder.path("e.xlsx").exists());
    folder.run("doctor").good();
}

#[test]
fn too_few_file_handles_are_called_that() {
    let folder = Folder::with_ledger();
    folder.run("snapshot kept.db").good();
    folder.write("rows.csv", "town,name,status\n壶镇镇,示例馆,existing\n");
    let mut refused = 0;
    for handles in 4..12 {
        for line in [
            "report",
            "pack list",
            "snapshot new.db",
            "verify kept.db",
            "export --kind library --format csv --out out.csv",
            "import rows.csv --kind library --dry-run",
            "--db made.db init",
        ] {
            let ran = limited(&folder, &format!("--nofile={handles}"), line);
            if ran.code != 0 {
                refused += 1;
                assert!(
                    ran.err.contains("too many files are open"),
                    "{handles} {line}: {}",
                    ran.err
                );
            }
            for made in ["new.db", "made.db", "out.csv"] {
                let _ = fs::remove_file(folder.path(made));
            }
        }
    }
    assert!(refused > 10, "{refused}");
}

#[test]
fn help_that_cannot_be_printed_is_no_good_end() {
    let folder = Folder::new();
    for line in ["--help", "--version", "import --help"] {
        let full = fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .unwrap();
        let mut command = folder.command(&line.split_whitespace().collect::<Vec<_>>());
        let output = command.stdout(full).output().unwrap();
        assert!(Ran::of(&output).failed(2).contains("磁盘已满"), "{line}");
    }
}

/// The Lishui pack with other numbers, without a check of its, and with another choice of words.
fn changed_pack(folder: &Folder) {
    let text = fs::read_to_string(format!("{SEEDS}/../tests/packs/minimums.toml")).unwrap();
    let changed = text
        .replace(
            "{ field = \"reading_seats\", op = \">=\", value = 130 }",
            "{ field = \"reading_seats\", op = \">=\", value = 100 }",
        )
        .replacen(
            "target_date = \"2025-12-31\"",
            "target_date = \"2026-12-31\"",
            1,
        )
        .replacen("code = \"lecture_seats\"", "code = \"hall_seats\"", 1)
        .replace("field = \"lecture_seats\"", "field = \"hall_seats\"");
    assert_ne!(text, changed);
    folder.write("new.toml", changed);
}

#[test]
fn a_changed_pack_says_what_it_changes_and_which_verdicts_move_and_waits_for_consent() {
    let folder = with_rows("壶镇镇,示例馆,现有,110\n温溪镇,示例二馆,现有,90\n");
    folder.run("import in.csv --kind library").good();
    changed_pack(&folder);
    let before = folder.json("");
    let ran = folder.run("pack load new.toml --as 示例管理员");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(
        ran.err.contains("同意的请加 --yes") && ran.err.matches('\n').count() == 1,
        "{}",
        ran.err
    );
    for said in [
        "政策包 lishui-2022-72 已在台账中，本次载入将改动：",
        "文件，期限：2025-12-31 -> 2026-12-31",
        "（hall_seats）",
        "去掉公共图书馆的字段",
        "（lecture_seats）",
        "条件：阅览座席数 ≥ 130座（含） -> 阅览座席数 ≥ 100座（含）",
        "结论变动 1 条：",
        "未达标 -> 达标：1 条",
        "缙云县/壶镇镇  公共图书馆：未达标 -> 达标",
        "过去各日的报表仍按当时的文本判定",
    ] {
        assert!(ran.out.contains(said), "{said}: {}", ran.out);
    }
    assert_eq!(folder.json(""), before, "nothing was written");
    let said = folder
        .run("--lang en pack load new.toml --as 示例管理员 --yes")
        .good();
    assert!(
        said.contains("short -> met: 1") && said.contains("by 示例管理员"),
        "{said}"
    );
    assert_eq!(folder.json("")["counts"]["met"], 1);
    assert!(
        folder
            .run("--lang en pack load new.toml")
            .good()
            .contains("identical"),
        "there is nothing to ask"
    );
    let back = format!("{SEEDS}/../tests/packs/minimums.toml");
    let refused = folder.run(&format!("--lang en init --pack {back}"));
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(
        refused.out.contains("met -> short: 1") && refused.err.contains("--yes"),
        "{}",
        refused.out
    );
    folder
        .run(&format!("init --pack {back} --as 示例管理员 --yes"))
        .good();
    assert_eq!(folder.json("")["counts"]["met"], 0);
    assert!(
        folder
            .run_all(&["pack", "load", "new.toml", "--as", " "])
            .failed(2)
            .contains("--as 须填姓名")
    );
}

#[test]
fn on_a_terminal_an_empty_line_loads_a_changed_pack_and_escape_does_not() {
    let folder = Folder::with_ledger();
    changed_pack(&folder);
    for (typed, code, is_loaded) in [
        ("\x1b\r", 2, false),
        ("y\r", 2, false),
        ("\x04", 2, false),
        ("\r", 0, true),
    ] {
        let pty = native_pty_system()
            .openpty(PtySize {
                rows: 24,
                cols: 80,
                ..PtySize::default()
            })
            .unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_taizhang"));
        command.args(["--lang", "en", "pack", "load", "new.toml"]);
        command.cwd(folder.path(""));
        let mut child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let (mut reader, mut writer) = (
            pty.master.try_clone_reader().unwrap(),
            pty.master.take_writer().unwrap(),
        );
        let (mut said, mut buffer) = (Vec::new(), [0; 4096]);
        while !String::from_utf8_lossy(&said).contains("changes nothing: ") {
            let read = reader.read(&mut buffer).unwrap();
            assert!(read > 0, "{}", String::from_utf8_lossy(&said));
            said.extend_from_slice(&buffer[..read]);
        }
        // What is typed before the question is thrown away, and the question is on its way before
        // that.
        std::thread::sleep(std::time::Duration::from_millis(300));
        writer.write_all(typed.as_bytes()).unwrap();
        writer.flush().unwrap();
        assert_eq!(child.wait().unwrap().exit_code(), code, "{typed:?}");
        let loaded = fs::read_to_string(folder.path("new.toml")).unwrap();
        let store = taizhang::store::Store::open(&folder.path("taizhang.db")).unwrap();
        assert_eq!(
            store.pack(None).unwrap().text == loaded,
            is_loaded,
            "{typed:?}"
        );
    }
}

const NORM: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/norm/fitness-center.toml"
);

#[test]
fn a_rehearsed_pack_says_what_would_change_and_is_not_loaded() {
    let folder = with_rows("壶镇镇,示例馆,现有,110\n");
    folder.run("import in.csv --kind library").good();
    changed_pack(&folder);
    let before = folder.bytes("taizhang.db");
    let said = folder
        .run("--lang en pack load new.toml --as 示例管理员 --dry-run")
        .good();
    for words in [
        "the pack lishui-2022-72 is already in the ledger; loading this file changes:",
        "the document, deadline: 2025-12-31 -> 2026-12-31",
        "short -> met: 1",
        "dry run; nothing was written.",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = folder
        .run(&format!("pack load {NORM} --as 示例管理员 --dry-run"))
        .good();
    for words in [
        "政策包 national-fitness 为新增，载入将增加：",
        "新增全民健身活动中心的字段「停车位数」（parking_spaces）",
        "新增要求「建筑面积」（area）",
        "判定结论：达标 0  未达标 3  无法判定 0",
        "仅为预演，台账未改动。",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(folder.bytes("taizhang.db") == before);
    let apart = fs::read_to_string(NORM)
        .unwrap()
        .replace("unit = \"m2\"", "unit = \"km2\"");
    folder.write("apart.toml", apart);
    let refused = folder
        .run("--lang en pack load apart.toml --dry-run")
        .failed(2);
    assert!(
        refused.contains("field \"building_area_m2\" is decimal"),
        "{refused}"
    );
    folder.run("pack load new.toml --dry-run --yes").failed(2);
}

#[test]
fn the_fields_of_two_packs_are_imported_and_exported_in_one_form() {
    let folder = Folder::with_ledger();
    folder
        .run(&format!("pack load {NORM} --as 示例管理员"))
        .good();
    folder.write(
        "in.csv",
        "所属镇,设施名称,状态,建筑面积,停车位数\n壶镇镇,示例中心,现有,2500,56\n温溪镇,示例二馆,现有,2000,5001\n",
    );
    let said = folder
        .run("--lang en import in.csv --kind fitness_center --as 示例员 --skip-bad --rejects bad.csv")
        .out;
    assert!(said.contains("1 imported, 1 refused"), "{said}");
    let bad = fs::read_to_string(folder.path("bad.csv")).unwrap();
    assert!(bad.contains("5000"), "the range of the second pack: {bad}");
    folder
        .run("export --kind fitness_center --format csv --out all.csv")
        .good();
    let table = fs::read_to_string(folder.path("all.csv")).unwrap();
    assert!(
        table.contains("停车位数") && table.contains(",56"),
        "{table}"
    );
    for (pack, requirement) in [
        ("lishui-2022-72", "fitness_center"),
        ("national-fitness", "area"),
    ] {
        let report = folder.json(&format!("--pack {pack}"));
        assert_eq!(places(&report, requirement, "met"), ["331122101"], "{pack}");
    }
    folder.run("doctor").good();
}

#[test]
fn a_day_that_is_past_is_judged_by_its_text_unless_that_of_now_is_asked_for() {
    let folder = with_rows("壶镇镇,示例馆,现有,110\n");
    folder.run("import in.csv --kind library").good();
    changed_pack(&folder);
    folder
        .run("pack load new.toml --as 示例管理员 --yes")
        .good();
    // As if the new text came in years from now.
    let db = rusqlite::Connection::open(folder.path("taizhang.db")).unwrap();
    let later = "UPDATE pack_text SET loaded_at = '2099-01-01T00:00:00.000Z' WHERE number = 2";
    assert_eq!(db.execute(later, []), Ok(1));
    drop(db);
    let met = |line: &str| places(&folder.json(line), "library", "met").len();
    assert_eq!(met("--as-of 2098-12-31"), 0);
    assert_eq!(met("--as-of 2098-12-31 --judged-by then"), 0);
    assert_eq!(met("--as-of 2098-12-31 --judged-by now"), 1);
    assert_eq!(met("--as-of 2099-01-01"), 1);
    assert_eq!(met(""), 1);
    folder.run("report --judged-by now").failed(2);
    let doctor = folder.run("--lang en doctor");
    assert_eq!(doctor.code, 1);
    assert!(doctor.out.contains("pack_text"), "{}", doctor.out);
}

#[test]
fn a_pack_that_is_not_in_force_is_listed_as_such() {
    let folder = Folder::with_ledger();
    let text = fs::read_to_string(NORM).unwrap();
    let issued = "issued_on = \"2020-01-01\"";
    for (days, words) in [
        ("valid_from = \"2999-01-01\"", "尚未生效，2999-01-01 起有效"),
        ("valid_to = \"2020-12-31\"", "已失效，有效至 2020-12-31"),
    ] {
        folder.write(
            "norm.toml",
            text.replace(issued, &format!("{issued}\n{days}")),
        );
        folder.run("pack load norm.toml --yes").good();
        let list = folder.run("pack list").good();
        assert!(list.lines().nth(1).unwrap().ends_with(words), "{list}");
        assert!(!list.lines().next().unwrap().contains("效"), "{list}");
        let report = folder.run("report --pack national-fitness --check");
        assert_eq!(report.code, 0, "nothing is judged");
        assert!(report.out.contains(words), "{}", report.out);
    }
}

#[test]
fn a_shell_completes_every_command_and_option() {
    let folder = Folder::new();
    for (shell, mark) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef taizhang"),
        ("fish", "complete -c taizhang"),
    ] {
        let script = folder.run(&format!("completions {shell}")).good();
        for word in [mark, "from-xlsform", "judged-by"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
    folder.run("completions tcsh").failed(2);
}

#[test]
fn each_command_has_a_manual_page() {
    let folder = Folder::new();
    let page = folder.run("man").good();
    assert!(page.contains(".TH taizhang 1") && page.contains("taizhang\\-report(1)"));
    fs::create_dir(folder.path("man1")).unwrap();
    folder.run("man --out man1").good();
    let page = fs::read_to_string(folder.path("man1/taizhang-pack-check.1")).unwrap();
    assert!(
        page.contains("pack") && page.contains("taizhang pack check policy.toml"),
        "{page}"
    );
    folder.run("man --out nowhere").failed(2);
}
