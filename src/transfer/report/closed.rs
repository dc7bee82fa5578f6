//! A quarter that was closed: who closed it, and what was corrected since.

use std::collections::BTreeSet;

use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::review::QuarterClose;
use crate::domain::text::width;
use crate::domain::value::{Period, Zone};
use crate::domain::verdict::Standing;
use crate::i18n::{Lang, QuarterMsg, ReportMsg, Say, Text};
use crate::store::{QuarterCorrection, Store, StoreError};

/// The most corrections that a page lists.
const MOST: usize = 10;

/// A quarter that was closed.
#[derive(Clone, Debug)]
pub struct ClosedQuarter {
    /// The quarter.
    pub quarter: Period,
    /// The closes whose standings are shown, each with what it was made for.
    pub closes: Vec<(Text, QuarterClose)>,
    /// What was saved since and is of this quarter or one before, each with the name of its place.
    pub corrections: Vec<(String, QuarterCorrection)>,
}

impl ClosedQuarter {
    /// Reads the standings of a pack that a quarter's closes froze; `None` where it is not closed.
    pub(super) fn read(
        store: &Store,
        pack: &Pack,
        quarter: Period,
        place: Option<&Place>,
    ) -> Result<Option<(Vec<Standing>, Self)>, StoreError> {
        let (closes, standings) = store.closed_within(&pack.code, quarter, place)?;
        if closes.is_empty() {
            return Ok(None);
        }
        let mut corrections: Vec<(String, QuarterCorrection)> = Vec::new();
        let mut known = BTreeSet::new();
        for close in &closes {
            for found in store.corrections(close)? {
                if store.is_in_scope(&found.place, place)? && known.insert(found.change.id.clone())
                {
                    corrections.push((store.place_name(&found.place)?, found));
                }
            }
        }
        let named =
            |close: QuarterClose| Ok::<_, StoreError>((store.scope_of_close(&close)?, close));
        let closes = closes.into_iter().map(named).collect::<Result<_, _>>()?;
        let read = Self {
            quarter,
            closes,
            corrections,
        };
        Ok(Some((standings, read)))
    }

    /// Returns the closes.
    pub(super) fn own_closes(&self) -> Vec<QuarterClose> {
        self.closes.iter().map(|(_, close)| close.clone()).collect()
    }

    /// Returns who closed it, a line for each close.
    pub(super) fn head(&self, zone: Zone, lang: Lang) -> Vec<String> {
        let line = |(scope, close): &(Text, QuarterClose)| {
            let author = close.author.clone();
            let message = ReportMsg::ClosedBy {
                quarter: Box::new(close.quarter.name()),
                scope: Box::new(scope.clone()),
                at: zone.shown(&close.at),
                signed_by: close.signer().unwrap_or(&author).to_owned(),
                author,
            };
            width::clean(&message.say(lang)).into_owned()
        };
        self.closes.iter().map(line).collect()
    }

    /// Returns how much was corrected since, and the first of it.
    pub(super) fn corrections(&self, zone: Zone, lang: Lang) -> Vec<String> {
        let count = self.corrections.len();
        if count == 0 {
            return vec![ReportMsg::NoCorrections.say(lang)];
        }
        let one = |(place, correction): &(String, QuarterCorrection)| {
            correction.words(place.clone(), zone)
        };
        let more = count.saturating_sub(MOST);
        let more = (more > 0).then_some(QuarterMsg::More { count: more });
        let first = self.corrections.iter().take(MOST).map(one);
        let listed = first.chain(more).map(|line| line.say(lang));
        let all = std::iter::once(ReportMsg::Corrections { count }.say(lang));
        all.chain(listed)
            .map(|line| width::clean(&line).into_owned())
            .collect()
    }
}
