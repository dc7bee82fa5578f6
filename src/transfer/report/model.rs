//! What a report says, gathered from the ledger before it is put into words.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::area::LargeArea;
use super::baseline::ReportBaseline;
use super::closed::ClosedQuarter;
use super::error::ReportError;
use super::gathered::{Gathered, judged, own_approvals};
use super::moment::Moment;
use super::reporting::Reporting;
use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack, Requirement, Strength};
use crate::domain::text::width;
use crate::domain::value::{Number, Zone};
use crate::domain::verdict::Counts;
use crate::domain::verdict::{Standing, Verdict};
use crate::i18n::{ReportMsg, Text};
use crate::store::{JudgedBy, SaveBehind, Store, StoreError, TrailMark};

/// One standing with what explains it.
#[derive(Clone, Debug)]
pub struct ReportLine<'a> {
    /// The standing.
    pub standing: Arc<Standing>,
    /// What it was at the end of the last quarter, in a report that is compared with it.
    pub before: Option<Arc<Standing>>,
    /// The saves behind its movement, where it moved.
    pub behind: Vec<SaveBehind>,
    /// The name of its place.
    pub place_name: Arc<str>,
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
    /// Returns the sign between the figure and what is needed; nothing where nothing is.
    pub(super) fn operator(&self) -> &'static str {
        if self.standing.verdict == Verdict::Information {
            return "";
        }
        let (operator, _) = self.requirement.limit_for(self.standing.have);
        operator.sign()
    }

    /// Returns what is needed, where that is a figure and known.
    pub(super) fn need(&self) -> Option<Number> {
        self.standing.needed()
    }

    /// Returns the unit that answers for it, where one is known.
    #[must_use]
    pub fn responsible(&self) -> Option<Responsible<'_>> {
        let operator = self
            .standing
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
        let Gathered {
            standings,
            judged_by,
            closed,
            frozen,
        } = judged(store, pack, place, moment)?;
        let scope = place
            .map(|place| Ok::<_, StoreError>((place.code.clone(), store.place_path(&place.code)?)));
        let scope = scope.transpose()?;
        let mark = store.trail_mark()?;
        let mut places = Places {
            store,
            within: place,
            known: HashMap::new(),
        };
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

    /// Reads what is known of the records of now alone.
    fn read_records(&mut self, store: &Store, place: Option<&Place>) -> Result<(), StoreError> {
        let codes: Vec<String> = self.codes().into_iter().map(str::to_owned).collect();
        self.reporting = Some(Reporting::read(store, self.pack, place, &codes)?);
        self.own = Some(own_approvals(store, self.pack, place)?);
        self.reference_dates = store.reference_dates(self.pack, place)?;
        Ok(())
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
        for lines in self.by_place() {
            let place = lines.first().map(|line| line.standing.place.as_str());
            let mut kept = store.standings_of(&self.pack.code, place, self.day)?;
            // Both as they are shown.
            kept.iter_mut().for_each(clean);
            let kept: HashMap<&str, &Standing> = kept
                .iter()
                .map(|one| (one.requirement.as_str(), one))
                .collect();
            let is_kept = |line: &&ReportLine| {
                kept.get(line.standing.requirement.as_str()) == Some(&&*line.standing)
            };
            differing += lines.len() - lines.iter().filter(is_kept).count();
        }
        Ok(differing)
    }

    /// Returns the lines of each place, in order.
    pub fn by_place(&self) -> impl Iterator<Item = &[ReportLine<'a>]> {
        self.lines
            .chunk_by(|a, b| a.standing.place == b.standing.place)
    }

    /// Returns the code of each place, in order.
    fn codes(&self) -> Vec<&str> {
        let lines = self.by_place().filter_map(<[_]>::first);
        lines.map(|line| line.standing.place.as_str()).collect()
    }

    /// Returns how many standings there are of each verdict, of the requirements that are as
    /// binding as asked.
    #[must_use]
    pub fn count(&self, asked: impl Fn(Strength) -> bool) -> Counts {
        let lines = self
            .lines
            .iter()
            .filter(|line| asked(line.requirement.strength));
        lines.map(|line| line.standing.verdict).collect()
    }

    /// Returns whether a minimum that binds is short or unknown.
    #[must_use]
    pub fn has_shortfalls(&self) -> bool {
        let counts = self.count(Strength::binds);
        counts.short + counts.unknown > 0
    }

    /// Returns longer names of places: of all in a large area, with that which they are in, and of
    /// those whose name another place of the report has too.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn longer_names(&self, store: &Store) -> Result<LongerNames, StoreError> {
        let mut codes: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut paths = HashMap::new();
        let finest = self.area.as_ref().and_then(LargeArea::finest);
        for lines in self.by_place() {
            let Some(line) = lines.first() else { continue };
            let code = line.standing.place.as_str();
            codes.entry(&line.place_name).or_default().push(code);
            let path = finest.and_then(|finest| finest.path_of(code, &line.place_name));
            paths.extend(path.map(|path| (code.to_owned(), path)));
        }
        for code in codes.values().filter(|codes| codes.len() > 1).flatten() {
            paths.insert((*code).to_owned(), store.place_path(code)?);
        }
        Ok(LongerNames(paths))
    }
}

/// Longer names of places, by their codes.
#[derive(Clone, Debug, Default)]
pub struct LongerNames(pub(super) HashMap<String, String>);

/// Returns the line of a standing; none where its place was not asked for.
fn line<'a>(
    pack: &'a Pack,
    places: &mut Places,
    mut standing: Arc<Standing>,
) -> Result<Option<ReportLine<'a>>, StoreError> {
    clean(Arc::make_mut(&mut standing));
    let requirement = pack.requirement(&standing.requirement);
    let Some((requirement, kind)) =
        requirement.and_then(|requirement| Some((requirement, pack.kind(&requirement.kind)?)))
    else {
        return Ok(None);
    };
    Ok(places.name(&standing.place)?.map(|place_name| ReportLine {
        standing,
        before: None,
        behind: Vec::new(),
        place_name,
        requirement,
        kind,
    }))
}

/// The names of places, each read once.
struct Places<'a> {
    store: &'a Store,
    within: Option<&'a Place>,
    /// `None` for a place that was not asked for.
    known: HashMap<String, Option<Arc<str>>>,
}

impl Places<'_> {
    fn name(&mut self, code: &str) -> Result<Option<Arc<str>>, StoreError> {
        if let Some(known) = self.known.get(code) {
            return Ok(known.clone());
        }
        let asked = self.store.is_in_scope(code, self.within)?;
        let name = if asked {
            let name = self.store.place_name(code)?;
            Some(Arc::from(width::clean(&name)))
        } else {
            None
        };
        self.known.insert(code.to_owned(), name.clone());
        Ok(name)
    }
}

/// Takes out of the words in a standing what no form takes: no format of the report carries it on.
fn clean(standing: &mut Standing) {
    if let Some(nearest) = &mut standing.nearest {
        width::clean_in_place(&mut nearest.name);
        width::clean_in_place(&mut nearest.operator);
    }
    if let Some(exception) = &mut standing.exception {
        width::clean_in_place(&mut exception.document);
        width::clean_in_place(&mut exception.reason);
    }
    for wanted in standing.told.iter_mut().flat_map(|told| &mut told.wanted) {
        width::clean_in_place(&mut wanted.place_name);
        width::clean_in_place(&mut wanted.of.zh);
        width::clean_in_place(&mut wanted.of.en);
    }
}
