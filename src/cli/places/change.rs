//! How a change of a place is asked for, and what is told of it before and after.

use chrono::NaiveDate;
use clap::Args;

use crate::domain::place::Place;
use crate::domain::text::folding;
use crate::i18n::{Lang, PlacesMsg, Say};
use crate::store::{PlaceChange, PlaceChanged, PlaceStep};

#[derive(Args)]
pub(in crate::cli) struct ChangeArgs {
    /// 生效日期，默认今天；撤销可填以后的日期 / the effective date; default: today; only a closing may
    /// be dated ahead
    #[arg(long, value_name = "DATE")]
    pub(super) on: Option<NaiveDate>,
    /// 经办人，默认系统用户名 / the name of the person who records it; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    pub(super) name: Option<String>,
    /// 同意所列内容 / agree to what is listed
    #[arg(long)]
    pub(super) yes: bool,
}

/// Returns what a change of a place brings about, a line each.
pub(super) fn preview(change: &PlaceChange, changed: &PlaceChanged, lang: Lang) -> Vec<String> {
    let place = named(change.place);
    let on = change.on.to_string();
    let (first, into) = match change.step {
        PlaceStep::Rename(name) => {
            let name = folding::name(name);
            let rename = PlacesMsg::Rename { place, name, on };
            (rename, String::new())
        }
        PlaceStep::Merge(into) => {
            let into = named(into);
            let told = into.clone();
            (PlacesMsg::Merge { place, into, on }, told)
        }
        PlaceStep::Close => (PlacesMsg::Close { place, on }, String::new()),
        PlaceStep::Reopen(_) => (PlacesMsg::Reopen { place, on }, String::new()),
    };
    let moved = changed.moved.iter().map(|what| PlacesMsg::Moved {
        what: what.clone(),
        into: into.clone(),
    });
    let stay = changed.stay.iter().map(|what| PlacesMsg::Stay {
        what: what.clone(),
        place: named(change.place),
    });
    let below = changed.below.iter().map(|place| PlacesMsg::Below {
        place: named(place),
        into: into.clone(),
    });
    let told = moved.chain(stay).chain(below);
    let mut lines = vec![first.say(lang)];
    lines.extend(told.map(|line| format!("  {}", line.say(lang))));
    lines
}

/// Returns what is said once a change of a place is recorded.
pub(super) fn done(change: &PlaceChange, path: String) -> PlacesMsg {
    let place = named(change.place);
    match change.step {
        PlaceStep::Rename(name) => PlacesMsg::Renamed {
            place: format!("{} {}", change.place.code, folding::name(name)),
            path,
        },
        PlaceStep::Merge(into) => PlacesMsg::Merged {
            place,
            into: named(into),
            path,
        },
        PlaceStep::Close => PlacesMsg::Closed { place, path },
        PlaceStep::Reopen(_) => PlacesMsg::Reopened { place, path },
    }
}

/// Returns the code and the name of a place.
pub(super) fn named(place: &Place) -> String {
    format!("{} {}", place.code, place.name)
}
