//! Whether one facility counts for a requirement, in words.

use super::{failed, labels};
use crate::domain::policy::{Kind, Requirement};
use crate::domain::record::Facility;
use crate::domain::verdict::judge::{Counting, counting};
use crate::i18n::{Lang, Say, VerdictMsg, word_list};

/// Returns whether a facility counts for a requirement, and why not; nothing of a requirement that
/// asks for no facilities of its kind.
#[must_use]
pub fn counts(
    requirement: &Requirement,
    kind: &Kind,
    facility: &Facility,
    lang: Lang,
) -> Option<String> {
    if !requirement.is_exists() || facility.kind != requirement.kind {
        return None;
    }
    let message = match counting(requirement, facility) {
        Counting::Counts => VerdictMsg::Counts,
        Counting::NotKnown { missing } => VerdictMsg::MayCount {
            fields: labels(&missing, kind, lang),
        },
        Counting::CountsNot { failing } => {
            let fails = failing
                .iter()
                .map(|code| failed(code, requirement, kind, lang));
            VerdictMsg::CountsNot {
                fields: word_list(fails, lang),
            }
        }
    };
    Some(message.say(lang))
}
