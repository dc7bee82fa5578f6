//! A sheet of a town: its periods by number, or another one.

use super::Plain;
use super::prompt_io::Stop;
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::domain::record::sheet;
use crate::domain::value::{Cycle, Period};
use crate::i18n::{PlainMsg, Say, SheetMsg};
use crate::tui::form::opening::Opening;

impl Plain<'_> {
    /// The periods of a sheet in a town, the next due one first, and behind them another one.
    pub(super) fn sheets(&mut self, town: &Place, kind: &Kind) -> Result<(), Stop> {
        let lang = self.look.lang;
        let cycle = kind.cycle().unwrap_or(Cycle::Once);
        loop {
            let filled = self.store.sheets_in(&kind.code, &town.code)?;
            let newest = filled.first().map(|(period, _)| *period);
            let due = sheet::next_due(cycle, newest, self.day);
            let mut lines = Vec::new();
            lines.extend(
                due.map(|due| format!("{}  {}", named(due, self), SheetMsg::Due.say(lang))),
            );
            for (period, record) in &filled {
                let review = self.store.review_of(record.id)?;
                let state = review.map(|review| review.state.label().say(lang));
                lines.push(format!(
                    "{}  {}",
                    named(*period, self),
                    state.unwrap_or_default()
                ));
            }
            if cycle != Cycle::Once {
                lines.push(SheetMsg::OtherPeriod.say(lang));
            }
            let label = kind.label.get(lang).to_owned();
            self.say(&PlainMsg::Records {
                place: town.name.clone(),
                kind: label,
            })?;
            let Some(at) = self.io.choose(&lines, &PlainMsg::Back)? else {
                return Ok(());
            };
            let periods = due
                .into_iter()
                .chain(filled.iter().map(|(period, _)| *period));
            let period = match periods.into_iter().nth(at) {
                Some(period) => period,
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

/// What a period is called in a list.
fn named(period: Period, plain: &Plain) -> String {
    let lang = plain.look.lang;
    if period.cycle() == Cycle::Once {
        SheetMsg::Once.say(lang)
    } else {
        period.name().get(lang).to_owned()
    }
}
