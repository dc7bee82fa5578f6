//! Line prompts: the real program, answered through a pipe.

use std::io::{Read as _, Write as _};
use std::process::{Child, Stdio};

use crate::program::{Folder, Ran, places};
use crate::support::Harness;
use taizhang::domain::record::Subject;
use taizhang::domain::review::ReviewState;
use taizhang::domain::value::{Cycle, Period};
use taizhang::i18n::Lang;
use taizhang::store::{Inspector, Limits, QuarterClosing, Returning, Save, Store, Writer};
use taizhang::tui::terminal::input::Code;
use uuid::Uuid;

const TOWN: &str = "331122101";
const GROUPS: &str = include_str!("../packs/groups.toml");
/// From the list of towns to a new library in 壶镇镇.
const NEW_LIBRARY: [&str; 3] = ["壶镇镇", "2", "1"];
/// From the first field to the reading seats.
const TO_SEATS: [&str; 6] = ["示例图书馆", "", "", "", "2", ""];
/// Out of the list of records, of kinds and of towns.
const OUT: [&str; 3] = ["0", "0", "0"];

fn start(folder: &Folder, args: &[&str]) -> Child {
    let author: &[&str] = if args.contains(&"--as") {
        &[]
    } else {
        &["--as", "示例填报人"]
    };
    let mut command = folder.command(&[&["enter", "--plain"], author, args].concat());
    command
        .env("TERM", "dumb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// The program with the answers, and the end of the input behind them.
fn answer_with(folder: &Folder, args: &[&str], answers: &[u8]) -> Ran {
    let mut child = start(folder, args);
    // A program that ended before the last answer reads no more.
    let _ = child.stdin.take().unwrap().write_all(answers);
    let ran = Ran::of(&child.wait_with_output().unwrap());
    let is_plain = |c: char| c == '\n' || !c.is_control();
    assert!(ran.out.chars().all(is_plain), "{:?}", ran.out);
    for line in ran.out.lines() {
        assert!(taizhang::tui::text::width(line) < 80, "too wide: {line}");
    }
    ran
}

fn answer(folder: &Folder, args: &[&str], answers: &[&[&str]]) -> String {
    let lines = answers.concat().join("\n") + "\n";
    answer_with(folder, args, lines.as_bytes()).good()
}

/// Fails unless `words` stand in `text` in this order.
#[track_caller]
fn in_order(text: &str, words: &[&str]) {
    let mut rest = text;
    for word in words {
        let Some((_, after)) = rest.split_once(word) else {
            panic!("no {word:?} in the rest of:\n{text}")
        };
        rest = after;
    }
}

/// What the report says of the libraries.
fn libraries(folder: &Folder, verdict: &str) -> Vec<String> {
    places(&folder.json(""), "library", verdict)
}

#[test]
fn a_library_of_129_seats_is_short_and_of_130_is_met_and_saved() {
    let folder = Folder::with_ledger();
    let corrected = [
        &TO_SEATS[..0],
        &["", "", "", "", "", ""],
        &["130", ".", "1"],
    ]
    .concat();
    let out = answer(
        &folder,
        &[],
        &[
            &NEW_LIBRARY,
            &TO_SEATS,
            &["129", ".", "2"],
            &corrected,
            &OUT,
        ],
    );
    in_order(
        &out,
        &[
            "台账填报：示例填报人",
            "壶镇镇  达标 0  未达标 4  无法判定 0",
            "2 公共图书馆  [!] 未达标 0/130",
            "1 新增",
            "壶镇镇 > 公共图书馆 > 新增",
            "1/29 设施名称（必填）：",
            "5/29 馆类型：",
            "7/29 阅览座席数（座）：",
            "[!] 未达标 129/130：还差 1座（须 ≥ 130（含））",
            "1 保存\n2 从头核对一遍\n3 保存为草稿\n编号：",
            "1/29 设施名称（必填） [示例图书馆]：",
            "7/29 阅览座席数（座） [129]：",
            "[OK] 达标 130/130：",
            "已保存：示例图书馆",
            "1 示例图书馆  在用\n2 新增",
            "2 公共图书馆  [OK] 达标 130/130",
        ],
    );
    assert_eq!(libraries(&folder, "met"), [TOWN]);
}

#[test]
fn it_speaks_english_and_takes_full_width_digits() {
    let folder = Folder::with_ledger();
    let answers: [&[&str]; 5] = [
        &["壶镇镇", "２", "１"],
        &["示例图书馆", "", "", "", "２", ""],
        &["１３０"],
        &["。", "１"],
        &OUT,
    ];
    let out = answer(&folder, &["--lang", "en"], &answers);
    in_order(
        &out,
        &[
            "Ledger entry: 示例填报人.",
            "2 Public library  [!] short 0/130",
            "1/29 ",
            "7/29 Reading seats (seat): ",
            "= 130 seats",
            "[OK] met 130/130: ",
            "1 save\n2 go through it again\n3 keep as a draft\nnumber: ",
            "saved: 示例图书馆",
        ],
    );
    assert_eq!(libraries(&folder, "met"), [TOWN]);
}

#[test]
fn a_refused_number_asks_again_and_an_exclamation_mark_drops_it() {
    let folder = Folder::with_ledger();
    let seats = ["12x", "", "129", "<", "", "百", "！", ".", "1"];
    let out = answer(&folder, &[], &[&NEW_LIBRARY, &TO_SEATS, &seats, &OUT]);
    in_order(
        &out,
        &[
            "! 无法识别单位「x」",
            "请重填；! 放弃此次输入，继续下一项",
            "7/29 阅览座席数（座） [12x]：",
            "! 无法识别单位「x」",
            "7/29 阅览座席数（座） [12x]：",
            "129/130：还差 1座",
            "8/29 ",
            "7/29 阅览座席数（座） [129]：",
            "8/29 ",
            "! 「百」不是数字",
            "9/29 ",
            "已保存：示例图书馆",
        ],
    );
    assert_eq!(libraries(&folder, "short").len(), 3);
}

#[test]
fn the_end_of_the_input_leaves_a_draft_for_the_screens_and_the_prompts() {
    let folder = tempfile::tempdir().unwrap();
    let harness = Harness::on(folder, Lang::Zh, (80, 24));
    let ledger = harness.folder.path().join("taizhang.db");
    let elsewhere = Folder::new();
    let args = ["--db", ledger.to_str().unwrap()];
    answer(&elsewhere, &args, &[&NEW_LIBRARY, &TO_SEATS, &["129"]]);

    let mut harness = harness.start_again(Lang::Zh);
    assert!(
        harness.screen().contains("有 1 份未保存的表"),
        "{}",
        harness.screen()
    );
    harness.key(Code::F(9)).key(Code::Enter);
    assert!(
        harness.screen().contains("[!]未达标 129/130 还差 1座"),
        "{}",
        harness.screen()
    );
    harness.key(Code::Esc);
    drop(harness.app);

    let out = answer(&elsewhere, &args, &[&["1", "<", "130", ".", "1", "0"]]);
    in_order(
        &out,
        &[
            "未保存的表：\n1 ",
            "壶镇镇  公共图书馆  示例图书馆\n0 暂不处理",
            "8/29 ",
            "7/29 阅览座席数（座） [129]：",
            "[OK] 达标 130/130",
            "已保存：示例图书馆\n",
            "地方：",
        ],
    );
}

#[test]
fn a_form_left_as_a_draft_is_offered_again_and_taken_up_by_its_record() {
    let folder = Folder::with_ledger();
    let out = answer(
        &folder,
        &[],
        &[&NEW_LIBRARY, &TO_SEATS, &["130", ".", "1"], &OUT],
    );
    assert!(out.contains("已保存"), "{out}");
    let edit = ["壶镇镇", "2", "1", "", "", "", "", "", "", "-", ".", "3"];
    let out = answer(&folder, &[], &[&edit, &OUT]);
    in_order(
        &out,
        &[
            "[?] 无法判定 ?/130：请补填 示例图书馆 的阅览座席数",
            "已保存为草稿，下次启动可继续填写",
        ],
    );
    let out = answer(&folder, &[], &[&["0", "壶镇镇", "2", "1"]]);
    in_order(
        &out,
        &[
            "未保存的表：\n1 ",
            "0 暂不处理",
            "继续填写上次未保存的内容",
            "8/29 ",
        ],
    );
    assert_eq!(libraries(&folder, "met"), [TOWN]);
}

#[test]
fn a_session_for_one_town_is_refused_the_others() {
    let folder = Folder::with_ledger();
    let answers = ["碧湖镇", "2", "没有的镇", "0"];
    let out = answer(&folder, &["--town", "壶镇镇"], &[&answers]);
    in_order(
        &out,
        &[
            "1 壶镇镇",
            "0 退出",
            "本次登录不能修改「碧湖镇」；请从上面列出的地方中选",
            "「2」",
            "「没有的镇」",
        ],
    );
    assert!(!out.contains("2 温溪镇"), "{out}");
}

#[test]
fn a_question_mark_explains_the_field_and_back_at_the_first_stays() {
    let folder = Folder::with_ledger();
    let out = answer(&folder, &[], &[&NEW_LIBRARY, &["《"], &TO_SEATS, &["？"]]);
    in_order(
        &out,
        &[
            "这是第一项",
            "1/29 设施名称",
            "5/29 ",
            "7/29 阅览座席数（座）：",
            "供读者阅览的座席",
            "范围：>= 0, <= 10000",
            "须同时符合：阅览座席数 ≥ 130座（含）",
            "空行保留原值",
            "7/29 阅览座席数（座）：",
        ],
    );
    assert!(
        !out.contains("Tab"),
        "keys of the screens mean nothing here: {out}"
    );
}

#[test]
fn what_cannot_be_saved_is_asked_for_again() {
    let folder = Folder::with_ledger();
    let begun = ["", "", "", "", "2", "", "130", ".", "1"];
    let out = answer(
        &folder,
        &[],
        &[&NEW_LIBRARY, &begun, &["示例图书馆", "1"], &OUT],
    );
    in_order(
        &out,
        &[
            "设施名称 ! 必填",
            "有 1 处须改正后方可保存：\n1/29 设施名称",
            "已保存：示例图书馆",
        ],
    );
    let out = answer(
        &folder,
        &[],
        &[&["壶镇镇", "2", "2"], &["示例", ".", "7", "1"], &OUT],
    );
    in_order(&out, &["「7」不在 1 至 3 之中", "已保存：示例"]);
}

#[test]
fn a_likely_duplicate_is_asked_about_by_number() {
    for (lang, words) in [
        (
            "zh",
            [
                "同镇同类已有「示例图书馆」，是否为同一处？",
                "阅览座席数  130座",
                "「3」不在 1 至 2 之中",
                "已保存为草稿",
            ],
        ),
        (
            "en",
            [
                "\"示例图书馆\" already exists here; is it the same one?",
                "Reading seats  130 seat",
                "\"3\" is not one of 1 to 2",
                "kept as a draft",
            ],
        ),
    ] {
        let [question, figure, not_listed, kept] = words;
        let folder = Folder::with_ledger();
        let args = ["--lang", lang];
        answer(
            &folder,
            &args,
            &[&NEW_LIBRARY, &TO_SEATS, &["130", ".", "1"], &OUT],
        );
        let out = answer(
            &folder,
            &args,
            &[
                &["壶镇镇", "2", "2", "壶镇示例图书馆"],
                &["3", "1", ".", "1"],
                &OUT,
            ],
        );
        assert_eq!(out.matches(question).count(), 1, "{out}");
        in_order(
            &out,
            &[
                question,
                figure,
                "1 ",
                "2 ",
                not_listed,
                "1 壶镇示例图书馆",
                "3 ",
            ],
        );
        let out = answer(
            &folder,
            &args,
            &[&["壶镇镇", "2", "3"], &["示例图书馆", "2", ".", "3"], &OUT],
        );
        in_order(&out, &[question, kept, "1/29", "2 示例图书馆"]);
    }
}

#[test]
fn what_is_no_text_is_asked_for_again_and_nothing_typed_reaches_the_terminal_as_an_order() {
    let folder = Folder::with_ledger();
    let ran = answer_with(&folder, &[], b"\xff\xfe\n\x1b[2J9\n0");
    in_order(&ran.good(), &["此行不是 UTF-8 文本", "「[2J9」"]);
}

#[test]
fn every_answer_is_in_the_draft_before_the_next_question() {
    let folder = Folder::with_ledger();
    let mut child = start(&folder, &[]);
    let mut input = child.stdin.take().unwrap();
    let answers = [NEW_LIBRARY.as_slice(), &TO_SEATS, &["129"]]
        .concat()
        .join("\n")
        + "\n";
    input.write_all(answers.as_bytes()).unwrap();
    let (mut output, mut said, mut buffer) = (child.stdout.take().unwrap(), Vec::new(), [0; 4096]);
    while !String::from_utf8_lossy(&said).contains("8/29 ") {
        let count = output.read(&mut buffer).unwrap();
        assert!(count > 0, "{}", String::from_utf8_lossy(&said));
        said.extend_from_slice(&buffer[..count]);
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let out = answer(&folder, &[], &[&["1", "<"]]);
    in_order(
        &out,
        &["示例图书馆", "8/29 ", "7/29 阅览座席数（座） [129]："],
    );
}

#[test]
fn of_two_clerks_at_one_record_the_later_one_is_asked_where_they_differ() {
    let folder = Folder::with_ledger();
    answer(
        &folder,
        &[],
        &[&NEW_LIBRARY, &TO_SEATS, &["130", ".", "1"], &OUT],
    );
    let edit = ["壶镇镇", "2", "1", "", "", "", "", "", ""];
    answer(&folder, &["--as", "甲"], &[&edit, &["140"]]);
    answer(&folder, &["--as", "乙"], &[&edit, &["150", ".", "1"], &OUT]);
    let out = answer(
        &folder,
        &["--as", "甲"],
        &[&["1", ".", "1", "145", "1", "0"]],
    );
    in_order(
        &out,
        &[
            "他人刚保存过此记录；请核对阅览座席数，再保存",
            "现存：150",
            "7/29 阅览座席数（座） [140]：",
            "[OK] 达标 145/130",
            "已保存：示例图书馆",
        ],
    );
    let report = folder.json("--town 壶镇镇");
    let standings = report["standings"].as_array().unwrap();
    assert!(
        standings.iter().any(|standing| standing["have"] == "145"),
        "{report}"
    );
}

#[test]
fn a_conflict_left_in_a_draft_is_said_again_before_anything_is_overwritten() {
    let folder = Folder::with_ledger();
    answer(
        &folder,
        &[],
        &[&NEW_LIBRARY, &TO_SEATS, &["130", ".", "1"], &OUT],
    );
    let edit = ["壶镇镇", "2", "1", "", "", "", "", "", ""];
    answer(&folder, &["--as", "甲"], &[&edit, &["140"]]);
    answer(&folder, &["--as", "乙"], &[&edit, &["150", ".", "1"], &OUT]);
    let out = answer(
        &folder,
        &["--as", "甲"],
        &[&["1", ".", "1", "", "3", "0", "0"]],
    );
    in_order(
        &out,
        &[
            "填写期间他人改过此记录；请核对 阅览座席数",
            "他人刚保存过此记录",
            "已保存为草稿",
        ],
    );
    let out = answer(
        &folder,
        &["--as", "甲"],
        &[&["1", ".", "1", "", "3", "0", "0"]],
    );
    in_order(
        &out,
        &[
            "填写期间他人改过此记录",
            "阅览座席数 现存：150",
            "他人刚保存过此记录",
            "已保存为草稿",
        ],
    );
    assert_eq!(folder.kept("示例图书馆", "reading_seats"), "150");
    let out = answer(&folder, &["--as", "甲"], &[&["1", ".", "1", "", "1", "0"]]);
    in_order(&out, &["他人刚保存过此记录", "已保存：示例图书馆"]);
    assert_eq!(folder.kept("示例图书馆", "reading_seats"), "140");
}

#[test]
fn a_form_that_was_to_be_saved_and_is_not_is_no_good_end() {
    let folder = Folder::with_ledger();
    let run = |answers: &[&[&str]]| {
        answer_with(
            &folder,
            &[],
            (answers.concat().join("\n") + "\n").as_bytes(),
        )
    };
    // Something is to be put right first, and the answers end.
    let err = run(&[&NEW_LIBRARY, &["", "", "", "", "2", "", "130", ".", "1"]]).failed(2);
    assert!(err.contains("1 份表未保存，已存为草稿"), "{err}");
    // Leaving it as a draft is what was wanted then, and a form that is saved after all is saved.
    run(&[&["1", ".", "1", ".", "3", "0", "0"]]).good();
    run(&[&["1", ".", "1", "示例图书馆", "1", "0"]]).good();
    // Nobody asked for it to be saved.
    run(&[&["壶镇镇", "2", "2", "示例二馆", "."]]).good();
}

#[test]
fn a_ledger_that_takes_nothing_more_is_no_good_end_and_ends_nothing_by_a_signal() {
    let folder = Folder::with_ledger();
    // The log that somebody else's session holds open is longer than any file may become for this
    // one.
    let mut other = Store::open(&folder.path("taizhang.db")).unwrap();
    let log = folder.path("taizhang.db-wal");
    while std::fs::metadata(&log).unwrap().len() < 400_000 {
        let fields = [
            ("kind", "library"),
            ("place", TOWN),
            ("name", &Uuid::now_v7().to_string()),
        ];
        let fields = fields
            .map(|(code, value)| (code.to_owned(), value.into()))
            .into();
        let save = Save {
            record: Uuid::now_v7(),
            subject: Subject::Facility,
            base: &[],
            fields,
            author: "示例填报人",
            reason: "",
        };
        other
            .write(|writer: &mut Writer| writer.save(&save))
            .unwrap();
    }
    let answers = ["壶镇镇", "2"].map(str::to_owned).into_iter();
    let count = other.record_count().unwrap();
    let answers = answers
        .chain([(count + 1).to_string()])
        .chain(["示例新馆", ".", "1", "3", "0", "0", "0"].map(str::to_owned));
    let answers = answers.collect::<Vec<_>>().join("\n") + "\n";
    let program = folder.command(&[]).get_program().to_owned();
    let mut command = std::process::Command::new("prlimit");
    command.arg("--fsize=300000").arg(program).args([
        "--lang",
        "en",
        "enter",
        "--plain",
        "--as",
        "示例填报人",
    ]);
    command
        .current_dir(folder.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(answers.as_bytes())
        .unwrap();
    let ran = Ran::of(&child.wait_with_output().unwrap());
    in_order(
        &ran.out,
        &[
            "it could not be written and nothing was saved",
            "kept as a draft",
        ],
    );
    let err = ran.failed(3);
    assert!(
        err.contains("1 form not saved, kept as drafts") && err.contains("ulimit -f"),
        "{err}"
    );
    assert_eq!(other.record_count().unwrap(), count);
    assert!(other.inspect().unwrap().is_empty());
}

#[test]
fn a_session_that_may_change_nothing_is_no_good_end() {
    let folder = Folder::with_ledger();
    folder.run("snapshot kept.db").good();
    let err = answer_with(&folder, &["--db", "kept.db"], b"1\n").failed(2);
    assert!(
        err.contains("这是快照，只能查看；请先用 taizhang restore"),
        "{err}"
    );
}

#[test]
fn a_line_of_any_length_is_taken_up_to_its_limit_and_what_was_left_out_is_said() {
    let folder = Folder::with_ledger();
    let long = "长".repeat(60_000);
    let answers = [&NEW_LIBRARY[..], &[long.as_str(), "!", "."]]
        .concat()
        .join("\n")
        + "\n";
    let ran = answer_with(&folder, &[], answers.as_bytes());
    // 65,536 bytes of 180,000 are kept, and of these 150 characters fit into a name.
    in_order(
        &ran.out,
        &[
            "此行过长，后面 114464 字节未读取",
            "此处最多 150 字",
            "请重填",
        ],
    );
}

#[test]
fn whoever_closes_the_output_ends_it_without_a_fault() {
    let folder = Folder::with_ledger();
    let mut child = start(&folder, &[]);
    drop(child.stdout.take());
    let ran = Ran::of(&child.wait_with_output().unwrap());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn what_cannot_be_kept_as_a_draft_is_said_and_is_no_good_end() {
    let folder = Folder::with_ledger();
    std::fs::write(
        taizhang::store::draft::folder(&folder.path("taizhang.db")),
        "",
    )
    .unwrap();
    let begun = [NEW_LIBRARY.as_slice(), &["示例图书馆"]]
        .concat()
        .join("\n")
        + "\n";
    let ran = answer_with(&folder, &[], begun.as_bytes());
    assert!(ran.out.contains("草稿未能留存"), "{}", ran.out);
    assert!(ran.failed(2).contains("最后填写的内容未保存"));
    // The ledger takes what the draft does not.
    let leave_then_save = [begun.as_str(), ".\n3\n1\n0\n0\n0\n"].concat();
    let out = answer_with(&folder, &[], leave_then_save.as_bytes()).good();
    in_order(
        &out,
        &[
            "3 保存为草稿",
            "最后填写的内容未保存",
            "1 保存",
            "已保存：示例图书馆",
        ],
    );
}

#[test]
fn a_doubtful_value_is_saved_once_a_number_says_why() {
    let folder = Folder::with_ledger();
    let out = answer(
        &folder,
        &[],
        &[
            &NEW_LIBRARY,
            &TO_SEATS,
            &["2000", ".", "1"],
            &["0", "1500"],
            &["1", "6", "", "全县共用"],
            &OUT,
        ],
    );
    in_order(
        &out,
        &[
            "阅览座席数「2000座」存疑，请按数字选择理由：",
            "1 已与原始资料核对无误",
            "0 修改此项",
            "7/29 阅览座席数（座） [2000]：",
            "阅览座席数「1500座」存疑",
            "请简要说明：",
            "已保存：示例图书馆",
        ],
    );
    assert_eq!(libraries(&folder, "met"), [TOWN]);
}

/// A ledger with a library of 129 seats that is complete, and was returned for the `fields`.
fn returned(fields: &[&str]) -> (Folder, Uuid) {
    let folder = Folder::with_ledger();
    let id = Uuid::now_v7();
    let mut store = ledger(&folder);
    // Not long ago, whenever the test runs.
    let today = store.today().to_string();
    let values = [
        ("kind", "library"),
        ("place", TOWN),
        ("name", "示例图书馆"),
        ("status", "existing"),
        ("address", "示例路1号"),
        ("operator_unit", "示例单位"),
        ("data_source", "statistics"),
        ("data_as_of", today.as_str()),
        ("reported_by", "示例前人"),
        ("library_type", "branch"),
        ("building_area_m2", "500"),
        ("reading_seats", "129"),
    ];
    let values = values
        .map(|(code, value)| (code.to_owned(), value.into()))
        .into();
    let subject = Subject::Facility;
    let save = Save {
        record: id,
        subject,
        base: &[],
        fields: values,
        author: "示例填报人",
        reason: "",
    };
    store
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    let base = store.record(id).unwrap().unwrap().heads;
    let fields: Vec<String> = fields.iter().map(|code| (*code).to_owned()).collect();
    let inspector = Inspector::new(&store, "示例审核人", &Limits::default()).unwrap();
    inspector
        .raise(&Returning {
            record: id,
            base: &base,
            fields: &fields,
            text: "与现场清点不符",
        })
        .unwrap();
    (folder, id)
}

fn ledger(folder: &Folder) -> Store {
    Store::open(&folder.path("taizhang.db")).unwrap()
}

#[test]
fn what_was_returned_is_offered_first_its_marked_field_asked_for_and_the_finding_answered() {
    let (folder, id) = returned(&["reading_seats"]);
    let out = answer(&folder, &[], &[&["1", "130", "1", "已补一席", "0"]]);
    in_order(
        &out,
        &[
            "被退回的记录：",
            "1 缙云县/壶镇镇  公共图书馆  示例图书馆  与现场清点不符",
            "! 退回：",
            "示例审核人  与现场清点不符",
            "7/29 阅览座席数（座） [129]：",
            "1 保存",
            "标记的项已改。可填写答复，也可直接按 Enter：",
            "已重新提交：示例图书馆",
            "地方：",
        ],
    );
    let review = ledger(&folder).review_of(id).unwrap().unwrap();
    assert_eq!(
        (review.state, review.threads[0].acts[1].text.as_str()),
        (ReviewState::Submitted, "已补一席")
    );
}

#[test]
fn a_finding_whose_field_stays_is_answered_in_words_line_by_line() {
    let (folder, id) = returned(&["reading_seats"]);
    let out = answer(
        &folder,
        &["--lang", "en"],
        &[&["1", "", "1", "", "", "counted again", "0"]],
    );
    in_order(
        &out,
        &[
            "Returned records:",
            "Write an answer:",
            "write something first",
            "submitted again",
        ],
    );
    assert_eq!(
        ledger(&folder).review_of(id).unwrap().unwrap().state,
        ReviewState::Submitted
    );
}

#[test]
fn a_field_that_was_not_returned_asks_for_the_reason_and_an_end_of_the_input_keeps_the_draft() {
    let (folder, id) = returned(&["address"]);
    let seats = ["", "", "", "", "", "", "131", "."];
    let begun = [&["1", ".", "2"], &seats[..], &["1"]].concat();
    let ran = answer_with(&folder, &[], (begun.join("\n") + "\n").as_bytes());
    in_order(&ran.out, &["阅览座席数未退回。请写明改动原因："]);
    assert!(ran.failed(2).contains("1 份表未保存，已存为草稿"));
    let store = ledger(&folder);
    assert_eq!(
        store.record(id).unwrap().unwrap().fields["reading_seats"],
        "129"
    );
    drop(store);
    // The draft comes first, with what was typed in it; its marked field is asked for, then the
    // reason again.
    let out = answer(
        &folder,
        &[],
        &[&["1", "", "1", "一并更正", "地址无误", "0"]],
    );
    in_order(
        &out,
        &[
            "未保存的表：",
            "请写明改动原因：",
            "请填写答复：",
            "已重新提交",
        ],
    );
    let history = ledger(&folder).history(id).unwrap();
    assert_eq!(history.last().unwrap().change.reason, "一并更正");
}

#[test]
fn a_policy_that_is_not_in_force_is_said_and_not_counted() {
    let folder = Folder::new();
    let seed = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/minimums.toml");
    let issued = "issued_on = \"2022-12-27\"";
    let text = std::fs::read_to_string(seed).unwrap();
    let future = text.replace(issued, &format!("{issued}\nvalid_from = \"2999-01-01\""));
    folder.write("future.toml", future);
    folder.run("init --pack future.toml").good();
    let said = answer(&folder, &[], &[&["壶镇镇", "0", "0"]]);
    assert!(
        said.contains("壶镇镇  达标 0  未达标 0  无法判定 0"),
        "{said}"
    );
    assert!(
        said.contains("公共图书馆  公共图书馆 尚未生效，2999-01-01 起有效"),
        "{said}"
    );
}

#[test]
fn a_closed_place_is_not_listed_and_answered_in_words() {
    let folder = Folder::with_ledger();
    folder.run("places close 温溪镇 --yes").good();
    let out = answer(&folder, &["--lang", "en"], &[&["温溪镇", "0"]]);
    in_order(
        &out,
        &["壶镇镇", "碧湖镇", "\"温溪镇\" has been closed since"],
    );
    assert_eq!(out.matches("温溪镇").count(), 1, "{out}");
}

/// A ledger of the pack of groups, and the pack with more text behind it.
fn with_groups(more: &str) -> Folder {
    let folder = Folder::new();
    folder.write("groups.toml", GROUPS.to_owned() + more);
    folder.run("init --pack groups.toml").good();
    folder
}

#[test]
fn a_sheet_that_is_judged_in_another_place_is_reached_by_who_fills_it_in() {
    let folder = with_groups(
        r#"
[[sheet]]
code = "exports"
label = { zh = "出口", en = "Exports" }
period = "year"

[[sheet.field]]
code = "value"
label = { zh = "出口额", en = "Value" }
type = "decimal"
unit = "yi_yuan"
decimals = 4
range = { min = 0 }
help = { zh = "全年。", en = "Of the year." }

[[requirement]]
code = "exports"
group = "prosperous"
label = { zh = "出口合计", en = "Exports in all" }
form = "compare"
quantity = "sum(scope, exports.value)"
op = ">="
need = 10
unit = "yi_yuan"
strength = "must"
clause = "八"
reading = { zh = "三镇合计。", en = "The towns together." }
scope = { places = ["331100"] }
"#,
    );
    let town = answer(&folder, &[], &[&["壶镇镇", "3", "1", "0", "0", "0", "0"]]);
    in_order(
        &town,
        &[
            "2 共享城市",
            "3 其他类别和统计表",
            "1 出口",
            "1 20",
            "另一期",
        ],
    );
    // Nothing is judged in the county, whose figure the towns are held against.
    let county = answer(&folder, &[], &[&["缙云县", "1", "1", "0", "0", "0", "0"]]);
    in_order(
        &county,
        &[
            "缙云县  此处无最低要求",
            "1 其他类别和统计表",
            "1 县域经济",
            "另一期",
        ],
    );
}

#[test]
fn verdicts_and_shares_are_told_while_their_figures_are_typed() {
    let folder = with_groups("");
    let to = |sheet: &'static str| ["壶镇镇", "1", sheet, "2", "2025"];
    let end = [".", "3", "0", "0", "0", "0"];
    let out = answer(&folder, &[], &[&to("2"), &["10000", "9499"], &end]);
    in_order(
        &out,
        &[
            "2 从业人员  二三产业比重 [?] 无法判定 ?/95",
            "1/9 从业人员总数",
            "[?] 无法判定",
            "2/9 二三产业从业人员",
            "二三产业比重 = 94.99%（9499 / 10000人）",
            "[!] 未达标 94.99/95：2025年",
            "3/9 二三产业比重",
        ],
    );
    let share = answer(&folder, &["--lang", "en"], &[&["1", "1"], &[".", "3", "0"]]);
    assert!(!share.contains(" = 94"), "only after a part: {share}");
    // The county's sheet has a growth too; the GDP of the town is no growth at all.
    let other = ["--as", "示例别人"];
    let out = answer(&folder, &other, &[&to("1"), &["100"], &end]);
    let (_, form) = out.split_once("经济运行 > 2025年").unwrap();
    let (form, _) = form.split_once("1 保存").unwrap();
    assert!(form.contains("三镇总量 [?] 无法判定 ≥100/>350"), "{form}");
    assert!(!form.contains("增速高于县"), "{form}");
}

#[test]
fn targets_are_counted_apart_in_a_pack_without_groups_as_on_the_screens() {
    let folder = Folder::new();
    let pack = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packs/minimums.toml");
    let text = std::fs::read_to_string(pack).unwrap();
    let strive = text.replacen("strength = \"basic\"", "strength = \"strive\"", 1);
    assert!(strive != text, "one minimum binds no more");
    folder.write("strive.toml", strive);
    folder.run("init --pack strive.toml").good();
    let said = answer(&folder, &[], &[&["0"]]);
    let ledger = Store::open(&folder.path("taizhang.db")).unwrap();
    let pack = ledger.packs()[0].clone();
    let counts = ledger.counts(&pack.code).unwrap();
    let towns = ledger.covered_count(&pack.code).unwrap();
    let line = format!(
        "壶镇镇  达标 0  未达标 {}  无法判定 0",
        counts.short / towns
    );
    assert!(said.contains(&line), "{line}: {said}");
    assert!(counts.short / towns < pack.requirements.len());
}

#[test]
fn figures_of_a_policy_that_is_not_in_force_are_asked_for_and_not_judged() {
    let issued = "issued_on = \"2023-01-01\"";
    let folder = Folder::new();
    let future = GROUPS.replace(issued, &format!("{issued}\nvalid_from = \"2999-01-01\""));
    folder.write("future.toml", future);
    folder.run("init --pack future.toml").good();
    let out = answer(
        &folder,
        &[],
        &[&["壶镇镇", "1", "2", "2", "2025", "10000", "9499", ".", "1"]],
    );
    in_order(
        &out,
        &[
            "创富城市  达标 0  未达标 0  无法判定 0",
            "2 从业人员  二三产业比重 尚未生效，2999-01-01 起有效",
            "二三产业比重 尚未生效，2999-01-01 起有效",
            "已保存：从业人员 2025年",
            "尚未生效，2999-01-01 起有效  示例〔2025〕3号 分组示例",
        ],
    );
    assert!(!out.contains("[!]"), "{out}");
}

#[test]
fn what_a_sum_comes_to_is_said() {
    let folder = Folder::with_ledger();
    let seats = ["60+72", ".", "1"];
    let out = answer(&folder, &[], &[&NEW_LIBRARY, &TO_SEATS, &seats, &OUT]);
    in_order(
        &out,
        &["7/29 阅览座席数（座）：", "= 132座", "[OK] 达标 132/130"],
    );
    assert_eq!(libraries(&folder, "met"), [TOWN]);
}

#[test]
fn a_doubt_that_wants_words_takes_nothing_else() {
    let folder = Folder::with_ledger();
    let answers = [
        "示例图书馆",
        "",
        "",
        "",
        "4",
        ".",
        "1",
        "1",
        "已核对",
        "农家书屋改建",
    ];
    let out = answer(&folder, &[], &[&NEW_LIBRARY, &answers, &OUT]);
    in_order(
        &out,
        &[
            "馆类型「其他」须说明，请写明原因：",
            "1 其他",
            "请简要说明：",
            "「已核对」没有说明原因",
            "请简要说明：",
            "已保存：示例图书馆",
        ],
    );
}

/// A ledger with a library of these seats.
fn library_of(seats: &str) -> (Folder, Uuid) {
    let folder = Folder::with_ledger();
    answer(
        &folder,
        &[],
        &[&NEW_LIBRARY, &TO_SEATS, &[seats, ".", "1"], &OUT],
    );
    let id = ledger(&folder).records("library", TOWN).unwrap()[0].id;
    (folder, id)
}

/// From the list of towns to the question at the end of the form of the one library in 壶镇镇.
const TO_THE_END: [&str; 4] = ["壶镇镇", "2", "1", "."];

#[test]
fn a_record_is_deleted_only_after_a_question() {
    for (lang, words) in [
        (
            "zh",
            [
                "4 删除此记录",
                "删除「示例图书馆」？",
                "1 保留",
                "已删除：示例图书馆；修改记录保留",
            ],
        ),
        (
            "en",
            [
                "4 delete the record",
                "delete \"示例图书馆\"?",
                "1 keep",
                "deleted: 示例图书馆; its history is kept",
            ],
        ),
    ] {
        let (folder, id) = library_of("130");
        let out = answer(
            &folder,
            &["--lang", lang],
            &[&TO_THE_END, &["4", "1", "4", "2"], &OUT],
        );
        in_order(&out, &words);
        assert_eq!(out.matches(words[1]).count(), 2, "{out}");
        assert!(ledger(&folder).record(id).unwrap().is_none());
    }
}

#[test]
fn a_record_is_moved_only_after_what_stays_and_what_the_verdicts_become() {
    for (lang, place, kind) in [
        (
            "zh",
            [
                "7 改到其他地方或类别",
                "把「示例图书馆」改到哪里？",
                "1 改到其他地方",
                "缙云县/壶镇镇 -> 青田县/温溪镇",
                "各项内容不变；设施编号不变",
                "调整归属后的变动：",
                "把「示例图书馆」由缙云县/壶镇镇改到青田县/温溪镇？",
                "1 不改",
                "已把「示例图书馆」改到青田县/温溪镇",
            ],
            [
                "公共图书馆 -> 医院",
                "阅览座席数：130座",
                "已把「示例图书馆」改到医院",
            ],
        ),
        (
            "en",
            [
                "7 move to another place or kind",
                "move \"示例图书馆\" to where?",
                "1 to another place",
                "缙云县/壶镇镇 -> 青田县/温溪镇",
                "every field stays as it is",
                "After the move:",
                "move \"示例图书馆\" from 缙云县/壶镇镇 to 青田县/温溪镇?",
                "1 leave it",
                "moved \"示例图书馆\" to 青田县/温溪镇",
            ],
            [
                "Public library -> Hospital",
                "Reading seats: 130 seats",
                "moved \"示例图书馆\" to Hospital",
            ],
        ),
    ] {
        let (folder, id) = library_of("130");
        let args = ["--lang", lang];
        let to_place = ["7", "1", "温溪镇"];
        let acts = [&to_place[..], &["1"], &to_place[..], &["2"]].concat();
        let out = answer(&folder, &args, &[&TO_THE_END, &acts, &OUT]);
        in_order(&out, &place);
        let record = |folder| ledger(folder).record(id).unwrap().unwrap();
        assert_eq!(record(&folder).place, "331121101");
        // The kind that the list offers first is the hospital.
        let (folder, id) = library_of("130");
        let out = answer(&folder, &args, &[&TO_THE_END, &["7", "2", "1", "2"], &OUT]);
        in_order(&out, &kind);
        let moved = ledger(&folder).record(id).unwrap().unwrap();
        assert_eq!(moved.kind, "hospital");
        assert!(!moved.fields.contains_key("reading_seats"));
    }
}

#[test]
fn who_deletes_a_returned_record_must_say_why() {
    let (folder, id) = returned(&["reading_seats"]);
    let out = answer(&folder, &[], &[&["1", ".", "4", "2", "", "重复登记", "0"]]);
    in_order(
        &out,
        &[
            "删除「示例图书馆」？",
            "「示例图书馆」已审核通过或被退回。请写明删除原因：",
            "已删除：示例图书馆",
        ],
    );
    let history = ledger(&folder).history(id).unwrap();
    assert_eq!(history.last().unwrap().change.reason, "重复登记");
}

#[test]
fn the_last_change_is_undone_after_a_question_that_shows_what_it_brings_back() {
    let (folder, id) = library_of("130");
    let seats = |folder: &Folder| {
        let record = ledger(folder).record(id).unwrap().unwrap();
        record.fields["reading_seats"].clone()
    };
    let change = ["壶镇镇", "2", "1", "", "", "", "", "", "", "129", "."];
    // Beside something typed there is nothing to undo or confirm.
    let out = answer(&folder, &[], &[&change, &["7", "1"], &OUT]);
    in_order(&out, &["4 删除此记录", "「7」不在 1 至 4 之中", "已保存"]);
    assert_eq!(seats(&folder), "129");
    let out = answer(&folder, &[], &[&TO_THE_END, &["5", "1", "5", "2"], &OUT]);
    in_order(
        &out,
        &[
            "5 撤销最后一次修改",
            "阅览座席数: 129座 -> 130座",
            "撤销「示例图书馆」的最后一次修改？",
            "1 不撤销",
            "已撤销「示例图书馆」的最后一次修改",
        ],
    );
    assert_eq!(seats(&folder), "130");
    assert_eq!(ledger(&folder).history(id).unwrap().len(), 3);
}

#[test]
fn that_nothing_has_changed_is_confirmed_of_one_facility() {
    let (folder, id) = library_of("130");
    let out = answer(&folder, &[], &[&TO_THE_END, &["6", "0", "6", "1"], &OUT]);
    in_order(
        &out,
        &[
            "6 确认没有变化",
            "没有变化：",
            "1 仅「示例图书馆」",
            "0 返回",
        ],
    );
    let store = ledger(&folder);
    assert_eq!(store.confirmations(id).unwrap().len(), 1);
    assert_eq!(store.history(id).unwrap().len(), 1, "no value was saved");
}

#[test]
fn all_facilities_of_a_list_that_wait_are_confirmed_at_once() {
    let (folder, id) = library_of("130");
    let mut store = ledger(&folder);
    let quarter = Period::over_before(Cycle::Quarter, store.today());
    // What is saved in the very millisecond of the close is not before it.
    std::thread::sleep(std::time::Duration::from_millis(2));
    store
        .write(|writer: &mut Writer| {
            writer.close_quarter(&QuarterClosing {
                quarter,
                place: None,
                signed_by: "",
                author: "示例管理员",
            })
        })
        .unwrap();
    drop(store);
    let out = answer(&folder, &[], &[&["壶镇镇", "2", "3", "1"], &OUT]);
    in_order(
        &out,
        &[
            "2 新增",
            "3 确认没有变化（待确认 1 个）",
            "1 此处待确认的全部 1 个",
            "已确认 1 个设施没有变化（示例填报人）",
            "2 新增\n0 返回",
        ],
    );
    assert_eq!(ledger(&folder).confirmations(id).unwrap().len(), 1);
}

#[test]
fn an_exception_is_recorded_for_what_is_not_met_and_taken_back_again() {
    let (folder, _) = library_of("96");
    let form = ["示例〔2025〕1号", "新馆在建", "2026年", "", "1"];
    let out = answer(
        &folder,
        &[],
        &[&["壶镇镇", "2", "3", "1"], &form[..4], &["1"], &OUT],
    );
    in_order(
        &out,
        &[
            "2 新增",
            "3 登记例外",
            "哪一项要求的例外：",
            "1 公共图书馆",
            "已保存",
            "3 登记例外",
        ],
    );
    let standings = folder.json("")["standings"].clone();
    let excepted = standings
        .as_array()
        .unwrap()
        .iter()
        .find(|standing| standing["requirement"] == "library" && standing["place"] == TOWN);
    let standing = excepted.unwrap();
    assert_eq!(standing["exception"]["reason"], "新馆在建", "{standing}");
    assert_eq!(standing["verdict"], "short");
    let out = answer(
        &folder,
        &[],
        &[&["壶镇镇", "2", "3", "1", ".", "4", "2"], &OUT],
    );
    in_order(&out, &["[示例〔2025〕1号]", "4 删除此记录", "已删除"]);
    // Where the minimum is met there is nothing to except.
    let (folder, _) = library_of("130");
    let out = answer(&folder, &[], &[&["壶镇镇", "2"], &OUT]);
    assert!(!out.contains("登记例外"), "{out}");
}

#[test]
fn a_confirmation_that_fails_is_said_and_is_no_good_end() {
    let (folder, id) = library_of("130");
    let mut child = start(&folder, &["--lang", "en"]);
    let mut answers = child.stdin.take().unwrap();
    let typed = [&TO_THE_END[..], &["6"]].concat().join("\n") + "\n";
    answers.write_all(typed.as_bytes()).unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut said = Vec::new();
    while !String::from_utf8_lossy(&said).contains("\"示例图书馆\" only") {
        let mut bytes = [0; 4096];
        let count = out.read(&mut bytes).unwrap();
        assert!(count > 0, "{}", String::from_utf8_lossy(&said));
        said.extend_from_slice(&bytes[..count]);
    }
    // Somebody moves the ledger away while the question stands.
    for name in folder.names() {
        if name.starts_with("taizhang.db") && folder.path(&name).is_file() {
            let moved = name.replace("taizhang.db", "moved.db");
            std::fs::rename(folder.path(&name), folder.path(&moved)).unwrap();
        }
    }
    answers.write_all(b"1\n3\n0\n0\n0\n").unwrap();
    drop(answers);
    out.read_to_end(&mut said).unwrap();
    let said = String::from_utf8(said).unwrap();
    let (_, after) = said.split_once("\"示例图书馆\" only").unwrap();
    in_order(after, &["moved", "6 confirm that nothing has changed"]);
    let ran = Ran::of(&child.wait_with_output().unwrap());
    let err = ran.failed(3);
    assert!(!err.contains("form not saved"), "nothing was typed: {err}");
    let store = Store::open(&folder.path("moved.db")).unwrap();
    assert!(store.confirmations(id).unwrap().is_empty());
}
