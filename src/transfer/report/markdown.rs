//! The report as Markdown, for pages and mails.

use std::fmt::Write as _;
use std::io;

use super::comparison::ReportComparison;
use super::entry::ReportEntry;
use super::entry_list::EntryList;
use super::matrix;
use super::page::ReportPage;
use super::paper::Paper;
use super::sections::PageSection;
use crate::i18n::{ReportMsg, Say};

/// What Markdown, or one of its dialects, takes for its own.
const OF_MARKDOWN: &str = "\\|*_`[]<>#~&@$^=";

pub(super) fn render(page: &ReportPage, mut text: Paper) -> io::Result<()> {
    let _ = write!(text, "# {}\n\n", escape(&page.head.title));
    add_blanks(&mut text, page, &page.head.blanks);
    for line in page.head.lines.iter().cloned().chain(page.counts_said()) {
        let _ = writeln!(text, "\n{}", escape(&line));
    }
    for section in page.sections() {
        add_section(&mut text, page, &section);
    }
    text.finish()
}

fn add_section(text: &mut Paper, page: &ReportPage, section: &PageSection) {
    match section {
        PageSection::First { heading, lines } => {
            let _ = writeln!(text, "\n## {heading}\n");
            for (at, line) in lines.iter().enumerate() {
                let _ = writeln!(text, "{}. {}", at + 1, escape(line));
            }
        }
        PageSection::Comparison(comparison) => add_comparison(text, page, comparison),
        PageSection::Areas(table) => {
            let _ = writeln!(text, "\n## {}\n", page.areas_heading());
            add_table(text, table.in_words(page.lang));
            if let Some(note) = table.note(page.lang) {
                let _ = writeln!(text, "\n{}", escape(&note));
            }
        }
        // Markdown has no drawings of its own.
        PageSection::Map(_) => {}
        PageSection::SideBySide => add_side_by_side(text, page),
        PageSection::List(list) => add_list(text, page, list),
        PageSection::Signatures => {
            text.push('\n');
            add_blanks(text, page, &page.signatures());
            for line in &page.foot {
                let _ = writeln!(text, "\n{}", escape(line));
            }
        }
        PageSection::Annex => {
            let _ = writeln!(text, "\n# {}", ReportMsg::Annex.say(page.lang));
        }
    }
}

fn add_side_by_side(text: &mut Paper, page: &ReportPage) {
    let _ = writeln!(text, "\n## {}\n", ReportMsg::SideBySide.say(page.lang));
    for (at, table) in page.tables().iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        if let Some(heading) = &table.heading {
            let _ = writeln!(text, "### {}\n", escape(heading));
        }
        add_table(text, matrix::matrix(page, table));
    }
}

/// Adds lines to be filled in by hand.
fn add_blanks(text: &mut String, page: &ReportPage, labels: &[String]) {
    for label in labels {
        let _ = writeln!(text, "- {}{}", page.labelled(label), "\\_".repeat(12));
    }
}

fn add_comparison(text: &mut Paper, page: &ReportPage, comparison: &ReportComparison) {
    let _ = writeln!(text, "\n## {}", comparison.heading);
    for part in &comparison.parts {
        for line in &part.said {
            let _ = writeln!(text, "\n{}", escape(line));
        }
        if !part.moves.is_empty() {
            text.push('\n');
            add_table(
                text,
                std::iter::once(page.moves_head()).chain(part.rows(page)),
            );
        }
        for (at, line) in part.behind(page).enumerate() {
            let mark = if at == 0 { "\n" } else { "- " };
            let _ = writeln!(text, "{mark}{}", escape(&line));
            text.turn();
            if at == 0 {
                text.push('\n');
            }
        }
    }
}

/// A table, its first row the head.
fn add_table(text: &mut Paper, rows: impl IntoIterator<Item = Vec<String>>) {
    for (at, row) in rows.into_iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|cell| escape(cell)).collect();
        let _ = writeln!(text, "| {} |", cells.join(" | "));
        if at == 0 {
            let _ = writeln!(text, "|{}", " --- |".repeat(cells.len()));
        }
        text.turn();
    }
}

fn add_list(text: &mut Paper, page: &ReportPage, list: &EntryList) {
    let _ = writeln!(text, "\n## {}\n", list.heading);
    for (at, part) in list.parts.iter().enumerate() {
        if let Some(heading) = &part.heading {
            let before = if at > 0 { "\n" } else { "" };
            let _ = writeln!(text, "{before}### {}\n", escape(heading));
        }
        for (number, entry) in page.numbered(part) {
            add_entry(text, number, &entry);
            text.turn();
        }
    }
}

fn add_entry(text: &mut String, number: usize, entry: &ReportEntry) {
    let title = format!(
        "{}  {}  {}",
        entry.place,
        entry.requirement,
        entry.verdict_and_figure()
    );
    let number = format!("{number}. ");
    let strength = escape(&entry.strength_said());
    let _ = writeln!(text, "{number}**{}**{strength}", escape(&title));
    for note in &entry.notes {
        // Only what stands as far in as the words of its entry belongs to it.
        let _ = writeln!(text, "{}- {}", " ".repeat(number.len()), escape(note));
    }
}

/// Returns the text with everything escaped that Markdown would take for its own, also for a link:
/// many readers make one of every address.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let (before, rest) = text.split_at(at);
        let after_www = || {
            before
                .len()
                .checked_sub(3)
                .and_then(|at| before.get(at..))
                .is_some_and(is_www)
        };
        let is_address = rest.starts_with("://") || (c == '.' && after_www());
        if is_address || OF_MARKDOWN.contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

fn is_www(text: &str) -> bool {
    text.eq_ignore_ascii_case("www")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_name_cannot_break_the_table() {
        assert_eq!(escape("甲|乙 *x* <b>"), "甲\\|乙 \\*x\\* \\<b\\>");
        assert_eq!(
            escape("`[x](y)` http://a www.b c@d.e"),
            "\\`\\[x\\](y)\\` http\\://a www\\.b c\\@d.e"
        );
        assert_eq!(escape("96/>2000 还差 1.5"), "96/\\>2000 还差 1.5");
    }
}
