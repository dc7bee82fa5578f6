//! Bytes to text. That bytes can be decoded proves nothing, so an encoding is taken only where the
//! file says it by its mark, where it is strict UTF-8, or where a person names it.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use super::csv;
use crate::domain::text::folding;
use crate::i18n::{EncodingMsg, TableFault};

/// Names that people use and the standard list of labels does not have.
const OTHER_NAMES: [(&str, &str); 5] = [
    ("cp949", "euc-kr"),
    ("uhc", "euc-kr"),
    ("cp936", "gb18030"),
    ("utf16", "utf-16le"),
    ("ansi", "gb18030"),
];
/// What a file that is not UTF-8 is tried in, so that its reader can tell which one is right.
const TRIED: [(&str, &Encoding); 4] = [
    ("gb18030", encoding_rs::GB18030),
    ("cp949", encoding_rs::EUC_KR),
    ("big5", encoding_rs::BIG5),
    ("shift_jis", encoding_rs::SHIFT_JIS),
];
/// What it is tried in last: every byte is a letter of it, so that it proves nothing.
const LAST_TRIED: (&str, &Encoding) = ("windows-1252", encoding_rs::WINDOWS_1252);
/// How much of a line is shown.
const SHOWN: usize = 24;
/// How much of a line is read for that, in bytes.
const LONG_LINE: usize = 4_096;
/// How much of a file is looked at for signs of UTF-16.
const GLANCE: usize = 512;

/// A text with the encoding it was in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text, without a mark at its beginning.
    pub text: Cow<'a, str>,
    /// How that was known.
    pub how: EncodingMsg,
}

/// Returns the encoding of a name.
///
/// # Errors
/// When nobody knows it.
pub fn by_name(name: &str) -> Result<&'static Encoding, TableFault> {
    let key = folding::key(name);
    let label = OTHER_NAMES
        .iter()
        .find(|(other, _)| *other == key)
        .map_or(key.as_str(), |(_, label)| label);
    let found = Encoding::for_label_no_replacement(label.as_bytes());
    found.ok_or(TableFault::NoSuchEncoding { name: key })
}

/// Reads bytes in the encoding that was named, else in the one that the file tells.
///
/// # Errors
/// When the bytes are not in that encoding, or none was named and they are not UTF-8 either.
pub fn decode<'a>(
    bytes: &'a [u8],
    named: Option<&'static Encoding>,
) -> Result<Decoded<'a>, TableFault> {
    let mark = Encoding::for_bom(bytes);
    if let (Some((marked, _)), Some(named)) = (mark, named)
        && marked != named
        // Which of the two it is, the mark tells.
        && ![marked, named].iter().all(|encoding| [UTF_16LE, UTF_16BE].contains(encoding))
    {
        return Err(TableFault::OtherMark {
            mark: marked.name().to_owned(),
            name: named.name().to_owned(),
        });
    }
    let length = mark.map_or(0, |(_, length)| length);
    let rest = bytes.get(length..).unwrap_or_default();
    if let Some((marked, _)) = mark {
        let how = EncodingMsg::Marked {
            name: marked.name().to_owned(),
        };
        return strict(rest, marked).map(|text| Decoded { text, how });
    }
    if let Some(named) = named {
        let how = EncodingMsg::Named {
            name: spoken(named).to_owned(),
        };
        return strict(rest, named).map(|text| Decoded { text, how });
    }
    if let Some(likely) = likely_wide(bytes) {
        return Err(TableFault::LooksWide {
            name: likely.name().to_lowercase(),
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded {
            text: Cow::Borrowed(text),
            how: EncodingMsg::Utf8,
        }),
        Err(error) if is_cut_off(bytes, error) => {
            let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
            Err(TableFault::CutOff {
                line: 1 + csv::line_ends(good),
            })
        }
        Err(_) if let Some(likely) = likely_wide_hanzi(bytes) => Err(TableFault::LooksWide {
            name: likely.name().to_lowercase(),
        }),
        Err(error) => Err(nameless(bytes, error.valid_up_to())),
    }
}

/// Returns whether a file that nobody named the encoding of can be in one that was named for others
/// like it. A mark says another one, and so do words that are UTF-8: those of another encoding
/// hardly ever are.
#[must_use]
pub(crate) fn fits(bytes: &[u8], encoding: &'static Encoding) -> bool {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return marked == encoding;
    }
    let is_wide = [UTF_16LE, UTF_16BE].contains(&encoding);
    let is_utf8 = !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok();
    !super::sniff::is_workbook(bytes) && (is_wide || !is_utf8)
}

/// Returns what people call an encoding: the standard calls the larger code page of Windows by the
/// name of the smaller one.
fn spoken(encoding: &'static Encoding) -> &'static str {
    if encoding == encoding_rs::EUC_KR {
        "cp949"
    } else {
        encoding.name()
    }
}

/// Returns whether the file is UTF-8 with words of it up to its end, which is in the middle of a
/// character.
fn is_cut_off(bytes: &[u8], error: std::str::Utf8Error) -> bool {
    let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
    error.error_len().is_none() && !good.is_ascii()
}

/// Returns the text without a single character that had to be guessed.
fn strict<'a>(bytes: &'a [u8], encoding: &'static Encoding) -> Result<Cow<'a, str>, TableFault> {
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        return Ok(text);
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let good = text
        .split(char::REPLACEMENT_CHARACTER)
        .next()
        .unwrap_or_default();
    Err(TableFault::NotIn {
        line: 1 + csv::line_ends(good.as_bytes()),
        name: spoken(encoding).to_owned(),
    })
}

/// UTF-16 without a mark: every other byte of plain letters is nothing.
fn likely_wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let glance = glance(bytes);
    let many = |count: usize| count * 4 > glance.len() / 2 && count > 1;
    match nothings(glance) {
        (0, odd) if many(odd) => Some(UTF_16LE),
        (even, 0) if many(even) => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-16 without a mark in a file that is no UTF-8. Between hanzi only what parts cells and lines
/// is a plain letter, and a few hanzi, 一 among them, have a nothing on the other side.
fn likely_wide_hanzi(bytes: &[u8]) -> Option<&'static Encoding> {
    let glance = glance(bytes);
    let (even, odd) = nothings(glance);
    let likely = if odd > even { UTF_16LE } else { UTF_16BE };
    let is_read = || {
        likely
            .decode_without_bom_handling_and_without_replacement(glance)
            .is_some()
    };
    (even != odd && even.max(odd) > 1 && is_read()).then_some(likely)
}

/// Returns the beginning of a file, in whole units of UTF-16.
fn glance(bytes: &[u8]) -> &[u8] {
    bytes
        .get(..GLANCE.min(bytes.len() & !1))
        .unwrap_or_default()
}

/// Returns how many of the even and of the odd bytes are nothing.
fn nothings(glance: &[u8]) -> (usize, usize) {
    let count = |from: usize| {
        glance
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    (count(0), count(1))
}

/// Returns a line in an encoding; of a long one its beginning, cut between two characters.
fn beginning<'a>(line: &'a [u8], encoding: &'static Encoding) -> Option<Cow<'a, str>> {
    let cuts = if line.len() > LONG_LINE {
        LONG_LINE - 3..=LONG_LINE
    } else {
        line.len()..=line.len()
    };
    cuts.rev().find_map(|end| {
        encoding.decode_without_bom_handling_and_without_replacement(line.get(..end)?)
    })
}

/// Returns the line in which a byte stands.
fn line_of(bytes: &[u8], at: usize) -> &[u8] {
    let is_end = |byte: &u8| matches!(byte, b'\r' | b'\n');
    let before = bytes.get(..at).unwrap_or_default();
    let start = before.iter().rposition(is_end).map_or(0, |at| at + 1);
    let mut lines = bytes.get(start..).unwrap_or_default().split(is_end);
    lines.next().unwrap_or_default()
}

/// Returns the beginning of a line as it reads in an encoding; `None` where it is not in that.
fn reading(line: &[u8], encoding: &'static Encoding) -> Option<String> {
    let text = beginning(line, encoding)?;
    Some(folding::name(&text).chars().take(SHOWN).collect())
}

/// Returns the encodings that a text may be in by the look of it, each with how its first line of more
/// than plain letters reads. Where a mark says the encoding, it is the only one.
#[must_use]
pub fn readings(bytes: &[u8]) -> Vec<(String, String)> {
    let wide = likely_wide(bytes).or_else(|| likely_wide_hanzi(bytes));
    if let Some((marked, length)) = Encoding::for_bom(bytes) {
        let text = bytes.get(length..).unwrap_or_default();
        let text = text
            .get(..LONG_LINE.min(text.len() & !1))
            .unwrap_or_default();
        let sample = reading(text, marked).unwrap_or_default();
        return vec![(marked.name().to_lowercase(), sample)];
    }
    let first = bytes.iter().position(|byte| !byte.is_ascii());
    let line = line_of(bytes, first.unwrap_or_default());
    let of = |(name, encoding): (&str, &'static Encoding)| {
        Some((name.to_owned(), reading(line, encoding)?))
    };
    let wide = wide.filter(|_| std::str::from_utf8(bytes).is_err() || bytes.contains(&0));
    let wide =
        wide.and_then(|wide| Some((wide.name().to_lowercase(), reading(glance(bytes), wide)?)));
    let narrow = [("utf-8", encoding_rs::UTF_8)].into_iter().chain(TRIED);
    let narrow = narrow.chain([LAST_TRIED]).filter_map(of);
    wide.into_iter().chain(narrow).collect()
}

/// Tells the line that is not UTF-8, and how it reads otherwise.
fn nameless(bytes: &[u8], good: usize) -> TableFault {
    let line = line_of(bytes, good);
    let tried = TRIED.into_iter().chain([LAST_TRIED]);
    let readings =
        tried.filter_map(|(name, encoding)| Some(format!("{name}: {}", reading(line, encoding)?)));
    TableFault::NoEncoding {
        line: 1 + csv::line_ends(bytes.get(..good).unwrap_or_default()),
        readings: readings.collect::<Vec<_>>().join(" | "),
    }
}
