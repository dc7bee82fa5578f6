//! What can be found: a row of a list, a town, a facility.

use crate::domain::text::search::{NameMatch, Query, SearchKey};
use crate::i18n::{Lang, Text};
use crate::tui::question::Answer;

/// One of them.
#[derive(Clone, Debug)]
pub(crate) struct Findable {
    /// Its name.
    pub(super) name: Text,
    /// What stands behind the name.
    pub(super) extra: Text,
    /// What choosing it brings back.
    pub(crate) answer: Answer,
    /// What of the ledger it is, so that it is not listed twice.
    pub(super) is: Option<Answer>,
    /// What it is found by in each language; only once where these are the same.
    keys: (SearchKey, Option<SearchKey>),
}

impl Findable {
    /// Something of this name, found by a code and by what it is in as well.
    pub(crate) fn new(
        name: Text,
        (code, above): (&str, &str),
        extra: Text,
        answer: Answer,
    ) -> Self {
        let english = (name.zh != name.en).then(|| SearchKey::new(&name.en, code, above));
        Self {
            keys: (SearchKey::new(&name.zh, code, above), english),
            name,
            extra,
            answer,
            is: None,
        }
    }

    /// The same, that is a town or facility of the ledger: an [`Answer::Place`] or [`Answer::Id`].
    pub(crate) fn being(self, is: Answer) -> Self {
        Self {
            is: Some(is),
            ..self
        }
    }

    /// How it fits what was typed.
    pub(crate) fn fit(&self, query: &Query, lang: Lang) -> Option<NameMatch> {
        let english = self.keys.1.as_ref().filter(|_| lang == Lang::En);
        query.fit(english.unwrap_or(&self.keys.0))
    }
}
