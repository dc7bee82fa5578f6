//! The one table of commands. From it come the dispatch of keys, the hint bar, the help, the
//! palette and the key tables in the documents.

mod definition;
mod lookup;
mod table;

pub use self::definition::{Command, CommandScope, Definition, Obstacle};
pub use self::lookup::{hints, in_scope, key_name, key_of, keys_of, name_keys, of_key, offered};
pub use self::table::COMMANDS;
