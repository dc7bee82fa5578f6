//! The documents: what can be derived from the program is, links lead somewhere, and the READMEs
//! leave nothing out.
//!
//! A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->`. Where it differs
//! from the program this fails; `UPDATE_DOCS=1 cargo test --test docs` writes it anew.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod support;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use support::Harness;
use taizhang::cli;
use taizhang::i18n::{Lang, Say};
use taizhang::tui::command;
use taizhang::tui::command::CommandScope;
use taizhang::tui::terminal::input::Code;
use unicode_width::UnicodeWidthStr as _;

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->";

/// A screen, and what the documents call it.
type Named = (CommandScope, &'static str, &'static str);

/// The screens with a key table of their own.
const SCREENS: [Named; 23] = [
    (
        CommandScope::Home,
        "首页：各镇各项",
        "First screen: towns and minimums",
    ),
    (CommandScope::Trial, "试算的首页", "First screen of a trial"),
    (
        CommandScope::Group,
        "一组要求：各地各项",
        "A group of requirements: places and requirements",
    ),
    (
        CommandScope::Figures,
        "一项要求所依据的数据",
        "The figures behind a requirement",
    ),
    (
        CommandScope::List,
        "一镇一类的设施",
        "Facilities of a kind in a town",
    ),
    (CommandScope::Form, "填表", "Form"),
    (
        CommandScope::Grid,
        "表格：一项数据，全部记录",
        "Grid: one field of all records",
    ),
    (CommandScope::Paste, "粘贴预览", "Preview of a paste"),
    (
        CommandScope::Kinds,
        "无最低要求的地方",
        "A place without any minimum",
    ),
    (CommandScope::Shortfalls, "缺口清单", "Shortfalls"),
    (
        CommandScope::Quarter,
        "季度待办",
        "What is still to be done for the quarter",
    ),
    (
        CommandScope::Trend,
        "各地对照和走势",
        "Towns side by side, and the trend of one",
    ),
    (
        CommandScope::Records,
        "记录状态",
        "Records with their states",
    ),
    (CommandScope::Drafts, "未保存的表", "Forms not saved"),
    (CommandScope::Conflicts, "合并冲突", "Merge conflicts"),
    (
        CommandScope::Picker,
        "选择、查找和确认",
        "Lists to choose from, find and confirm",
    ),
    (
        CommandScope::Words,
        "用文字答复",
        "Questions answered in words",
    ),
    (CommandScope::Page, "帮助和修改记录", "Help and history"),
    (CommandScope::Queue, "待复录的记录", "Records to key again"),
    (CommandScope::SecondEntry, "复录", "Second entry"),
    (
        CommandScope::Task,
        "报表和文件：选什么",
        "Reports and files: what is chosen",
    ),
    (
        CommandScope::Import,
        "导入：各列当作什么",
        "Import: what the columns are taken for",
    ),
    (CommandScope::Outcome, "报表和预览", "Reports and previews"),
];

/// The screens of a review.
const REVIEW: [Named; 9] = [
    (CommandScope::Shortfalls, "缺口清单", "Shortfalls"),
    (
        CommandScope::Records,
        "记录状态",
        "Records with their states",
    ),
    (
        CommandScope::Approvals,
        "审核通过前预览",
        "Before many are approved",
    ),
    (
        CommandScope::OwnFindings,
        "我的未办结意见",
        "My open findings",
    ),
    (CommandScope::Samples, "随机抽样", "Random samples"),
    (CommandScope::Record, "一条记录", "A record"),
    (CommandScope::Words, "写意见", "Words of a finding"),
    (
        CommandScope::Task,
        "报表：选什么",
        "A report: what is chosen",
    ),
    (CommandScope::Outcome, "报表", "The report"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every document.
fn documents() -> Vec<PathBuf> {
    let is_document = |path: &Path| path.extension().is_some_and(|end| end == "md");
    let (mut folders, mut found) = (vec![root().to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !name.starts_with('.') && name != "target" {
                folders.push(path);
            } else if is_document(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn lang_of(document: &Path) -> Lang {
    if document.to_string_lossy().ends_with(".zh.md") {
        Lang::Zh
    } else {
        Lang::En
    }
}

/// A generated part by its name.
fn generated(name: &str, lang: Lang) -> String {
    match name.split_once(' ') {
        None if name == "keys" => keys(&SCREENS, lang),
        None if name == "review-keys" => keys(&REVIEW, lang),
        None if name == "help" => help(),
        Some(("screen", snapshot)) => screen(snapshot),
        _ => panic!("nobody generates a part called {name:?}"),
    }
}

/// The keys of some screens.
fn keys(screens: &[Named], lang: Lang) -> String {
    let mut text = String::new();
    for &(scope, zh, en) in screens {
        let (title, head) = match lang {
            Lang::Zh => (zh, "| 键 | 名称 | 作用 |"),
            Lang::En => (en, "| keys | label | what it does |"),
        };
        writeln!(text, "### {title}\n\n{head}\n| --- | --- | --- |").unwrap();
        for definition in command::in_scope(scope) {
            let keys = command::keys_of(scope, definition);
            let (label, what) = (definition.label.say(lang), definition.help.say(lang));
            writeln!(text, "| {} | {label} | {what} |", keys.join(", ")).unwrap();
        }
        text.push('\n');
    }
    text.trim_end().to_owned()
}

/// What `--help` says, of the program and of every command.
fn help() -> String {
    let mut program = cli::command_line();
    program.build();
    let mut text = String::from("```text\n");
    add_help(&mut program, &mut text);
    text + "```"
}

fn add_help(command: &mut clap::Command, text: &mut String) {
    if !text.ends_with("text\n") {
        text.push('\n');
    }
    for line in command.render_help().to_string().lines() {
        writeln!(text, "{}", line.trim_end()).unwrap();
    }
    for below in command.get_subcommands_mut() {
        add_help(below, text);
    }
}

/// A screen that a test has seen. Snapshots stand beside the file of the test, and their names begin
/// with that of the program.
fn screen(snapshot: &str) -> String {
    let (program, _) = snapshot.split_once("__").unwrap();
    let folder = Some(root().join("tests").join(program)).filter(|folder| folder.is_dir());
    let folder = folder.unwrap_or_else(|| root().join("tests"));
    let path = folder.join(format!("snapshots/{snapshot}.snap"));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let shown = text.splitn(3, "---\n").nth(2).unwrap().trim_end();
    format!("```text\n{shown}\n```")
}

/// The document with every generated part anew.
fn renewed(document: &Path, text: &str) -> String {
    let mut parts = text.split(BEGIN);
    let mut new = parts.next().unwrap().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" -->").unwrap();
        let (_, after) = rest
            .split_once(END)
            .unwrap_or_else(|| panic!("{}: {name} has no end", document.display()));
        write!(
            new,
            "{BEGIN}{name} -->\n{}\n{END}{after}",
            generated(name, lang_of(document))
        )
        .unwrap();
    }
    new
}

#[test]
fn generated_parts_are_what_the_program_says() {
    taizhang::tui::command::name_keys();
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        let new = renewed(&document, &text);
        if env::var_os("UPDATE_DOCS").is_some_and(|value| value == "1") {
            if new != text {
                fs::write(&document, new).unwrap();
            }
            continue;
        }
        let differs = text
            .lines()
            .zip(new.lines())
            .enumerate()
            .find(|(_, (old, new))| old != new);
        let path = document.display();
        assert!(
            text == new,
            "{path}: {differs:?} is out of date; write it anew with UPDATE_DOCS=1"
        );
    }
}

#[test]
fn the_keys_and_the_help_are_in_the_documents() {
    let needed = [
        ("docs/clerk.md", "keys"),
        ("docs/clerk.zh.md", "keys"),
        ("docs/admin.md", "help"),
        ("docs/admin.zh.md", "help"),
        ("README.md", "screen docs__form-129-En"),
        ("README.zh.md", "screen docs__form-129-Zh"),
    ];
    for (document, part) in needed {
        let text = fs::read_to_string(root().join(document)).unwrap();
        assert!(
            text.contains(&format!("{BEGIN}{part} -->")),
            "{document} lacks the part {part}"
        );
    }
}

/// The screen that the READMEs show: a clerk types 129 seats where 130 are needed.
#[test]
fn the_form_in_the_documents_is_the_form_of_the_program() {
    for lang in [Lang::Zh, Lang::En] {
        let mut h = Harness::new(lang);
        h.keys(&[Code::Right, Code::Enter, Code::F(4)]);
        h.text("示例图书馆")
            .keys(&[Code::Tab; 3])
            .text("2")
            .key(Code::Tab)
            .text("129");
        insta::assert_snapshot!(format!("form-129-{lang:?}"), h.screen());
    }
}

/// The targets of the links of a text, code left out.
fn links(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        }
        let rest = if in_code { "" } else { line };
        let targets = rest
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'));
        found.extend(targets.map(|(target, _)| target.to_owned()));
    }
    found
}

#[test]
fn every_relative_link_leads_to_a_file() {
    for document in documents() {
        for link in links(&fs::read_to_string(&document).unwrap()) {
            let path = link.split('#').next().unwrap();
            let elsewhere = path.is_empty() || path.contains("://") || path.starts_with("mailto:");
            assert!(
                elsewhere || document.parent().unwrap().join(path).exists(),
                "{}: there is no {path}",
                document.display()
            );
        }
    }
}

/// The anchors of the headings of a document, as the sites that show Markdown make them.
fn anchors(text: &str) -> Vec<String> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        let Some(heading) = line.strip_prefix('#').filter(|_| !fenced) else {
            continue;
        };
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let anchor = heading.chars().filter(kept).collect::<String>();
        let anchor = anchor.replace(' ', "-");
        let same = found.iter().filter(|(known, _)| *known == anchor).count();
        found.push((anchor, same));
    }
    let told = |(anchor, same): (String, usize)| match same {
        0 => anchor,
        same => format!("{anchor}-{same}"),
    };
    found.into_iter().map(told).collect()
}

#[test]
fn every_link_to_a_heading_leads_to_one() {
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for link in links(&text) {
            let Some((path, anchor)) = link
                .split_once('#')
                .filter(|(path, _)| !path.contains("://"))
            else {
                continue;
            };
            let target = match path {
                "" => text.clone(),
                path => fs::read_to_string(document.parent().unwrap().join(path)).unwrap(),
            };
            assert!(
                anchors(&target).iter().any(|known| known == anchor),
                "{}: there is no heading for {link}",
                document.display()
            );
        }
    }
}

/// The `sh` blocks of a README, found as the checks of every change find them.
fn sh_blocks(text: &str) -> Vec<String> {
    let (mut blocks, mut fenced, mut inside) = (Vec::<String>::new(), false, false);
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !fenced && line.trim_end() == "```sh";
            fenced = !fenced;
            if inside {
                blocks.push(String::new());
            }
        } else if inside {
            writeln!(blocks.last_mut().unwrap(), "{line}").unwrap();
        }
    }
    blocks
}

#[test]
fn the_first_command_of_a_readme_runs_the_program_and_the_second_tests_it() {
    for readme in ["README.md", "README.zh.md"] {
        let blocks = sh_blocks(&fs::read_to_string(root().join(readme)).unwrap());
        assert_eq!(blocks[0], "cargo run --release\n", "{readme}");
        assert_eq!(blocks[1], "cargo test --locked\n", "{readme}");
    }
}

/// Every command with the words that call it: `pack check`.
fn commands(above: &clap::Command, words: &str, found: &mut Vec<String>) {
    for command in above.get_subcommands() {
        let words = format!("{words} {}", command.get_name());
        if command.has_subcommands() {
            commands(command, &words, found);
        } else {
            found.push(words);
        }
    }
}

/// Every example below the help of a command and of those below it, with the words that call it.
fn examples(command: &mut clap::Command, words: &str, found: &mut Vec<(String, String)>) {
    let help = command.render_long_help().to_string();
    let mut lines = help.lines().skip_while(|line| *line != "示例 / Example:");
    let example = lines.nth(1).unwrap_or_default().trim().to_owned();
    found.push((words.to_owned(), example));
    for below in command.get_subcommands_mut() {
        let words = format!("{words} {}", below.get_name());
        examples(below, &words, found);
    }
}

#[test]
fn the_help_of_every_command_has_an_example_that_the_program_takes() {
    let mut found = Vec::new();
    examples(&mut cli::command_line(), "taizhang", &mut found);
    for (command, example) in found {
        let mut words = example.split_whitespace();
        let mut missing: Vec<&str> = command.split(' ').collect();
        // Options of the program may stand in between.
        missing.retain(|wanted| !words.by_ref().any(|word| word == *wanted));
        assert!(missing.is_empty(), "{command}: {example}");
        let taken = cli::command_line().try_get_matches_from(example.split_whitespace());
        assert!(taken.is_ok(), "{example}: {}", taken.unwrap_err());
    }
}

#[test]
fn both_readmes_name_every_command() {
    let mut found = Vec::new();
    commands(&cli::command_line(), "taizhang", &mut found);
    assert!(
        found.contains(&"taizhang pack check".to_owned()),
        "{found:?}"
    );
    for readme in ["README.md", "README.zh.md"] {
        let text = fs::read_to_string(root().join(readme)).unwrap();
        for command in &found {
            assert!(
                text.contains(&format!("`{command}")),
                "{readme} does not name {command}"
            );
        }
    }
}

/// The most columns of a line of prose.
const COLUMNS: usize = 100;

/// The lines of a document that are prose: no table, code, heading or quotation, and nothing that is
/// generated.
fn prose(text: &str) -> Vec<&str> {
    let (mut is_fenced, mut is_generated) = (false, false);
    text.lines()
        .filter(|line| {
            let start = line.trim_start();
            if start.starts_with("```") {
                is_fenced = !is_fenced;
            }
            if start.starts_with(BEGIN) {
                is_generated = true;
            }
            let is_prose =
                !is_fenced && !is_generated && !start.starts_with(['|', '#', '<', '>', '`']);
            if start == END {
                is_generated = false;
            }
            is_prose
        })
        .collect()
}

#[test]
fn prose_is_wrapped() {
    for document in documents() {
        let text = fs::read_to_string(&document).unwrap();
        for line in prose(&text) {
            // A link is not broken.
            let is_one_word = !line.trim_start().contains(' ') && line.contains("](");
            assert!(
                line.width() <= COLUMNS || is_one_word,
                "{}: {line}",
                document.display()
            );
        }
    }
}
