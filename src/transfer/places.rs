//! Lists of places, long (one place a row) or wide (one row for a place with everything above it).

mod error;
mod layout;
mod list;
mod updates;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

pub use self::error::PlacesError;
use self::layout::{Layout, Level};
use self::list::{PlaceCells, PlaceTable};
pub use self::updates::{PlaceUpdate, PlaceUpdateStep, read_updates};
use super::cells::guarded;
use super::import::read::source_options::SourceOptions;
use crate::domain::place::code::kept_code;
use crate::domain::place::{Place, PlaceLife, PlaceList, PlaceLives};
use crate::i18n::PlaceFault;

/// The header of the long form.
const LONG: &str = "code,name,level,parent";
/// What stands behind it where places were renamed or closed.
const LIVES: &str = ",former,closed_on,successor";
/// What stands between two former names.
const BETWEEN: &str = "; ";

/// Reads a list of places, in any form that an import reads: with the columns `code`, `name`,
/// `level` and `parent`, or with pairs `X_code` and `X_name` from the finest level to the coarsest,
/// where X is the level and a `Y_code` without a name only says what is above. Other columns are
/// passed over, and so are rows above the header. What `places list` tells of merged places and
/// former names stays in the ledger where it was recorded: the others are read, and the days from
/// which places are closed.
///
/// # Errors
/// The first thing that is wrong, with its line and column.
pub fn read(bytes: &[u8], said: &SourceOptions) -> Result<PlaceList, PlacesError> {
    let table = PlaceTable::open(bytes, said, |header| Layout::of(header).is_some())?;
    let layout = Layout::of(&table.header).ok_or_else(|| table.other_header())?;
    let layout = layout.with_codes_of(&table);
    let mut list = List::default();
    for row in &table.rows {
        add_row(&mut list, &layout, &PlaceCells::of(&table, row)?)?;
    }
    if list.places.is_empty() {
        return Err(PlaceFault::NoRows.into());
    }
    Ok(PlaceList {
        places: list.places,
        closings: list.closings.into_iter().collect(),
    })
}

/// Returns a list of places in the long form, which [`read`] takes. Former names and closings have
/// columns of their own where there are any.
#[must_use]
pub fn write(places: &[Place], lives: &PlaceLives) -> String {
    let more = if lives.is_empty() { "" } else { LIVES };
    let mut text = format!("{LONG}{more}\n");
    for place in places {
        let parent = place.parent.as_deref().unwrap_or_default();
        let cells = [&place.code, &place.name, &place.level, parent].map(cell);
        text.push_str(&cells.join(","));
        if !lives.is_empty() {
            let life = lives.get(&place.code).cloned().unwrap_or_default();
            for told in told(&life) {
                text.push(',');
                text.push_str(&cell(&told));
            }
        }
        text.push('\n');
    }
    text
}

/// Returns the cells that say what became of a place.
fn told(life: &PlaceLife) -> [String; 3] {
    let former: Vec<&str> = life.former.iter().map(|had| had.name.as_str()).collect();
    let closing = life.closing.as_ref();
    [
        former.join(BETWEEN),
        closing.map_or_else(String::new, |closing| closing.on.to_string()),
        closing
            .and_then(|closing| closing.successor.clone())
            .unwrap_or_default(),
    ]
}

/// Returns a cell of a list, in quotes where it needs them.
fn cell(text: &str) -> String {
    let text = guarded(text);
    if text.contains([',', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into_owned()
    }
}

/// Adds the places of a row: one in a long list, one of each level in a wide one.
fn add_row(list: &mut List, layout: &Layout, cells: &PlaceCells) -> Result<(), PlaceFault> {
    match layout {
        Layout::Long {
            code,
            name,
            level,
            parent,
            closing,
        } => {
            if let Some((_, into)) = closing
                && !cells.text(*into)?.is_empty()
            {
                return Ok(());
            }
            let parent = Some(cells.text(*parent)?).filter(|parent| !parent.is_empty());
            let place = Place {
                code: cells.code(*code)?,
                name: cells.filled(*name)?,
                level: cells.filled(*level)?,
                parent: parent.map(|parent| kept_code(&parent)),
            };
            let on = closing.map(|(on, _)| cells.day(on)).transpose()?.flatten();
            list.close(&place.code, on);
            let code_column = cells.column_name(*code);
            list.add(place, cells.line(), &code_column, &cells.column_name(*name))
        }
        Layout::Wide(levels) => {
            for (at, level) in levels.iter().enumerate() {
                add_level(list, cells, level, levels.get(at + 1))?;
            }
            Ok(())
        }
    }
}

/// Adds the place of one level of a row, below that of the level above.
fn add_level(
    list: &mut List,
    cells: &PlaceCells,
    level: &Level,
    above: Option<&Level>,
) -> Result<(), PlaceFault> {
    let Some(name_column) = level.name_column else {
        return Ok(());
    };
    let parent = above
        .map(|above| cells.code(above.code_column))
        .transpose()?;
    let place = Place {
        code: cells.code(level.code_column)?,
        name: cells.filled(name_column)?,
        level: level.name.clone(),
        parent,
    };
    let code_column = cells.column_name(level.code_column);
    list.add(
        place,
        cells.line(),
        &code_column,
        &cells.column_name(name_column),
    )
}

/// The places so far, each once.
#[derive(Default)]
struct List {
    places: Vec<Place>,
    by_code: HashMap<String, usize>,
    closings: BTreeMap<String, NaiveDate>,
}

impl List {
    fn close(&mut self, code: &str, on: Option<NaiveDate>) {
        self.closings.extend(on.map(|on| (code.to_owned(), on)));
    }

    fn add(
        &mut self,
        place: Place,
        line: usize,
        code_column: &str,
        name_column: &str,
    ) -> Result<(), PlaceFault> {
        let Some(before) = self
            .by_code
            .get(&place.code)
            .and_then(|&at| self.places.get(at))
        else {
            self.by_code.insert(place.code.clone(), self.places.len());
            self.places.push(place);
            return Ok(());
        };
        if before.name != place.name {
            let before = before.name.clone();
            let column = name_column.to_owned();
            return Err(PlaceFault::OtherName {
                line,
                column,
                code: place.code,
                name: place.name,
                before,
            });
        }
        if *before != place {
            return Err(PlaceFault::OtherParent {
                line,
                column: code_column.to_owned(),
                code: place.code,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::place::{Closing, FormerName};
    use crate::i18n::{Lang, Say as _};

    fn read(bytes: &[u8]) -> Result<PlaceList, PlacesError> {
        super::read(bytes, &SourceOptions::default())
    }

    fn said(text: &str) -> String {
        read(text.as_bytes()).map_or_else(
            |error| error.say(Lang::En),
            |list| format!("{} places", list.places.len()),
        )
    }

    #[test]
    fn the_wide_form_gives_every_level_once() {
        let text = "town_code,town_name,town_kind,county_code,county_name,city_code\n1011,甲,镇,101,乙,1\n1012,丙,镇,101,乙,1\n";
        let places = read(text.as_bytes()).unwrap().places;
        let rows: Vec<_> = places
            .iter()
            .map(|p| (p.code.as_str(), p.level.as_str(), p.parent.as_deref()))
            .collect();
        assert_eq!(
            rows,
            [
                ("1011", "town", Some("101")),
                ("101", "county", Some("1")),
                ("1012", "town", Some("101"))
            ]
        );
    }

    #[test]
    fn an_official_code_is_one_however_it_is_written() {
        let text = "town_code,town_name,county_code,county_name\n331122101000,甲,331122000000,乙\n331122102,丙,331122,乙\n";
        let list = read(text.as_bytes()).unwrap();
        let codes: Vec<_> = list
            .places
            .iter()
            .map(|p| (p.code.as_str(), p.parent.as_deref()))
            .collect();
        assert_eq!(
            codes,
            [
                ("331122101", Some("331122")),
                ("331122", None),
                ("331122102", Some("331122"))
            ]
        );
        let twice = "code,name,level,parent\n331122101,甲,town,\n331122101000,乙,town,\n";
        assert!(
            said(twice).contains("line 3, column \"name\": the code 331122101 is"),
            "{}",
            said(twice)
        );
    }

    #[test]
    fn of_several_codes_those_are_meant_that_the_superiors_have() {
        let text = "id,code,name,level,parent\nImspTQPwCqd,OU_1,甲,1,\nO6uvpzGd5pu,OU_2,乙,2,ImspTQPwCqd\n";
        let list = read(text.as_bytes()).unwrap();
        let codes: Vec<_> = list
            .places
            .iter()
            .map(|p| (p.code.as_str(), p.parent.as_deref()))
            .collect();
        assert_eq!(
            codes,
            [("ImspTQPwCqd", None), ("O6uvpzGd5pu", Some("ImspTQPwCqd"))]
        );
        let text = text.replace(",ImspTQPwCqd\n", ",OU_1\n");
        assert_eq!(read(text.as_bytes()).unwrap().places[1].code, "OU_2");
    }

    #[test]
    fn what_is_written_is_read_as_the_same() {
        let text = "code,name,level,parent\n1,\"甲,乙\",town,2\n2,-丙,county,\n";
        let places = read(text.as_bytes()).unwrap().places;
        let mut lives = PlaceLives::default();
        assert_eq!(
            read(write(&places, &lives).as_bytes()).unwrap().places,
            places
        );
        lives.entry("1").former.push(FormerName {
            name: "甲甲".into(),
            until: NaiveDate::default(),
        });
        lives.entry("2").closing = Some(Closing {
            on: NaiveDate::default(),
            successor: Some("1".into()),
            ended: true,
        });
        let written = write(&places, &lives);
        assert_eq!(
            written,
            "code,name,level,parent,former,closed_on,successor\n1,\"甲,乙\",town,2,甲甲,,\n\
             2,\u{200b}-丙,county,,,1970-01-01,1\n"
        );
        let read_back = read(written.as_bytes()).unwrap();
        assert_eq!(read_back.places, places[..1]);
        assert_eq!(read_back.closings, []);
        // What is closed without a successor is told with its day, and left out from that day on.
        let closing = |on: NaiveDate| Closing {
            on,
            successor: None,
            ended: false,
        };
        let on = |text: &str| text.parse::<NaiveDate>().unwrap();
        lives.entry("2").closing = Some(closing(on("2027-01-01")));
        let listed = read(write(&places, &lives).as_bytes()).unwrap();
        assert_eq!(listed.places, places);
        assert_eq!(listed.closings, [("2".to_owned(), on("2027-01-01"))]);
        assert_eq!(listed.clone().open_on(on("2026-12-31")), listed);
        let open = listed.open_on(on("2027-01-01"));
        assert_eq!(open.places, places[..1]);
        assert_eq!(open.closings, []);
    }

    #[test]
    fn what_is_wrong_is_told_with_line_and_column() {
        for (text, expected) in [
            ("code,name,level,parent\n1,甲,town,\n", "1 places"),
            ("\u{FEFF}code,name,level,parent\n1,甲,town,\n", "1 places"),
            ("code,name\n1,甲\n", "line 1, header \"code,name\""),
            ("code,name,level,parent,note\n1,甲,town,,x\n", "1 places"),
            (
                "地名表,,,\n行政区划代码,名称,级别,上级代码\n1,甲,town,\n",
                "1 places",
            ),
            (
                "[{\"code\": 1, \"name\": \"甲\", \"level\": \"town\", \"parent\": null}]",
                "1 places",
            ),
            (
                "county_name,town_code,town_name\n乙,1,甲\n",
                "line 1, header",
            ),
            (
                "code,name,level,parent\n1,,town,\n",
                "line 2, column \"name\": the cell is empty",
            ),
            (
                "town_code,town_name,county_code\n1,甲,\n",
                "line 2, column \"county_code\": the cell is empty",
            ),
            (
                "code,name,level,parent\n1,甲,town,\n\n1,乙,town,\n",
                "line 4, column \"name\": the code 1 is",
            ),
            (
                "code,name,level,parent\n1,甲,town,\n1,甲,city,\n",
                "line 3, column \"code\": the code 1 has a different",
            ),
            ("code,name,level,parent\n1,甲,town\n", "line 2 has 3 cells"),
            (
                "code,name,level,parent,former,closed_on,successor\n1,甲,town,,,2027-01,\n",
                "line 2, column \"closed_on\": \"2027-01\" is not a date",
            ),
            ("code,name,level,parent\n", "no place below"),
            ("", "the file is empty"),
        ] {
            assert!(said(text).contains(expected), "{text:?}: {}", said(text));
        }
    }
}
