//! Proposes how a file is to be imported.

use super::columns::{self, ProposedColumn, ProposedTable};
use super::kinds::{self, KindScore};
use super::shape::{self, KeptBy, KeptShape};
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
use crate::transfer::import::run::recipe::Recipe;

/// How many rows below the header are looked at.
const LOOKED_AT: usize = 200;

/// What is known of a file before anything is proposed.
pub struct ProposalRequest<'a> {
    /// What it is called, which may say the kind.
    pub file: &'a str,
    /// What was said of encoding and sheet.
    pub said: SourceOptions<'a>,
    /// The line of its header, where somebody named it.
    pub header_line: Option<usize>,
    /// Whether it has no header, and columns are named by their numbers.
    pub no_header: bool,
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
    /// Who imported a file of the same header before, as which this one is proposed.
    pub kept: Option<KeptBy>,
    /// What was said of that file, without what this one does not need to be opened.
    pub recipe: Option<Recipe>,
    /// What the file is: its encoding, or its sheet.
    pub forms: Vec<FormMsg>,
    /// The byte between the cells of a text.
    pub separator: Option<u8>,
    /// The lines of the header.
    pub header_lines: Vec<usize>,
    /// The first rows, each with its line: one of them is the header.
    pub first_rows: Vec<(usize, Vec<String>)>,
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

/// A file that was opened, and how files of its header were imported before.
struct Opened<'a, 's> {
    source: TableSource<'a>,
    first: Vec<TableRow>,
    kept: Vec<(&'s KeptShape<'s>, TableHeader)>,
    /// Whether it opens as was said, without what is kept.
    is_as_said: bool,
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
    let kind = request.kind.map(|kind| store.find_kind(kind)).transpose()?;
    let shapes = shape::kept(store)?;
    let said = SourceOptions {
        kind,
        ..request.said
    };
    let opened = open(bytes, &said, &shapes, request)?;
    let kind = match kind {
        Some(kind) => kind,
        None => found_kind(store, &opened, request)?,
    };
    let kept = opened
        .kept
        .iter()
        .find(|(shape, _)| shape.kind.code == kind.code);
    let mut mappings = request.mappings.to_vec();
    mappings.extend(kept.iter().flat_map(|(shape, _)| shape.mappings.clone()));
    let names = HeaderNames::new(kind, &mappings);
    let header = read_header(&opened, kept.map(|(_, header)| header), &names, request)?;
    let rows = opened.source.rows()?.skip(header.rows()).take(LOOKED_AT);
    let rows: Vec<TableRow> = rows.collect();
    let gazetteer = store.gazetteer()?;
    let columns = columns::proposed(&ProposedTable {
        kind,
        names: &names,
        header: &header,
        rows: &rows,
        gazetteer: &gazetteer,
    });
    let texts = |row: &TableRow| {
        row.cells
            .iter()
            .map(|cell| cell.text().to_owned())
            .collect()
    };
    Ok(ImportProposal {
        kind: kind.code.clone(),
        is_kind_said: request.kind.is_some(),
        kept: kept.map(|(shape, _)| shape.by.clone()),
        recipe: kept.map(|(shape, _)| shape.recipe_of(opened.is_as_said)),
        forms: opened.source.forms(),
        separator: opened.source.separator(),
        columns,
        header_lines: header.lines,
        first_rows: opened
            .first
            .iter()
            .map(|row| (row.line, texts(row)))
            .collect(),
    })
}

/// Opens a file as was said, or as one of the same header was opened before.
fn open<'a, 's>(
    bytes: &'a [u8],
    said: &SourceOptions,
    shapes: &'s [KeptShape<'s>],
    request: &ProposalRequest,
) -> Result<Opened<'a, 's>, ImportError> {
    let opened = |options: &SourceOptions, is_as_said| {
        let source = TableSource::open(bytes, options)?;
        let first: Vec<TableRow> = source.rows()?.take(header::LOOKED_AT).collect();
        let header = |shape: &'s KeptShape<'s>| {
            let header = shape.header(&first, source.merges(), request.lang)?;
            Some((shape, header))
        };
        let kept = shapes.iter().filter_map(header).collect();
        Ok::<_, ImportError>(Opened {
            source,
            first,
            kept,
            is_as_said,
        })
    };
    let as_said = opened(said, true);
    if as_said.as_ref().is_ok_and(|opened| !opened.kept.is_empty()) {
        return as_said;
    }
    let is_other = |options: &SourceOptions| {
        (options.encoding, options.separator, options.sheet)
            != (said.encoding, said.separator, said.sheet)
    };
    let others = shapes
        .iter()
        .map(|shape| shape.source(said))
        .filter(is_other);
    let mut others = others.filter_map(|options| opened(&options, false).ok());
    others
        .find(|opened| !opened.kept.is_empty())
        .map_or(as_said, Ok)
}

fn read_header(
    opened: &Opened,
    kept: Option<&TableHeader>,
    names: &HeaderNames,
    request: &ProposalRequest,
) -> Result<TableHeader, ImportError> {
    let Opened { source, first, .. } = opened;
    if request.no_header && !source.begins_with_header() {
        return Ok(header::numbered(first).ok_or(TableFault::Empty)?);
    }
    if let Some(line) = request.header_line {
        let header = header::on_line(first, line, source.merges(), names, request.lang);
        return Ok(header.ok_or(HeaderFault::NotThere { line })?);
    }
    if let Some(kept) = kept {
        return Ok(kept.clone());
    }
    let found = if source.begins_with_header() {
        header::first(first)
    } else {
        header::find(first, source.merges(), names, request.lang)
    };
    Ok(found.ok_or(TableFault::Empty)?)
}

/// Returns the kind that a file is of: the one that files of its header were of, unless the file says
/// another one, or the one for which most speaks. Where several are equally likely, or none is, that
/// is refused.
fn found_kind<'a>(
    store: &'a Store,
    opened: &Opened,
    request: &ProposalRequest,
) -> Result<&'a Kind, ImportError> {
    let Opened {
        source,
        first,
        kept,
        ..
    } = opened;
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
    let is_kept = |kind: &Kind| kept.iter().any(|(shape, _)| shape.kind.code == kind.code);
    let names_another = |(score, kind): &(KindScore, &Kind)| score.is_named && !is_kept(kind);
    if !kept.is_empty() && !scored.iter().any(names_another) {
        scored.retain(|(_, kind)| is_kept(kind));
        if let [(_, only)] = *scored {
            return Ok(only);
        }
    }
    let most = scored.iter().map(|(score, _)| score.points()).max();
    let most = most.unwrap_or_default();
    let likely = scored.iter().filter(|(score, _)| score.points() == most);
    let likely: Vec<&Kind> = likely.map(|(_, kind)| *kind).collect();
    match *likely {
        [only] if most > 0 => Ok(only),
        _ => Err(HeaderFault::KindUnclear {
            kinds: named_kinds(&likely),
        }
        .into()),
    }
}

fn named_kinds(kinds: &[&Kind]) -> Text {
    let all = kinds.iter().map(|kind| {
        let of = |name: &str| format!("{name} ({})", kind.code);
        Text {
            zh: of(&kind.label.zh),
            en: of(&kind.label.en),
        }
    });
    Text::list(&all.collect::<Vec<_>>())
}
