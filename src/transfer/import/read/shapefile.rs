//! A shapefile: points beside the records of a dBase table, which have the same order.

use super::bytes::{double, wide_word, word};
use super::dbf::{Dbf, DbfRecords};
use super::geometry::{CoordinateSystem, Shape, Shapes};
use super::records::RecordTable;
use super::source_options::SourceOptions;
use crate::i18n::{FormMsg, RecordsMsg, TableFault};

const HEADER: usize = 100;
/// The bytes before every shape.
const HEAD: usize = 8;
/// Points, points with a height, points with a measure.
const POINTS: [u32; 3] = [1, 11, 21];

/// The files of one shapefile.
#[derive(Default)]
pub(super) struct ShapefileParts<'a> {
    pub(super) dbf: &'a [u8],
    /// The shapes; `None` where the table is read alone.
    pub(super) shp: Option<&'a [u8]>,
    /// The coordinate system, and the encoding of the table.
    pub(super) prj: Option<&'a str>,
    pub(super) cpg: Option<&'a str>,
}

/// Reads a shapefile, or a table alone.
///
/// # Errors
/// When a part is broken, or they have not as many records.
pub(super) fn open(
    parts: &ShapefileParts,
    said: &SourceOptions,
) -> Result<RecordTable, TableFault> {
    let table = Dbf::of(parts.dbf).ok_or(TableFault::BrokenFile)?;
    let found = match parts.shp {
        Some(shp) => shapes(shp).ok_or(TableFault::BrokenFile)?,
        None => Vec::new(),
    };
    if parts.shp.is_some() && found.len() != table.count() {
        return Err(TableFault::UnlikeParts {
            shapes: found.len(),
            table: table.count(),
        });
    }
    let system = parts
        .prj
        .map_or(CoordinateSystem::Unsaid, CoordinateSystem::of_prj);
    let mut shapes = Shapes::default();
    let read = table.read(said.encoding, parts.cpg, |records, position| {
        let shape = found.get(position).cloned().unwrap_or(Shape::Nothing);
        shapes.put(records, shape, &system)
    })?;
    let DbfRecords {
        records,
        encoding,
        deleted,
    } = read;
    let count = records.number();
    let what = Box::new(match parts.shp {
        Some(_) => RecordsMsg::Shapefile { count, encoding },
        None => RecordsMsg::Dbf { count, encoding },
    });
    let deleted = (deleted > 0).then_some(FormMsg::DeletedRecords { count: deleted });
    let forms = std::iter::once(FormMsg::Records { what }).chain(deleted);
    records.table(forms.chain(shapes.told(&system)).collect())
}

/// Returns the shapes of a file, one after the other; `None` where it is broken.
fn shapes(bytes: &[u8]) -> Option<Vec<Shape>> {
    let mut shapes = Vec::new();
    let mut at = HEADER;
    while at < bytes.len() {
        let length = usize::try_from(wide_word(bytes, at + 4)?)
            .ok()?
            .checked_mul(2)?;
        let shape = bytes.get(at + HEAD..(at + HEAD).checked_add(length)?)?;
        shapes.push(match word(shape, 0)? {
            0 => Shape::Nothing,
            sort if POINTS.contains(&sort) => point(shape)?,
            sort => Shape::Other(name(sort).to_owned()),
        });
        at += HEAD + length;
    }
    Some(shapes)
}

fn point(shape: &[u8]) -> Option<Shape> {
    let (lon, lat) = (double(shape, 4)?, double(shape, 12)?);
    Some(if lon.is_finite() && lat.is_finite() {
        Shape::Point(lon.to_string(), lat.to_string())
    } else {
        Shape::Broken
    })
}

const fn name(sort: u32) -> &'static str {
    match sort {
        3 | 13 | 23 => "PolyLine",
        5 | 15 | 25 => "Polygon",
        8 | 18 | 28 => "MultiPoint",
        31 => "MultiPatch",
        _ => "?",
    }
}
