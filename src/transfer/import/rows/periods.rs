//! Tables with a column a period, as statistics offices print them: made tables with a row a period,
//! which are then read like any other.

mod figures;
mod header;
mod places;
mod table;

use std::collections::BTreeMap;

use self::table::WideTable;
use crate::domain::policy::Kind;
use crate::domain::value::Cycle;
use crate::transfer::import::columns::names::HeaderNames;
use crate::transfer::import::error::ImportError;
use crate::transfer::import::options::ImportRequest;
use crate::transfer::import::read::source::{TableSource, UnfoldedTable};
use crate::transfer::import::read::table::TableRow;

/// Makes a table with a row a period of one with a column a period; `None` where the file is none.
/// Its rows are places where somebody named the field of the figures, and fields where somebody
/// named the place.
///
/// # Errors
/// When two headers name one period, a header is a period in a wrong form, or the file cannot be
/// read.
pub(crate) fn unfolded<'a>(
    source: &TableSource,
    kind: &Kind,
    request: &ImportRequest,
) -> Result<Option<TableSource<'a>>, ImportError> {
    let Some(cycle) = kind.cycle().filter(|cycle| *cycle != Cycle::Once) else {
        return Ok(None);
    };
    let field = request.field_of_figures();
    let is_one_place = request.constants.place().is_some();
    if request.constants.period().is_some() || (field.is_none() && !is_one_place) {
        return Ok(None);
    }
    let names = HeaderNames::new(kind, request.mappings);
    let rows: Vec<TableRow> = source.rows()?.collect();
    let Some(header) = header::find(&rows, cycle, &names)? else {
        return Ok(None);
    };
    let Some(table) = WideTable::of(source, rows, header) else {
        return Ok(None);
    };
    let mut rows = table.titles.clone();
    let (merges, misfits) = if let Some(field) = field {
        places::refuse_figures_beside(&table, &names, kind)?;
        places::unfold(&table, field, &mut rows);
        (table.merges_of_others(), table.misfits)
    } else {
        figures::unfold(&table, &names, &mut rows)?;
        (Vec::new(), BTreeMap::new())
    };
    Ok(Some(TableSource::Unfolded(UnfoldedTable {
        rows,
        merges,
        misfits,
        separator: source.separator(),
        epoch: source.epoch(),
        forms: source.forms(),
    })))
}
