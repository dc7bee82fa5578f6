//! Random samples: those that were drawn, and drawing another one. Picking one answers the question
//! of the list of records, which then shows its records.

use ratatui::style::Style;
use uuid::Uuid;

use crate::domain::review::{Sample, SampleFrame, SampleRule};
use crate::domain::text::folding;
use crate::i18n::{Lang, SampleMsg, Say, Text};
use crate::store::{Limits, Result, Store};
use crate::tui::canvas::Canvas;
use crate::tui::command::{Command, CommandScope, Obstacle};
use crate::tui::context::Context;
use crate::tui::form::review_threads::Silence;
use crate::tui::part::columns::divided;
use crate::tui::part::rows::Rows;
use crate::tui::part::words::Words;
use crate::tui::question::{Answer, QuestionTopic};
use crate::tui::screen::{Nav, Screen, nothing};
use crate::tui::text;

/// The heads of the columns.
const HEAD: usize = 1;
/// The rule, and what there is to say of the sample of the cursor.
const FOOT: usize = 5;
/// What is offered to draw: one in ten, at least one a town.
const USUAL: &str = "10 1";

/// A row of the list.
struct Listed {
    sample: Sample,
    at: String,
    frame: Text,
}

impl Listed {
    fn of(sample: Sample, store: &Store) -> Result<Self> {
        Ok(Self {
            at: store.zone().shown(&sample.at),
            frame: store.sample_frame(&sample.frame)?,
            sample,
        })
    }
}

/// The list.
pub(super) struct Samples {
    listed: Vec<Listed>,
    rows: Rows,
    /// How many records of each sample in view were approved or returned.
    judged: Vec<usize>,
    /// The first sample in view when that was counted.
    loaded: usize,
    /// What another one is drawn from; `None` where the list of records is narrowed by what no
    /// sample is drawn by.
    frame: Option<SampleFrame>,
    frame_words: Text,
    /// A rule that was refused.
    unsent: String,
}

impl Samples {
    /// Lists the samples, to draw another one from a frame.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub(super) fn open(context: &mut Context, frame: Option<SampleFrame>) -> Result<Self> {
        let limits = context.person.review();
        let limits = limits.map(|review| review.inspector.limits().clone());
        let frame = frame.map(|frame| within(frame, limits.unwrap_or_default()));
        let words = frame.as_ref();
        let words = words.map(|frame| context.store.sample_frame(frame));
        let mut screen = Self {
            listed: Vec::new(),
            rows: Rows::default(),
            judged: Vec::new(),
            loaded: 0,
            frame_words: words.transpose()?.unwrap_or_default(),
            frame,
            unsent: String::new(),
        };
        screen.refresh(context)?;
        Ok(screen)
    }

    /// Counts what was judged of the samples in view.
    fn load(&mut self, store: &Store) -> Result<()> {
        let first = self.rows.first();
        if first == self.loaded && !self.judged.is_empty() {
            return Ok(());
        }
        let shown = self.listed.iter().skip(first).take(self.rows.page.max(1));
        let judged = shown.map(|listed| store.sample_judged(&listed.sample));
        self.judged = judged.collect::<Result<_>>()?;
        self.loaded = first;
        Ok(())
    }

    /// Asks how another one is drawn.
    fn ask(&self, context: &mut Context) -> Nav {
        if self.frame.is_none() {
            context.say(SampleMsg::OtherFilters);
            return Nav::Stay;
        }
        let frame = |lang| self.frame_words.get(lang).to_owned();
        let said = |lang| SampleMsg::Ask { frame: frame(lang) }.say(lang);
        let first = Text {
            zh: said(Lang::Zh),
            en: said(Lang::En),
        };
        let lines = vec![first, Text::of(&SampleMsg::AskRule)];
        let words = Words::new(&SampleMsg::Title, lines, Silence::Refused);
        let begin = if self.unsent.is_empty() {
            let seed = Uuid::new_v4().simple().to_string();
            format!("{USUAL} {}", seed.get(..6).unwrap_or_default())
        } else {
            self.unsent.clone()
        };
        Nav::ask(QuestionTopic::SampleRule, words.beginning_with(&begin))
    }

    /// Draws one by a rule as it was typed.
    fn draw(&mut self, typed: &str, context: &mut Context) -> Result<()> {
        let review = context.person.review();
        let Some((review, frame)) = review.zip(self.frame.as_ref()) else {
            return Ok(());
        };
        typed.clone_into(&mut self.unsent);
        let Some(rule) = rule(typed) else {
            context.say(SampleMsg::BadRule);
            return Ok(());
        };
        let id = review.inspector.draw_sample(&rule, frame)?;
        self.unsent.clear();
        self.rows.at = 0;
        self.refresh(context)?;
        let mut listed = self.listed.iter();
        if let Some(new) = listed.find(|listed| listed.sample.id == id) {
            let (drawn, population) = (new.sample.records.len(), new.sample.population);
            context.say(SampleMsg::Drawn { drawn, population });
        }
        Ok(())
    }

    fn row(&self, canvas: &mut Canvas, at: usize, listed: &Listed) {
        let lang = canvas.look.lang;
        let row = HEAD + at - self.rows.first();
        let here = at == self.rows.at;
        let style = if here {
            canvas.look.selected()
        } else {
            Style::new()
        };
        canvas.fill(0, row, canvas.width(), style);
        let Sample {
            rule,
            records,
            population,
            ..
        } = &listed.sample;
        let drawn = records.len();
        let size = SampleMsg::Size {
            drawn,
            population: *population,
        };
        let judged = self.judged.get(at.saturating_sub(self.loaded));
        let judged = SampleMsg::Judged {
            judged: judged.copied().unwrap_or_default(),
            of: drawn,
        };
        let cells = [
            listed.at.clone(),
            size.say(lang),
            judged.say(lang),
            rule.line(lang),
        ];
        for (words, (column, room)) in cells.iter().zip(columns(canvas.width())) {
            canvas.put(column, row, room, words, style);
        }
        if here {
            canvas.cursor(0, row);
        }
    }

    /// What there is to say of the sample of the cursor.
    fn foot(&self, canvas: &mut Canvas) {
        let Some(listed) = self.listed.get(self.rows.at) else {
            return;
        };
        let lang = canvas.look.lang;
        let frame = listed.frame.get(lang).to_owned();
        let author = listed.sample.author.clone();
        let digest = listed.sample.digest.clone();
        let lines = [
            format!(
                "{}  {}",
                SampleMsg::Frame { frame }.say(lang),
                SampleMsg::DrawnBy { author }.say(lang)
            ),
            listed.sample.rule.line(lang),
            SampleMsg::Digest { digest }.say(lang),
        ];
        let width = canvas.width();
        let lines = lines
            .iter()
            .flat_map(|line| text::wrap(&canvas.safe(line), width));
        for (row, line) in lines.collect::<Vec<_>>().iter().enumerate() {
            canvas.put(0, row, usize::MAX, line, Style::new());
        }
    }
}

/// Returns a frame that is no wider than the limits of the inspector.
fn within(frame: SampleFrame, limits: Limits) -> SampleFrame {
    let or = |own: Vec<String>, limit| if own.is_empty() { limit } else { own };
    SampleFrame {
        places: or(frame.places, limits.places),
        kinds: or(frame.kinds, limits.kinds),
        state: frame.state,
    }
}

/// Returns the rule of a text: one in how many, at least how many a town, and the seed.
fn rule(typed: &str) -> Option<SampleRule> {
    let typed = folding::figure(typed);
    let parts: Vec<&str> = typed.split_whitespace().collect();
    let [every, at_least, seed] = parts.as_slice() else {
        return None;
    };
    Some(SampleRule {
        seed: (*seed).to_owned(),
        every: every.parse().ok()?,
        at_least: at_least.parse().ok()?,
    })
}

/// Where time, size, judged and rule begin, and their room.
fn columns(width: usize) -> [(usize, usize); 4] {
    divided([17, 16, 7, 40], width)
}

impl Screen for Samples {
    fn scope(&self) -> CommandScope {
        CommandScope::Samples
    }

    fn title(&self, lang: Lang) -> String {
        SampleMsg::Title.say(lang)
    }

    fn obstacles(&self) -> Vec<Obstacle> {
        Obstacle::among([(Obstacle::NothingSelected, self.listed.is_empty())])
    }

    fn command(&mut self, command: Command, context: &mut Context) -> Result<Nav> {
        match command {
            Command::Back => return Ok(Nav::Pop),
            Command::New => return Ok(self.ask(context)),
            Command::Open => {
                let listed = self.listed.get(self.rows.at);
                let picked = listed.map(|listed| Nav::Answer(Answer::Id(listed.sample.id)));
                return Ok(picked.unwrap_or(Nav::Stay));
            }
            other => {
                self.rows.command(other);
                self.load(context.store)?;
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
        if let (QuestionTopic::SampleRule, Answer::Words(typed)) = (topic, answer) {
            self.draw(&typed, context)?;
        }
        Ok(Nav::Stay)
    }

    fn refresh(&mut self, context: &mut Context) -> Result<()> {
        let store = &*context.store;
        let samples = store.samples()?.into_iter();
        self.listed = samples
            .map(|sample| Listed::of(sample, store))
            .collect::<Result<_>>()?;
        self.rows.page = context.body.1.saturating_sub(HEAD + FOOT).max(1);
        self.rows.resize(self.listed.len());
        self.judged.clear();
        self.load(context.store)
    }

    fn help(&self, lang: Lang) -> Vec<String> {
        vec![SampleMsg::Help.say(lang)]
    }

    fn view(&self, canvas: &mut Canvas) {
        if self.listed.is_empty() {
            return nothing(canvas, HEAD, &SampleMsg::None);
        }
        let lang = canvas.look.lang;
        let heads = [
            SampleMsg::AtHead,
            SampleMsg::SizeHead,
            SampleMsg::JudgedHead,
            SampleMsg::RuleHead,
        ];
        for (head, (column, room)) in heads.iter().zip(columns(canvas.width())) {
            canvas.put(column, 0, room, &head.say(lang), canvas.look.heading());
        }
        let shown = self.listed.iter().enumerate().skip(self.rows.first());
        for (at, listed) in shown.take(self.rows.page.max(1)) {
            self.row(canvas, at, listed);
        }
        let below = HEAD + self.rows.page;
        self.rows.rule(canvas, below);
        self.foot(&mut canvas.rows(below + 1, FOOT - 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_two_numbers_and_a_seed_in_whatever_width() {
        let read = rule("１０ 1　2026").unwrap();
        assert_eq!(
            (read.every, read.at_least, read.seed.as_str()),
            (10, 1, "2026")
        );
        for bad in ["", "10", "10 1", "10 1 a b", "-1 1 a", "x 1 a"] {
            assert!(rule(bad).is_none(), "{bad}");
        }
    }
}
