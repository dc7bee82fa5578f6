//! The placemarks of a KML map as records: what is written beside each, and where it stands.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::geometry::{CoordinateSystem, FEATURE, FOLDER, Shape, Shapes};
use super::records::{RecordTable, Records};
use super::table::TableCell;
use crate::i18n::{FormMsg, RecordsMsg, TableFault};

/// What is written beside a placemark, by the names of its elements.
const WRITTEN: [&str; 4] = ["name", "description", "address", "phoneNumber"];
/// The shapes of a placemark.
const SHAPES: [&str; 6] = [
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiGeometry",
    "Model",
];
/// The deepest elements may stand within each other.
const DEEPEST: usize = 200;

/// Where the reader stands.
#[derive(Default)]
struct Placemarks {
    records: Records,
    shapes: Shapes,
    /// The elements around, from the outside to the inside, without what stands for a namespace.
    path: Vec<String>,
    /// The words of the innermost element.
    words: String,
    /// The names of the folders around.
    folders: Vec<String>,
    /// The name of the datum that is read.
    datum: String,
    shape: Option<Shape>,
    /// The depth at which the placemark stands.
    placemark: Option<usize>,
}

/// Reads the placemarks of a text.
///
/// # Errors
/// When it is no XML, or has no placemark.
pub(super) fn open(text: &str) -> Result<RecordTable, TableFault> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut found = Placemarks::default();
    loop {
        let broken = |detail: String| TableFault::BadXml { detail };
        match reader
            .read_event()
            .map_err(|error| broken(error.to_string()))?
        {
            Event::Start(element) => found.begin(&element)?,
            Event::End(_) => found.end()?,
            Event::Text(text) => found.words.push_str(&text.xml10_content()),
            Event::CData(data) => found.words.push_str(&data.xml10_content()),
            Event::GeneralRef(sign) => {
                let referred = sign
                    .resolve_char_ref()
                    .map_err(|error| broken(error.to_string()))?;
                match referred {
                    Some(sign) => found.words.push(sign),
                    None => found.words.push_str(
                        resolve_predefined_entity(&sign.into_inner()).unwrap_or_default(),
                    ),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let what = Box::new(RecordsMsg::Kml {
        count: found.records.number(),
    });
    let told = found.shapes.told(&CoordinateSystem::Unsaid);
    let forms = std::iter::once(FormMsg::Records { what }).chain(told);
    found.records.table(forms.collect())
}

impl Placemarks {
    fn begin(&mut self, element: &BytesStart) -> Result<(), TableFault> {
        if self.path.len() >= DEEPEST {
            return Err(TableFault::BadXml {
                detail: format!("> {DEEPEST}"),
            });
        }
        let name = element.local_name();
        let name = name.as_ref();
        self.path.push(name.to_owned());
        self.words.clear();
        match name {
            "Folder" => self.folders.push(String::new()),
            "Placemark" if self.placemark.is_none() => {
                self.placemark = Some(self.path.len());
                self.shape = None;
                self.records.begin();
                if let Some(id) = attribute(element, "id") {
                    self.put(FEATURE, id)?;
                }
            }
            "Data" | "SimpleData" => {
                self.datum = attribute(element, "name").unwrap_or_default();
            }
            _ if SHAPES.contains(&name) && self.is_child() && name != "Point" => {
                self.shape = Some(Shape::Other(name.to_owned()));
            }
            _ => {}
        }
        Ok(())
    }

    /// Returns whether the innermost element belongs to the placemark itself.
    fn is_child(&self) -> bool {
        self.placemark
            .is_some_and(|depth| self.path.len() == depth + 1)
    }

    fn is_within(&self, name: &str) -> bool {
        let above = self.path.len().checked_sub(2);
        above.and_then(|at| self.path.get(at)).map(String::as_str) == Some(name)
    }

    fn end(&mut self) -> Result<(), TableFault> {
        let name = self.path.last().cloned().unwrap_or_default();
        let words = std::mem::take(&mut self.words);
        match name.as_str() {
            "Placemark" if self.placemark == Some(self.path.len()) => self.end_placemark()?,
            "Folder" => {
                self.folders.pop();
            }
            "name" if self.placemark.is_none() && self.is_within("Folder") => {
                if let Some(folder) = self.folders.last_mut() {
                    *folder = words;
                }
            }
            "value" if self.is_within("Data") => self.put_datum(words)?,
            "SimpleData" => self.put_datum(words)?,
            "coordinates" if self.is_within("Point") && self.shape.is_none() => {
                self.shape = Some(point(&words));
            }
            written if WRITTEN.contains(&written) && self.is_child() => {
                self.put(written, words)?;
            }
            _ => {}
        }
        self.path.pop();
        Ok(())
    }

    fn put_datum(&mut self, words: String) -> Result<(), TableFault> {
        let name = std::mem::take(&mut self.datum);
        // A datum may be called as what every placemark has.
        let name = if WRITTEN.contains(&name.as_str()) {
            format!("data/{name}")
        } else {
            name
        };
        self.put(&name, words)
    }

    fn put(&mut self, name: &str, words: String) -> Result<(), TableFault> {
        if self.placemark.is_none() || words.trim().is_empty() {
            return Ok(());
        }
        self.records.put(name, TableCell::Text(words))
    }

    fn end_placemark(&mut self) -> Result<(), TableFault> {
        let folder = self.folders.last().cloned().unwrap_or_default();
        self.put(FOLDER, folder)?;
        self.placemark = None;
        let shape = self.shape.take().unwrap_or(Shape::Nothing);
        self.shapes
            .put(&mut self.records, shape, &CoordinateSystem::Unsaid)
    }
}

/// Returns the point of `east,north` or `east,north,height`.
fn point(words: &str) -> Shape {
    let mut points = words.split_whitespace();
    let (Some(only), None) = (points.next(), points.next()) else {
        return Shape::Broken;
    };
    let figures: Vec<&str> = only.split(',').collect();
    match figures.as_slice() {
        [lon, lat] | [lon, lat, _] => Shape::Point((*lon).to_owned(), (*lat).to_owned()),
        _ => Shape::Broken,
    }
}

fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}
