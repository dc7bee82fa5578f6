//! What a file is taken for, in lines, and the command that imports it like that.

use super::args::ImportArgs;
use super::preview;
use crate::domain::policy::Kind;
use crate::domain::text::{folding, width};
use crate::domain::value::Zone;
use crate::i18n::{Lang, ProposalMsg, Say, Text, code_list, word_list};
use crate::transfer::import::proposal::{ImportProposal, ProposedColumn, Sureness};

/// The most columns of a sample.
const WIDEST: usize = 20;

/// Returns the lines.
pub(super) fn lines(proposal: &ImportProposal, kind: &Kind, zone: Zone, lang: Lang) -> Vec<String> {
    let (label, code) = (kind.label.clone(), kind.code.clone());
    let of_kind = if proposal.is_kind_said {
        ProposalMsg::KindSaid { kind: label, code }
    } else if proposal.kept.is_some() {
        ProposalMsg::KindKept { kind: label, code }
    } else {
        ProposalMsg::Kind { kind: label, code }
    };
    let kept = proposal.kept.as_ref().map(|kept| {
        let author = kept.author.clone();
        let at = zone.shown(&kept.at);
        ProposalMsg::AsBefore { at, author }.say(lang)
    });
    let on = code_list(&proposal.header_lines);
    let forms = proposal.forms.iter().map(|form| form.say(lang));
    let head = [of_kind, ProposalMsg::Header { lines: on }].map(|line| line.say(lang));
    let columns = proposal.columns.iter();
    let columns = columns.map(|one| column(one, kind, lang));
    forms.chain(kept).chain(head).chain(columns).collect()
}

/// Returns the first values of a column, in short.
pub(in crate::cli) fn sample(column: &ProposedColumn) -> Text {
    let short = |sample: &String| width::shortened(&folding::name(sample), WIDEST).into_owned();
    let samples: Vec<String> = column.samples.iter().map(short).collect();
    if samples.is_empty() {
        Text::of(&ProposalMsg::NoValues)
    } else {
        Text::both(samples.join(" | "))
    }
}

/// Returns what speaks for what a column is taken for.
pub(in crate::cli) fn sureness(column: &ProposedColumn, kind: &Kind) -> Text {
    let perhaps = |lang| {
        let labels = column
            .perhaps
            .iter()
            .map(|entry| preview::label(entry, kind, lang));
        word_list(labels, lang)
    };
    Text::of(&match column.sureness {
        Sureness::Said => ProposalMsg::Said,
        Sureness::Kept => ProposalMsg::Kept,
        Sureness::ByName if column.entry.is_empty() => ProposalMsg::NoData,
        Sureness::ByName => ProposalMsg::ByName,
        Sureness::LeftOut => ProposalMsg::Unlike,
        Sureness::ByAlias => ProposalMsg::ByAlias,
        Sureness::BySimilarName { fit, of } => ProposalMsg::BySimilarName { fit, of },
        Sureness::ByValues { fit, of } => ProposalMsg::ByValues { fit, of },
        Sureness::Asked => ProposalMsg::Perhaps {
            entries: Text {
                zh: perhaps(Lang::Zh),
                en: perhaps(Lang::En),
            },
        },
    })
}

fn column(column: &ProposedColumn, kind: &Kind, lang: Lang) -> String {
    let header = column.header.clone();
    let samples = sample(column).say(lang);
    let sure = sureness(column, kind);
    if column.sureness == Sureness::Asked {
        return ProposalMsg::Asked {
            header,
            sure,
            samples,
        }
        .say(lang);
    }
    if column.entry.is_empty() {
        return ProposalMsg::Out { header, samples }.say(lang);
    }
    let entry = preview::label(&column.entry, kind, lang);
    let entry = match column.unit.clone() {
        Some(unit) => ProposalMsg::Entry { entry, unit }.say(lang),
        None => entry,
    };
    ProposalMsg::Column {
        header,
        entry,
        sure,
        samples,
    }
    .say(lang)
}

/// Returns the command that imports a file as proposed, as a shell takes it.
pub(super) fn command(proposal: &ImportProposal, args: &ImportArgs) -> String {
    let file = args.file.to_string_lossy().into_owned();
    let mut words = ["taizhang", "import"].map(str::to_owned).to_vec();
    words.extend([file, "--kind".to_owned(), proposal.kind.clone()]);
    let said = match &proposal.recipe {
        Some(recipe) => args.said_beside_kept(recipe),
        None => args.said_beside(),
    };
    words.extend(said);
    for mapping in proposal.mappings() {
        words.extend([
            "--map".to_owned(),
            format!("{}={}", mapping.column, mapping.field),
        ]);
    }
    shell_words::join(words)
}
