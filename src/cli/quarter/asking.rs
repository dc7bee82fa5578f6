//! What the commands about quarters share: who does it, and whether that is meant.

use clap::Args;

use crate::cli::context::CliContext;
use crate::cli::failure::{CliResult, shown};
use crate::cli::{loading, output};
use crate::i18n::{CliFault, CliTask, Lang, LoadMsg, Say};

/// The most facilities and corrections that are listed.
pub(super) const MOST: usize = 20;

#[derive(Args)]
pub(in crate::cli) struct WhoArgs {
    /// 经办人，默认系统用户名 / the name of the person who does it; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    pub(super) name: Option<String>,
    /// 同意所列内容 / agree to what is listed
    #[arg(long)]
    pub(super) yes: bool,
}

pub(super) fn changing(context: &CliContext) -> CliTask {
    CliTask::ChangeQuarter {
        path: shown(&context.db),
    }
}

pub(super) fn print(message: &dyn Say, lang: Lang) -> CliResult<()> {
    output::print_line(&message.say(lang))
}

/// Prints a line below another one.
pub(super) fn print_below(message: &dyn Say, lang: Lang) -> CliResult<()> {
    output::print_line(&format!("  {}", message.say(lang)))
}

/// Asks whether to do what was listed.
pub(super) fn agree(who: &WhoArgs, context: &CliContext) -> CliResult<()> {
    let question = LoadMsg::AskChange.say(context.lang);
    let task = changing(context);
    loading::confirm(who.yes, &question, CliFault::NeedsYesForQuarter, task)
}
