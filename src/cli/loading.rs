//! Before a pack takes the place of another version of it: what changes is said, and somebody
//! agrees.

use std::collections::BTreeMap;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use rustix::termios::{QueueSelector, tcflush};

use super::context::CliContext;
use super::failure::{CliResult, Failure};
use super::output;
use crate::domain::policy::Strength;
use crate::domain::verdict::Counts;
use crate::domain::verdict::{Verdict, explain};
use crate::i18n::{CliFault, CliTask, Lang, LoadMsg, Say, Text};
use crate::store::{Adding, Load, Rehearsal, Replacing, Store, VerdictChange};

/// The most verdicts that are listed one by one.
const MOST: usize = 20;

/// Says what loading would change, and loads nothing.
pub(super) fn rehearse(
    store: &mut Store,
    load: &Load,
    doing: CliTask,
    context: &CliContext,
) -> CliResult<()> {
    let rehearsal = store
        .rehearse_load(load)
        .map_err(|error| Failure::store(doing, error))?;
    let mut said = rehearsed(&rehearsal, context.lang);
    said.push(LoadMsg::NothingWritten.say(context.lang));
    said.iter().try_for_each(|line| output::print_line(line))
}

/// Returns what loading adds and changes.
pub(super) fn rehearsed(rehearsal: &Rehearsal, lang: Lang) -> Vec<String> {
    let added = rehearsal.adding.iter().flat_map(|pack| added(pack, lang));
    let replaced = rehearsal.replacing.iter();
    added
        .chain(replaced.flat_map(|pack| lines(pack, lang)))
        .collect()
}

/// Says what loading changes of packs that are loaded in other versions, and asks whether to go on;
/// `yes` agrees beforehand.
pub(super) fn agree(
    store: &mut Store,
    load: &Load,
    yes: bool,
    doing: CliTask,
    context: &CliContext,
) -> CliResult<()> {
    if !store.is_replaced_by(load) {
        return Ok(());
    }
    let replacing = match store.rehearse_load(load) {
        Ok(rehearsal) => rehearsal.replacing,
        Err(error) => return Err(Failure::store(doing, error)),
    };
    for line in replacing
        .iter()
        .flat_map(|replacing| lines(replacing, context.lang))
    {
        output::print_line(&line)?;
    }
    let question = LoadMsg::Ask.say(context.lang);
    confirm(yes, &question, CliFault::NeedsYes, doing)
}

/// Asks whether to do what was listed; `yes` agrees beforehand. Without a terminal to ask on it is
/// refused with `needs_yes`.
pub(super) fn confirm(
    yes: bool,
    question: &str,
    needs_yes: CliFault,
    doing: CliTask,
) -> CliResult<()> {
    if yes {
        return Ok(());
    }
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(Failure::input(doing, needs_yes));
    }
    match ask(question) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::input(doing, CliFault::NotAgreed)),
        Err(error) => Err(Failure::io(doing, &error)),
    }
}

/// Waits for a line: an empty one agrees, and whatever else comes does not. What was typed before
/// the question is no answer to it.
fn ask(question: &str) -> io::Result<bool> {
    let mut out = io::stdout();
    write!(out, "{question}")?;
    out.flush()?;
    tcflush(io::stdin(), QueueSelector::IFlush)?;
    let mut answer = Vec::new();
    let read = io::stdin().lock().read_until(b'\n', &mut answer)?;
    if answer.last() != Some(&b'\n') {
        writeln!(out)?;
    }
    Ok(read > 0 && answer.trim_ascii().is_empty())
}

/// Returns what a new pack adds, and its verdicts.
fn added(adding: &Adding, lang: Lang) -> Vec<String> {
    let pack = adding.pack.clone();
    let mut lines = vec![LoadMsg::Adds { pack }.say(lang)];
    lines.extend(
        adding
            .changes
            .iter()
            .map(|change| format!("  {}", change.say(lang))),
    );
    let Counts {
        met,
        short,
        unknown,
    } = adding.counts;
    lines.push(
        LoadMsg::NewVerdicts {
            met,
            short,
            unknown,
        }
        .say(lang),
    );
    lines
}

/// Returns what differs in the pack, and the verdicts that move: how many of each sort, and the
/// first of them.
fn lines(replacing: &Replacing, lang: Lang) -> Vec<String> {
    let Replacing {
        pack,
        changes,
        moves,
    } = replacing;
    let mut lines = vec![LoadMsg::Replaces { pack: pack.clone() }.say(lang)];
    lines.extend(
        changes
            .iter()
            .map(|change| format!("  {}", change.say(lang))),
    );
    lines.extend(move_lines(moves, lang));
    lines.push(LoadMsg::ThePast.say(lang));
    lines
}

/// Returns the verdicts that move: how many of each sort, and the first of them.
pub(super) fn move_lines(moves: &[VerdictChange], lang: Lang) -> Vec<String> {
    if moves.is_empty() {
        return vec![LoadMsg::NoMoves.say(lang)];
    }
    let mut lines = vec![LoadMsg::Moves { count: moves.len() }.say(lang)];
    let mut sorts: BTreeMap<(String, String), usize> = BTreeMap::new();
    for moved in moves {
        *sorts
            .entry((word(moved.before).say(lang), word(moved.after).say(lang)))
            .or_default() += 1;
    }
    let sorts = sorts
        .into_iter()
        .map(|((before, after), count)| LoadMsg::MovesOfSort {
            before: Text::both(before),
            after: Text::both(after),
            count,
        });
    let first = moves.iter().take(MOST).map(
        |VerdictChange {
             place,
             requirement,
             before,
             after,
         }| LoadMsg::Move {
            place: place.clone(),
            requirement: requirement.clone(),
            before: word(*before),
            after: word(*after),
        },
    );
    let more = moves
        .len()
        .checked_sub(MOST)
        .filter(|count| *count > 0)
        .map(|count| LoadMsg::MoreMoves { count });
    lines.extend(
        sorts
            .chain(first)
            .chain(more)
            .map(|line| format!("  {}", line.say(lang))),
    );
    lines
}

fn word(verdict: Option<Verdict>) -> Text {
    let Some(verdict) = verdict else {
        return Text::of(&LoadMsg::NotJudged);
    };
    let said = |lang| explain::verdict_word(verdict, Strength::Must, lang);
    Text {
        zh: said(Lang::Zh),
        en: said(Lang::En),
    }
}
