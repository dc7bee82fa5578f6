//! What a file is taken for, in lines, and the command that imports it like that.

use std::path::Path;

use crate::domain::policy::Kind;
use crate::domain::text::{folding, width};
use crate::i18n::{Lang, ProposalMsg, Say, Text, code_list};
use crate::transfer::import::proposal::{ImportProposal, ProposedColumn, Sureness};

use super::preview;

/// The most columns of a sample.
const WIDEST: usize = 20;

/// Returns the lines.
pub(super) fn lines(proposal: &ImportProposal, kind: &Kind, lang: Lang) -> Vec<String> {
    let (label, code) = (kind.label.clone(), kind.code.clone());
    let of_kind = if proposal.is_kind_said {
        ProposalMsg::KindSaid { kind: label, code }
    } else {
        ProposalMsg::Kind { kind: label, code }
    };
    let on = code_list(&proposal.header_lines);
    let forms = proposal.forms.iter().map(|form| form.say(lang));
    let head = [of_kind, ProposalMsg::Header { lines: on }].map(|line| line.say(lang));
    let columns = proposal.columns.iter();
    let columns = columns.map(|one| column(one, kind, lang));
    forms.chain(head).chain(columns).collect()
}

fn column(column: &ProposedColumn, kind: &Kind, lang: Lang) -> String {
    let header = column.header.clone();
    let sample = |sample: &String| width::shortened(&folding::name(sample), WIDEST).into_owned();
    let samples: Vec<String> = column.samples.iter().map(sample).collect();
    let samples = if samples.is_empty() {
        ProposalMsg::NoValues.say(lang)
    } else {
        samples.join(" | ")
    };
    if column.entry.is_empty() {
        return ProposalMsg::Out { header, samples }.say(lang);
    }
    let entry = preview::label(&column.entry, kind, lang);
    let entry = match column.unit.clone() {
        Some(unit) => ProposalMsg::Entry { entry, unit }.say(lang),
        None => entry,
    };
    let sure = Text::of(&match column.sureness {
        Sureness::Said => ProposalMsg::Said,
        Sureness::ByName | Sureness::LeftOut => ProposalMsg::ByName,
        Sureness::ByAlias => ProposalMsg::ByAlias,
        Sureness::BySimilarName { fit, of } => ProposalMsg::BySimilarName { fit, of },
        Sureness::ByValues { fit, of } => ProposalMsg::ByValues { fit, of },
    });
    ProposalMsg::Column {
        header,
        entry,
        sure,
        samples,
    }
    .say(lang)
}

/// Returns the command that imports a file as proposed, as a shell takes it. `said` is what was said
/// of it beside the kind.
pub(super) fn command(file: &Path, proposal: &ImportProposal, said: &[String]) -> String {
    let file = file.to_string_lossy().into_owned();
    let mut words = ["taizhang", "import"].map(str::to_owned).to_vec();
    words.extend([file, "--kind".to_owned(), proposal.kind.clone()]);
    words.extend(said.iter().cloned());
    for mapping in proposal.mappings() {
        words.extend([
            "--map".to_owned(),
            format!("{}={}", mapping.column, mapping.field),
        ]);
    }
    shell_words::join(words)
}
