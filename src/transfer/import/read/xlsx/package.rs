//! The parts of a workbook as XML: what of a sheet is hidden and how words are set is not told by
//! its reader of cells.

use std::collections::HashMap;
use std::io::{BufReader, Cursor};

use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::result::ZipError;

use crate::i18n::TableFault;
use crate::transfer::import::read::xml;
pub(super) use crate::transfer::import::read::xml::{
    Xml, attribute, broken, is_set, is_true, next,
};

/// The parts of a workbook, whoever wrote it: found by the relationships between them, in any case
/// and with either stroke.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// What the parts are called, by their names in small letters.
    names: HashMap<String, String>,
    /// The folder of the workbook with a stroke at its end, and the name of its part.
    folder: String,
    book: String,
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, TableFault> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        let names = archive
            .file_names()
            .map(|name| name.map(|name| (lowered(&name), name.into())));
        let names = names
            .collect::<Result<_, ZipError>>()
            .map_err(|error| broken(&error))?;
        let mut package = Self {
            archive,
            names,
            folder: "xl/".to_owned(),
            book: "workbook.xml".to_owned(),
        };
        let mut target = None;
        package.visit("_rels/.rels", "Relationship", |element| {
            if attribute(element, "Type")
                .is_some_and(|kind| kind.ends_with("/relationships/officeDocument"))
            {
                target = attribute(element, "Target");
            }
        })?;
        if let Some(target) = target {
            let (folder, book) = target.rsplit_once('/').unwrap_or(("", &target));
            let folder = folder.trim_start_matches('/');
            package.folder = if folder.is_empty() {
                String::new()
            } else {
                format!("{folder}/")
            };
            book.clone_into(&mut package.book);
        }
        Ok(package)
    }

    /// Returns the part of a sheet.
    pub(super) fn sheet(&mut self, name: &str) -> Result<String, TableFault> {
        let mut id = None;
        let mut target = None;
        self.visit(
            &format!("{}{}", self.folder, self.book),
            "sheet",
            |element| {
                if attribute(element, "name").as_deref() == Some(name) {
                    id = attribute(element, "id");
                }
            },
        )?;
        self.visit(
            &format!("{}_rels/{}.rels", self.folder, self.book),
            "Relationship",
            |element| {
                if id.is_some() && attribute(element, "Id") == id {
                    target = attribute(element, "Target");
                }
            },
        )?;
        let target = target.ok_or_else(|| TableFault::BadWorkbook {
            detail: name.to_owned(),
        })?;
        Ok(target
            .strip_prefix('/')
            .map_or_else(|| format!("{}{target}", self.folder), str::to_owned))
    }

    /// Returns a part beside the workbook; `None` where there is none.
    pub(super) fn beside(&mut self, name: &str) -> Result<Option<Xml<'_>>, TableFault> {
        self.part(&format!("{}{name}", self.folder))
    }

    /// Returns a part; `None` where there is none.
    pub(super) fn part(&mut self, path: &str) -> Result<Option<Xml<'_>>, TableFault> {
        let name = self.names.get(&lowered(path)).map_or(path, String::as_str);
        match self.archive.by_name(name) {
            Ok(part) => Ok(Some(xml::reader(BufReader::new(part)))),
            Err(ZipError::FileNotFound) => Ok(None),
            Err(error) => Err(broken(&error)),
        }
    }

    /// Calls `see` with every element of a name in a part, if there is that part.
    fn visit(
        &mut self,
        path: &str,
        name: &str,
        mut see: impl FnMut(&BytesStart),
    ) -> Result<(), TableFault> {
        let Some(mut xml) = self.part(path)? else {
            return Ok(());
        };
        let mut buffer = Vec::new();
        loop {
            match next(&mut xml, &mut buffer)? {
                Event::Start(element) if element.local_name().as_ref() == name => see(&element),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

fn lowered(path: &str) -> String {
    path.replace('\\', "/").to_ascii_lowercase()
}
