//! Which sheet of a workbook is meant.

use super::source_options::SourceOptions;
use crate::domain::policy::Kind;
use crate::domain::text::folding;
use crate::i18n::{FormMsg, TableFault, code_list};
use crate::transfer::cells;

/// What stands for all sheets, each of which is a place.
pub(crate) const ALL: &str = "*";
/// The column of their names.
pub(crate) const NAME: &str = "sheet/name";

/// Returns the sheet that is meant, and words about it and the others: the one that somebody named,
/// or the only visible one with something in it, or of several the one that is called as the kind.
///
/// # Errors
/// When there is no such sheet, or which one is meant cannot be told.
pub(super) fn choose(
    mut shown: Vec<String>,
    hidden: &[String],
    said: &SourceOptions,
    mut has_cells: impl FnMut(&str) -> bool,
) -> Result<(String, Vec<FormMsg>), TableFault> {
    let wanted = said.sheet;
    if wanted.is_none() && shown.len() > 1 {
        // A new workbook of many a program has three sheets, two of which nobody ever fills.
        shown.retain(|name| has_cells(name));
    }
    let all = code_list(shown.iter().chain(hidden));
    let name = match (wanted, shown.as_slice()) {
        (Some(wanted), _) => {
            let found = shown
                .iter()
                .chain(hidden)
                .find(|name| name.trim() == wanted.trim());
            found.cloned().ok_or_else(|| TableFault::NoSuchSheet {
                name: wanted.to_owned(),
                known: all,
            })?
        }
        (None, [only]) => only.clone(),
        (None, []) if hidden.is_empty() => return Err(TableFault::Empty),
        (None, []) => return Err(TableFault::AllSheetsHidden { known: all }),
        (None, several) => {
            match several
                .iter()
                .filter(|name| is_called(name, said.kind))
                .collect::<Vec<_>>()
                .as_slice()
            {
                [only] => (*only).clone(),
                _ => {
                    return Err(TableFault::WhichSheet {
                        known: code_list(&shown),
                    });
                }
            }
        }
    };
    let forms = about(&name, &shown, hidden, wanted);
    Ok((name, forms))
}

/// Returns whether a sheet is called as a kind, in either language, as a sheet can be called.
fn is_called(sheet: &str, kind: Option<&Kind>) -> bool {
    let Some(kind) = kind else { return false };
    let labels = [&kind.label.zh, &kind.label.en].map(|label| cells::sheet_name(label));
    labels
        .iter()
        .chain([&kind.code])
        .any(|name| folding::key(name) == folding::key(sheet))
}

/// Returns words about the sheet that is read, and about others that are not.
fn about(name: &str, shown: &[String], hidden: &[String], wanted: Option<&str>) -> Vec<FormMsg> {
    let others = |sheets: &[String]| {
        sheets
            .iter()
            .filter(|other| *other != name)
            .cloned()
            .collect::<Vec<_>>()
    };
    let mut forms = vec![FormMsg::Sheet {
        name: name.to_owned(),
    }];
    if hidden.iter().any(|other| other == name) {
        forms.push(FormMsg::SheetIsHidden {
            name: name.to_owned(),
        });
    }
    if wanted.is_none() && !others(shown).is_empty() {
        forms.push(FormMsg::OtherSheets {
            names: code_list(others(shown)),
        });
    }
    if !others(hidden).is_empty() {
        forms.push(FormMsg::HiddenSheets {
            names: code_list(others(hidden)),
        });
    }
    forms
}
