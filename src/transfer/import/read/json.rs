//! Records of a JSON text: a list of objects, one object a line, or the features of a map. A number
//! keeps the digits that were written.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::foreign;
use super::geometry::{CoordinateSystem, FEATURE, Shape, Shapes};
use super::records::{RecordTable, Records};
use super::table::TableCell;
use crate::i18n::{CellFault, FileMsg, FormMsg, RecordsMsg, TableFault};
use crate::transfer::import::lines;

/// The members of an object in their order.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Ordered;
        impl<'de> Visitor<'de> for Ordered {
            type Value = Members<'de>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Ordered)
    }
}

impl<'a> Members<'a> {
    fn get(&self, name: &str) -> Option<&'a RawValue> {
        let found = self.0.iter().find(|(member, _)| member == name);
        found
            .map(|(_, value)| *value)
            .filter(|value| value.get() != "null")
    }

    /// Returns a member that is a text.
    fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }

    /// Returns a member that is an object.
    fn object(&self, name: &str) -> Option<Members<'a>> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }

    /// Returns a member that is a list.
    fn list(&self, name: &str) -> Option<Vec<&'a RawValue>> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }
}

/// Returns whether a text can be nothing else than JSON: it begins with an object, or with a list of
/// objects, lists or texts.
pub(super) fn is_one(text: &str) -> bool {
    let mut signs = text.chars().filter(|c| !c.is_whitespace());
    match (signs.next(), signs.next()) {
        (Some('{'), next) => matches!(next, Some('"' | '}')),
        (Some('['), next) => matches!(next, Some('{' | '[' | ']')),
        _ => false,
    }
}

/// Reads the records of a text.
///
/// # Errors
/// When it is no JSON, or not of records.
pub(super) fn open(text: &str) -> Result<RecordTable, TableFault> {
    if text.trim_start().starts_with('[') {
        let list: Vec<&RawValue> = serde_json::from_str(text).map_err(|error| broken(&error))?;
        return plain(&list, |count| RecordsMsg::JsonList { count });
    }
    let mut objects = serde_json::Deserializer::from_str(text)
        .into_iter::<&RawValue>()
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| broken(&error))?;
    match objects.as_slice() {
        [only] => object(only),
        [first, ..] if feature_parts(first).is_some() => {
            features(&objects, &CoordinateSystem::Unsaid)
        }
        _ => plain(&std::mem::take(&mut objects), |count| {
            RecordsMsg::JsonLines { count }
        }),
    }
}

/// Reads the records of one object: the features of a map, or its only list of objects.
fn object(value: &RawValue) -> Result<RecordTable, TableFault> {
    let members: Members = serde_json::from_str(value.get()).map_err(|error| broken(&error))?;
    if members.text("type").is_some_and(|word| word == "Topology") {
        return Err(foreign::fault(FileMsg::TopoJson));
    }
    if let Some(list) = members.list("features") {
        return features(&list, &system(&members));
    }
    if feature_parts(value).is_some() {
        return features(&[value], &system(&members));
    }
    let is_list = |value: &&RawValue| value.get().starts_with('[') && is_one(value.get());
    let lists: Vec<&(String, &RawValue)> = members
        .0
        .iter()
        .filter(|(_, value)| is_list(value))
        .collect();
    let [(name, list)] = lists.as_slice() else {
        return Err(TableFault::JsonWithoutRecords);
    };
    let list: Vec<&RawValue> = serde_json::from_str(list.get()).map_err(|error| broken(&error))?;
    plain(&list, |count| RecordsMsg::JsonMember {
        name: lines::beginning(name),
        count,
    })
}

/// Reads objects as records.
fn plain(
    list: &[&RawValue],
    told: impl Fn(usize) -> RecordsMsg,
) -> Result<RecordTable, TableFault> {
    let mut records = Records::default();
    for value in list {
        records.begin();
        put_members(&mut records, value)?;
    }
    let form = FormMsg::Records {
        what: Box::new(told(records.number())),
    };
    records.table(vec![form])
}

fn put_members(records: &mut Records, value: &RawValue) -> Result<(), TableFault> {
    if !value.get().starts_with('{') {
        return Err(TableFault::NoObject {
            line: records.number(),
        });
    }
    let members: Members = serde_json::from_str(value.get()).map_err(|error| broken(&error))?;
    for (name, value) in members.0 {
        records.put(&name, cell(value))?;
    }
    Ok(())
}

/// Reads the features of a map as records.
fn features(list: &[&RawValue], system: &CoordinateSystem) -> Result<RecordTable, TableFault> {
    let mut records = Records::default();
    let mut shapes = Shapes::default();
    for value in list {
        records.begin();
        let line = records.number();
        let feature = feature_parts(value).ok_or(TableFault::NoObject { line })?;
        if let Some(properties) = feature.properties {
            put_members(&mut records, properties)?;
        }
        if let Some(id) = feature.id {
            records.put(FEATURE, cell(id))?;
        }
        shapes.put(&mut records, feature.shape, system)?;
    }
    let what = Box::new(RecordsMsg::GeoJson {
        count: records.number(),
    });
    let forms = std::iter::once(FormMsg::Records { what }).chain(shapes.told(system));
    records.table(forms.collect())
}

/// A feature of a map.
struct Feature<'a> {
    properties: Option<&'a RawValue>,
    id: Option<&'a RawValue>,
    shape: Shape,
}

/// Returns the parts of a feature, as `GeoJSON` or as map servers write it; `None` of what is none.
fn feature_parts(value: &RawValue) -> Option<Feature<'_>> {
    let members: Members = serde_json::from_str(value.get()).ok()?;
    let is_feature = members.text("type").is_some_and(|word| word == "Feature");
    let attributes = members.get("attributes");
    if !is_feature && (attributes.is_none() || members.get("geometry").is_none()) {
        return None;
    }
    Some(Feature {
        properties: if is_feature {
            members.get("properties")
        } else {
            attributes
        },
        id: members.get("id"),
        shape: members
            .object("geometry")
            .map_or(Shape::Nothing, |geometry| shape(&geometry)),
    })
}

fn shape(geometry: &Members) -> Shape {
    if let (Some(x), Some(y)) = (geometry.get("x"), geometry.get("y")) {
        return point(&[x, y]);
    }
    let name = geometry.text("type").unwrap_or_default();
    let list = || geometry.list("coordinates").unwrap_or_default();
    match name.as_str() {
        "Point" => point(&list()),
        "MultiPoint" => match list().as_slice() {
            [only] => serde_json::from_str::<Vec<&RawValue>>(only.get())
                .map_or(Shape::Broken, |figures| point(&figures)),
            _ => Shape::Other(name),
        },
        "" => Shape::Other("?".to_owned()),
        _ => Shape::Other(lines::beginning(&name)),
    }
}

/// Returns the point of two figures; one behind them is the height.
fn point(figures: &[&RawValue]) -> Shape {
    let figure = |at: usize| {
        let text = figures.get(at)?.get();
        text.starts_with(|c: char| c == '-' || c.is_ascii_digit())
            .then(|| text.to_owned())
    };
    match (figures, figure(0), figure(1)) {
        ([], ..) => Shape::Nothing,
        (_, Some(lon), Some(lat)) => Shape::Point(lon, lat),
        _ => Shape::Broken,
    }
}

/// Returns the coordinate system that a map says: by name, or by the number of a map server.
fn system(members: &Members) -> CoordinateSystem {
    if let Some(name) = members
        .object("crs")
        .and_then(|crs| crs.object("properties"))
        .and_then(|properties| properties.text("name"))
    {
        return CoordinateSystem::named(&name);
    }
    let reference = members.object("spatialReference");
    let number = reference.and_then(|it| it.get("latestWkid").or_else(|| it.get("wkid")));
    number.map_or(CoordinateSystem::Unsaid, |number| {
        CoordinateSystem::named(&format!("EPSG:{}", number.get()))
    })
}

/// Returns what a value says. A list or an object is no value of a field.
fn cell(value: &RawValue) -> TableCell {
    let text = value.get();
    let is_nothing = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count() <= 2;
    match text.chars().next() {
        Some('"') => serde_json::from_str(text).map_or_else(
            |_| {
                TableCell::Unreadable(CellFault::Nested {
                    text: lines::beginning(text),
                })
            },
            TableCell::Text,
        ),
        Some('n') | None => TableCell::default(),
        Some('{' | '[') if is_nothing(text) => TableCell::default(),
        Some('{') if let Some(id) = only_id(value) => cell(id),
        Some('{' | '[') => TableCell::Unreadable(CellFault::Nested {
            text: lines::beginning(text),
        }),
        Some(_) => TableCell::Text(text.to_owned()),
    }
}

/// Returns the id that is all an object holds: what servers write for the superior of a place.
fn only_id(value: &RawValue) -> Option<&RawValue> {
    let members: Members = serde_json::from_str(value.get()).ok()?;
    let [(name, id)] = members.0.as_slice() else {
        return None;
    };
    (name == "id" && !id.get().starts_with(['{', '['])).then_some(*id)
}

fn broken(error: &serde_json::Error) -> TableFault {
    TableFault::BadJson {
        line: error.line(),
        column: error.column(),
    }
}
