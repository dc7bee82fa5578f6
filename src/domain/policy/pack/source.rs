//! Where in its file a fault stands: the line, and the rule around it.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;

use super::file::{ScopeEntry, Word};
use crate::domain::place::code::kept_code;
use crate::domain::policy::requirement::Scope;
use crate::domain::text::spelling::nearest;
use crate::domain::text::width::clean;
use crate::i18n::{Lang, PackFault, Say, Text};

/// One thing that is wrong with a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: usize,
    /// The rule around it, as `requirement playground`; empty at the top of the file.
    pub rule: String,
    /// What is wrong.
    pub what: PackFault,
}

impl Say for Fault {
    fn say(&self, lang: Lang) -> String {
        let rule = if self.rule.is_empty() {
            String::new()
        } else {
            format!("{}: ", self.rule)
        };
        format!("{}: {rule}{}", self.line, self.what.say(lang))
    }
}

/// The text of a pack and the faults found in it so far.
pub(super) struct PackSource<'a> {
    text: &'a str,
    pub(super) faults: Vec<Fault>,
}

impl<'a> PackSource<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self {
            text,
            faults: Vec::new(),
        }
    }

    /// Notes a fault at a byte range of the text. Of a word that is not known, the one that was
    /// probably meant is told as well.
    pub(super) fn fault(&mut self, at: Range<usize>, what: PackFault) {
        let what = with_guess(what);
        let line = self
            .text
            .get(..at.start.min(self.text.len()))
            .map_or(1, |before| before.matches('\n').count() + 1);
        let fault = Fault {
            line,
            rule: rule_around(self.text, line),
            what,
        };
        if !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Returns a text in both languages, without what no terminal should get; an empty one is a
    /// fault.
    pub(super) fn text(&mut self, text: &Spanned<Text>) -> Text {
        if text.as_ref().zh.trim().is_empty() || text.as_ref().en.trim().is_empty() {
            self.fault(text.span(), PackFault::EmptyText);
        }
        let Text { zh, en } = text.as_ref();
        Text {
            zh: clean(zh).into_owned(),
            en: clean(en).into_owned(),
        }
    }

    /// Returns a code made of lower-case letters, digits and `joint`, beginning with a letter;
    /// anything else is a fault.
    pub(super) fn code(&mut self, word: &Spanned<String>, joint: char) -> String {
        let code = word.as_ref();
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint;
        if !code.starts_with(|c: char| c.is_ascii_lowercase()) || !code.chars().all(allowed) {
            self.fault(word.span(), PackFault::BadCode { code: code.clone() });
        }
        code.clone()
    }

    /// Notes a fault for every code that came before.
    pub(super) fn once<'w>(&mut self, words: impl IntoIterator<Item = &'w Spanned<String>>) {
        self.once_by(words, str::to_owned);
    }

    /// The same of codes of places, of which one may be written in several ways.
    pub(super) fn place_once<'w>(&mut self, words: impl IntoIterator<Item = &'w Spanned<String>>) {
        self.once_by(words, kept_code);
    }

    fn once_by<'w>(
        &mut self,
        words: impl IntoIterator<Item = &'w Spanned<String>>,
        key: impl Fn(&str) -> String,
    ) {
        let mut seen = std::collections::HashSet::new();
        for word in words {
            if !seen.insert(key(word.as_ref())) {
                self.fault(
                    word.span(),
                    PackFault::Twice {
                        code: word.as_ref().clone(),
                    },
                );
            }
        }
    }
}

fn with_guess(what: PackFault) -> PackFault {
    match what {
        PackFault::Unknown { what, name, known } => match nearest(&name, known.split(", ")) {
            Some(guess) => PackFault::UnknownNear {
                guess: guess.to_owned(),
                what,
                name,
                known,
            },
            None => PackFault::Unknown { what, name, known },
        },
        other => other,
    }
}

/// Returns the innermost `[[table]]` around a line and its code: `kind playground, field swings` is
/// said as `kind.field swings`.
fn rule_around(text: &str, line: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let header = |text: &str| {
        let text = text.trim().strip_prefix('[')?.trim_start_matches('[');
        Some(text.split(']').next()?.trim().to_owned())
    };
    let above = lines
        .iter()
        .take(line)
        .enumerate()
        .rev()
        .find_map(|(at, text)| Some((at, header(text)?)));
    let Some((at, name)) = above else {
        return String::new();
    };
    let code = lines
        .iter()
        .skip(at + 1)
        .take_while(|text| header(text).is_none())
        .find_map(|text| {
            let (key, value) = text.split_once('=')?;
            (key.trim() == "code").then(|| value.trim().trim_matches('"').to_owned())
        });
    code.map_or_else(|| name.clone(), |code| format!("{name} {code}"))
}

pub(super) fn day(source: &mut PackSource, word: Option<&Word>) -> Option<NaiveDate> {
    let word = word?;
    let day = word.as_ref().parse().ok();
    if day.is_none() {
        source.fault(
            word.span(),
            PackFault::BadDate {
                date: word.as_ref().clone(),
            },
        );
    }
    day
}

pub(super) fn scope(source: &mut PackSource, entry: &Spanned<ScopeEntry>) -> Scope {
    match (entry.as_ref().places.clone(), entry.as_ref().level.clone()) {
        (Some(places), None) if !places.is_empty() => {
            source.place_once(&places);
            Scope::Places(places.into_iter().map(Spanned::into_inner).collect())
        }
        (None, Some(level)) => Scope::Level(level),
        _ => {
            source.fault(entry.span(), PackFault::ScopeNeedsOne);
            Scope::Places(Vec::new())
        }
    }
}
