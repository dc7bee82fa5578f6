//! Slots of bytes, written in turn, so that a write torn at any point leaves the one before it
//! whole.
//!
//! There are two pairs. The quick pair is written with every key, before its effect is drawn, and
//! left to the kernel: that outlives the process however it ends. The settled pair is written
//! behind it and waited for: that outlives a power cut. A power cut may tear both quick slots and
//! harms neither settled one.

use sha2::{Digest, Sha256};

/// A slot; all are allocated when a form opens.
pub(super) const SLOT: usize = 32 * 1024;

/// All slots.
pub(super) const ALL: usize = 2 * PAIR * SLOT;

/// How many slots are written in turn.
const PAIR: usize = 2;

/// Two slots that are written in turn.
#[derive(Debug)]
pub(super) struct Pair {
    /// The first of them.
    first: usize,
    /// Which is to be written next.
    next: usize,
}

impl Pair {
    /// Returns the pair that is waited for, to go on behind what a file holds.
    pub(super) fn durable(held: &[DraftSlot]) -> Self {
        Self::behind(held, 0)
    }

    /// Returns the pair that is written with every key.
    pub(super) fn buffered(held: &[DraftSlot]) -> Self {
        Self::behind(held, PAIR)
    }

    fn behind(held: &[DraftSlot], first: usize) -> Self {
        let newest = held
            .iter()
            .find(|slot| (first..first + PAIR).contains(&slot.at));
        Self {
            first,
            next: newest.map_or(0, |slot| (slot.at - first + 1) % PAIR),
        }
    }

    /// Returns where in the file the next slot stands.
    pub(super) const fn offset(&self) -> u64 {
        ((self.first + self.next) * SLOT) as u64
    }

    /// What was written is whole: from now on the other one is next.
    pub(super) const fn turn(&mut self) {
        self.next = (self.next + 1) % PAIR;
    }
}

const MAGIC: &[u8; 8] = b"TZDRAFT1";
const SEQ: usize = MAGIC.len();
const LENGTH: usize = SEQ + size_of::<u64>();
const DIGEST: usize = LENGTH + size_of::<u32>();

/// The length of the head of a slot in bytes. The body follows it.
pub(super) const HEAD: usize = DIGEST + 32;

/// How long the body of a slot can be.
pub const MOST_BYTES: usize = SLOT - HEAD;

/// A slot that was read whole.
pub(super) struct DraftSlot<'a> {
    /// Its place among the slots of the file.
    at: usize,
    /// Its number; the highest is the newest.
    pub(super) seq: u64,
    /// What it holds.
    pub(super) body: &'a [u8],
}

/// Returns the bytes of a slot; `None` when the body does not fit.
pub(super) fn encode(seq: u64, body: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(body.len())
        .ok()
        .filter(|_| body.len() <= MOST_BYTES)?;
    let mut bytes = Vec::with_capacity(HEAD + body.len());
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(&digest(seq, body));
    bytes.extend_from_slice(body);
    Some(bytes)
}

/// Returns how many bytes of a slot are written, as its head says: the length of the head alone where
/// it was never written or is not a slot.
pub(super) fn written(head: &[u8]) -> usize {
    let length = head.strip_prefix(MAGIC).and_then(|_| {
        let (length, _) = head.get(LENGTH..)?.split_first_chunk()?;
        usize::try_from(u32::from_be_bytes(*length)).ok()
    });
    length.map_or(HEAD, |length| HEAD.saturating_add(length).min(SLOT))
}

/// Returns the slots of a file that are whole, the newest first.
pub(super) fn decode(file: &[u8]) -> Vec<DraftSlot<'_>> {
    let slots = file.chunks(SLOT).take(2 * PAIR).enumerate();
    let mut whole: Vec<DraftSlot> = slots
        .filter_map(|(at, bytes)| decode_one(at, bytes))
        .collect();
    whole.sort_by_key(|slot| std::cmp::Reverse(slot.seq));
    whole
}

fn decode_one(at: usize, bytes: &[u8]) -> Option<DraftSlot<'_>> {
    let rest = bytes.strip_prefix(MAGIC)?;
    let (seq, rest) = rest.split_first_chunk()?;
    let (length, rest) = rest.split_first_chunk()?;
    let (expected, rest) = rest.split_first_chunk::<32>()?;
    let seq = u64::from_be_bytes(*seq);
    let body = rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    (digest(seq, body) == *expected).then_some(DraftSlot { at, seq, body })
}

/// Returns the digest of a slot. The number is part of it: a slot whose number rotted must not pass
/// for the newest.
fn digest(seq: u64, body: &[u8]) -> [u8; 32] {
    Sha256::new()
        .chain_update(seq.to_be_bytes())
        .chain_update(body)
        .finalize()
        .into()
}
