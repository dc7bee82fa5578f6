//! `signers`: who may sign the files that are handed in, and whether the ledger takes others.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::author::{author, author_named};
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{ledger, output, public_key};
use crate::domain::signing::{NAMESPACE, SignerKey};
use crate::i18n::{AccessFault, CliTask, Say as _, SigningFault, SigningMsg};
use crate::store::{LedgerSigner, Store};

#[derive(Subcommand)]
pub(super) enum SignersCommand {
    /// 名单，格式同 ssh-keygen -Y / the list, in the form of ssh-keygen -Y
    List,
    /// 加入一人 / add somebody
    Add(AddArgs),
    /// 删除一人的公钥 / remove the keys of somebody
    Remove(RemoveArgs),
    /// 此后只合并名单中人签名的文件 / from now on merge only files that somebody in the list signed
    Require(RequireArgs),
}

#[derive(Args)]
pub(super) struct AddArgs {
    /// 谁的公钥：单位或姓名 / whose key it is: an office or a person
    signer: String,
    /// 公钥文件 / the public key file
    #[arg(long, value_name = "FILE.pub")]
    key: PathBuf,
    /// 可为哪些地方签名，代码或名称，可多个；默认不限 / a place it may sign for, by code or name;
    /// repeatable; default: every place
    #[arg(long = "town", value_name = "CODE")]
    towns: Vec<String>,
    /// 经办人，默认系统用户名 / the name of the person who records it; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
}

#[derive(Args)]
pub(super) struct RemoveArgs {
    /// 名单中的姓名，或密钥指纹 / the name in the list, or the fingerprint of the key
    signer: String,
    /// 经办人，默认系统用户名 / the name of the person who records it; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
}

#[derive(Args)]
pub(super) struct RequireArgs {
    /// 不再要求签名 / take unsigned files again
    #[arg(long)]
    off: bool,
    /// 经办人，默认系统用户名 / the name of the person who records it; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    name: Option<String>,
}

pub(super) fn run(command: &SignersCommand, context: &CliContext) -> CliResult<Exit> {
    let said = match command {
        SignersCommand::List => return list(context),
        SignersCommand::Add(args) => add(args, context)?,
        SignersCommand::Remove(args) => {
            let author = author(args.name.as_deref())?;
            let gone = write(context, |store| {
                store.write(|writer| writer.remove_signer(&args.signer, &author))
            })?;
            gone.into_iter()
                .map(|signer| SigningMsg::Removed {
                    key: signer.key.fingerprint(),
                    name: signer.name,
                })
                .collect()
        }
        SignersCommand::Require(args) => vec![require(args, context)?],
    };
    for line in said {
        output::print_line(&line.say(context.lang))?;
    }
    Ok(Exit::Done)
}

fn add(args: &AddArgs, context: &CliContext) -> CliResult<Vec<SigningMsg>> {
    let author = author(args.name.as_deref())?;
    let doing = || CliTask::ReadKey {
        path: shown(&args.key),
    };
    let broken = || Failure::input(doing(), AccessFault::Broken);
    let line = public_key::read_file(&args.key)?;
    let key = SignerKey::of_line(&line).ok_or_else(broken)?;
    if !key.is_supported() {
        let named = key.type_word();
        let fault = SigningFault::UnsupportedKey { named };
        return Err(Failure::input(doing(), fault));
    }
    let signer = LedgerSigner {
        name: author_named(&args.signer)?,
        key,
        places: args.towns.clone(),
    };
    let added = write(context, |store| {
        store.write(|writer| writer.add_signer(&signer, &author))
    })?;
    Ok(vec![SigningMsg::Added {
        key: added.key.fingerprint(),
        name: added.name,
    }])
}

fn require(args: &RequireArgs, context: &CliContext) -> CliResult<SigningMsg> {
    let author = author(args.name.as_deref())?;
    let is_new = write(context, |store| {
        store.write(|writer| writer.require_signatures(!args.off, &author))
    })?;
    Ok(match (args.off, is_new) {
        (false, true) => SigningMsg::NowRequired,
        (false, false) => SigningMsg::AlreadyRequired,
        (true, true) => SigningMsg::NotRequiredAnyMore,
        (true, false) => SigningMsg::NeverRequired,
    })
}

/// Does something to the list.
fn write<T>(
    context: &CliContext,
    step: impl FnOnce(&mut Store) -> crate::store::Result<T>,
) -> CliResult<T> {
    let mut store = ledger::open(context)?;
    let path = shown(&context.db);
    step(&mut store).map_err(|error| Failure::store(CliTask::ChangeSigners { path }, error))
}

/// Prints the list as `ssh-keygen -Y verify` and `verify --signers` read it; the places that a key is
/// limited to are its comment.
fn list(context: &CliContext) -> CliResult<Exit> {
    let store = ledger::open_for_review(context)?;
    let known = store.signers();
    let known = known.map_err(|error| Failure::store(ledger::reading(context), error))?;
    let say = |line: &SigningMsg| output::print_line(&line.say(context.lang));
    if known.signers.is_empty() {
        say(&SigningMsg::Nobody)?;
        return Ok(Exit::Done);
    }
    say(&if known.required {
        SigningMsg::HeadRequired
    } else {
        SigningMsg::HeadNotRequired
    })?;
    for LedgerSigner { name, key, places } in &known.signers {
        let quote = if name.contains(' ') { "\"" } else { "" };
        let line = format!("{quote}{name}{quote} namespaces=\"{NAMESPACE}\" {key}");
        let places = places.join(",");
        output::print_line(format!("{line} {places}").trim_end())?;
    }
    Ok(Exit::Done)
}
