//! The `taizhang` program: see the library for how it is built.

use std::process::ExitCode;

fn main() -> ExitCode {
    taizhang::cli::run()
}
