//! Writes the rows of records again from their changes.

use serde_json::Value as Json;
use uuid::Uuid;

use super::writer::Writer;
use crate::domain::record::facility::shared;
use crate::domain::record::{Change, Folded, Subject};
use crate::store::error::Result;
use crate::store::rows::subject::RowPlace;
use crate::store::rows::{review, subject};

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
}
