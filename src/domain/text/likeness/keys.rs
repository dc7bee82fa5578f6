//! Keys by which names that are likely to be of one facility are found among very many: a key in
//! order, the same from its end, and what a name asks for by them.
//!
//! What is found is decided by [`Likeness::is_with`]; the keys only say what it has to look at. They
//! lead to every name that is equal, that stands inside of the name asked for, or that begins or
//! ends with it, a place before it or not. They do not lead to a longer name that has it in its
//! midst, and of names that share one beginning or ending only so many are looked at.

use std::collections::BTreeSet;

use super::{COMPANIES, Likeness, Surroundings, bare, canonical, split_brackets, without_level};

/// Of a longer name only so many characters are looked up in parts.
const MOST_CHARACTERS: usize = 20;

/// Returns the key by which names are put in order: folded, only letters, hanzi and digits, and the
/// numbers in digits.
#[must_use]
pub fn name_key(name: &str) -> String {
    bare(&canonical(name))
}

/// Returns the key by which names with one ending stand together: without what stands in brackets and
/// the form of a company, from the end.
#[must_use]
pub fn name_back(name: &str) -> String {
    let outside = bare(&split_brackets(&canonical(name)).0);
    let company = COMPANIES
        .into_iter()
        .find(|form| outside.ends_with(form) && outside != *form);
    let rest = company.and_then(|form| outside.strip_suffix(form));
    reversed(rest.unwrap_or(&outside))
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

/// What to look up for one name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LikelyKeys {
    /// A name with just this key is likely the same.
    pub key: String,
    /// Names with just one of these keys from the end are.
    pub backs: BTreeSet<String>,
    /// Names that begin with one of these may be; the longest first.
    pub beginnings: Vec<String>,
    /// Names that begin with one of these from the end may be; the longest first.
    pub endings: Vec<String>,
}

impl Likeness<'_> {
    /// Returns what to look up.
    #[must_use]
    pub fn keys(&self) -> LikelyKeys {
        let core: Vec<char> = self.name.core.chars().collect();
        let places = chains(&self.around);
        let text = |from: usize, to: usize| -> String {
            core.get(from..to).unwrap_or_default().iter().collect()
        };
        let mut backs = BTreeSet::new();
        let mut add = |part: &str, chains: &[String]| {
            backs.extend(
                chains
                    .iter()
                    .map(|place| reversed(&format!("{place}{part}"))),
            );
        };
        add(&self.name.core, &places);
        let short = &core[..core.len().min(MOST_CHARACTERS)];
        for from in 0..short.len() {
            for to in from + 1..=short.len() {
                let part = text(from, to);
                if self.can_be_inside(&part) {
                    add(&part, &places);
                }
            }
            // A name with one character too many is looked up by the one that was meant.
            add(
                &format!("{}{}", text(0, from), text(from + 1, core.len())),
                &places,
            );
        }
        let half = core.len() / 2;
        let mut beginnings = Vec::new();
        let mut endings = vec![reversed(&self.name.core)];
        for to in (half.max(1)..=core.len()).rev() {
            let part = text(0, to);
            beginnings.extend(places.iter().map(|place| format!("{place}{part}")));
        }
        endings.extend((1..=half).map(|from| reversed(&text(from, core.len()))));
        endings.retain(|ending| !ending.is_empty());
        LikelyKeys {
            key: self.name.whole.clone(),
            backs,
            beginnings,
            endings,
        }
    }
}

/// Returns what a name may begin with: nothing, the name of a place around it, or those of several
/// from the highest down, each in full or without its level.
fn chains(around: &Surroundings) -> Vec<String> {
    let mut all = vec![String::new()];
    for place in around.places.iter().rev() {
        let place = bare(&canonical(place));
        let forms: Vec<&str> = std::iter::once(place.as_str())
            .chain(without_level(&place))
            .filter(|form| !form.is_empty())
            .collect();
        let longer: Vec<String> = all
            .iter()
            .flat_map(|before| forms.iter().map(move |form| format!("{before}{form}")))
            .collect();
        all.extend(longer);
    }
    all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::super::{Name, are_alike};
    use super::*;

    /// Whether the keys of one name lead to another.
    fn leads_to(keys: &LikelyKeys, other: &str) -> bool {
        let (key, back) = (name_key(other), name_back(other));
        key == keys.key
            || keys.backs.contains(&back)
            || keys
                .beginnings
                .iter()
                .any(|part| key.starts_with(part.as_str()))
            || keys
                .endings
                .iter()
                .any(|part| back.starts_with(part.as_str()))
    }

    /// A name as towns give them, and as somebody types it again.
    fn names() -> impl Strategy<Value = String> {
        let place = select(vec![
            "",
            "",
            "缙云县",
            "壶镇",
            "壶镇镇",
            "缙云县壶镇镇",
            "丽水市缙云",
        ]);
        let before = select(vec!["", "", "", "老街", "城西"]);
        let middle = vec![
            "溪滨",
            "溪宾",
            "李家村",
            "李村",
            "第一",
            "第1",
            "2号",
            "示例",
        ];
        let middle = select(middle);
        let sort = select(vec![
            "书房",
            "城市书房",
            "程市书房",
            "文化礼堂",
            "图书馆",
            "图书书馆",
        ]);
        let after = select(vec![
            "",
            "",
            "",
            "分馆",
            "有限公司",
            "（新馆）",
            "服务有限公司",
        ]);
        (place, before, middle, sort, after).prop_map(|(place, before, middle, sort, after)| {
            format!("{place}{before}{middle}{sort}{after}")
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn keys_lead_to_every_like_name_but_a_longer_one_around(one in names(), other in names()) {
            let places = ["壶镇镇", "缙云县", "丽水市"].map(str::to_owned);
            let around = Surroundings { places: &places, kind: "公共图书馆" };
            let core = Name::of(&one, &places).core;
            let longer = Name::of(&other, &places).core;
            let is_in_the_midst = longer.contains(&core)
                && !longer.starts_with(&core)
                && !longer.ends_with(&core);
            if are_alike(&one, &other, &around) && !is_in_the_midst {
                let keys = Likeness::of(&one, around).keys();
                prop_assert!(leads_to(&keys, &other), "{one} and {other}: {keys:?}");
            }
        }
    }

    #[test]
    fn a_longer_name_around_is_the_likeness_that_keys_do_not_lead_to() {
        let places = ["壶镇镇".to_owned()];
        let around = Surroundings {
            places: &places,
            kind: "公共图书馆",
        };
        let (one, other) = ("溪滨书房", "老街溪滨书房分馆");
        assert!(are_alike(one, other, &around));
        assert!(!leads_to(&Likeness::of(one, around).keys(), other));
        assert!(leads_to(&Likeness::of(other, around).keys(), one));
    }
}
