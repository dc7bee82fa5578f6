//! The reason of a change as its reader is told it. What a person wrote stays as it is. What the
//! program wrote is stored in the language of whoever saved, so it is recognised in both languages,
//! and in wordings of earlier versions, and said in the reader's.

use chrono::NaiveDateTime;

use super::history::{Forms, SetField, value};
use crate::domain::place::PlaceMerging;
use crate::domain::record::facility::shared;
use crate::domain::record::trail::Change;
use crate::i18n::{HistoryMsg, Lang, MergeMsg, Say, ScreenMsg, SecondEntryMsg, Text, word_list};

/// Stands for an argument where the fixed words of a message are looked for.
const ARGUMENT: &str = "\u{1}";

/// How a time is written in a reason, in columns and by its parts.
const TIME: (usize, &str) = (16, "%Y-%m-%d %H:%M");

/// Returns why a change was made, in the reader's language; of a move that nobody gave a reason for,
/// from where to where. `fields` are those that it set.
pub fn said(
    change: &Change,
    fields: &[SetField],
    forms: Forms,
    place_name: &impl Fn(&str) -> String,
    lang: Lang,
) -> String {
    let reason = change.reason.as_str();
    let settled = || {
        settled(reason)?;
        let [(code, _, after)] = fields else {
            return None;
        };
        let value = match (code.as_str(), after) {
            (shared::DELETED, Some(_)) => MergeMsg::Delete.say(lang),
            (shared::DELETED, None) => MergeMsg::Keep.say(lang),
            _ => value(code, after.as_ref(), forms.after, place_name, lang),
        };
        let value = Text::both(value);
        Some(MergeMsg::Reason { value }.say(lang))
    };
    let moved = || {
        let PlaceMerging { from, into, on } = PlaceMerging::of_reason(reason)?;
        let [from, into] = [from, into].map(|code| place_name(&code));
        let on = on.to_string();
        Some(HistoryMsg::PlaceMerged { from, into, on }.say(lang))
    };
    undone(reason)
        .map(|undo| undo.say(lang))
        .or_else(|| keyed_again(reason).map(|keyed| keyed.say(lang)))
        .or_else(|| imported(reason).map(|import| import.say(lang)))
        .or_else(moved)
        .or_else(settled)
        .or_else(|| moved_by_hand(reason, fields, forms, place_name, lang))
        .unwrap_or_else(|| reason.to_owned())
}

/// Tells that a change moved the record to another place or kind, where nobody said why.
fn moved_by_hand(
    reason: &str,
    fields: &[SetField],
    forms: Forms,
    place_name: &impl Fn(&str) -> String,
    lang: Lang,
) -> Option<String> {
    let words = |moved: &str| {
        let (code, before, after) = fields.iter().find(|(code, ..)| code == moved)?;
        // What is new or was brought back comes from nowhere.
        let from = value(code, Some(before.as_ref()?), forms.before, place_name, lang);
        let to = value(code, Some(after.as_ref()?), forms.after, place_name, lang);
        Some((from, to))
    };
    let place = words(shared::PLACE).map(|(from, to)| HistoryMsg::Moved { from, to });
    let kind = words(shared::KIND).map(|(from, to)| HistoryMsg::MovedKind { from, to });
    let said: Vec<String> = place
        .into_iter()
        .chain(kind)
        .map(|one| one.say(lang))
        .collect();
    (reason.is_empty() && !said.is_empty()).then(|| word_list(said, lang))
}

/// Reads that a change was taken back.
fn undone(reason: &str) -> Option<ScreenMsg> {
    let written = wordings(
        &ScreenMsg::UndoReason {
            author: ARGUMENT.to_owned(),
            at: ARGUMENT.to_owned(),
        },
        &[
            "撤销 \u{1} \u{1} 的修改",
            "takes back the change of \u{1} at \u{1}",
        ],
    );
    written.iter().find_map(|wording| {
        let [before, between, after] = fixed_words(wording)?;
        let rest = reason.strip_prefix(before)?.strip_suffix(after)?;
        let (author, at) = rest.split_at_checked(rest.len().checked_sub(TIME.0)?)?;
        NaiveDateTime::parse_from_str(at, TIME.1).ok()?;
        Some(ScreenMsg::UndoReason {
            author: author.strip_suffix(between)?.to_owned(),
            at: at.to_owned(),
        })
    })
}

/// Reads that a second entry corrected a value.
fn keyed_again(reason: &str) -> Option<SecondEntryMsg> {
    let written = wordings(&SecondEntryMsg::Reason, &["double entry"]);
    written
        .iter()
        .any(|wording| wording == reason)
        .then_some(SecondEntryMsg::Reason)
}

/// Reads that a merge conflict was settled: the value as it was said then.
fn settled(reason: &str) -> Option<&str> {
    let value = Text::both(ARGUMENT.to_owned());
    let written = wordings(
        &MergeMsg::Reason { value },
        &[
            "处理合并冲突：用 \u{1}",
            "settles a conflict of merging: \u{1}",
        ],
    );
    written.iter().find_map(|wording| {
        let [before, after] = fixed_words(wording)?;
        reason.strip_prefix(before)?.strip_suffix(after)
    })
}

/// Reads that a file was imported: its name and the beginning of its SHA-256.
fn imported(reason: &str) -> Option<HistoryMsg> {
    let written = wordings(
        &HistoryMsg::Imported {
            file: ARGUMENT.to_owned(),
            digest: ARGUMENT.to_owned(),
        },
        &[],
    );
    written.iter().find_map(|wording| {
        let [before, between, after] = fixed_words(wording)?;
        let rest = reason.strip_prefix(before)?.strip_suffix(after)?;
        let (file, digest) = rest.rsplit_once(between)?;
        let is_digest = !digest.is_empty() && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_digest.then(|| HistoryMsg::Imported {
            file: file.to_owned(),
            digest: digest.to_owned(),
        })
    })
}

/// Returns how a message is written in both languages, and how it was in earlier versions.
fn wordings(message: &impl Say, former: &[&str]) -> Vec<String> {
    let now = [Lang::Zh, Lang::En].map(|lang| message.say(lang));
    let former = former.iter().map(|&wording| wording.to_owned());
    now.into_iter().chain(former).collect()
}

/// Returns the words of a wording around its arguments.
fn fixed_words<const N: usize>(wording: &str) -> Option<[&str; N]> {
    let parts: Vec<&str> = wording.split(ARGUMENT).collect();
    parts.try_into().ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::domain::record::trail::subject::Subject;
    use crate::domain::record::trail::{ChangeId, Patch};

    fn told(reason: &str, fields: &[SetField], lang: Lang) -> String {
        let change = Change {
            id: ChangeId {
                site: "a".into(),
                seq: 1,
            },
            topic: Subject::Facility.into(),
            record: Uuid::nil(),
            at: String::new(),
            author: "甲".into(),
            reason: reason.into(),
            parents: Vec::new(),
            patch: Patch::new(),
        };
        said(
            &change,
            fields,
            Forms::default(),
            &|code| format!("<{code}>"),
            lang,
        )
    }

    /// What the program writes as a reason, with what it says in both languages.
    fn written() -> Vec<(Vec<&'static str>, [&'static str; 2])> {
        vec![
            (
                vec![
                    "撤销 王 小明 于 2026-11-23 16:05 的修改",
                    "撤销 王 小明 2026-11-23 16:05 的修改",
                    "undo of the change by 王 小明 at 2026-11-23 16:05",
                    "takes back the change of 王 小明 at 2026-11-23 16:05",
                ],
                [
                    "撤销 王 小明 于 2026-11-23 16:05 的修改",
                    "undo of the change by 王 小明 at 2026-11-23 16:05",
                ],
            ),
            (
                vec!["复录更正", "second entry", "double entry"],
                ["复录更正", "second entry"],
            ),
            (
                vec!["import 一 二.csv sha256:0123456789ab"],
                [
                    "导入 一 二.csv sha256:0123456789ab",
                    "import 一 二.csv sha256:0123456789ab",
                ],
            ),
            (
                vec!["places merge 331122101 331122102 --on 2026-01-01"],
                [
                    "<331122101>自 2026-01-01 起并入<331122102>",
                    "<331122101> merged into <331122102> on 2026-01-01",
                ],
            ),
        ]
    }

    #[test]
    fn what_the_program_wrote_is_said_in_the_language_of_the_reader() {
        for (stored, [zh, en]) in written() {
            for reason in stored {
                assert_eq!(told(reason, &[], Lang::Zh), zh, "{reason}");
                assert_eq!(told(reason, &[], Lang::En), en, "{reason}");
            }
        }
    }

    #[test]
    fn a_settled_conflict_names_the_value_that_was_set() {
        let set = |code: &str, after| [(code.to_owned(), None, after)];
        for reason in [
            "处理合并冲突：采用 示例",
            "处理合并冲突：用 示例",
            "merge conflict settled: sample",
            "settles a conflict of merging: sample",
        ] {
            let name = set("name", Some(json!("甲馆")));
            assert_eq!(told(reason, &name, Lang::Zh), "处理合并冲突：采用 甲馆");
            let kept = set(shared::DELETED, None);
            assert_eq!(
                told(reason, &kept, Lang::En),
                "merge conflict settled: keep it"
            );
            let none = set("name", None);
            assert_eq!(
                told(reason, &none, Lang::En),
                "merge conflict settled: (empty)"
            );
            // What it was about is not known: as it was written.
            assert_eq!(told(reason, &[], Lang::En), reason);
        }
    }

    #[test]
    fn what_a_person_wrote_stays_as_it_is() {
        for reason in [
            "",
            "撤销 甲 的修改",
            "撤销 甲 于 昨天 的修改",
            "undo of the change by 甲 at 2026-13-40 99:99",
            "复录更正了座席",
            "import of the old list",
            "import a.csv sha256:tomorrow",
            "places merge soon",
            "座席以盘点为准",
        ] {
            for lang in [Lang::Zh, Lang::En] {
                assert_eq!(told(reason, &[], lang), reason);
            }
        }
    }
}
