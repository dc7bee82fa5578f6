//! The range in which a figure is taken, and that in which nobody asks about it.

use super::number::Number;
use crate::i18n::{Doubt, Refusal};

/// Limits of a figure; each end may be open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// The least figure, included.
    pub min: Option<Number>,
    /// A figure that must be exceeded.
    pub above: Option<Number>,
    /// The greatest figure, included.
    pub max: Option<Number>,
}

impl Range {
    pub(super) fn refusal(&self, figure: Number) -> Option<Refusal> {
        if let Some(above) = self.above.filter(|&above| figure <= above) {
            return Some(Refusal::NotAbove {
                above: above.to_string(),
            });
        }
        if let Some(min) = self.min.filter(|&min| figure < min) {
            return Some(Refusal::Below {
                min: min.to_string(),
            });
        }
        self.max
            .filter(|&max| figure > max)
            .map(|max| Refusal::Beyond {
                max: max.to_string(),
            })
    }

    pub(super) fn doubt(&self, figure: Number) -> Option<Doubt> {
        let least = self
            .min
            .filter(|&min| figure < min)
            .or_else(|| self.above.filter(|&above| figure <= above));
        if let Some(least) = least {
            return Some(Doubt::UnusuallySmall {
                usual: least.to_string(),
            });
        }
        self.max
            .filter(|&max| figure > max)
            .map(|max| Doubt::UnusuallyLarge {
                usual: max.to_string(),
            })
    }
}
