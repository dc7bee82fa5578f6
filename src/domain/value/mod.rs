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

pub use condition::{Condition, Operand, Operator, Truth, Values};
pub use date::PartialDate;
pub use date::order::DateOrder;
pub use field::{Choice, Field, FieldType, Range, Required, TextFormat};
pub use number::Number;
pub use quarter::Quarter;
pub use unit::{Dimension, Unit};
pub use value::Value;
pub(crate) use value::{is_same_json, refused_in};
pub use zone::Zone;
