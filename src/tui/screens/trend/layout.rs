//! How the screen is divided: towns above, the trend of one below.

/// The lines above the towns: what is compared, and the heads.
pub(super) const HEAD: usize = 2;
/// A screen of so many rows has a line for why there is no rank, and a rule.
const HIGH: usize = 14;

/// The least rows of the trend, with the line that names its town.
fn below(height: usize) -> usize {
    height.div_ceil(2).max(4).min(height)
}

/// The lines between the towns and the trend.
pub(super) const fn between(height: usize) -> usize {
    if height >= HIGH { 2 } else { 0 }
}

/// How many of the towns a page has; what they leave is for the trend.
pub(super) fn page(height: usize, towns: usize) -> usize {
    let others = HEAD + between(height) + below(height);
    height.saturating_sub(others).min(towns).max(1)
}
