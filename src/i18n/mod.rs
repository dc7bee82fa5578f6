//! Words in two languages, Chinese first.
//!
//! Every message is a variant of a typed catalogue: a missing translation, a wrong key or a wrong argument does
//! not compile, and a message can be kept and said again after the language was switched.

mod access;
mod cli;
mod clock;
mod command;
mod draft;
mod evidence;
mod exchange;
mod export;
mod fault;
mod history;
mod import;
mod inspect;
mod lang;
mod ledger;
mod loading;
mod mapping;
mod matching;
mod merge;
mod plain;
mod reason;
mod refusal;
mod report;
mod review;
mod reviewing;
mod screen;
mod snapshot;
mod target;
mod verdict;
mod verify;

pub use access::AccessFault;
pub use cli::{CliFault, DoctorMsg, Doing, DoneMsg, UsageFault};
pub use clock::ClockMsg;
pub use command::{Explained, Label};
pub use draft::DraftFault;
pub use evidence::EvidenceMsg;
pub use exchange::ExchangeMsg;
pub use export::{ExportFault, ExportMsg};
pub use fault::PackFault;
pub use history::HistoryMsg;
pub use import::{
    AliasFault, CellFault, EncodingMsg, FileMsg, FormMsg, HeaderFault, ImportMsg, LeftOutMsg, PlaceFault, PreviewMsg,
    RecipeFault, RowFault, TableFault,
};
pub use inspect::InspectMsg;
pub use lang::Lang;
pub use ledger::{LedgerFault, LedgerRefusal, PlaceUse};
pub use loading::{LoadAspect, LoadMsg};
pub use mapping::MapFault;
pub use matching::{MatchFault, MatchMsg, PlaceMiss};
pub use merge::{MergeFault, MergeMsg};
pub use plain::PlainMsg;
pub use reason::ReasonMsg;
pub use refusal::{Doubt, Refusal};
pub use report::{ReportColumn, ReportMsg};
pub use review::{AnswerMsg, ReviewMsg};
pub use reviewing::InspectorMsg;
pub use screen::ScreenMsg;
pub use snapshot::{SnapshotFault, SnapshotMsg};
pub use target::TargetFault;
pub use verdict::VerdictMsg;
pub use verify::VerifyMsg;

use serde::{Deserialize, Serialize};

/// Something that can be said in either language.
pub trait Say {
    /// The words in `lang`, as one line without escapes.
    fn say(&self, lang: Lang) -> String;
}

/// A text that a policy pack gives in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// A message in both languages, for what is shown long enough that the language may be switched meanwhile.
    #[must_use]
    pub fn of(message: &impl Say) -> Self {
        Self { zh: message.say(Lang::Zh), en: message.say(Lang::En) }
    }

    /// A name that is the same in both.
    #[must_use]
    pub fn both(name: String) -> Self {
        Self { zh: name.clone(), en: name }
    }

    /// Several texts as one list, with the comma of each language.
    #[must_use]
    pub fn list<'a>(texts: impl IntoIterator<Item = &'a Self>) -> Self {
        let texts: Vec<&Self> = texts.into_iter().collect();
        let join = |lang, comma| texts.iter().map(|text| text.get(lang)).collect::<Vec<_>>().join(comma);
        Self { zh: join(Lang::Zh, "、"), en: join(Lang::En, ", ") }
    }

    /// The text and a message behind it.
    #[must_use]
    pub fn followed_by(&self, message: &impl Say) -> Self {
        let after = Self::of(message);
        let [zh, en] = [(&self.zh, after.zh), (&self.en, after.en)].map(|(text, after)| format!("{text}  {after}"));
        Self { zh, en }
    }

    /// The text in one language, borrowed.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl Say for Text {
    fn say(&self, lang: Lang) -> String {
        self.get(lang).to_owned()
    }
}

impl Say for String {
    fn say(&self, _: Lang) -> String {
        self.clone()
    }
}

impl Say for usize {
    fn say(&self, _: Lang) -> String {
        self.to_string()
    }
}

impl Say for i64 {
    fn say(&self, _: Lang) -> String {
        self.to_string()
    }
}

impl<T: Say + ?Sized> Say for Box<T> {
    fn say(&self, lang: Lang) -> String {
        (**self).say(lang)
    }
}

/// Declares a catalogue: an enum whose every variant carries its text in both languages, with arguments that are
/// themselves said in the language asked for.
macro_rules! messages {
    ($(#[$meta:meta])* $name:ident { $( $variant:ident $( { $($arg:ident : $ty:ty),+ } )? => $zh:literal, $en:literal; )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the two texts of a message are its documentation")]
        pub enum $name {
            $( $variant $( { $($arg: $ty),+ } )? ),+
        }

        impl $crate::i18n::Say for $name {
            #[allow(clippy::too_many_lines, reason = "one arm a message")]
            fn say(&self, lang: $crate::i18n::Lang) -> String {
                match self {
                    $( Self::$variant $( { $($arg),+ } )? => {
                        $( $( let $arg = $crate::i18n::Say::say($arg, lang); )+ )?
                        match lang {
                            $crate::i18n::Lang::Zh => format!($zh),
                            $crate::i18n::Lang::En => format!($en),
                        }
                    } )+
                }
            }
        }
    };
}
pub(crate) use messages;
