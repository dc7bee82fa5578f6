//! What somebody said of the encoding and the sheet of a file.

use encoding_rs::Encoding;

use crate::domain::policy::Kind;

/// What somebody said of a file.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceOptions<'a> {
    /// The encoding of its text.
    pub encoding: Option<&'static Encoding>,
    /// The sign between the cells of a text.
    pub separator: Option<char>,
    /// The sheet that is meant.
    pub sheet: Option<&'a str>,
    /// The kind that is wanted: of several sheets the one of its name is meant where none is named.
    pub kind: Option<&'a Kind>,
}
