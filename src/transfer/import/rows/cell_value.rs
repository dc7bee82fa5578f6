//! What a cell says of a field.

use crate::domain::value::Value;

/// What a cell of a field says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum CellValue {
    /// A value.
    Value(Value),
    /// That there is none.
    Nothing,
}
