//! From quarter to quarter: the figure of a requirement in a place over the quarters, how it changed,
//! who comes first, and how much of what binds a place meets.

mod change;
mod figure;
mod history;
mod rank;
mod series;
mod words;

pub use self::change::{FigureChange, NoChange, change};
pub use self::figure::{FigureOrder, FigureScale, QuarterFigure};
pub use self::history::{PlaceHistory, PlaceQuarter};
pub use self::rank::{NoRank, ranks};
pub use self::series::{Trend, TrendGap, TrendPoint};
pub use self::words::percent;
