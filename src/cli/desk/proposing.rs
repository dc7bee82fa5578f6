//! How a file may be imported, as lines of a screen, each with everything that can be answered.

use std::sync::Arc;

use super::opening::unread;
use super::proposed_columns::{column_line, entries};
use crate::cli::failure::CliResult;
use crate::cli::import::ImportArgs;
use crate::domain::policy::{Kind, lookup};
use crate::domain::text::width;
use crate::i18n::{EncodingMsg, FormMsg, HeaderFault, ProposedMsg, TableFault, Text, code_list};
use crate::store::{Store, StoreError};
use crate::transfer::import::ImportError;
use crate::transfer::import::proposal::ImportProposal;
use crate::transfer::import::read::{encoding, source};
use crate::tui::{ImportSetting, Order, ProposedChoice, ProposedImport, ProposedLine};

/// The most columns of a row that is shown to choose from.
const WIDEST: usize = 60;

/// A file that was looked at, and what was found.
pub(super) struct Looked<'a> {
    pub(super) order: &'a Order,
    pub(super) args: &'a ImportArgs,
    pub(super) bytes: &'a [u8],
    pub(super) found: &'a Result<ImportProposal, ImportError>,
}

/// Returns how a file may be imported.
pub(super) fn proposed(store: &Store, looked: &Looked) -> CliResult<ProposedImport> {
    let failed = unread(looked.order);
    let proposal = looked.found.as_ref().ok();
    let kind = proposal.and_then(|proposal| store.kind(&proposal.kind));
    let mut lines = vec![kind_line(store, looked, kind)];
    lines.extend(sheet_line(looked));
    lines.extend(encoding_line(looked));
    if let (Some(proposal), Some(kind)) = (proposal, kind) {
        lines.extend(separator_line(looked, proposal));
        lines.push(header_line(looked, proposal));
        lines.push(place_line(store, looked, proposal).map_err(&failed)?);
        lines.push(level_line(store, looked, proposal).map_err(&failed)?);
        let entries: Arc<[ProposedChoice]> = entries(kind).into();
        let columns = proposal.columns.iter();
        lines.extend(columns.map(|column| column_line(column, kind, &entries)));
    }
    Ok(ProposedImport {
        lines,
        fault: looked.found.as_ref().err().map(fault),
        ..ProposedImport::default()
    })
}

/// Returns why a file cannot be imported, in words for the screen, which has other means than the
/// command line.
pub(super) fn fault(error: &ImportError) -> Text {
    match error {
        ImportError::Header(HeaderFault::KindUnclear { kinds }) => {
            let kinds = kinds.clone();
            Text::of(&ProposedMsg::ChooseKind { kinds })
        }
        ImportError::Header(HeaderFault::NoPlace) => Text::of(&ProposedMsg::ChoosePlace),
        ImportError::Header(
            HeaderFault::OtherSeparator { .. } | HeaderFault::NoSeparator { .. },
        ) => Text::of(&ProposedMsg::ChooseSeparator),
        ImportError::Table(TableFault::WhichSheet { .. } | TableFault::AllSheetsHidden { .. }) => {
            Text::of(&ProposedMsg::ChooseSheet)
        }
        ImportError::Table(TableFault::NoEncoding { .. } | TableFault::LooksWide { .. }) => {
            Text::of(&ProposedMsg::ChooseEncoding)
        }
        error => Text::of(error),
    }
}

/// Returns a line whose answer is one of some choices; open where it is none of them.
fn line(
    setting: ImportSetting,
    name: &ProposedMsg,
    code: String,
    choices: Vec<ProposedChoice>,
) -> ProposedLine {
    let answer = choices.iter().find(|choice| choice.code == code);
    let value = answer.map_or_else(
        || Text::of(&ProposedMsg::Open),
        |choice| choice.name.clone(),
    );
    ProposedLine {
        setting,
        name: Text::of(name),
        value,
        why: Text::default(),
        sample: Text::default(),
        is_open: answer.is_none(),
        is_unsure: false,
        choices: choices.into(),
        code,
    }
}

fn kind_line(store: &Store, looked: &Looked, kind: Option<&Kind>) -> ProposedLine {
    let all = lookup::kinds(store.packs());
    let choices =
        all.map(|kind| ProposedChoice::new(&kind.code, kind.label.clone(), Text::default()));
    let code = kind.map(|kind| kind.code.clone()).unwrap_or_default();
    let kept = looked
        .found
        .as_ref()
        .ok()
        .and_then(|found| found.kept.as_ref());
    let why = match kept {
        Some(kept) => Text::of(&ProposedMsg::Kept {
            at: store.zone().shown(&kept.at),
            author: kept.author.clone(),
        }),
        None if kind.is_some() && looked.args.kind.is_none() => Text::of(&ProposedMsg::ByFile),
        None => Text::default(),
    };
    let choices = choices.collect();
    ProposedLine {
        why,
        ..line(ImportSetting::Kind, &ProposedMsg::Kind, code, choices)
    }
}

/// Returns the line of the sheet, of a workbook with several.
fn sheet_line(looked: &Looked) -> Option<ProposedLine> {
    let names = source::sheet_names(looked.bytes).ok().flatten()?;
    let mut forms = looked
        .found
        .as_ref()
        .ok()
        .into_iter()
        .flat_map(|found| &found.forms);
    let used = forms.find_map(|form| match form {
        FormMsg::Sheet { name } => Some(name.clone()),
        _ => None,
    });
    let code = looked.args.sheet.clone().or(used).unwrap_or_default();
    if names.len() < 2 && names.contains(&code) {
        return None;
    }
    let sheets = names
        .iter()
        .map(|name| ProposedChoice::new(name, Text::both(name.clone()), Text::default()));
    let all = ProposedChoice::new("*", Text::of(&ProposedMsg::AllSheets), Text::default());
    let choices = sheets.chain([all]).collect();
    Some(line(
        ImportSetting::Sheet,
        &ProposedMsg::Sheet,
        code,
        choices,
    ))
}

/// Returns the line of the encoding, of a text.
fn encoding_line(looked: &Looked) -> Option<ProposedLine> {
    let how = match looked.found {
        Ok(found) => found.forms.iter().find_map(|form| match form {
            FormMsg::Text { encoding } => Some(encoding.as_ref()),
            _ => None,
        }),
        Err(_) => None,
    };
    let is_refused = matches!(
        looked.found,
        Err(ImportError::Table(
            TableFault::NoEncoding { .. }
                | TableFault::LooksWide { .. }
                | TableFault::NotIn { .. }
                | TableFault::OtherMark { .. }
        ))
    );
    let is_said = looked.args.encoding.is_some();
    if how.is_none() && !is_refused && !is_said {
        return None;
    }
    let readings = encoding::readings(looked.bytes);
    let choices = readings.iter().map(|(name, sample)| {
        let shown = Text::both(name.to_uppercase());
        ProposedChoice::new(name, shown, Text::both(sample.clone()))
    });
    let (used, why) = match how {
        None => (looked.args.encoding.as_deref(), Text::default()),
        Some(EncodingMsg::Utf8) => (Some("utf-8"), Text::of(&ProposedMsg::Checked)),
        Some(EncodingMsg::Marked { name }) => (Some(name.as_str()), Text::of(&ProposedMsg::Marked)),
        Some(EncodingMsg::Named { name }) => {
            (Some(name.as_str()), Text::of(&ProposedMsg::Readable))
        }
    };
    let by_name = |name: &str| encoding::by_name(name).ok();
    let used = used.and_then(by_name);
    let reading = readings
        .iter()
        .find(|(name, _)| used.is_some() && by_name(name) == used);
    let code = reading.map(|(name, _)| name.clone()).unwrap_or_default();
    let choices = choices.collect();
    Some(ProposedLine {
        why,
        sample: Text::both(
            reading
                .map(|(_, sample)| sample.clone())
                .unwrap_or_default(),
        ),
        is_unsure: matches!(how, Some(EncodingMsg::Named { .. })),
        ..line(
            ImportSetting::Encoding,
            &ProposedMsg::Encoding,
            code,
            choices,
        )
    })
}

/// Returns the line of the sign between the cells of a text.
fn separator_line(looked: &Looked, proposal: &ImportProposal) -> Option<ProposedLine> {
    let used = proposal.separator?;
    let signs = [
        (",", ProposedMsg::Comma),
        (";", ProposedMsg::Semicolon),
        ("tab", ProposedMsg::Tab),
        ("|", ProposedMsg::Bar),
        ("，", ProposedMsg::WideComma),
        ("；", ProposedMsg::WideSemicolon),
    ];
    let said = looked.args.delimiter.clone();
    let code = said.unwrap_or_else(|| match used {
        b'\t' => "tab".to_owned(),
        sign => char::from(sign).to_string(),
    });
    let mut choices: Vec<ProposedChoice> = signs
        .iter()
        .map(|(code, name)| {
            ProposedChoice::new(code, Text::of(name), Text::both((*code).to_owned()))
        })
        .collect();
    let is_known = choices.iter().any(|choice| choice.code == code);
    if !is_known {
        // A wide sign has been made a narrow one that nobody types.
        let shown = code.chars().all(|c| !c.is_control());
        let name = if shown {
            Text::both(code.clone())
        } else {
            Text::of(&ProposedMsg::ByProgram)
        };
        choices.insert(0, ProposedChoice::new(&code, name, Text::default()));
    }
    let name = &ProposedMsg::Separator;
    Some(line(ImportSetting::Separator, name, code, choices))
}

/// Returns the line of the header: one of the first rows.
fn header_line(looked: &Looked, proposal: &ImportProposal) -> ProposedLine {
    let row = |(number, cells): &(usize, Vec<String>)| {
        let cells = width::clean(&cells.join(" | ")).into_owned();
        let cells = width::shortened(&cells, WIDEST).into_owned();
        let lines = number.to_string();
        let name = Text::of(&ProposedMsg::OnLine { lines });
        ProposedChoice::new(&number.to_string(), name, Text::both(cells))
    };
    let none = ProposedChoice::new("-", Text::of(&ProposedMsg::NoHeader), Text::default());
    let choices: Vec<_> = proposal.first_rows.iter().map(row).chain([none]).collect();
    let first = proposal.header_lines.first();
    let code = first.map_or_else(|| "-".to_owned(), usize::to_string);
    let why = match (looked.args.header, proposal.kept.is_some()) {
        (Some(_), _) | (None, true) => Text::default(),
        (None, false) => Text::of(&ProposedMsg::ByProgram),
    };
    let answer = choices.iter().find(|choice| choice.code == code);
    let sample = answer
        .map(|choice| choice.extra.clone())
        .unwrap_or_default();
    let made = line(ImportSetting::Header, &ProposedMsg::Header, code, choices);
    let lines = code_list(&proposal.header_lines);
    let value = if proposal.header_lines.len() > 1 {
        Text::of(&ProposedMsg::OnLine { lines })
    } else {
        made.value.clone()
    };
    ProposedLine {
        why,
        sample,
        value,
        // The names of records stand on no line.
        is_open: false,
        ..made
    }
}

/// Returns the line of the places: a column, or one place for all rows.
fn place_line(
    store: &Store,
    looked: &Looked,
    proposal: &ImportProposal,
) -> Result<ProposedLine, StoreError> {
    let is_place = |entry: &str| {
        let mut parts = entry.split(',');
        parts.any(|part| ["town", "town_name"].contains(&part))
    };
    let columns = proposal.columns.iter().map(|column| {
        let header = column.header.clone();
        let name = Text::of(&ProposedMsg::OfColumn { header });
        let sample = Text::both(column.samples.join(" | "));
        ProposedChoice::new(&column.header, name, sample)
    });
    let mut choices: Vec<ProposedChoice> = columns.collect();
    choices.push(ProposedChoice::new(
        "",
        Text::of(&ProposedMsg::OnePlace),
        Text::default(),
    ));
    let recipe = proposal.recipe.as_ref();
    let kept = recipe.and_then(|recipe| recipe.set().get("town").cloned());
    let of_all = looked.args.place.clone().or(kept);
    let column = proposal
        .columns
        .iter()
        .find(|column| is_place(&column.entry));
    let is_by_id = proposal.columns.iter().any(|column| column.entry == "id");
    let setting = ImportSetting::Place;
    if let Some(column) = column {
        let code = column.header.clone();
        return Ok(line(setting, &ProposedMsg::Place, code, choices));
    }
    let made = line(setting, &ProposedMsg::Place, "-".to_owned(), choices);
    let Some(said) = of_all else {
        return Ok(ProposedLine {
            is_open: !is_by_id,
            ..made
        });
    };
    let place = match store.find_place(&said) {
        Ok(place) => store.place_path(&place.code)?,
        Err(_) => said,
    };
    Ok(ProposedLine {
        value: Text::of(&ProposedMsg::OfAllRows { place }),
        is_open: false,
        ..made
    })
}

/// Returns the line of the level of the places.
fn level_line(
    store: &Store,
    looked: &Looked,
    proposal: &ImportProposal,
) -> Result<ProposedLine, StoreError> {
    let gazetteer = store.gazetteer()?;
    let any = ProposedChoice::new("", Text::of(&ProposedMsg::AnyLevel), Text::default());
    let levels = gazetteer.levels();
    let levels = levels
        .into_iter()
        .map(|level| ProposedChoice::new(level, Text::both(level.to_owned()), Text::default()));
    let choices = std::iter::once(any).chain(levels).collect();
    let kept = proposal
        .recipe
        .as_ref()
        .and_then(|recipe| recipe.level.clone());
    let said = looked.args.level.clone().or(kept).unwrap_or_default();
    Ok(line(
        ImportSetting::Level,
        &ProposedMsg::Level,
        said,
        choices,
    ))
}
