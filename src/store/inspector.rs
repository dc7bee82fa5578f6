//! What an inspector does: findings, approvals, visits. Each goes through a connection of its own
//! that can add acts and nothing else, and that is closed again at once: while a person thinks
//! nothing is held.

mod bulk;
pub(super) mod own;
mod sampling;
mod visiting;

use std::path::PathBuf;

use rusqlite::{Connection, TransactionBehavior};
use uuid::Uuid;

use super::error::{Result, StoreError};
use super::file::file_alone::FileId;
use super::ledger::Store;
use super::open::connection;
use super::open::log::leave_log;
use super::open::open_files::OpenFiles;
use super::rows::chain::Chain;
use super::rows::finding::{self, NewAct};
use super::rows::review::{self, Reviewed};
use super::rows::{pack, place};
use crate::domain::policy::{Pack, find_kind};
use crate::domain::record::ChangeId;
use crate::domain::review::thread::threads;
use crate::domain::review::{ActionKind, ReviewRole, ReviewState, Thread, ThreadState};
use crate::i18n::{LedgerFault, LedgerRefusal};

pub use self::bulk::BulkApproval;
pub use self::visiting::Visiting;

/// What an inspector may judge; an empty list leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Places; those below them count too.
    pub places: Vec<String>,
    /// Kinds.
    pub kinds: Vec<String>,
}

/// A finding that is to be raised, and with which the record is returned.
#[derive(Clone, Copy, Debug)]
pub struct Returning<'a> {
    /// The record.
    pub record: Uuid,
    /// The version that the inspector saw.
    pub base: &'a [ChangeId],
    /// The codes of the fields that the clerk is to look at; none means the whole record.
    pub fields: &'a [String],
    /// What there is to say.
    pub text: &'a str,
}

/// What became of an approval of many records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Approval {
    /// How many are approved now and were not before.
    pub approved: usize,
    /// Those that were not, and why.
    pub skipped: Vec<(Uuid, LedgerRefusal)>,
}

/// An inspector at a ledger.
#[derive(Clone, Debug)]
pub struct Inspector {
    path: PathBuf,
    /// The file that the store has open.
    file: Option<FileId>,
    name: String,
    limits: Limits,
    packs: Vec<Pack>,
}

impl Inspector {
    /// Returns an inspector of this name at the ledger of a store. The limits may name places and
    /// kinds as people do.
    ///
    /// # Errors
    /// When a limit names no place or kind, or the ledger cannot be read.
    pub fn new(store: &Store, name: &str, limits: &Limits) -> Result<Self> {
        let places = limits
            .places
            .iter()
            .map(|place| Ok(store.find_place(place)?.code))
            .collect::<Result<_>>()?;
        let kinds = limits
            .kinds
            .iter()
            .map(|kind| Ok(store.find_kind(kind)?.code.clone()))
            .collect::<Result<_>>()?;
        let limits = Limits { places, kinds };
        let packs = store.packs().to_vec();
        let file = store.files.as_ref().map(OpenFiles::main);
        Ok(Self {
            path: store.path().to_owned(),
            file,
            name: name.to_owned(),
            limits,
            packs,
        })
    }

    /// Returns what the inspector may judge, by codes.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Returns whether this inspector may judge records of a kind in a place, by their codes. What
    /// is not to be judged is refused before anybody writes why.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn may_judge(&self, store: &Store, kind: &str, place: &str) -> Result<bool> {
        self.covers(&store.db, kind, place)
    }

    /// Writes that a session begins; when the last one began.
    ///
    /// # Errors
    /// When the ledger cannot be written.
    pub fn visit(&self) -> Result<Option<String>> {
        self.remark(|chain| {
            let db = chain.db();
            let before = finding::last_visit(db, &self.name)?;
            finding::insert(chain, &self.new_act(ActionKind::Visit, None))?;
            Ok(before)
        })
    }

    /// Raises a finding and so returns the record; the finding's name.
    ///
    /// # Errors
    /// When there is no text, a field is unknown, the record is outside the limits, gone, or not as
    /// it was seen.
    pub fn raise(&self, returning: &Returning) -> Result<Uuid> {
        let text = non_empty(returning.text)?;
        self.remark(|chain| {
            let db = chain.db();
            let reviewed = self.get(db, returning.record)?;
            self.refuse_unknown_fields(db, &reviewed, returning.fields)?;
            refuse_changed(&reviewed, returning.base)?;
            let fields = returning.fields.to_vec();
            finding::insert(
                chain,
                &NewAct {
                    fields,
                    text,
                    ..self.new_act(ActionKind::Return, Some(&reviewed))
                },
            )
        })
    }

    /// Closes a finding, answered or not; there need be nothing to say.
    ///
    /// # Errors
    /// When there is no such finding, it is closed already, or its record is outside the limits or
    /// gone.
    pub fn close(&self, thread: Uuid, text: &str) -> Result<()> {
        self.remark(|chain| {
            let db = chain.db();
            let (reviewed, found) = self.thread(db, thread)?;
            if found.state == ThreadState::Closed {
                return Err(LedgerRefusal::FindingClosed.into());
            }
            self.close_thread(chain, &reviewed, found.id, text.trim())
        })
    }

    /// Opens a finding again that was answered or closed, marking the same fields, and so returns
    /// the record.
    ///
    /// # Errors
    /// When there is no text, no such finding, it is still open, or its record is outside the
    /// limits or gone.
    pub fn reopen(&self, thread: Uuid, text: &str) -> Result<()> {
        let text = non_empty(text)?;
        self.remark(|chain| {
            let db = chain.db();
            let (reviewed, found) = self.thread(db, thread)?;
            if found.state == ThreadState::Open {
                return Err(LedgerRefusal::FindingNotClosed.into());
            }
            let fields = found.fields;
            let thread = Some(found.id);
            finding::insert(
                chain,
                &NewAct {
                    thread,
                    fields,
                    text,
                    ..self.new_act(ActionKind::Reopen, Some(&reviewed))
                },
            )?;
            Ok(())
        })
    }

    /// Approves records as they were seen, all in one transaction. One that is returned, not
    /// complete, outside the limits, changed meanwhile or gone is passed over. Answered findings of
    /// the others are closed: to approve is to accept the answers.
    ///
    /// # Errors
    /// When the ledger cannot be read or written.
    pub fn approve<'a>(
        &self,
        seen: impl IntoIterator<Item = (Uuid, &'a [ChangeId])>,
    ) -> Result<Approval> {
        self.remark(|chain| {
            let mut done = Approval::default();
            for (record, base) in seen {
                match self.approve_one(chain, record, base) {
                    Ok(new) => done.approved += usize::from(new),
                    Err(StoreError::Refused(why)) => {
                        done.skipped.push((record, why));
                    }
                    Err(error) => return Err(error),
                }
            }
            Ok(done)
        })
    }

    /// Returns whether it was not approved before.
    fn approve_one(&self, chain: &mut Chain, record: Uuid, base: &[ChangeId]) -> Result<bool> {
        let db = chain.db();
        let reviewed = self.get(db, record)?;
        refuse_changed(&reviewed, base)?;
        let name = reviewed.name.clone();
        match reviewed.state {
            ReviewState::Returned => return Err(LedgerRefusal::StillReturned { name }.into()),
            ReviewState::Draft => return Err(LedgerRefusal::StillIncomplete { name }.into()),
            ReviewState::Submitted | ReviewState::Approved => {}
        }
        for thread in threads(&finding::of_record(db, record)?) {
            if thread.state == ThreadState::Answered {
                self.close_thread(chain, &reviewed, thread.id, "")?;
            }
        }
        let new = reviewed.state != ReviewState::Approved;
        if new {
            finding::insert(chain, &self.new_act(ActionKind::Approve, Some(&reviewed)))?;
        }
        Ok(new)
    }

    fn close_thread(
        &self,
        chain: &mut Chain,
        reviewed: &Reviewed,
        thread: Uuid,
        text: &str,
    ) -> Result<()> {
        let thread = Some(thread);
        finding::insert(
            chain,
            &NewAct {
                thread,
                text,
                ..self.new_act(ActionKind::Close, Some(reviewed))
            },
        )?;
        Ok(())
    }

    /// Returns an act without words, of a record as it stands.
    fn new_act(&self, kind: ActionKind, reviewed: Option<&Reviewed>) -> NewAct<'_> {
        NewAct {
            kind,
            record: reviewed.map(|reviewed| reviewed.record),
            thread: None,
            fields: Vec::new(),
            text: "",
            version: reviewed
                .map(|reviewed| reviewed.version.clone())
                .unwrap_or_default(),
            author: &self.name,
            role: ReviewRole::Inspector,
        }
    }

    /// Returns a record, if this inspector may judge it.
    fn get(&self, db: &Connection, record: Uuid) -> Result<Reviewed> {
        let reviewed = review::get(db, record)?;
        if self.covers(db, &reviewed.kind, &reviewed.place)? {
            Ok(reviewed)
        } else {
            Err(LedgerRefusal::OutsideReview {
                name: reviewed.name,
            }
            .into())
        }
    }

    fn covers(&self, db: &Connection, kind: &str, place: &str) -> Result<bool> {
        let Limits { places, kinds } = &self.limits;
        let of_kind = kinds.is_empty() || kinds.iter().any(|known| known == kind);
        Ok(of_kind && (places.is_empty() || place::is_within(db, place, Some(places))?))
    }

    fn thread(&self, db: &Connection, thread: Uuid) -> Result<(Reviewed, Thread)> {
        let reviewed = self.get(db, finding::record_of(db, thread)?)?;
        let thread = finding::thread(db, reviewed.record, thread)?;
        Ok((reviewed, thread))
    }

    fn refuse_unknown_fields(
        &self,
        db: &Connection,
        reviewed: &Reviewed,
        fields: &[String],
    ) -> Result<()> {
        let packs = pack::current(db, &self.packs)?;
        let kind = find_kind(&packs, &reviewed.kind);
        let is_known = |code: &&String| kind.is_some_and(|kind| kind.field(code).is_some());
        match fields.iter().find(|code| !is_known(code)) {
            Some(code) => Err(LedgerRefusal::NoSuchField {
                field: code.clone(),
            }
            .into()),
            None => Ok(()),
        }
    }

    /// Runs `work` in one transaction of a connection that can add acts only.
    fn remark<T>(&self, work: impl FnOnce(&mut Chain) -> Result<T>) -> Result<T> {
        let (mut db, files) = connection::open_to_remark(&self.path)?;
        if self.file.is_some_and(|file| file != files.main()) {
            leave_log(&db, true)?;
            return Err(LedgerFault::Replaced.into());
        }
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&mut Chain::resume(&tx)?)?;
        files.check(&tx)?;
        tx.commit()?;
        files.part(&db);
        Ok(done)
    }
}

fn non_empty(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() {
        Err(LedgerRefusal::NothingSaid.into())
    } else {
        Ok(text)
    }
}

/// Refuses a version that is not the one the inspector saw.
fn refuse_changed(reviewed: &Reviewed, base: &[ChangeId]) -> Result<()> {
    if reviewed.version == base {
        return Ok(());
    }
    Err(LedgerRefusal::ChangedSince {
        name: reviewed.name.clone(),
    }
    .into())
}
