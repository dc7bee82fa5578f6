//! Figures in the bytes of old formats, the least byte first.

/// Returns the bytes of a figure.
fn part<const LENGTH: usize>(bytes: &[u8], at: usize) -> Option<[u8; LENGTH]> {
    bytes.get(at..at.checked_add(LENGTH)?)?.try_into().ok()
}

/// Returns a figure of two bytes.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<usize> {
    part(bytes, at).map(u16::from_le_bytes).map(usize::from)
}

/// Returns a figure of four bytes.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u32> {
    part(bytes, at).map(u32::from_le_bytes)
}

/// Returns a figure of four bytes, the greatest byte first.
pub(super) fn wide_word(bytes: &[u8], at: usize) -> Option<u32> {
    part(bytes, at).map(u32::from_be_bytes)
}

/// Returns a binary float of eight bytes.
pub(super) fn double(bytes: &[u8], at: usize) -> Option<f64> {
    part(bytes, at).map(f64::from_le_bytes)
}
