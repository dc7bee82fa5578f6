//! Lists in other forms than CSV and XLSX: every form gives the same rows, and what holds no list is
//! called by its name.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use crate::program::{Folder, Ran};
use encoding_rs::GB18030;

const SKIP: &str = "--dry-run --skip-bad --rejects bad.csv";
/// The coordinate systems of maps, as they stand beside a shapefile.
const WGS84: &str = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],\
    PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
const METRES: &str = "PROJCS[\"CGCS2000_3_Degree_GK_CM_120E\",GEOGCS[\"GCS_China_Geodetic_Coordinate_System_2000\"]]";

fn case(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    fs::read(folder.join(name)).unwrap()
}

/// Imports libraries from a file of some name.
fn import(folder: &Folder, name: &str, bytes: impl AsRef<[u8]>, options: &str) -> Ran {
    folder.write(name, bytes);
    folder.run(&format!(
        "--lang en import {name} --kind library --as t {options}"
    ))
}

/// Imports a file twice: the second time nothing changes.
fn import_twice(folder: &Folder, name: &str, bytes: &[u8], options: &str) -> String {
    let said = import(folder, name, bytes, options).good();
    let again = import(folder, name, bytes, options).good();
    assert!(
        again.contains("0 imported") || again.contains("0 new, 0 changed"),
        "{again}"
    );
    said
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A dBase table: name, sort, length and decimals of each field, and the values of each record.
fn dbf(page: u8, fields: &[(&str, u8, u8, u8)], records: &[&[&[u8]]]) -> Vec<u8> {
    let length: usize = 1 + fields
        .iter()
        .map(|field| usize::from(field.2))
        .sum::<usize>();
    let header = 32 + 32 * fields.len() + 1;
    let mut bytes = vec![0x03, 121, 6, 1];
    bytes.extend(u32::try_from(records.len()).unwrap().to_le_bytes());
    bytes.extend(u16::try_from(header).unwrap().to_le_bytes());
    bytes.extend(u16::try_from(length).unwrap().to_le_bytes());
    bytes.resize(29, 0);
    bytes.extend([page, 0, 0]);
    for (name, sort, length, decimals) in fields {
        let mut field = GB18030.encode(name).0.into_owned();
        field.resize(11, 0);
        field.extend([*sort, 0, 0, 0, 0, *length, *decimals]);
        field.resize(32, 0);
        bytes.extend(field);
    }
    bytes.push(0x0D);
    for record in records {
        bytes.push(b' ');
        for (value, field) in record.iter().zip(fields) {
            let mut value = value.to_vec();
            value.resize(usize::from(field.2), b' ');
            bytes.extend(value);
        }
    }
    bytes.push(0x1A);
    bytes
}

/// A file of shapes: points, and polygons where there is none.
fn shp(points: &[Option<(f64, f64)>]) -> Vec<u8> {
    let mut bytes = vec![0, 0, 0x27, 0x0A];
    bytes.resize(28, 0);
    bytes.extend(1000_u32.to_le_bytes());
    bytes.resize(100, 0);
    for (number, point) in (1_u32..).zip(points) {
        let mut shape = Vec::new();
        if let Some((lon, lat)) = point {
            shape.extend(1_u32.to_le_bytes());
            shape.extend(lon.to_le_bytes());
            shape.extend(lat.to_le_bytes());
        } else {
            shape.extend(5_u32.to_le_bytes());
            shape.resize(48, 0);
        }
        bytes.extend(number.to_be_bytes());
        bytes.extend(u32::try_from(shape.len() / 2).unwrap().to_be_bytes());
        bytes.extend(shape);
    }
    bytes
}

#[test]
fn a_map_is_a_list_whose_points_are_coordinates() {
    let folder = Folder::with_ledger();
    let feature = |name: &str, more: &str, geometry: &str| {
        format!(
            "{{\"type\":\"Feature\",\"id\":7,\"properties\":{{\"town\":331122101,\"name\":\"{name}\"{more}}},\"geometry\":{geometry}}}"
        )
    };
    let map = |crs: &str| {
        format!(
            "{{\"type\":\"FeatureCollection\",{crs}\"features\":[{},\n{},\n{},{}]}}",
            feature(
                "甲馆",
                ",\"reading_seats\":150,\"building_area_m2\":2000.010,\"free_open\":true,\"opened_on\":null",
                "{\"type\":\"Point\",\"coordinates\":[120.225385610594, 28.80, 93.5]}"
            ),
            feature("乙馆", "", "null"),
            feature(
                "丙馆",
                "",
                "{\"type\":\"Polygon\",\"coordinates\":[[[1,2],[1,3],[2,2],[1,2]]]}"
            ),
            feature(
                "丁馆",
                "",
                "{\"type\":\"MultiPoint\",\"coordinates\":[[120.3,28.9]]}"
            ),
        )
    };
    let crs =
        "\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"urn:ogc:def:crs:EPSG::4490\"}},";
    let said = import(&folder, "a.geojson", map(crs), "--dry-run").good();
    for words in [
        "a GeoJSON map of 4 features; a line below is the number of a record",
        "note: 1 record has another shape than one point (Polygon)",
        "the columns:",
        "feature/id -> left out",
        "geometry/lon -> Longitude (lon)",
        "1: 331122101 | 甲馆 | 150 | 2000.010 | true |  | 7 | 120.225385610594 | 28.80 | CGCS2000",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(
        !said.contains("does not say its coordinate system"),
        "{said}"
    );
    import_twice(&folder, "a.geojson", map(crs).as_bytes(), "");
    assert_eq!(folder.kept("甲馆", "crs"), "CGCS2000");
    assert_eq!(folder.kept("甲馆", "lon"), "120.225385610594");
    assert_eq!(folder.kept("丁馆", "crs"), "CGCS2000");
    // A map that does not say its coordinate system is not guessed to be of one.
    let said = import(&folder, "b.geojson", map(""), "--dry-run").good();
    assert!(
        said.contains("does not say its coordinate system"),
        "{said}"
    );
    let other = crs.replace("4490", "4547");
    let said = import(&folder, "c.geojson", map(&other), SKIP).good();
    assert!(
        said.contains("the coordinate system is \"urn:ogc:def:crs:EPSG::4547\"")
            && said.contains("2 refused"),
        "{said}"
    );
    let without = format!("{SKIP} --map geometry/lon= --map geometry/lat=");
    let said = import(&folder, "c.geojson", map(&other), &without).good();
    assert!(said.contains("0 refused"), "{said}");
    // The map of a server.
    let server = "{\"spatialReference\":{\"wkid\":4326},\"features\":[{\"attributes\":{\"town\":\"331122101\",\"name\":\"戊馆\"},\
                  \"geometry\":{\"x\":120.25,\"y\":28.75}}]}";
    import(&folder, "d.json", server, "").good();
    assert_eq!(folder.kept("戊馆", "crs"), "WGS84");
}

#[test]
fn records_of_json_are_rows_in_every_layout() {
    let folder = Folder::with_ledger();
    let record = |name: &str, seats: &str| {
        format!("{{\"town\": \"331122101\", \"name\": \"{name}\", \"reading_seats\": {seats}}}")
    };
    let [one, two] = [record("甲馆", "150"), record("乙馆", "null")];
    for (name, text) in [
        ("list.json", format!("[{one},\n {two}]")),
        ("lines.jsonl", format!("{one}\n{two}\n")),
        (
            "member.json",
            format!("\u{FEFF}{{\"total\": 2, \"data\": [{one}, {two}]}}"),
        ),
    ] {
        let said = import(&folder, name, text, "--dry-run").good();
        assert!(
            said.contains("1: 331122101 | 甲馆 | 150") && said.contains("2 imported"),
            "{name}: {said}"
        );
    }
    let gbk = GB18030.encode(&format!("[{one}]")).0.into_owned();
    import(&folder, "g.json", &gbk, "").failed(2);
    import_twice(&folder, "g.json", &gbk, "--encoding gbk");
    assert_eq!(folder.kept("甲馆", "reading_seats"), "150");
    for (text, words) in [
        (
            "[{\"town\": 331122101, \"name\": \"甲\"",
            "not valid JSON: see line 1, byte",
        ),
        ("[{\"a\": 1, \"a\": 2}]", "record 1 has \"a\" twice"),
        ("[[1, 2]]", "record 1 is not an object"),
        ("[]", "no record with anything in it"),
        ("{\"a\": 1}", "no list of records, or several"),
        ("{\"type\": \"Topology\", \"arcs\": []}", "TopoJSON"),
    ] {
        let said = import(&folder, "bad.json", text, "").failed(2);
        assert!(said.contains(words), "{text}: {said}");
    }
    // A number keeps its digits, and a list is no value.
    let nested = "[{\"town\":331122101,\"name\":\"丙\",\"facility_code\":4.00E+12,\"remarks\":[\"a\",\"b\"],\"reading_seats\":1e2}]";
    let said = import(&folder, "n.json", nested, SKIP).good();
    assert!(
        said.contains("\"4.00E+12\" is a long number shortened")
            && said.contains("column \"remarks\": \"[\"a\",\"b\"]\" is a list or an object"),
        "{said}"
    );
}

#[test]
fn the_same_workbook_is_the_same_list_in_all_three_forms() {
    let folder = Folder::with_ledger();
    let said = ["office.xlsx", "office.xls", "office.ods"].map(|name| {
        let said = import(&folder, name, case(name), SKIP).good();
        (said, folder.read("bad.csv"))
    });
    for words in [
        "note: hidden sheets, not imported: 隐藏",
        "note: 1 hidden row, imported too (lines 4)",
        "note: 1 hidden column, imported too (columns F)",
        "3: 壶镇镇 | 甲馆 | 150 | 3亩 | 2021-06 | 好",
        "4: 壶镇镇 | 乙馆 | 130 | 400.5 | 2020-02-03",
        "line 5, column \"设施名称\": \"丙馆\" is struck through",
        "line 6, column \"阅览座席数\": \"129¹\": \"¹\" is a note mark",
        "line 7, column \"阅览座席数\": the formula gives #DIV/0!",
        "line 8, column \"阅览座席数\": the cell is formatted as a date, 2020-02-03",
        "shows another figure than the stored 12345",
    ] {
        assert!(said[0].0.contains(words), "{words}: {}", said[0].0);
    }
    assert_eq!(said[0], said[1]);
    assert_eq!(said[0], said[2]);
    for name in ["office.xls", "office.ods"] {
        let options = "--skip-bad --rejects bad.csv";
        import_twice(&folder, name, &case(name), options);
        let said = import(&folder, name, case(name), "--encoding gbk").failed(2);
        assert!(said.contains("states its own encoding"), "{said}");
    }
    assert_eq!(folder.kept("甲馆", "building_area_m2")["value"], "2000");
}

#[test]
fn a_list_in_a_zip_is_that_list() {
    let folder = Folder::with_ledger();
    let rows = "town,name\n331122101,甲馆\n".as_bytes();
    let packed = zip(&[
        ("表/list.csv", rows),
        ("__MACOSX/._list.csv", b"x"),
        ("readme.md", b"x"),
    ]);
    let said = import_twice(&folder, "a.zip", &packed, "");
    assert!(said.contains("1 imported"), "{said}");
    let said = import(&folder, "a.zip", &packed, "--dry-run").good();
    assert!(said.contains("\"表/list.csv\" in the ZIP file"), "{said}");
    let gbk = zip(&[("l.csv", &GB18030.encode("town,name\n331122101,乙馆\n").0)]);
    import(&folder, "g.zip", gbk, "--encoding gb18030").good();
    let office = zip(&[("office.xls", &case("office.xls"))]);
    let said = import(&folder, "o.zip", office, SKIP).good();
    assert!(
        said.contains("sheet \"图书馆\"") && said.contains("4 refused"),
        "{said}"
    );
    for (bytes, words) in [
        (
            zip(&[("a.csv", rows), ("b.csv", rows)]),
            "several lists in the ZIP file: a.csv, b.csv",
        ),
        (
            zip(&[("a.pdf", b"%PDF")]),
            "no list was found in the ZIP file: a.pdf",
        ),
        (
            zip(&[("a.csv", &packed)]),
            "\"a.csv\" in the ZIP file is a ZIP file itself",
        ),
        (zip(&[("word/document.xml", b"")]), "a Word document"),
        (zip(&[("map.gdb/gdb", b"x")]), "a file geodatabase"),
        (zip(&[]), "no list was found"),
    ] {
        let said = import(&folder, "bad.zip", bytes, "").failed(2);
        assert!(said.contains(words), "{words}: {said}");
    }
    // A bomb is refused before it is unpacked.
    let bomb = zip(&[("a.csv", &vec![b' '; 257 << 20])]);
    let said = import(&folder, "bomb.zip", bomb, "").failed(2);
    assert!(said.contains("too large when unpacked"), "{said}");
}

#[test]
fn a_shapefile_is_a_table_with_points() {
    let folder = Folder::with_ledger();
    let gbk = |text: &str| GB18030.encode(text).0.into_owned();
    let fields = [
        ("town", b'C', 12, 0),
        ("设施名称", b'C', 20, 0),
        ("阅览座席数", b'N', 8, 0),
        ("opened_on", b'D', 8, 0),
        ("free_open", b'L', 1, 0),
    ];
    let [one, two, three] = ["甲馆", "乙馆", "丙馆"].map(gbk);
    let town: &[u8] = b"331122101";
    let table = dbf(
        0x4D,
        &fields,
        &[
            &[town, &one, b"     150", b"20210601", b"T"],
            &[town, &two, b"", b"00000000", b"?"],
            &[town, &three, b"********", b"", b"F"],
        ],
    );
    let points = shp(&[
        Some((120.225_385_610_593_9, 28.5)),
        None,
        Some((120.3, 28.9)),
    ]);
    let parts: [(&str, &[u8]); 3] = [
        ("地图.shp", &points),
        ("地图.DBF", &table),
        ("地图.prj", WGS84.as_bytes()),
    ];
    let said = import(&folder, "a.zip", zip(&parts), SKIP).good();
    for words in [
        "\"地图.shp\" in the ZIP file",
        "a shapefile of 3 records, encoding gb18030",
        "note: 1 record has another shape than one point (Polygon)",
        "1: 331122101 | 甲馆 | 150 | 2021-06-01 | true | 120.2253856105939 | 28.5 | WGS84",
        "column \"阅览座席数\": \"********\"",
        "1 refused",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let options = "--skip-bad --rejects bad.csv";
    import_twice(&folder, "a.zip", &zip(&parts), options);
    assert_eq!(folder.kept("甲馆", "opened_on"), "2021-06-01");
    assert_eq!(folder.kept("甲馆", "crs"), "WGS84");
    // Metres are no degrees.
    let metres = [parts[0], parts[1], ("地图.prj", METRES.as_bytes())];
    let said = import(&folder, "b.zip", zip(&metres), SKIP).good();
    assert!(
        said.contains("the coordinate system is \"CGCS2000_3_Degree_GK_CM_120E\""),
        "{said}"
    );
    // The table alone, and the shapes alone.
    let said = import(&folder, "a.dbf", &table, SKIP).good();
    assert!(said.contains("a dBase table of 3 records"), "{said}");
    let said = import(&folder, "a.shp", &points, "").failed(2);
    assert!(
        said.contains("pack its .shp, .dbf, .prj and .cpg into one ZIP file"),
        "{said}"
    );
    // Nothing says the encoding.
    let unsaid = dbf(0, &fields, &[&[town, &one, b"", b"", b""]]);
    let said = import(&folder, "u.dbf", &unsaid, "").failed(2);
    assert!(said.contains("name the encoding with --encoding"), "{said}");
    import(&folder, "u.dbf", &unsaid, "--encoding gbk --dry-run").good();
    let cut = table.get(..table.len() - 30).unwrap();
    import(&folder, "cut.dbf", cut, "").failed(2);
    let fewer = [("a.shp", &*shp(&[None])), ("a.dbf", &*table)];
    let said = import(&folder, "f.zip", zip(&fewer), "").failed(2);
    assert!(
        said.contains("the .shp has 1, the .dbf 3 records"),
        "{said}"
    );
}

#[test]
fn placemarks_of_a_kml_map_are_rows() {
    let folder = Folder::with_ledger();
    let kml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document>\
        <name>全县</name><Folder><name>壶镇镇</name>\
        <Placemark id=\"p1\"><name>甲馆 &amp; 乙</name><ExtendedData><Data name=\"town\"><value>331122101</value></Data>\
        <SchemaData><SimpleData name=\"reading_seats\">150</SimpleData></SchemaData></ExtendedData>\
        <Point><coordinates> 120.2253856105939000,28.80,0 </coordinates></Point></Placemark>\
        <Placemark><name>丙馆</name><ExtendedData><Data name=\"town\"><value>壶镇镇</value></Data></ExtendedData>\
        <LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark></Folder></Document></kml>";
    let said = import(&folder, "a.kml", kml, "--dry-run --set crs=WGS84").good();
    for words in [
        "a KML map of 2 placemarks",
        "note: 1 record has another shape than one point (LineString)",
        "feature/folder -> left out",
        "1: p1 | 甲馆 & 乙 | 331122101 | 150 | 壶镇镇 | 120.2253856105939000 | 28.80",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let unsaid = import(&folder, "a.kml", kml, "--dry-run").good();
    assert!(
        unsaid.contains("does not say its coordinate system"),
        "{unsaid}"
    );
    assert!(
        !said.contains("does not say its coordinate system"),
        "{said}"
    );
    let options = "--set crs=WGS84 --map feature/folder=town --map town=";
    import_twice(&folder, "a.kml", kml.as_bytes(), options);
    assert_eq!(folder.kept("甲馆 & 乙", "reading_seats"), "150");
    let kmz = zip(&[("doc.kml", kml.as_bytes()), ("files/a.png", b"x")]);
    let said = import(&folder, "a.kmz", kmz, "--dry-run").good();
    assert!(said.contains("\"doc.kml\" in the ZIP file"), "{said}");
    let said = import(&folder, "bad.kml", kml.replace("</Point>", "</Pt>"), "").failed(2);
    assert!(said.contains("not valid XML"), "{said}");
}

#[test]
fn what_holds_no_list_is_called_by_its_name() {
    let folder = Folder::with_ledger();
    let mut geopackage = b"SQLite format 3\0".to_vec();
    geopackage.resize(68, 0);
    geopackage.extend(b"GPKG");
    for (bytes, words) in [
        (b"%PDF-1.7".to_vec(), "a PDF file"),
        (b"\x89PNG\r\n\x1A\n....".to_vec(), "a picture, whatever its name, and is not read as a table; type its table"),
        (b"\xFF\xD8\xFF\xE0".to_vec(), "a picture"),
        (b"Rar!\x1A\x07\x01\0".to_vec(), "a RAR archive"),
        (b"7z\xBC\xAF\x27\x1C".to_vec(), "a 7z archive"),
        (b"\x1F\x8B\x08".to_vec(), "a compressed file"),
        (b"SQLite format 3\0".to_vec(), "an SQLite database"),
        (geopackage, "a GeoPackage, whatever its name, and is not read as a table; open it in a map program"),
        (b"\n<html><table>".to_vec(), "a web page"),
        (b"MIME-Version: 1.0\nX-Document-Type: Workbook".to_vec(), "a web page"),
        (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(), "an XML spreadsheet of 2003"),
        (b"<?xml version=\"1.0\"?><gpx>".to_vec(), "a GPX file"),
        (b"{\\rtf1".to_vec(), "an RTF file"),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "the workbook is damaged"),
    ] {
        let said = import(&folder, "list.xls", bytes, "").failed(2);
        assert!(said.contains(words), "{words}: {said}");
    }
    for (stream, words) in [
        ("/WordDocument", "a Word document"),
        ("/EncryptedPackage", "an encrypted workbook"),
        ("/Contents", "an old Office document that is no workbook"),
    ] {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
        file.create_stream(stream).unwrap().write_all(b"x").unwrap();
        let bytes = file.into_inner().into_inner();
        let said = import(&folder, "list.doc", bytes, "").failed(2);
        assert!(said.contains(words), "{words}: {said}");
    }
}
