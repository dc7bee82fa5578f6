//! What an import found, as lines: enough for a person to see that the file was understood.

use crate::domain::policy::Kind;
use crate::domain::review::{Forms, history};
use crate::domain::text::{folding, width};
use crate::i18n::{ExportMsg, Lang, PreviewMsg, Say, code_list, word_list};
use crate::transfer::import::notes::{DoubtfulRow, Examples, FaultSort, Notes, TakenColumn};
use crate::transfer::import::{ImportMode, Unmatched};

/// The most columns of a line, and of a cell in one of the first rows.
const WIDEST: usize = 500;
const WIDEST_CELL: usize = 40;
/// The most columns of a table, and the most places, that are listed.
const MOST_LISTED: usize = 100;
/// Between the parts of one line.
const BETWEEN: &str = " | ";

/// Returns the lines. Before an import everything is told; with one only what went another way than
/// the file looks.
pub(super) fn lines(
    notes: &Notes,
    mode: ImportMode,
    kind: &Kind,
    place_name: impl Fn(&str) -> String,
    lang: Lang,
) -> Vec<String> {
    let mut lines: Vec<String> = match mode {
        ImportMode::Rehearse => table(notes, kind, lang),
        ImportMode::Import => notes
            .forms
            .iter()
            .skip(1)
            .map(|form| form.say(lang))
            .collect(),
    };
    lines.extend(noticed(notes, lang));
    if mode == ImportMode::Rehearse {
        lines.extend(changed(notes, kind, place_name, lang));
        lines.extend(section(
            &notes.doubtful,
            |count| PreviewMsg::Doubtful { count },
            lang,
            |row| {
                let questions = questions(row, kind, lang);
                PreviewMsg::DoubtfulRow {
                    line: row.line,
                    name: row.name.clone(),
                    questions,
                }
            },
        ));
        lines.extend(refused(notes, lang));
    }
    lines.extend(unmatched(&notes.unmatched, lang));
    lines
        .iter()
        .map(|line| width::shortened(&width::clean(line), WIDEST).into_owned())
        .collect()
}

/// Returns what a person should know of rows that are not refused.
fn noticed(notes: &Notes, lang: Lang) -> Vec<String> {
    let left_out = section(
        &notes.left_out,
        |count| PreviewMsg::LeftOut { count },
        lang,
        |left| PreviewMsg::Line {
            what: left.say(lang),
        },
    );
    let lost = section(
        &notes.lost,
        |count| PreviewMsg::Lost { count },
        lang,
        |lost| PreviewMsg::LostIn {
            line: lost.line,
            column: lost.column.clone(),
            text: lost.text.clone(),
        },
    );
    let dropped = section(
        &notes.dropped,
        |count| PreviewMsg::Dropped { count },
        lang,
        |dropped| PreviewMsg::DroppedFrom {
            line: dropped.line,
            column: dropped.column.clone(),
            text: dropped.text.clone(),
            characters: code_list(&dropped.characters),
        },
    );
    [left_out, lost, dropped, read_otherwise(notes, lang)].concat()
}

/// Returns what was read in another way than it is written, or left out for want of a header.
fn read_otherwise(notes: &Notes, lang: Lang) -> Vec<String> {
    let nameless = notes.nameless.iter().map(|(column, (count, example))| {
        PreviewMsg::NamelessOut {
            column: *column,
            count: *count,
            example: example.clone(),
        }
        .say(lang)
    });
    let placed = section(
        &notes.places_in_text,
        |count| PreviewMsg::PlacesInText { count },
        lang,
        |(line, text, place)| PreviewMsg::PlaceInText {
            line: *line,
            text: text.clone(),
            place: place.clone(),
        },
    );
    let rounded = section(
        &notes.rounded,
        |count| PreviewMsg::Rounded { count },
        lang,
        |(line, column, typed, taken)| PreviewMsg::RoundedIn {
            line: *line,
            column: column.clone(),
            typed: typed.clone(),
            taken: taken.clone(),
        },
    );
    [nameless.collect(), placed, rounded].concat()
}

fn changed(
    notes: &Notes,
    kind: &Kind,
    place_name: impl Fn(&str) -> String,
    lang: Lang,
) -> Vec<String> {
    section(
        &notes.changed,
        |count| PreviewMsg::Changed { count },
        lang,
        |row| {
            let fields = history::lines(&row.fields, Forms::same(Some(kind)), &place_name, lang)
                .join(BETWEEN);
            PreviewMsg::ChangedRow {
                line: row.line,
                name: row.name.clone(),
                fields,
            }
        },
    )
}

/// Returns the first rows that are refused, and where that is not all of them, how many are by
/// column and reason, the most frequent first.
fn refused(notes: &Notes, lang: Lang) -> Vec<String> {
    let mut lines = section(
        &notes.refused,
        |count| PreviewMsg::Refused { count },
        lang,
        |row| {
            let faults = row
                .faults
                .iter()
                .map(|fault| fault.on_line(row.line, lang))
                .collect::<Vec<_>>();
            PreviewMsg::Line {
                what: faults.join(BETWEEN),
            }
        },
    );
    if notes.refused.more() > 0 {
        let mut sorts: Vec<&FaultSort> = notes.sorts.iter().collect();
        sorts.sort_by_key(|sort| std::cmp::Reverse(sort.count));
        let line = |sort: &&FaultSort| {
            let example = sort.first.on_line(sort.line, lang);
            PreviewMsg::Sort {
                count: sort.count,
                example,
            }
            .say(lang)
        };
        lines.push(PreviewMsg::Sorts.say(lang));
        lines.extend(listed(&sorts, lang, line));
    }
    lines
}

/// Returns what a row raises, each question with the label of its field.
fn questions(row: &DoubtfulRow, kind: &Kind, lang: Lang) -> String {
    let said = row
        .questions
        .iter()
        .map(|(field, what)| format!("{}: {}", label(field, kind, lang), what.say(lang)));
    said.collect::<Vec<_>>().join(BETWEEN)
}

/// Counts of what became of rows that the ledger had something for.
pub(super) fn matched(notes: &Notes, lang: Lang) -> Option<String> {
    let new = notes.new;
    let changed = notes.changed.count;
    let unchanged = notes.unchanged;
    (changed + unchanged > 0).then(|| {
        PreviewMsg::Matched {
            new,
            changed,
            unchanged,
        }
        .say(lang)
    })
}

/// Returns the form of the file, its header and its first rows.
fn table(notes: &Notes, kind: &Kind, lang: Lang) -> Vec<String> {
    let mut lines: Vec<String> = notes.forms.iter().map(|form| form.say(lang)).collect();
    if notes.columns.is_empty() {
        return lines;
    }
    // The names of records stand on no line.
    let header = match notes.header_lines.first() {
        None | Some(0) => PreviewMsg::Columns,
        _ => PreviewMsg::HeaderOn {
            lines: code_list(&notes.header_lines),
        },
    };
    lines.push(header.say(lang));
    lines.extend(listed(&notes.columns, lang, |column| {
        column_line(column, kind, lang)
    }));
    if !notes.first_rows.is_empty() {
        lines.push(PreviewMsg::FirstRows.say(lang));
    }
    let row = |(line, cells): &(usize, Vec<String>)| {
        let cell = |cell: &String| width::shortened(&folding::name(cell), WIDEST_CELL).into_owned();
        let cells = cells.iter().map(cell).collect::<Vec<_>>().join(BETWEEN);
        PreviewMsg::Row { line: *line, cells }
    };
    lines.extend(notes.first_rows.iter().map(|first| row(first).say(lang)));
    lines
}

fn column_line(column: &TakenColumn, kind: &Kind, lang: Lang) -> String {
    let header = column.header.clone();
    if column.entry.is_empty() {
        return PreviewMsg::ColumnOut { header }.say(lang);
    }
    let label = label(&column.entry, kind, lang);
    let entry = if label == column.entry {
        label
    } else {
        format!("{label} ({})", column.entry)
    };
    match column.unit.clone() {
        Some(unit) => PreviewMsg::ColumnIn {
            header,
            entry,
            unit,
        }
        .say(lang),
        None => PreviewMsg::Column { header, entry }.say(lang),
    }
}

/// Returns what people call an entry of the form.
pub(in crate::cli) fn label(entry: &str, kind: &Kind, lang: Lang) -> String {
    if entry.contains(',') {
        let parts = entry.split(',').map(|part| label(part, kind, lang));
        return word_list(parts, lang);
    }
    match entry {
        "town" => ExportMsg::Town.say(lang),
        "town_name" => ExportMsg::TownName.say(lang),
        "county" => PreviewMsg::County.say(lang),
        "id" => ExportMsg::Id.say(lang),
        "period" if kind.is_sheet() => ExportMsg::Period.say(lang),
        code => kind
            .field(code)
            .map_or(code, |field| field.label.get(lang))
            .to_owned(),
    }
}

/// Returns a heading with its count, the first examples, and how many others there are; nothing
/// where there is none.
pub(super) fn section<T, const MOST: usize, Heading: Say, Line: Say>(
    examples: &Examples<T, MOST>,
    heading: impl Fn(usize) -> Heading,
    lang: Lang,
    line: impl Fn(&T) -> Line,
) -> Vec<String> {
    if examples.count == 0 {
        return Vec::new();
    }
    let more = (examples.more() > 0).then(|| PreviewMsg::More {
        count: examples.more(),
    });
    let heading = heading(examples.count).say(lang);
    let all = examples
        .first
        .iter()
        .map(|example| line(example).say(lang))
        .chain(more.map(|more| more.say(lang)));
    std::iter::once(heading).chain(all).collect()
}

/// Lines for the first of some things, and how many others there are.
fn listed<T>(things: &[T], lang: Lang, line: impl Fn(&T) -> String) -> Vec<String> {
    let more = things.len().saturating_sub(MOST_LISTED);
    let more = (more > 0).then(|| PreviewMsg::More { count: more }.say(lang));
    things
        .iter()
        .take(MOST_LISTED)
        .map(line)
        .chain(more)
        .collect()
}

/// Returns the texts that name no place, each once: all of them have to be mended.
fn unmatched(places: &[Unmatched], lang: Lang) -> Vec<String> {
    if places.is_empty() {
        return Vec::new();
    }
    let line = |place: &Unmatched| {
        let lines = place.lines.told();
        let what = place.refusal.say(lang);
        match place.lines.more {
            0 => PreviewMsg::UnmatchedPlace { what, lines }.say(lang),
            more => PreviewMsg::UnmatchedOften { what, lines, more }.say(lang),
        }
    };
    let heading = PreviewMsg::Unmatched {
        count: places.len(),
    }
    .say(lang);
    std::iter::once(heading)
        .chain(listed(places, lang, line))
        .collect()
}
