//! Quarters that were closed: what each froze, and what became of it since.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::domain::place::Place;
use crate::domain::policy::Pack;
use crate::domain::review::QuarterClose;
use crate::domain::value::Period;
use crate::domain::verdict::Counts;
use crate::domain::verdict::Standing;
use crate::i18n::{LedgerRefusal, QuarterMsg, Text};
use crate::store::error::Result;
use crate::store::ledger::Store;
use crate::store::rows::close_judging::{self, JudgedClose};
use crate::store::rows::{pack, pack_text, quarter_close};
use crate::store::write::quarter::QuarterClosing;

/// The closes of a quarter, and the places that they froze.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedPlaces {
    /// The closes, each of at least one of the places.
    pub closes: Vec<QuarterClose>,
    /// The codes of the places, each with the close that stands for it.
    pub places: Vec<(String, Uuid)>,
}

/// What judging a close again finds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CloseCheck {
    /// Standings that are not what the trail gives.
    pub differing: Vec<Unreproduced>,
    /// Packs whose text is known to no file that is here: they cannot be judged again.
    pub unknown_texts: Vec<String>,
    /// Whether it froze nothing at all.
    pub froze_nothing: bool,
}

/// A frozen standing that the trail does not give, or one that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreproduced {
    /// The code of the pack.
    pub pack: String,
    /// The code of the place.
    pub place: String,
    /// The code of the requirement.
    pub requirement: String,
}

impl Store {
    /// Returns every close, the oldest first; those that were taken back too.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn quarter_closes(&self) -> Result<Vec<QuarterClose>> {
        quarter_close::all(&self.db)
    }

    /// Returns the pairs of closes that froze one place for one quarter: two files closed it before
    /// they were merged. The first of each pair stands.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_twice(&self) -> Result<Vec<(QuarterClose, QuarterClose)>> {
        quarter_close::closed_twice(&self.db)
    }

    /// Returns the close of a quarter that was made for just this place, or for all where there is
    /// none.
    ///
    /// # Errors
    /// When there is none, or it was taken back.
    pub fn close_of(&self, quarter: Period, place: Option<&str>) -> Result<QuarterClose> {
        let closes = quarter_close::of_quarter(&self.db, quarter)?;
        let is_asked = |close: &QuarterClose| close.place.as_deref() == place;
        closes.into_iter().find(is_asked).ok_or_else(|| {
            let quarter = quarter.name();
            LedgerRefusal::QuarterNotClosed { quarter }.into()
        })
    }

    /// Returns how many standings of each verdict a close froze, of the minimums that bind.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_counts(&self, close: &QuarterClose) -> Result<Counts> {
        let mut counts = Counts::default();
        for (code, frozen) in quarter_close::frozen_by_pack(&self.db, close.id)? {
            let Some(pack) = self.pack_of_close(&code, close)? else {
                continue;
            };
            counts += Counts::of_binding(&frozen, &pack);
        }
        Ok(counts)
    }

    /// Judges what a close of a quarter would freeze, before anybody else has to wait. The quarter
    /// is closed and that taken back, so that what cannot be closed is refused.
    ///
    /// # Errors
    /// Those of [`Writer::close_quarter`](crate::store::Writer::close_quarter).
    pub fn rehearse_close(&mut self, closing: &QuarterClosing) -> Result<JudgedClose> {
        self.rehearsed(|writer| writer.refuse_to_close(closing))?;
        let judged = self.at_one_moment(|| {
            close_judging::judge(&self.db, self.packs(), closing.quarter, self.zone())
        })?;
        self.rehearsed(|writer| writer.close_prepared(closing, &judged))?;
        Ok(judged)
    }

    /// Closes a quarter with what was judged. It is judged once more only if something was saved in
    /// the meantime.
    ///
    /// # Errors
    /// Those of [`Writer::close_quarter`](crate::store::Writer::close_quarter).
    pub fn close_quarter(
        &mut self,
        closing: &QuarterClosing,
        judged: &JudgedClose,
    ) -> Result<QuarterClose> {
        self.write(|writer| writer.close_prepared(closing, judged))
    }

    /// Returns what a close was made for, in words: the name of its place, or all places.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn scope_of_close(&self, close: &QuarterClose) -> Result<Text> {
        Ok(match &close.place {
            None => Text::of(&QuarterMsg::AllPlaces),
            Some(code) => Text::both(self.place_name(code)?),
        })
    }

    /// Returns the standings of a pack as a quarter was closed, in the order of the matrix, and the
    /// closes that froze them. Where two closes froze one place, the first stands.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_standings(
        &self,
        pack: &str,
        quarter: Period,
    ) -> Result<(Vec<QuarterClose>, Vec<Standing>)> {
        self.closed_within(pack, quarter, None)
    }

    /// Returns the same of a place and those below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_within(
        &self,
        pack: &str,
        quarter: Period,
        within: Option<&Place>,
    ) -> Result<(Vec<QuarterClose>, Vec<Standing>)> {
        let ClosedPlaces { closes, places } = self.closed_places(pack, quarter, within)?;
        let mut standings: Vec<Standing> = Vec::new();
        for (place, close) in &places {
            let frozen = quarter_close::frozen_of(&self.db, *close, pack, place)?;
            let frozen = frozen.into_iter().flatten();
            standings.extend(frozen.filter(|standing| standing.place == *place));
        }
        Ok((closes, standings))
    }

    /// Returns the closes of a quarter that froze standings of a pack in a place and those below it,
    /// and the codes of these places, each with the close that stands for it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_places(
        &self,
        pack: &str,
        quarter: Period,
        within: Option<&Place>,
    ) -> Result<ClosedPlaces> {
        let below = self.codes_below(within)?;
        let is_asked = |place: &String| below.as_ref().is_none_or(|below| below.contains(place));
        let mut closes = quarter_close::of_quarter(&self.db, quarter)?;
        let mut known = BTreeSet::new();
        let mut places = Vec::new();
        for close in &closes {
            let frozen = quarter_close::frozen_places(&self.db, close.id, pack)?;
            for place in frozen.into_iter().filter(is_asked) {
                if known.insert(place.clone()) {
                    places.push((place, close.id));
                }
            }
        }
        closes.retain(|close| places.iter().any(|(_, id)| *id == close.id));
        Ok(ClosedPlaces { closes, places })
    }

    /// Returns a pack as it judged a quarter that was closed, in a place and those below it; as it
    /// is where no close has it.
    ///
    /// # Errors
    /// When the closes judged by several texts, when the ledger cannot be read, or this program no
    /// longer reads that text.
    pub fn pack_as_closed<'a>(
        &self,
        pack: &'a Pack,
        quarter: Period,
        within: Option<&Place>,
    ) -> Result<Cow<'a, Pack>> {
        let closed = self.closed_places(&pack.code, quarter, within)?;
        self.pack_of_closes(pack, quarter, &closed.closes)
    }

    /// Returns a pack as it judged some closes of a quarter; as it is where there are none.
    ///
    /// # Errors
    /// Those of [`Store::pack_as_closed`].
    pub fn pack_of_closes<'a>(
        &self,
        pack: &'a Pack,
        quarter: Period,
        closes: &[QuarterClose],
    ) -> Result<Cow<'a, Pack>> {
        let texts = closes
            .iter()
            .filter_map(|close| close.packs.get(&pack.code));
        if texts.collect::<BTreeSet<_>>().len() > 1 {
            let pack = pack.code.clone();
            let quarter = quarter.name();
            return Err(LedgerRefusal::ClosedByTwoTexts { quarter, pack }.into());
        }
        let then = closes
            .first()
            .map(|close| self.pack_of_close(&pack.code, close));
        Ok(match then.transpose()?.flatten() {
            Some(then) if then.text != pack.text => Cow::Owned(then),
            _ => Cow::Borrowed(pack),
        })
    }

    /// Judges the records of a quarter as it was closed by another text of the pack, of all places
    /// or of one and those below it. What was saved later is not known.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn rejudged(
        &self,
        pack: &Pack,
        closes: &[QuarterClose],
        within: Option<&Place>,
    ) -> Result<Vec<Standing>> {
        let below = self.codes_below(within)?;
        let mut judged: Vec<Standing> = Vec::new();
        for close in closes {
            let known: BTreeSet<String> = judged.iter().map(|one| one.place.clone()).collect();
            let mut places = quarter_close::frozen_places(&self.db, close.id, &pack.code)?;
            places.retain(|place| {
                let is_asked = below.as_ref().is_none_or(|below| below.contains(place));
                is_asked && !known.contains(place)
            });
            let places = places.into_iter().collect();
            judged.extend(close_judging::judge_again(&self.db, pack, close, &places)?);
        }
        Ok(judged)
    }

    /// Returns the standings of a pack as a quarter was closed, where it was closed by this text of
    /// the pack and for every place that the pack judges: those of all places, or of one and those
    /// below it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn closed_by(
        &self,
        pack: &Pack,
        quarter: Period,
        within: Option<&Place>,
    ) -> Result<Option<Vec<Standing>>> {
        let closed = self.closed_places(&pack.code, quarter, None)?;
        let digest = pack_text::digest(&pack.text);
        let is_other = |close: &QuarterClose| close.packs.get(&pack.code) != Some(&digest);
        if closed.closes.is_empty() || closed.closes.iter().any(is_other) {
            return Ok(None);
        }
        let frozen: BTreeSet<&str> = closed
            .places
            .iter()
            .map(|(place, _)| place.as_str())
            .collect();
        let places = self.covered_places(&pack.code)?;
        if !places
            .iter()
            .all(|place| frozen.contains(place.code.as_str()))
        {
            return Ok(None);
        }
        Ok(Some(self.closed_within(&pack.code, quarter, within)?.1))
    }

    /// Returns a pack by the text that judged a close; `None` where no file that is known here
    /// loaded it.
    ///
    /// # Errors
    /// When the ledger cannot be read, or this program no longer reads that text.
    pub fn pack_of_close(&self, pack: &str, close: &QuarterClose) -> Result<Option<Pack>> {
        let Some(sha256) = close.packs.get(pack) else {
            return Ok(None);
        };
        let text = pack_text::of_digest(&self.db, pack, sha256)?;
        text.map(|text| pack::read(pack, &text)).transpose()
    }

    /// Judges a close again by what the trail had then, and returns what is not as it was frozen.
    ///
    /// # Errors
    /// When the ledger cannot be read, or this program no longer reads the text of a pack.
    pub fn check_close(&self, close: &QuarterClose) -> Result<CloseCheck> {
        let all = quarter_close::frozen_by_pack(&self.db, close.id)?;
        let mut check = CloseCheck {
            froze_nothing: all.is_empty(),
            ..CloseCheck::default()
        };
        for (code, frozen) in all {
            let Some(pack) = self.pack_of_close(&code, close)? else {
                check.unknown_texts.push(code);
                continue;
            };
            let places = frozen.iter().map(|one| one.place.clone()).collect();
            let judged = close_judging::judge_again(&self.db, &pack, close, &places)?;
            check.add(&code, &frozen, &judged);
        }
        Ok(check)
    }
}

/// What a standing comes to. How it is explained may be told otherwise by a later program.
fn essence(standing: &Standing) -> impl PartialEq + '_ {
    let period = standing.told.as_ref().and_then(|told| told.period);
    (
        (standing.verdict, standing.need, standing.have, standing.gap),
        (standing.candidates, standing.qualifying),
        (&standing.expected_on, &standing.exception, period),
    )
}

impl CloseCheck {
    /// Compares the frozen standings of a pack with those that judging gives, in both directions: of
    /// each place that was frozen everything must be there once.
    fn add(&mut self, pack: &str, frozen: &[Standing], judged: &[Standing]) {
        let key = |standing: &Standing| (standing.place.clone(), standing.requirement.clone());
        let places: BTreeSet<&str> = frozen.iter().map(|one| one.place.as_str()).collect();
        let of_places = judged
            .iter()
            .filter(|one| places.contains(one.place.as_str()));
        let mut expected: BTreeMap<_, _> = of_places.map(|one| (key(one), one)).collect();
        let mut differing = Vec::new();
        for one in frozen {
            let is_same = expected
                .remove(&key(one))
                .is_some_and(|judged| essence(judged) == essence(one));
            if !is_same {
                differing.push(key(one));
            }
        }
        differing.extend(expected.into_keys());
        let differing = differing.into_iter();
        self.differing
            .extend(differing.map(|(place, requirement)| Unreproduced {
                pack: pack.to_owned(),
                place,
                requirement,
            }));
    }
}
