//! The day that a workbook counts its days from.

use calamine::{ExcelDateTime, ExcelDateTimeType};

/// Serial numbers of the days that a ledger may speak of, 1900 to 2100.
const DAYS: std::ops::RangeInclusive<u32> = 10_000..=73_415;

/// Those that may be a year and a month instead: 20216.
const MONTHS: std::ops::RangeInclusive<u32> = 19_001..=21_009;

/// The day that a workbook counts its days from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Epoch {
    /// 1900, as Windows has it.
    Y1900,
    /// 1904, as old Macintosh files have it.
    Y1904,
}

impl Epoch {
    /// Returns the day of a figure of five digits that stands where a date is wanted, if nothing
    /// else can be meant by it. What is behind its point is a time of day.
    #[must_use]
    pub fn day(self, figure: &str) -> Option<String> {
        let whole = figure.split_once('.').map_or(figure, |(day, _)| day);
        let serial: u32 = whole
            .parse()
            .ok()
            .filter(|day| DAYS.contains(day) && !MONTHS.contains(day))?;
        let day = ExcelDateTime::new(
            f64::from(serial),
            ExcelDateTimeType::DateTime,
            self == Self::Y1904,
        );
        let (year, month, day, ..) = day.to_ymd_hms_milli();
        Some(format!("{year:04}-{month:02}-{day:02}"))
    }
}
