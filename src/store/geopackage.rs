//! GeoPackage 1.2: layers of points and plain tables in one SQLite file, as mapping programs read
//! them (OGC 12-128r14). Points are of CGCS2000; every column carries the label that people read.

use std::path::Path;

use rusqlite::{Connection, params, params_from_iter};

use super::clock::stamp;
use super::error::Result;

/// `GPKG`, as the format demands.
const APPLICATION_ID: i32 = 0x4750_4B47;
/// 1.2.0.
const VERSION: i32 = 10_200;
/// CGCS2000 in the list of the EPSG.
const CGCS2000: i32 = 4490;

/// The tables of the format itself, and of its extension for the labels of columns.
const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN,
  max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
INSERT INTO gpkg_extensions VALUES
  ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write'),
  ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec121/#extension_schema', 'read-write');
";

/// The systems that every file must name, and the one of the points.
const SYSTEMS: [(&str, i32, &str, i32, &str); 4] = [
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
    (
        "WGS 84",
        4326,
        "EPSG",
        4326,
        r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]"#,
    ),
    (
        "China Geodetic Coordinate System 2000",
        CGCS2000,
        "EPSG",
        CGCS2000,
        r#"GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4490"]]"#,
    ),
];

/// What the rows of a layer have beside their columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geometry {
    /// A point, or none where nobody knows it.
    Point,
    /// Nothing: it is a table without a map.
    None,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Numbers as mapping programs know them: doubles.
    Real,
    /// Yes or no.
    Boolean,
}

/// A column of a layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerColumn {
    /// Its name in the file, unlike every other of the layer.
    pub name: String,
    /// What people read over it.
    pub title: String,
    /// What it holds.
    pub holds: ColumnType,
}

/// A layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapLayer {
    /// The name of its table, unlike every other.
    pub table: String,
    /// What people read in the list of layers, unlike every other.
    pub title: String,
    /// What is in it.
    pub about: String,
    /// Whether it has points.
    pub geometry: Geometry,
    /// Its columns.
    pub columns: Vec<LayerColumn>,
}

/// A point, in degrees of CGCS2000.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// East.
    pub lon: f64,
    /// North.
    pub lat: f64,
}

/// What stands in a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum LayerCell {
    /// Nothing.
    #[default]
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Real(f64),
    /// Yes or no.
    Boolean(bool),
}

impl rusqlite::ToSql for LayerCell {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Self::Empty => rusqlite::types::Null.to_sql(),
            Self::Text(text) => text.to_sql(),
            Self::Integer(number) => number.to_sql(),
            Self::Real(number) => number.to_sql(),
            Self::Boolean(yes) => yes.to_sql(),
        }
    }
}

/// A file that is being filled.
#[derive(Debug)]
pub struct GeoPackage {
    db: Connection,
    at: String,
}

impl GeoPackage {
    /// Begins a package in an empty file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn create(path: &Path) -> Result<Self> {
        // The file is of no use to anybody before it is whole, so no journal keeps what was in it
        // before.
        let db = Connection::open(std::fs::canonicalize(path)?)?;
        db.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY",
        )?;
        db.pragma_update(None, "application_id", APPLICATION_ID)?;
        db.pragma_update(None, "user_version", VERSION)?;
        db.execute_batch("BEGIN")?;
        db.execute_batch(TABLES)?;
        for (name, id, organization, code, definition) in SYSTEMS {
            db.execute(
                "INSERT INTO gpkg_spatial_ref_sys VALUES (?1, ?2, ?3, ?4, ?5, NULL)",
                params![name, id, organization, code, definition],
            )?;
        }
        Ok(Self { db, at: stamp() })
    }

    /// Makes a layer.
    ///
    /// # Errors
    /// When another layer has its table or title, or the file cannot be written.
    pub fn layer(&self, layer: &MapLayer) -> Result<Filling<'_>> {
        let taken = |name: &str| {
            layer
                .columns
                .iter()
                .any(|column| column.name.eq_ignore_ascii_case(name))
        };
        let key = free("fid", taken);
        let geometry = free("geom", taken);
        self.make_table(layer, &key, &geometry)?;
        self.describe(layer, &geometry)?;
        let has_points = layer.geometry == Geometry::Point;
        let names = has_points
            .then_some(&geometry)
            .into_iter()
            .chain(layer.columns.iter().map(|column| &column.name));
        let names: Vec<String> = names.map(|name| quoted(name)).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let insert = format!(
            "INSERT INTO {} ({}) VALUES ({marks})",
            quoted(&layer.table),
            names.join(", ")
        );
        Ok(Filling {
            db: &self.db,
            table: layer.table.clone(),
            geometry: layer.geometry,
            insert,
            extent: None,
        })
    }

    fn make_table(&self, layer: &MapLayer, key: &str, geometry: &str) -> Result<()> {
        let mut columns = vec![format!(
            "{} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
            quoted(key)
        )];
        if layer.geometry == Geometry::Point {
            columns.push(format!("{} POINT", quoted(geometry)));
        }
        let typed = |column: &LayerColumn| {
            let holds = match column.holds {
                ColumnType::Text => "TEXT",
                ColumnType::Integer => "INTEGER",
                ColumnType::Real => "REAL",
                ColumnType::Boolean => "BOOLEAN",
            };
            format!("{} {holds}", quoted(&column.name))
        };
        columns.extend(layer.columns.iter().map(typed));
        Ok(self.db.execute_batch(&format!(
            "CREATE TABLE {} ({})",
            quoted(&layer.table),
            columns.join(", ")
        ))?)
    }

    /// Writes what the format has to know of a layer.
    fn describe(&self, layer: &MapLayer, geometry: &str) -> Result<()> {
        let (data_type, system) = match layer.geometry {
            Geometry::Point => ("features", Some(CGCS2000)),
            Geometry::None => ("attributes", None),
        };
        self.db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![layer.table, data_type, layer.title, layer.about, self.at, system],
        )?;
        if layer.geometry == Geometry::Point {
            self.db.execute(
                "INSERT INTO gpkg_geometry_columns VALUES (?1, ?2, 'POINT', ?3, 0, 0)",
                params![layer.table, geometry, CGCS2000],
            )?;
        }
        let mut label = self.db.prepare_cached(
            "INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES (?1, ?2, ?3, ?3)
             ON CONFLICT (table_name, name) DO NOTHING",
        )?;
        for column in &layer.columns {
            label.execute(params![layer.table, column.name, column.title])?;
        }
        Ok(())
    }

    /// Ends the package: now it is whole.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> Result<()> {
        self.db.execute_batch("COMMIT")?;
        self.db.close().map_err(|(_, error)| error.into())
    }
}

/// A layer that is being filled.
#[derive(Debug)]
pub struct Filling<'a> {
    db: &'a Connection,
    table: String,
    geometry: Geometry,
    insert: String,
    /// The least and the greatest point so far.
    extent: Option<(Point, Point)>,
}

impl Filling<'_> {
    /// Adds a row with as many cells as the layer has columns. A layer without points passes over
    /// the point.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn add(&mut self, point: Option<Point>, cells: &[LayerCell]) -> Result<()> {
        let mut insert = self.db.prepare_cached(&self.insert)?;
        if self.geometry == Geometry::None {
            insert.execute(params_from_iter(cells))?;
            return Ok(());
        }
        let blob = point.map(binary);
        let first: &dyn rusqlite::ToSql = &blob;
        let cells = cells.iter().map(|cell| -> &dyn rusqlite::ToSql { cell });
        insert.execute(params_from_iter(std::iter::once(first).chain(cells)))?;
        if let Some(point) = point {
            let (least, most) = self.extent.unwrap_or((point, point));
            self.extent = Some((
                Point {
                    lon: least.lon.min(point.lon),
                    lat: least.lat.min(point.lat),
                },
                Point {
                    lon: most.lon.max(point.lon),
                    lat: most.lat.max(point.lat),
                },
            ));
        }
        Ok(())
    }

    /// Ends the layer, and writes what it extends over.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> Result<()> {
        let Some((least, most)) = self.extent else {
            return Ok(());
        };
        self.db.execute(
            "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5 WHERE table_name = ?1",
            params![self.table, least.lon, least.lat, most.lon, most.lat],
        )?;
        Ok(())
    }
}

/// Returns a point in the binary form of the format: its header, little-endian and without an
/// envelope, and well-known binary.
fn binary(point: Point) -> Vec<u8> {
    let mut bytes = b"GP\x00\x01".to_vec();
    bytes.extend(CGCS2000.to_le_bytes());
    bytes.push(1);
    bytes.extend(1_u32.to_le_bytes());
    bytes.extend(point.lon.to_le_bytes());
    bytes.extend(point.lat.to_le_bytes());
    bytes
}

/// Returns a name that is not taken.
fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = name.to_owned();
    while taken(&name) {
        name.push('_');
    }
    name
}

/// Returns a name as an SQL identifier.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_a_header_and_well_known_binary() {
        let bytes = binary(Point {
            lon: 120.25,
            lat: 28.5,
        });
        assert_eq!(&bytes[..8], b"GP\x00\x01\x8A\x11\x00\x00");
        assert_eq!(&bytes[8..13], b"\x01\x01\x00\x00\x00");
        assert_eq!(bytes[13..21], 120.25_f64.to_le_bytes());
        assert_eq!(bytes[21..], 28.5_f64.to_le_bytes());
    }

    #[test]
    fn a_layer_whose_columns_have_the_names_of_the_format_is_made_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.gpkg");
        std::fs::write(&path, "").unwrap();
        let package = GeoPackage::create(&path).unwrap();
        let column = |name: &str| LayerColumn {
            name: name.into(),
            title: "same".into(),
            holds: ColumnType::Integer,
        };
        let layer = MapLayer {
            table: "odd \"name\"".into(),
            title: "t".into(),
            about: String::new(),
            geometry: Geometry::Point,
            columns: vec![column("fid"), column("geom")],
        };
        let mut filling = package.layer(&layer).unwrap();
        filling
            .add(
                Some(Point { lon: 1.0, lat: 2.0 }),
                &[LayerCell::Integer(7), LayerCell::Empty],
            )
            .unwrap();
        filling
            .add(
                Some(Point {
                    lon: -1.0,
                    lat: 3.0,
                }),
                &[LayerCell::Integer(8), LayerCell::Empty],
            )
            .unwrap();
        filling
            .add(None, &[LayerCell::Integer(9), LayerCell::Integer(1)])
            .unwrap();
        filling.finish().unwrap();
        package.finish().unwrap();
        let db = Connection::open(&path).unwrap();
        let sql = "SELECT min_x || ' ' || min_y || ' ' || max_x || ' ' || max_y FROM gpkg_contents";
        let extent: String = db.query_row(sql, [], |row| row.get(0)).unwrap();
        assert_eq!(extent, "-1.0 2.0 1.0 3.0");
        let sql = "SELECT count(*), count(geom_), sum(fid), sum(geom) FROM \"odd \"\"name\"\"\"";
        let row = db.query_row(sql, [], |row| {
            Ok([row.get::<_, i64>(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        });
        assert_eq!(row.unwrap(), [3, 2, 24, 1]);
    }
}
