//! The verification of a file from anyone, which trusts nothing in it.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use rusqlite::Connection;
use rustix::fs::OFlags;

use super::exchange;
use super::finding::{About, Flaw, LedgerAbout, ReceiptMatch, Verification, serious};
use super::inspect;
use super::signature;
use crate::domain::record::{Head, Receipt};
use crate::i18n::{InspectMsg, SnapshotFault};
use crate::store::error;
use crate::store::file::deadline::Deadline;
use crate::store::file::file_error::{FileError, Result};
use crate::store::file::hardened;
use crate::store::file::schema::{self, VERSION};
use crate::store::file::sqlite_header::FileKind;
use crate::store::file::staging::{StagingDir, beside};
use crate::store::file::untrusted::{self, ActStorage};
use crate::store::ledger::{Access, Store};
use crate::store::open::migrate;
use crate::store::open::own_schema;
use crate::store::rows::manifest::{self, Items};
use crate::store::rows::{site, trail};

/// The most bytes of a `.sha256` file.
const LONGEST_SUM: u64 = 4096;

/// Verifies a file, with the receipt of a snapshot if somebody has one on paper.
///
/// # Errors
/// When the file cannot be read, is no ledger, is newer than this program, or damaged beyond
/// examination.
pub fn verify(file: &Path, receipt: Option<&Receipt>) -> Result<Verification> {
    verify_until(file, receipt, &Arc::default())
}

/// Verifies as [`verify`] does; setting `cancel` ends it early, and nothing is left behind.
///
/// # Errors
/// Those of [`verify`], and when somebody cancels.
pub fn verify_until(
    file: &Path,
    receipt: Option<&Receipt>,
    cancel: &Arc<AtomicBool>,
) -> Result<Verification> {
    let folder = std::env::temp_dir();
    let no_room = || {
        FileError::Refused(SnapshotFault::NoTemporary {
            folder: folder.display().to_string(),
        })
    };
    let staging = fs::canonicalize(&folder)
        .and_then(|folder| StagingDir::open_in(&folder))
        .map_err(|_| no_room())?;
    match take(file, receipt, &staging, cancel) {
        Ok((verification, _)) => Ok(verification),
        Err(FileError::System(SnapshotFault::Full, _)) => Err(no_room()),
        Err(error) => Err(error),
    }
}

/// Copies a file into a staging directory and verifies the copy.
pub(crate) fn take(
    file: &Path,
    receipt: Option<&Receipt>,
    staging: &StagingDir,
    cancel: &Arc<AtomicBool>,
) -> Result<(Verification, untrusted::StagedCopy)> {
    let signature = signature::beside_file(file);
    let copy = untrusted::copy(file, staging, signature.is_some(), cancel)?;
    let deadline = Deadline::for_bytes(copy.bytes, Arc::clone(cancel));
    let mut verification = match copy.sort {
        FileKind::Ledger => examine(&copy.path, receipt, &deadline)?,
        FileKind::Exchange if receipt.is_some() => {
            return Err(FileError::Refused(SnapshotFault::NoReceiptOfExchange));
        }
        FileKind::Exchange => exchange::examine(&copy.path, copy.version, &deadline)?,
    };
    verification.sha256.clone_from(&copy.sha256);
    match signature.map(|read| signature::check(read, &copy)) {
        Some(Ok(key)) => verification.signed = Some(key),
        Some(Err(fault)) => verification.findings.push(serious(InspectMsg::Signature {
            what: Box::new(fault),
        })),
        None => {}
    }
    let older = copy.acts() == ActStorage::InRows && verification.about.is_some();
    verification.findings.extend(older.then_some(Flaw {
        what: InspectMsg::OlderFile,
        harmless: true,
    }));
    verification
        .findings
        .extend(compare_sum(file, &copy.sha256));
    Ok((verification, copy))
}

/// Compares the `.sha256` beside a file, and says what is to be said of it.
fn compare_sum(file: &Path, sha256: &str) -> Option<Flaw> {
    let harmless = |what| {
        Some(Flaw {
            what,
            harmless: true,
        })
    };
    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
    let opened = fs::OpenOptions::new()
        .read(true)
        .custom_flags(flags.bits().cast_signed())
        .open(beside(file, ".sha256"));
    let Ok(opened) = opened else {
        return harmless(InspectMsg::NoSum);
    };
    let mut text = String::new();
    let expected = match opened.take(LONGEST_SUM).read_to_string(&mut text) {
        Ok(_) => text
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .trim_start_matches('\\'),
        Err(_) => "",
    };
    if expected.eq_ignore_ascii_case(sha256) {
        return None;
    }
    let is_sum = expected.len() == 64 && expected.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_sum {
        Some(serious(InspectMsg::Sum))
    } else {
        harmless(InspectMsg::SumUnreadable)
    }
}

/// Examines a copy in a staging directory. Where an older program made it a second copy is migrated
/// and examined.
pub(crate) fn examine(
    copy: &Path,
    receipt: Option<&Receipt>,
    deadline: &Deadline,
) -> Result<Verification> {
    let read = || -> error::Result<Verification> {
        let mut db = hardened::open(copy, deadline)?;
        let version = schema::version_of(&db)?;
        let differences = own_schema::table_differences(&db, version)?;
        if !differences.is_empty() {
            return Ok(Verification::of_another_form(differences));
        }
        // The manifest speaks of the file as it was made.
        let (items, differing) = manifest::compared(&db)?;
        let mut examined = copy.to_owned();
        if version < VERSION {
            drop(db);
            examined = untrusted::migrated(copy);
            fs::copy(copy, &examined)?;
            migrate::migrate_copy(&examined, deadline)?;
            db = hardened::open(&examined, deadline)?;
        }
        let store = Store::with(db, copy, Access::Frozen)?;
        let mut others = Vec::new();
        for _ in 0..inspect::more_threads(&store.db, inspect::PARTS)? {
            let db = hardened::open(&examined, deadline)?;
            others.push(Store::with(db, copy, Access::Frozen)?);
        }
        let acts = ActStorage::of_ledger(version);
        let mut verification = contents(&store, others, receipt, &items, acts)?;
        verification.findings.extend(
            differing
                .into_iter()
                .map(|item| serious(InspectMsg::Manifest { item })),
        );
        Ok(verification)
    };
    read().map_err(|error| deadline.explain(FileError::of_untrusted(error)))
}

fn contents(
    store: &Store,
    others: Vec<Store>,
    receipt: Option<&Receipt>,
    items: &Items,
    acts: ActStorage,
) -> error::Result<Verification> {
    let mut findings = store.inspect_with(acts, others)?;
    for finding in &mut findings {
        // In a ledger of one's own another tool's view may stay; a file that is exported has
        // nothing but what is ours.
        if let InspectMsg::Extra { object } | InspectMsg::LeftOut { object } = &finding.what {
            *finding = serious(InspectMsg::Extra {
                object: object.clone(),
            });
        }
    }
    let about = about(store, items, receipt)?;
    if about.fits == Some(ReceiptMatch::Not) {
        findings.push(serious(InspectMsg::Receipt {
            code: about.receipt.to_string(),
        }));
    }
    Ok(Verification {
        about: Some(About::Ledger(about)),
        sha256: String::new(),
        signed: None,
        findings,
    })
}

fn about(store: &Store, items: &Items, receipt: Option<&Receipt>) -> error::Result<LedgerAbout> {
    let db = &store.db;
    let ledger = manifest::ledger(db)?;
    let heads = site::heads(db)?;
    let own = Receipt::of(&ledger, &heads);
    let item = |topic: &str| {
        items
            .get(&manifest::single(topic))
            .cloned()
            .unwrap_or_default()
    };
    let mut packs = db.prepare("SELECT code, number, sha256 FROM pack ORDER BY position")?;
    let packs = packs.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(LedgerAbout {
        made: (!items.is_empty()).then(|| (item("made_at"), item("program"))),
        packs: packs.collect::<rusqlite::Result<_>>()?,
        records: store.record_count()?,
        changes: store.facts()?.changes,
        receipt: own,
        fits: receipt
            .map(|asked| fit(db, &ledger, &own, asked))
            .transpose()?,
        ledger,
        heads,
    })
}

/// Compares a trail with a receipt, now and after each change that the file took in.
fn fit(
    db: &Connection,
    ledger: &str,
    own: &Receipt,
    asked: &Receipt,
) -> error::Result<ReceiptMatch> {
    if own == asked {
        return Ok(ReceiptMatch::Same);
    }
    let mut then: Vec<Head> = Vec::new();
    let mut since = (Receipt::of(ledger, &then) == *asked).then_some(0);
    trail::each_head(db, |head| {
        match then.iter_mut().find(|known| known.site == head.site) {
            Some(known) => *known = head,
            None => then.push(head),
        }
        since = match since {
            None => (Receipt::of(ledger, &then) == *asked).then_some(0),
            Some(changes) => Some(changes + 1),
        };
    })?;
    Ok(since.map_or(ReceiptMatch::Not, ReceiptMatch::Earlier))
}
