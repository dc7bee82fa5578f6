//! The page as HTML: A4, no script, black on white.

use std::fmt::Write as _;

use super::page::{FormAnswer, FormPage, FormRow};
use crate::domain::text::width;
use crate::i18n::{FormPageMsg, ReportMsg, Say, named};
use crate::transfer::report::html::escape::escape;
use crate::transfer::report::html::{begin, begin_table, cell};

/// What goes on from the style of every page.
const STYLE: &str = include_str!("form.css");

pub(super) fn render(page: &FormPage) -> String {
    let lang = page.lang;
    let head: Vec<_> = page.head.iter().map(|line| width::clean(line)).collect();
    let head: Vec<&str> = head.iter().map(AsRef::as_ref).collect();
    let mut html = begin(&width::clean(&page.title), &head, STYLE, lang);
    let columns = [
        ReportMsg::Numbered.say(lang),
        FormPageMsg::Item.say(lang),
        FormPageMsg::Value.say(lang),
    ];
    begin_table(&mut html, "form", &columns);
    let [number, item, value] = &columns;
    for (at, row) in page.rows.iter().enumerate() {
        html.push_str("<tr>");
        cell(&mut html, number, &(at + 1).to_string());
        cell(&mut html, item, &named_field(row));
        cell(&mut html, value, &answer(&row.answer));
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n<div class=\"signatures\">\n");
    let signed = [
        ReportMsg::FilledInBy.say(lang),
        FormPageMsg::ReviewedBy.say(lang),
        ReportMsg::DateSigned.say(lang),
    ];
    for label in signed {
        let _ = writeln!(
            html,
            "<p>{}<span></span></p>",
            shown(&named(&label, "", lang))
        );
    }
    html.push_str("</div>\n</main>\n</body>\n</html>\n");
    html
}

/// Returns what a field is, when it must be filled in, and what is to be entered.
fn named_field(row: &FormRow) -> String {
    let mut markup = shown(&row.label);
    if let Some(required) = &row.required {
        let _ = write!(markup, " <em>{}</em>", shown(required));
    }
    for line in &row.help {
        let _ = write!(markup, "<small>{}</small>", shown(line));
    }
    markup
}

fn answer(answer: &FormAnswer) -> String {
    match answer {
        FormAnswer::Boxes(boxes) => boxes
            .iter()
            .map(|(is_ticked, label)| {
                let mark = if *is_ticked { '☑' } else { '□' };
                format!("<span class=\"box\">{mark} {}</span>", shown(label))
            })
            .collect::<Vec<_>>()
            .join(" "),
        FormAnswer::Written(words) => shown(words),
        FormAnswer::Room { behind, is_long } => {
            let class = if *is_long { "room long" } else { "room" };
            format!("<span class=\"{class}\">{}</span>", shown(behind))
        }
    }
}

/// Returns a text as HTML takes it, without what nobody sees.
fn shown(text: &str) -> String {
    escape(&width::clean(text))
}
