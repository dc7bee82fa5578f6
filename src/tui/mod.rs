//! The terminal application, and the only place with ratatui and crossterm. [`terminal`] is its
//! lowest part: it owns the device (raw mode, keys, frames, hang-ups) and knows nothing of ledgers;
//! [`text`] is the only home of widths. The screens stand on these two.

mod act;
pub mod app;
pub mod canvas;
mod carried;
pub mod command;
mod context;
mod form;
mod job;
pub mod look;
mod part;
mod person;
pub mod plain;
mod question;
mod run;
pub mod screen;
pub mod screens;
pub(crate) mod selection;
mod stack;
mod task;
pub mod terminal;
pub mod text;

pub use self::job::{
    ImportSetting, JobDone, JobEvent, JobPage, JobResult, JobStopped, JobWatch, ProposedChoice,
    ProposedImport, ProposedLine, Seen, TriedImport,
};
pub use self::person::{Person, Reviewing, Role, Start, WorksOn};
pub use self::run::{Ending, RunError, run};
pub use self::selection::Selection;
pub use self::task::{Desk, FileFormat, Order, OrderMoment, OrderStep, Perform, Task, TaskFiles};
