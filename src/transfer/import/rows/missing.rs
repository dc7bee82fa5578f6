//! What stands in cells for a value that is missing: -9, NA.

use crate::domain::text::folding;
use crate::domain::value::{Field, Number};

/// The texts that stand for it.
#[derive(Default)]
pub(crate) struct Missing {
    keys: Vec<String>,
    /// Those that are figures.
    figures: Vec<Number>,
}

impl Missing {
    pub(crate) fn of(texts: &[String]) -> Self {
        let keys: Vec<String> = texts.iter().map(|text| folding::key(text)).collect();
        Self {
            figures: keys.iter().filter_map(|key| key.parse().ok()).collect(),
            keys,
        }
    }

    /// Returns whether a text stands for it in a field. A figure is the same with any zeros behind
    /// it, which programs add to a column of figures; words are not figures.
    pub(crate) fn is(&self, field: &Field, text: &str) -> bool {
        if self.keys.is_empty() {
            return false;
        }
        let key = folding::key(text);
        let is_figure = || !field.is_text() && !self.figures.is_empty();
        self.keys.contains(&key)
            || (is_figure()
                && key
                    .parse()
                    .is_ok_and(|figure| self.figures.contains(&figure)))
    }
}
