//! What a report or another task is to be of: a line for each thing to choose, and what is done
//! then. It is carried out by a job.

mod ask;

use ratatui::style::Style;

use self::ask::ask;
pub(crate) use self::ask::ask_place;
use crate::domain::value::{Cycle, PartialDate, Period};
use crate::i18n::{Lang, Say, TaskMsg, Text};
use crate::store::Result;
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope};
use crate::tui::context::Context;
use crate::tui::part::picker::Picker;
use crate::tui::part::rows::Rows;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen};
use crate::tui::task::{FileFormat, Order, OrderMoment, OrderStep, Setting, Task, TaskFiles};
use crate::tui::text;

/// The columns of what a line is called.
const NAMES: usize = 16;

/// The screen.
pub(crate) struct TaskScreen {
    order: Order,
    files: TaskFiles,
    /// The name of the file as it was typed; nothing where nobody named one.
    typed: Option<String>,
    settings: Vec<Setting>,
    steps: Vec<OrderStep>,
    rows: Rows,
    /// What place, kind and policy are called.
    place: Text,
    kind: Text,
    pack: Text,
}

impl TaskScreen {
    /// Begins an order.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(crate) fn new(task: Task, files: TaskFiles, context: &Context) -> Result<Self> {
        let store = &context.store;
        let past = store.past_day();
        let order = Order {
            columns: context.body.0,
            moment: past.map_or(OrderMoment::Now, |day| match task {
                Task::Report => OrderMoment::EndOf(day),
                _ => OrderMoment::Now,
            }),
            ..Order::new(task, store, &context.person.name, context.look.lang)
        };
        let has_files = files != TaskFiles::None;
        let settings = settings(task, store.packs().len() > 1, has_files);
        let steps = steps(task, has_files);
        let mut screen = Self {
            rows: Rows::new(settings.len() + steps.len(), context.body.1),
            order,
            files,
            typed: None,
            settings,
            steps,
            place: Text::of(&TaskMsg::AllPlaces),
            kind: Text::of(&TaskMsg::AllKinds),
            pack: store.pack(None)?.document.title.clone(),
        };
        screen.name_file(context);
        Ok(screen)
    }

    /// Gives the file a name as long as nobody did.
    fn name_file(&mut self, context: &Context) {
        let begin = match self.order.task {
            Task::Report => "report",
            Task::Compare => "compare",
            Task::Export => "export",
            Task::Import | Task::LoadPack | Task::Merge | Task::Snapshot => return,
        };
        let name = self.typed.clone().unwrap_or_else(|| {
            let ending = self.order.format.ending();
            format!("{begin}-{}.{ending}", context.day)
        });
        self.order.file = self.files.path_of(&name).unwrap_or_default();
    }

    /// Returns what stands in the line of a setting.
    fn value(&self, setting: Setting) -> Text {
        let is_compare = self.order.task == Task::Compare;
        match setting {
            Setting::Pack => self.pack.clone(),
            Setting::Place => self.place.clone(),
            Setting::Kind => self.kind.clone(),
            Setting::Format => Text::of(&self.order.format.name()),
            Setting::Moment => match self.order.moment {
                OrderMoment::Now if is_compare => Text::of(&TaskMsg::LastClosed),
                OrderMoment::Now => Text::of(&TaskMsg::Now),
                OrderMoment::EndOf(day) => {
                    let day = day.to_string();
                    Text::of(&TaskMsg::EndOf { day })
                }
                OrderMoment::Quarter(quarter) if is_compare => quarter.name(),
                OrderMoment::Quarter(quarter) => Text::of(&TaskMsg::ClosedQuarter {
                    quarter: quarter.name(),
                }),
            },
            Setting::With => match self.order.with {
                Some(quarter) => quarter.name(),
                None if is_compare => Text::of(&TaskMsg::BeforeAndYear),
                None => Text::of(&TaskMsg::LastQuarter),
            },
            Setting::File if self.order.file.as_os_str().is_empty() => Text::of(&TaskMsg::NoFile),
            Setting::File => Text::both(self.order.file.display().to_string()),
        }
    }

    fn name(&self, setting: Setting) -> TaskMsg {
        match setting {
            Setting::Pack => TaskMsg::Pack,
            Setting::Place => TaskMsg::Place,
            Setting::Moment if self.order.task == Task::Compare => TaskMsg::Quarter,
            Setting::Moment => TaskMsg::Moment,
            Setting::With => TaskMsg::With,
            Setting::Kind => TaskMsg::Kind,
            Setting::Format => TaskMsg::Format,
            Setting::File => TaskMsg::File,
        }
    }

    fn open(&mut self, context: &mut Context) -> Result<Nav> {
        if let Some(setting) = self.settings.get(self.rows.at).copied() {
            return ask(setting, &self.order, &self.files, context);
        }
        let step = self.rows.at.checked_sub(self.settings.len());
        let step = step.and_then(|at| self.steps.get(at).copied());
        Ok(step.map_or(Nav::Stay, |step| self.start(step, context)))
    }

    /// Starts a step, if all is said that it needs.
    fn start(&self, step: OrderStep, context: &mut Context) -> Nav {
        let needs_file = step != OrderStep::Show;
        if needs_file && self.order.file.as_os_str().is_empty() {
            context.say(TaskMsg::FileWanted);
            return Nav::Stay;
        }
        let order = &self.order;
        if order.task == Task::Export && order.format == FileFormat::Csv && order.kind.is_none() {
            context.say(TaskMsg::KindWanted);
            return Nav::Stay;
        }
        if step == OrderStep::Write && order.file.exists() {
            // A title has no room for a path, and the line of the file has it.
            let file = order.file.file_name().unwrap_or_default();
            let file = file.to_string_lossy().into_owned();
            let choices = [&TaskMsg::KeepFile, &TaskMsg::ReplaceFile];
            let question = TaskMsg::AskReplace { file };
            let picker = Picker::to_ask(&question, choices, context.look.lang);
            return Nav::ask(QuestionTopic::Replace, picker);
        }
        self.ordered(step, context)
    }

    fn ordered(&self, step: OrderStep, context: &Context) -> Nav {
        Nav::Start(Box::new(Order {
            step,
            lang: context.look.lang,
            columns: context.body.0,
            ..self.order.clone()
        }))
    }

    /// Takes what was picked or typed for a setting; what cannot be is said.
    fn set(&mut self, setting: Setting, answer: Answer, context: &mut Context) -> Result<Nav> {
        match (setting, answer) {
            (_, Answer::Other) => return Ok(ask::in_words(setting, &self.order, &self.files)),
            (Setting::Place, Answer::Place(code)) => {
                self.place = Text::both(context.store.place_path(&code)?);
                self.order.place = Some(code);
            }
            (Setting::Place, Answer::NoChoice) => {
                self.place = Text::of(&TaskMsg::AllPlaces);
                self.order.place = None;
            }
            (Setting::Kind, Answer::Code(code)) => {
                self.kind = context.store.kind_label(&code);
                self.order.kind = Some(code);
            }
            (Setting::Kind, Answer::NoChoice) => {
                self.kind = Text::of(&TaskMsg::AllKinds);
                self.order.kind = None;
            }
            (Setting::Pack, Answer::Code(code)) => {
                self.pack = context.store.pack(Some(&code))?.document.title.clone();
                self.order.pack = Some(code);
            }
            (Setting::Format, Answer::At(at)) => {
                let format = self.order.task.formats().get(at).copied();
                self.order.format = format.unwrap_or(self.order.format);
            }
            (Setting::Moment, Answer::NoChoice) => self.order.moment = OrderMoment::Now,
            (Setting::With, Answer::NoChoice) => self.order.with = None,
            (Setting::Moment | Setting::With, Answer::Code(quarter)) => {
                return Ok(self.set_words(setting, &quarter, context));
            }
            (setting, Answer::Words(words)) => return Ok(self.set_words(setting, &words, context)),
            _ => {}
        }
        self.name_file(context);
        Ok(Nav::Stay)
    }

    fn set_words(&mut self, setting: Setting, words: &str, context: &mut Context) -> Nav {
        match setting {
            Setting::File => match self.files.path_of(words) {
                Some(path) => {
                    self.order.file = path;
                    self.typed = Some(words.to_owned());
                }
                None => {
                    if let TaskFiles::In(folder) = &self.files {
                        let folder = folder.display().to_string();
                        context.say(TaskMsg::OnlyNames { folder });
                    }
                }
            },
            Setting::Moment if self.order.task == Task::Report => {
                self.set_moment(words, context);
            }
            Setting::Moment => {
                if let Some(quarter) = quarter(words, context) {
                    self.order.moment = OrderMoment::Quarter(quarter);
                }
            }
            Setting::With => self.order.with = quarter(words, context).or(self.order.with),
            _ => {}
        }
        Nav::Stay
    }

    /// Takes a day, or a quarter that was closed.
    fn set_moment(&mut self, words: &str, context: &mut Context) {
        if let Ok(quarter) = Period::typed(words, Cycle::Quarter)
            && quarter != Period::ALWAYS
        {
            self.order.moment = OrderMoment::Quarter(quarter);
            return;
        }
        match PartialDate::typed(words) {
            Err(refusal) => context.say(refusal),
            Ok(date) if date.first_day() != date.last_day() => context.say(TaskMsg::WholeDay),
            Ok(date) if date.last_day() > context.day => context.say(TaskMsg::LaterDay),
            Ok(date) => self.order.moment = OrderMoment::EndOf(date.last_day()),
        }
    }
}

/// Reads a quarter; what is none is said.
fn quarter(words: &str, context: &mut Context) -> Option<Period> {
    match Period::typed(words, Cycle::Quarter) {
        Ok(quarter) => (quarter != Period::ALWAYS).then_some(quarter),
        Err(refusal) => {
            context.say(refusal);
            None
        }
    }
}

fn settings(task: Task, has_packs: bool, has_files: bool) -> Vec<Setting> {
    let own: &[Setting] = match task {
        Task::Report | Task::Compare => &[Setting::Place, Setting::Moment, Setting::With],
        Task::Export => &[Setting::Kind, Setting::Place],
        Task::Import | Task::LoadPack | Task::Merge | Task::Snapshot => &[],
    };
    let is_report = matches!(task, Task::Report | Task::Compare);
    let mut all: Vec<Setting> = (has_packs && is_report)
        .then_some(Setting::Pack)
        .into_iter()
        .collect();
    all.extend(own);
    let has_format = has_files && !task.formats().is_empty();
    all.extend(has_format.then_some(Setting::Format));
    all.extend(has_files.then_some(Setting::File));
    all
}

fn steps(task: Task, has_files: bool) -> Vec<OrderStep> {
    match task {
        Task::Report | Task::Compare if has_files => vec![OrderStep::Show, OrderStep::Write],
        Task::Report | Task::Compare => vec![OrderStep::Show],
        Task::Export => vec![OrderStep::Write],
        Task::Import | Task::LoadPack | Task::Merge | Task::Snapshot => vec![OrderStep::Rehearse],
    }
}

const fn step_name(step: OrderStep) -> TaskMsg {
    match step {
        OrderStep::Show => TaskMsg::Show,
        OrderStep::Write => TaskMsg::Write,
        OrderStep::Rehearse | OrderStep::CarryOut => TaskMsg::Rehearse,
    }
}

impl Screen for TaskScreen {
    fn scope(&self) -> CommandScope {
        CommandScope::Task
    }

    fn title(&self, lang: Lang) -> String {
        self.order.task.name().say(lang)
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::Open => return self.open(context),
            Command::CarryOut => {
                let step = self.steps.first().copied();
                return Ok(step.map_or(Nav::Stay, |step| self.start(step, context)));
            }
            other => {
                self.rows.command(other);
            }
        }
        Ok(Nav::Stay)
    }

    fn answer(
        &mut self,
        topic: QuestionTopic,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        match topic {
            QuestionTopic::Setting(setting) => self.set(setting, answer, context),
            QuestionTopic::Replace if answer == Answer::Yes => {
                Ok(self.ordered(OrderStep::Write, context))
            }
            // Places are found as everywhere.
            QuestionTopic::Row => self.set(Setting::Place, answer, context),
            _ => Ok(Nav::Stay),
        }
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        self.rows.page = context.body.1.max(1);
        Ok(())
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![self.order.task.help().say(lang), TaskMsg::Help.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let names = NAMES.min(canvas.width() / 3 + 2);
        let settings = self.settings.iter().map(|setting| {
            let name = self.name(*setting).say(lang);
            format!(
                "{}{}",
                text::pad(&name, names),
                self.value(*setting).get(lang)
            )
        });
        let steps = self
            .steps
            .iter()
            .map(|step| format!("[{}]", step_name(*step).say(lang)));
        let lines = settings.chain(steps).enumerate();
        let page = lines.skip(self.rows.first()).take(self.rows.page);
        for (row, (at, words)) in page.enumerate() {
            let here = at == self.rows.at;
            let style = if here {
                canvas.look.selected()
            } else {
                Style::new()
            };
            let mark = if here { ">" } else { " " };
            canvas.line(row, &format!("{mark}{words}"), style);
            if here {
                canvas.cursor(0, row);
            }
        }
    }
}
