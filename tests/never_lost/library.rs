//! The libraries that the clerk of the tests types.

use taizhang::store::Store;

/// A key that goes on to the next field.
const TAB: &str = "\t";
/// What goes behind the last character of a field.
const END: &str = "\x1b[F";

/// A field: what it is called, what is typed, and what then stands in it.
struct Typed {
    label: &'static str,
    keys: String,
    becomes: String,
}

/// One record to be typed.
pub(crate) struct Library {
    pub(crate) name: String,
    fields: Vec<Typed>,
}

impl Library {
    pub(crate) fn new(name: String) -> Self {
        let mut fields = vec![Typed {
            label: "设施名称",
            keys: name.clone(),
            becomes: name.clone(),
        }];
        let rest = [
            ("状态", "", "在用"),
            ("投用日期", "2018-05-01", "2018-05-01"),
            ("馆类型", "2", "乡镇(街道)分馆"),
            ("馆舍建筑面积", "860", "860"),
            ("阅览座席数", "129", "129"),
            ("其中：少儿阅览座席", "36", "36"),
            ("报告厅座席（不计入）", "60", "60"),
            ("总藏量", "32000", "32000"),
        ];
        let typed = |(label, keys, becomes): (_, &str, &str)| Typed {
            label,
            keys: keys.into(),
            becomes: becomes.into(),
        };
        fields.extend(rest.map(typed));
        Self { name, fields }
    }

    /// What stands in each field on a screen; nothing where the screen shows no form.
    pub(crate) fn on(&self, screen: &str) -> Vec<String> {
        let is_form = screen.contains(" > 公共图书馆 > ") && screen.contains("/29 项");
        let shown = |field: &Typed| {
            let bare = |line: &str| {
                Some(
                    line.trim_start_matches(['>', '*', '+', ' '])
                        .strip_prefix(field.label)?
                        .to_owned(),
                )
            };
            let behind = screen
                .lines()
                .filter(|_| is_form)
                .skip(2)
                .find_map(bare)
                .unwrap_or_default();
            let word = behind.split_whitespace().next().unwrap_or_default();
            // Behind an empty field stands its unit.
            if field.becomes.starts_with(word) {
                word.to_owned()
            } else {
                String::new()
            }
        };
        self.fields.iter().map(shown).collect()
    }

    /// Whether anything that makes a draft stands in a form.
    pub(crate) fn is_begun(shown: &[String]) -> bool {
        shown.first().is_some_and(|name| !name.is_empty())
    }

    /// The keys from the first field to the last, for a form that holds `there`; each with the
    /// field it changes and what then stands there. They only ever add: a key that took something
    /// away could have reached the draft when the program ended and the screen not yet, and the
    /// draft would rightly hold less than was shown.
    pub(crate) fn keys(&self, there: &[String]) -> Vec<(String, Option<(usize, String)>)> {
        let mut keys = Vec::new();
        for (at, field) in self.fields.iter().enumerate() {
            let there = there.get(at).map(String::as_str).unwrap_or_default();
            let mut goes_on = false;
            if there != field.becomes && !field.keys.is_empty() {
                // The digit of a choice goes on by itself.
                goes_on = !field.becomes.starts_with(field.keys.as_str());
                if !there.is_empty() {
                    keys.push((END.to_owned(), None));
                }
                let mut typed = there.to_owned();
                for c in field.keys.chars().skip(there.chars().count()) {
                    typed.push(c);
                    let seen = if field.becomes.starts_with(&typed) {
                        typed.clone()
                    } else {
                        field.becomes.clone()
                    };
                    keys.push((c.to_string(), Some((at, seen))));
                }
            }
            if at + 1 < self.fields.len() && !goes_on {
                keys.push((TAB.to_owned(), None));
            }
        }
        keys
    }

    /// How often the key for the field before leads from anywhere in these fields to the first.
    pub(crate) fn way_back(&self) -> usize {
        // Going forward passes over one field that is not asked for; going back visits it.
        self.fields.len() + 1
    }
}

/// The names of all libraries of a ledger's town.
pub(crate) fn names(store: &Store, town: &str) -> Vec<String> {
    store
        .records("library", town)
        .unwrap()
        .iter()
        .map(|record| record.fields["name"].as_str().unwrap().to_owned())
        .collect()
}
