//! The columns of a file that may be imported, as lines of a screen.

use std::sync::Arc;

use crate::cli::import::{label, sample, sureness};
use crate::domain::policy::Kind;
use crate::domain::record::facility::shared;
use crate::i18n::{Lang, ProposalMsg, ProposedMsg, Text};
use crate::transfer::import::proposal::{ProposedColumn, Sureness};
use crate::tui::{ImportSetting, ProposedChoice, ProposedLine};

/// Returns everything that a column may be: nothing, the place, a field, or two of them.
pub(super) fn entries(kind: &Kind) -> Vec<ProposedChoice> {
    let both = |entry: &str| Text {
        zh: label(entry, kind, Lang::Zh),
        en: label(entry, kind, Lang::En),
    };
    let entry = |entry: &str| ProposedChoice::new(entry, both(entry), Text::default());
    let out = ProposedChoice::new("", Text::of(&ProposedMsg::LeftOut), Text::default());
    let mut all = vec![out];
    all.extend(["town", "town_name", "county", "id"].map(entry));
    all.extend(kind.is_sheet().then(|| entry(shared::PERIOD)));
    all.extend(kind.fields.iter().map(|field| entry(&field.code)));
    let has = |code: &str| kind.field(code).is_some();
    if has(shared::LON) && has(shared::LAT) {
        let pairs = [[shared::LON, shared::LAT], [shared::LAT, shared::LON]];
        all.extend(pairs.map(|pair| entry(&pair.join(","))));
    }
    all.extend(has("address").then(|| entry("town,address")));
    all
}

/// Returns the line of a column.
pub(super) fn column_line(
    column: &ProposedColumn,
    kind: &Kind,
    entries: &Arc<[ProposedChoice]>,
) -> ProposedLine {
    let is_open = column.sureness == Sureness::Asked;
    let value = |lang| {
        let entry = label(&column.entry, kind, lang);
        match column.unit.clone() {
            Some(unit) => crate::i18n::Say::say(&ProposalMsg::Entry { entry, unit }, lang),
            None => entry,
        }
    };
    let value = match column.entry.as_str() {
        "" if is_open => Text::of(&ProposedMsg::Open),
        "" => Text::of(&ProposedMsg::LeftOut),
        _ => Text {
            zh: value(Lang::Zh),
            en: value(Lang::En),
        },
    };
    // Whoever wants to know more chooses from what is likely first.
    let likely = entries
        .iter()
        .filter(|choice| column.perhaps.contains(&choice.code));
    let choices = if column.perhaps.is_empty() {
        Arc::clone(entries)
    } else {
        let others = entries
            .iter()
            .filter(|choice| !column.perhaps.contains(&choice.code));
        let out = others.clone().take(1);
        likely.chain(out).chain(others.skip(1)).cloned().collect()
    };
    ProposedLine {
        setting: ImportSetting::Column(column.header.clone()),
        name: Text::both(column.header.clone()),
        value,
        why: sureness(column, kind),
        sample: sample(column),
        choices,
        code: column.entry.clone(),
        is_open,
        is_unsure: matches!(
            column.sureness,
            Sureness::BySimilarName { .. } | Sureness::ByValues { .. }
        ),
    }
}
