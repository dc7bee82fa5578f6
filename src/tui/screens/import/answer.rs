//! What an answer changes: an entry is taken by one column, and what stands below another header is
//! asked anew.

use crate::tui::job::{ImportSetting, ProposedChoice, ProposedLine};

/// What a mapping calls the place.
const PLACE: &str = "town";
const PLACE_NAME: &str = "town_name";

/// Answers so far: what was said, and how.
type Answers = Vec<(ImportSetting, String)>;

/// An answer that somebody gave.
pub(super) struct AskedAnswer {
    pub(super) setting: ImportSetting,
    pub(super) code: String,
    /// Whether it is the code of a place, and not the header of the column of places.
    pub(super) is_of_all_rows: bool,
}

/// What an answer makes of those before it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Changed {
    pub(super) answers: Answers,
    /// The headers of columns that had the entry before.
    pub(super) left_out: Vec<String>,
}

/// Returns whether a line can be answered so by going from one answer to the next.
pub(super) fn is_free(
    line: &ProposedLine,
    choice: &ProposedChoice,
    lines: &[ProposedLine],
) -> bool {
    if choice.code == line.code {
        return true;
    }
    match &line.setting {
        ImportSetting::Column(header) => holders(lines, &choice.code, header).is_empty(),
        // A place of all rows is found in the list of places.
        ImportSetting::Place => !choice.code.is_empty(),
        _ => true,
    }
}

/// Returns the headers of other columns that have an entry, or a part of it.
fn holders(lines: &[ProposedLine], code: &str, header: &str) -> Vec<String> {
    let parts = |code: &str| {
        let parts = code.split(',').filter(|part| !part.is_empty());
        parts.map(str::to_owned).collect::<Vec<_>>()
    };
    let wanted = parts(code);
    let columns = lines.iter().filter_map(|line| match &line.setting {
        ImportSetting::Column(other) if other != header => Some((other, &line.code)),
        _ => None,
    });
    let holds = columns.filter(|(_, held)| parts(held).iter().any(|part| wanted.contains(part)));
    holds.map(|(other, _)| other.clone()).collect()
}

/// Returns the answers with a new one.
pub(super) fn changed(before: &Answers, lines: &[ProposedLine], asked: &AskedAnswer) -> Changed {
    let AskedAnswer { setting, code, .. } = asked;
    let mut answers = before.clone();
    let mut left_out = Vec::new();
    let mut said = vec![(setting.clone(), code.clone())];
    match setting {
        ImportSetting::Column(header) => left_out = holders(lines, code, header),
        ImportSetting::Place => {
            answers.retain(|(setting, _)| *setting != ImportSetting::Place);
            let column = if asked.is_of_all_rows { "" } else { code };
            left_out = holders(lines, PLACE, column);
            left_out.extend(holders(lines, PLACE_NAME, column));
            if !asked.is_of_all_rows {
                said = vec![
                    (ImportSetting::Place, String::new()),
                    (ImportSetting::Column(code.clone()), PLACE.to_owned()),
                ];
            }
        }
        ImportSetting::Level => {}
        // Below another header stand other columns, and another kind has other fields.
        _ => answers.retain(|(setting, _)| !matches!(setting, ImportSetting::Column(_))),
    }
    said.extend(
        left_out
            .iter()
            .map(|header| (ImportSetting::Column(header.clone()), String::new())),
    );
    for (setting, code) in said {
        answers.retain(|(other, _)| *other != setting);
        answers.push((setting, code));
    }
    Changed { answers, left_out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Text;

    fn line(header: &str, code: &str) -> ProposedLine {
        ProposedLine {
            setting: ImportSetting::Column(header.to_owned()),
            name: Text::default(),
            value: Text::default(),
            why: Text::default(),
            sample: Text::default(),
            choices: std::sync::Arc::new([]),
            code: code.to_owned(),
            is_open: false,
            is_unsure: false,
        }
    }

    fn column(header: &str, code: &str) -> (ImportSetting, String) {
        (ImportSetting::Column(header.to_owned()), code.to_owned())
    }

    fn answer(setting: ImportSetting, code: &str, before: &Answers) -> Changed {
        let lines = [
            line("镇", "town"),
            line("馆名", "name"),
            line("坐标", "lon,lat"),
            line("X", ""),
        ];
        let asked = AskedAnswer {
            setting,
            code: code.to_owned(),
            is_of_all_rows: code == "331122101",
        };
        changed(before, &lines, &asked)
    }

    #[test]
    fn an_entry_is_taken_by_one_column() {
        let (setting, code) = column("X", "lon");
        let change = answer(setting, &code, &Vec::new());
        assert_eq!(change.left_out, ["坐标"]);
        assert_eq!(change.answers, [column("X", "lon"), column("坐标", "")]);
        let (setting, _) = column("馆名", "");
        let change = answer(setting, "", &change.answers);
        assert_eq!(change.left_out, [""; 0]);
        assert_eq!(
            change.answers,
            [column("X", "lon"), column("坐标", ""), column("馆名", "")]
        );
    }

    #[test]
    fn the_place_is_a_column_or_one_of_all_rows() {
        let change = answer(ImportSetting::Place, "X", &Vec::new());
        assert_eq!(change.left_out, ["镇"]);
        let place = (ImportSetting::Place, String::new());
        assert_eq!(
            change.answers,
            [place, column("X", "town"), column("镇", "")]
        );
        let change = answer(ImportSetting::Place, "331122101", &Vec::new());
        let place = (ImportSetting::Place, "331122101".to_owned());
        assert_eq!(change.answers, [place, column("镇", "")]);
    }

    #[test]
    fn below_another_header_the_columns_are_asked_anew() {
        let before = vec![
            column("X", "lon"),
            (ImportSetting::Level, "town".to_owned()),
        ];
        let change = answer(ImportSetting::Header, "3", &before);
        let level = (ImportSetting::Level, "town".to_owned());
        assert_eq!(
            change.answers,
            [level, (ImportSetting::Header, "3".to_owned())]
        );
    }
}
