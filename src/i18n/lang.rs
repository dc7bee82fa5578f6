//! The two languages and how the first one is chosen.

use std::env;

/// A language of the program. It governs words, never data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// 中文, the default.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Returns the other language, for the switch key.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// Returns the language of a locale name such as `zh_CN.UTF-8`. `C`, `POSIX` and nothing say
    /// nothing about a person, so they mean Chinese; every other language means English.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        match locale
            .split(['_', '.', '@', '-'])
            .next()
            .unwrap_or_default()
        {
            "" | "zh" | "C" | "POSIX" => Self::Zh,
            _ => Self::En,
        }
    }

    /// Returns the language the environment asks for: the first of `LC_ALL`, `LC_MESSAGES`, `LANG`
    /// that is not empty. The Linux console holds no Chinese font, so it starts in English unless a
    /// locale names Chinese.
    #[must_use]
    pub fn of_environment() -> Self {
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
            .iter()
            .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()));
        match locale {
            Some(locale) if locale.starts_with("zh") => Self::Zh,
            _ if env::var("TERM").is_ok_and(|term| term == "linux") => Self::En,
            Some(locale) => Self::of_locale(&locale),
            None => Self::Zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_that_names_no_language_means_chinese() {
        for locale in [
            "",
            "C",
            "C.UTF-8",
            "POSIX",
            "zh_CN.UTF-8",
            "zh_TW",
            "zh-Hans",
        ] {
            assert_eq!(Lang::of_locale(locale), Lang::Zh, "{locale}");
        }
        for locale in ["en_US.UTF-8", "de_DE", "ko_KR.UTF-8"] {
            assert_eq!(Lang::of_locale(locale), Lang::En, "{locale}");
        }
    }
}
