//! How rows found their records and places, as lines: told before an import and with one.

use super::preview::section;
use crate::i18n::{Lang, MatchMsg, Say};
use crate::transfer::import::notes::Notes;

/// The lines.
pub(super) fn lines(notes: &Notes, lang: Lang) -> Vec<String> {
    let say = |message: MatchMsg| message.say(lang);
    section(
        &notes.recoded,
        |count| say(MatchMsg::Recoded { count }),
        lang,
        |row| {
            let (name, before, after) = (row.name.clone(), row.before.clone(), row.after.clone());
            say(MatchMsg::RecodedRow { line: row.line, name, before, after })
        },
    )
}
