//! The table in a file: where it begins, what its columns hold, and the rows below its header.

use super::columns::{self, Column, Holds, Mapping, Names};
use super::header::{self, Header};
use super::merged::Merged;
use super::notes::{Notes, TakenColumn};
use super::source::Source;
use super::strays::{self, Strays};
use super::table::Row;
use super::{ImportError, csv, units};
use crate::domain::pack::Kind;
use crate::i18n::TableFault;

/// The table in a file: its header, and what its columns hold.
pub(super) struct Table<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) header: Header,
    pub(super) columns: Vec<Column>,
    pub(super) strays: Strays,
}

impl<'a> Table<'a> {
    /// Finds the header and names the columns.
    pub(super) fn find(
        source: &'a Source<'a>,
        kind: &Kind,
        mappings: &[Mapping],
        notes: &mut Notes,
    ) -> Result<Self, ImportError> {
        let first: Vec<Row> = source.rows()?.take(header::LOOKED_AT).collect();
        let names = Names::new(kind, mappings);
        let mut header = header::find(&first, source.merges(), &names).ok_or(TableFault::Empty)?;
        csv::refuse_twice(&header.names)?;
        notes.header_lines.clone_from(&header.lines);
        let titles = first.get(..header.above).unwrap_or_default();
        let named = columns::resolve(&header.names, &names);
        let mut columns = named.inspect_err(|_| note_titles(titles, &[], notes))?;
        if let Some(below) = first.get(header.rows())
            && units::from_row(below, &mut columns, kind)?
        {
            header.lines.push(below.line);
            notes.header_lines.push(below.line);
        }
        let with_units = units::from_titles(titles, &mut columns, kind)?;
        note_titles(titles, &with_units, notes);
        notes.columns = columns.iter().filter(|column| !column.name.is_empty()).map(|c| taken(c, kind)).collect();
        let strays = Strays::new(&header.names, &columns, kind);
        Ok(Self { source, header, columns, strays })
    }

    /// The rows below the header.
    pub(super) fn rows(&self) -> Result<impl Iterator<Item = Row>, TableFault> {
        let (source, width) = (self.source, self.header.names.len());
        let mut merged = Merged::new(source.merges(), width);
        let rows = source.rows()?.skip(self.header.rows());
        Ok(rows.map(move |mut row| {
            source.fit(&mut row, width);
            merged.apply(&mut row, &self.columns);
            row
        }))
    }
}

fn note_titles(titles: &[Row], with_units: &[usize], notes: &mut Notes) {
    for row in titles {
        notes.left_out.add(|| strays::title(row, with_units.contains(&row.line)));
    }
}

fn taken(column: &Column, kind: &Kind) -> TakenColumn {
    let entry = match column.holds {
        Holds::Place => "town",
        Holds::Above => "county",
        Holds::Id => "id",
        Holds::Field(at) => kind.fields.get(at).map_or("", |field| field.code.as_str()),
        Holds::Ignored | Holds::Nameless => "",
    };
    TakenColumn { header: column.name.clone(), entry: entry.to_owned(), unit: column.unit.clone() }
}
