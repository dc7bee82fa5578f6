//! What a report says, gathered from the ledger before it is put into words.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use chrono::NaiveDate;

use super::area::LargeArea;
use super::baseline::ReportBaseline;
use super::closed::ClosedQuarter;
use super::error::ReportError;
use super::gathered::{
    Gathered, GatheredStanding, WantedStandings, clean, judged, own_approvals, some_judged,
};
use super::held::{HeldStanding, StandingPacker};
use super::moment::Moment;
use super::places::{ReportPlace, ReportPlaces};
use super::reporting::Reporting;
use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack, Requirement, Strength};
use crate::domain::text::width;
use crate::domain::value::Zone;
use crate::domain::verdict::Counts;
use crate::domain::verdict::{Standing, Verdict};
use crate::i18n::{ReportMsg, Text};
use crate::store::{JudgedBy, SaveBehind, Store, StoreError, TrailMark};

/// One standing with what explains it.
#[derive(Clone, Debug)]
pub struct ReportLine<'a> {
    /// What is held of the standing; see [`ReportLine::standing`].
    pub(super) held: HeldStanding,
    /// What is held of it at the end of the last quarter, in a report that is compared with it.
    pub(super) held_before: Option<HeldStanding>,
    /// The saves behind its movement, where it moved.
    pub behind: Box<[SaveBehind]>,
    /// Its place.
    pub place: Rc<ReportPlace>,
    /// The requirement it answers.
    pub requirement: &'a Requirement,
    /// The kind that the requirement asks for.
    pub kind: &'a Kind,
}

/// The unit that answers for a standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Responsible<'a> {
    /// The one that the policy names.
    Named(&'a Text),
    /// The policy names none; this one runs the facility that comes nearest.
    RunsNearest(&'a str),
}

impl ReportLine<'_> {
    /// Returns the standing, made anew each time: a line of a large report holds it in less room.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.held.unpack(&self.requirement.code, &self.place.code)
    }

    /// Returns what the standing was at the end of the last quarter, in a report that is compared
    /// with it.
    #[must_use]
    pub fn before(&self) -> Option<Standing> {
        let before = self.held_before.as_ref()?;
        Some(before.unpack(&self.requirement.code, &self.place.code))
    }

    /// Returns the verdict of the standing.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.held.verdict()
    }

    /// Returns the codes of its place and its requirement.
    pub(super) fn codes(&self) -> (&str, &str) {
        (&self.place.code, &self.requirement.code)
    }

    /// Returns the sign between the figure and what is needed; nothing where nothing is.
    pub(super) fn operator(&self, standing: &Standing) -> &'static str {
        if standing.verdict == Verdict::Information {
            return "";
        }
        let (operator, _) = self.requirement.limit_for(standing.have);
        operator.sign()
    }

    /// Returns the unit that answers for its standing, where one is known.
    #[must_use]
    pub fn responsible<'s>(&'s self, standing: &'s Standing) -> Option<Responsible<'s>> {
        let operator = standing
            .nearest
            .as_ref()
            .map(|nearest| nearest.operator.as_str());
        let operator = operator
            .filter(|name| !name.is_empty())
            .map(Responsible::RunsNearest);
        self.requirement
            .responsible
            .as_ref()
            .map(Responsible::Named)
            .or(operator)
    }
}

/// Everything a report says.
#[derive(Clone, Debug)]
pub struct Report<'a> {
    /// The policy.
    pub pack: &'a Pack,
    /// Code and name of the place it is narrowed to.
    pub scope: Option<(String, String)>,
    /// Of when its standings are.
    pub moment: Moment,
    /// Its day: what is overdue depends on it.
    pub day: NaiveDate,
    /// By which text of the policy a day that is past is judged.
    pub judged_by: Option<JudgedBy>,
    /// Who closed the quarter whose frozen standings these are, and what was corrected since; none
    /// in a report that is judged from the trail.
    pub closed: Option<ClosedQuarter>,
    /// What was frozen, in a report that judges it again, until it is compared.
    pub(super) frozen: Vec<Standing>,
    /// The day on which it is made.
    pub made_on: NaiveDate,
    /// The first and the last day that values of its records are said to be of; not known of a day
    /// that is past.
    pub reference_dates: Option<(String, String)>,
    /// The time zone of the ledger.
    pub zone: Zone,
    /// Where the trail stood that it was judged from.
    pub mark: TrailMark,
    /// The records of its kinds and places that stand verified by somebody who entered them; not
    /// known of a day that is past.
    pub own: Option<usize>,
    /// How far its records were entered and checked; not known of a day that is past.
    pub reporting: Option<Reporting>,
    /// How its places lie, where they are many.
    pub(super) area: Option<LargeArea>,
    /// The standings, place by place.
    pub lines: Vec<ReportLine<'a>>,
    /// What it is compared with; see [`Report::compared`].
    pub since: Option<ReportBaseline>,
}

impl<'a> Report<'a> {
    /// Judges a pack, in all its places or in one and those below it. What the ledger keeps of
    /// verdicts is not believed: they are judged from the trail, which the receipt on the page
    /// stands for.
    ///
    /// # Errors
    /// When the ledger cannot be read, or the pack does not judge the place.
    pub fn build(
        store: &Store,
        pack: &'a Pack,
        place: Option<&Place>,
        moment: Moment,
    ) -> Result<Self, ReportError> {
        let gathered = judged(store, pack, place, moment)?;
        let mut report = Self::of(store, pack, (place, moment), gathered)?;
        if let Some(place) = place.filter(|_| report.is_in_force() && report.lines.is_empty()) {
            store.refuse_closed(place, report.day)?;
            let place = place.name.clone();
            let pack = pack.code.clone();
            return Err(ReportError::Refused(ReportMsg::NotCovered { place, pack }));
        }
        if matches!(moment, Moment::Now(_)) {
            report.read_records(store, place)?;
        }
        report.area = LargeArea::read(store, &report.codes())?;
        Ok(report)
    }

    /// Judges what is wanted of a pack, for a file that shows no other standings.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(in crate::transfer) fn of_some(
        store: &Store,
        pack: &'a Pack,
        day: NaiveDate,
        wanted: WantedStandings,
    ) -> Result<Self, StoreError> {
        let standings = some_judged(store, pack, day, wanted)?;
        let gathered = Gathered::open(standings, None);
        Self::of(store, pack, (None, Moment::Now(day)), gathered)
    }

    /// Reads how far the records of its places are, and below which places all those of the policy lie:
    /// what a list of it says beside the verdicts.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(in crate::transfer) fn with_pages(mut self, store: &Store) -> Result<Self, StoreError> {
        self.reporting = Some(self.read_reporting(store, None)?);
        let places = store.covered_places(&self.pack.code)?.into_iter();
        let codes: Vec<Rc<str>> = places.map(|place| place.code.into()).collect();
        self.area = LargeArea::divided(store, &codes)?;
        Ok(self)
    }

    fn of(
        store: &Store,
        pack: &'a Pack,
        (place, moment): (Option<&Place>, Moment),
        gathered: Gathered<'a>,
    ) -> Result<Self, StoreError> {
        let Gathered {
            standings,
            judged_by,
            closed,
            frozen,
        } = gathered;
        let scope = place
            .map(|place| Ok::<_, StoreError>((place.code.clone(), store.place_path(&place.code)?)));
        let scope = scope.transpose()?;
        let mark = store.trail_mark()?;
        let mut places = ReportPlaces::of(store, place);
        let mut report = Self {
            pack,
            scope,
            moment,
            day: moment.day(),
            made_on: match moment {
                Moment::Now(day) => day,
                _ => store.today(),
            },
            reference_dates: None,
            zone: store.zone(),
            judged_by,
            closed,
            frozen,
            mark,
            own: None,
            reporting: None,
            area: None,
            lines: Vec::new(),
            since: None,
        };
        report.lines.reserve_exact(standings.len());
        for standing in standings {
            report.lines.extend(line(pack, &mut places, standing)?);
        }
        Ok(report)
    }

    /// Reads what is known of the records of now alone.
    fn read_records(&mut self, store: &Store, place: Option<&Place>) -> Result<(), StoreError> {
        self.reporting = Some(self.read_reporting(store, place)?);
        self.own = Some(own_approvals(store, self.pack, place)?);
        self.reference_dates = store.reference_dates(self.pack, place)?;
        Ok(())
    }

    fn read_reporting(
        &self,
        store: &Store,
        place: Option<&Place>,
    ) -> Result<Reporting, StoreError> {
        Reporting::read(store, self.pack, place, &self.codes())
    }

    /// Returns whether the policy is in force on its day; if not, nothing is judged.
    #[must_use]
    pub fn is_in_force(&self) -> bool {
        self.pack.document.is_in_force(self.day)
    }

    /// Returns how many verdicts that the ledger keeps are not those of this report of now; then
    /// another tool altered it.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn differing(&self, store: &Store) -> Result<usize, StoreError> {
        let mut differing = 0;
        let mut packer = StandingPacker::default();
        for lines in self.by_place() {
            let place = lines.first().map(|line| &*line.place.code);
            let mut kept = store.standings_of(&self.pack.code, place, self.day)?;
            // Both as they are shown.
            kept.iter_mut().for_each(clean);
            let mut held = HashMap::new();
            for mut one in kept {
                let requirement = std::mem::take(&mut one.requirement);
                held.insert(requirement, packer.pack(one));
            }
            let is_kept = |line: &&ReportLine| held.get(&line.requirement.code) == Some(&line.held);
            differing += lines.len() - lines.iter().filter(is_kept).count();
        }
        Ok(differing)
    }

    /// Returns the lines of each place, in order.
    pub fn by_place(&self) -> impl Iterator<Item = &[ReportLine<'a>]> {
        self.lines.chunk_by(|a, b| a.place.code == b.place.code)
    }

    /// Returns the code of each place, in order.
    fn codes(&self) -> Vec<Rc<str>> {
        let lines = self.by_place().filter_map(<[_]>::first);
        lines.map(|line| Rc::clone(&line.place.code)).collect()
    }

    /// Returns how many standings there are of each verdict, of the requirements that are as
    /// binding as asked.
    #[must_use]
    pub fn count(&self, asked: impl Fn(Strength) -> bool) -> Counts {
        let lines = self
            .lines
            .iter()
            .filter(|line| asked(line.requirement.strength));
        lines.map(ReportLine::verdict).collect()
    }

    /// Returns whether a minimum that binds is short or unknown.
    #[must_use]
    pub fn has_shortfalls(&self) -> bool {
        let counts = self.count(Strength::binds);
        counts.short + counts.unknown > 0
    }

    /// Returns longer names of places whose name another place of the report has too.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn longer_names(&self, store: &Store) -> Result<LongerNames, StoreError> {
        let places = || self.by_place().filter_map(<[_]>::first);
        let mut bearers: HashMap<&str, u32> = HashMap::new();
        for line in places() {
            *bearers.entry(&line.place.name).or_default() += 1;
        }
        let is_shared = |line: &&ReportLine| bearers.get(&*line.place.name) > Some(&1);
        let path = |line: &ReportLine| {
            let code = &line.place.code;
            Ok((Rc::clone(code), store.place_path(code)?))
        };
        let paths = places().filter(is_shared).map(path);
        Ok(LongerNames(paths.collect::<Result<_, StoreError>>()?))
    }

    /// Returns the name of a place as the page has it: a longer one where its own is not unique, and in
    /// a large area with that which it is in.
    pub(super) fn name_of<'l>(
        &self,
        place: &'l ReportPlace,
        names: &'l LongerNames,
    ) -> Cow<'l, str> {
        if let Some(longer) = names.0.get(&place.code) {
            return width::clean(longer);
        }
        let finest = self.area.as_ref().and_then(LargeArea::finest);
        match finest.and_then(|finest| finest.path_of(&place.code, &place.name)) {
            Some(path) => Cow::Owned(width::clean(&path).into_owned()),
            None => width::clean(&place.name),
        }
    }
}

/// Longer names of places, by their codes.
#[derive(Clone, Debug, Default)]
pub struct LongerNames(HashMap<Rc<str>, String>);

/// Returns the line of a standing; none where its place was not asked for.
fn line<'a>(
    pack: &'a Pack,
    places: &mut ReportPlaces,
    standing: GatheredStanding<'a>,
) -> Result<Option<ReportLine<'a>>, StoreError> {
    let GatheredStanding {
        requirement,
        place,
        held,
        ..
    } = standing;
    let Some(kind) = pack.kind(&requirement.kind) else {
        return Ok(None);
    };
    Ok(places.get(&place)?.map(|place| ReportLine {
        held,
        held_before: None,
        behind: Box::default(),
        place,
        requirement,
        kind,
    }))
}
