//! The random samples that were drawn.

use uuid::Uuid;

use crate::domain::review::{Sample, SampleFrame};
use crate::i18n::{LedgerRefusal, SampleMsg, Text};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::review_sample;

impl Store {
    /// Returns every sample that was drawn, the latest first.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn samples(&self) -> Result<Vec<Sample>> {
        review_sample::all(&self.db)
    }

    /// Returns how many records of a sample were approved or returned.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sample_judged(&self, sample: &Sample) -> Result<usize> {
        let mut query = self.db.prepare_cached(
            "SELECT count(*) FROM review_sample, json_each(review_sample.records) AS drawn
             CROSS JOIN record ON record.id = drawn.value
             WHERE review_sample.id = ?1 AND record.state IN ('verified', 'returned')",
        )?;
        let count: i64 = query.query_row([sample.id.to_string()], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// Returns the one sample whose id begins with a text.
    ///
    /// # Errors
    /// When there is none or more than one, or the ledger cannot be read.
    pub fn find_sample(&self, id: &str) -> Result<Sample> {
        let mut found = self.samples()?;
        found.retain(|sample| !id.is_empty() && sample.id.to_string().starts_with(id));
        let one = found.pop().filter(|_| found.is_empty());
        one.ok_or_else(|| LedgerRefusal::NoSuchSample { id: id.to_owned() }.into())
    }

    /// Returns the time of a sample, as people read it; `None` of one that is not here.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sample_time(&self, id: Uuid) -> Result<Option<String>> {
        let samples = self.samples()?.into_iter();
        let mut of_id = samples.filter(|sample| sample.id == id);
        Ok(of_id.next().map(|sample| self.zone().shown(&sample.at)))
    }

    /// Returns in words which records a sample is drawn from.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn sample_frame(&self, frame: &SampleFrame) -> Result<Text> {
        let mut words = Vec::new();
        for place in &frame.places {
            words.push(Text::both(self.place_name(place)?));
        }
        words.extend(frame.kinds.iter().map(|kind| self.kind_label(kind)));
        words.extend(frame.state.map(|state| Text::of(&state.label())));
        if words.is_empty() {
            return Ok(Text::of(&SampleMsg::Everything));
        }
        Ok(Text::list(&words))
    }
}
