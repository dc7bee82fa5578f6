//! An example of each command, shown below its help.

use clap::Command;

/// The words of a command, and a line that uses it.
const EXAMPLES: [(&str, &str); 59] = [
    (
        "hub",
        "taizhang hub sync postgresql://huzhen@hub.example/taizhang",
    ),
    (
        "hub init",
        "taizhang hub init postgresql://admin@hub.example/taizhang",
    ),
    (
        "hub push",
        "taizhang hub push postgresql://huzhen@hub.example/taizhang",
    ),
    (
        "hub pull",
        "taizhang hub pull postgresql://huzhen@hub.example/taizhang --as 示例乙",
    ),
    (
        "hub sync",
        "taizhang hub sync postgresql://huzhen@hub.example/taizhang",
    ),
    (
        "hub status",
        "taizhang hub status postgresql://huzhen@hub.example/taizhang",
    ),
    (
        "hub allow",
        "taizhang hub allow postgresql://admin@hub.example/taizhang huzhen --town 壶镇镇",
    ),
    ("demo", "taizhang demo"),
    (
        "init",
        "taizhang --db ledger.db init --pack policy.toml --places places.csv",
    ),
    ("enter", "taizhang enter --as 示例甲 --town 壶镇镇"),
    ("review", "taizhang review --as 示例乙 --town 缙云县"),
    (
        "report",
        "taizhang report --town 壶镇镇 --format html --out page.html",
    ),
    (
        "compare",
        "taizhang compare 2026Q3 --format html --out compare.html",
    ),
    (
        "import",
        "taizhang import libraries.xlsx --kind library --dry-run",
    ),
    (
        "export",
        "taizhang export --kind library --format xlsx --out libraries.xlsx",
    ),
    ("form", "taizhang form --kind library --out form.html"),
    ("pack", "taizhang pack list"),
    ("pack check", "taizhang pack check policy.toml"),
    ("pack load", "taizhang pack load policy.toml --dry-run"),
    ("pack schema", "taizhang pack schema"),
    ("pack list", "taizhang pack list"),
    (
        "pack from-xlsform",
        "taizhang pack from-xlsform survey.xlsx",
    ),
    ("places", "taizhang places list"),
    ("places list", "taizhang places list"),
    (
        "places remove",
        "taizhang places remove 331122109 --as 示例",
    ),
    (
        "places rename",
        "taizhang places rename 331122101 示例新镇 --on 2026-01-01",
    ),
    (
        "places merge",
        "taizhang places merge 331122109 331122101 --on 2026-01-01",
    ),
    (
        "places close",
        "taizhang places close 331122109 --on 2026-01-01",
    ),
    ("places update", "taizhang places update changes.xlsx"),
    (
        "places reopen",
        "taizhang places reopen 331122109 --reason 撤并未批准",
    ),
    ("quarter", "taizhang quarter status"),
    ("quarter status", "taizhang quarter status --town 壶镇镇"),
    ("quarter list", "taizhang quarter list"),
    (
        "quarter confirm",
        "taizhang quarter confirm 壶镇镇 --as 示例甲",
    ),
    (
        "quarter close",
        "taizhang quarter close 2026Q3 --signed-by 示例丁",
    ),
    (
        "quarter reopen",
        "taizhang quarter reopen 2026Q3 --reason 数据有误",
    ),
    ("ahead", "taizhang ahead --town 壶镇镇"),
    (
        "what-if",
        "taizhang what-if --town 壶镇镇 --kind library --set reading_seats=130",
    ),
    ("history", "taizhang history 示例图书馆"),
    (
        "evidence",
        "taizhang evidence 示例图书馆 front.jpg --kind photo --as 示例甲",
    ),
    ("sample", "taizhang sample --every 20 --as 示例乙"),
    (
        "visit",
        "taizhang visit 示例图书馆 --as 示例乙 --on 2026-11-02 --person 示例丙 --result agrees",
    ),
    (
        "access",
        "taizhang access line --role inspector --as 示例乙 --key b.pub",
    ),
    (
        "access line",
        "taizhang access line --role clerk --as 示例甲 --town 壶镇镇 --key a.pub",
    ),
    ("signers", "taizhang signers list"),
    ("signers list", "taizhang signers list"),
    (
        "signers add",
        "taizhang signers add 示例镇政府 --key office.pub --town 壶镇镇",
    ),
    ("signers remove", "taizhang signers remove 示例镇政府"),
    ("signers require", "taizhang signers require"),
    (
        "snapshot",
        "taizhang --db /srv/taizhang/taizhang.db snapshot /backup/taizhang --keep 30",
    ),
    ("verify", "taizhang verify snapshot.db"),
    ("restore", "taizhang --db restored.db restore snapshot.db"),
    ("exchange", "taizhang exchange outbox --town 壶镇镇"),
    ("merge", "taizhang merge town.db --dry-run"),
    ("conflicts", "taizhang conflicts"),
    ("doctor", "taizhang --db ledger.db doctor"),
    ("completions", "taizhang completions bash"),
    ("man", "taizhang man --out man1"),
    ("", "taizhang --db ledger.db --lang zh"),
];

/// Adds its example to the help of a command and of those below it.
pub(super) fn with_examples(command: Command) -> Command {
    added(command, "")
}

fn added(command: Command, words: &str) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|below| below.get_name().to_owned())
        .collect();
    let example = EXAMPLES.iter().find(|(known, _)| *known == words);
    let command = match example {
        Some((_, line)) => command.after_long_help(format!("示例 / Example:\n  {line}")),
        None => command,
    };
    names.iter().fold(command, |command, name| {
        let words = format!("{words} {name}");
        command.mut_subcommand(name, |below| added(below, words.trim_start()))
    })
}
