//! Keeps what is typed on a screen as a draft.

use crate::i18n::ScreenMsg;
use crate::store::draft::{self, DraftFile, DraftWriter, FormDraft};
use crate::tui::context::Context;

/// The draft of a screen: none until something was typed.
#[derive(Default)]
pub(crate) struct Keeper {
    writer: Option<DraftWriter>,
}

impl Keeper {
    /// Goes on with a draft that was kept.
    pub(crate) fn go_on(&mut self, file: DraftFile, context: &mut Context) {
        if let Err(fault) = self.start(file) {
            context.say(fault);
        }
    }

    fn start(&mut self, file: DraftFile) -> draft::Result<()> {
        // The outcome is asked for after each key, so nothing has to be told from the thread.
        self.writer = Some(DraftWriter::start(file, |_| {})?);
        Ok(())
    }

    /// Keeps what is typed. While that fails every key says so and tries again: the disk may have
    /// room by then.
    pub(crate) fn keep(&mut self, draft: &FormDraft, context: &mut Context) {
        if self.writer.is_none()
            && let Err(fault) =
                DraftFile::open_new(context.store.path()).and_then(|file| self.start(file))
        {
            context.say(fault);
        }
        if let Some(writer) = &mut self.writer {
            writer.save(draft);
            if let Err(fault) = writer.outcome() {
                context.say(fault);
            }
        }
    }

    /// Waits until the last draft is on the disk; whether it is.
    pub(crate) fn flush(&self, context: &mut Context) -> bool {
        match self.writer.as_ref().map(DraftWriter::flush) {
            Some(Ok(())) => true,
            Some(Err(fault)) => {
                context.say(fault);
                false
            }
            // Why there is no file to write to was said.
            None => false,
        }
    }

    /// The same, and says that a screen may be left. One that could not be kept would be lost.
    pub(crate) fn is_kept(&self, context: &mut Context) -> bool {
        let is_kept = self.flush(context);
        context.say(if is_kept {
            ScreenMsg::DraftKept
        } else {
            ScreenMsg::NotKept
        });
        is_kept
    }

    /// Removes the draft: what it held was committed, or taken back.
    pub(crate) fn discard(&mut self, context: &mut Context) {
        if let Some(writer) = self.writer.take()
            && let Err(fault) = writer.discard()
        {
            context.say(fault);
        }
    }

    /// Lets go of the draft, which waits for whoever opens it next.
    pub(crate) fn let_go(&mut self) {
        self.writer = None;
    }
}
