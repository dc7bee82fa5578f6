//! Taking in what a hub has and this file has not: gathered into a file, examined as an exchange
//! file is, and merged by the same rules in one transaction.

use std::sync::Arc;

use super::connection::HubConnection;
use super::error::{HubError, Result};
use super::gathering::gather;
use super::heads::{self, BothHeads};
use super::request::{HubProgress, HubRequest};
use crate::domain::record::{ChangeId, Head, NewChanges};
use crate::i18n::{HubFault, InspectMsg, SnapshotFault};
use crate::store::audit::exchange::examine_gathered;
use crate::store::audit::finding::Flaw;
use crate::store::file::deadline::Deadline;
use crate::store::file::file_error::FileError;
use crate::store::file::staging::{StagingDir, folder_of};
use crate::store::ledger::Store;
use crate::store::rows::{manifest, signers};
use crate::store::share::merge::{
    GatheredChanges, MergeError, MergeMode, MergeProgress, MergeReport, MergeRequest,
};

/// What a pull did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubPulled {
    /// What was taken in; that of nothing where the hub had nothing new.
    pub merged: MergeReport,
    /// What the hub had once and had lost.
    pub lost: Vec<NewChanges>,
}

impl Store {
    /// Takes in what a hub has and this file has not, as a merge of a file by this author does.
    ///
    /// # Errors
    /// When the hub cannot be used, does not go with this ledger or was altered, the changes do not
    /// pass their examination or the merge refuses them, or somebody cancels. The ledger is then as
    /// it was.
    pub fn hub_pull(&mut self, request: &HubRequest, author: &str) -> Result<HubPulled> {
        self.writable()?;
        if signers::current(&self.db)?.required {
            return Err(HubFault::NeedsSignatures.into());
        }
        request.is_at(HubProgress::Connecting)?;
        let mut hub = HubConnection::open(request.address, &manifest::ledger(&self.db)?)?;
        request.is_at(HubProgress::Checking)?;
        let heads = BothHeads::read(&mut hub.client, &self.db)?;
        heads.refuse_forks(&mut hub.client, &self.db)?;
        refuse_altered(&mut hub)?;
        let lost = heads::lost(&self.db, &hub.id, &heads)?;
        let wanted = heads.lacked_here();
        let merged = if wanted.is_empty() {
            MergeReport::default()
        } else {
            self.take_in_from(&mut hub, (&heads, &wanted), request, author)?
        };
        let heads = BothHeads {
            own: BothHeads::of_file(&self.db)?,
            ..heads
        };
        let known = heads::to_remember(&self.db, &hub.id, &heads)?;
        self.remember(&hub.id, &known)?;
        Ok(HubPulled { merged, lost })
    }

    fn take_in_from(
        &mut self,
        hub: &mut HubConnection,
        (heads, wanted): (&BothHeads, &[NewChanges]),
        request: &HubRequest,
        author: &str,
    ) -> Result<MergeReport> {
        let staging = StagingDir::open_in(folder_of(&self.path))?;
        let file = staging.file("gathered.db");
        gather(&mut hub.client, wanted, &file, request)?;
        let known = wanted.iter().filter_map(|new| heads.own.get(&new.site));
        let bases: Vec<Head> = known.cloned().collect();
        let report = |progress: MergeProgress| (request.report)(HubProgress::Merging(progress));
        report(MergeProgress::Examining);
        let bytes = std::fs::metadata(&file)?.len();
        let deadline = Deadline::for_bytes(bytes, Arc::clone(&request.cancel));
        refuse_flaws(&examine_gathered(&file, &bases, &deadline)?)?;
        let merge = MergeRequest {
            cancel: Arc::clone(&request.cancel),
            report: &report,
            ..MergeRequest::unwatched(&file, author, MergeMode::Merge)
        };
        let gathered = GatheredChanges {
            file: &file,
            hub: hub.id.clone(),
            ledger: hub.ledger.clone(),
            bases,
        };
        Ok(self.merge_gathered(gathered, &merge)?)
    }
}

/// Refuses a hub in which a change is not as it was added.
fn refuse_altered(hub: &mut HubConnection) -> Result<()> {
    let sql = "SELECT site, seq FROM taizhang.altered() LIMIT 1";
    let Some(row) = hub.client.query_opt(sql, &[])? else {
        return Ok(());
    };
    let change = ChangeId {
        site: row.get(0),
        seq: row.get(1),
    };
    Err(altered(change.to_string()))
}

fn altered(change: String) -> HubError {
    HubFault::Altered { change }.into()
}

fn refuse_flaws(flaws: &[Flaw]) -> Result<()> {
    let mut serious = flaws.iter().filter(|flaw| !flaw.harmless);
    let Some(first) = serious.next() else {
        return Ok(());
    };
    Err(match &first.what {
        InspectMsg::Chain { change } | InspectMsg::Sequence { change } => altered(change.clone()),
        other => MergeError::from(FileError::Refused(SnapshotFault::DidNotPass {
            finding: Box::new(other.clone()),
            count: serious.count() + 1,
        }))
        .into(),
    })
}
