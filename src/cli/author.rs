//! The name under which somebody works.

use super::failure::{CliResult, Failure};
use crate::domain::text::folding;
use crate::i18n::{CliFault, CliTask};

/// Returns the name that every change is to carry.
pub(super) fn author_named(name: &str) -> CliResult<String> {
    let name = folding::name(name);
    if name.is_empty() {
        Err(Failure::input(CliTask::Usage, CliFault::EmptyName))
    } else {
        Ok(name)
    }
}

/// Who works: the name that was given, or that of the system's user.
pub(crate) fn author(named: Option<&str>) -> CliResult<String> {
    named.map_or_else(|| Ok(system_user()), author_named)
}

/// Returns the name of the system's user.
pub(crate) fn system_user() -> String {
    let named = |name: &str| {
        std::env::var(name)
            .ok()
            .map(|name| folding::name(&name))
            .filter(|name| !name.is_empty())
    };
    named("USER")
        .or_else(|| named("LOGNAME"))
        .unwrap_or_else(|| "local".to_owned())
}
