//! Lists of places, long (one place a row) or wide (one row for a place with everything above it).

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::cells::guarded;
use super::import::read::csv::{self, CsvList};
use super::import::read::table::TableRow;
use crate::domain::place::code::kept_code;
use crate::domain::place::{Place, PlaceLife, PlaceList, PlaceLives};
use crate::domain::text::folding;
use crate::domain::value::PartialDate;
use crate::i18n::{Lang, PlaceFault, Say, TableFault};

/// The header of the long form.
const LONG: &str = "code,name,level,parent";
/// What stands behind it where places were renamed or closed.
const LIVES: &str = ",former,closed_on,successor";
/// What stands between two former names.
const BETWEEN: &str = "; ";

/// Why a list of places is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacesError {
    /// It is no table.
    Table(TableFault),
    /// One of its cells is wrong.
    Fault(PlaceFault),
}

impl Say for PlacesError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Table(fault) => fault.say(lang),
            Self::Fault(fault) => fault.say(lang),
        }
    }
}

impl From<TableFault> for PlacesError {
    fn from(fault: TableFault) -> Self {
        Self::Table(fault)
    }
}

impl From<PlaceFault> for PlacesError {
    fn from(fault: PlaceFault) -> Self {
        Self::Fault(fault)
    }
}

/// Reads a list of places: with the header `code,name,level,parent`, or with pairs `X_code,X_name`
/// from the finest level to the coarsest, where X is the level and a `Y_code` without a name only
/// says what is above. Other columns of the wide form are passed over. What `places list` tells of
/// merged places and former names stays in the ledger where it was recorded: the others are read,
/// and the days from which places are closed.
///
/// # Errors
/// The first thing that is wrong, with its line and column.
pub fn read(bytes: &[u8]) -> Result<PlaceList, PlacesError> {
    let table = csv::read_list(bytes)?;
    let layout = Layout::of(&table.header).ok_or_else(|| {
        let found = table
            .header
            .iter()
            .map(|name| folding::name(name))
            .collect::<Vec<_>>()
            .join(",");
        PlaceFault::Header { found }
    })?;
    let mut list = List::default();
    for row in &table.rows {
        add_row(&mut list, &layout, &table, row)?;
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

/// Which columns mean what.
enum Layout {
    Long {
        code: usize,
        name: usize,
        level: usize,
        parent: usize,
        /// The columns of closings and successors, where there are such.
        closing: Option<(usize, usize)>,
    },
    Wide(Vec<Level>),
}

/// One level of the wide form.
struct Level {
    name: String,
    code_column: usize,
    name_column: Option<usize>,
}

impl Layout {
    fn of(header: &[String]) -> Option<Self> {
        let keys: Vec<String> = header.iter().map(|name| folding::key(name)).collect();
        let column = |name: &str| keys.iter().position(|key| key == name);
        let long: Option<Vec<usize>> = LONG.split(',').map(column).collect();
        if let Some([code, name, level, parent]) = long
            .as_deref()
            .and_then(|at| <[usize; 4]>::try_from(at).ok())
        {
            let with_lives = format!("{LONG}{LIVES}");
            let has_lives = with_lives.split(',').eq(keys.iter());
            return (keys.len() == 4 || has_lives).then(|| Self::Long {
                code,
                name,
                level,
                parent,
                closing: column("closed_on").zip(column("successor")),
            });
        }
        let level = |(at, key): (usize, &String)| {
            let name = key.strip_suffix("_code")?.to_owned();
            let name_column = column(&format!("{name}_name"));
            Some(Level {
                name,
                code_column: at,
                name_column,
            })
        };
        let levels: Vec<Level> = keys.iter().enumerate().filter_map(level).collect();
        let named = |level: &Level| level.name_column.is_some();
        // A name without its code would silently lose a level.
        let whole = keys.iter().all(|key| {
            key.strip_suffix("_name")
                .is_none_or(|x| column(&format!("{x}_code")).is_some())
        });
        (whole && levels.first().is_some_and(named)).then_some(Self::Wide(levels))
    }
}

/// A row of a list of places, and how its cells are read.
struct PlaceCells<'a> {
    table: &'a CsvList,
    row: &'a TableRow,
}

impl PlaceCells<'_> {
    fn text(&self, column: usize) -> String {
        folding::name(self.row.text(column))
    }

    fn column_name(&self, column: usize) -> String {
        folding::name(self.table.header.get(column).map_or("", String::as_str))
    }

    /// Returns the words of a cell that may not be empty.
    fn filled(&self, column: usize) -> Result<String, PlaceFault> {
        let text = self.text(column);
        if text.is_empty() {
            return Err(PlaceFault::EmptyCell {
                line: self.row.line,
                column: self.column_name(column),
            });
        }
        Ok(text)
    }

    /// Returns the day of a cell; none where the cell is empty.
    fn day(&self, column: usize) -> Result<Option<NaiveDate>, PlaceFault> {
        let typed = self.text(column);
        if typed.is_empty() {
            return Ok(None);
        }
        let whole =
            |date: PartialDate| Some(date.first_day()).filter(|first| *first == date.last_day());
        let day = typed.parse().ok();
        let day = day.or_else(|| whole(PartialDate::typed(&typed).ok()?));
        day.map(Some).ok_or_else(|| PlaceFault::NoDay {
            line: self.row.line,
            column: self.column_name(column),
            typed,
        })
    }

    fn code(&self, column: usize) -> Result<String, PlaceFault> {
        Ok(kept_code(&self.filled(column)?))
    }
}

/// Adds the places of a row: one in a long list, one of each level in a wide one.
fn add_row(
    list: &mut List,
    layout: &Layout,
    table: &CsvList,
    row: &TableRow,
) -> Result<(), PlaceFault> {
    if row.cells.len() != table.header.len() {
        return Err(PlaceFault::Ragged {
            line: row.line,
            found: row.cells.len(),
            expected: table.header.len(),
        });
    }
    let cells = PlaceCells { table, row };
    match layout {
        Layout::Long {
            code,
            name,
            level,
            parent,
            closing,
        } => {
            if closing.is_some_and(|(_, into)| !cells.text(into).is_empty()) {
                return Ok(());
            }
            let parent = Some(cells.text(*parent)).filter(|parent| !parent.is_empty());
            let place = Place {
                code: cells.code(*code)?,
                name: cells.filled(*name)?,
                level: cells.filled(*level)?,
                parent: parent.map(|parent| kept_code(&parent)),
            };
            let on = closing.map(|(on, _)| cells.day(on)).transpose()?.flatten();
            list.close(&place.code, on);
            let code_column = cells.column_name(*code);
            list.add(place, row.line, &code_column, &cells.column_name(*name))
        }
        Layout::Wide(levels) => {
            for (at, level) in levels.iter().enumerate() {
                add_level(list, &cells, level, levels.get(at + 1))?;
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
        cells.row.line,
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
            (
                "code,name,level,parent,note\n1,甲,town,,x\n",
                "line 1, header",
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
