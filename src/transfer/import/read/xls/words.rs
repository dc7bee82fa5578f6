//! Words of an old workbook: letters of one byte or of two, which may go on in the next record, and
//! runs that are set in another font.

use super::records::Record;

/// What stands in the byte before the letters.
const WIDE: u8 = 0x01;
const SPOKEN: u8 = 0x04;
const RUNS: u8 = 0x08;

/// A text, and from which letter on it is set in which font.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct XlsText {
    letters: Vec<u16>,
    runs: Vec<(usize, usize)>,
}

impl XlsText {
    pub(super) fn text(&self) -> String {
        String::from_utf16_lossy(&self.letters)
    }

    pub(super) const fn has_runs(&self) -> bool {
        !self.runs.is_empty()
    }

    /// Returns its parts, each with its font; the first one has that of the cell.
    pub(super) fn parts(&self) -> Vec<(Option<usize>, String)> {
        let mut parts = Vec::new();
        let mut from = 0;
        let mut font = None;
        let end = (self.letters.len(), 0);
        for (next, its) in self.runs.iter().chain([&end]) {
            let next = (*next).min(self.letters.len());
            if let Some(letters) = self.letters.get(from..next).filter(|part| !part.is_empty()) {
                parts.push((font, String::from_utf16_lossy(letters)));
            }
            from = from.max(next);
            font = Some(*its);
        }
        parts
    }
}

/// The bytes of a record and of those that go on with it.
pub(super) struct Pieces<'a> {
    parts: Vec<&'a [u8]>,
    part: usize,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn of(record: &Record<'a>, from: usize) -> Self {
        let mut parts = vec![record.data];
        parts.extend(&record.more);
        Self {
            parts,
            part: 0,
            at: from,
        }
    }

    /// Goes to the next piece where this one is read; returns whether it did.
    fn turn(&mut self) -> bool {
        let is_read = |piece: &&[u8]| self.at >= piece.len();
        if self.parts.get(self.part).is_some_and(is_read) && self.part + 1 < self.parts.len() {
            (self.part, self.at) = (self.part + 1, 0);
            return true;
        }
        false
    }

    fn byte(&mut self) -> Option<u8> {
        self.turn();
        let byte = *self.parts.get(self.part)?.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    pub(super) fn short(&mut self) -> Option<usize> {
        Some(usize::from(u16::from_le_bytes([
            self.byte()?,
            self.byte()?,
        ])))
    }

    fn long(&mut self) -> Option<usize> {
        let [low, high] = [self.short()?, self.short()?];
        Some((high << 16) | low)
    }

    fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            self.turn();
            let left = self.parts.get(self.part)?.len().checked_sub(self.at)?;
            let step = left.min(count);
            if step == 0 {
                return None;
            }
            self.at += step;
            count -= step;
        }
        Some(())
    }

    /// Reads so many letters. Where they go on in the next piece, that says anew how wide they are.
    fn letters(&mut self, count: usize, mut is_wide: bool) -> Option<Vec<u16>> {
        let mut letters = Vec::new();
        for _ in 0..count {
            if self.turn() {
                is_wide = self.byte()? & WIDE != 0;
            }
            let low = self.byte()?;
            let high = if is_wide { self.byte()? } else { 0 };
            letters.push(u16::from_le_bytes([low, high]));
        }
        Some(letters)
    }

    /// Reads a text behind the count of its letters.
    pub(super) fn text(&mut self, count: usize) -> Option<XlsText> {
        let flags = self.byte()?;
        let runs = if flags & RUNS != 0 { self.short()? } else { 0 };
        let spoken = if flags & SPOKEN != 0 { self.long()? } else { 0 };
        let letters = self.letters(count, flags & WIDE != 0)?;
        let mut text = XlsText {
            letters,
            runs: Vec::new(),
        };
        for _ in 0..runs {
            text.runs.push((self.short()?, self.short()?));
        }
        self.skip(spoken)?;
        Some(text)
    }

    /// Reads a text behind a count of two bytes.
    pub(super) fn counted(&mut self) -> Option<XlsText> {
        let count = self.short()?;
        self.text(count)
    }

    /// Reads a text behind a count of one byte.
    pub(super) fn briefly_counted(&mut self) -> Option<XlsText> {
        let count = usize::from(self.byte()?);
        self.text(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_on_in_the_next_record_in_letters_of_another_width() {
        let record = Record {
            sort: 0,
            data: &[4, 0, 0x08, 1, 0, b'a', b'b'],
            more: vec![&[1, 0x2E, 0x95, b'2', 0, 3, 0, 7], &[0]],
        };
        let text = Pieces::of(&record, 0).counted().unwrap();
        assert_eq!(text.text(), "ab锦2".replace('锦', "\u{952E}"));
        assert_eq!(
            text.parts(),
            [(None, "ab\u{952E}".to_owned()), (Some(7), "2".to_owned())]
        );
    }
}
