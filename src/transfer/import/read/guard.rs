//! What keeps a workbook that is a bomb from being unpacked.

use std::io::{self, Cursor, Read as _};

use zip::ZipArchive;

use crate::i18n::TableFault;

/// The largest file, packed, in bytes.
const MOST_PACKED: usize = 256 << 20;
/// The most that its parts may come to, unpacked, in bytes. What a file says of its own sizes is
/// not believed.
pub(super) const MOST_UNPACKED: u64 = 256 << 20;
/// The most parts.
const MOST_PARTS: usize = 10_000;

/// Refuses a workbook that is too large, by unpacking every part and keeping nothing: any of them
/// may be named as the one to be read.
pub(super) fn check(bytes: &[u8]) -> Result<(), TableFault> {
    check_within(bytes, MOST_UNPACKED)
}

/// Refuses a file that is too large before anything of it is read.
pub(super) fn check_size(bytes: &[u8]) -> Result<(), TableFault> {
    if bytes.len() > MOST_PACKED {
        return Err(TableFault::TooLarge {
            limit: format!("{} MB", MOST_PACKED >> 20),
        });
    }
    Ok(())
}

fn check_within(bytes: &[u8], most: u64) -> Result<(), TableFault> {
    let too_large = || TableFault::TooLarge {
        limit: format!("{} MB", most >> 20),
    };
    check_size(bytes)?;
    let broken = |error: &dyn ToString| TableFault::BadWorkbook {
        detail: error.to_string(),
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(too_large());
    }
    let mut room = most;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| broken(&error))?;
        let size =
            io::copy(&mut part.take(room + 1), &mut io::sink()).map_err(|error| broken(&error))?;
        room = room.checked_sub(size).ok_or_else(too_large)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let mut bytes = Vec::new();
        let mut writer = ZipWriter::new(Cursor::new(&mut bytes));
        for part in 0..4 {
            writer
                .start_file(format!("xl/{part}.xml"), SimpleFileOptions::default())
                .unwrap();
            writer.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        writer.finish().unwrap();
        assert!(bytes.len() < 1 << 16);
        assert_eq!(check_within(&bytes, 4 << 20), Ok(()));
        assert_eq!(
            check_within(&bytes, (4 << 20) - 1),
            Err(TableFault::TooLarge {
                limit: "3 MB".into()
            })
        );
    }
}
