//! What a task asks: one of a list, or words.

use std::collections::BTreeSet;

use crate::domain::policy::lookup;
use crate::i18n::{TaskMsg, Text};
use crate::store::Result;
use crate::tui::context::Context;
use crate::tui::form::review_threads::Silence;
use crate::tui::part::find::{Find, Findable};
use crate::tui::part::picker::{Item, Picker};
use crate::tui::part::words::Words;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::Nav;
use crate::tui::task::{Order, Setting, Task, TaskFiles};

/// Asks for a setting.
pub(super) fn ask(
    setting: Setting,
    order: &Order,
    files: &TaskFiles,
    context: &mut Context,
) -> Result<Nav> {
    match setting {
        Setting::File => Ok(in_words(setting, order, files)),
        Setting::Place => {
            let all = Findable::new(
                Text::of(&TaskMsg::AllPlaces),
                ("", ""),
                Text::default(),
                Answer::NoChoice,
            );
            ask_place(Some(all), context)
        }
        Setting::Moment if order.past.is_some() && order.task == Task::Report => {
            Ok(in_words(setting, order, files))
        }
        Setting::Moment | Setting::With => ask_time(setting, order, context),
        Setting::Pack => {
            let packs = context.store.packs().iter();
            let packs = packs.map(|pack| {
                let answer = Answer::Code(pack.code.clone());
                (pack.document.title.clone(), pack.code.clone(), answer)
            });
            Ok(pick(setting, packs.collect(), context))
        }
        Setting::Kind => {
            let all = (
                Text::of(&TaskMsg::AllKinds),
                String::new(),
                Answer::NoChoice,
            );
            let kinds = lookup::kinds(context.store.packs()).map(|kind| {
                let answer = Answer::Code(kind.code.clone());
                (kind.label.clone(), kind.code.clone(), answer)
            });
            let kinds = std::iter::once(all).chain(kinds).collect();
            Ok(pick(setting, kinds, context))
        }
        Setting::Format => {
            let formats = order.task.formats().iter().enumerate().map(|(at, format)| {
                let ending = format.ending().to_owned();
                (Text::of(&format.name()), ending, Answer::At(at))
            });
            Ok(pick(setting, formats.collect(), context))
        }
    }
}

/// Asks for one of the places, or for what stands before them.
pub(crate) fn ask_place(first: Option<Findable>, context: &mut Context) -> Result<Nav> {
    let places = context.store.places()?;
    let names: std::collections::HashMap<&str, &str> = places
        .iter()
        .map(|place| (place.code.as_str(), place.name.as_str()))
        .collect();
    let found = places.iter().map(|place| {
        let above = place.parent.as_deref();
        let above = above.and_then(|code| names.get(code)).copied();
        let above = above.unwrap_or_default();
        let extra = Text::both(format!("{above}  {}", place.code));
        let name = Text::both(place.name.clone());
        let answer = Answer::Place(place.code.clone());
        Findable::new(name, (&place.code, above), extra, answer)
    });
    let list = first.into_iter().chain(found).collect();
    Find::among((list, 0), "", context)
}

/// Asks for a moment or a quarter: what is usual, the quarters that were closed, or another.
fn ask_time(setting: Setting, order: &Order, context: &Context) -> Result<Nav> {
    let is_compare = order.task == Task::Compare;
    let usual = match setting {
        Setting::With if is_compare => TaskMsg::BeforeAndYear,
        Setting::With => TaskMsg::LastQuarter,
        _ if is_compare => TaskMsg::LastClosed,
        _ => TaskMsg::Now,
    };
    let is_day = setting == Setting::Moment && !is_compare;
    let other = if is_day {
        TaskMsg::AnotherDay
    } else {
        TaskMsg::AnotherQuarter
    };
    let all = context.store.quarter_closes()?.into_iter();
    let quarters: BTreeSet<_> = all
        .filter(|close| close.reopened.is_none())
        .map(|close| close.quarter)
        .collect();
    let quarters = quarters.into_iter().rev().map(|quarter| {
        let name = if is_day {
            let quarter = quarter.name();
            Text::of(&TaskMsg::ClosedQuarter { quarter })
        } else {
            quarter.name()
        };
        (name, String::new(), Answer::Code(quarter.to_string()))
    });
    let usual = (Text::of(&usual), String::new(), Answer::NoChoice);
    let other = (Text::of(&other), String::new(), Answer::Other);
    let items = [usual, other].into_iter().chain(quarters).collect();
    Ok(pick(setting, items, context))
}

/// Asks for one of some things, each with what stands behind it.
fn pick(setting: Setting, items: Vec<(Text, String, Answer)>, context: &Context) -> Nav {
    let item = |(at, (name, extra, answer)): (usize, (Text, String, Answer))| Item {
        code: (at + 1).to_string(),
        name,
        extra: Text::both(extra),
        answer,
    };
    let items = items.into_iter().enumerate().map(item).collect();
    let title = match setting {
        Setting::Pack => TaskMsg::Pack,
        Setting::Place => TaskMsg::Place,
        Setting::Moment => TaskMsg::Moment,
        Setting::With => TaskMsg::With,
        Setting::Kind => TaskMsg::Kind,
        Setting::Format => TaskMsg::Format,
        Setting::File => TaskMsg::File,
    };
    let picker = Picker::new(Text::of(&title), items, 0, context.list_size());
    Nav::ask(QuestionTopic::Setting(setting), picker)
}

/// Asks for a day, a quarter or a file in words.
pub(super) fn in_words(setting: Setting, order: &Order, files: &TaskFiles) -> Nav {
    let (title, line) = match (setting, files) {
        (Setting::File, TaskFiles::In(folder)) => {
            let folder = folder.display().to_string();
            (TaskMsg::File, TaskMsg::AskFileIn { folder })
        }
        (Setting::File, _) => (TaskMsg::File, TaskMsg::AskFile),
        (Setting::Moment, _) if order.task == Task::Report => (TaskMsg::Moment, TaskMsg::AskDay),
        (Setting::With, _) => (TaskMsg::With, TaskMsg::AskQuarter),
        _ => (TaskMsg::Quarter, TaskMsg::AskQuarter),
    };
    let typed = match (setting, files) {
        (Setting::File, TaskFiles::In(_)) => {
            let name = order.file.file_name().unwrap_or_default();
            name.to_string_lossy().into_owned()
        }
        (Setting::File, _) => order.file.display().to_string(),
        _ => String::new(),
    };
    let words = Words::new(&title, vec![Text::of(&line)], Silence::Refused)
        .beginning_with(&typed)
        .explained(&TaskMsg::WordsHelp);
    Nav::ask(QuestionTopic::Setting(setting), words)
}
