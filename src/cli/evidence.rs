//! `evidence`: the files that a record rests on, listed with their hashes and compared again later.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::author::author_named;
use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure, shown};
use super::{input, ledger, output, restricted};
use crate::domain::record::facility::shared;
use crate::domain::record::{Evidence, EvidenceKind, Listing, Record, evidence};
use crate::domain::value::{PartialDate, Zone};
use crate::i18n::{CliFault, CliTask, EvidenceMsg, Lang, LedgerRefusal, Say as _};
use crate::store::{Save, Saved, Store, StoreError, Writer, clock};
use crate::transfer::evidence::{Fingerprint, fingerprint};

#[derive(Args)]
pub(super) struct EvidenceArgs {
    /// 记录的编号、设施编号或名称 / the record's id or its beginning, facility code, or name
    record: String,
    /// 佐证文件，留在原处 / the evidence files, which stay where they are
    #[arg(value_name = "FILE", required_unless_present = "check")]
    files: Vec<PathBuf>,
    /// 登记人姓名 / the name of the person who lists them
    #[arg(long = "as", value_name = "NAME", required_unless_present = "check")]
    name: Option<String>,
    /// 材料种类 / the type of evidence
    #[arg(long, value_enum, default_value = "other")]
    kind: KindArg,
    /// 材料的日期，默认文件最后修改的日期 / the date of the evidence; default: the day the file was
    /// last changed
    #[arg(long)]
    date: Option<String>,
    /// 只核对文件与登记时是否一致，不登记 / only check the files against what was listed
    #[arg(long, conflicts_with_all = ["name", "kind", "date"])]
    check: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum KindArg {
    /// 照片 / photo
    Photo,
    /// 图纸 / plan
    Plan,
    /// 证书 / certificate
    Certificate,
    /// 批复 / approval
    Approval,
    /// 合同 / contract
    Contract,
    /// 其他 / other
    Other,
}

impl From<KindArg> for EvidenceKind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Photo => Self::Photo,
            KindArg::Plan => Self::Plan,
            KindArg::Certificate => Self::Certificate,
            KindArg::Approval => Self::Approval,
            KindArg::Contract => Self::Contract,
            KindArg::Other => Self::Other,
        }
    }
}

pub(super) fn run(args: &EvidenceArgs, context: &CliContext) -> CliResult<Exit> {
    restricted::begin_alone()?;
    let store = ledger::open(context)?;
    let refused = |error| Failure::store(ledger::reading(context), error);
    let record = find(&store, &args.record).map_err(refused)?;
    let listed = evidence::of_json(record.fields.get(shared::EVIDENCE_FILES));
    if evidence::to_json(&listed).as_ref() != record.fields.get(shared::EVIDENCE_FILES) {
        return Err(Failure::input(
            ledger::reading(context),
            CliFault::EvidenceUnreadable,
        ));
    }
    match &args.name {
        Some(name) if !args.check => {
            add(store, &record, listed, &author_named(name)?, args, context)
        }
        _ => check(&listed, &args.files, context),
    }
}

fn find(store: &Store, text: &str) -> Result<Record, StoreError> {
    let id = store.find_record(text)?.id;
    store
        .record(id)?
        .ok_or_else(|| LedgerRefusal::NoSuchRecord { id: id.to_string() }.into())
}

/// Lists files; what is listed already stays as it is.
fn add(
    mut store: Store,
    record: &Record,
    mut listed: Vec<Evidence>,
    author: &str,
    args: &EvidenceArgs,
    context: &CliContext,
) -> CliResult<Exit> {
    let date = args.date.as_deref().map(PartialDate::typed).transpose();
    let date = date.map_err(|refusal| Failure::input(CliTask::Usage, refusal))?;
    let mut lines = Vec::new();
    let zone = store.zone();
    for path in &args.files {
        let (name, Fingerprint { bytes, sha256 }) = (name_of(path), read(path)?);
        let date = date.map_or_else(|| changed_on(path, zone), Ok)?;
        let file = Evidence {
            name: name.clone(),
            kind: args.kind.into(),
            date,
            sha256: sha256.clone(),
        };
        lines.push(match evidence::list(&mut listed, file) {
            Listing::Added => EvidenceMsg::Added {
                name,
                bytes: bytes.to_string(),
                sha256,
            },
            Listing::Known => EvidenceMsg::Known { name },
            Listing::NameTaken => {
                return Err(Failure::input(doing(path), CliFault::EvidenceName { name }));
            }
        });
    }
    save(&mut store, record, &listed, author, context.lang).map_err(|error| {
        let doing = CliTask::LoadInto {
            path: shown(&context.db),
        };
        Failure::store(doing, error)
    })?;
    lines
        .iter()
        .try_for_each(|line| output::print_line(&line.say(context.lang)))?;
    Ok(Exit::Done)
}

fn save(
    store: &mut Store,
    record: &Record,
    listed: &[Evidence],
    author: &str,
    lang: Lang,
) -> Result<(), StoreError> {
    let mut fields = record.every_field();
    fields.extend(evidence::to_json(listed).map(|json| (shared::EVIDENCE_FILES.to_owned(), json)));
    let save = Save {
        record: record.id,
        subject: record.subject,
        base: &record.heads,
        fields,
        author,
        reason: "",
    };
    match store.write(|writer: &mut Writer| writer.save(&save))? {
        Saved::Written(_) | Saved::Unchanged => Ok(()),
        Saved::Outdated(_) => Err(LedgerRefusal::ChangedSince {
            name: record.known_by().get(lang).to_owned(),
        }
        .into()),
    }
}

/// Compares files with what was listed. A file that is not named is looked for in the working
/// directory.
fn check(listed: &[Evidence], files: &[PathBuf], context: &CliContext) -> CliResult<Exit> {
    if listed.is_empty() && files.is_empty() {
        output::print_line(&EvidenceMsg::NothingListed.say(context.lang))?;
        return Ok(Exit::Done);
    }
    let mut named: BTreeMap<String, &Path> = files
        .iter()
        .map(|path| (name_of(path), path.as_path()))
        .collect();
    let mut exit = Exit::Done;
    for Evidence { name, sha256, .. } in listed {
        let path = named.remove(name).unwrap_or_else(|| Path::new(name));
        let name = name.clone();
        let now = path.is_file().then(|| read(path)).transpose()?;
        let line = match now {
            None => EvidenceMsg::Missing { name },
            Some(now) if now.sha256 == *sha256 => EvidenceMsg::Same { name },
            Some(Fingerprint { sha256, .. }) => EvidenceMsg::Differs { name, sha256 },
        };
        if !matches!(line, EvidenceMsg::Same { .. }) {
            exit = Exit::Found;
        }
        output::print_line(&line.say(context.lang))?;
    }
    for name in named.into_keys() {
        exit = Exit::Found;
        output::print_line(&EvidenceMsg::NotListed { name }.say(context.lang))?;
    }
    Ok(exit)
}

fn doing(path: &Path) -> CliTask {
    CliTask::ReadEvidence { path: shown(path) }
}

/// Returns what a file of evidence holds.
pub(super) fn read(path: &Path) -> CliResult<Fingerprint> {
    input::regular(path, || doing(path))?;
    fingerprint(path).map_err(|error| Failure::io(doing(path), &error))
}

/// Returns the name of a file without its folder.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Returns the day a file was last changed.
fn changed_on(path: &Path, zone: Zone) -> CliResult<PartialDate> {
    let changed = fs::metadata(path).and_then(|facts| facts.modified());
    let changed = changed.map_err(|error| Failure::io(doing(path), &error))?;
    Ok(zone.day(clock::at(changed)).into())
}
