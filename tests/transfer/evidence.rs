//! `evidence`: files listed with a record, shown to whoever reviews, and compared again.

use crate::program::{self, Folder};
use taizhang::domain::record::facility::shared;
use taizhang::domain::record::{EvidenceKind, evidence};
use taizhang::domain::record::{Record, Subject};
use taizhang::store::{Save, Store, Writer};

/// The SHA-256 of `abc`, from FIPS 180-4.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A ledger with one library, and a file beside it.
fn folder() -> Folder {
    let folder = Folder::with_ledger();
    folder.write(
        "in.csv",
        "所属镇,设施名称,状态,阅览座席数\n壶镇镇,示例馆,现有,129\n",
    );
    folder.run("import in.csv --kind library").good();
    folder.write("现场.jpg", "abc");
    folder
}

fn store(folder: &Folder) -> Store {
    Store::open(&folder.path("taizhang.db")).unwrap()
}

fn library(folder: &Folder) -> Record {
    store(folder)
        .records("library", "331122101")
        .unwrap()
        .remove(0)
}

fn changes(folder: &Folder) -> usize {
    store(folder).history(library(folder).id).unwrap().len()
}

#[test]
fn a_file_is_listed_with_its_hash_once_and_stays_where_it_is() {
    let folder = folder();
    let out = folder
        .run("evidence 示例馆 现场.jpg --kind photo --date 2025-6-1 --as 示例")
        .good();
    assert_eq!(out, format!("已登记 现场.jpg：3 字节，SHA-256 {ABC}\n"));
    let files = evidence::of_json(library(&folder).fields.get(shared::EVIDENCE_FILES));
    assert_eq!(files.len(), 1);
    assert_eq!(
        (
            files[0].name.as_str(),
            files[0].kind,
            files[0].sha256.as_str()
        ),
        ("现场.jpg", EvidenceKind::Photo, ABC)
    );
    assert_eq!(files[0].date.to_string(), "2025-06-01");
    assert_eq!(changes(&folder), 2);
    folder.write("副本.jpg", "abc");
    assert_eq!(
        folder.run("evidence 示例馆 副本.jpg --as 示例").good(),
        "副本.jpg 已登记过\n"
    );
    assert_eq!(
        (changes(&folder), folder.read("现场.jpg").as_str()),
        (2, "abc")
    );
    let history = folder.run("--lang en history 示例馆").good();
    assert!(
        history.contains(&format!(
            "Evidence files: (empty) -> photo  现场.jpg  2025-06-01  SHA-256 {ABC}"
        )),
        "{history}"
    );
    assert!(folder.run("doctor").good().contains("[OK]"));
}

#[test]
fn several_files_are_listed_together_or_not_at_all() {
    let folder = folder();
    folder.write("图.pdf", "def");
    folder.run("evidence 示例馆 现场.jpg --as 示例").good();
    std::fs::create_dir(folder.path("别处")).unwrap();
    folder.write("别处/现场.jpg", "other");
    let said = folder
        .run("--lang en evidence 示例馆 图.pdf 别处/现场.jpg --as 示例")
        .failed(2);
    assert!(
        said.contains("another file named 现场.jpg is already listed"),
        "{said}"
    );
    let said = folder
        .run("evidence 示例馆 图.pdf 没有.pdf --as 示例")
        .failed(2);
    assert!(
        said.contains("没有.pdf") && said.contains("没有这个文件"),
        "{said}"
    );
    assert!(
        folder
            .run("evidence 示例馆 别处 --as 示例")
            .failed(2)
            .contains("是目录")
    );
    assert!(
        folder
            .run("evidence 示例馆 /dev/zero --as 示例")
            .failed(2)
            .contains("不是普通文件")
    );
    assert!(
        folder
            .run("evidence 示例馆 图.pdf --date 昨天 --as 示例")
            .failed(2)
            .contains("不是日期")
    );
    assert!(
        folder
            .run("evidence 示例馆 图.pdf")
            .failed(2)
            .contains("--as")
    );
    assert_eq!(changes(&folder), 2, "nothing of it was saved");
    folder.run("evidence 示例馆 图.pdf --as 示例").good();
    assert_eq!(changes(&folder), 3);
}

#[test]
fn checking_tells_which_files_differ_or_are_missing() {
    let folder = folder();
    assert_eq!(
        folder.run("evidence 示例馆 --check").good(),
        "这条记录没有登记佐证文件\n"
    );
    folder.write("图.pdf", "def");
    folder
        .run("evidence 示例馆 现场.jpg 图.pdf --as 示例")
        .good();
    let ok = folder.run("evidence 示例馆 --check").good();
    assert_eq!(ok.matches("[OK]").count(), 2, "{ok}");
    std::fs::create_dir(folder.path("柜")).unwrap();
    std::fs::rename(folder.path("图.pdf"), folder.path("柜/图.pdf")).unwrap();
    folder.write("现场.jpg", "abd");
    let ran = folder.run("--lang en evidence 示例馆 --check");
    assert_eq!(ran.code, 1);
    assert!(
        ran.out
            .contains("[!] 现场.jpg differs from what was listed")
            && ran.out.contains("[!] 图.pdf not found"),
        "{}",
        ran.out
    );
    folder.write("现场.jpg", "abc");
    let ok = folder.run("evidence 示例馆 柜/图.pdf --check").good();
    assert_eq!(ok.matches("[OK]").count(), 2, "{ok}");
    let ran = folder.run("evidence 示例馆 柜/图.pdf in.csv --check");
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("[!] in.csv 没有登记"), "{}", ran.out);
    assert_eq!(changes(&folder), 2);
}

#[test]
fn a_forced_command_lists_nothing() {
    let folder = folder();
    let mut command = folder.command(&["evidence", "示例馆", "现场.jpg", "--as", "示例"]);
    command.env("SSH_ORIGINAL_COMMAND", "evidence");
    let said = program::Ran::of(&command.output().unwrap()).failed(2);
    assert!(said.contains("不执行命令"), "{said}");
    assert_eq!(changes(&folder), 1);
}

#[test]
fn a_list_that_a_newer_program_wrote_is_not_rewritten() {
    let folder = folder();
    let record = library(&folder);
    let newer = serde_json::json!([{ "name": "a", "kind": "film", "date": "2025", "sha256": "1" }]);
    let mut fields = record.fields;
    fields.insert("kind".into(), record.kind.into());
    fields.insert("place".into(), record.place.into());
    fields.insert(shared::EVIDENCE_FILES.into(), newer.clone());
    let (base, subject) = (record.heads.as_slice(), Subject::Facility);
    let save = Save {
        record: record.id,
        subject,
        base,
        fields,
        author: "示例",
        reason: "",
    };
    store(&folder)
        .write(|writer: &mut Writer| writer.save(&save))
        .unwrap();
    let said = folder
        .run("--lang en evidence 示例馆 现场.jpg --as 示例")
        .failed(2);
    assert!(said.contains("written by a newer program"), "{said}");
    assert_eq!(library(&folder).fields[shared::EVIDENCE_FILES], newer);
}
