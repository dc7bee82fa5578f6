//! What a terminal says for itself in a string: OSC, DCS, APC, PM and SOS, from ESC and its
//! introducer to ST or BEL. Whatever it says, it is no text of a person; it may arrive long after
//! the program that asked for it is gone.

use super::token::{ESC, is_control};

const BEL: u8 = 0x07;
/// As much of a report is kept as any terminal sends, to tell it from what a person typed. The rest
/// of a longer one is swallowed unkept.
const LONGEST: usize = 4096;

/// A report on its way.
#[derive(Debug, Default)]
pub(super) struct TerminalReport {
    /// Its introducer and what it says.
    kept: Vec<u8>,
}

/// What came of the pending bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// They are of the report, and it goes on.
    Part,
    /// The report ended.
    All,
    /// Something else began before it ended.
    Broken,
}

/// Whether ESC and this byte begin a report.
pub(super) const fn begins_with(byte: u8) -> bool {
    matches!(byte, b']' | b'P' | b'X' | b'^' | b'_')
}

impl TerminalReport {
    /// Takes what belongs to the report from the pending bytes. A key ends it: a report holds no
    /// control characters, and whoever lost the end of one must not be locked out.
    pub(super) fn hear(&mut self, pending: &mut Vec<u8>) -> Heard {
        let length = pending
            .iter()
            .take_while(|byte| !is_control(**byte))
            .count();
        let said = pending.drain(..length);
        self.kept
            .extend(said.take(LONGEST.saturating_sub(self.kept.len())));
        let (ended, taken) = match pending.as_slice() {
            [] | [ESC] => (Heard::Part, 0),
            [BEL, ..] => (Heard::All, 1),
            [ESC, b'\\', ..] => (Heard::All, 2),
            _ => (Heard::Broken, 0),
        };
        pending.drain(..taken);
        ended
    }

    /// How much of it is kept.
    #[cfg(test)]
    pub(super) const fn length(&self) -> usize {
        self.kept.len()
    }

    /// What a person typed behind Esc, if this is no report that lost its end: terminals begin
    /// theirs in few ways.
    pub(super) fn typed(self) -> Option<Vec<u8>> {
        let is_report = match self.kept.as_slice() {
            kept if kept.len() >= LONGEST => true,
            [b']', first, ..] => first.is_ascii_digit() || matches!(first, b'l' | b'L' | b'I'),
            [b'P', first, ..] => matches!(first, 0x20..=0x3f),
            [b'_', first, ..] => *first == b'G',
            _ => false,
        };
        (!is_report).then_some(self.kept)
    }
}
