//! Texts that name no place, as a file of aliases that somebody fills in.

use std::borrow::Cow;
use std::io;

use crate::i18n::{Lang, MatchMsg, Say};
use crate::transfer::cells;
use crate::transfer::import::notes::Unmatched;

/// Returns the file: a row for each text with the place it must mean, where it is its name in short
/// or its path in long. All others are left empty, and a file with an empty cell is not taken:
/// nothing is an alias before a person said so.
///
/// # Errors
/// None that is known: it is written to memory.
pub fn alias_file(unmatched: &[Unmatched], lang: Lang) -> io::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::from(cells::MARK));
    let header =
        [MatchMsg::Old, MatchMsg::New, MatchMsg::Lines, MatchMsg::Why].map(|word| word.say(lang));
    writer.write_record(header)?;
    for missed in unmatched {
        let lines = missed
            .lines
            .first
            .iter()
            .map(ToString::to_string)
            .chain((missed.lines.more > 0).then(|| "…".to_owned()));
        let lines = lines.collect::<Vec<_>>().join(" ");
        let why = missed.refusal.say(lang);
        writer.write_record(
            [
                cells::guarded(&missed.text),
                cells::guarded(missed.likely.as_deref().unwrap_or_default()),
                lines.into(),
                cells::guarded(&why),
            ]
            .map(Cow::into_owned),
        )?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}
