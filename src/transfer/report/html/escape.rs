//! Escapes text for HTML, and names the class of a verdict.

use crate::domain::verdict::Verdict;
use crate::transfer::report::entry::ReportEntry;

/// Returns what the style sheet calls a verdict; what does not bind is no shortfall.
pub(super) const fn class(entry: &ReportEntry) -> &'static str {
    match (entry.verdict, entry.binds) {
        (Verdict::Met, _) => "met",
        (Verdict::Unknown, _) => "unknown",
        (Verdict::Short, true) => "short",
        (Verdict::Short, false) => "behind",
        (Verdict::Information, _) => "information",
    }
}

/// Returns the text as HTML takes it, in elements and in quoted attributes.
pub(crate) fn escape(text: &str) -> String {
    // Nearly no text has any of them.
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return text.to_owned();
    }
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
