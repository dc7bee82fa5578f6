//! What can be ordered on the screens beside filling in and reviewing: reports, and what an admin
//! does with files. The screens say what is wanted; who opened them carries it out, because the
//! screens read and write no files.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::job::{ImportSetting, JobResult, JobWatch, Seen};
use crate::domain::value::Period;
use crate::i18n::{Lang, TaskMsg};
use crate::store::Store;

/// What can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// The report of what is met, short and unknown.
    Report,
    /// Places side by side in a quarter.
    Compare,
    /// What the ledger holds, in a file.
    Export,
    /// A file whose facilities are imported.
    Import,
    /// A policy pack that is loaded.
    LoadPack,
    /// Another ledger file that is merged.
    Merge,
    /// A snapshot beside the ledger.
    Snapshot,
}

impl Task {
    /// Returns what it is called.
    #[must_use]
    pub const fn name(self) -> TaskMsg {
        match self {
            Self::Report => TaskMsg::Report,
            Self::Compare => TaskMsg::Compare,
            Self::Export => TaskMsg::Export,
            Self::Import => TaskMsg::Import,
            Self::LoadPack => TaskMsg::LoadPack,
            Self::Merge => TaskMsg::Merge,
            Self::Snapshot => TaskMsg::Snapshot,
        }
    }

    /// Returns what it is for.
    #[must_use]
    pub const fn help(self) -> TaskMsg {
        match self {
            Self::Report => TaskMsg::ReportHelp,
            Self::Compare => TaskMsg::CompareHelp,
            Self::Export => TaskMsg::ExportHelp,
            Self::Import => TaskMsg::ImportHelp,
            Self::LoadPack => TaskMsg::LoadPackHelp,
            Self::Merge => TaskMsg::MergeHelp,
            Self::Snapshot => TaskMsg::SnapshotHelp,
        }
    }

    /// Returns whether it changes the ledger, and is rehearsed before.
    #[must_use]
    pub const fn changes_ledger(self) -> bool {
        matches!(self, Self::Import | Self::LoadPack | Self::Merge)
    }

    /// Returns the formats in which it writes a file, the first by default.
    #[must_use]
    pub const fn formats(self) -> &'static [FileFormat] {
        match self {
            Self::Report => &[
                FileFormat::Html,
                FileFormat::Xlsx,
                FileFormat::Text,
                FileFormat::Markdown,
                FileFormat::Csv,
                FileFormat::Json,
            ],
            Self::Compare => &[
                FileFormat::Html,
                FileFormat::Text,
                FileFormat::Csv,
                FileFormat::Json,
            ],
            Self::Export => &[
                FileFormat::Xlsx,
                FileFormat::Csv,
                FileFormat::Json,
                FileFormat::Gpkg,
            ],
            Self::Import | Self::LoadPack | Self::Merge | Self::Snapshot => &[],
        }
    }
}

/// The format of a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the format of that name")]
pub enum FileFormat {
    Text,
    Markdown,
    Csv,
    Json,
    Html,
    Xlsx,
    Gpkg,
}

impl FileFormat {
    /// Returns what it is called.
    #[must_use]
    pub const fn name(self) -> TaskMsg {
        match self {
            Self::Text => TaskMsg::FormatText,
            Self::Markdown => TaskMsg::FormatMarkdown,
            Self::Csv => TaskMsg::FormatCsv,
            Self::Json => TaskMsg::FormatJson,
            Self::Html => TaskMsg::FormatHtml,
            Self::Xlsx => TaskMsg::FormatXlsx,
            Self::Gpkg => TaskMsg::FormatGpkg,
        }
    }

    /// Returns what the names of such files end in.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Html => "html",
            Self::Xlsx => "xlsx",
            Self::Gpkg => "gpkg",
        }
    }
}

/// A line of what a task is to be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The policy.
    Pack,
    /// The place.
    Place,
    /// Of when it is.
    Moment,
    /// What it is compared with.
    With,
    /// The kind.
    Kind,
    /// The format of the file.
    Format,
    /// The file.
    File,
}

/// How far an order goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderStep {
    /// It is shown on the screen.
    Show,
    /// It is written to a file.
    Write,
    /// What it would change is shown, and nothing is changed.
    Rehearse,
    /// It is carried out as it was rehearsed.
    CarryOut,
}

/// Of when a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderMoment {
    /// Of now; of a comparison, the last closed quarter.
    Now,
    /// The end of a day.
    EndOf(NaiveDate),
    /// A quarter.
    Quarter(Period),
}

/// What is ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// What.
    pub task: Task,
    /// How far.
    pub step: OrderStep,
    /// The ledger, which the work opens by itself.
    pub ledger: PathBuf,
    /// Whether the session only reviews.
    pub is_review: bool,
    /// The day, where the session is on the ledger as of a day.
    pub past: Option<NaiveDate>,
    /// Who orders it.
    pub author: String,
    /// The language of what is written.
    pub lang: Lang,
    /// The columns of the window.
    pub columns: usize,
    /// The policy; the first where none is named.
    pub pack: Option<String>,
    /// The place that it is narrowed to, by its code.
    pub place: Option<String>,
    /// Of when it is.
    pub moment: OrderMoment,
    /// The quarter that it is compared with.
    pub with: Option<Period>,
    /// The kind that is exported; all where none is named.
    pub kind: Option<String>,
    /// The format of the file.
    pub format: FileFormat,
    /// The file.
    pub file: PathBuf,
    /// What a rehearsal looked at.
    pub seen: Option<Seen>,
    /// The places whose records the session may change; `None` where it may change all.
    pub places: Option<Vec<String>>,
    /// What was said of a file that is imported.
    pub answers: Vec<(ImportSetting, String)>,
    /// Whether rows that are refused stay out of it, in a file of their own.
    pub skips_bad_rows: bool,
}

impl Order {
    /// Returns an order of which nothing is said.
    #[must_use]
    pub fn new(task: Task, store: &Store, author: &str, lang: Lang) -> Self {
        Self {
            task,
            step: OrderStep::Show,
            ledger: store.path().to_owned(),
            is_review: store.is_for_review(),
            past: store.past_day(),
            author: author.to_owned(),
            lang,
            columns: 0,
            pack: None,
            place: None,
            moment: OrderMoment::Now,
            with: None,
            kind: None,
            format: task.formats().first().copied().unwrap_or(FileFormat::Text),
            file: PathBuf::new(),
            seen: None,
            places: store.writable_places(),
            answers: Vec::new(),
            skips_bad_rows: false,
        }
    }

    /// Returns an order to try the import of a file.
    #[must_use]
    pub fn of_import(store: &Store, file: &Path, author: &str, lang: Lang) -> Self {
        Self {
            step: OrderStep::Rehearse,
            file: file.to_owned(),
            ..Self::new(Task::Import, store, author, lang)
        }
    }
}

/// Which files a session reads and writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TaskFiles {
    /// None: it may come from a key alone.
    #[default]
    None,
    /// Those of one folder, by their bare names.
    In(PathBuf),
    /// Whatever the system lets it.
    Anywhere,
}

impl TaskFiles {
    /// Returns the path of a name that somebody typed; `None` where it leads out of the folder, or
    /// there are no files.
    #[must_use]
    pub fn path_of(&self, typed: &str) -> Option<PathBuf> {
        let path = Path::new(typed);
        match self {
            Self::None => None,
            Self::Anywhere => Some(path.to_owned()),
            Self::In(folder) => {
                let is_bare = path
                    .file_name()
                    .is_some_and(|name| name == path.as_os_str());
                (is_bare && !typed.starts_with('.')).then(|| folder.join(path))
            }
        }
    }
}

/// Carries an order out, on the thread of a job.
pub type Perform = Arc<dyn Fn(&Order, &JobWatch) -> JobResult + Send + Sync>;

/// What carries orders out, and with which files.
#[derive(Clone)]
pub struct Desk {
    /// Carries an order out.
    pub perform: Perform,
    /// The files of the session.
    pub files: TaskFiles,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_not_left_by_any_name() {
        let files = TaskFiles::In("/srv/files".into());
        assert_eq!(files.path_of("a.db"), Some("/srv/files/a.db".into()));
        for name in [
            "../a.db",
            "/etc/passwd",
            "b/a.db",
            "..",
            ".",
            "",
            ".ssh",
            "a/",
        ] {
            assert_eq!(files.path_of(name), None, "{name}");
        }
        assert_eq!(TaskFiles::None.path_of("a.db"), None);
        assert_eq!(TaskFiles::Anywhere.path_of("b/a.db"), Some("b/a.db".into()));
    }
}
