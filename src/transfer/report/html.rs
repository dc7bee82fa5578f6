//! The report as one HTML file that needs nothing else: no script, no picture from elsewhere, no
//! font. It reads on paper (A4) and on a phone, where each row of a table becomes a block with its
//! headings beside the cells.

mod bar;
pub(in crate::transfer) mod escape;
mod map;

use std::fmt::Write as _;
use std::io;

use self::escape::{class, escape};
use super::by_area::AreaTable;
use super::comparison::{ComparisonPart, ReportComparison};
use super::entry::ReportEntry;
use super::entry_list::{EntryList, EntryPart};
use super::page::ReportPage;
use super::paper::Paper;
use super::sections::PageSection;
use super::side_by_side::{PlaceCell, PlaceRow, SideBySide};
use crate::i18n::{Lang, ReportColumn, ReportMsg, Say};

/// The style sheet, which is all that the file carries beside words.
const STYLE: &str = include_str!("html/page.css");
/// The first columns of the matrix: the place and its counts.
const COUNTED: usize = 4;
/// The requirements that stand beside each other on a page of paper; more of them go on in a table
/// below.
const ACROSS: usize = 6;

pub(super) fn render(page: &ReportPage, mut html: Paper) -> io::Result<()> {
    html.push_str(&head(page));
    for line in page.counts_said() {
        let _ = writeln!(html, "<p class=\"counts\">{}</p>", escape(&line));
    }
    for section in page.sections() {
        add_section(&mut html, page, &section);
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html.finish()
}

fn add_section(html: &mut Paper, page: &ReportPage, section: &PageSection) {
    match section {
        PageSection::First { heading, lines } => {
            let _ = writeln!(html, "<h2>{heading}</h2>\n<ol>");
            for line in *lines {
                let _ = writeln!(html, "<li>{}</li>", escape(line));
            }
            html.push_str("</ol>\n");
        }
        PageSection::Comparison(comparison) => add_comparison(html, page, comparison),
        PageSection::Areas(table) => add_areas(html, page, table),
        PageSection::Map(places) => {
            let _ = writeln!(html, "<h2>{}</h2>", ReportMsg::Map.say(page.lang));
            html.push_str(&map::draw(places, page.lang));
        }
        PageSection::SideBySide => add_side_by_side(html, page),
        PageSection::List(list) => add_list(html, page, list),
        PageSection::Signatures => {
            add_blanks(html, page, "signatures", &page.signatures());
            for line in &page.foot {
                let _ = writeln!(html, "<p class=\"trail\">{}</p>", escape(line));
            }
        }
        PageSection::Annex => {
            let annex = ReportMsg::Annex.say(page.lang);
            let _ = writeln!(html, "<h1 class=\"annex\">{annex}</h1>");
        }
    }
}

fn add_areas(html: &mut String, page: &ReportPage, table: &AreaTable) {
    let _ = writeln!(html, "<h2>{}</h2>", page.areas_heading());
    let mut rows = table.in_words(page.lang);
    let head = rows.remove(0);
    begin_table(html, "areas", &head);
    for row in &rows {
        html.push_str("<tr>");
        for (at, (heading, content)) in head.iter().zip(row).enumerate() {
            if at == 0 {
                let _ = write!(html, "<th scope=\"row\">{}</th>", escape(content));
            } else {
                add_count(html, heading, content);
            }
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
    if let Some(note) = table.note(page.lang) {
        let _ = writeln!(html, "<p>{}</p>", escape(&note));
    }
}

fn add_side_by_side(html: &mut Paper, page: &ReportPage) {
    let _ = writeln!(html, "<h2>{}</h2>", ReportMsg::SideBySide.say(page.lang));
    for table in page.tables() {
        if let Some(heading) = &table.heading {
            let _ = writeln!(html, "<h3>{}</h3>", escape(heading));
        }
        (0..table.columns.len())
            .step_by(ACROSS)
            .for_each(|first| matrix(html, page, table, first));
    }
}

fn head(page: &ReportPage) -> String {
    let mut html = begin(&page.head.title, &[], "", page.lang);
    add_blanks(&mut html, page, "signatures blanks", &page.head.blanks);
    for line in &page.head.lines {
        let _ = writeln!(html, "<p>{}</p>", escape(line));
    }
    html
}

/// Adds lines to be filled in by hand.
fn add_blanks(html: &mut String, page: &ReportPage, class: &str, labels: &[String]) {
    let _ = writeln!(html, "<div class=\"{class}\">");
    for label in labels {
        let label = escape(&page.labelled(label));
        let _ = writeln!(html, "<p>{label}<span></span></p>");
    }
    html.push_str("</div>\n");
}

/// Returns a page up to what stands below its title and these lines. `style` goes on from that of
/// every page.
pub(in crate::transfer) fn begin(title: &str, lines: &[&str], style: &str, lang: Lang) -> String {
    let title = escape(title);
    let lines = lines
        .iter()
        .map(|line| format!("<p>{}</p>\n", escape(line)))
        .collect::<Vec<_>>()
        .concat();
    let lang = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    format!(
        "<!DOCTYPE html>
<html lang=\"{lang}\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>{title}</title>
<style>
{STYLE}{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
{lines}"
    )
}

/// The places side by side, from the column `first` on.
fn matrix(html: &mut Paper, page: &ReportPage, table: &SideBySide, first: usize) {
    let head = page.matrix_head(table);
    let asked = head.iter().skip(COUNTED + first).take(ACROSS);
    let headings: Vec<&String> = head.iter().take(COUNTED).chain(asked).collect();
    begin_table(html, "matrix", &headings);
    for row in &table.places {
        add_place(html, page, row, &headings, first);
        html.turn();
    }
    html.push_str("</tbody>\n");
    if table.places.len() > 1 {
        let _ = write!(
            html,
            "<tfoot><tr><th scope=\"row\">{}</th>",
            ReportMsg::Total.say(page.lang)
        );
        add_counts(
            html,
            [table.counts.met, table.counts.short, table.counts.unknown],
            &headings,
        );
        html.push_str("</tr></tfoot>\n");
    }
    html.push_str("</table>\n");
}

fn add_place(
    html: &mut String,
    page: &ReportPage,
    row: &PlaceRow,
    headings: &[&String],
    first: usize,
) {
    let _ = write!(
        html,
        "<tr><th scope=\"row\">{}</th>",
        escape(&page.name_of(&row.place))
    );
    add_counts(
        html,
        [row.counts.met, row.counts.short, row.counts.unknown],
        headings,
    );
    let cells = row.cells.iter().skip(first).take(ACROSS);
    for (shown, heading) in cells.zip(headings.iter().skip(COUNTED)) {
        let content = match (shown, page.entry(shown)) {
            (PlaceCell::Counts(words), _) => escape(words),
            (_, Some(entry)) => format!("{}{}", verdict(&entry), bar::draw(&entry)),
            (_, None) => String::new(),
        };
        cell(html, heading, &content);
    }
    html.push_str("</tr>\n");
}

fn add_counts(html: &mut String, counts: [usize; 3], headings: &[&String]) {
    for (count, heading) in counts.iter().zip(headings.iter().skip(1)) {
        add_count(html, heading, &count.to_string());
    }
}

fn add_count(html: &mut String, heading: &str, count: &str) {
    let _ = write!(
        html,
        "<td class=\"count\" data-label=\"{}\">{}</td>",
        escape(heading),
        escape(count)
    );
}

/// A table with its head, up to its first row.
pub(in crate::transfer) fn begin_table(
    html: &mut String,
    class: &str,
    headings: &[impl AsRef<str>],
) {
    let _ = write!(html, "<table class=\"{class}\">\n<thead><tr>");
    for heading in headings {
        let _ = write!(html, "<th scope=\"col\">{}</th>", escape(heading.as_ref()));
    }
    html.push_str("</tr></thead>\n<tbody>\n");
}

/// A cell with the heading that stands beside it on a phone, where an empty one is left out.
/// `content` is markup.
pub(in crate::transfer) fn cell(html: &mut String, heading: &str, content: &str) {
    if content.is_empty() {
        html.push_str("<td class=\"none\"></td>");
        return;
    }
    let _ = write!(
        html,
        "<td data-label=\"{}\"><div>{content}</div></td>",
        escape(heading)
    );
}

fn verdict(entry: &ReportEntry) -> String {
    let class = class(entry);
    let said = escape(&entry.verdict_said());
    let figure = escape(&entry.figure);
    format!("<b class=\"{class}\">{said}</b> <span>{figure}</span>")
}

fn add_list(html: &mut Paper, page: &ReportPage, list: &EntryList) {
    let _ = writeln!(html, "<h2>{}</h2>", list.heading);
    for part in &list.parts {
        if let Some(heading) = &part.heading {
            let _ = writeln!(html, "<h3>{}</h3>", escape(heading));
        }
        add_part(html, page, part);
    }
}

fn add_part(html: &mut Paper, page: &ReportPage, part: &EntryPart) {
    let [number, have_and_need] =
        [ReportMsg::Numbered, ReportMsg::HaveAndNeed].map(|heading| heading.say(page.lang));
    let columns = [
        ReportColumn::Gap,
        ReportColumn::Responsible,
        ReportColumn::DueOn,
        ReportColumn::Expected,
        ReportColumn::Why,
    ];
    let [gap, responsible, due, expected, why] = columns.map(|column| column.say(page.lang));
    let [place, requirement] =
        [ReportColumn::Place, ReportColumn::Requirement].map(|column| column.say(page.lang));
    let headings = [
        number,
        place,
        requirement,
        have_and_need,
        gap,
        responsible,
        due,
        expected,
        why,
    ];
    begin_table(html, "list", &headings);
    for (number, entry) in page.numbered(part) {
        html.push_str("<tr>");
        for (heading, content) in headings.iter().zip(cells(number, &entry)) {
            cell(html, heading, &content);
        }
        html.push_str("</tr>\n");
        html.turn();
    }
    html.push_str("</tbody>\n</table>\n");
}

fn add_comparison(html: &mut Paper, page: &ReportPage, comparison: &ReportComparison) {
    let _ = writeln!(html, "<h2>{}</h2>", comparison.heading);
    for part in &comparison.parts {
        for line in &part.said {
            let _ = writeln!(html, "<p>{}</p>", escape(line));
        }
        if !part.moves.is_empty() {
            add_moves(html, page, part);
        }
        for line in part.behind(page) {
            let _ = writeln!(html, "<p>{}</p>", escape(&line));
            html.turn();
        }
    }
}

/// What moved, the verdict in the colour of what it is now.
fn add_moves(html: &mut Paper, page: &ReportPage, part: &ComparisonPart) {
    let head = page.moves_head();
    begin_table(html, "moves", &head);
    for (entry, moved) in part.moved(page) {
        let verdict = format!(
            "<b class=\"{}\">{}</b>",
            class(&entry),
            escape(&moved.verdict)
        );
        let [word, place, requirement, figure] =
            [&moved.word, &entry.place, &entry.requirement, &moved.figure].map(|text| escape(text));
        html.push_str("<tr>");
        for (heading, content) in head.iter().zip([word, place, requirement, verdict, figure]) {
            cell(html, heading, &content);
        }
        html.push_str("</tr>\n");
        html.turn();
    }
    html.push_str("</tbody>\n</table>\n");
}

/// Returns the cells of an entry as markup.
fn cells(number: usize, entry: &ReportEntry) -> [String; 9] {
    let due: Vec<String> = entry.due_on.iter().map(|line| escape(line)).collect();
    let mut why: Vec<String> = entry.why.iter().map(|line| escape(line)).collect();
    if !entry.exception.is_empty() {
        why.push(escape(&entry.exception));
    }
    [
        number.to_string(),
        escape(&entry.place),
        format!(
            "{}<small>{}</small>",
            escape(&entry.requirement),
            escape(&entry.strength)
        ),
        verdict(entry) + &bar::draw(entry),
        escape(&entry.gap_said),
        escape(&entry.responsible),
        due.join("<br>"),
        escape(&entry.expected),
        format!(
            "{}<small>{}</small>",
            why.join("<br>"),
            escape(&entry.source)
        ),
    ]
}
