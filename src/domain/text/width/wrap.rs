//! Wrapping text that mixes Chinese, which may break after any character, with words, which may not
//! break at all.

use unicode_segmentation::UnicodeSegmentation as _;

use super::measure::{grapheme_width, width};

/// Punctuation that may not begin a line.
const CLOSING: &str = "，。、；：？！）》〉」』】〕］｝”’％…·—,.;:?!)]}%";
/// Punctuation that may not end a line.
const OPENING: &str = "（《〈「『【〔［｛“‘([{";

/// Returns the text in lines of at most `cells` cells; its own newlines are kept. A word longer
/// than a line is broken, and a line that cannot hold even one hanzi holds one all the same, since
/// nothing may be lost.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    text.split('\n')
        .flat_map(|paragraph| wrap_paragraph(paragraph, cells))
        .collect()
}

fn wrap_paragraph(paragraph: &str, cells: usize) -> Vec<String> {
    if paragraph.trim_end().len() == paragraph.len() && width(paragraph) <= cells {
        return vec![paragraph.to_owned()];
    }
    let mut lines = Lines {
        done: Vec::new(),
        line: String::new(),
        used: 0,
        cells,
    };
    for piece in pieces(paragraph) {
        if piece.trim().is_empty() {
            lines.space(piece);
        } else if width(piece) <= cells {
            lines.push(piece);
        } else {
            piece
                .graphemes(true)
                .for_each(|grapheme| lines.push(grapheme));
        }
    }
    lines.finish()
}

/// The lines made so far and the one being filled.
struct Lines {
    done: Vec<String>,
    line: String,
    used: usize,
    cells: usize,
}

impl Lines {
    fn push(&mut self, piece: &str) {
        let needed = width(piece);
        if self.used > 0 && self.used + needed > self.cells {
            self.break_line();
        }
        self.line.push_str(piece);
        self.used += needed;
    }

    /// A space at a break is the break: it neither ends the old line nor begins the new one.
    fn space(&mut self, space: &str) {
        let needed = width(space);
        let at_break = self.line.is_empty() && !self.done.is_empty();
        if !at_break && self.used + needed <= self.cells {
            self.line.push_str(space);
            self.used += needed;
        }
    }

    fn break_line(&mut self) {
        self.line.truncate(self.line.trim_end().len());
        self.done.push(std::mem::take(&mut self.line));
        self.used = 0;
    }

    fn finish(mut self) -> Vec<String> {
        self.break_line();
        self.done
    }
}

/// Returns the text cut at every place where a line may break.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut previous = None;
    for (at, grapheme) in text.grapheme_indices(true) {
        if previous.is_some_and(|previous| may_break(previous, grapheme)) {
            cuts.push(at);
        }
        previous = Some(grapheme);
    }
    cuts.push(text.len());
    cuts.windows(2)
        .filter_map(|cut| text.get(cut[0]..cut[1]))
        .collect()
}

fn may_break(before: &str, after: &str) -> bool {
    let is_space = |grapheme: &str| grapheme.trim().is_empty();
    if is_space(before) || is_space(after) {
        return true;
    }
    let both_narrow = grapheme_width(before) < 2 && grapheme_width(after) < 2;
    !(both_narrow || CLOSING.contains(after) || OPENING.contains(before))
}
