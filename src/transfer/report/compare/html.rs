//! The comparison as one HTML file that needs nothing else, with the trends drawn and their figures
//! beside them.

use std::fmt::Write as _;

use super::page::{ComparePage, ComparePart};
use super::svg;
use crate::domain::verdict::trend::Trend;
use crate::i18n::{Say, TrendMsg};
use crate::transfer::report::html::escape::escape;
use crate::transfer::report::html::{begin, begin_table, cell};

/// What the drawings add to the style of a report.
const STYLE: &str = include_str!("compare.css");
/// The most drawings of a file.
const MOST: usize = 600;

pub(super) fn render(page: &ComparePage) -> String {
    let head: Vec<&str> = page.head.iter().map(String::as_str).collect();
    let mut html = begin(&page.title, &head, STYLE, page.lang);
    let said = |message: TrendMsg| escape(&message.say(page.lang));
    let _ = writeln!(html, "<h2>{}</h2>", said(TrendMsg::ComplianceTitle));
    add_table(&mut html, &page.compliance);
    let _ = writeln!(html, "<p>{}</p>", said(TrendMsg::ComplianceHelp));
    let drawings: usize = page.parts.iter().map(|part| part.trends.len()).sum();
    let help = if drawings > MOST {
        TrendMsg::TooManyTrends { count: drawings }
    } else {
        TrendMsg::DrawingHelp
    };
    let _ = writeln!(html, "<p>{}</p>", said(help));
    for part in &page.parts {
        let _ = writeln!(html, "<h2>{}</h2>", escape(&part.heading));
        add_table(&mut html, &part.rows);
        if let Some(note) = &part.note {
            let _ = writeln!(html, "<p>{}</p>", escape(note));
        }
        if drawings <= MOST {
            add_trends(&mut html, page, part);
        }
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

fn add_table(html: &mut String, rows: &[Vec<String>]) {
    let Some((head, rows)) = rows.split_first() else {
        return;
    };
    begin_table(html, "matrix", head);
    for row in rows {
        let mut cells = head.iter().zip(row);
        html.push_str("<tr>");
        for (_, name) in cells.by_ref().take(1) {
            let _ = write!(html, "<th scope=\"row\">{}</th>", escape(name));
        }
        for (heading, words) in cells {
            cell(html, heading, &escape(words));
        }
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}

fn add_trends(html: &mut String, page: &ComparePage, part: &ComparePart) {
    for (place, trend) in &part.trends {
        let _ = writeln!(html, "<div class=\"trend\">\n<h4>{}</h4>", escape(place));
        let said = TrendMsg::Drawing {
            place: place.clone(),
            requirement: part.heading.clone(),
        };
        if !trend.is_blank() {
            html.push_str(&svg::draw(trend, &said.say(page.lang)));
        }
        add_points(html, page, trend);
        html.push_str("</div>\n");
    }
}

fn add_points(html: &mut String, page: &ComparePage, trend: &Trend) {
    let head = [TrendMsg::Quarter, TrendMsg::FigureAndVerdict].map(|head| head.say(page.lang));
    begin_table(html, "points", &head);
    for (quarter, words) in trend.told(page.lang) {
        let _ = write!(html, "<tr><th scope=\"row\">{}</th>", escape(&quarter));
        cell(html, &head[1], &escape(&words));
        html.push_str("</tr>\n");
    }
    html.push_str("</tbody>\n</table>\n");
}
