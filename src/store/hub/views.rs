//! The view of each kind on a hub: its records in columns, figures as numbers, choices with their
//! labels in both languages, for other programs. Every column has its label as a comment.

use std::fmt::Write as _;

use crate::domain::policy::Kind;
use crate::domain::value::{Choice, Field, FieldType, list_sign, none_word};
use crate::i18n::Lang;

/// The languages of labels, and how the name of a column of labels ends.
const LABELS: [(Lang, &str); 2] = [(Lang::Zh, "_zh"), (Lang::En, "_en")];

/// The columns that every view begins with. A field of such a name is left to `fields`.
const FIRST: [&str; 8] = [
    "id",
    "place",
    "place_name",
    "above",
    "above_name",
    "review",
    "complete",
    "fields",
];

/// Returns the statements that make the view of a kind.
pub(super) fn definition(kind: &Kind) -> String {
    let mut columns = String::from(
        "record.id, record.place, place.name AS place_name, above.code AS above, above.name AS above_name,\n  record.review, record.complete",
    );
    if kind.is_sheet() {
        columns.push_str(", record.period");
    }
    let view = format!("taizhang_kind.{}", quoted(&kind.code));
    let mut comments = comment("VIEW", &view, &kind.label.zh, &kind.label.en);
    for field in kind.fields.iter().filter(|field| is_column(field)) {
        let column = quoted(&field.code);
        let _ = write!(columns, ",\n  {} AS {column}", expression(field));
        let column = format!("{view}.{column}");
        comments.push_str(&comment(
            "COLUMN",
            &column,
            &field.label.zh,
            &field.label.en,
        ));
        for (lang, ending) in LABELS {
            let name = format!("{}{ending}", field.code);
            if let Some(label) = label(field, lang).filter(|_| kind.field(&name).is_none()) {
                let _ = write!(columns, ",\n  {label} AS {}", quoted(&name));
            }
        }
    }
    let code = literal(&kind.code);
    format!(
        "CREATE VIEW {view} AS SELECT {columns}\nFROM taizhang.record
LEFT JOIN taizhang.place ON place.code = record.place
LEFT JOIN taizhang.place AS above ON above.code = place.parent
WHERE record.kind = {code};\n{comments}"
    )
}

fn is_column(field: &Field) -> bool {
    !FIRST.contains(&field.code.as_str())
}

fn comment(sort: &str, name: &str, zh: &str, en: &str) -> String {
    format!(
        "COMMENT ON {sort} {name} IS {};\n",
        literal(&format!("{zh} / {en}"))
    )
}

/// Returns the SQL expression of a field. Of a figure that was typed in another unit it is the
/// `value`, else the value itself.
fn expression(field: &Field) -> String {
    let code = literal(&field.code);
    match &field.holds {
        FieldType::Number { .. } => {
            format!("taizhang.figure(coalesce(fields -> {code} ->> 'value', fields ->> {code}))")
        }
        FieldType::YesNo => format!(
            "CASE WHEN fields ->> {code} IN ('true', '1') THEN true WHEN fields ->> {code} IN ('false', '0') THEN false END"
        ),
        _ => format!("fields ->> {code}"),
    }
}

/// Returns the SQL expression of the labels of a field; `None` where it has no choices.
fn label(field: &Field, lang: Lang) -> Option<String> {
    match &field.holds {
        FieldType::Choice(choices) => Some(one_label(&field.code, choices, lang)),
        FieldType::Choices(choices) => Some(several_labels(&field.code, choices, lang)),
        _ => None,
    }
}

fn one_label(field: &str, choices: &[Choice], lang: Lang) -> String {
    let mut text = format!("CASE fields ->> {}", literal(field));
    for choice in choices {
        let (code, label) = (literal(&choice.code), literal(choice.label.get(lang)));
        let _ = write!(text, " WHEN {code} THEN {label}");
    }
    text.push_str(" END");
    text
}

/// Returns the SQL expression of several labels in the order of the form.
fn several_labels(field: &str, choices: &[Choice], lang: Lang) -> String {
    let own = format!("fields -> {}", literal(field));
    let label = |choice: &Choice| {
        let (code, label) = (literal(&choice.code), literal(choice.label.get(lang)));
        format!("CASE WHEN {own} ? {code} THEN {label} END")
    };
    let labels: Vec<String> = choices.iter().map(label).collect();
    format!(
        "CASE WHEN {own} = '[]' THEN {} ELSE nullif(concat_ws({}, {}), '') END",
        literal(none_word(lang)),
        literal(list_sign(lang)),
        labels.join(", ")
    )
}

/// Returns a text as an SQL literal.
fn literal(text: &str) -> String {
    let quoted = text.replace('\'', "''");
    if text.contains('\\') {
        format!("E'{}'", quoted.replace('\\', "\\\\"))
    } else {
        format!("'{quoted}'")
    }
}

/// Returns a name as an SQL identifier. Codes of packs are checked to be letters, digits and `_`.
fn quoted(code: &str) -> String {
    format!("\"{code}\"")
}
