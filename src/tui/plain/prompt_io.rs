//! Lines out, lines in.

use std::io::{self, BufRead, ErrorKind, Read as _, Write};

use super::fault::PromptFault;
use crate::domain::text::folding;
use crate::i18n::{Lang, PlainMsg, Say};
use crate::store::StoreError;
use crate::tui::text;

/// The columns of a line: a terminal of eighty that wraps by itself would break one of eighty.
const COLUMNS: usize = 79;

/// The most bytes of a line that are kept: more than any field, reason or answer has.
const LONGEST_LINE: u64 = 64 * 1024;

/// Why the talk ends before the person leaves.
pub(super) enum Stop {
    /// Nobody answers or listens any more.
    End,
    PromptFault(PromptFault),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::PromptFault(PromptFault::Store(error))
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        // Whoever closed the pipe listens no more, which is no fault.
        if error.kind() == ErrorKind::BrokenPipe {
            Self::End
        } else {
            Self::PromptFault(PromptFault::Output(error))
        }
    }
}

/// Who shows what is typed, and the end of its line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Echo {
    Terminal,
    /// The answers come from a pipe: without a line end of ours everything would stand in one line.
    Nobody,
}

/// The two ends of a talk.
pub(super) struct PromptIo<'a> {
    input: &'a mut dyn BufRead,
    output: &'a mut dyn Write,
    lang: Lang,
    echo: Echo,
}

impl<'a> PromptIo<'a> {
    pub(super) fn new(
        input: &'a mut dyn BufRead,
        output: &'a mut dyn Write,
        lang: Lang,
        echo: Echo,
    ) -> Self {
        Self {
            input,
            output,
            lang,
            echo,
        }
    }

    /// Prints words as lines.
    pub(super) fn line(&mut self, words: &str) -> Result<(), Stop> {
        for line in text::wrap(&text::clean(words), COLUMNS) {
            writeln!(self.output, "{line}")?;
        }
        Ok(self.output.flush()?)
    }

    /// Asks until a line of text comes.
    pub(super) fn ask(&mut self, prompt: &str) -> Result<String, Stop> {
        loop {
            self.prompt(prompt)?;
            let bytes = self.read()?;
            if let Ok(answer) = std::str::from_utf8(whole_characters(&bytes)) {
                return Ok(text::clean(answer.trim_end_matches(['\r', '\n']))
                    .trim()
                    .to_owned());
            }
            self.line(&PlainMsg::NotUtf8.say(self.lang))?;
        }
    }

    fn prompt(&mut self, prompt: &str) -> Result<(), Stop> {
        let mut lines = text::wrap(text::clean(prompt).trim_end(), COLUMNS);
        let last = lines.pop().unwrap_or_default();
        for line in lines {
            writeln!(self.output, "{line}")?;
        }
        write!(
            self.output,
            "{last}{}",
            if prompt.ends_with(' ') { " " } else { "" }
        )?;
        Ok(self.output.flush()?)
    }

    /// The bytes of the next line, as many as any answer has; the last one may lack its end.
    fn read(&mut self) -> Result<Vec<u8>, Stop> {
        let mut bytes = Vec::new();
        // A terminal that is gone reads as an error: nobody answers any more.
        let ended = !matches!(
            (&mut *self.input)
                .take(LONGEST_LINE)
                .read_until(b'\n', &mut bytes),
            Ok(1..)
        );
        if ended || self.echo == Echo::Nobody {
            writeln!(self.output)?;
        }
        if ended {
            return Err(Stop::End);
        }
        if bytes.len() as u64 == LONGEST_LINE && !bytes.ends_with(b"\n") {
            let count = self.skip_line();
            self.line(&PlainMsg::LineCut { count }.say(self.lang))?;
        }
        Ok(bytes)
    }

    /// Passes over the rest of a line without keeping it; how many bytes that is.
    fn skip_line(&mut self) -> usize {
        let mut skipped = 0;
        while let Ok(bytes) = self.input.fill_buf() {
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(bytes.len(), |end| end + 1);
            skipped += end.unwrap_or(used);
            self.input.consume(used);
            if end.is_some() || used == 0 {
                break;
            }
        }
        skipped
    }

    /// Lists what can be chosen, each with its number.
    pub(super) fn list(&mut self, items: &[String]) -> Result<(), Stop> {
        items
            .iter()
            .enumerate()
            .try_for_each(|(at, item)| self.line(&format!("{} {item}", at + 1)))
    }

    /// Lists what can be chosen and asks for one; `None` is 0, which `zero` names.
    pub(super) fn choose(
        &mut self,
        items: &[String],
        zero: &PlainMsg,
    ) -> Result<Option<usize>, Stop> {
        self.list(items)?;
        self.line(&format!("0 {}", zero.say(self.lang)))?;
        loop {
            let answer = self.ask(&PlainMsg::NumberPrompt.say(self.lang))?;
            match number(&answer).filter(|number| *number <= items.len()) {
                Some(number) => return Ok(number.checked_sub(1)),
                None => self.not_listed(answer, 0, items.len())?,
            }
        }
    }

    pub(super) fn not_listed(
        &mut self,
        typed: String,
        first: usize,
        last: usize,
    ) -> Result<(), Stop> {
        self.line(&PlainMsg::NotListed { typed, first, last }.say(self.lang))
    }
}

/// The bytes without the beginning of a character at their end, where a line was cut.
fn whole_characters(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => {
            bytes.get(..error.valid_up_to()).unwrap_or_default()
        }
        _ => bytes,
    }
}

/// The number that an answer is, full-width digits too.
pub(super) fn number(answer: &str) -> Option<usize> {
    folding::figure(answer).parse().ok()
}
