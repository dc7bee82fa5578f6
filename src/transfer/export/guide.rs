//! The sheet that explains the others: how rows are added and corrected, and what every field
//! holds.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::described::holds;
use crate::domain::policy::Kind;
use crate::domain::value::{Field, Required};
use crate::i18n::{ExportMsg, Lang, Say};
use crate::transfer::paper::{self, PaperLayout};

/// The lines above the table of fields.
const LINES: [ExportMsg; 5] = [
    ExportMsg::GuideRows,
    ExportMsg::GuideNew,
    ExportMsg::GuideChange,
    ExportMsg::GuideCells,
    ExportMsg::GuideMarks,
];

/// The columns of the table of fields, and how wide they are in characters.
const COLUMNS: [(ExportMsg, u16); 8] = [
    (ExportMsg::KindColumn, 14),
    (ExportMsg::FieldColumn, 20),
    (ExportMsg::EnglishColumn, 26),
    (ExportMsg::CodeColumn, 20),
    (ExportMsg::TypeColumn, 38),
    (ExportMsg::UnitColumn, 10),
    (ExportMsg::RequiredColumn, 12),
    (ExportMsg::HelpColumn, 60),
];

pub(super) fn write(sheet: &mut Worksheet, kinds: &[&Kind], lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(ExportMsg::Guide.say(lang))?;
    let mut row = 0;
    for line in LINES {
        sheet.write_string(row, 0, line.say(lang))?;
        row += 1;
    }
    row += 1;
    let body = Format::new()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin);
    let head = body.clone().set_bold();
    for (column, (title, width)) in (0..).zip(COLUMNS) {
        sheet
            .set_column_width(column, f64::from(width))?
            .write_string_with_format(row, column, title.say(lang), &head)?;
    }
    let widths = COLUMNS.map(|(_, width)| f64::from(width));
    let layout = PaperLayout {
        title: "",
        is_landscape: true,
        heads: (row, row),
        names: 0,
        widths: &widths,
        lang,
    };
    paper::set_up(sheet, &layout)?;
    for kind in kinds {
        for field in &kind.fields {
            row += 1;
            let about = about(kind, field, lang);
            let room = COLUMNS.map(|(_, width)| usize::from(width));
            let height = paper::height_of(about.iter().map(String::as_str).zip(room));
            sheet.set_row_height(row, height)?;
            for (column, text) in (0..).zip(about) {
                sheet.write_string_with_format(row, column, text, &body)?;
            }
        }
    }
    Ok(())
}

fn about(kind: &Kind, field: &Field, lang: Lang) -> [String; 8] {
    let required = match (field.required, field.required_when.is_empty()) {
        (Required::No, _) => String::new(),
        (_, true) => ExportMsg::Always.say(lang),
        (_, false) => ExportMsg::Sometimes.say(lang),
    };
    [
        kind.label.get(lang).to_owned(),
        field.label.zh.clone(),
        field.label.en.clone(),
        field.code.clone(),
        holds(field).say(lang),
        field
            .unit()
            .map_or_else(String::new, |unit| unit.label.get(lang).to_owned()),
        required,
        field.help.get(lang).to_owned(),
    ]
}
