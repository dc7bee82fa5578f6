//! Two slots of bytes that are written in turn, so that a write torn at any point leaves the one before it whole.

use sha2::{Digest, Sha256};

/// A slot; both are allocated when a form opens.
pub(super) const SLOT: usize = 32 * 1024;

/// Both slots.
pub(super) const BOTH: usize = 2 * SLOT;

const MAGIC: &[u8; 8] = b"TZDRAFT1";
const SEQ: usize = MAGIC.len();
const LENGTH: usize = SEQ + size_of::<u64>();
const DIGEST: usize = LENGTH + size_of::<u32>();
const BODY: usize = DIGEST + 32;

/// How long the body of a slot can be.
pub const MOST_BYTES: usize = SLOT - BODY;

/// A slot that was read whole.
pub(super) struct Slot<'a> {
    /// Its number; the highest is the newest.
    pub(super) seq: u64,
    /// What it holds.
    pub(super) body: &'a [u8],
}

/// Where in the file the slot of a number stands.
pub(super) const fn offset(seq: u64) -> u64 {
    if seq.is_multiple_of(2) { 0 } else { SLOT as u64 }
}

/// The bytes of a slot; `None` when the body does not fit.
pub(super) fn encode(seq: u64, body: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(body.len()).ok().filter(|_| body.len() <= MOST_BYTES)?;
    let mut bytes = Vec::with_capacity(BODY + body.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&digest(seq, body));
    bytes.extend_from_slice(body);
    Some(bytes)
}

/// The slots of a file that are whole, the newest first.
pub(super) fn decode(file: &[u8]) -> Vec<Slot<'_>> {
    let mut whole: Vec<Slot> = file.chunks(SLOT).take(2).filter_map(decode_one).collect();
    whole.sort_by_key(|slot| std::cmp::Reverse(slot.seq));
    whole
}

fn decode_one(bytes: &[u8]) -> Option<Slot<'_>> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (seq, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (expected, rest) = rest.split_first_chunk::<32>()?;
    let seq = u64::from_be_bytes(*seq);
    let body = rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    (digest(seq, body) == *expected).then_some(Slot { seq, body })
}

/// The number is part of it: a slot whose number rotted must not pass for the newest.
fn digest(seq: u64, body: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(seq.to_be_bytes()).chain_update(body).finalize().into()
}
