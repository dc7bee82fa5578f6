//! The ledger as layers of a map: one a kind, one of what each town is short of, and a table of
//! what is on no map.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::cell::{ExportCell as Spelled, ExportNames, Speller};
use super::error::ExportError;
use super::header;
use super::source::{ExportPlace, ExportSource};
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::domain::record::{Facility, Position, position};
use crate::domain::value::{Field, FieldType, Number, Value};
use crate::domain::verdict::Counts;
use crate::domain::verdict::explain;
use crate::i18n::{ExportFault, ExportMsg, Lang, LedgerFault, Say, ScreenMsg};
use crate::store::StoreError;
use crate::store::geopackage::{
    ColumnType, Filling, GeoPackage, Geometry, LayerCell, LayerColumn, MapLayer, Point,
};
use crate::transfer::cells;
use crate::transfer::report::{Report, ReportLine};

/// The tables beside those of the kinds.
const TOWNS: &str = "town_shortfalls";
const ABSENT: &str = "not_plotted";

/// The points of the facilities in a place and below it: their sum and how many there are.
type Sums = HashMap<String, (f64, f64, u32)>;

pub(super) fn write(source: &mut ExportSource, lang: Lang, path: &Path) -> Result<(), ExportError> {
    let package = GeoPackage::create(path).map_err(unwritable)?;
    let mut absent = package
        .layer(&absent_table(source, lang))
        .map_err(unwritable)?;
    let mut sums = Sums::new();
    for kind in source.kinds.clone() {
        write_kind(source, kind, lang, &package, &mut absent, &mut sums)?;
    }
    absent.finish().map_err(unwritable)?;
    write_towns(source, lang, &package, &sums)?;
    package.finish().map_err(unwritable)
}

/// Returns what the store says of this file is said of a ledger otherwise.
fn unwritable(error: StoreError) -> ExportError {
    match error {
        StoreError::Ledger(LedgerFault::Full, _) => {
            ExportError::Io(std::io::ErrorKind::StorageFull.into())
        }
        StoreError::Ledger(LedgerFault::Other { detail }, _) => {
            ExportError::Refused(ExportFault::Unwritable { detail })
        }
        error => ExportError::Store(error),
    }
}

fn write_kind(
    source: &mut ExportSource,
    kind: &Kind,
    lang: Lang,
    package: &GeoPackage,
    absent: &mut Filling,
    sums: &mut Sums,
) -> Result<(), ExportError> {
    let mut layer = package
        .layer(&layer_of(kind, &source.kinds, lang))
        .map_err(unwritable)?;
    let mut speller = Speller::new(kind, ExportNames::Labels(lang));
    source.each(kind, |summary, record, place| {
        let facility = kind.decode(record);
        // A sheet is of a whole place: it is on no map, and nobody misses it there.
        let (point, reason) = if kind.is_sheet() {
            (None, None)
        } else {
            plot(position::of(&facility))
        };
        if let Some(point) = point {
            add(sums, place, point);
        }
        if let Some(reason) = reason {
            summary.not_plotted += 1;
            absent
                .add(None, &absent_row(kind, &facility, place, &reason, lang))
                .map_err(unwritable)?;
        }
        let first = header::first_cells(record, &place.name);
        let first = first.into_iter().map(LayerCell::Text);
        let own = speller.cells_as(record, |field, spelled| {
            cell(field, facility.values.get(&field.code), spelled)
        });
        layer
            .add(point, &first.chain(own).collect::<Vec<_>>())
            .map_err(unwritable)
    })?;
    source.summary.unfit += speller.unfit;
    source.summary.left_empty += speller.left_empty;
    layer.finish().map_err(unwritable)
}

/// Returns the point of a position, or why there is none.
fn plot(position: Position) -> (Option<Point>, Option<ExportMsg>) {
    let reason = match position {
        Position::At { lon, lat } => {
            return (
                Some(Point {
                    lon: cells::nearest(lon),
                    lat: cells::nearest(lat),
                }),
                None,
            );
        }
        Position::Shifted => ExportMsg::Shifted,
        Position::OfNoSystem => ExportMsg::OfNoSystem,
        Position::Half => ExportMsg::Half,
        Position::Nowhere => ExportMsg::Nowhere,
    };
    (None, Some(reason))
}

fn add(sums: &mut Sums, place: &ExportPlace, point: Point) {
    for code in &place.codes {
        let (lon, lat, count) = sums.entry(code.clone()).or_default();
        *lon += point.lon;
        *lat += point.lat;
        *count += 1;
    }
}

fn layer_of(kind: &Kind, kinds: &[&Kind], lang: Lang) -> MapLayer {
    let label = kind.label.get(lang);
    // Two policies may call two kinds by one name, two layers must not.
    let is_unlike = kinds
        .iter()
        .all(|other| other.code == kind.code || other.label.get(lang) != label);
    let own = kind.fields.iter().map(|field| LayerColumn {
        name: field.code.clone(),
        title: field.label.get(lang).to_owned(),
        holds: holds(field),
    });
    let period = kind.is_sheet();
    let period = period.then(|| text(shared::PERIOD, &ExportMsg::Period, lang));
    MapLayer {
        table: kind.code.clone(),
        title: if is_unlike {
            label.to_owned()
        } else {
            format!("{label} ({})", kind.code)
        },
        about: ExportMsg::AboutKind.say(lang),
        geometry: if kind.is_sheet() {
            Geometry::None
        } else {
            Geometry::Point
        },
        columns: whose(lang).into_iter().chain(period).chain(own).collect(),
    }
}

/// Returns the columns that say which record and whose.
fn whose(lang: Lang) -> [LayerColumn; 3] {
    header::OF_RECORD.map(|(name, title)| text(name, &title, lang))
}

fn text(name: &str, title: &impl Say, lang: Lang) -> LayerColumn {
    LayerColumn {
        name: name.to_owned(),
        title: title.say(lang),
        holds: ColumnType::Text,
    }
}

pub(super) const fn holds(field: &Field) -> ColumnType {
    match &field.holds {
        FieldType::Number { decimals: 0, .. } => ColumnType::Integer,
        FieldType::Number { .. } => ColumnType::Real,
        FieldType::YesNo => ColumnType::Boolean,
        FieldType::Text { .. } | FieldType::Date | FieldType::Choice(_) | FieldType::Choices(_) => {
            ColumnType::Text
        }
    }
}

/// Returns a value as mapping programs know it: figures as numbers, dates and choices as words.
/// What is no figure has no place in a column of figures.
pub(super) fn cell(field: &Field, value: Option<&Value>, spelled: Spelled) -> Option<LayerCell> {
    match (value, spelled) {
        (Some(Value::Number(quantity)), _) => Some(number(quantity.exact, holds(field))),
        (Some(Value::YesNo(yes)), _) => Some(LayerCell::Boolean(*yes)),
        (_, Spelled::Words(words)) if holds(field) == ColumnType::Text => {
            Some(LayerCell::Text(words))
        }
        (_, Spelled::Words(_) | Spelled::Figure(_) | Spelled::Empty) => None,
    }
}

fn number(figure: Number, holds: ColumnType) -> LayerCell {
    let whole = figure
        .truncated(0)
        .parse()
        .ok()
        .filter(|_| holds == ColumnType::Integer && figure.decimals() == Some(0));
    whole.map_or_else(
        || LayerCell::Real(cells::nearest(figure)),
        LayerCell::Integer,
    )
}

fn absent_table(source: &ExportSource, lang: Lang) -> MapLayer {
    let mut columns = vec![text(shared::KIND, &ExportMsg::KindColumn, lang)];
    columns.extend(whose(lang));
    let name = source
        .kinds
        .iter()
        .find_map(|kind| kind.field(shared::NAME));
    let label = name.map_or_else(String::new, |field| field.label.get(lang).to_owned());
    columns.push(text(shared::NAME, &label, lang));
    columns.push(text("reason", &ExportMsg::Reason, lang));
    MapLayer {
        table: beside_kinds(source, ABSENT),
        title: ExportMsg::AbsentTable.say(lang),
        about: ExportMsg::AboutAbsent.say(lang),
        geometry: Geometry::None,
        columns,
    }
}

fn absent_row(
    kind: &Kind,
    facility: &Facility,
    place: &ExportPlace,
    reason: &ExportMsg,
    lang: Lang,
) -> Vec<LayerCell> {
    let words = [
        kind.label.get(lang).to_owned(),
        facility.id.to_string(),
        facility.place.clone(),
        place.name.clone(),
        facility.name().to_owned(),
        reason.say(lang),
    ];
    words.map(LayerCell::Text).to_vec()
}

/// Returns a name that no kind has.
fn beside_kinds(source: &ExportSource, name: &str) -> String {
    let mut name = name.to_owned();
    while source.kinds.iter().any(|kind| kind.code == name) {
        name.push('_');
    }
    name
}

fn write_towns(
    source: &mut ExportSource,
    lang: Lang,
    package: &GeoPackage,
    sums: &Sums,
) -> Result<(), ExportError> {
    let mut layer = package
        .layer(&towns_layer(source, lang))
        .map_err(unwritable)?;
    for report in source.reports()? {
        for lines in report.by_place() {
            let Some(first) = lines.first() else { continue };
            let sum = sums.get(&*first.place.code);
            layer
                .add(
                    sum.map(mean),
                    &town_row(&report, lines, sum.map_or(0, |sum| sum.2), lang),
                )
                .map_err(unwritable)?;
        }
    }
    for (code, sum) in sorted(sums) {
        if let Some(name) = source.without_minimum(code)? {
            let row = unjudged_row(code, name, sum.2, lang);
            layer.add(Some(mean(sum)), &row).map_err(unwritable)?;
        }
    }
    layer.finish().map_err(unwritable)
}

/// Returns the middle of the facilities of a place.
fn mean((lon, lat, count): &(f64, f64, u32)) -> Point {
    let count = f64::from(*count);
    Point {
        lon: lon / count,
        lat: lat / count,
    }
}

fn sorted(sums: &Sums) -> BTreeMap<&String, &(f64, f64, u32)> {
    sums.iter().collect()
}

/// Returns the row of a town in which no pack judges anything: it has facilities and no counts.
fn unjudged_row(code: &str, name: String, plotted: u32, lang: Lang) -> Vec<LayerCell> {
    vec![
        LayerCell::Empty,
        LayerCell::Text(code.to_owned()),
        LayerCell::Text(name),
        LayerCell::Empty,
        LayerCell::Empty,
        LayerCell::Empty,
        LayerCell::Text(ScreenMsg::NoMinimum.say(lang)),
        LayerCell::Empty,
        LayerCell::Integer(plotted.into()),
    ]
}

fn towns_layer(source: &ExportSource, lang: Lang) -> MapLayer {
    let count = |name: &str, title: ExportMsg| LayerColumn {
        name: name.to_owned(),
        title: title.say(lang),
        holds: ColumnType::Integer,
    };
    let [_, place, place_name] = whose(lang);
    MapLayer {
        table: beside_kinds(source, TOWNS),
        title: ExportMsg::TownsLayer.say(lang),
        about: ExportMsg::AboutTowns.say(lang),
        geometry: Geometry::Point,
        columns: vec![
            text("policy", &ExportMsg::Policy, lang),
            place,
            place_name,
            count("met", ExportMsg::Met),
            count("short", ExportMsg::Short),
            count("unknown", ExportMsg::Unknown),
            text("shortfalls", &ExportMsg::Shortfalls, lang),
            text("targets", &ExportMsg::Targets, lang),
            count("facilities", ExportMsg::Facilities),
        ],
    }
}

/// Returns the standings of a town in one row: the minimums that bind are counted, what is striven
/// for is listed apart.
fn town_row(report: &Report, lines: &[ReportLine], plotted: u32, lang: Lang) -> Vec<LayerCell> {
    let binds = |line: &&ReportLine| line.requirement.strength.binds();
    let mut counts = Counts::default();
    lines
        .iter()
        .filter(binds)
        .for_each(|line| counts.add(line.verdict(), 1));
    let said = |binding: bool| {
        let open = lines
            .iter()
            .filter(|line| binds(line) == binding && line.verdict().is_open());
        let line = |line: &ReportLine| {
            let why = explain::headline(&line.standing(), line.requirement, line.kind, lang);
            format!("{} {why}", line.requirement.label.get(lang))
        };
        LayerCell::Text(
            open.map(line)
                .collect::<Vec<_>>()
                .join(explain::separator(lang)),
        )
    };
    let count = |count: usize| LayerCell::Integer(i64::try_from(count).unwrap_or(i64::MAX));
    let first = lines.first();
    let of = |text: Option<&str>| LayerCell::Text(text.unwrap_or_default().to_owned());
    vec![
        of(Some(&report.pack.code)),
        of(first.map(|line| &*line.place.code)),
        of(first.map(|line| &*line.place.name)),
        count(counts.met),
        count(counts.short),
        count(counts.unknown),
        said(true),
        said(false),
        LayerCell::Integer(plotted.into()),
    ]
}
