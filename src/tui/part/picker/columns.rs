//! The columns of a list to choose from: the key that picks, the name, what stands behind it, and
//! the code that can be typed.

use super::item::Item;
use crate::i18n::Text;
use crate::tui::canvas::Canvas;
use crate::tui::text;

/// Blanks between two columns.
const BETWEEN: usize = 2;
/// A code of more characters is one to type, and no key.
const LONGEST_KEY: usize = 2;

/// How many columns the names have where nothing but words stands behind them.
pub(crate) fn name_room(width: usize) -> usize {
    (width / 3).max(16)
}

/// Whether a code is the number of a row, which picks it.
fn is_key(code: &str) -> bool {
    code.len() <= LONGEST_KEY && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// How much room each column has.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    /// The mark of the selected row and the key, with a blank behind each.
    pub(super) key: usize,
    pub(super) name: usize,
    /// What stands behind the name; to the edge where no code follows.
    pub(super) extra: usize,
    /// Where the code begins.
    pub(super) code: usize,
}

impl Columns {
    /// Lays out the items of a page, each with its place in the list. Where codes are to be typed, the columns before them are as wide
    /// as the widest of their words.
    pub(super) fn of(items: &[(usize, &Item)], canvas: &Canvas) -> Self {
        let lang = canvas.look.lang;
        let keys = items.iter().map(|(_, item)| &item.code);
        let key = keys.filter(|code| is_key(code)).map(String::len).max();
        let key = key.unwrap_or_default() + BETWEEN + 1;
        let width = canvas.width();
        if items.iter().all(|(_, item)| is_key(&item.code)) {
            return Self {
                key,
                name: name_room(width) + 1,
                extra: usize::MAX,
                code: usize::MAX,
            };
        }
        let widest = |words: fn(&Item) -> &Text| {
            let words = items.iter().map(|(_, item)| words(item).get(lang));
            let widths = words.map(|words| text::width(&canvas.safe(words)));
            (widths.max().unwrap_or_default() + BETWEEN).min(width / 2)
        };
        let name = widest(|item| &item.name);
        let extra = widest(|item| &item.extra);
        Self {
            key,
            name,
            extra,
            code: key + name + extra,
        }
    }

    /// The key of a row; nothing where its code is to be typed.
    pub(super) fn key_of(code: &str) -> &str {
        if is_key(code) { code } else { "" }
    }

    /// The code of a row that is to be typed; nothing where it is a key.
    pub(super) fn code_of(code: &str) -> &str {
        if is_key(code) { "" } else { code }
    }
}
