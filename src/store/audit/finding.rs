//! What an examination of a file finds.

use crate::domain::record::{Change, Head, Receipt};
use crate::domain::signing::SignerKey;
use crate::i18n::{InspectMsg, Lang, Say};
use crate::store::open::reference::SchemaDifferences;
use crate::store::rows::site::SiteBase;

/// What a verification found.
#[derive(Clone, Debug)]
pub struct Verification {
    /// What the file is; `None` when its tables are not ours and nothing in it was read.
    pub about: Option<About>,
    /// Its SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// The key whose signature beside it is of this very file, if there is one.
    pub signed: Option<SignerKey>,
    /// What is wrong with it, or worth knowing.
    pub findings: Vec<Flaw>,
}

impl Verification {
    /// Returns the result for a file whose tables are not ours. They are not read: whoever made
    /// them may have meant them to be.
    pub(crate) fn of_another_form(differences: SchemaDifferences) -> Self {
        let findings = differences
            .into_names()
            .map(|object| serious(InspectMsg::Definition { object }));
        Self {
            about: None,
            sha256: String::new(),
            signed: None,
            findings: findings.collect(),
        }
    }

    /// Returns whether nothing serious was found.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.findings.iter().all(|finding| finding.harmless)
    }

    /// Returns what the ledger file is, if it is one.
    #[must_use]
    pub const fn ledger(&self) -> Option<&LedgerAbout> {
        match &self.about {
            Some(About::Ledger(ledger)) => Some(ledger),
            Some(About::Exchange(_)) | None => None,
        }
    }

    /// Returns the first serious finding, and how many there are.
    pub(crate) fn first(&self) -> Option<(InspectMsg, usize)> {
        let mut serious = self.findings.iter().filter(|finding| !finding.harmless);
        serious
            .next()
            .map(|first| (first.what.clone(), serious.count() + 1))
    }
}

/// What a ledger file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerAbout {
    /// The ledger's id.
    pub ledger: String,
    /// When it was made and by which version, if it is a snapshot: what the manifest says.
    pub made: Option<(String, String)>,
    /// The code, number and SHA-256 of each pack.
    pub packs: Vec<(String, String, String)>,
    /// How many records it has.
    pub records: usize,
    /// How many changes.
    pub changes: usize,
    /// Where the chain of each site ends.
    pub heads: Vec<Head>,
    /// The receipt of its trail.
    pub receipt: Receipt,
    /// How its trail compares with the receipt that was asked for.
    pub fits: Option<ReceiptMatch>,
}

/// How a trail compares with a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReceiptMatch {
    /// It is the trail of the receipt.
    Same,
    /// It is the trail of the receipt, and so many changes more.
    Earlier(usize),
    /// It is not.
    Not,
}

/// Something an examination found, and whether the ledger can be trusted in spite of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What.
    pub what: InspectMsg,
    /// Whether it is only worth knowing.
    pub harmless: bool,
}

impl Say for Flaw {
    fn say(&self, lang: Lang) -> String {
        self.what.say(lang)
    }
}

/// How many findings of one sort are told; a file that was rewritten would fill the screen.
pub(crate) const MOST: usize = 20;

/// Returns what a change holds that no form would take.
pub(crate) fn hidden_text(change: &Change) -> Option<InspectMsg> {
    let field = change.hidden_text()?.to_owned();
    Some(InspectMsg::HiddenText {
        change: change.id.to_string(),
        field,
    })
}

pub(crate) const fn serious(what: InspectMsg) -> Flaw {
    Flaw {
        what,
        harmless: false,
    }
}

/// An exchange file and what it says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeAbout {
    /// The id of the ledger it was made of.
    pub ledger: String,
    /// The change that its changes follow on; number 0 and no hash where they are the first.
    pub after: Head,
    /// What was in that ledger file when its site began: site → number of the last change. Since
    /// version 2 the act by which the site began says it.
    pub(crate) base: SiteBase,
    /// The number of its last change.
    pub last: i64,
    /// How many saves of records it has.
    pub changes: usize,
    /// Its acts of reviews.
    pub findings: ExchangeActs,
    /// Its second entries.
    pub second_entries: ExchangeActs,
    /// When it was made, in UTC.
    pub made_at: String,
    /// By whom.
    pub author: String,
    /// By which version of the program.
    pub program: String,
    /// The code and SHA-256 of each pack of the ledger.
    pub packs: Vec<(String, String)>,
}

/// How many acts of a sort an exchange file has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExchangeActs {
    /// How many it has.
    pub count: usize,
    /// How many of its site were exported before; told by files of version 1 only.
    pub(crate) before: usize,
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A ledger, or a snapshot of one.
    Ledger(LedgerAbout),
    /// An exchange file.
    Exchange(ExchangeAbout),
}
