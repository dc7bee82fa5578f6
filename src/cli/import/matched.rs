//! How rows found their records and places, as lines: told before an import and with one.

use super::preview::section;
use crate::domain::policy::Kind;
use crate::domain::review::history;
use crate::i18n::{Lang, MatchMsg, Say, Text};
use crate::store::{OpenConflict, Side};
use crate::transfer::import::ImportMode;
use crate::transfer::import::lines::LineNumbers;
use crate::transfer::import::notes::{
    DoubledRow, EXAMPLES, Notes, RecodedRow, RecreatedRow, SameNameRow, SettledRow,
};

/// Returns the lines. An import has the count of rows of one name in its summary.
pub(super) fn lines(
    notes: &Notes,
    mode: ImportMode,
    kind: &Kind,
    place_name: impl Fn(&str) -> String,
    lang: Lang,
) -> Vec<String> {
    let mut lines = settled(notes, kind, place_name, lang);
    lines.extend(recoded(notes, lang));
    lines.extend(recreated(notes, lang));
    if mode == ImportMode::Rehearse {
        lines.extend(of_one_name(notes, lang));
        lines.extend(doubled(notes, lang));
    }
    match (mode, notes.unjudged.len()) {
        (_, 0) => {}
        (ImportMode::Import, count) => lines.push(MatchMsg::UnjudgedCount { count }.say(lang)),
        (ImportMode::Rehearse, count) => lines.extend(unjudged(notes, count, lang)),
    }
    lines
}

/// Returns the conflicts that rows decided: which values there were and from whom, and which one it
/// is now.
fn settled(
    notes: &Notes,
    kind: &Kind,
    place_name: impl Fn(&str) -> String,
    lang: Lang,
) -> Vec<String> {
    let line = |row: &SettledRow| {
        let OpenConflict {
            record,
            field,
            label,
            sides,
            ..
        } = &row.conflict;
        let side = |side: &Side| {
            let value = side.words.clone();
            let author = side.author.clone();
            Text::of(&MatchMsg::SettledSide { value, author })
        };
        let sides = Text::list(&sides.iter().map(side).collect::<Vec<_>>());
        let value = history::value(field, row.value.as_ref(), Some(kind), &place_name, lang);
        let line = row.line;
        let record = Text::of(record);
        let field = label.clone();
        MatchMsg::SettledRow {
            line,
            record,
            field,
            sides,
            value,
        }
    };
    section(
        &notes.settled,
        |count| MatchMsg::Settled { count },
        lang,
        line,
    )
}

fn recoded(notes: &Notes, lang: Lang) -> Vec<String> {
    let line = |row: &RecodedRow| {
        let name = row.name.clone();
        let before = row.before.clone();
        let after = row.after.clone();
        MatchMsg::RecodedRow {
            line: row.line,
            name,
            before,
            after,
        }
    };
    section(
        &notes.recoded,
        |count| MatchMsg::Recoded { count },
        lang,
        line,
    )
}

fn recreated(notes: &Notes, lang: Lang) -> Vec<String> {
    let line = |row: &RecreatedRow| {
        let name = row.name.clone();
        let at = row.at.clone();
        let author = row.author.clone();
        MatchMsg::RecreatedRow {
            line: row.line,
            name,
            at,
            author,
        }
    };
    section(
        &notes.recreated,
        |count| MatchMsg::Recreated { count },
        lang,
        line,
    )
}

fn of_one_name(notes: &Notes, lang: Lang) -> Vec<String> {
    let line = |row: &SameNameRow| {
        let line = row.line;
        let name = row.name.clone();
        match row.other {
            Some(other) => MatchMsg::SameNameRow { line, name, other },
            None => MatchMsg::SameNameKnown { line, name },
        }
    };
    section(
        &notes.same_name,
        |count| MatchMsg::SameName { count },
        lang,
        line,
    )
}

/// Returns what differs between rows that are about one facility, or have one name.
fn doubled(notes: &Notes, lang: Lang) -> Vec<String> {
    let cell = |text: &String| {
        if text.is_empty() {
            Text::of(&MatchMsg::Nothing)
        } else {
            Text::both(text.clone())
        }
    };
    let line = |row: &DoubledRow| {
        let (line, other) = (row.line, row.other);
        let differs = row.differences.iter().map(|difference| {
            Text::of(&MatchMsg::Difference {
                column: difference.column.clone(),
                own: cell(&difference.own),
                other: cell(&difference.other),
            })
        });
        let differs: Vec<Text> = differs.collect();
        if differs.is_empty() {
            return MatchMsg::DoubledAlike { line, other };
        }
        let differs = Text::list(&differs);
        MatchMsg::DoubledRow {
            line,
            other,
            differs,
        }
    };
    section(
        &notes.doubled,
        |count| MatchMsg::Doubled { count },
        lang,
        line,
    )
}

/// Returns every place whose facilities count nowhere: a list of a county often stands among those
/// of its towns.
fn unjudged(notes: &Notes, count: usize, lang: Lang) -> Vec<String> {
    let line = |(place, on): (&String, &LineNumbers)| {
        let place = place.clone();
        let lines = on.told();
        match on.more {
            0 => MatchMsg::UnjudgedPlace { place, lines }.say(lang),
            more => MatchMsg::UnjudgedOften { place, lines, more }.say(lang),
        }
    };
    let heading = MatchMsg::Unjudged { count }.say(lang);
    let more = (count > EXAMPLES).then(|| {
        MatchMsg::UnjudgedMore {
            count: count - EXAMPLES,
        }
        .say(lang)
    });
    std::iter::once(heading)
        .chain(notes.unjudged.iter().take(EXAMPLES).map(line))
        .chain(more)
        .collect()
}
