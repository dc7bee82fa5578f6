//! A dBase table: the attributes of a shapefile, or a list of an old program. Figures stand in it as
//! text, so that they keep the digits that were written.

use encoding_rs::Encoding;

use super::bytes::{short, word};
use super::encoding;
use super::records::Records;
use super::table::TableCell;
use crate::i18n::{CellFault, TableFault};

/// The first bytes of tables that are read, whoever wrote them.
const VERSIONS: [u8; 9] = [0x02, 0x03, 0x30, 0x31, 0x32, 0x43, 0x83, 0x8B, 0xF5];
const HEADER: usize = 32;
const FIELD: usize = 32;
/// What ends the fields.
const END: u8 = 0x0D;
/// The sorts of field that a dBase of any age knows.
const SORTS: &[u8] = b"CNFDLMIBGPTYVWQO0@+";
/// What marks a record that was deleted, and its table did not forget yet.
const DELETED: u8 = b'*';
/// What stands between the texts of the table while they are decoded together.
const BETWEEN: u8 = 0x1E;
/// Code pages as the header names them.
const PAGES: [(u8, &str); 9] = [
    (0x4D, "gb18030"),
    (0x7A, "gb18030"),
    (0x4F, "big5"),
    (0x78, "big5"),
    (0x4E, "euc-kr"),
    (0x79, "euc-kr"),
    (0x13, "shift_jis"),
    (0x7B, "shift_jis"),
    (0x03, "windows-1252"),
];

/// A column of the table.
struct DbfField<'a> {
    name: &'a [u8],
    sort: u8,
    from: usize,
    length: usize,
}

/// A table, its texts not yet decoded.
pub(super) struct Dbf<'a> {
    bytes: &'a [u8],
    fields: Vec<DbfField<'a>>,
    /// Where the records begin, how long each is, and how many there are.
    from: usize,
    length: usize,
    count: usize,
}

/// A table as records.
pub(super) struct DbfRecords {
    pub(super) records: Records,
    /// The encoding of its texts, as people call it.
    pub(super) encoding: String,
    /// How many records are left out because they were deleted.
    pub(super) deleted: usize,
}

impl<'a> Dbf<'a> {
    /// Returns the table of some bytes; `None` where they are none. A text can begin with the same
    /// byte: 甲 does in UTF-16. So every field has to be whole and of a known sort.
    pub(super) fn of(bytes: &'a [u8]) -> Option<Self> {
        let version = bytes.first()?;
        let from = short(bytes, 8)?;
        let length = short(bytes, 10)?;
        if !VERSIONS.contains(version) || from <= HEADER || length == 0 {
            return None;
        }
        let mut fields = Vec::new();
        let mut at = 1;
        let heads = bytes.get(HEADER..from)?;
        for head in heads
            .chunks(FIELD)
            .take_while(|head| head.first() != Some(&END))
        {
            let name = head.get(..11)?;
            let end = name.iter().position(|&b| b == 0).unwrap_or(name.len());
            let sort = *head.get(11)?;
            if head.len() < FIELD || end == 0 || !SORTS.contains(&sort) {
                return None;
            }
            // A text longer than a byte can say has its length over two.
            let decimals = usize::from(*head.get(17)?);
            let own = usize::from(*head.get(16)?);
            let own = if sort == b'C' {
                own + (decimals << 8)
            } else {
                own
            };
            fields.push(DbfField {
                name: name.get(..end)?,
                sort,
                from: at,
                length: own,
            });
            at += own;
        }
        let is_whole = at == length && !fields.is_empty();
        let count = usize::try_from(word(bytes, 4)?).ok()?;
        is_whole.then_some(Self {
            bytes,
            fields,
            from,
            length,
            count,
        })
    }

    /// Returns how many records it has, those that were deleted counted too.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// Reads its records. What stands beside a record is added with its position in the file.
    ///
    /// # Errors
    /// When the file ends before its last record, or nothing says the encoding of its texts.
    pub(super) fn read(
        &self,
        said: Option<&'static Encoding>,
        beside: Option<&str>,
        mut add_beside: impl FnMut(&mut Records, usize) -> Result<(), TableFault>,
    ) -> Result<DbfRecords, TableFault> {
        let body = self.bytes.get(self.from..).unwrap_or_default();
        if body.len() / self.length < self.count {
            return Err(TableFault::CutOff {
                line: body.len() / self.length + 1,
            });
        }
        let rows: Vec<&[u8]> = body.chunks_exact(self.length).take(self.count).collect();
        let (words, encoding) = self.words(&rows, said, beside)?;
        let mut words = words.split([char::from(BETWEEN), '\n']);
        let names: Vec<String> = words
            .by_ref()
            .take(self.fields.len())
            .map(|name| name.trim().to_owned())
            .collect();
        let mut records = Records::default();
        let mut deleted = 0;
        for (position, row) in rows.iter().enumerate() {
            if row.first() == Some(&DELETED) {
                deleted += 1;
                continue;
            }
            records.begin();
            for (field, name) in self.fields.iter().zip(&names) {
                let cell = if field.is_text() {
                    TableCell::Text(words.next().unwrap_or_default().trim_end().to_owned())
                } else {
                    field.cell(field.of(row))
                };
                records.put(name, cell)?;
            }
            add_beside(&mut records, position)?;
        }
        Ok(DbfRecords {
            records,
            encoding,
            deleted,
        })
    }

    /// Returns the names of its fields and every text of its records, decoded together: what fits
    /// one of them may not fit another.
    fn words(
        &self,
        rows: &[&[u8]],
        said: Option<&'static Encoding>,
        beside: Option<&str>,
    ) -> Result<(String, String), TableFault> {
        let mut all = Vec::new();
        let mut add = |text: &[u8], end: u8| {
            let filled = text.iter().rposition(|b| !matches!(b, 0 | b' '));
            let signs = text
                .get(..filled.map_or(0, |at| at + 1))
                .unwrap_or_default();
            // A sign of the kind that stands between texts would part one.
            let is_between = |b: &u8| matches!(*b, BETWEEN | b'\n' | b'\r');
            all.extend(signs.iter().map(|b| if is_between(b) { b' ' } else { *b }));
            all.push(end);
        };
        let end_of = |at: usize, count: usize| if at + 1 == count { b'\n' } else { BETWEEN };
        for (at, field) in self.fields.iter().enumerate() {
            add(field.name, end_of(at, self.fields.len()));
        }
        let texts: Vec<&DbfField> = self.fields.iter().filter(|field| field.is_text()).collect();
        let is_kept = |row: &&&[u8]| row.first() != Some(&DELETED);
        for row in rows.iter().filter(is_kept) {
            for (at, field) in texts.iter().enumerate() {
                add(field.of(row), end_of(at, texts.len()));
            }
        }
        let page = self.bytes.get(29).copied().unwrap_or_default();
        let of_page = || {
            PAGES
                .iter()
                .find(|(number, _)| *number == page)
                .map(|(_, name)| *name)
        };
        let named = match (said, beside.map(str::trim).filter(|name| !name.is_empty())) {
            (Some(said), _) => Some(said),
            (None, Some(name)) => Some(encoding::by_name(name)?),
            (None, None) if std::str::from_utf8(&all).is_ok() => None,
            (None, None) => of_page().map(encoding::by_name).transpose()?,
        };
        let decoded = encoding::decode(&all, named)?;
        let name = named.map_or("UTF-8", Encoding::name).to_owned();
        Ok((decoded.text.into_owned(), name))
    }
}

impl DbfField<'_> {
    const fn is_text(&self) -> bool {
        self.sort == b'C'
    }

    fn of<'r>(&self, row: &'r [u8]) -> &'r [u8] {
        row.get(self.from..self.from + self.length)
            .unwrap_or_default()
    }

    /// Returns what a value says that is no text.
    fn cell(&self, bytes: &[u8]) -> TableCell {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0');
        match self.sort {
            b'N' | b'F' => TableCell::Text(text.to_owned()),
            b'D' => day(text),
            b'L' => match text {
                "T" | "t" | "Y" | "y" => TableCell::Text("true".to_owned()),
                "F" | "f" | "N" | "n" => TableCell::Text("false".to_owned()),
                "" | "?" => TableCell::default(),
                _ => self.unread(),
            },
            b'I' | b'+' => match <[u8; 4]>::try_from(bytes) {
                Ok(figure) => TableCell::Text(i32::from_le_bytes(figure).to_string()),
                Err(_) => self.unread(),
            },
            b'B' | b'O' if bytes.len() == 8 => match <[u8; 8]>::try_from(bytes) {
                Ok(figure) => TableCell::Text(f64::from_le_bytes(figure).to_string()),
                Err(_) => self.unread(),
            },
            // Marks of the program itself.
            b'0' => TableCell::default(),
            _ if bytes.iter().all(|b| matches!(b, 0 | b' ')) => TableCell::default(),
            _ => self.unread(),
        }
    }

    fn unread(&self) -> TableCell {
        TableCell::Unreadable(CellFault::FieldSort {
            sort: char::from(self.sort).to_string(),
        })
    }
}

fn day(text: &str) -> TableCell {
    if text.chars().all(|c| c == '0') {
        return TableCell::default();
    }
    match (text.len(), text.get(..4), text.get(4..6), text.get(6..)) {
        (8, Some(year), Some(month), Some(day)) if text.bytes().all(|b| b.is_ascii_digit()) => {
            TableCell::Day(format!("{year}-{month}-{day}"))
        }
        _ => TableCell::Text(text.to_owned()),
    }
}
