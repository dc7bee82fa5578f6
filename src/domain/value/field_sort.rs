//! Of what sort the values of a field are.

use super::field::{Field, FieldType};

impl Field {
    /// Returns whether it holds a figure.
    #[must_use]
    pub const fn is_number(&self) -> bool {
        matches!(self.holds, FieldType::Number { .. })
    }

    /// Returns whether it holds a date.
    #[must_use]
    pub const fn is_date(&self) -> bool {
        matches!(self.holds, FieldType::Date)
    }

    /// Returns whether it holds words.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self.holds, FieldType::Text { .. })
    }

    /// Returns whether it holds words without a form of their own.
    #[must_use]
    pub const fn is_plain_text(&self) -> bool {
        matches!(self.holds, FieldType::Text { format: None, .. })
    }

    /// Returns whether it holds one of some choices.
    #[must_use]
    pub const fn is_choice(&self) -> bool {
        matches!(self.holds, FieldType::Choice(_))
    }

    /// Returns whether it holds any number of some choices.
    #[must_use]
    pub const fn is_several(&self) -> bool {
        matches!(self.holds, FieldType::Choices(_))
    }

    /// Returns whether it holds yes or no.
    #[must_use]
    pub const fn is_yes_no(&self) -> bool {
        matches!(self.holds, FieldType::YesNo)
    }

    /// Returns whether its value is picked rather than written: a choice, or yes or no.
    #[must_use]
    pub const fn is_picked(&self) -> bool {
        self.is_choice() || self.is_yes_no()
    }
}
