//! Tables of parameters: what may be written, and the values that were.

mod parameter;
mod values;

pub use crate::model::table::parameter::{Literal, Parameter, Range};
pub use crate::model::table::values::{Value, Values};
