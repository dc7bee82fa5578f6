//! The sheets of a form: its questions, its choices, its title.

use std::collections::HashMap;

use super::error::XlsFormError;
use crate::domain::text::folding;
use crate::i18n::{TableFault, Text, XlsFormFault};
use crate::transfer::import::read::source::TableSource;
use crate::transfer::import::read::source_options::SourceOptions;

/// One question of a form.
pub(super) struct Question {
    /// What it asks for, without the list of its choices.
    pub(super) sort: String,
    pub(super) list: String,
    pub(super) name: String,
    pub(super) label: Text,
    pub(super) help: Text,
    pub(super) is_required: bool,
    pub(super) relevant: String,
    pub(super) constraint: String,
}

/// One choice.
pub(super) struct SurveyChoice {
    list: String,
    pub(super) name: String,
    pub(super) label: Text,
}

/// A form.
pub(super) struct Survey {
    pub(super) questions: Vec<Question>,
    choices: Vec<SurveyChoice>,
    pub(super) title: Text,
    pub(super) id: String,
}

/// A sheet whose first row names its columns.
struct Sheet {
    columns: HashMap<String, usize>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    fn read(bytes: &[u8], name: &str, said: &SourceOptions) -> Result<Self, TableFault> {
        let said = SourceOptions {
            sheet: Some(name),
            ..*said
        };
        let source = TableSource::open(bytes, &said)?;
        let mut rows = source.rows()?;
        let header = rows.next().map(|row| row.texts()).unwrap_or_default();
        let key = |name: &String| folding::key(name).replace("::", ":");
        let columns = header.iter().map(key).zip(0..).collect();
        Ok(Self {
            columns,
            rows: rows.map(|row| row.texts()).collect(),
        })
    }

    fn cell(&self, row: &[String], name: &str) -> String {
        let at = self.columns.get(name);
        let cell = at.and_then(|at| row.get(*at));
        cell.map(|cell| folding::name(cell)).unwrap_or_default()
    }

    /// Returns a text in both languages, as far as the sheet has columns for them.
    fn text(&self, row: &[String], name: &str) -> Option<Text> {
        let of = |languages: &[&str]| {
            let begin = format!("{name}:");
            let mut found = self.columns.iter().filter_map(|(key, at)| {
                let language = key.strip_prefix(&begin)?;
                let is_one = languages.iter().any(|word| language.contains(word));
                is_one.then(|| row.get(*at).map(|cell| folding::name(cell)))?
            });
            found.find(|text| !text.is_empty())
        };
        let plain = Some(self.cell(row, name)).filter(|text| !text.is_empty());
        let zh = of(&["zh", "chinese", "中文", "汉语"]);
        let en = of(&["en", "english", "英"]);
        let any = || of(&[""]);
        let zh_text = zh
            .clone()
            .or_else(|| plain.clone())
            .or_else(|| en.clone())
            .or_else(any)?;
        let en_text = en.or(plain).or(zh).or_else(any)?;
        Some(Text {
            zh: zh_text,
            en: en_text,
        })
    }
}

impl Survey {
    /// Reads the three sheets of a form.
    pub(super) fn read(bytes: &[u8], said: &SourceOptions) -> Result<Self, XlsFormError> {
        let survey = match Sheet::read(bytes, "survey", said) {
            Err(TableFault::NoSuchSheet { .. } | TableFault::NoSheets { .. }) => {
                return Err(XlsFormError::Fault(XlsFormFault::NoSurvey));
            }
            sheet => sheet?,
        };
        let beside = |name: &str| match Sheet::read(bytes, name, said) {
            Err(TableFault::NoSuchSheet { .. }) => Ok(None),
            sheet => sheet.map(Some),
        };
        let questions = survey
            .rows
            .iter()
            .map(|row| question(&survey, row))
            .collect();
        let choices = beside("choices")?.map(|sheet| {
            let choice = |row: &Vec<String>| {
                let name = [sheet.cell(row, "name"), sheet.cell(row, "value")];
                let name = name
                    .into_iter()
                    .find(|name| !name.is_empty())
                    .unwrap_or_default();
                SurveyChoice {
                    list: sheet.cell(row, "list_name") + &sheet.cell(row, "listname"),
                    label: sheet
                        .text(row, "label")
                        .unwrap_or_else(|| Text::both(name.clone())),
                    name,
                }
            };
            sheet
                .rows
                .iter()
                .map(choice)
                .filter(|choice| !choice.name.is_empty())
                .collect()
        });
        let settings = beside("settings")?;
        let setting = |name: &str| {
            let row = settings
                .as_ref()
                .and_then(|sheet| Some((sheet, sheet.rows.first()?)));
            row.map(|(sheet, row)| sheet.cell(row, name))
                .filter(|text| !text.is_empty())
        };
        let title = setting("form_title").or_else(|| setting("title"));
        let id = setting("form_id").or_else(|| setting("id_string"));
        Ok(Self {
            questions,
            choices: choices.unwrap_or_default(),
            title: Text::both(
                title
                    .or_else(|| id.clone())
                    .unwrap_or_else(|| "?".to_owned()),
            ),
            id: id.unwrap_or_default(),
        })
    }

    /// Returns the choices of a list.
    pub(super) fn choices(&self, list: &str) -> Vec<&SurveyChoice> {
        self.choices
            .iter()
            .filter(|choice| choice.list == list)
            .collect()
    }
}

fn question(sheet: &Sheet, row: &[String]) -> Question {
    let sort = sheet.cell(row, "type");
    let mut words = sort.split_whitespace();
    let first = words.next().unwrap_or_default();
    // Some write `select one` for `select_one`.
    let sort = match (first, words.clone().next()) {
        ("select", Some("one" | "one_from_file")) => {
            words.next();
            "select_one".to_owned()
        }
        ("select", Some("multiple" | "all")) => {
            words.next();
            "select_multiple".to_owned()
        }
        (first, _) => folding::key(first),
    };
    let list = words.next().unwrap_or_default().to_owned();
    let name = sheet.cell(row, "name");
    let label = sheet
        .text(row, "label")
        .unwrap_or_else(|| Text::both(name.clone()));
    let required = folding::key(&sheet.cell(row, "required"));
    Question {
        sort,
        list,
        help: sheet.text(row, "hint").unwrap_or_else(|| label.clone()),
        label,
        is_required: ["yes", "true", "true()", "1"].contains(&required.as_str()),
        relevant: sheet.cell(row, "relevant"),
        constraint: sheet.cell(row, "constraint"),
        name,
    }
}
