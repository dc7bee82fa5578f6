//! Forms on paper: blank and with the values of a record, in both languages.

use crate::program::Folder;
use crate::support::places;
use taizhang::domain::policy::Pack;
use taizhang::domain::record::Subject;
use taizhang::store::{Save, Store, Writer};

const SHEETS: &str = include_str!("../packs/sheets.toml");
/// The end of the style sheet, and of what no test looks at.
const BODY: &str = "<body>";

fn body(page: &str) -> &str {
    page.split_once(BODY).unwrap().1
}

/// The row of a field, from its label to the end.
fn row<'p>(page: &'p str, label: &str) -> &'p str {
    let rows = body(page).split("<tr>");
    let mut of_label = rows.filter(|row| row.contains(&format!("<div>{label}")));
    let found = of_label.next().unwrap_or_default();
    assert!(!found.is_empty(), "no {label}");
    found
}

fn with_library() -> Folder {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "town,name,status,reading_seats,data_as_of,address\n壶镇镇,示例馆,现有,129,2025-06-30,A & B <路>\n",
    );
    folder
        .run("import in.csv --kind library --as 示例员")
        .good();
    folder
}

#[test]
fn a_blank_form_has_every_field_with_room_or_boxes_and_no_script() {
    let folder = Folder::with_ledger();
    for (lang, title, place, seats, required, unit, status) in [
        (
            "zh",
            "<h1>公共图书馆填报表</h1>",
            "<p>地方：缙云县/壶镇镇</p>",
            "阅览座席数",
            "<em>送审前必填</em>",
            "<span class=\"room\">座</span>",
            "<span class=\"box\">□ 在用</span>",
        ),
        (
            "en",
            "<h1>Public library: form to fill in</h1>",
            "<p>Place: 缙云县/壶镇镇</p>",
            "Reading seats",
            "<em>required before review</em>",
            "<span class=\"room\">seats</span>",
            "<span class=\"box\">□ In use</span>",
        ),
    ] {
        let page = folder
            .run(&format!("--lang {lang} form --kind library --town 壶镇镇"))
            .good();
        for words in [title, place] {
            assert!(page.contains(words), "{words}: {}", body(&page));
        }
        let row_of_seats = row(&page, seats);
        for words in [required, unit] {
            assert!(row_of_seats.contains(words), "{words}: {row_of_seats}");
        }
        assert!(page.contains(status), "{}", body(&page));
        assert!(!page.contains("<script") && !page.contains('☑'));
        assert!(page.contains("@page { size: A4;") && page.contains("tr { break-inside: avoid; }"));
        let store = Store::open(&folder.path("taizhang.db")).unwrap();
        let fields = store.kind("library").unwrap().fields.len();
        assert_eq!(body(&page).matches("<tr><td").count(), fields);
    }
    // Where no place is known, there is room for it.
    let page = folder.run("--lang en form --kind library").good();
    assert!(page.contains("<p>Place: ____"), "{}", body(&page));
}

#[test]
fn a_filled_form_has_the_values_the_date_and_who_saved_it_last() {
    let folder = with_library();
    for (lang, date, saved, seats, value, ticked, signed) in [
        (
            "zh",
            "<p>数据时点：2025-06-30</p>",
            "<p>最后保存：示例员，20",
            "阅览座席数",
            "<div>129座</div>",
            "☑ 在用",
            "<p>审核人：<span></span></p>",
        ),
        (
            "en",
            "<p>Reference date: 2025-06-30</p>",
            "<p>last saved: 示例员, 20",
            "Reading seats",
            "<div>129 seats</div>",
            "☑ In use",
            "<p>Reviewed by: <span></span></p>",
        ),
    ] {
        let page = folder
            .run(&format!("--lang {lang} form --record 示例馆"))
            .good();
        for words in [date, saved, ticked, signed, "A &amp; B &lt;路&gt;"] {
            assert!(page.contains(words), "{words}: {}", body(&page));
        }
        let row = row(&page, seats);
        assert!(row.contains(value), "{row}");
        assert_eq!(body(&page).matches('☑').count(), 1, "{}", body(&page));
    }
    folder.run("form --record 示例馆 --out form.html").good();
    let written = String::from_utf8(folder.bytes("form.html")).unwrap();
    assert_eq!(written, folder.run("form --record 示例馆").good());
}

#[test]
fn nothing_that_was_stored_becomes_markup() {
    let folder = with_library();
    let mut store = Store::open(&folder.path("taizhang.db")).unwrap();
    let record = store.records("library", "331122101").unwrap().remove(0);
    let mut fields = record.every_field();
    fields.insert("name".into(), "<script>\u{1b}[2J\"甲\"".into());
    fields.insert("status".into(), "<b>gone".into());
    let save = Save {
        record: record.id,
        subject: Subject::Facility,
        base: &record.heads,
        fields,
        author: "<i>'示例'</i>",
        reason: "",
    };
    store
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    let page = folder.run(&format!("form --record {}", record.id)).good();
    for words in [
        "&lt;script&gt;[2J&quot;甲&quot;",
        "&lt;i&gt;&#39;示例&#39;&lt;/i&gt;",
        // No choice of the form any more: as it is kept.
        "<div>&lt;b&gt;gone</div>",
    ] {
        assert!(page.contains(words), "{words}: {}", body(&page));
    }
    assert!(!page.contains("<script") && !page.contains('\u{1b}'));
}

#[test]
fn a_sheet_is_printed_blank_or_with_the_figures_of_its_period() {
    let folder = Folder::new();
    let pack = Pack::read(SHEETS).unwrap();
    drop(
        Store::create(
            &folder.path("taizhang.db"),
            &places(),
            &[pack],
            "示例管理员",
        )
        .unwrap(),
    );
    folder.write("in.csv", "town,period,gdp\n壶镇镇,2025,12.5\n");
    folder
        .run("import in.csv --kind economy --as 示例员")
        .good();
    let filled = folder
        .run("form --sheet economy --town 壶镇镇 --period 2025年")
        .good();
    assert!(filled.contains("12.5亿元") && filled.contains("最后保存：示例员"));
    assert!(filled.contains("<p>期间：2025年</p>"), "{}", body(&filled));
    let blank = folder
        .run("form --sheet economy --town 壶镇镇 --period 2024")
        .good();
    assert!(blank.contains("<p>期间：2024年</p>"), "{}", body(&blank));
    assert!(!blank.contains("12.5") && !blank.contains("最后保存"));
    // A sheet that is filled in once has one period, which need not be named.
    folder.write("once.csv", "town,plain\n壶镇镇,是\n");
    folder
        .run("import once.csv --kind profile --as 示例员")
        .good();
    for period in ["", "--period once"] {
        let line = format!("form --sheet profile --town 壶镇镇 {period}");
        let filled = folder.run(&line).good();
        assert!(filled.contains("☑ 是"), "{}", body(&filled));
        assert!(filled.contains("最后保存：示例员"), "{}", body(&filled));
    }
    let blank = folder.run("form --sheet profile --town 碧湖镇").good();
    assert!(!blank.contains('☑') && !blank.contains("最后保存"));
    let page = folder.run("form --sheet economy").good();
    assert!(page.contains("<p>期间：____"), "{}", body(&page));

    for (line, said) in [
        ("form --kind economy", "name it with --sheet"),
        (
            "form --sheet economy --period 2025Q3",
            "is not a period of the sheet",
        ),
        (
            "form --sheet economy --town 331100",
            "does not fill in the sheet",
        ),
        ("form --sheet nothing", "there is no kind \"nothing\""),
    ] {
        let told = folder.run(&format!("--lang en {line}")).failed(2);
        assert!(told.contains(said), "{line}: {told}");
    }
}

#[test]
fn what_is_not_known_is_refused_and_no_file_is_made() {
    let folder = with_library();
    for (line, said) in [
        (
            "form --kind nothing --out f.html",
            "there is no kind \"nothing\"",
        ),
        ("form --record nothing --out f.html", "no record has the id"),
        ("form --kind library --town 无此镇 --out f.html", "无此镇"),
        ("form --sheet library --out f.html", "name it with --kind"),
        (
            "form --kind library --out taizhang.db",
            "it is the ledger itself",
        ),
    ] {
        let told = folder.run(&format!("--lang en {line}")).failed(2);
        assert!(told.contains(said), "{line}: {told}");
        assert!(!folder.path("f.html").exists());
    }
    for line in [
        "form",
        "form --kind library --record 示例馆",
        "form --record 示例馆 --town 壶镇镇",
        "form --kind library --period 2025",
    ] {
        assert_eq!(folder.run(line).code, 2, "{line}");
    }
}
