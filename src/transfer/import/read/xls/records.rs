//! The records of a workbook, one after the other: a number, a length, and what it holds.

use crate::transfer::import::read::bytes::short;

/// What goes on where a record was too short for it.
pub(super) const CONTINUE: usize = 0x003C;
/// The beginning and the end of a part of the workbook, or of a chart in it.
pub(super) const BEGIN: usize = 0x0809;
pub(super) const END: usize = 0x000A;
/// The bytes before what a record holds.
const HEAD: usize = 4;

/// One record.
pub(super) struct Record<'a> {
    pub(super) sort: usize,
    pub(super) data: &'a [u8],
    /// The records that go on with it.
    pub(super) more: Vec<&'a [u8]>,
}

/// The records from a place on.
pub(super) struct XlsRecords<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> XlsRecords<'a> {
    pub(super) const fn from(stream: &'a [u8], at: usize) -> Self {
        Self { stream, at }
    }

    fn one(&mut self) -> Option<(usize, &'a [u8])> {
        let sort = short(self.stream, self.at)?;
        let length = short(self.stream, self.at + 2)?;
        let from = self.at + HEAD;
        let data = self.stream.get(from..from + length)?;
        self.at = from + length;
        Some((sort, data))
    }
}

impl<'a> Iterator for XlsRecords<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (sort, data) = self.one()?;
        let mut more = Vec::new();
        while short(self.stream, self.at) == Some(CONTINUE) {
            more.push(self.one()?.1);
        }
        Some(Record { sort, data, more })
    }
}
