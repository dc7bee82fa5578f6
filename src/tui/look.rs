//! How things look: language, what is known of the terminal's widths, and the styles.
//!
//! Only bold, underline, reverse and named colours with both ends set: they are readable on light
//! and dark, on every palette that was measured. Nothing is told by colour alone.

use std::env;

use ratatui::style::{Color, Modifier, Style};

use super::terminal::probe::Ambiguous;
use crate::domain::verdict::Verdict;
use crate::i18n::Lang;

/// Whether colours are used at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// The sixteen named colours.
    Colour,
    /// No colour call at all.
    Mono,
}

impl Theme {
    /// `NO_COLOR`, a dumb terminal or one of the VT kind means no colour.
    #[must_use]
    pub fn of_environment() -> Self {
        let no_color = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let term = env::var("TERM").unwrap_or_default();
        let plain = term.is_empty()
            || term == "dumb"
            || term.starts_with("vt")
            || term.ends_with("-m")
            || term.ends_with("-mono");
        if no_color || plain {
            Self::Mono
        } else {
            Self::Colour
        }
    }
}

/// What every view is given beside its own state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The language of the words.
    pub lang: Lang,
    /// How wide the terminal draws ambiguous characters.
    pub ambiguous: Ambiguous,
    /// Colours or none.
    pub theme: Theme,
}

impl Look {
    /// The title and hint bars.
    #[must_use]
    pub fn bar(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// The selected row, cell or field.
    #[must_use]
    pub fn selected(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// Headings.
    #[must_use]
    pub fn heading(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Labels of fields that must be filled, and what is wrong.
    #[must_use]
    pub fn alarm(self) -> Style {
        match self.theme {
            Theme::Colour => Style::new().fg(Color::Black).bg(Color::Yellow),
            Theme::Mono => Style::new().add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        }
    }

    /// A verdict; the word always stands beside the colour.
    #[must_use]
    pub fn verdict(self, verdict: Verdict) -> Style {
        match (self.theme, verdict) {
            (_, Verdict::Information) | (Theme::Mono, Verdict::Met) => Style::new(),
            (Theme::Mono, _) => Style::new().add_modifier(Modifier::BOLD),
            (Theme::Colour, Verdict::Met) => Style::new().fg(Color::Black).bg(Color::Green),
            (Theme::Colour, Verdict::Short) => self.alarm(),
            (Theme::Colour, Verdict::Unknown) => Style::new().fg(Color::White).bg(Color::Blue),
        }
    }
}
