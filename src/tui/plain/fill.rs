//! One form, a prompt a field, and the question at its end.

use uuid::Uuid;

use super::Plain;
use super::acts::FormEnd;
use super::fault::PromptFault;
use super::prompt_io::{Stop, number};
use crate::domain::review::{ReasonKind, explains};
use crate::domain::text::folding;
use crate::i18n::{AnswerMsg, InspectorMsg, PlainMsg, ReasonMsg, Say, ScreenMsg, Text};
use crate::tui::form::Form;
use crate::tui::form::opening::Opening;
use crate::tui::form::outcome::SaveOutcome;
use crate::tui::form::review_threads::Silence;
use crate::tui::form::same_name::ANSWERS;

/// Where an answer leads.
enum Step {
    Next,
    Back,
    End,
}

/// Where saving leads.
enum After {
    /// Out of the form.
    Leave,
    /// To the question again.
    Ask,
    /// To these fields, and then to the question again.
    Correct(Vec<usize>),
    /// To another record, which this one is.
    Open(Uuid),
}

impl Plain<'_> {
    /// Opens a form and asks for its fields. Whatever ends it too early leaves a draft.
    pub(super) fn form(&mut self, opening: Opening) -> Result<(), Stop> {
        let mut next = Some(opening);
        while let Some(opening) = next.take() {
            let mut form = match self.with(|context| Form::open(context, opening))? {
                Ok(Some(form)) => form,
                Ok(None) => return Ok(()),
                Err(error) => return self.say_error("open form", &error),
            };
            if !form.is_writable() {
                return self.say(&ScreenMsg::ReadOnlyPlace);
            }
            match self.fill(&mut form) {
                Ok(other) => next = other.map(|id| Opening::Existing { id }),
                Err(stop) => {
                    self.keep(&mut form)?;
                    return Err(stop);
                }
            }
        }
        Ok(())
    }

    /// Makes sure of the draft, without a word: there may be nobody to hear it.
    fn keep(&mut self, form: &mut Form) -> Result<(), Stop> {
        let mut kept = false;
        // The note of a draft that fails is said by the fault.
        let _ = self.with(|context| kept = form.keep(context));
        if kept {
            Ok(())
        } else {
            Err(Stop::PromptFault(PromptFault::Lost))
        }
    }

    /// Fills a form; the record that is to be opened instead.
    fn fill(&mut self, form: &mut Form) -> Result<Option<Uuid>, Stop> {
        let lang = self.look.lang;
        self.io.line(&form.title(lang))?;
        self.say(&PlainMsg::Keys)?;
        self.lines(&form.findings_of_record(lang))?;
        let marked = form.marked();
        // What an inspector asks for comes first; the rest can be gone through afterwards.
        let mut after = if marked.is_empty() {
            self.go_through(form)?
        } else {
            self.correct(form, &marked)?
        };
        loop {
            after = match after {
                After::Leave => return Ok(None),
                After::Open(id) => return Ok(Some(id)),
                After::Correct(fields) => self.correct(form, &fields)?,
                After::Ask => match self.question(form)? {
                    FormEnd::Save => self.save(form)?,
                    FormEnd::GoThrough => {
                        self.with(|context| form.go_to(0, context))?;
                        self.go_through(form)?
                    }
                    FormEnd::Leave => self.leave(form)?,
                    FormEnd::Delete if self.delete(form)? => After::Leave,
                    FormEnd::Undo if self.undo(form.id())? => After::Leave,
                    FormEnd::Confirm if self.confirm(form.id(), form.name(lang))? => After::Leave,
                    FormEnd::Relocate if self.relocate(form.id())? => After::Leave,
                    FormEnd::Delete | FormEnd::Undo | FormEnd::Confirm | FormEnd::Relocate => {
                        After::Ask
                    }
                },
            };
        }
    }

    /// Asks for the fields from where the form stands to its end.
    fn go_through(&mut self, form: &mut Form) -> Result<After, Stop> {
        loop {
            let step = self.field(form)?;
            if let Some(id) = form.not_told_apart()
                && let open @ After::Open(_) = self.tell_apart(form, id)?
            {
                return Ok(open);
            }
            let to = match step {
                Step::End => return Ok(After::Ask),
                Step::Next if form.is_at_the_end() => return Ok(After::Ask),
                Step::Next => form.focus() + 1,
                Step::Back if form.focus() == 0 => {
                    self.say(&PlainMsg::FirstField)?;
                    0
                }
                Step::Back => form.focus() - 1,
            };
            self.with(|context| form.go_to(to, context))?;
        }
    }

    /// Asks for these fields only.
    fn correct(&mut self, form: &mut Form, fields: &[usize]) -> Result<After, Stop> {
        let mut at = 0;
        while let Some(field) = fields.get(at) {
            self.with(|context| form.go_to(*field, context))?;
            match self.field(form)? {
                Step::Next => at += 1,
                Step::Back => at = at.saturating_sub(1),
                Step::End => break,
            }
        }
        Ok(After::Ask)
    }

    /// Asks whether this is a record that there is already.
    fn tell_apart(&mut self, form: &mut Form, id: Uuid) -> Result<After, Stop> {
        let lang = self.look.lang;
        self.say(&form.same_record_question(id))?;
        self.lines(&form.distinguishing_lines(id, lang))?;
        self.io.list(&ANSWERS.map(|answer| answer.say(lang)))?;
        match self.number(ANSWERS.len())? {
            1 => {
                form.tell_apart();
                Ok(After::Ask)
            }
            _ => Ok(match self.leave(form)? {
                After::Leave => After::Open(id),
                stays => stays,
            }),
        }
    }

    /// Asks for the field in focus until it is answered.
    fn field(&mut self, form: &mut Form) -> Result<Step, Stop> {
        let lang = self.look.lang;
        let Some(there) = form.prompted(lang) else {
            return Ok(Step::End);
        };
        let usable = if form.is_refused() {
            String::new()
        } else {
            there.text
        };
        self.lines(&form.findings_of_field(lang))?;
        self.lines(&form.complaint_of_what_stands(lang))?;
        self.lines(&there.choices)?;
        loop {
            let answer = self.ask_field(form)?;
            match folding::figure(&answer).as_str() {
                "?" => {
                    self.lines(&form.explanation(lang))?;
                    self.say(&PlainMsg::Keys)?;
                    continue;
                }
                "<" | "《" => return Ok(Step::Back),
                "." => return Ok(Step::End),
                "!" if form.is_refused() => {
                    self.with(|context| form.answer_field(&usable, context))?;
                }
                "" | "!" => {}
                "-" => self.with(|context| form.answer_field("", context))?,
                _ => self.with(|context| form.answer_field(&answer, context))?,
            }
            self.lines(&form.read_as(&answer, lang))?;
            self.lines(&form.complaint_of_what_stands(lang))?;
            if form.is_refused() {
                self.say(&PlainMsg::AskAgain)?;
                continue;
            }
            self.lines(&form.consequences(lang))?;
            return Ok(Step::Next);
        }
    }

    fn ask_field(&mut self, form: &Form) -> Result<String, Stop> {
        let lang = self.look.lang;
        let Some(there) = form.prompted(lang) else {
            return Err(Stop::End);
        };
        let at = there.at;
        let of = there.of;
        let label = there.label;
        let text = there.text;
        let prompt = if text.is_empty() {
            PlainMsg::EmptyField { at, of, label }
        } else {
            PlainMsg::Field {
                at,
                of,
                label,
                text,
            }
        };
        self.io.ask(&prompt.say(lang))
    }

    pub(super) fn lines<'s>(
        &mut self,
        lines: impl IntoIterator<Item = &'s String>,
    ) -> Result<(), Stop> {
        lines
            .into_iter()
            .filter(|line| !line.is_empty())
            .try_for_each(|line| self.io.line(line))
    }

    /// Asks for one of the first numbers.
    pub(super) fn number(&mut self, last: usize) -> Result<usize, Stop> {
        loop {
            let answer = self.io.ask(&PlainMsg::NumberPrompt.say(self.look.lang))?;
            match number(&answer).filter(|number| (1..=last).contains(number)) {
                Some(number) => return Ok(number),
                None => self.io.not_listed(answer, 1, last)?,
            }
        }
    }

    /// Tries to save; `None` where the ledger refuses, which was said.
    fn try_save(&mut self, form: &mut Form) -> Result<Option<SaveOutcome>, Stop> {
        // Until it is saved: a question may follow, and the answers may end before it is answered.
        self.unsaved.tried(form.id(), None);
        match self.with(|context| form.try_save(context))? {
            Ok(outcome) => Ok(Some(outcome)),
            Err(error) => {
                self.say_error("save", &error)?;
                self.unsaved.tried(form.id(), Some(error));
                Ok(None)
            }
        }
    }

    fn save(&mut self, form: &mut Form) -> Result<After, Stop> {
        let Some(outcome) = self.try_save(form)? else {
            return Ok(After::Ask);
        };
        match outcome {
            SaveOutcome::Written => {
                let name = form.name(self.look.lang);
                self.say_saved(&PlainMsg::Saved { name }, form)?;
            }
            SaveOutcome::Resubmitted => {
                let name = form.name(self.look.lang);
                self.say_saved(&AnswerMsg::Resubmitted { name }, form)?;
            }
            SaveOutcome::Unexplained => {
                let reason = self.words(&[form.reason_line()], Silence::Refused)?;
                form.explain(reason);
                return self.save(form);
            }
            SaveOutcome::Unanswered(thread) => {
                let words = self.words(&form.answer_lines(thread), form.silence(thread))?;
                form.answer_finding(thread, words);
                return self.save(form);
            }
            SaveOutcome::Unchanged => self.say(&ScreenMsg::Unchanged)?,
            SaveOutcome::Empty => self.say(&PlainMsg::Empty)?,
            SaveOutcome::Gone => {
                self.say(&ScreenMsg::Gone)?;
                self.keep(form)?;
                return Ok(After::Leave);
            }
            SaveOutcome::Mistakes(count) => {
                self.say(&PlainMsg::Mistakes { count })?;
                return Ok(After::Correct(form.mistakes()));
            }
            SaveOutcome::Doubtful(at) => return self.doubt(form, at),
            SaveOutcome::Likely(id) => {
                let after = self.tell_apart(form, id)?;
                return if form.not_told_apart().is_none() {
                    self.save(form)
                } else {
                    Ok(after)
                };
            }
            SaveOutcome::Merged => {
                self.say(&PlainMsg::Merged)?;
                return Ok(After::Ask);
            }
            SaveOutcome::OtherKind(moved) => {
                self.say(&moved)?;
                return Ok(After::Ask);
            }
            SaveOutcome::Conflict(fields) => {
                self.say(&PlainMsg::Conflict { fields })?;
                return Ok(After::Correct(form.conflicts()));
            }
        }
        self.unsaved.settled(form.id());
        Ok(After::Leave)
    }

    /// Says that a form was saved, and what that makes of the verdicts.
    fn say_saved(&mut self, saved: &dyn Say, form: &Form) -> Result<(), Stop> {
        self.say(saved)?;
        self.lines(&form.verdicts(self.look.lang))
    }

    /// Asks for words, until there are some where there must be.
    pub(super) fn words(&mut self, lines: &[Text], silence: Silence) -> Result<String, Stop> {
        let lang = self.look.lang;
        self.lines(
            &lines
                .iter()
                .map(|line| line.get(lang).to_owned())
                .collect::<Vec<_>>(),
        )?;
        loop {
            let said = folding::name(&self.io.ask(&InspectorMsg::SayPrompt.say(lang))?);
            if !said.is_empty() || silence == Silence::Allowed {
                return Ok(said);
            }
            self.say(&InspectorMsg::MustSay)?;
        }
    }

    /// Asks why a doubtful value stands, and saves once that is answered.
    fn doubt(&mut self, form: &mut Form, at: usize) -> Result<After, Stop> {
        let lang = self.look.lang;
        self.lines(
            &form
                .doubt_lines(at)
                .iter()
                .map(|line| line.get(lang).to_owned())
                .collect::<Vec<_>>(),
        )?;
        let offered = if form.wants_words(at) {
            ReasonKind::WORDS.as_slice()
        } else {
            ReasonKind::ALL.as_slice()
        };
        let reasons: Vec<String> = offered.iter().map(|why| why.say(lang)).collect();
        let Some(chosen) = self.io.choose(&reasons, &PlainMsg::ChangeIt)? else {
            return Ok(After::Correct(vec![at]));
        };
        let why = offered.get(chosen).copied().unwrap_or(ReasonKind::Other);
        let mut note = String::new();
        while why == ReasonKind::Other && !explains(&note) {
            if !note.is_empty() {
                self.say(&ReasonMsg::SayMore { words: note })?;
            }
            note = folding::name(&self.io.ask(&ReasonMsg::WordsNeeded.say(lang))?);
        }
        form.give_reason(at, why, note);
        self.save(form)
    }

    /// Leaves the form as a draft, unless that fails: then it stays open, for it to be saved.
    fn leave(&mut self, form: &mut Form) -> Result<After, Stop> {
        if !self.with(|context| form.keep(context))? {
            self.say(&PlainMsg::Lost)?;
            return Ok(After::Ask);
        }
        self.unsaved.left(form.id());
        if form.is_changed() {
            self.say(&PlainMsg::DraftKept)?;
        }
        Ok(After::Leave)
    }
}
