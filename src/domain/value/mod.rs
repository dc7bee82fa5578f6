//! Values of fields: numbers with units, dates, quarters, choices, and conditions on them.

mod choice;
pub mod condition;
pub mod date;
pub mod field;
mod field_names;
mod field_sort;
mod field_value;
pub mod number;
pub mod period;
pub mod possible;
pub mod quantity;
mod range;
mod required;
mod shortened;
pub mod unit;
mod yes_no;
pub mod zone;

pub use self::choice::{ends_apart, is_separator, list_sign, none_word, says_none};
pub use self::condition::{Condition, Operand, Operator, Truth, Values};
pub use self::date::PartialDate;
pub use self::date::order::DateOrder;
pub use self::field::{Choice, Field, FieldType, Range, Required, TextFormat};
pub use self::field_value::Value;
pub(crate) use self::field_value::{is_same_json, refused_in};
pub use self::number::{HeldNumber, Number};
pub use self::period::{Cycle, Period};
pub use self::unit::{Dimension, Unit};
pub use self::yes_no::YesNoWords;
pub use self::zone::Zone;
