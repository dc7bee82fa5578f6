//! A form of `XLSForm` as the draft of a policy pack: its questions become the fields of one kind.
//! What a pack asks besides stands in it to be filled in, and what it cannot take is told in it.

mod error;
mod survey;

use std::collections::HashSet;
use std::fmt::Write as _;

pub use self::error::XlsFormError;
use self::survey::{Question, Survey};
use super::import::read::source_options::SourceOptions;
use crate::domain::policy::pack::shared_fields;
use crate::domain::text::folding;
use crate::i18n::{Lang, Say, Text, XlsFormFault, XlsFormMsg};

/// Returns the draft of a pack for the form in a workbook.
///
/// # Errors
/// When the file is no workbook, or has no questions that a pack takes.
pub fn draft(bytes: &[u8]) -> Result<String, XlsFormError> {
    let survey = Survey::read(bytes, &SourceOptions::default())?;
    let mut draft = Draft::default();
    for question in &survey.questions {
        draft.add(question, &survey);
    }
    if draft.fields.is_empty() {
        return Err(XlsFormError::Fault(XlsFormFault::NoQuestions));
    }
    Ok(draft.text(&survey))
}

/// The fields so far, and what is told of the others.
#[derive(Default)]
struct Draft {
    fields: String,
    told: Vec<XlsFormMsg>,
    codes: HashSet<String>,
}

impl Draft {
    fn add(&mut self, question: &Question, survey: &Survey) {
        let name = question.name.clone();
        let Some(holds) = holds(&question.sort) else {
            if !question.sort.is_empty() && !is_structure(&question.sort) {
                let sort = question.sort.clone();
                self.told.push(XlsFormMsg::LeftOut { name, sort });
            }
            return;
        };
        let code = code(&question.name, "q");
        if shared_fields().iter().any(|field| field.code == code) {
            self.told.push(XlsFormMsg::Shared { name: code });
            return;
        }
        if !self.codes.insert(code.clone()) {
            self.told.push(XlsFormMsg::Twice { name: code });
            return;
        }
        let mut field = format!(
            "\n[[kind.field]]\ncode = {}\nlabel = {}\ntype = {}\n",
            quoted(&code),
            text(&question.label),
            quoted(holds)
        );
        if question.is_required {
            field.push_str("required = \"submit\"\n");
        }
        for rule in [&question.relevant, &question.constraint] {
            if !rule.is_empty() {
                let rule = rule.clone();
                let name = code.clone();
                self.told.push(XlsFormMsg::Rule { name, rule });
            }
        }
        let _ = writeln!(field, "help = {}", text(&question.help));
        if holds.starts_with("choice") {
            let choices = survey.choices(&question.list);
            if choices.is_empty() {
                self.told.push(XlsFormMsg::NoChoices { name: code });
                return;
            }
            field.push_str("choice = [\n");
            let mut known = HashSet::new();
            for choice in choices {
                if known.insert(&choice.name) {
                    let (code, label) = (quoted(&choice.name), text(&choice.label));
                    let _ = writeln!(field, "  {{ code = {code}, label = {label} }},");
                }
            }
            field.push_str("]\n");
        }
        self.fields.push_str(&field);
    }

    fn text(&self, survey: &Survey) -> String {
        let mut draft = String::new();
        let mut comment = |message: &XlsFormMsg| {
            for lang in [Lang::Zh, Lang::En] {
                let _ = writeln!(draft, "# {}", message.say(lang));
            }
        };
        comment(&XlsFormMsg::Head);
        self.told.iter().for_each(&mut comment);
        let kind = code(&survey.id, "form");
        let title = text(&survey.title);
        let _ = write!(
            draft,
            "\nformat = 1\ncode = {pack}\n\n[document]\nnumber = \"?\"\ntitle = {title}\n\
             issuer = {{ zh = \"?\", en = \"?\" }}\nissued_on = \"2000-01-01\"\n\n[scope]\nlevel = \"town\"\n\n\
             [[unit]]\ncode = \"site\"\nlabel = {{ zh = \"处\", en = \"site\" }}\nplural = \"sites\"\n\n\
             [[kind]]\ncode = {code}\nlabel = {title}\nunit = \"site\"\n{fields}\n\
             [[requirement]]\ncode = {rule}\nkind = {code}\nlabel = {title}\nform = \"exists\"\nat_least = 1\n\
             strength = \"must\"\nclause = \"?\"\n",
            pack = quoted(&kind.replace('_', "-")),
            code = quoted(&kind),
            rule = quoted(&format!("{kind}_exists")),
            fields = self.fields,
        );
        draft
    }
}

/// Returns the type of a field for a question; `None` where a pack has none for it.
fn holds(sort: &str) -> Option<&'static str> {
    Some(match sort {
        "text" | "string" | "barcode" | "phonenumber" => "text",
        "integer" | "int" | "range" => "integer",
        "decimal" => "decimal",
        "date" | "datetime" => "date",
        "select_one" | "select_one_from_file" => "choice",
        "select_multiple" => "choices",
        "acknowledge" | "trigger" => "yes_no",
        _ => return None,
    })
}

/// Returns whether a row of a form only orders its questions, or is filled in by the device.
fn is_structure(sort: &str) -> bool {
    let words = [
        "begin", "end", "note", "start", "today", "deviceid", "audit", "username",
    ];
    words.iter().any(|word| sort.starts_with(word))
}

/// Returns a code of a pack for a name.
fn code(name: &str, begin: &str) -> String {
    let key = folding::name(name).to_lowercase();
    let mut code: String = key
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    code.truncate(code.trim_end_matches('_').len());
    let code = code.trim_start_matches('_');
    if code.starts_with(|c: char| c.is_ascii_lowercase()) {
        code.to_owned()
    } else {
        format!("{begin}_{code}").trim_end_matches('_').to_owned()
    }
}

fn quoted(word: &str) -> String {
    toml::Value::String(folding::name(word)).to_string()
}

fn text(text: &Text) -> String {
    format!("{{ zh = {}, en = {} }}", quoted(&text.zh), quoted(&text.en))
}
