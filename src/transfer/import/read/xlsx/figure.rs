//! What a cell of a workbook says. A workbook keeps figures as binary floats and days as figures;
//! here they become the decimal and the day that its reader sees.

use calamine::DataRef;

use super::epoch::Epoch;
use super::format::NumberFormat;
use crate::i18n::CellFault;
use crate::transfer::import::read::table::TableCell;

/// How many characters a day of the calendar has.
const DAY: usize = "2021-06-01".len();

/// Returns a cell in its number format.
pub(super) fn cell(value: &DataRef, format: &NumberFormat, epoch: Epoch) -> TableCell {
    match value {
        DataRef::Empty => TableCell::default(),
        DataRef::String(text) => TableCell::Text(text.clone()),
        DataRef::SharedString(text) => TableCell::Text((*text).to_owned()),
        DataRef::Int(figure) => TableCell::Figure(figure.to_string()),
        DataRef::Float(figure) => format.cell(*figure, epoch),
        DataRef::Bool(yes) => TableCell::Text(if *yes { "TRUE" } else { "FALSE" }.to_owned()),
        // Whether it is a moment, the part of the format says that shows it.
        DataRef::DateTime(moment) => format.cell(moment.as_f64(), epoch),
        DataRef::DateTimeIso(text) => match text.split('T').next() {
            Some(day) if day.len() == DAY => TableCell::Day(day.to_owned()),
            _ => TableCell::Unreadable(CellFault::Duration),
        },
        DataRef::DurationIso(_) => TableCell::Unreadable(CellFault::Duration),
        DataRef::Error(error) => TableCell::Unreadable(CellFault::Error {
            shown: error.to_string(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use calamine::{ExcelDateTime, ExcelDateTimeType};

    use super::*;
    use crate::transfer::import::read::xlsx::decimal::decimal;

    #[test]
    fn figures_are_the_decimals_that_a_person_sees() {
        for (figure, seen) in [
            (0.0, "0"),
            (-0.0, "0"),
            (130.0, "130"),
            (2000.01, "2000.01"),
            (0.1 + 0.2, "0.3"),
            (-12.5, "-12.5"),
            (331_122_101.0, "331122101"),
            (0.000_12, "0.00012"),
            (119.987_654_321, "119.987654321"),
            (1.0 / 3.0, "0.333333333333333"),
            (123_456_789_012_345.0, "123456789012345"),
        ] {
            assert_eq!(decimal(figure).as_deref(), Some(seen));
        }
        assert_eq!(decimal(1e15), None);
        assert_eq!(decimal(f64::NAN), None);
    }

    #[test]
    fn a_day_is_as_precise_as_its_format_shows_it() {
        let of = |serial: f64, epoch: Epoch, format: &str| {
            let moment =
                ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, epoch == Epoch::Y1904);
            match cell(&DataRef::DateTime(moment), &NumberFormat::of(format), epoch) {
                TableCell::Day(day) => day,
                other => format!("{other:?}"),
            }
        };
        assert_eq!(of(44_348.0, Epoch::Y1900, "yyyy/m/d"), "2021-06-01");
        assert_eq!(of(44_348.0, Epoch::Y1900, "yyyy\"年\"m\"月\""), "2021-06");
        assert_eq!(
            of(44_348.0, Epoch::Y1900, "[$-804]yyyy\"年\"m\"月\"d\"日\";@"),
            "2021-06-01"
        );
        assert_eq!(of(44_348.75, Epoch::Y1900, "m/d/yy h:mm"), "2021-06-01");
        assert_eq!(of(44_348.0, Epoch::Y1900, "yyyy"), "2021");
        assert_eq!(of(42_886.0, Epoch::Y1904, "yyyy-mm-dd"), "2021-06-01");
        assert_eq!(
            of(44_348.0, Epoch::Y1900, "[=0]\"\";yyyy-mm-dd"),
            "2021-06-01"
        );
        assert_eq!(of(44_348.0, Epoch::Y1900, "h:mm"), "Unreadable(Duration)");
        assert_eq!(of(0.5, Epoch::Y1900, "yyyy-mm-dd"), "Unreadable(Duration)");
        assert_eq!(Epoch::Y1900.day("44348").as_deref(), Some("2021-06-01"));
        assert_eq!(Epoch::Y1904.day("42886").as_deref(), Some("2021-06-01"));
        assert_eq!(Epoch::Y1900.day("44348.5").as_deref(), Some("2021-06-01"));
        assert_eq!(Epoch::Y1900.day("2021"), None);
        assert_eq!(Epoch::Y1900.day("2021.6"), None);
        assert_eq!(Epoch::Y1900.day("20216"), None);
        assert_eq!(Epoch::Y1900.day("20210601"), None);
    }
}
