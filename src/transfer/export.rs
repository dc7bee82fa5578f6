//! Exports: what the ledger holds, in files that others read and that can be imported again.
//! Records are read one after the other as they were at one moment; a writer a format.

mod cell;
pub mod datapackage;
pub mod datasette;
mod described;
mod error;
mod guide;
mod header;
mod json;
mod layers;
mod parquet;
mod request;
mod source;
mod table;
mod workbook;

use std::path::Path;

pub use self::cell::ExportNames;
pub use self::error::ExportError;
pub use self::request::{ExportFormat, ExportProgress, ExportRequest, ExportSummary, ExportWatch};
use self::source::ExportSource;
use self::table::TableFor;
use super::output;
use crate::domain::policy::{Kind, lookup};
use crate::i18n::ExportFault;
use crate::store::Store;

/// Writes a file of what the ledger holds now, whole or not at all. Whether `out` may be replaced
/// is asked before, with [`super::target::check`].
///
/// # Errors
/// When there is no such kind or place, the file cannot be written or the ledger not read.
pub fn export<'a>(
    store: &'a Store,
    request: &'a ExportRequest<'a>,
    out: &Path,
    watch: ExportWatch<'a>,
) -> Result<ExportSummary, ExportError> {
    let kinds = kinds(store, request)?;
    store.at_one_moment(move || {
        let mut source = ExportSource::new(store, &kinds, request, watch)?;
        output::replace_with(out, |unfinished| match request.format {
            ExportFormat::Csv(names) => {
                table::write(&mut source, names, TableFor::People, unfinished)
            }
            ExportFormat::DataPackage(names) => {
                table::write(&mut source, names, TableFor::Programs, unfinished)
            }
            ExportFormat::Xlsx(lang) => workbook::write(&mut source, lang, unfinished),
            ExportFormat::Parquet(names) => parquet::write(&mut source, names, unfinished),
            ExportFormat::Json => json::write(&mut source, unfinished),
            ExportFormat::GeoPackage(lang) => layers::write(&mut source, lang, unfinished),
        })?;
        if let (ExportFormat::DataPackage(names), Some(kind)) = (request.format, kinds.first()) {
            datapackage::write(kind, names, out)?;
        }
        Ok(source.summary)
    })
}

/// Returns the kinds that are asked for.
fn kinds<'a>(store: &'a Store, request: &ExportRequest) -> Result<Vec<&'a Kind>, ExportError> {
    match (request.kind, request.format) {
        (Some(kind), _) => Ok(vec![store.find_kind(kind)?]),
        (None, ExportFormat::Csv(_) | ExportFormat::DataPackage(_) | ExportFormat::Parquet(_)) => {
            let known = lookup::known_kinds(store.packs());
            Err(ExportError::Refused(ExportFault::KindNeeded { known }))
        }
        (None, _) => Ok(lookup::kinds(store.packs()).collect()),
    }
}
