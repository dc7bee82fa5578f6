//! Words in two languages, Chinese first.
//!
//! Every message is a variant of a typed catalogue: a missing translation, a wrong key or a wrong
//! argument does not compile, and a message can be kept and said again after the language was
//! switched.

mod access;
mod cli;
mod clock;
mod command;
mod draft;
mod evidence;
mod exchange;
mod export;
mod fault;
mod history;
mod import;
mod inspect;
pub(crate) mod key;
mod lang;
mod ledger;
mod loading;
mod mapping;
mod matching;
mod merge;
mod places;
mod plain;
mod preview;
mod quarter;
mod reason;
mod refusal;
mod report;
mod review;
mod reviewing;
pub(crate) mod say;
mod screen;
mod second_entry;
mod sheet;
mod snapshot;
mod table;
mod target;
mod verdict;

pub use access::AccessFault;
pub use cli::{CauseMsg, CliFault, CliTask, DoctorMsg, DoneMsg, PanicMsg, UsageFault};
pub use clock::ClockMsg;
pub use command::{Explained, Label};
pub use draft::DraftFault;
pub use evidence::EvidenceMsg;
pub use exchange::ExchangeMsg;
pub use export::{ExportFault, ExportMsg};
pub use fault::PackFault;
pub use history::HistoryMsg;
pub use import::{AliasFault, CellFault, FormMsg, LeftOutMsg, PlaceFault, RecipeFault, RowFault};
pub use inspect::InspectMsg;
pub use key::{KeyOf, set_key_names};
pub use lang::Lang;
pub use ledger::{LedgerFault, LedgerRefusal, PlaceUse};
pub use loading::{LoadAspect, LoadMsg, ValidityMsg};
pub use mapping::MapFault;
pub use matching::{MatchFault, MatchMsg, PlaceMiss};
pub use merge::{MergeFault, MergeMsg};
pub use places::PlacesMsg;
pub use plain::PlainMsg;
pub use preview::{ImportMsg, PreviewMsg};
pub use quarter::QuarterMsg;
pub use reason::ReasonMsg;
pub use refusal::{Doubt, Refusal};
pub use report::{ReportColumn, ReportMsg};
pub use review::{AnswerMsg, ReviewMsg};
pub use reviewing::InspectorMsg;
pub use say::{Say, Text, code_list, named, word_list};
pub use screen::ScreenMsg;
pub use second_entry::SecondEntryMsg;
pub use sheet::SheetMsg;
pub use snapshot::{SnapshotFault, SnapshotMsg};
pub use table::{EncodingMsg, FileMsg, HeaderFault, TableFault};
pub use target::TargetFault;
pub use verdict::VerdictMsg;
