//! The parts of workbooks as XML, read as leniently as spreadsheets read them.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::i18n::TableFault;

/// One part, being read.
pub(super) type Xml<'a> = Reader<Box<dyn BufRead + 'a>>;

/// Returns the reader of a part.
pub(super) fn reader<'a>(part: impl BufRead + 'a) -> Xml<'a> {
    let part: Box<dyn BufRead + 'a> = Box::new(part);
    let mut xml = Reader::from_reader(part);
    let config = xml.config_mut();
    config.check_end_names = false;
    config.expand_empty_elements = true;
    xml
}

/// Returns the next event of a part.
pub(super) fn next<'b>(xml: &mut Xml, buffer: &'b mut Vec<u8>) -> Result<Event<'b>, TableFault> {
    buffer.clear();
    xml.read_event_into(buffer).map_err(|error| broken(&error))
}

/// Returns the value of an attribute, whatever stands for its namespace.
pub(super) fn attribute(element: &BytesStart, name: &str) -> Option<String> {
    let found = element
        .attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(
        found
            .normalized_value(XmlVersion::Implicit1_0)
            .ok()?
            .into_owned(),
    )
}

/// Returns whether an attribute says yes.
pub(super) fn is_set(element: &BytesStart, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| is_true(&value))
}

/// Returns whether the value of an attribute is a yes.
pub(super) fn is_true(value: &str) -> bool {
    matches!(value.trim(), "1" | "true" | "on")
}

pub(super) fn broken(error: &dyn ToString) -> TableFault {
    TableFault::BadWorkbook {
        detail: error.to_string(),
    }
}
