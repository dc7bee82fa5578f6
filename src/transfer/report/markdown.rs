//! The report as Markdown, for pages and mails.

use std::fmt::Write as _;

use super::Report;
use super::words::{self, PlaceLabel};
use crate::i18n::{Lang, ReportMsg, Say};

pub(super) fn render(report: &Report, label: &PlaceLabel, lang: Lang) -> String {
    let [title, document, counts] = words::head(report, lang).map(|line| escape(&line));
    let mut page = format!("# {title}\n\n{document}\n\n{counts}\n\n");
    for (at, row) in words::matrix(report, label, lang).iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
        let _ = writeln!(page, "| {} |", cells.join(" | "));
        if at == 0 {
            let _ = writeln!(page, "|{}", " --- |".repeat(cells.len()));
        }
    }
    let heading = if report.shortfalls().next().is_none() { ReportMsg::NoShortfalls } else { ReportMsg::Shortfalls };
    let _ = writeln!(page, "\n## {}\n", heading.say(lang));
    for line in report.shortfalls() {
        let (title, reasons) = words::shortfall(report, line, label, lang);
        let _ = writeln!(page, "- **{}**", escape(&title));
        for reason in reasons {
            let _ = writeln!(page, "  - {}", escape(&reason));
        }
    }
    let _ = writeln!(page, "\n{}", escape(&ReportMsg::Signatures.say(lang)));
    page
}

/// The text with everything escaped that Markdown would take for its own.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '#' | '~' | '&') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_name_cannot_break_the_table() {
        assert_eq!(escape("甲|乙 *x* <b>"), "甲\\|乙 \\*x\\* \\<b\\>");
    }
}
