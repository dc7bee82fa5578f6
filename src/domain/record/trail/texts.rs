//! Texts of a change that no form of this program writes.

use serde_json::Value as Json;

use super::change::Change;
use super::topic::{ActSort, Topic};
use crate::domain::text::folding::is_invisible;
use crate::domain::value::refused_in;

impl Change {
    /// Returns the field or column that holds a character which forms take away. That is a control,
    /// an escape sequence, a mark of the direction of text, or another one that is not seen.
    #[must_use]
    pub fn hidden_text(&self) -> Option<&str> {
        if self.author.contains(is_invisible) {
            return Some("author");
        }
        if self.reason.contains(is_invisible) {
            return Some("reason");
        }
        match self.topic {
            // The text of a pack has lines, and is read by the pack's own parser; files are named
            // by their checksums.
            Topic::Act(ActSort::Pack | ActSort::Site | ActSort::Merge | ActSort::Exchange) => None,
            Topic::Record(_) | Topic::Act(_) => {
                let is_hidden = |(code, value): &(&String, &Json)| {
                    code.contains(is_invisible) || !refused_in(value).is_empty()
                };
                let hidden = self.patch.iter().find(is_hidden);
                hidden.map(|(code, _)| code.as_str())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::domain::record::trail::ChangeId;
    use crate::domain::record::trail::subject::Subject;

    fn change(author: &str, reason: &str, patch: Json) -> Change {
        Change {
            id: ChangeId {
                site: "a".into(),
                seq: 1,
            },
            topic: Subject::Facility.into(),
            record: Uuid::nil(),
            at: String::new(),
            author: author.into(),
            reason: reason.into(),
            parents: vec![],
            patch: serde_json::from_value(patch).unwrap(),
        }
    }

    #[test]
    fn characters_that_a_form_takes_away_are_found_wherever_they_stand() {
        let plain =
            json!({"name": "示例 馆", "area": {"typed": "3亩", "value": "2000"}, "n": null});
        assert_eq!(
            change("示例", "import 表.csv", plain.clone()).hidden_text(),
            None
        );
        for hidden in [
            "\u{1b}[2J",
            "\u{202e}",
            "\u{200b}",
            "\u{7}",
            "\n",
            "\u{e0041}",
        ] {
            let text = format!("示{hidden}例");
            assert_eq!(
                change(&text, "", plain.clone()).hidden_text(),
                Some("author")
            );
            assert_eq!(
                change("示例", &text, plain.clone()).hidden_text(),
                Some("reason")
            );
            assert_eq!(
                change("示例", "", json!({"name": text})).hidden_text(),
                Some("name")
            );
            assert_eq!(
                change("示例", "", json!({"area": {"typed": text}})).hidden_text(),
                Some("area")
            );
            assert_eq!(
                change("示例", "", json!({"evidence": [{"name": text}]})).hidden_text(),
                Some("evidence")
            );
        }
    }
}
