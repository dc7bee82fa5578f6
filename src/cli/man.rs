//! `man`: the manual pages of the program and of each of its commands.

use std::path::{Path, PathBuf};

use clap_mangen::Man;

use super::context::CliContext;
use super::failure::{CliResult, Exit, Failure};
use super::output;
use crate::i18n::CliTask;

/// The arguments of `man`.
#[derive(clap::Args)]
pub(super) struct ManArgs {
    /// 写入此目录，每个命令一页；不写则输出总页 / write a page of each command into this directory;
    /// default: print the page of the program
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(
    args: &ManArgs,
    mut program: clap::Command,
    context: &CliContext,
) -> CliResult<Exit> {
    program.build();
    match &args.out {
        Some(folder) => write_all(&program, folder, context)?,
        None => output::print_bytes(&page(program)?)?,
    }
    Ok(Exit::Done)
}

/// Writes the page of a command and those of the commands below it.
fn write_all(command: &clap::Command, folder: &Path, context: &CliContext) -> CliResult<()> {
    let name = command.get_display_name().unwrap_or(command.get_name());
    let path = folder.join(format!("{name}.1"));
    output::deliver(Some(&path), &page(command.clone())?, context.lang)?;
    let below = command.get_subcommands();
    below
        .into_iter()
        .try_for_each(|below| write_all(below, folder, context))
}

fn page(command: clap::Command) -> CliResult<Vec<u8>> {
    let mut page = Vec::new();
    Man::new(command)
        .render(&mut page)
        .map_err(|error| Failure::io(CliTask::Print, &error))?;
    Ok(page)
}
