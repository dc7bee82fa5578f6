//! Drafts: forms not yet saved, in files beside the ledger.
