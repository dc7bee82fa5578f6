//! A sheet of a town: its periods by number, or another one.

use super::Plain;
use super::prompt_io::Stop;
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::value::{Cycle, Period};
use crate::i18n::{PlainMsg, Say, SheetMsg};
use crate::tui::form::opening::Opening;
use crate::tui::form::periods::{ListedPeriod, periods};

impl Plain<'_> {
    /// Lists the periods of a sheet in a place, the one that is due first and the newest next, and
    /// opens the one that is chosen. Any other period can be named.
    pub(super) fn sheets(&mut self, town: &Place, kind: &Kind) -> Result<(), Stop> {
        let lang = self.look.lang;
        let cycle = kind.cycle().unwrap_or(Cycle::Once);
        loop {
            let listed = periods(kind, town, &self.store, self.day)?;
            let line = |row: &ListedPeriod| {
                let period = row.period.listed();
                format!("{}  {}", period.get(lang), row.state(lang))
            };
            let mut lines: Vec<String> = listed.iter().map(line).collect();
            if cycle != Cycle::Once {
                lines.push(SheetMsg::OtherPeriod.say(lang));
            }
            let except = lines.len();
            if !self.open_requirements(town, kind)?.is_empty() {
                lines.push(PlainMsg::ExceptionOf.say(lang));
            }
            let label = kind.label.get(lang).to_owned();
            self.say(&PlainMsg::Records {
                place: town.name.clone(),
                kind: label,
            })?;
            let Some(at) = self.io.choose(&lines, &PlainMsg::Back)? else {
                return Ok(());
            };
            let period = match listed.get(at) {
                Some(row) => row.period,
                None if at == except => {
                    self.except(town, kind)?;
                    continue;
                }
                None => self.period(cycle)?,
            };
            self.form(Opening::sheet(&kind.code, &town.code, period))?;
        }
    }

    /// Asks for a period until one is read.
    fn period(&mut self, cycle: Cycle) -> Result<Period, Stop> {
        let example = cycle.example().to_owned();
        let prompt = SheetMsg::PeriodPrompt { example };
        loop {
            let typed = self.io.ask(&prompt.say(self.look.lang))?;
            match Period::typed(&typed, cycle) {
                Ok(period) => return Ok(period),
                Err(refusal) => self.say(&refusal)?,
            }
        }
    }
}
