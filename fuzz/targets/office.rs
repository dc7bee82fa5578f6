//! Old and open workbooks from strangers, below their containers: the records of an `.xls`, or the content of an `.ods`.

#![no_main]

mod rehearsal;

use std::io::{Cursor, Write as _};

use zip::CompressionMethod::Stored;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MIMETYPE: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
const MANIFEST: &[u8] = b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let book = if bytes.starts_with(b"<") { ods(bytes) } else { xls(bytes) };
    rehearsal::rehearse(&book);
});

fn ods(content: &[u8]) -> Vec<u8> {
    let mut book = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("mimetype", MIMETYPE), ("META-INF/manifest.xml", MANIFEST), ("content.xml", content)] {
        book.start_file(name, SimpleFileOptions::default().compression_method(Stored)).unwrap();
        book.write_all(part).unwrap();
    }
    book.finish().unwrap().into_inner()
}

fn xls(stream: &[u8]) -> Vec<u8> {
    let mut book = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    book.create_stream("/Workbook").unwrap().write_all(stream).unwrap();
    book.into_inner().into_inner()
}
