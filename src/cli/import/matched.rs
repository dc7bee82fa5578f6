//! How rows found their records and places, as lines: told before an import and with one.

use super::preview::section;
use crate::i18n::{Lang, MatchMsg, Say};
use crate::transfer::import::Mode;
use crate::transfer::import::lines::Lines;
use crate::transfer::import::notes::{EXAMPLES, Notes, RecodedRow, RecreatedRow, SameNameRow};

/// The lines. An import has the count of rows of one name in its summary.
pub(super) fn lines(notes: &Notes, mode: Mode, lang: Lang) -> Vec<String> {
    let mut lines = recoded(notes, lang);
    lines.extend(recreated(notes, lang));
    if mode == Mode::Rehearse {
        lines.extend(of_one_name(notes, lang));
    }
    match (mode, notes.unjudged.len()) {
        (_, 0) => {}
        (Mode::Import, count) => lines.push(MatchMsg::UnjudgedCount { count }.say(lang)),
        (Mode::Rehearse, count) => lines.extend(unjudged(notes, count, lang)),
    }
    lines
}

fn recoded(notes: &Notes, lang: Lang) -> Vec<String> {
    let line = |row: &RecodedRow| {
        let (name, before, after) = (row.name.clone(), row.before.clone(), row.after.clone());
        MatchMsg::RecodedRow { line: row.line, name, before, after }
    };
    section(&notes.recoded, |count| MatchMsg::Recoded { count }, lang, line)
}

fn recreated(notes: &Notes, lang: Lang) -> Vec<String> {
    let line = |row: &RecreatedRow| {
        let (name, at, author) = (row.name.clone(), row.at.clone(), row.author.clone());
        MatchMsg::RecreatedRow { line: row.line, name, at, author }
    };
    section(&notes.recreated, |count| MatchMsg::Recreated { count }, lang, line)
}

fn of_one_name(notes: &Notes, lang: Lang) -> Vec<String> {
    let line = |row: &SameNameRow| {
        let (line, name) = (row.line, row.name.clone());
        match row.other {
            Some(other) => MatchMsg::SameNameRow { line, name, other },
            None => MatchMsg::SameNameKnown { line, name },
        }
    };
    section(&notes.same_name, |count| MatchMsg::SameName { count }, lang, line)
}

/// Every place whose facilities count nowhere: a list of a county often stands among those of its towns.
fn unjudged(notes: &Notes, count: usize, lang: Lang) -> Vec<String> {
    let line = |(place, on): (&String, &Lines)| {
        let (place, lines) = (place.clone(), on.told());
        match on.more {
            0 => MatchMsg::UnjudgedPlace { place, lines }.say(lang),
            more => MatchMsg::UnjudgedOften { place, lines, more }.say(lang),
        }
    };
    let heading = MatchMsg::Unjudged { count }.say(lang);
    let more = (count > EXAMPLES).then(|| MatchMsg::UnjudgedMore { count: count - EXAMPLES }.say(lang));
    std::iter::once(heading).chain(notes.unjudged.iter().take(EXAMPLES).map(line)).chain(more).collect()
}
