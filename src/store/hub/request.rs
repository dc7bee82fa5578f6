//! What is to be done with a hub, and how somebody follows it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::address::HubAddress;
use super::error::{HubError, Result};
use crate::i18n::{HubMsg, Lang, Say};
use crate::store::share::merge::MergeProgress;

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HubProgress {
    /// The connection is made.
    Connecting,
    /// What the hub has is compared with what is here.
    Checking,
    /// So many changes were sent, of so many.
    Sending(usize, usize),
    /// The current state of so many places was sent, of so many.
    SendingState(usize, usize),
    /// So many changes were fetched.
    Gathering(usize),
    /// They are taken in.
    Merging(MergeProgress),
}

impl Say for HubProgress {
    fn say(&self, lang: Lang) -> String {
        let message = match *self {
            Self::Connecting => HubMsg::Connecting,
            Self::Checking => HubMsg::Checking,
            Self::Sending(done, of) => HubMsg::Sending { done, of },
            Self::SendingState(done, of) => HubMsg::SendingState { done, of },
            Self::Gathering(changes) => HubMsg::Gathering { changes },
            Self::Merging(progress) => return progress.say(lang),
        };
        message.say(lang)
    }
}

/// What is to be done with a hub.
#[derive(Clone)]
pub struct HubRequest<'a> {
    /// Where it is.
    pub address: &'a HubAddress,
    /// Ends it early once it is set.
    pub cancel: Arc<AtomicBool>,
    /// Is told now and then how far it is.
    pub report: &'a dyn Fn(HubProgress),
}

impl HubRequest<'_> {
    /// Tells how far it is, and ends it if somebody wants it to end.
    pub(super) fn is_at(&self, progress: HubProgress) -> Result<()> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(HubError::Cancelled);
        }
        (self.report)(progress);
        Ok(())
    }
}
