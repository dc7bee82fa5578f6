//! `visit`: a visit to a facility on the spot, written down.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use super::author::author_named;
use super::context::CliContext;
use super::evidence::{name_of, read};
use super::failure::{CliResult, Exit, Failure, shown};
use super::{ledger, output, restricted};
use crate::domain::record::{Evidence, EvidenceKind, Listing, evidence};
use crate::domain::review::VisitResult;
use crate::domain::review::visit::is_sha256;
use crate::domain::text::folding;
use crate::i18n::{CliFault, CliTask, Say as _, VisitMsg};
use crate::store::{Inspector, Limits, Visiting};

#[derive(Args)]
pub(super) struct VisitArgs {
    /// 设施记录的编号、设施编号或名称 / the facility's id or its beginning, facility code, or name
    record: String,
    /// 登记人姓名 / the name of the person who writes it down
    #[arg(long = "as", value_name = "NAME")]
    name: String,
    /// 核查日期，不能晚于今天 / the day of the visit, YYYY-MM-DD, not after today
    #[arg(long, value_name = "DATE")]
    on: NaiveDate,
    /// 核查人，可多人 / who was there; repeatable
    #[arg(long = "person", value_name = "NAME", required = true)]
    persons: Vec<String>,
    /// 核查结果 / what was found
    #[arg(long, value_enum)]
    result: ResultArg,
    /// 说明 / what else there is to say
    #[arg(long, default_value = "")]
    remark: String,
    /// 照片文件，留在原处，只记名称和 SHA-256，可多个 / a photograph, which stays where it is; its name
    /// and SHA-256 are written down; repeatable
    #[arg(long = "photo", value_name = "FILE")]
    photos: Vec<PathBuf>,
    /// 不在手边的照片，名称和 SHA-256，可多个 / a photograph that is not at hand, by its name and
    /// SHA-256; repeatable
    #[arg(long = "photo-hash", value_name = "NAME=SHA256")]
    hashes: Vec<String>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ResultArg {
    /// 与记录相符 / as recorded
    Agrees,
    /// 与记录不符 / differs from the record
    Differs,
    /// 现场没有此设施 / no such facility there
    NotFound,
}

impl From<ResultArg> for VisitResult {
    fn from(result: ResultArg) -> Self {
        match result {
            ResultArg::Agrees => Self::Agrees,
            ResultArg::Differs => Self::Differs,
            ResultArg::NotFound => Self::NotFound,
        }
    }
}

pub(super) fn run(args: &VisitArgs, context: &CliContext) -> CliResult<Exit> {
    restricted::begin_alone()?;
    let author = author_named(&args.name)?;
    let persons = args.persons.iter().map(|name| author_named(name));
    let persons = persons.collect::<CliResult<Vec<_>>>()?;
    let photos = photos(args)?;
    let store = ledger::open_for_review(context)?;
    let refused = |error| {
        let path = shown(&context.db);
        Failure::store(CliTask::LoadInto { path }, error)
    };
    let found = store.find_record(&args.record).map_err(refused)?;
    let base = store.heads(found.id).map_err(refused)?;
    let inspector = Inspector::new(&store, &author, &Limits::default()).map_err(refused)?;
    let remark = folding::name(&args.remark);
    let visiting = Visiting {
        record: found.id,
        base: &base,
        on: args.on,
        persons: &persons,
        photos: &photos,
        result: args.result.into(),
        remark: &remark,
    };
    inspector
        .write_visit(&visiting, store.today())
        .map_err(refused)?;
    let name = found.name;
    output::print_line(&VisitMsg::Recorded { name }.say(context.lang))?;
    Ok(Exit::Done)
}

/// Returns the photographs, those at hand first.
fn photos(args: &VisitArgs) -> CliResult<Vec<Evidence>> {
    let mut named = Vec::new();
    for path in &args.photos {
        named.push((name_of(path), read(path)?.sha256));
    }
    for text in &args.hashes {
        let parts = text.rsplit_once('=');
        let (name, sha256) = parts.unwrap_or_default();
        if name.is_empty() || !is_sha256(sha256) {
            let text = text.clone();
            return Err(Failure::input(CliTask::Usage, CliFault::PhotoHash { text }));
        }
        named.push((name.to_owned(), sha256.to_owned()));
    }
    let mut photos = Vec::new();
    for (name, sha256) in named {
        let photo = Evidence {
            name: name.clone(),
            kind: EvidenceKind::Photo,
            date: args.on.into(),
            sha256,
        };
        if evidence::list(&mut photos, photo) == Listing::NameTaken {
            return Err(Failure::input(
                CliTask::Usage,
                CliFault::EvidenceName { name },
            ));
        }
    }
    Ok(photos)
}
