//! What is asked of a place, read once: the standings of every pack, and the sheets it fills in.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::part::Part;
use crate::domain::place::Place;
use crate::domain::policy::{Kind, Pack, Requirement};
use crate::domain::verdict::Counts;
use crate::domain::verdict::{Standing, Verdict, explain};
use crate::i18n::{Lang, Say as _, ScreenMsg};
use crate::store::{Result, Store};

/// What is asked of a place.
pub(super) struct Asked<'a> {
    /// Every pack with its standings in the place.
    standings: Vec<(&'a Pack, Vec<Standing>)>,
    /// The sheets that the place fills in.
    sheets: Vec<&'a Kind>,
    /// The kinds of facilities that can be entered in it.
    entered: Vec<&'a Kind>,
    day: NaiveDate,
}

impl<'a> Asked<'a> {
    /// Reads what is asked of a place.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn of(store: &'a Store, place: &Place, day: NaiveDate) -> Result<Self> {
        let mut standings = Vec::new();
        for pack in store.packs() {
            let found = store.standings_of(&pack.code, Some(&place.code), day)?;
            standings.push((pack, found));
        }
        Ok(Self {
            standings,
            sheets: store.sheets_of(place)?,
            entered: store.kinds_in(place)?,
            day,
        })
    }

    /// The standings of a part, in the order of its requirements.
    fn of_part<'s>(
        &'s self,
        part: &'s Part,
    ) -> impl Iterator<Item = (&'a Pack, &'a Requirement, &'s Standing)> {
        let all = self.standings.iter().flat_map(|(pack, standings)| {
            let asked = |standing: &'s Standing| {
                Some((*pack, pack.requirement(&standing.requirement)?, standing))
            };
            standings.iter().filter_map(asked)
        });
        all.filter(|(pack, requirement, _)| part.holds(pack, requirement))
    }

    /// How many minimums of a part are met. Only what binds is counted, as on the screens, and
    /// nothing of a pack that is not in force.
    pub(super) fn counts(&self, part: &Part) -> Counts {
        self.of_part(part)
            .filter(|(pack, requirement, _)| {
                requirement.strength.binds() && pack.document.is_in_force(self.day)
            })
            .map(|(_, _, standing)| standing.verdict)
            .collect()
    }

    /// Whether nothing at all is judged in the place.
    pub(super) fn is_without_minimum(&self) -> bool {
        self.of_part(&Part::All).next().is_none()
    }

    /// Whether something that is judged in the place looks at the facilities of a kind.
    fn is_judged(&self, kind: &Kind) -> bool {
        self.of_part(&Part::All).any(|(_, requirement, _)| {
            let looks = requirement.looks();
            let mut here = looks.iter().filter(|look| look.path.is_empty());
            requirement.kind == kind.code || here.any(|look| look.form == kind.code)
        })
    }

    /// Every form that a part of what is asked of the place looks at, with the verdicts; and every
    /// sheet that the place fills in and every kind that can be entered in it which no group lists.
    pub(super) fn kinds(&self, part: &Part, lang: Lang) -> Vec<(Kind, String)> {
        let mut kinds: Vec<(Kind, String)> = Vec::new();
        for (pack, requirement, standing) in self.of_part(part) {
            let Some(kind) = pack.kind(&requirement.kind) else {
                continue;
            };
            let words = match pack.document.not_in_force(self.day) {
                Some(why) => format!("{} {}", requirement.label.get(lang), why.say(lang)),
                // A sheet is looked at by many requirements: each says which it is.
                None if kind.is_sheet() => {
                    let verdict = explain::verdict(standing, requirement, lang);
                    format!("{} {verdict}", requirement.label.get(lang))
                }
                None => explain::verdict(standing, requirement, lang),
            };
            match kinds.iter_mut().find(|(known, _)| known.code == kind.code) {
                Some((_, line)) => *line = format!("{line}  {words}"),
                None => kinds.push((kind.clone(), format!("{}  {words}", kind.label.get(lang)))),
            }
        }
        // A group also lists the sheets that other places fill in: its verdicts rest on them.
        if !matches!(part, Part::All | Part::Unjudged) {
            return kinds;
        }
        kinds.retain(|(kind, _)| {
            !kind.is_sheet() || self.sheets.iter().any(|sheet| sheet.code == kind.code)
        });
        // A sheet that is judged in another place only is in none of the groups of this one.
        let listed: BTreeSet<String> = match part {
            Part::Unjudged => {
                let all = self.of_part(&Part::All);
                all.map(|(_, asked, _)| asked.kind.clone()).collect()
            }
            _ => kinds.iter().map(|(kind, _)| kind.code.clone()).collect(),
        };
        for sheet in &self.sheets {
            if !listed.contains(&sheet.code) {
                kinds.push(((*sheet).clone(), sheet.label.get(lang).to_owned()));
            }
        }
        for kind in &self.entered {
            let label = kind.label.get(lang);
            if listed.contains(&kind.code) {
                continue;
            }
            let line = if self.is_judged(kind) {
                label.to_owned()
            } else {
                format!("{label}  {}", ScreenMsg::NoMinimum.say(lang))
            };
            kinds.push(((*kind).clone(), line));
        }
        kinds
    }

    /// Returns the requirements of a kind or a sheet that are judged here and not met, with their
    /// packs: an exception can be recorded for them.
    pub(super) fn open_requirements(&self, kind: &Kind) -> Vec<(&'a Pack, &'a Requirement)> {
        let asked = self.of_part(&Part::All);
        let open = asked.filter(|(_, requirement, standing)| {
            requirement.kind == kind.code
                && matches!(standing.verdict, Verdict::Short | Verdict::Unknown)
        });
        open.map(|(pack, requirement, _)| (pack, requirement))
            .collect()
    }

    /// Returns the verdict and its reasons for each requirement of a part whose figure is entered in
    /// a sheet.
    pub(super) fn figures(&self, part: &Part, sheet: &Kind, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        let asked = self.of_part(part);
        for (pack, requirement, standing) in asked.filter(|(_, asked, _)| asked.kind == sheet.code)
        {
            let label = requirement.label.get(lang);
            if let Some(why) = pack.document.not_in_force(self.day) {
                lines.push(format!("{label} {}", why.say(lang)));
                continue;
            }
            let verdict = explain::verdict(standing, requirement, lang);
            lines.push(format!("{label}  {verdict}"));
            lines.extend(explain::reasons(
                standing,
                requirement,
                sheet,
                self.day,
                lang,
            ));
        }
        lines
    }
}
