//! A bar for a figure: how much is there, and a line where the limit is. The words beside it say
//! the same.

use super::escape::{class, escape};
use crate::domain::value::Number;
use crate::transfer::report::entry::ReportEntry;

/// Returns the bar of an entry as SVG; nothing where there is no figure to draw. Its scale ends at
/// the larger of what is there and what is needed.
pub(super) fn draw(entry: &ReportEntry) -> String {
    let Some(need) = entry.need.filter(|_| entry.judged.has_bar) else {
        return String::new();
    };
    let have = entry.have.unwrap_or(Number::ZERO).max(Number::ZERO);
    let scale = have.max(need);
    let (Some(have), Some(need)) = (percent(have, scale), percent(need, scale)) else {
        return String::new();
    };
    let fill = class(entry);
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">\
         <rect class=\"all\" width=\"100\" height=\"8\"/><rect class=\"{fill}\" width=\"{have}\" height=\"8\"/>\
         <path class=\"limit\" d=\"M{need} 0V8\"/></svg>",
        escape(&entry.figure)
    )
}

/// Returns what part of the whole a figure is, of a hundred and cut to tenths.
fn percent(part: Number, whole: Number) -> Option<String> {
    Some(
        part.checked_mul(whole.inverse()?)?
            .checked_mul(100_i64.into())?
            .truncated(1),
    )
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn parts_are_of_a_hundred() {
        let of = |part: &str, whole: &str| percent(part.parse().unwrap(), whole.parse().unwrap());
        assert_eq!(of("96", "130").as_deref(), Some("73.8"));
        assert_eq!(of("2000", "2000").as_deref(), Some("100"));
        assert_eq!(of("0", "0"), None);
    }
}
