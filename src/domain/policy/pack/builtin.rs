//! Forms that are part of the program: what every kind shares, and the form of a written exception.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::fields;
use super::file::{CheckEntry, ExceptionFile, FieldEntry, SharedFile};
use super::source::PackSource;

use crate::domain::policy::kind::Kind;
use crate::domain::record::trail::subject::Subject;
use crate::domain::value::field::Field;
use crate::domain::value::unit::{self, Unit};
use crate::i18n::{PackFault, Text};

/// The form that every kind shares.
pub(super) const SHARED_FORM: &str = include_str!("../../../../seeds/shared-fields.toml");

/// The fields that every sheet has behind its own.
pub(super) const SHEET_FORM: &str = include_str!("../../../../seeds/sheet-fields.toml");

/// The form of a written exception.
const EXCEPTION_FORM: &str = include_str!("../../../../seeds/exception-fields.toml");

/// The files of the forms, parsed once a run.
static SHARED: LazyLock<ParsedForm> = LazyLock::new(|| parsed(SHARED_FORM));
static SHEET: LazyLock<ParsedForm> = LazyLock::new(|| parsed(SHEET_FORM));

/// The shared fields before any pack changes them.
static SHARED_FIELDS: LazyLock<Vec<Field>> = LazyLock::new(|| {
    let form = shared_form(&mut PackSource::new(SHARED_FORM), &unit::built_in());
    form.head.into_iter().chain(form.tail).collect()
});

/// Returns the shared fields as the program has them, before any pack changes them; their codes are
/// columns of the ledger.
#[must_use]
pub fn shared_fields() -> &'static [Field] {
    &SHARED_FIELDS
}

/// A file of a form, and the fault where it cannot be read.
type ParsedForm = (SharedFile, Option<(Range<usize>, PackFault)>);

/// The shared form, compiled with the units of a pack.
#[derive(Clone)]
pub(super) struct SharedForm {
    pub(super) head: Vec<Field>,
    pub(super) tail: Vec<Field>,
    pub(super) check: &'static [CheckEntry],
    file: &'static SharedFile,
}

impl SharedForm {
    /// Returns its fields as they stand in the file.
    pub(super) fn entries(&self) -> impl Iterator<Item = &'static FieldEntry> + use<> {
        self.file.head.iter().chain(&self.file.tail)
    }
}

/// Returns the shared form; its file is part of the program, and a test proves it free of faults.
pub(super) fn shared_form(source: &mut PackSource, units: &[Unit]) -> SharedForm {
    compiled(source, &SHARED, units)
}

/// Returns the fields that every sheet has behind its own.
pub(super) fn sheet_form(source: &mut PackSource, units: &[Unit]) -> SharedForm {
    compiled(source, &SHEET, units)
}

fn parsed(text: &str) -> ParsedForm {
    toml::from_str(text).map_or_else(
        |error: toml::de::Error| {
            let message = error.message().to_owned();
            let fault = (error.span().unwrap_or(0..0), PackFault::Toml { message });
            (SharedFile::default(), Some(fault))
        },
        |file| (file, None),
    )
}

fn compiled(
    source: &mut PackSource,
    (file, fault): &'static ParsedForm,
    units: &[Unit],
) -> SharedForm {
    if let Some((at, fault)) = fault {
        source.fault(at.clone(), fault.clone());
    }
    let mut compile = |entries: &[FieldEntry]| -> Vec<Field> {
        entries
            .iter()
            .map(|entry| fields::field(source, entry, units, true))
            .collect()
    };
    SharedForm {
        head: compile(&file.head),
        tail: compile(&file.tail),
        check: &file.check,
        file,
    }
}

/// The form of a written exception, compiled.
static EXCEPTION: LazyLock<Kind> = LazyLock::new(compile_exception_form);

/// Returns the form of a written exception, as a kind of its own that no pack can take.
#[must_use]
pub fn exception_form() -> &'static Kind {
    &EXCEPTION
}

fn compile_exception_form() -> Kind {
    let mut source = PackSource::new(EXCEPTION_FORM);
    let entries = toml::from_str::<ExceptionFile>(EXCEPTION_FORM)
        .map(|file| file.field)
        .unwrap_or_default();
    let units = unit::built_in();
    let code = Subject::Exception.word();
    Kind {
        code: code.to_owned(),
        label: Text {
            zh: "书面例外".to_owned(),
            en: "Written exception".to_owned(),
        },
        help: Text::default(),
        sheet: None,
        derived: BTreeMap::new(),
        unit: Unit::counting(code, Text::default(), None, Vec::new()),
        fields: entries
            .iter()
            .map(|entry| fields::field(&mut source, entry, &units, false))
            .collect(),
        checks: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shared_form_has_no_fault() {
        let mut source = PackSource::new(SHARED_FORM);
        let form = shared_form(&mut source, &unit::built_in());
        assert_eq!(source.faults, []);
        assert!(form.head.len() >= 2 && form.tail.len() >= 10);
    }

    #[test]
    fn the_fields_of_every_sheet_are_columns_of_the_ledger() {
        let mut source = PackSource::new(SHEET_FORM);
        let form = sheet_form(&mut source, &unit::built_in());
        assert_eq!(source.faults, []);
        let shared = shared_fields();
        for field in form.tail {
            assert!(shared.iter().any(|known| known.code == field.code));
        }
    }

    #[test]
    fn the_form_of_an_exception_has_its_fields() {
        let codes: Vec<String> = exception_form()
            .fields
            .iter()
            .map(|field| field.code.clone())
            .collect();
        assert_eq!(codes, ["document", "reason", "valid_until"]);
    }
}
