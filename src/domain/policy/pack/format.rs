//! The keys of the format: what each table of a pack may hold. What is said of a key that is not
//! known comes from here, and the schema that editors read.

use super::requirements::FORMS;
use crate::domain::policy::requirement::Strength;
use crate::domain::value::condition::Operator;
use crate::domain::value::period::Cycle;

/// A table of the format.
pub(super) struct Table {
    /// Its name in the schema.
    pub(super) name: &'static str,
    /// Its keys.
    pub(super) keys: &'static [Key],
}

/// A key of a table.
pub(super) struct Key {
    /// How it is written.
    pub(super) name: &'static str,
    /// What it holds.
    pub(super) holds: Holds,
    /// Whether every such table must have it.
    pub(super) is_needed: bool,
}

/// What a key holds.
pub(super) enum Holds {
    /// Any text.
    Word,
    /// A day as `YYYY-MM-DD`.
    Day,
    /// One of these words.
    OneOf(fn() -> Vec<&'static str>),
    /// How many: a whole number from 0 on.
    Count,
    /// A place in an order: a whole number.
    Rank,
    /// The version of the format.
    Format,
    /// A whole number, or a decimal in quotes.
    Exact,
    /// A number, a text, yes or no, or a list of them.
    Literal,
    /// Several texts.
    Words,
    /// A table.
    Table(&'static Table),
    /// Several tables.
    Tables(&'static Table),
    /// Tables under names that the pack chooses.
    Named(&'static Table),
    /// Several texts under names that the pack chooses.
    NamedWords,
}

impl Key {
    /// Returns whether what the pack says without it is no fault of its own: a limit, or a length.
    pub(super) fn may_be_left_out(&self) -> bool {
        let is_limit = matches!(self.holds, Holds::Exact | Holds::Count);
        is_limit && !self.is_needed && !matches!(self.name, "factor" | "times" | "at_least")
    }
}

const fn needed(name: &'static str, holds: Holds) -> Key {
    Key {
        name,
        holds,
        is_needed: true,
    }
}

const fn may(name: &'static str, holds: Holds) -> Key {
    Key {
        name,
        holds,
        is_needed: false,
    }
}

/// The file itself.
pub(super) static PACK: Table = Table {
    name: "PackFile",
    keys: &[
        needed("format", Holds::Format),
        needed("code", Holds::Word),
        may("time_zone", Holds::Word),
        needed("document", Holds::Table(&DOCUMENT)),
        needed("scope", Holds::Table(&SCOPE)),
        may("unit", Holds::Tables(&UNIT)),
        may("shared", Holds::Named(&OVERRIDE)),
        may("kind", Holds::Tables(&KIND)),
        may("sheet", Holds::Tables(&SHEET)),
        may("group", Holds::Tables(&GROUP)),
        needed("requirement", Holds::Tables(&REQUIREMENT)),
    ],
};

/// A text in both languages.
static TEXT: Table = Table {
    name: "Text",
    keys: &[needed("zh", Holds::Word), needed("en", Holds::Word)],
};

static DOCUMENT: Table = Table {
    name: "DocumentEntry",
    keys: &[
        needed("number", Holds::Word),
        needed("title", Holds::Table(&TEXT)),
        needed("issuer", Holds::Table(&TEXT)),
        needed("issued_on", Holds::Day),
        may("target_date", Holds::Day),
        may("valid_from", Holds::Day),
        may("valid_to", Holds::Day),
        may("stale_after", Holds::Count),
    ],
};

static SCOPE: Table = Table {
    name: "ScopeEntry",
    keys: &[may("places", Holds::Words), may("level", Holds::Word)],
};

static UNIT: Table = Table {
    name: "UnitEntry",
    keys: &[
        needed("code", Holds::Word),
        needed("label", Holds::Table(&TEXT)),
        may("plural", Holds::Word),
        may("aliases", Holds::Words),
        may("of", Holds::Word),
        may("factor", Holds::Exact),
    ],
};

static OVERRIDE: Table = Table {
    name: "OverrideEntry",
    keys: &[
        may("max_length", Holds::Count),
        may("required", Holds::OneOf(required)),
        may("range", Holds::Table(&RANGE)),
        may("usual", Holds::Table(&RANGE)),
        may("help", Holds::Table(&TEXT)),
        may("aliases", Holds::NamedWords),
    ],
};

static KIND: Table = Table {
    name: "KindEntry",
    keys: &[
        needed("code", Holds::Word),
        needed("label", Holds::Table(&TEXT)),
        needed("unit", Holds::Word),
        may("help", Holds::Table(&TEXT)),
        may("field", Holds::Tables(&FIELD)),
        may("check", Holds::Tables(&CHECK)),
    ],
};

static SHEET: Table = Table {
    name: "SheetEntry",
    keys: &[
        needed("code", Holds::Word),
        needed("label", Holds::Table(&TEXT)),
        needed("period", Holds::OneOf(cycles)),
        may("scope", Holds::Table(&SCOPE)),
        may("help", Holds::Table(&TEXT)),
        may("field", Holds::Tables(&FIELD)),
        may("check", Holds::Tables(&CHECK)),
    ],
};

static FIELD: Table = Table {
    name: "FieldEntry",
    keys: &[
        needed("code", Holds::Word),
        needed("label", Holds::Table(&TEXT)),
        may("aliases", Holds::Words),
        needed("type", Holds::OneOf(types)),
        may("unit", Holds::Word),
        may("decimals", Holds::Count),
        may("max_length", Holds::Count),
        may("format", Holds::OneOf(|| vec!["credit_code"])),
        may("usual_length", Holds::Count),
        may("range", Holds::Table(&RANGE)),
        may("usual", Holds::Table(&RANGE)),
        may("required", Holds::OneOf(required)),
        may("required_when", Holds::Tables(&CONDITION)),
        may("default", Holds::Word),
        may("derived", Holds::Word),
        needed("help", Holds::Table(&TEXT)),
        may("choice", Holds::Tables(&CHOICE)),
        may("yes", Holds::Words),
        may("no", Holds::Words),
    ],
};

static RANGE: Table = Table {
    name: "RangeEntry",
    keys: &[
        may("min", Holds::Exact),
        may("above", Holds::Exact),
        may("max", Holds::Exact),
    ],
};

static CHOICE: Table = Table {
    name: "ChoiceEntry",
    keys: &[
        needed("code", Holds::Word),
        needed("label", Holds::Table(&TEXT)),
        may("rank", Holds::Rank),
        may("aliases", Holds::Words),
    ],
};

static CHECK: Table = Table {
    name: "CheckEntry",
    keys: &[
        needed("code", Holds::Word),
        needed(
            "strength",
            Holds::OneOf(|| vec!["hard", "explain", "soft", "note"]),
        ),
        needed("when", Holds::Tables(&CONDITION)),
        needed("message", Holds::Table(&TEXT)),
        needed("field", Holds::Word),
    ],
};

static CONDITION: Table = Table {
    name: "ConditionEntry",
    keys: &[
        needed("field", Holds::Word),
        needed("op", Holds::OneOf(signs)),
        may("value", Holds::Literal),
        may("other", Holds::Word),
        may("times", Holds::Exact),
    ],
};

static GROUP: Table = Table {
    name: "GroupEntry",
    keys: &[
        needed("code", Holds::Word),
        needed("label", Holds::Table(&TEXT)),
    ],
};

static REQUIREMENT: Table = Table {
    name: "RequirementEntry",
    keys: &[
        needed("code", Holds::Word),
        may("group", Holds::Word),
        may("kind", Holds::Word),
        needed("label", Holds::Table(&TEXT)),
        needed("form", Holds::OneOf(|| FORMS.to_vec())),
        may("at_least", Holds::Count),
        may("where", Holds::Tables(&CONDITION)),
        may("measure", Holds::Word),
        may("quantity", Holds::Word),
        may("op", Holds::OneOf(operators)),
        may("need", Holds::Literal),
        may("unit", Holds::Word),
        may("fails", Holds::OneOf(ends)),
        may("tolerance", Holds::Literal),
        may("each_of_last", Holds::Count),
        may("of", Holds::Tables(&CLAIM)),
        may("act", Holds::Word),
        may("since", Holds::Word),
        may("period", Holds::OneOf(|| vec!["target", "latest"])),
        may("entry", Holds::Word),
        needed("strength", Holds::OneOf(strengths)),
        needed("clause", Holds::Word),
        may("clause_title", Holds::Table(&TEXT)),
        may("reading", Holds::Table(&TEXT)),
        may("responsible", Holds::Table(&TEXT)),
        may("scope", Holds::Table(&SCOPE)),
        may("target_date", Holds::Word),
    ],
};

static CLAIM: Table = Table {
    name: "ClaimEntry",
    keys: &[
        may("label", Holds::Table(&TEXT)),
        may("quantity", Holds::Word),
        may("op", Holds::OneOf(operators)),
        may("need", Holds::Literal),
        may("unit", Holds::Word),
        may("fails", Holds::OneOf(ends)),
        may("tolerance", Holds::Literal),
        may("any_of", Holds::Tables(&CLAIM)),
        may("all_of", Holds::Tables(&CLAIM)),
    ],
};

fn required() -> Vec<&'static str> {
    vec!["save", "submit"]
}

fn ends() -> Vec<&'static str> {
    vec!["low", "high", "both"]
}

fn types() -> Vec<&'static str> {
    super::fields::TYPES.split(", ").collect()
}

fn operators() -> Vec<&'static str> {
    super::claims::OPERATORS.split(' ').collect()
}

fn signs() -> Vec<&'static str> {
    Operator::ALL.map(|(_, sign)| sign).to_vec()
}

fn cycles() -> Vec<&'static str> {
    Cycle::ALL.map(|(_, word)| word).to_vec()
}

fn strengths() -> Vec<&'static str> {
    Strength::ALL.map(|(_, word)| word).to_vec()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// A key of the parser: its table, its name, and whether it is needed.
    type Parsed = (String, String, bool);

    /// Every key of every entry that the parser has, as its source says it.
    fn parsed() -> BTreeSet<Parsed> {
        let mut found = BTreeSet::new();
        let mut table = String::new();
        let mut attribute = String::new();
        for line in include_str!("file.rs").lines().map(str::trim) {
            if let Some(name) = line.strip_prefix("pub(super) struct ") {
                table = name.trim_end_matches(" {").to_owned();
            } else if line.starts_with("#[serde(") {
                line.clone_into(&mut attribute);
            } else if let Some((name, holds)) = line
                .strip_prefix("pub(super) ")
                .and_then(|l| l.split_once(": "))
            {
                let renamed = attribute.split("rename = \"").nth(1);
                let renamed = renamed.and_then(|rest| rest.split('"').next());
                let is_needed = !holds.starts_with("Option<") && !attribute.contains("default");
                let name = renamed.unwrap_or(name).to_owned();
                found.insert((table.clone(), name, is_needed));
                attribute.clear();
            }
        }
        found
    }

    fn listed(table: &Table, found: &mut BTreeSet<Parsed>, seen: &mut BTreeSet<&'static str>) {
        if !seen.insert(table.name) {
            return;
        }
        for key in table.keys {
            found.insert((table.name.to_owned(), key.name.to_owned(), key.is_needed));
            if let Holds::Table(of) | Holds::Tables(of) | Holds::Named(of) = &key.holds {
                listed(of, found, seen);
            }
        }
    }

    #[test]
    fn the_keys_are_those_of_the_parser() {
        let (mut keys, mut seen) = (BTreeSet::new(), BTreeSet::new());
        listed(&PACK, &mut keys, &mut seen);
        let others = ["SharedFile", "ExceptionFile"];
        let parsed: BTreeSet<Parsed> = parsed()
            .into_iter()
            .filter(|(table, ..)| !others.contains(&table.as_str()))
            .collect();
        assert!(parsed.len() > 90, "{}", parsed.len());
        keys.retain(|(table, ..)| table != "Text");
        let apart: Vec<&Parsed> = keys.symmetric_difference(&parsed).collect();
        assert!(apart.is_empty(), "{apart:?}");
    }
}
