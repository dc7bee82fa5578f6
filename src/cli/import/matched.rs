//! How rows found their records and places, as lines: told before an import and with one.

use super::preview::section;
use crate::i18n::{Lang, MatchMsg, Say};
use crate::transfer::import::Mode;
use crate::transfer::import::notes::{EXAMPLES, Lines, Notes};

/// The lines. An import has the count of rows of one name in its summary.
pub(super) fn lines(notes: &Notes, mode: Mode, lang: Lang) -> Vec<String> {
    let say = |message: MatchMsg| message.say(lang);
    let mut lines = section(
        &notes.recoded,
        |count| say(MatchMsg::Recoded { count }),
        lang,
        |row| {
            let (name, before, after) = (row.name.clone(), row.before.clone(), row.after.clone());
            say(MatchMsg::RecodedRow { line: row.line, name, before, after })
        },
    );
    lines.extend(section(
        &notes.recreated,
        |count| say(MatchMsg::Recreated { count }),
        lang,
        |row| {
            let (name, at, author) = (row.name.clone(), row.at.clone(), row.author.clone());
            say(MatchMsg::RecreatedRow { line: row.line, name, at, author })
        },
    ));
    if mode == Mode::Rehearse {
        lines.extend(section(
            &notes.same_name,
            |count| say(MatchMsg::SameName { count }),
            lang,
            |row| {
                let (line, name) = (row.line, row.name.clone());
                say(match row.other {
                    Some(other) => MatchMsg::SameNameRow { line, name, other },
                    None => MatchMsg::SameNameKnown { line, name },
                })
            },
        ));
    }
    match (mode, notes.unjudged.len()) {
        (_, 0) => {}
        (Mode::Import, count) => lines.push(say(MatchMsg::UnjudgedCount { count })),
        (Mode::Rehearse, count) => lines.extend(unjudged(notes, count, lang)),
    }
    lines
}

/// Every place whose facilities count nowhere: a list of a county often stands among those of its towns.
fn unjudged(notes: &Notes, count: usize, lang: Lang) -> Vec<String> {
    let line = |(place, on): (&String, &Lines)| {
        let (place, lines) = (place.clone(), on.first.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "));
        match on.more {
            0 => MatchMsg::UnjudgedPlace { place, lines }.say(lang),
            more => MatchMsg::UnjudgedOften { place, lines, more }.say(lang),
        }
    };
    let heading = MatchMsg::Unjudged { count }.say(lang);
    let more = (count > EXAMPLES).then(|| MatchMsg::UnjudgedMore { count: count - EXAMPLES }.say(lang));
    std::iter::once(heading).chain(notes.unjudged.iter().take(EXAMPLES).map(line)).chain(more).collect()
}
