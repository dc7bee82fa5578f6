//! A text that is typed on several lines: how it is cut into them, and where the cursor is.

use crate::tui::text;

/// Cuts a text into lines of so many columns, wherever a column is full: it is being typed, and
/// words that jumped from line to line would carry the cursor with them. Each line has a column left
/// for the cursor.
pub(crate) fn typed_lines(words: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for c in words.chars() {
        let mut letter = [0; 4];
        let letter: &str = c.encode_utf8(&mut letter);
        let full = lines.last().is_some_and(|line| {
            text::width(line) + text::width(letter) > width.saturating_sub(1).max(2)
        });
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(letter);
        }
    }
    lines
}

/// Returns the line and the column at so many columns from the beginning.
pub(crate) fn place_of(lines: &[String], cursor: usize) -> (usize, usize) {
    let mut left = cursor;
    for (at, line) in lines.iter().enumerate() {
        let width = text::width(line);
        if left <= width {
            return (at, left);
        }
        left -= width;
    }
    (lines.len().saturating_sub(1), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_cut_by_columns_and_the_cursor_is_found_in_it() {
        let lines = typed_lines("面积abc与测绘报告不符", 9);
        assert_eq!(lines, ["面积abc", "与测绘报", "告不符"]);
        assert_eq!(place_of(&lines, 0), (0, 0));
        assert_eq!(place_of(&lines, 9), (1, 2));
        assert_eq!(place_of(&lines, 21), (2, 6));
        assert_eq!(place_of(&typed_lines("", 9), 0), (0, 0));
    }
}
