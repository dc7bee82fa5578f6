//! What is said of a file and what a mapping keeps for files like it, of which not all need be of
//! its form.

use super::source::TableSource;
use super::source_options::SourceOptions;
use super::{encoding, rejects_reader};
use crate::i18n::{FormMsg, TableFault};

/// Opens a file as was said, or else as the mapping says where that fits it: a list that came as a
/// workbook last year comes as a text. What was passed over is told. A file of refused rows says
/// itself what it is, so that the command that wrote it takes it too.
pub(crate) fn open<'a>(
    bytes: &'a [u8],
    said: &SourceOptions,
    kept: &SourceOptions,
) -> Result<(TableSource<'a>, Vec<FormMsg>), TableFault> {
    if rejects_reader::is_one(bytes) {
        return Ok((
            TableSource::open(bytes, &SourceOptions::default())?,
            Vec::new(),
        ));
    }
    let mut passed = Vec::new();
    let mut fitting = *said;
    fitting.separator = said.separator.or(kept.separator);
    if let Some(encoding) = kept.encoding.filter(|_| said.encoding.is_none()) {
        if encoding::fits(bytes, encoding) {
            fitting.encoding = Some(encoding);
        } else {
            passed.push(FormMsg::EncodingPassed {
                name: encoding.name().to_owned(),
            });
        }
    }
    let Some(name) = kept.sheet.filter(|_| said.sheet.is_none()) else {
        return Ok((TableSource::open(bytes, &fitting)?, passed));
    };
    match TableSource::open(
        bytes,
        &SourceOptions {
            sheet: kept.sheet,
            ..fitting
        },
    ) {
        Err(TableFault::NoSheets { .. } | TableFault::NoSuchSheet { .. }) => {
            passed.push(FormMsg::SheetPassed {
                name: name.to_owned(),
            });
            Ok((TableSource::open(bytes, &fitting)?, passed))
        }
        source => Ok((source?, passed)),
    }
}
