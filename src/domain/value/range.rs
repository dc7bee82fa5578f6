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
    /// Returns the limits of the figures that are within both.
    #[must_use]
    pub fn within(&self, other: &Self) -> Self {
        let least = |a: Option<Number>, b: Option<Number>| a.into_iter().chain(b).min();
        Self {
            min: self.min.max(other.min),
            above: self.above.max(other.above),
            max: least(self.max, other.max),
        }
    }

    /// Returns whether no figure is within.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.max.is_some_and(|max| {
            self.min.is_some_and(|min| min > max) || self.above.is_some_and(|above| above >= max)
        })
    }

    /// Returns whether a figure is within.
    #[must_use]
    pub fn holds(&self, figure: Number) -> bool {
        self.refusal(figure).is_none()
    }

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
