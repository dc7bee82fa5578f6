//! A workbook with a sheet for every place, as one table: the name of the sheet stands in a column of
//! its own.

use std::collections::BTreeMap;

use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::i18n::{FormMsg, HeaderFault, TableFault};
use crate::transfer::import::columns::header::{self, TableHeader};
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::error::ImportError;
use crate::transfer::import::options::ImportRequest;
use crate::transfer::import::read::sheets;
use crate::transfer::import::read::source::{self, TableSource, UnfoldedTable};
use crate::transfer::import::read::source_options::SourceOptions;
use crate::transfer::import::read::table::{MergedRange, TableCell, TableRow};
use crate::transfer::import::read::xlsx::Epoch;

/// Returns whether all sheets of a workbook are wanted.
pub(crate) fn are_wanted(request: &ImportRequest) -> bool {
    let kept = request.kept.sheet.filter(|_| request.said.sheet.is_none());
    request.said.sheet.or(kept) == Some(sheets::ALL)
}

/// Makes one table of all visible sheets of a workbook. Its lines are counted over all of them.
///
/// # Errors
/// When the file is no workbook, or a sheet has another header than the first one.
pub(crate) fn joined(
    bytes: &[u8],
    kind: &Kind,
    request: &ImportRequest,
) -> Result<TableSource<'static>, ImportError> {
    let none = || TableFault::NoSheets {
        name: sheets::ALL.to_owned(),
    };
    let all = source::sheet_names(bytes)?.ok_or_else(none)?;
    let names = HeaderNames::new(kind, request.mappings);
    let mut joined = JoinedSheets::default();
    for name in all {
        let said = SourceOptions {
            sheet: Some(&name),
            ..request.said
        };
        let source = TableSource::open(bytes, &said)?;
        let rows: Vec<TableRow> = source.rows()?.collect();
        let glance: Vec<TableRow> = rows.iter().take(header::LOOKED_AT).cloned().collect();
        let header = header::find(&glance, source.merges(), &names, request.lang)
            .ok_or(TableFault::Empty)?;
        joined.add(name, &source, rows, &header)?;
    }
    Ok(TableSource::Unfolded(UnfoldedTable {
        rows: joined.rows,
        merges: joined.merges,
        misfits: BTreeMap::new(),
        separator: None,
        epoch: joined.epoch,
        forms: joined.forms,
    }))
}

/// The sheets so far.
#[derive(Default)]
struct JoinedSheets {
    rows: Vec<TableRow>,
    merges: Vec<MergedRange>,
    epoch: Option<Epoch>,
    forms: Vec<FormMsg>,
    /// The name of the first one, and its header as headers are compared.
    first: Option<(String, Vec<String>)>,
}

impl JoinedSheets {
    fn add(
        &mut self,
        name: String,
        source: &TableSource,
        rows: Vec<TableRow>,
        header: &TableHeader,
    ) -> Result<(), HeaderFault> {
        let keys: Vec<String> = header.names.iter().map(|name| folding::key(name)).collect();
        if let Some((first, known)) = &self.first
            && *known != keys
        {
            return Err(HeaderFault::SheetHeader {
                sheet: name,
                first: first.clone(),
            });
        }
        let end = rows.last().map_or(0, |row| row.line);
        let offset = self.rows.last().map_or(0, |row| row.line);
        // What stands above the rows is that of the first sheet.
        let skipped = self.first.as_ref().map_or(0, |_| header.rows());
        for (at, mut row) in rows.into_iter().enumerate().skip(skipped) {
            row.line += offset;
            let width = row.cells.len().max(keys.len());
            row.cells.resize_with(width, TableCell::default);
            let own = match (at < header.above, at < header.rows()) {
                (true, _) => "",
                (_, true) => sheets::NAME,
                _ => &name,
            };
            row.cells.insert(0, TableCell::Text(own.to_owned()));
            self.rows.push(row);
        }
        self.epoch = self.epoch.or(source.epoch());
        let moved = source.merges().iter().map(|merge| MergedRange {
            lines: (merge.lines.0 + offset, merge.lines.1 + offset),
            columns: (merge.columns.0 + 1, merge.columns.1 + 1),
        });
        self.merges.extend(moved);
        self.forms.push(FormMsg::SheetLines {
            name: name.clone(),
            first: offset + 1,
            last: offset + end,
        });
        let beside = |form: &FormMsg| !matches!(form, FormMsg::Sheet { .. });
        self.forms.extend(source.forms().into_iter().filter(beside));
        self.first.get_or_insert((name, keys));
        Ok(())
    }
}
