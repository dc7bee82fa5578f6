//! Reads the tables of a file before their values are: every key that the format does not have, that
//! is missing, or that holds something else is a fault of its own, so that one does not hide the
//! others.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeInteger, DeTable, DeValue};

use super::format::{Holds, Key, PACK, Table};
use super::source::PackSource;
use crate::domain::text::spelling::nearest;
use crate::domain::value::number::Number;
use crate::i18n::{PackFault, code_list};

/// So many faults of the syntax are told: one that is not closed makes many.
const MOST_SAID: usize = 10;

/// Returns the tables of a file without the keys that the format does not have, which are faults;
/// `None` where what is left cannot be read.
pub(super) fn tables<'t>(source: &mut PackSource, text: &'t str) -> Option<Spanned<DeTable<'t>>> {
    let (mut file, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(MOST_SAID) {
        let message = error.message().to_owned();
        let span = error.span().unwrap_or(0..0);
        source.fault(span, PackFault::Toml { message });
    }
    let mut reader = Reader {
        source,
        is_usable: errors.is_empty(),
    };
    // Of a file that is no TOML, half of the keys would be said to be missing.
    if !reader.is_usable {
        return None;
    }
    reader.table(0..0, file.get_mut(), &PACK);
    reader.is_usable.then_some(file)
}

struct Reader<'r, 's> {
    source: &'r mut PackSource<'s>,
    is_usable: bool,
}

impl Reader<'_, '_> {
    fn table(&mut self, at: Range<usize>, entries: &mut DeTable, table: &Table) {
        let known = |name: &str| table.keys.iter().find(|key| key.name == name);
        let unknown: Vec<(String, Range<usize>)> = entries
            .iter()
            .filter(|(name, _)| known(name.get_ref()).is_none())
            .map(|(name, _)| (name.get_ref().to_string(), name.span()))
            .collect();
        for (name, at) in unknown {
            entries.remove(name.as_str());
            self.unknown(at, name, table);
        }
        for key in table.keys.iter().filter(|key| key.is_needed) {
            if !entries.contains_key(key.name) {
                self.is_usable = false;
                let key = key.name.to_owned();
                self.source.fault(at.clone(), PackFault::KeyMissing { key });
            }
        }
        let mut left_out = Vec::new();
        for (name, value) in entries.iter_mut() {
            let Some(key) = known(name.get_ref()) else {
                continue;
            };
            if self.value(value, key) {
                continue;
            }
            if key.may_be_left_out() {
                left_out.push(key.name);
            } else {
                self.is_usable = false;
            }
        }
        for name in left_out {
            entries.remove(name);
        }
    }

    fn unknown(&mut self, at: Range<usize>, name: String, table: &Table) {
        let names = || table.keys.iter().map(|key| key.name);
        let what = match nearest(&name, names()) {
            Some(guess) => PackFault::UnknownKeyNear {
                guess: guess.to_owned(),
                name,
            },
            None => PackFault::UnknownKey {
                name,
                known: code_list(names()),
            },
        };
        self.source.fault(at, what);
    }

    /// Returns whether a key holds what it should; what does not is a fault.
    fn value(&mut self, value: &mut Spanned<DeValue>, key: &Key) -> bool {
        let at = value.span();
        let fits = match (&key.holds, value.get_mut()) {
            (Holds::Word | Holds::Day | Holds::OneOf(_), DeValue::String(_))
            | (Holds::Exact, DeValue::Integer(_)) => true,
            (Holds::Exact, DeValue::String(text)) => return self.exact(at, text),
            (Holds::Count, DeValue::Integer(written)) => {
                integer(written).is_some_and(|count| u32::try_from(count).is_ok())
            }
            (Holds::Rank | Holds::Format, DeValue::Integer(written)) => integer(written).is_some(),
            (Holds::Literal, value) => is_literal(value),
            (Holds::Words, DeValue::Array(items)) => items.iter().all(|i| i.get_ref().is_str()),
            (Holds::Table(table), DeValue::Table(entries)) => {
                self.table(at.clone(), entries, table);
                true
            }
            (Holds::Tables(table), DeValue::Array(items)) => self.tables(items, table, key),
            (Holds::Named(table), DeValue::Table(named)) => named.iter_mut().all(|(_, item)| {
                let at = item.span();
                let DeValue::Table(entries) = item.get_mut() else {
                    return false;
                };
                self.table(at, entries, table);
                true
            }),
            (Holds::NamedWords, DeValue::Table(named)) => named.iter().all(|(_, words)| {
                let words = words.get_ref().as_array();
                words.is_some_and(|words| words.iter().all(|word| word.get_ref().is_str()))
            }),
            _ => false,
        };
        if !fits {
            let name = key.name.to_owned();
            let wanted = wanted(&key.holds).to_owned();
            self.source
                .fault(at, PackFault::WrongValue { name, wanted });
        }
        fits
    }

    /// Returns whether a text is an exact number; another one is a fault.
    fn exact(&mut self, at: Range<usize>, text: &str) -> bool {
        let is_number = text.parse::<Number>().is_ok();
        if !is_number {
            let value = text.to_owned();
            self.source.fault(at, PackFault::NotExact { value });
        }
        is_number
    }

    /// Reads tables of one sort. A requirement or a check with a fault is left out, for nothing
    /// refers to it, so that it does not hide the faults of the others.
    fn tables(&mut self, items: &mut DeArray, table: &Table, key: &Key) -> bool {
        let is_left_out = matches!(key.name, "requirement" | "check");
        let mut fits = true;
        let all = std::mem::replace(items, DeArray::new());
        let had_some = !all.is_empty();
        let was_usable = self.is_usable;
        let mut is_usable = was_usable;
        for mut item in all {
            let at = item.span();
            self.is_usable = true;
            if let DeValue::Table(entries) = item.get_mut() {
                self.table(at, entries, table);
            } else {
                fits = false;
            }
            if self.is_usable || !is_left_out {
                is_usable &= self.is_usable;
                items.push(item);
            }
        }
        // A pack of which nothing is left would be told to be empty.
        self.is_usable = is_usable && !(had_some && items.is_empty());
        fits
    }
}

fn integer(written: &DeInteger) -> Option<i64> {
    i64::from_str_radix(written.as_str(), written.radix()).ok()
}

fn is_literal(value: &DeValue) -> bool {
    match value {
        DeValue::String(_) | DeValue::Integer(_) | DeValue::Boolean(_) => true,
        DeValue::Array(items) => items.iter().all(|item| is_literal(item.get_ref())),
        DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Table(_) => false,
    }
}

/// Returns how what a key holds is written.
const fn wanted(holds: &Holds) -> &'static str {
    match holds {
        Holds::Word | Holds::OneOf(_) => "\"text\"",
        Holds::Day => "\"2025-12-31\"",
        Holds::Count | Holds::Rank => "130",
        Holds::Format => "2",
        Holds::Exact => "130, \"0.5\"",
        Holds::Literal => "130, \"0.5\", \"text\", true, [\"a\", \"b\"]",
        Holds::Words => "[\"a\", \"b\"]",
        Holds::Table(_) => "{ … }",
        Holds::Tables(_) => "[[…]], [{ … }]",
        Holds::Named(_) => "name = { … }",
        Holds::NamedWords => "{ name = [\"a\"] }",
    }
}
