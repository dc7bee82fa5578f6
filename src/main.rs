//! The `taizhang` program: see `lib.rs` for how it is built.

use std::process::ExitCode;

fn main() -> ExitCode {
    taizhang::cli::run()
}
