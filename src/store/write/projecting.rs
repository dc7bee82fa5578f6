//! Writes the rows of records again from their changes.

use serde_json::Value as Json;
use uuid::Uuid;

use super::writer::Writer;
use crate::domain::record::facility::shared;
use crate::domain::record::{Change, Folded, Subject};
use crate::domain::review::ReviewState;
use crate::store::error::Result;
use crate::store::rows::new_row::RowInsert;
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

    /// Writes the row of a new facility whose one change says all its fields, if it is one. Nothing
    /// may have been said of it in a review: then its state and the time at which it was seen follow
    /// from that change.
    pub(crate) fn project_new(
        &mut self,
        subject: Subject,
        id: Uuid,
        changes: &[Change],
        folded: &Folded,
    ) -> Result<bool> {
        let fields = &folded.fields;
        let [first] = changes else { return Ok(false) };
        if subject != Subject::Facility
            || fields.contains_key(shared::DELETED)
            || first.patch_json() != serde_json::to_string(fields)?
        {
            return Ok(false);
        }
        let complete = review::is_complete(&self.packs, fields, &first.at);
        let state = if complete {
            ReviewState::Submitted
        } else {
            ReviewState::Draft
        };
        let texts = [&id.to_string(), &cells::version(&folded.heads), &first.at];
        let row = record::cells(fields);
        let row = row.iter().map(Option::as_deref);
        RowInsert::of(self.db)?.add(texts.map(String::as_str), (state, complete), row)?;
        let text = |code: &str| fields.get(code).and_then(Json::as_str).unwrap_or_default();
        let (kind, place) = (text(shared::KIND), text(shared::PLACE));
        self.added.note((kind, place), id, (state, complete));
        self.touch(place, kind);
        Ok(true)
    }
}
