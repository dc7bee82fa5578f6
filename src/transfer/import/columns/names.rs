//! What headers can name, and which column of a file is which entry of the form.

use std::collections::HashMap;

use super::column::{ColumnContent, TableColumn};
use super::headers::{ABOVE, ID, PERIOD, PLACE, PLACE_ELSE, PLACE_NAME, SERIAL};
use super::heading;
use super::mapping::Mapping;
use super::measure::{self, FigureMeasure};
use super::nearest::{Candidate, all_near, near};
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::text::folding;
use crate::domain::value::{Cycle, Field};
use crate::i18n::{ExportMsg, FormMsg, HeaderFault, ImportMsg, Text};
use crate::transfer::import::read::{geometry, rejects_reader, sheets};

/// How many headers a message names.
const MOST_TOLD: usize = 20;

/// What headers can name: the entries of a kind's form, the place, and what a person mapped.
pub struct HeaderNames<'a> {
    kind: &'a Kind,
    pub(crate) mappings: &'a [Mapping],
    /// The fields of mapped columns by header, folded.
    mapped: HashMap<String, &'a str>,
    /// What each name says, folded.
    entries: HashMap<String, ColumnContent>,
}

impl<'a> HeaderNames<'a> {
    /// Returns the names of a kind and of mappings.
    #[must_use]
    pub fn new(kind: &'a Kind, mappings: &'a [Mapping]) -> Self {
        let mut mapped = HashMap::new();
        for mapping in mappings {
            // What is said now stands before what a mapping keeps.
            mapped
                .entry(folding::key(&mapping.column))
                .or_insert(mapping.field.as_str());
        }
        let mut entries = entries_of(kind);
        add_of_files(&mut entries, kind);
        Self {
            kind,
            mappings,
            mapped,
            entries,
        }
    }

    /// Returns how often the sheet of the form is due; `None` where it is the form of a kind.
    pub(crate) fn cycle(&self) -> Option<Cycle> {
        self.kind.cycle()
    }

    /// Returns the entry that a text names by itself.
    pub(crate) fn entry(&self, text: &str) -> Option<ColumnContent> {
        let key = folding::key(text);
        // Nothing stands around a text of letters and digits alone, and cells of many rows are
        // asked for.
        let is_bare = key.chars().all(char::is_alphanumeric);
        self.named(&key).or_else(|| {
            if is_bare {
                None
            } else {
                self.named(&folding::key(&heading::bare(text)?))
            }
        })
    }

    /// Returns what a header says, `None` where it says nothing that is known.
    pub(crate) fn meaning(&self, header: &str) -> Option<(ColumnContent, Option<String>)> {
        let bare = heading::bare(header).unwrap_or_default();
        if let Some(field) = self.mapped.get(&folding::key(header)) {
            let holds = self.target(field)?;
            let unit = holds
                .figures(self.kind)
                .and_then(|field| measure::measure(field, &unit_word(field, &bare)?)?.unit());
            return Some((holds, unit));
        }
        if let Some(holds) = self.entry(header) {
            return Some((holds, None));
        }
        // Anything else behind a name may make it the name of something else: `设施名称（英文）`.
        heading::with_unit(&bare)
            .into_iter()
            .find_map(|(base, unit)| {
                let holds = self.named(&folding::key(&base))?;
                Some((holds, self.measure(holds, &unit)?.unit()))
            })
    }

    /// Returns what the right side of a mapping names; nothing there leaves the column out.
    pub(crate) fn target(&self, field: &str) -> Option<ColumnContent> {
        let key = folding::key(field);
        if key.is_empty() {
            return Some(ColumnContent::Ignored);
        }
        let one = |key: &str| self.named(&folding::key(key));
        self.named(&key).or_else(|| {
            let (first, second) = key.split_once([',', '+'])?;
            match (one(first)?, one(second)?) {
                (ColumnContent::Field(first), ColumnContent::Field(second)) if first != second => {
                    Some(ColumnContent::Pair(first, second))
                }
                (ColumnContent::Place, ColumnContent::Field(at))
                | (ColumnContent::Field(at), ColumnContent::Place) => {
                    Some(ColumnContent::PlaceAndField(at))
                }
                _ => None,
            }
        })
    }

    /// Returns whether a person said what a column holds.
    fn is_said(&self, header: &str) -> bool {
        self.mapped.contains_key(&folding::key(header))
    }

    fn named(&self, key: &str) -> Option<ColumnContent> {
        self.entries.get(key).copied().filter(|_| !key.is_empty())
    }

    /// Returns what a word behind a name says of the figures of an entry, where its field takes it.
    fn measure(&self, holds: ColumnContent, word: &str) -> Option<FigureMeasure> {
        measure::measure(holds.figures(self.kind)?, word)
    }

    /// Refuses a header with a unit that is known and is none of its field.
    fn check_unit(&self, column: &TableColumn) -> Result<(), HeaderFault> {
        let Some(field) = column
            .holds
            .figures(self.kind)
            .filter(|_| column.unit.is_none())
        else {
            return Ok(());
        };
        let bare = heading::bare(&column.name).unwrap_or_default();
        let other = unit_word(field, &bare).filter(|unit| measure::is_other(field, unit));
        other.map_or(Ok(()), |unit| {
            Err(HeaderFault::ColumnUnit {
                column: column.name.clone(),
                unit,
            })
        })
    }

    /// Returns the columns of figures that a person mapped with words in brackets that are no unit:
    /// they may be one all the same.
    pub(crate) fn unknown_units(&self, columns: &[TableColumn]) -> Vec<FormMsg> {
        let told = |column: &TableColumn| {
            let field = column
                .holds
                .figures(self.kind)
                .filter(|_| column.unit.is_none())?;
            let bare = heading::bare(&column.name)
                .filter(|bare| bare.ends_with(')') && self.entry(bare).is_none())?;
            let (_, word) = heading::apart(&bare)
                .filter(|(_, word)| measure::measure(field, word).is_none())?;
            let unit = field.unit()?.label.clone();
            Some(FormMsg::UnknownUnit {
                column: column.name.clone(),
                word,
                unit,
            })
        };
        columns.iter().filter_map(told).collect()
    }

    /// Returns what a mapping may name.
    pub(crate) fn known(&self) -> Text {
        let town = Text::of(&ExportMsg::Town);
        let period = Text::of(&ExportMsg::Period);
        let period = Some(&period).filter(|_| self.kind.is_sheet());
        Text::list(
            std::iter::once(&town)
                .chain(period)
                .chain(self.kind.fields.iter().map(|field| &field.label)),
        )
    }

    /// Returns what a header that is not known may mean.
    fn candidates(&self) -> Vec<Candidate<'_>> {
        let field = |field: &'a Field| Candidate {
            label: field.label.clone(),
            names: field.names().collect(),
        };
        let place = Candidate {
            label: Text::of(&ExportMsg::Town),
            names: PLACE.to_vec(),
        };
        self.kind.fields.iter().map(field).chain([place]).collect()
    }

    /// Returns the entries that a header may mean which names none.
    pub(crate) fn likely(&self, header: &str) -> Vec<ColumnContent> {
        let candidates = self.candidates();
        let entry = |candidate: &&Candidate| candidate.names.iter().find_map(|one| self.entry(one));
        let near = all_near(header, &candidates);
        near.iter().filter_map(entry).collect()
    }

    /// Refuses headers that name nothing, with what each may mean, and what was recognised.
    fn unknown(&self, unknown: &[String], columns: &[TableColumn]) -> HeaderFault {
        let candidates = self.candidates();
        let guess = |name: &String| match near(name, &candidates) {
            Some(candidate) => Text::of(&ImportMsg::Perhaps {
                name: name.clone(),
                label: candidate.label.clone(),
            }),
            None => Text::both(name.clone()),
        };
        let recognised = columns.iter().filter(|column| {
            !matches!(
                column.holds,
                ColumnContent::Ignored | ColumnContent::Nameless
            )
        });
        let recognised: Vec<Text> = recognised
            .map(|column| Text::both(column.name.clone()))
            .collect();
        let recognised = if recognised.is_empty() {
            Text::of(&ImportMsg::Nothing)
        } else {
            some(&recognised)
        };
        HeaderFault::Unknown {
            names: some(
                &unknown
                    .iter()
                    .take(MOST_TOLD + 1)
                    .map(guess)
                    .collect::<Vec<_>>(),
            ),
            recognised,
        }
    }
}

/// Returns what each name says, folded: those of the form, of the place and of the period.
fn entries_of(kind: &Kind) -> HashMap<String, ColumnContent> {
    let fields = || kind.fields.iter().enumerate();
    let codes = fields().map(|(at, field)| (field.code.as_str(), ColumnContent::Field(at)));
    let labels = fields().flat_map(|(at, field)| {
        [&field.label.zh, &field.label.en].map(|label| (label.as_str(), ColumnContent::Field(at)))
    });
    // What a kind calls its own fields comes before what every kind calls those of all.
    let aliases = |shared: bool| {
        let fields = fields().filter(move |(_, field)| field.shared == shared);
        fields.flat_map(|(at, field)| {
            let aliases = field.aliases.iter();
            aliases.map(move |alias| (alias.as_str(), ColumnContent::Field(at)))
        })
    };
    let aliases = aliases(false).chain(aliases(true));
    let places = PLACE.map(|name| (name, ColumnContent::Place)).into_iter();
    let others = ABOVE
        .map(|name| (name, ColumnContent::Above))
        .into_iter()
        .chain(ID.map(|name| (name, ColumnContent::Id)));
    let others = others.chain(PLACE_NAME.map(|name| (name, ColumnContent::PlaceName)));
    let others = others.chain(PLACE_ELSE.map(|name| (name, ColumnContent::Place)));
    let periods = PERIOD.map(|name| (name, ColumnContent::Period));
    let periods = periods.into_iter().filter(|_| kind.is_sheet());
    let mut entries = HashMap::new();
    // Of two entries of one name the first is meant: a code before a label, a field before what
    // is above its place.
    for (name, holds) in places
        .chain(codes)
        .chain(labels)
        .chain(periods)
        .chain(others)
        .chain(aliases)
    {
        entries.entry(folding::key(name)).or_insert(holds);
    }
    entries
}

/// Adds the names of columns that readers add to those of a file, and of columns that are always
/// left out.
fn add_of_files(entries: &mut HashMap<String, ColumnContent>, kind: &Kind) {
    // The columns that a reader of maps adds to those of the file.
    for (name, code) in [
        (geometry::LON, shared::LON),
        (geometry::LAT, shared::LAT),
        (geometry::CRS, shared::CRS),
    ] {
        let field = kind.fields.iter().position(|field| field.code == code);
        let holds = field.map_or(ColumnContent::Ignored, ColumnContent::Field);
        entries.entry(folding::key(name)).or_insert(holds);
    }
    entries.insert(folding::key(sheets::NAME), ColumnContent::Place);
    for name in [geometry::FEATURE, geometry::FOLDER] {
        entries.insert(folding::key(name), ColumnContent::Ignored);
    }
    for word in rejects_reader::own_columns().chain(SERIAL.map(str::to_owned)) {
        entries
            .entry(folding::key(&word))
            .or_insert(ColumnContent::Ignored);
    }
}

/// Returns the word behind a header that says a unit. Nobody knows where a name ends that is none
/// of the form, so the longest word is meant: of 万册 the end is a unit too.
fn unit_word(field: &Field, bare: &str) -> Option<String> {
    if let Some((_, word)) = heading::apart(bare) {
        return Some(word);
    }
    let mut words = heading::with_unit(bare)
        .into_iter()
        .rev()
        .map(|(_, word)| word);
    words.find(|word| measure::measure(field, word).is_some() || measure::is_many_of(field, word))
}

/// Returns the first of some names, and that there are others.
fn some(names: &[Text]) -> Text {
    let more = Text::both("...".to_owned());
    let others = (names.len() > MOST_TOLD).then_some(&more);
    Text::list(names.iter().take(MOST_TOLD).chain(others))
}

/// Returns what every column of a header holds.
///
/// # Errors
/// When a header names no field and is not mapped, or two name the same one.
pub(crate) fn resolve(
    header: &[String],
    names: &HeaderNames,
) -> Result<Vec<TableColumn>, HeaderFault> {
    let others = names.mappings.iter().any(Mapping::is_others);
    let mut columns = Vec::new();
    let mut unknown = Vec::new();
    for header in header {
        let name = folding::name(header);
        let (holds, unit) = match names.meaning(header) {
            Some(meaning) => meaning,
            None if others => (ColumnContent::Ignored, None),
            None if name.is_empty() => (ColumnContent::Nameless, None),
            None => {
                unknown.push(name);
                continue;
            }
        };
        let is_said = names.is_said(header) || (others && names.meaning(header).is_none());
        columns.push(TableColumn {
            name,
            holds,
            unit,
            is_said,
        });
    }
    if !unknown.is_empty() {
        return Err(names.unknown(&unknown, &columns));
    }
    for column in &columns {
        names.check_unit(column)?;
    }
    // Without a code beside it the name is all that says the place.
    let has_place = columns.iter().any(|column| column.holds.is_place());
    if let Some(name) = columns
        .iter_mut()
        .find(|column| !has_place && column.holds == ColumnContent::PlaceName)
    {
        name.holds = ColumnContent::Place;
    }
    refuse_twice(&columns, names.kind)?;
    Ok(columns)
}

/// Refuses two columns of one entry. Words that a person said to belong together are joined.
fn refuse_twice(columns: &[TableColumn], kind: &Kind) -> Result<(), HeaderFault> {
    let is_joined = |part: ColumnContent, first: &TableColumn, second: &TableColumn| {
        let is_text = part.field(kind).is_some_and(Field::is_plain_text);
        is_text && first.is_said && second.is_said
    };
    for (at, column) in columns.iter().enumerate() {
        for part in column.holds.parts() {
            let mut before = columns.iter().take(at);
            let first = before.find(|other| {
                other.holds.parts().contains(&part) && !is_joined(part, other, column)
            });
            if let Some(first) = first {
                return Err(HeaderFault::Both {
                    first: first.name.clone(),
                    second: column.name.clone(),
                });
            }
        }
    }
    Ok(())
}
