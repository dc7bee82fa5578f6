//! The file of refused rows when it comes back, mended or not.

use crate::i18n::{CellFault, ImportMsg, Lang, Say};
use crate::transfer::cells;

/// Returns the columns that it has before those of the table, in every language: an import leaves
/// them out.
pub(crate) fn own_columns() -> impl Iterator<Item = String> {
    let words = [ImportMsg::LineColumn, ImportMsg::ReasonColumn].into_iter();
    words.flat_map(|word| [Lang::Zh, Lang::En].map(|lang| word.say(lang)))
}

/// Returns whether a file is one of refused rows as this program writes them: then it is in UTF-8
/// and has no sheets, whatever the file was that they come from.
pub(crate) fn is_one(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(cells::MARK.as_bytes()) else {
        return false;
    };
    [Lang::Zh, Lang::En]
        .into_iter()
        .any(|lang| rest.starts_with(ImportMsg::LineColumn.say(lang).as_bytes()))
}

/// Returns what a cell of it says that had no value and was not mended.
pub(crate) fn unmended(text: &str) -> Option<CellFault> {
    let text = text.trim_start();
    // Nearly every cell is another one, and is looked at no further.
    if !text.starts_with(['【', '[']) {
        return None;
    }
    let mark = |lang: Lang| {
        ImportMsg::ToMend {
            reason: String::new(),
        }
        .say(lang)
    };
    let behind = [Lang::Zh, Lang::En]
        .into_iter()
        .find_map(|lang| text.strip_prefix(mark(lang).trim_end()))?;
    Some(CellFault::Unmended {
        reason: behind.trim().to_owned(),
    })
}
