//! `--town` of what leaves and arrives: the places that a file is limited to, and what is outside.

use super::context::CliContext;
use super::failure::{CliResult, Failure};
use super::{ledger, output};
use crate::i18n::{LimitMsg, Say as _, Text};
use crate::store::Store;
use crate::store::share::OutsideAct;

/// Returns the codes of places as somebody named them.
pub(super) fn codes(
    store: &Store,
    towns: &[String],
    context: &CliContext,
) -> CliResult<Vec<String>> {
    let code = |town: &String| store.find_place(town).map(|place| place.code);
    let codes = towns.iter().map(code).collect::<Result<_, _>>();
    codes.map_err(|error| Failure::store(ledger::reading(context), error))
}

/// Prints what is outside, a line each.
pub(super) fn list(store: &Store, acts: &[OutsideAct], context: &CliContext) -> CliResult<()> {
    for act in acts {
        let path = |code: &String| store.place_path(code).map(Text::both);
        let places = act.places.iter().map(path).collect::<Result<Vec<_>, _>>();
        let places = places.map_err(|error| Failure::store(ledger::reading(context), error))?;
        let line = LimitMsg::Act {
            what: act.what.clone(),
            places: if places.is_empty() {
                Text::of(&LimitMsg::EveryPlace)
            } else {
                Text::list(&places)
            },
            author: act.author.clone(),
            at: store.zone().shown(&act.at),
            change: act.change.to_string(),
        };
        output::print_line(&line.say(context.lang))?;
    }
    Ok(())
}
