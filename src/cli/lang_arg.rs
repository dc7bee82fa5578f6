//! The language that somebody asks for on the command line.

use clap::ValueEnum;

use crate::i18n::Lang;

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum LangArg {
    /// 中文 / Chinese
    Zh,
    /// 英文 / English
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Zh => Self::Zh,
            LangArg::En => Self::En,
        }
    }
}
