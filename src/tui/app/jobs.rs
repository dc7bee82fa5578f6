//! Jobs that work while the screens go on: snapshots, and what is ordered on the screens.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{App, Flow};
use crate::i18n::{Failed, Lang, Say, SnapshotMsg, TaskMsg, Text};
use crate::store::share::snapshot::{self, MadeSnapshot};
use crate::store::{Cause, FileError, Result};
use crate::tui::command::CommandScope;
use crate::tui::job::{Job, JobDone, JobEvent, JobResult, JobStopped, JobWatch, ProposedImport};
use crate::tui::part::picker::{Item, Picker};
use crate::tui::person::Role;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};
use crate::tui::screens::import::ImportScreen;
use crate::tui::screens::outcome::OutcomeScreen;
use crate::tui::screens::task::TaskScreen;
use crate::tui::task::{Desk, Order, OrderStep, Task, TaskFiles};

/// The folder beside a ledger in which its snapshots are made.
const FOLDER: &str = "snapshots";

impl App {
    /// Sets what carries the events of jobs, so that they come back through [`App::job_event`].
    pub fn set_job_sender(&mut self, send: impl Fn(JobEvent) + Send + Sync + 'static) {
        self.job_sender = Arc::new(send);
    }

    /// Sets what carries out what is ordered on the screens.
    pub fn set_desk(&mut self, desk: Desk) {
        self.desk = Some(desk);
    }

    /// Takes an event of a job.
    pub fn job_event(&mut self, event: JobEvent) {
        match event {
            JobEvent::Progress(step) if self.job.is_some() => {
                self.say(SnapshotMsg::Running {
                    step: step.say(self.lang()),
                });
            }
            JobEvent::Progress(_) => {}
            // What was answered since is tried next.
            JobEvent::Proposed(_) if self.next_order.is_some() => {}
            JobEvent::Proposed(proposed) => self.show_proposed(&proposed),
            JobEvent::Done(done) => {
                self.job = None;
                let order = self.order.take();
                self.notice_others();
                if let Some(next) = self.next_order.take() {
                    self.start_order(next);
                    return;
                }
                self.stack.each(|screen| screen.job_ended());
                self.take_result(order, done);
            }
        }
    }

    /// Opens the task that the session has, or asks which of several.
    pub(super) fn open_tasks(&mut self) -> Result<Flow> {
        let tasks = self.tasks();
        if let [task] = tasks.as_slice() {
            return self.open_task(*task);
        }
        let item = |(at, task): (usize, &Task)| Item {
            code: (at + 1).to_string(),
            name: Text::of(&task.name()),
            extra: Text::of(&task.help()),
            answer: Answer::At(at),
        };
        let items = tasks.iter().enumerate().map(item).collect();
        let size = (self.look.lang, self.body().1);
        let picker = Picker::new(Text::of(&TaskMsg::MenuTitle), items, 0, size);
        self.follow(Nav::ask(QuestionTopic::Task(tasks), picker))
    }

    /// Returns what the session may order.
    fn tasks(&self) -> Vec<Task> {
        let Some(desk) = &self.desk else {
            return Vec::new();
        };
        let mut tasks = vec![Task::Report, Task::Compare];
        let has_files = desk.files != TaskFiles::None;
        tasks.extend(has_files.then_some(Task::Export));
        let imports = has_files && self.store.is_writable();
        tasks.extend(imports.then_some(Task::Import));
        if matches!(self.person.role, Role::Admin) && self.store.is_writable() {
            tasks.extend(
                has_files
                    .then_some([Task::LoadPack, Task::Merge])
                    .into_iter()
                    .flatten(),
            );
            tasks.push(Task::Snapshot);
        }
        tasks
    }

    pub(super) fn open_task(&mut self, task: Task) -> Result<Flow> {
        if task == Task::Snapshot {
            self.start_snapshot();
            return Ok(Flow::Go);
        }
        let Some(desk) = &self.desk else {
            return Ok(Flow::Go);
        };
        let files = desk.files.clone();
        let screen = TaskScreen::new(task, files, &self.context())?;
        self.stack.push(Box::new(screen));
        Ok(Flow::Go)
    }

    pub(super) fn start_snapshot(&mut self) {
        let ledger = self.store.path().to_owned();
        self.start_job(None, move |watch| told(make_snapshot(&ledger, watch)));
    }

    /// Returns the screen of an import, which is tried once jobs can be heard of.
    pub(super) fn begin_import(
        &mut self,
        order: Order,
        proposed: &ProposedImport,
    ) -> Box<dyn Screen> {
        self.next_order = Some(order.clone());
        Box::new(ImportScreen::new(order, proposed, self.body(), self.look))
    }

    /// Begins with what the session was opened for.
    pub fn start_first(&mut self) {
        if let Some(order) = self.next_order.take() {
            self.start_order(order);
        }
    }

    pub(super) fn start_order(&mut self, order: Order) {
        let is_trial =
            |order: &Order| order.task == Task::Import && order.step == OrderStep::Rehearse;
        if let (Some(job), true) = (&self.job, self.order.as_ref().is_some_and(is_trial))
            && is_trial(&order)
        {
            job.cancel();
            self.next_order = Some(order);
            return;
        }
        let Some(desk) = &self.desk else { return };
        let perform = Arc::clone(&desk.perform);
        let ordered = order.clone();
        self.start_job(Some(order), move |watch| perform(&ordered, watch));
    }

    fn start_job(
        &mut self,
        order: Option<Order>,
        work: impl FnOnce(&JobWatch) -> JobResult + Send + 'static,
    ) {
        if self.job.is_some() {
            return match self.order {
                None => self.say(SnapshotMsg::AlreadyRunning),
                Some(_) => self.say(TaskMsg::Busy),
            };
        }
        let name = order.as_ref().map_or("snapshot", |_| "task");
        // The job opens the ledger by its name.
        let is_past = self.store.past_day().is_some() && order.is_some();
        if let Err(error) = self.store.check_place()
            && !is_past
        {
            self.note_cause(name, &error.cause());
            return self.say_not_started(order.as_ref(), error.say(self.lang()));
        }
        match Job::start(name, Arc::clone(&self.job_sender), work) {
            Ok(job) => {
                self.job = Some(job);
                self.order = order;
            }
            Err(error) => {
                self.note_cause(name, &Cause::of_io(&error));
                self.say_not_started(order.as_ref(), error.to_string());
            }
        }
    }

    fn say_not_started(&mut self, order: Option<&Order>, why: String) {
        match order {
            None => self.say(SnapshotMsg::NotMade { why }),
            Some(_) => self.say(TaskMsg::NotStarted { why }),
        }
    }

    /// Cancels the job, if one is at work and no screen is on top for which Esc means something
    /// else.
    pub(super) fn cancels_job(&self) -> bool {
        let is_free = self.stack.layers.len() == 1
            || self.stack.top().is_some_and(|top| {
                matches!(
                    top.scope(),
                    CommandScope::Task | CommandScope::Import | CommandScope::Outcome
                )
            });
        let running = self.job.as_ref().filter(|_| is_free);
        running.map(Job::cancel).is_some()
    }

    pub(super) fn say_cancelling(&mut self) {
        match self.order {
            None => self.say(SnapshotMsg::Cancelling),
            Some(_) => self.say(TaskMsg::Cancelling),
        }
    }

    /// Shows how a file may be imported, on the screen that is there for it.
    fn show_proposed(&mut self, proposed: &ProposedImport) {
        if self.stack.scopes().contains(&CommandScope::Import) {
            self.stack.each(|screen| screen.proposed(proposed));
        } else if let Some(order) = self.order.clone() {
            let screen = ImportScreen::new(order, proposed, self.body(), self.look);
            self.stack.push(Box::new(screen));
        }
    }

    /// Says and shows what came of a job.
    fn take_result(&mut self, order: Option<Order>, done: JobResult) {
        match done {
            Ok(done) => {
                if let Some(order) = order {
                    self.show(order, &done);
                }
                self.say(done.note);
            }
            Err(JobStopped::Cancelled(words)) => self.say(words),
            Err(JobStopped::Failed { words, cause }) => {
                self.note_cause(order.map_or("snapshot", |_| "task"), &cause);
                self.say(words);
            }
        }
    }

    /// Puts the page of an order on top; what was rehearsed and is carried out now is closed.
    fn show(&mut self, order: Order, done: &JobDone) {
        let is_on_preview = self
            .stack
            .top()
            .is_some_and(|top| matches!(top.scope(), CommandScope::Import | CommandScope::Outcome));
        if order.step == OrderStep::CarryOut && is_on_preview {
            self.stack.pop();
        }
        if let Some(page) = &done.page {
            let order = Order {
                seen: done.seen.clone(),
                ..order
            };
            let outcome = OutcomeScreen::new(order, page.clone(), self.body());
            self.stack.push(Box::new(outcome));
        }
    }
}

fn make_snapshot(ledger: &Path, watch: &JobWatch) -> std::result::Result<MadeSnapshot, FileError> {
    let folder = folder_of(ledger);
    if !folder.is_dir() {
        fs::create_dir(&folder)?;
    }
    let mut told = None;
    snapshot::make(ledger, &folder, &watch.cancel, |progress| {
        if told.replace(progress) != Some(progress) {
            watch.tell(Text::of(&progress));
        }
    })
}

/// Returns what is said of a snapshot.
fn told(made: std::result::Result<MadeSnapshot, FileError>) -> JobResult {
    match made {
        Ok(made) => {
            let name = made.path.file_name().unwrap_or_default();
            let name = name.to_string_lossy().into_owned();
            let code = made.receipt.to_string();
            Ok(JobDone {
                note: Text::of(&SnapshotMsg::Ready { name, code }),
                ..JobDone::default()
            })
        }
        Err(FileError::Cancelled) => Err(JobStopped::Cancelled(Text::of(&FileError::Cancelled))),
        Err(error) => {
            let not_made = |lang| {
                let why = error.say(lang);
                SnapshotMsg::NotMade { why }.say(lang)
            };
            let all = Text {
                zh: not_made(Lang::Zh),
                en: not_made(Lang::En),
            };
            Err(JobStopped::Failed {
                words: Box::new(Failed {
                    by_name: all.clone(),
                    all,
                    why: Text::of(&error),
                }),
                cause: error.cause(),
            })
        }
    }
}

/// The folder of snapshots beside the real ledger, wherever a link to it stands.
fn folder_of(ledger: &Path) -> PathBuf {
    let real = fs::canonicalize(ledger).unwrap_or_else(|_| ledger.to_owned());
    real.with_file_name(FOLDER)
}
