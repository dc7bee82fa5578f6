//! Proposes how a file is to be imported.

use super::columns::{self, ProposedColumn};
use super::kinds;
use crate::domain::policy::{Kind, lookup};
use crate::i18n::{FormMsg, HeaderFault, Lang, TableFault, Text};
use crate::store::Store;
use crate::transfer::import::columns::header::{self, TableHeader};
use crate::transfer::import::columns::mapping::{Mapping, Origin};
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::error::ImportError;
use crate::transfer::import::read::source::TableSource;
use crate::transfer::import::read::source_options::SourceOptions;
use crate::transfer::import::read::table::{TableCell, TableRow};

/// How many rows below the header are looked at.
const LOOKED_AT: usize = 200;

/// What is known of a file before anything is proposed.
pub struct ProposalRequest<'a> {
    /// What it is called, which may say the kind.
    pub file: &'a str,
    /// What was said of encoding and sheet.
    pub said: SourceOptions<'a>,
    /// The kind, where it was named.
    pub kind: Option<&'a str>,
    /// Columns that were mapped.
    pub mappings: &'a [Mapping],
    /// The language of who reads the messages.
    pub lang: Lang,
}

/// How a file may be imported.
#[derive(Clone, Debug)]
pub struct ImportProposal {
    /// The code of the kind.
    pub kind: String,
    /// Whether the kind was named, and not found.
    pub is_kind_said: bool,
    /// What the file is: its encoding, or its sheet.
    pub forms: Vec<FormMsg>,
    /// The lines of the header.
    pub header_lines: Vec<usize>,
    /// Its columns, without those that have no name.
    pub columns: Vec<ProposedColumn>,
}

impl ImportProposal {
    /// Returns what is to be mapped for it, beside what the headers say by themselves: columns that
    /// are not known are left out.
    #[must_use]
    pub fn mappings(&self) -> Vec<Mapping> {
        let wanted = self.columns.iter().filter(|column| column.is_mapped());
        let mapping =
            |column: &ProposedColumn| Mapping::of(&column.header, &column.entry, Origin::Kept);
        wanted.filter_map(mapping).collect()
    }
}

/// Proposes how a file is to be imported.
///
/// # Errors
/// When the file cannot be read, has no table, or nothing says of what kind its facilities are.
pub fn propose(
    store: &Store,
    bytes: &[u8],
    request: &ProposalRequest,
) -> Result<ImportProposal, ImportError> {
    let source = TableSource::open(bytes, &request.said)?;
    let first: Vec<TableRow> = source.rows()?.take(header::LOOKED_AT).collect();
    let kind = match request.kind {
        Some(kind) => store.find_kind(kind)?,
        None => found_kind(store, &source, &first, request)?,
    };
    let (names, header) = read_header(kind, &source, &first, request)?;
    let rows = source.rows()?.skip(header.rows()).take(LOOKED_AT);
    let rows: Vec<TableRow> = rows.collect();
    let gazetteer = store.gazetteer()?;
    Ok(ImportProposal {
        kind: kind.code.clone(),
        is_kind_said: request.kind.is_some(),
        forms: source.forms(),
        columns: columns::proposed(kind, &names, &header, &rows, &gazetteer),
        header_lines: header.lines,
    })
}

fn read_header<'a>(
    kind: &'a Kind,
    source: &TableSource,
    first: &[TableRow],
    request: &ProposalRequest<'a>,
) -> Result<(HeaderNames<'a>, TableHeader), TableFault> {
    let names = HeaderNames::new(kind, request.mappings);
    let header = header::find(first, source.merges(), &names, request.lang);
    Ok((names, header.ok_or(TableFault::Empty)?))
}

/// Returns the kind that a file is of. Where several are equally likely, or none is, that
/// is refused.
fn found_kind<'a>(
    store: &'a Store,
    source: &TableSource,
    first: &[TableRow],
    request: &ProposalRequest,
) -> Result<&'a Kind, ImportError> {
    let mut scored = Vec::new();
    for kind in lookup::kinds(store.packs()) {
        let names = HeaderNames::new(kind, request.mappings);
        let Some(header) = header::find(first, source.merges(), &names, request.lang) else {
            return Err(TableFault::Empty.into());
        };
        let titles = first.get(..header.above).unwrap_or_default();
        let said = titles.iter().flat_map(|row| &row.cells);
        let said = said.map(TableCell::text).chain([request.file]);
        scored.push((kinds::score(kind, &names, &header, said), kind));
    }
    let most = scored
        .iter()
        .map(|(score, _)| *score)
        .max()
        .unwrap_or_default();
    let likely = scored.iter().filter(|(score, _)| *score == most);
    let likely: Vec<&Kind> = likely.map(|(_, kind)| *kind).collect();
    match *likely {
        [only] if most > 0 => Ok(only),
        _ => {
            let all = likely.iter().map(|kind| {
                let of = |name: &str| format!("{name} ({})", kind.code);
                Text {
                    zh: of(&kind.label.zh),
                    en: of(&kind.label.en),
                }
            });
            let kinds = Text::list(&all.collect::<Vec<_>>());
            Err(HeaderFault::KindUnclear { kinds }.into())
        }
    }
}
