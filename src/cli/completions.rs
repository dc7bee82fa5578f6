//! `completions`: what a shell completes after the name of the program.

use clap::ValueEnum;
use clap_complete::{Shell, generate};

use super::failure::{CliResult, Exit};
use super::output;

/// The arguments of `completions`.
#[derive(clap::Args)]
pub(super) struct CompletionsArgs {
    /// 哪种 shell / for which shell
    #[arg(value_enum)]
    shell: ShellArg,
}

/// The shells that are served.
#[derive(Clone, Copy, ValueEnum)]
enum ShellArg {
    Bash,
    Zsh,
    Fish,
}

pub(super) fn run(args: &CompletionsArgs, mut program: clap::Command) -> CliResult<Exit> {
    let shell = match args.shell {
        ShellArg::Bash => Shell::Bash,
        ShellArg::Zsh => Shell::Zsh,
        ShellArg::Fish => Shell::Fish,
    };
    let mut script = Vec::new();
    generate(shell, &mut program, "taizhang", &mut script);
    output::print_bytes(&script)?;
    Ok(Exit::Done)
}
