//! Something that can be said in either language, and the macro that declares a catalogue of
//! messages.

use std::fmt::{Display, Write as _};

use serde::{Deserialize, Serialize};

use super::lang::Lang;

/// Something that can be said in either language.
pub trait Say {
    /// Returns the words in `lang`, as one line without escapes.
    fn say(&self, lang: Lang) -> String;

    /// Returns as much of them as fits a line, or what matters most where nothing else does.
    fn fitting(&self, lang: Lang, _fits: &dyn Fn(&str) -> bool) -> String {
        self.say(lang)
    }
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
    /// Returns a message in both languages, for what is shown long enough that the language may be
    /// switched meanwhile.
    #[must_use]
    pub fn of(message: &impl Say) -> Self {
        Self {
            zh: message.say(Lang::Zh),
            en: message.say(Lang::En),
        }
    }

    /// Returns a name that is the same in both.
    #[must_use]
    pub fn both(name: String) -> Self {
        Self {
            zh: name.clone(),
            en: name,
        }
    }

    /// Several texts as one list, with the comma of each language.
    #[must_use]
    pub fn list<'a>(texts: impl IntoIterator<Item = &'a Self>) -> Self {
        let texts: Vec<&Self> = texts.into_iter().collect();
        let join = |lang| word_list(texts.iter().map(|text| text.get(lang)), lang);
        Self {
            zh: join(Lang::Zh),
            en: join(Lang::En),
        }
    }

    /// Returns the text and a message behind it.
    #[must_use]
    pub fn followed_by(&self, message: &impl Say) -> Self {
        let after = Self::of(message);
        let [zh, en] = [(&self.zh, after.zh), (&self.en, after.en)]
            .map(|(text, after)| format!("{text}  {after}"));
        Self { zh, en }
    }

    /// Returns the text in one language, borrowed.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// Returns a name with what is said of it: `长度：1.2公里`.
#[must_use]
pub fn named(name: &str, words: &str, lang: Lang) -> String {
    let colon = match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    };
    format!("{name}{colon}{words}")
}

/// Returns words as one list, with the comma of the language.
pub fn word_list(words: impl IntoIterator<Item = impl Display>, lang: Lang) -> String {
    let comma = match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    };
    let mut list = String::new();
    for (at, word) in words.into_iter().enumerate() {
        if at > 0 {
            list.push_str(comma);
        }
        let _ = write!(list, "{word}");
    }
    list
}

/// Returns codes, numbers or names as one list, which is the same in both languages.
pub fn code_list(codes: impl IntoIterator<Item = impl Display>) -> String {
    word_list(codes, Lang::En)
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

    fn fitting(&self, lang: Lang, fits: &dyn Fn(&str) -> bool) -> String {
        (**self).fitting(lang, fits)
    }
}

/// What is said of something that failed. What was being done may name a path of any length, which
/// must leave room for the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// What was being done, and why that failed.
    pub all: Text,
    /// The same with the names of files in place of their paths.
    pub by_name: Text,
    /// Why, alone.
    pub why: Text,
}

impl Say for Failed {
    fn say(&self, lang: Lang) -> String {
        self.all.say(lang)
    }

    fn fitting(&self, lang: Lang, fits: &dyn Fn(&str) -> bool) -> String {
        let ways = [&self.all, &self.by_name].map(|way| way.get(lang));
        let fitting = ways.into_iter().find(|way| fits(way));
        fitting.unwrap_or_else(|| self.why.get(lang)).to_owned()
    }
}

/// Returns the English word for a count: `one` for exactly one, `many` for any other.
#[must_use]
pub(crate) const fn plural(is_one: bool, one: &'static str, many: &'static str) -> &'static str {
    if is_one { one } else { many }
}

/// Declares a catalogue: an enum whose every variant carries its text in both languages, with
/// arguments that are themselves said in the language asked for. Keys are named by what they do, as
/// in `LastField [Save] => "… {Save} …"`, and come from the table of commands. A word that follows a
/// count in English is named with both forms: in
/// `Saved { count: usize } (rows = count "row" "rows") => "…", "{count} {rows} saved"`, `{rows}` is
/// said as `row` where the count is one.
macro_rules! messages {
    ($(#[$meta:meta])* $name:ident { $( $variant:ident $( { $($arg:ident : $ty:ty),+ } )? $( ( $($word:ident = $of:ident $one:literal $many:literal),+ ) )? $( [ $($key:ident),+ ] )? => $zh:literal, $en:literal; )+ }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the two texts of a message are its documentation")]
        pub enum $name {
            $( $variant $( { $($arg: $ty),+ } )? ),+
        }

        impl $crate::i18n::Say for $name {
            #[allow(clippy::too_many_lines, reason = "one arm a message")]
            #[allow(non_snake_case, reason = "a key stands in a text under the name of its command")]
            fn say(&self, lang: $crate::i18n::Lang) -> String {
                match self {
                    $( Self::$variant $( { $($arg),+ } )? => {
                        $( $( let $word = $crate::i18n::say::plural(*$of == 1, $one, $many); )+ )?
                        $( $( let $arg = $crate::i18n::Say::say($arg, lang); )+ )?
                        $( $( let $key = $crate::i18n::KeyOf::$key.name(); )+ )?
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

#[cfg(test)]
mod tests {
    use crate::i18n::{Lang, Say as _, ScreenMsg};

    #[test]
    fn an_english_count_has_a_singular_and_a_plural() {
        let said = |count| ScreenMsg::ColumnSaved { count }.say(Lang::En);
        assert_eq!(
            [said(0), said(1), said(2)],
            ["0 rows saved", "1 row saved", "2 rows saved"]
        );
    }
}
