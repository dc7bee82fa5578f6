//! One kind as a Parquet file, for programs that analyse tables: each column has its type, and each
//! figure is in the unit of its field.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::Arc;

use ::parquet::basic::{Compression, GzipLevel, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int64Type};
use ::parquet::errors::{ParquetError, Result as Written};
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;

use super::cell::{ExportNames, Speller};
use super::error::ExportError;
use super::header;
use super::layers;
use super::source::ExportSource;
use crate::domain::policy::Kind;
use crate::i18n::ExportFault;
use crate::store::geopackage::{ColumnType, LayerCell};

/// How many rows are kept in memory until they are written together.
const ROWS: usize = 20_000;

pub(super) fn write(
    source: &mut ExportSource,
    names: ExportNames,
    path: &Path,
) -> Result<(), ExportError> {
    for kind in source.kinds.clone() {
        let mut file = ParquetFile::create(kind, names, path)?;
        let mut speller = Speller::new(kind, names);
        source.each(kind, |_, record, place| {
            let facility = kind.decode(record);
            let first = header::first_cells(record, &place.name).into_iter();
            let first = first.map(LayerCell::Text);
            let own = speller.cells_as(record, |field, spelled| {
                let cell = layers::cell(field, facility.values.get(&field.code), spelled);
                cell.filter(|cell| is_of(layers::holds(field), cell))
            });
            Ok(file.add(first.chain(own))?)
        })?;
        source.summary.unfit += speller.unfit;
        source.summary.left_empty += speller.left_empty;
        file.finish()?;
    }
    Ok(())
}

/// Returns whether a cell is of the type of its column.
const fn is_of(holds: ColumnType, cell: &LayerCell) -> bool {
    matches!(
        (holds, cell),
        (ColumnType::Text, LayerCell::Text(_))
            | (ColumnType::Integer, LayerCell::Integer(_))
            | (ColumnType::Real, LayerCell::Real(_))
            | (ColumnType::Boolean, LayerCell::Boolean(_))
    )
}

/// A file to which rows are added.
struct ParquetFile {
    writer: SerializedFileWriter<File>,
    columns: Vec<Column>,
    rows: usize,
}

impl ParquetFile {
    fn create(kind: &Kind, names: ExportNames, path: &Path) -> Result<Self, ExportError> {
        let first = (0..header::first(kind)).map(|_| ColumnType::Text);
        let types: Vec<ColumnType> = first.chain(kind.fields.iter().map(layers::holds)).collect();
        let columns = header::all(kind, names).into_iter().zip(&types);
        let columns = columns.map(|(name, holds)| Ok(Arc::new(described(&name, *holds)?)));
        let schema = Type::group_type_builder(&kind.code)
            .with_fields(columns.collect::<Written<_>>()?)
            .build()?;
        let settings = WriterProperties::builder()
            .set_compression(Compression::GZIP(GzipLevel::default()))
            .set_created_by(concat!("taizhang ", env!("CARGO_PKG_VERSION")).to_owned());
        let file = OpenOptions::new().write(true).open(path)?;
        Ok(Self {
            writer: SerializedFileWriter::new(file, schema.into(), settings.build().into())?,
            columns: types.into_iter().map(Column::new).collect(),
            rows: 0,
        })
    }

    /// Adds a row.
    fn add(&mut self, cells: impl Iterator<Item = LayerCell>) -> Written<()> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.add(cell);
        }
        self.rows += 1;
        if self.rows.is_multiple_of(ROWS) {
            self.write_rows()?;
        }
        Ok(())
    }

    fn write_rows(&mut self) -> Written<()> {
        let mut group = self.writer.next_row_group()?;
        let mut columns = self.columns.iter_mut();
        while let Some(mut column) = group.next_column()? {
            if let Some(rows) = columns.next() {
                rows.write(&mut column)?;
            }
            column.close()?;
        }
        group.close()?;
        Ok(())
    }

    fn finish(mut self) -> Written<()> {
        if !self.rows.is_multiple_of(ROWS) {
            self.write_rows()?;
        }
        self.writer.close()?;
        Ok(())
    }
}

/// The rows of a column that are not written yet.
struct Column {
    /// 1 for each row that has a value, else 0.
    is_there: Vec<i16>,
    values: Values,
}

enum Values {
    Texts(Vec<ByteArray>),
    Wholes(Vec<i64>),
    Reals(Vec<f64>),
    YesNo(Vec<bool>),
}

impl Column {
    const fn new(holds: ColumnType) -> Self {
        Self {
            is_there: Vec::new(),
            values: match holds {
                ColumnType::Text => Values::Texts(Vec::new()),
                ColumnType::Integer => Values::Wholes(Vec::new()),
                ColumnType::Real => Values::Reals(Vec::new()),
                ColumnType::Boolean => Values::YesNo(Vec::new()),
            },
        }
    }

    /// Adds a cell of the type of the column, or an empty one.
    fn add(&mut self, cell: LayerCell) {
        match (&mut self.values, cell) {
            (Values::Texts(texts), LayerCell::Text(text)) => texts.push(text.into_bytes().into()),
            (Values::Wholes(wholes), LayerCell::Integer(whole)) => wholes.push(whole),
            (Values::Reals(reals), LayerCell::Real(real)) => reals.push(real),
            (Values::YesNo(values), LayerCell::Boolean(yes)) => values.push(yes),
            _ => {
                self.is_there.push(0);
                return;
            }
        }
        self.is_there.push(1);
    }

    fn write(&mut self, column: &mut SerializedColumnWriter) -> Written<()> {
        let rows = &self.is_there;
        match &mut self.values {
            Values::Texts(texts) => write_values::<ByteArrayType>(column, rows, texts),
            Values::Wholes(wholes) => write_values::<Int64Type>(column, rows, wholes),
            Values::Reals(reals) => write_values::<DoubleType>(column, rows, reals),
            Values::YesNo(values) => write_values::<BoolType>(column, rows, values),
        }?;
        self.is_there.clear();
        Ok(())
    }
}

/// Writes the values of a column, and goes on without.
fn write_values<T: DataType>(
    column: &mut SerializedColumnWriter,
    is_there: &[i16],
    values: &mut Vec<T::T>,
) -> Written<()> {
    column
        .typed::<T>()
        .write_batch(values, Some(is_there), None)?;
    values.clear();
    Ok(())
}

/// Returns a column that may be empty in any row.
fn described(name: &str, holds: ColumnType) -> Written<Type> {
    let (physical, logical) = match holds {
        ColumnType::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        ColumnType::Integer => (Physical::INT64, None),
        ColumnType::Real => (Physical::DOUBLE, None),
        ColumnType::Boolean => (Physical::BOOLEAN, None),
    };
    Type::primitive_type_builder(name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

impl From<ParquetError> for ExportError {
    fn from(error: ParquetError) -> Self {
        let detail = error.to_string();
        if let ParquetError::External(inner) = error
            && let Ok(inner) = inner.downcast::<std::io::Error>()
        {
            return Self::Io(*inner);
        }
        Self::Refused(ExportFault::Unwritable { detail })
    }
}
