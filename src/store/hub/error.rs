//! Why nothing was done with a hub, or not all of it.

use std::error::Error;
use std::io;

use postgres::error::SqlState;

use crate::domain::record::{ChangeId, Head};
use crate::i18n::{HubFault, Lang, MergeFault, Say};
use crate::store::cause::Cause;
use crate::store::error::StoreError;
use crate::store::file::file_error::FileError;
use crate::store::share::merge::MergeError;

/// Why nothing was done with a hub, or not all of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HubError {
    /// The hub cannot be used, or does not go with the ledger; and what lies under that.
    Hub(HubFault, Cause),
    /// What the hub has cannot be taken in, or the ledger cannot be used.
    Merge(MergeError),
    /// Somebody cancelled.
    Cancelled,
}

/// The result of what is done with a hub.
pub type Result<T, E = HubError> = std::result::Result<T, E>;

impl Say for HubError {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Hub(fault, _) => fault.say(lang),
            Self::Merge(error) => error.say(lang),
            Self::Cancelled => HubFault::Cancelled.say(lang),
        }
    }
}

/// `hub.sql` raises these: a change that does not go on from the one before, a site that belongs to
/// another login, and a change from a day that has not come.
const BROKEN_CHAIN: &str = "TZ001";
pub(super) const SITE_OF_OTHER: &str = "TZ002";
const CLOCK_AHEAD: &str = "TZ004";

impl From<postgres::Error> for HubError {
    fn from(error: postgres::Error) -> Self {
        let cause = Cause::of_postgres(error.code().map(SqlState::code));
        Self::Hub(fault_of(&error), cause)
    }
}

/// Returns what an error of the server or of the connection to it means.
fn fault_of(error: &postgres::Error) -> HubFault {
    let Some(said) = error.as_db_error() else {
        return fault_of_connection(error);
    };
    match said.code().clone() {
        SqlState::INVALID_PASSWORD | SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            HubFault::Login
        }
        SqlState::INVALID_CATALOG_NAME => HubFault::NoDatabase,
        SqlState::INVALID_SCHEMA_NAME
        | SqlState::UNDEFINED_TABLE
        | SqlState::UNDEFINED_FUNCTION => HubFault::NotAHub,
        SqlState::INSUFFICIENT_PRIVILEGE => HubFault::NoPermission,
        SqlState::DISK_FULL => HubFault::Full,
        SqlState::TOO_MANY_CONNECTIONS => HubFault::Crowded,
        SqlState::ADMIN_SHUTDOWN | SqlState::CRASH_SHUTDOWN | SqlState::CANNOT_CONNECT_NOW => {
            HubFault::Cut
        }
        code if code.code() == BROKEN_CHAIN => HubFault::Forked {
            change: said.message().to_owned(),
        },
        code if code.code() == CLOCK_AHEAD => {
            let (change, at) = said.message().split_once(' ').unwrap_or_default();
            HubFault::ClockAhead {
                change: change.to_owned(),
                at: at.to_owned(),
            }
        }
        _ => HubFault::Server {
            detail: said.message().to_owned(),
        },
    }
}

fn fault_of_connection(error: &postgres::Error) -> HubFault {
    let mut under: Option<&(dyn Error + 'static)> = error.source();
    let mut was_connected = error.is_closed();
    let mut detail = error.to_string();
    while let Some(source) = under {
        if let Some(tls) = source.downcast_ref::<rustls::Error>() {
            let detail = tls.to_string();
            return HubFault::Certificate { detail };
        }
        let words = source.to_string();
        if words.contains("does not support TLS") {
            return HubFault::NoTls;
        }
        if words.contains("password missing") {
            return HubFault::NoPassword;
        }
        let io = source.downcast_ref::<io::Error>();
        if let Some(tls) = io.and_then(|io| io.get_ref()?.downcast_ref::<rustls::Error>()) {
            let detail = tls.to_string();
            return HubFault::Certificate { detail };
        }
        was_connected |= io.is_some_and(|io| {
            matches!(
                io.kind(),
                io::ErrorKind::BrokenPipe
                    | io::ErrorKind::ConnectionReset
                    | io::ErrorKind::UnexpectedEof
            )
        });
        detail = words;
        under = source.source();
    }
    if was_connected {
        HubFault::Cut
    } else {
        HubFault::NoServer { detail }
    }
}

impl From<HubFault> for HubError {
    fn from(fault: HubFault) -> Self {
        let cause = Cause::of_variant(&fault);
        Self::Hub(fault, cause)
    }
}

impl From<MergeError> for HubError {
    fn from(error: MergeError) -> Self {
        match error {
            MergeError::Cancelled | MergeError::File(FileError::Cancelled) => Self::Cancelled,
            error => Self::Merge(error),
        }
    }
}

impl From<MergeFault> for HubError {
    fn from(fault: MergeFault) -> Self {
        match fault {
            MergeFault::Forked { change } => HubFault::Forked { change }.into(),
            fault => Self::Merge(fault.into()),
        }
    }
}

impl From<StoreError> for HubError {
    fn from(error: StoreError) -> Self {
        Self::Merge(error.into())
    }
}

impl From<FileError> for HubError {
    fn from(error: FileError) -> Self {
        MergeError::from(error).into()
    }
}

impl From<rusqlite::Error> for HubError {
    fn from(error: rusqlite::Error) -> Self {
        StoreError::from(error).into()
    }
}

impl From<io::Error> for HubError {
    fn from(error: io::Error) -> Self {
        FileError::from(error).into()
    }
}

impl From<serde_json::Error> for HubError {
    fn from(error: serde_json::Error) -> Self {
        StoreError::from(error).into()
    }
}

/// Returns a change in messages.
pub(super) fn change_words(head: &Head) -> String {
    ChangeId {
        site: head.site.clone(),
        seq: head.seq,
    }
    .to_string()
}
