//! Writes the rows of records again from their changes.

use std::borrow::Cow;

use serde_json::Value as Json;
use uuid::Uuid;

use super::writer::Writer;
use crate::domain::record::facility::shared;
use crate::domain::record::{Change, Folded, Subject};
use crate::store::error::Result;
use crate::store::rows::new_row::NewRow;
use crate::store::rows::subject::RowPlace;
use crate::store::rows::{cells, record, review, subject};

impl Writer<'_> {
    /// Writes the row that the changes of a record come to. Where it was, with the form it was
    /// filled in, and where it is will be judged again.
    pub(crate) fn project(
        &mut self,
        subject: Subject,
        record: Uuid,
        changes: &[Change],
        folded: &Folded,
        before: Option<&RowPlace>,
    ) -> Result<()> {
        let saved = changes
            .iter()
            .filter(|change| folded.heads.contains(&change.id))
            .map(|change| change.at.as_str());
        let complete =
            review::is_complete(&self.packs, &folded.fields, saved.max().unwrap_or_default());
        subject::project(
            self.db,
            subject,
            record,
            &folded.fields,
            &folded.heads,
            complete,
            &mut self.added,
        )?;
        let now = folded.fields.get(shared::PLACE).and_then(Json::as_str);
        if let Some(before) = before {
            self.touch(&before.place, &before.form);
        }
        if let Some((place, form)) = now.zip(subject.form_code(&folded.fields)) {
            self.touch(place, form);
        }
        Ok(())
    }

    /// Returns the row of a new facility whose one change says all its fields, if it is one, and
    /// notes it. Nothing may have been said of it in a review: then its state and the time at which it
    /// was seen follow from that change.
    pub(crate) fn new_row(
        &mut self,
        subject: Subject,
        id: Uuid,
        changes: &[Change],
        folded: &Folded,
    ) -> Option<NewRow<'static>> {
        let fields = &folded.fields;
        let [first] = changes else { return None };
        if subject != Subject::Facility
            || fields.contains_key(shared::DELETED)
            || first.patch != *fields
        {
            return None;
        }
        let complete = review::is_complete(&self.packs, fields, &first.at);
        let text = |code: &str| fields.get(code).and_then(Json::as_str).unwrap_or_default();
        let (kind, place) = (text(shared::KIND), text(shared::PLACE));
        let row = NewRow {
            id: id.to_string().into(),
            version: cells::version(&folded.heads),
            at: first.at.clone().into(),
            kept: NewRow::kept(complete),
            cells: record::cells(fields)
                .into_iter()
                .map(|cell| cell.map(Cow::from))
                .collect(),
        };
        self.added.note((kind, place), id, row.kept);
        self.touch(place, kind);
        Some(row)
    }
}
