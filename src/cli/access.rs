//! `access line`: the line of `authorized_keys` that gives a key its session and nothing else.
//!
//! Who somebody is stands in that line alone: whoever controls the file controls the names. Its
//! words pass through two readers, sshd and a shell, so everything that varies is quoted for both.

use std::path::{Path, PathBuf};
use std::{env, path};

use clap::{Args, Subcommand, ValueEnum};

use super::author::author_named;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{ledger, output, public_key};
use crate::domain::text::folding;
use crate::i18n::{AccessFault, CliTask};
use crate::store::{Inspector, Limits};

#[derive(Subcommand)]
pub(super) enum AccessCommand {
    /// 打印公钥的登录行 / print the login line for a public key
    Line(LineArgs),
}

#[derive(Args)]
pub(super) struct LineArgs {
    /// 角色 / the role of the key's owner
    #[arg(long, value_enum)]
    role: RoleArg,
    /// 姓名，记入其每次操作 / the name recorded with everything done with the key
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// 所管的镇或县，代码或名称，可多个 / a place it is limited to, by code or name; repeatable
    #[arg(long = "town", value_name = "CODE")]
    towns: Vec<String>,
    /// 所审核的类别，代码或名称，可多个 / a kind it is limited to, by code or label; repeatable
    #[arg(long = "kind", value_name = "KIND")]
    kinds: Vec<String>,
    /// 公钥文件 / the public key file
    #[arg(long, value_name = "FILE.pub")]
    key: PathBuf,
    /// 服务器上的程序，默认当前运行的程序 / the program on the server; default: the running one
    #[arg(long, value_name = "PATH")]
    program: Option<PathBuf>,
    /// 密钥也可运行只读命令，如 ssh 主机 report；管理员还有 snapshot / the key may also run read-only
    /// commands, as in ssh HOST report; an administrator's snapshot too
    #[arg(long)]
    commands: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum RoleArg {
    /// 填报人 / clerk: fills in, own towns only
    Clerk,
    /// 审核人 / inspector: reads everything, writes findings only
    Inspector,
    /// 管理员 / administrator: fills in everywhere
    Admin,
}

pub(super) fn run(command: &AccessCommand, context: &CliContext) -> CliResult<Exit> {
    let AccessCommand::Line(args) = command;
    let key = public_key::read_file(&args.key)?;
    let session = session(args, context)?;
    let line = line(&session).map_err(|fault| Failure::input(CliTask::AccessLine, fault))?;
    output::print(&format!("{line} {key}\n"))?;
    Ok(Exit::Done)
}

/// Returns the words of the command that a key starts.
fn session(args: &LineArgs, context: &CliContext) -> CliResult<Vec<String>> {
    let refuse = |fault| Err(Failure::input(CliTask::AccessLine, fault));
    let name = author_named(&args.name)?;
    if args.name.chars().any(folding::is_invisible) {
        return refuse(AccessFault::Invisible { text: name });
    }
    match args.role {
        RoleArg::Clerk if args.towns.is_empty() => return refuse(AccessFault::ClerkNeedsTown),
        RoleArg::Clerk if !args.kinds.is_empty() => {
            return refuse(AccessFault::KindsAreForInspectors);
        }
        RoleArg::Admin if !args.towns.is_empty() || !args.kinds.is_empty() => {
            return refuse(AccessFault::AdminIsNotLimited);
        }
        _ => {}
    }
    let limits = limits(args, context)?;
    let program = args.program.clone().map_or_else(env::current_exe, Ok);
    let program = program.map_err(|error| Failure::io(CliTask::AccessLine, &error))?;
    if !program.is_absolute() {
        return refuse(AccessFault::NotAbsolute {
            path: shown(&program),
        });
    }
    let db =
        path::absolute(&context.db).map_err(|error| Failure::io(CliTask::AccessLine, &error))?;
    let command = if args.role == RoleArg::Inspector {
        "review"
    } else {
        "enter"
    };
    let mut words = vec![
        utf8(&program)?,
        format!("--db={}", utf8(&db)?),
        command.to_owned(),
        format!("--as={name}"),
    ];
    words.extend(limits.places.iter().map(|place| format!("--town={place}")));
    words.extend(limits.kinds.iter().map(|kind| format!("--kind={kind}")));
    words.extend((args.role == RoleArg::Admin).then(|| "--admin".to_owned()));
    words.extend(args.commands.then(|| "--commands".to_owned()));
    Ok(words)
}

/// Returns the codes of what the key is limited to. A wrong ledger, town or kind is found now and
/// not by whoever logs in.
fn limits(args: &LineArgs, context: &CliContext) -> CliResult<Limits> {
    let store = ledger::open_for_review(context)?;
    let limits = Limits {
        places: args.towns.clone(),
        kinds: args.kinds.clone(),
    };
    let inspector = Inspector::new(&store, &args.name, &limits);
    let inspector = inspector.map_err(|error| Failure::store(ledger::reading(context), error))?;
    Ok(inspector.limits().clone())
}

fn utf8(path: &Path) -> CliResult<String> {
    let text = path.to_str().map(str::to_owned);
    text.ok_or_else(|| {
        Failure::input(
            CliTask::AccessLine,
            AccessFault::PathNotUtf8 { path: shown(path) },
        )
    })
}

/// Returns the options of the line. The shell reads its words in single quotes, in which nothing
/// means anything; sshd reads the command in double quotes, in which only `\"` does.
fn line(words: &[String]) -> Result<String, AccessFault> {
    if let Some(text) = words.iter().find(|word| word.chars().any(char::is_control)) {
        return Err(AccessFault::Invisible { text: text.clone() });
    }
    let quoted: Vec<String> = words
        .iter()
        .map(|word| format!("'{}'", word.replace('\'', r"'\''")))
        .collect();
    let command = format!("umask 007; exec {}", quoted.join(" "));
    Ok(format!(
        "restrict,pty,command=\"{}\"",
        command.replace('"', "\\\"")
    ))
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::i18n::{Lang, Say};

    /// Returns the command of a line, as `opt_dequote` of OpenSSH reads it.
    fn as_sshd_reads(line: &str) -> String {
        let rest = line
            .strip_prefix("restrict,pty,command=\"")
            .unwrap_or_default();
        let mut command = String::new();
        let mut letters = rest.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '\\' if letters.peek() == Some(&'"') => command.extend(letters.next()),
                '"' => {
                    return if letters.next().is_none() {
                        command
                    } else {
                        String::new()
                    };
                }
                letter => command.push(letter),
            }
        }
        String::new()
    }

    #[test]
    fn a_shell_gets_every_word_as_it_was_whatever_it_holds() {
        let nasty = [
            "示例审核人",
            "a b",
            "it's",
            "\"quoted\"",
            "$HOME `id` $(id)",
            "back\\slash",
            "\\",
            "\\\"",
            "'\\''",
            "\"; sh #",
            "*",
            "~",
            "!x",
            "-x",
            "a\u{a0}b",
            "%h",
            "\\'\"",
            "终\\",
        ];
        for nasty in nasty {
            let words = ["printf", "%s|", nasty, nasty].map(str::to_owned);
            let command = as_sshd_reads(&line(&words).unwrap());
            let ran = Command::new("sh").arg("-c").arg(&command).output().unwrap();
            assert_eq!(
                String::from_utf8(ran.stdout).unwrap(),
                format!("{nasty}|{nasty}|"),
                "{command}"
            );
        }
    }

    #[test]
    fn what_would_break_the_line_is_refused() {
        for control in ["a\nb", "a\rb", "a\tb", "a\0b", "a\u{1b}[2Jb", "a\u{85}b"] {
            assert!(
                matches!(
                    line(&[control.to_owned()]),
                    Err(AccessFault::Invisible { .. })
                ),
                "{control:?}"
            );
        }
        let said = AccessFault::Invisible {
            text: "a\nb".into(),
        }
        .say(Lang::En);
        assert!(said.contains("invisible"), "{said}");
    }
}
