//! Values of fields: numbers with units, dates, quarters, choices, and conditions on them.

pub mod condition;
pub mod date;
pub mod field;
pub mod number;
pub mod quantity;
pub mod quarter;
pub mod unit;
mod value;
pub mod zone;

pub use self::condition::{Condition, Operand, Operator, Truth, Values};
pub use self::date::PartialDate;
pub use self::date::order::DateOrder;
pub use self::field::{Choice, Field, FieldType, Range, Required, TextFormat};
pub use self::number::Number;
pub use self::quarter::Quarter;
pub use self::unit::{Dimension, Unit};
pub use self::value::Value;
pub(crate) use self::value::{is_same_json, refused_in};
pub use self::zone::Zone;
