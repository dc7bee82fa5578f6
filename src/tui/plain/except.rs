//! Written exceptions from the requirements of a kind or a sheet.

use super::Plain;
use super::asked::Asked;
use super::prompt_io::Stop;
use crate::domain::place::Place;
use crate::domain::policy::Kind;
use crate::i18n::PlainMsg;
use crate::store::Result as StoreResult;
use crate::tui::form::opening::Opening;

/// A requirement that an exception can be recorded for.
pub(super) struct OpenRequirement {
    pack: String,
    requirement: String,
    label: String,
}

impl Plain<'_> {
    /// Returns the requirements of a kind or a sheet that a place does not meet. None of them can
    /// have an exception while nothing is judged.
    pub(super) fn open_requirements(
        &self,
        town: &Place,
        kind: &Kind,
    ) -> StoreResult<Vec<OpenRequirement>> {
        let asked = Asked::of(&self.store, town, self.day)?;
        let open = asked.open_requirements(kind).into_iter();
        let listed = open.map(|(pack, requirement)| OpenRequirement {
            pack: pack.code.clone(),
            requirement: requirement.code.clone(),
            label: requirement.label.get(self.look.lang).to_owned(),
        });
        Ok(listed.collect())
    }

    /// Asks which requirement an exception is from, and fills in its form.
    pub(super) fn except(&mut self, town: &Place, kind: &Kind) -> Result<(), Stop> {
        let open = self.open_requirements(town, kind)?;
        let labels: Vec<String> = open.iter().map(|open| open.label.clone()).collect();
        self.say(&PlainMsg::ChooseRequirement)?;
        let chosen = self.io.choose(&labels, &PlainMsg::Back)?;
        match chosen.and_then(|at| open.get(at)) {
            Some(open) => {
                let (pack, requirement) = (&open.pack, &open.requirement);
                self.form(Opening::exception(pack, requirement, &town.code))
            }
            None => Ok(()),
        }
    }
}
