//! What a terminal sends: keys, text, pastes and sizes.

/// One thing that a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key that is not text.
    Key(Key),
    /// Characters, as many as arrived together. Never empty, and without control or invisible
    /// characters.
    Text(String),
    /// What was pasted. Lines end with `\n` and tabs are kept, for the form to decide; no other
    /// control characters.
    Paste(String),
    /// The window has a new size: columns, rows.
    Resize(u16, u16),
}

/// A key that is not text. Shift and Alt are dropped: too few terminals send them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Whether Ctrl was held.
    pub ctrl: bool,
}

impl Key {
    /// The key alone.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false }
    }

    /// The key with Ctrl.
    #[must_use]
    pub const fn ctrl(code: Code) -> Self {
        Self { code, ctrl: true }
    }
}

/// The keys that reach a program through every terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names are on the keys")]
pub enum Code {
    Enter,
    Tab,
    BackTab,
    Esc,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Insert,
    Delete,
    Backspace,
    /// F1 is `F(1)`.
    F(u8),
    /// A lower-case letter or a symbol, only ever with Ctrl.
    Char(char),
}
