//! Records from strangers: JSON, maps and dBase tables of any bytes, and behind a length a shapefile.

#![no_main]

mod rehearsal;

use std::io::{Cursor, Write as _};

use zip::CompressionMethod::Stored;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a shapefile begins with here: behind it stand the length of its table, the table and the shapes.
const SHAPEFILE: &[u8] = b"S";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let packed = bytes.strip_prefix(SHAPEFILE).filter(|rest| rest.len() > 2).map(shapefile);
    rehearsal::rehearse(packed.as_deref().unwrap_or(bytes));
});

fn shapefile(bytes: &[u8]) -> Vec<u8> {
    let (length, rest) = bytes.split_at(2);
    let length = usize::from(u16::from_le_bytes([length[0], length[1]])).min(rest.len());
    let (dbf, shp) = rest.split_at(length);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("a.dbf", dbf), ("a.shp", shp)] {
        zip.start_file(name, SimpleFileOptions::default().compression_method(Stored)).unwrap();
        zip.write_all(part).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
