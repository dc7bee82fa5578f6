//! Whether two names are likely to be of one facility.
//!
//! What only one of them says (its town, a remark in brackets, the form of its company) does not
//! tell two names apart; what both say differently does. Numbers always do: 第一小学 and 第二小学
//! are two schools.

mod keys;

pub use self::keys::{LikelyKeys, name_back, name_key};
use super::{folding, numeral, search};

/// What the two names stand among.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// The names of the place and of those above it, the lowest first. A name may begin with any of
    /// them.
    pub places: &'a [String],
    /// What the kind is called. A name that says no more than that is a part of many others.
    pub kind: &'a str,
}

/// What a level of places is called at the end of its names, the longest first.
const LEVELS: [&str; 8] = ["街道", "地区", "镇", "乡", "县", "市", "区", "省"];
/// Forms of companies, the longest first.
const COMPANIES: [&str; 4] = ["有限责任公司", "股份有限公司", "有限公司", "公司"];
/// Characters by which neighbours are told apart: one of them too many is no slip.
const POSITIONS: &str = "东西南北中上下前后左右内外新老旧大小";

/// Returns whether two names are likely to be of one facility: equal but for what only one of them
/// says, or one with the other inside (three hanzi at least), or of four characters at least and
/// one slip of an input method apart.
#[must_use]
pub fn are_alike(one: &str, other: &str, around: &Surroundings) -> bool {
    Likeness::of(one, *around).is_with(other)
}

/// What one name is like, taken apart once for many others.
pub struct Likeness<'a> {
    name: Name,
    around: Surroundings<'a>,
}

impl<'a> Likeness<'a> {
    /// Takes a name apart.
    #[must_use]
    pub fn of(name: &str, around: Surroundings<'a>) -> Self {
        let name = Name::of(name, around.places);
        Self { name, around }
    }

    /// Returns whether another name is likely to be of the same facility.
    #[must_use]
    pub fn is_with(&self, other: &str) -> bool {
        let one = &self.name;
        let other = Name::of(other, self.around.places);
        if one.core.is_empty() || other.core.is_empty() || one.contradicts(&other) {
            return false;
        }
        let is_inside = |inner: &Name, outer: &Name| {
            self.can_be_inside(&inner.core) && outer.core.contains(&inner.core)
        };
        one.whole == other.whole
            || one.core == other.core
            || is_inside(one, &other)
            || is_inside(&other, one)
            || are_a_slip_apart(&one.core, &other.core)
    }

    /// Returns whether a core says enough to be known inside of a longer one.
    fn can_be_inside(&self, core: &str) -> bool {
        hanzi(core) >= 3 && !canonical(self.around.kind).contains(core)
    }
}

/// A name taken apart.
struct Name {
    /// All of it, but for signs.
    whole: String,
    /// Its numbers and its letters that stand alone, wherever they stand.
    numbers: Vec<String>,
    /// The lowest place it begins with.
    place: Option<usize>,
    /// What stands in brackets.
    remark: Option<String>,
    /// The form of a company that it ends with.
    company: Option<&'static str>,
    /// The rest.
    core: String,
}

impl Name {
    fn of(name: &str, places: &[String]) -> Self {
        let canonical = canonical(name);
        let (outside, remark) = split_brackets(&canonical);
        let outside = bare(&outside);
        let (place, rest) = split_places(&outside, places);
        let company = COMPANIES
            .into_iter()
            .find(|form| rest.ends_with(form) && rest != *form);
        let core = company
            .and_then(|form| rest.strip_suffix(form))
            .unwrap_or(rest)
            .to_owned();
        let remark = Some(bare(&remark)).filter(|remark| !remark.is_empty());
        Self {
            whole: bare(&canonical),
            numbers: numbers(&canonical),
            place,
            remark,
            company,
            core,
        }
    }

    /// Returns whether both say something, and not the same.
    fn contradicts(&self, other: &Self) -> bool {
        let numbers =
            !self.numbers.is_empty() && !other.numbers.is_empty() && self.numbers != other.numbers;
        numbers
            || differ(self.place, other.place)
            || differ(self.remark.as_ref(), other.remark.as_ref())
            || differ(self.company, other.company)
    }
}

fn differ<T: PartialEq>(one: Option<T>, other: Option<T>) -> bool {
    one.zip(other).is_some_and(|(one, other)| one != other)
}

fn hanzi(text: &str) -> usize {
    text.chars()
        .filter(|c| c.is_alphabetic() && !c.is_ascii())
        .count()
}

/// Folded, in small letters, and with the numbers in digits: 第十一小学 is 第11小学.
fn canonical(name: &str) -> String {
    numeral::in_digits(&folding::figure(name).to_lowercase())
}

/// Only letters, hanzi and digits.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns the numbers of a canonical name, and its letters that stand alone or by twos, such as
/// those of building A.
fn numbers(canonical: &str) -> Vec<String> {
    let sort = |c: char| (c.is_ascii_digit(), c.is_ascii_alphabetic());
    let characters: Vec<char> = canonical.chars().collect();
    let runs = characters.chunk_by(|a, b| sort(*a) == sort(*b));
    let tells = |run: &&[char]| match run {
        [first, ..] if first.is_ascii_digit() => true,
        [first] | [first, _] => first.is_ascii_alphabetic(),
        _ => false,
    };
    runs.filter(tells).map(|run| run.iter().collect()).collect()
}

/// Returns what stands outside of brackets, and what inside.
fn split_brackets(text: &str) -> (String, String) {
    let mut outside = String::new();
    let mut inside = String::new();
    let mut depth = 0_usize;
    for c in text.chars() {
        match c {
            '(' | '[' | '{' | '【' | '〔' | '〈' | '《' | '「' | '“' => depth += 1,
            ')' | ']' | '}' | '】' | '〕' | '〉' | '》' | '」' | '”' => {
                depth = depth.saturating_sub(1);
            }
            _ if depth > 0 => inside.push(c),
            _ => outside.push(c),
        }
    }
    (outside, inside)
}

/// Returns the name of a place without its level, where two characters are left at least: 壶镇 of
/// 壶镇镇.
pub(crate) fn without_level(place: &str) -> Option<&str> {
    let short = LEVELS
        .into_iter()
        .find_map(|level| place.strip_suffix(level));
    short.filter(|short| short.chars().count() >= 2)
}

/// Returns the lowest place that a name begins with, in full or without its level, and what comes
/// after the places.
fn split_places<'a>(name: &'a str, places: &[String]) -> (Option<usize>, &'a str) {
    let places: Vec<String> = places.iter().map(|place| bare(&canonical(place))).collect();
    let mut lowest = None;
    let mut rest = name;
    let begins = |rest: &'a str, place: &str| {
        let forms = std::iter::once(place)
            .chain(without_level(place))
            .filter(|form| !form.is_empty());
        forms
            .filter_map(|form| rest.strip_prefix(form))
            .find(|rest| !rest.is_empty())
    };
    while let Some((at, after)) = places
        .iter()
        .enumerate()
        .find_map(|(at, place)| Some((at, begins(rest, place.as_str())?)))
    {
        lowest = Some(lowest.map_or(at, |lowest: usize| lowest.min(at)));
        rest = after;
    }
    (lowest, rest)
}

fn behind(text: &[char], from: usize) -> &[char] {
    text.get(from..).unwrap_or_default()
}

/// Returns whether an input method makes one of the other with a wrong pick, or a finger with a key
/// too many or too few.
fn are_a_slip_apart(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let (short, long) = if one.len() <= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    if short.len() < 4 {
        return false;
    }
    let at = short
        .iter()
        .zip(long)
        .position(|(a, b)| a != b)
        .unwrap_or(short.len());
    let Some(differs) = long.get(at) else {
        return false;
    };
    // Of words in letters a short one is another word with any letter changed.
    let is_long = short.len() >= 8;
    match long.len() - short.len() {
        0 => {
            let Some(instead) = short.get(at) else {
                return false;
            };
            let letters = is_long && differs.is_ascii_alphabetic() && instead.is_ascii_alphabetic();
            behind(short, at + 1) == behind(long, at + 1)
                && (letters || search::sound_alike(*differs, *instead))
        }
        1 => {
            let tells = differs.is_ascii_digit() || POSITIONS.contains(*differs);
            behind(short, at) == behind(long, at + 1) && !tells && (is_long || !differs.is_ascii())
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(one: &str, other: &str) -> bool {
        let places = ["壶镇镇", "缙云县", "丽水市"].map(str::to_owned);
        let around = Surroundings {
            places: &places,
            kind: "公共图书馆",
        };
        let there = are_alike(one, other, &around);
        let back = are_alike(other, one, &around);
        assert_eq!(there, back, "{one} and {other}, either way");
        there
    }

    #[test]
    fn names_that_differ_in_width_case_spaces_and_signs_are_alike() {
        for (one, other) in [
            ("示例图书馆", "示例 图书馆"),
            ("示例Ａ座书房", "示例a座书房"),
            ("示例（新馆）图书馆", "示例(新馆)图书馆"),
            ("示例（一期）公园", "示例一期公园"),
            ("示例·溪滨书房", "示例溪滨书房"),
            ("1号公园", "一号公园"),
            ("示例第十一小学", "示例第１１小学"),
        ] {
            assert!(alike(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn a_part_that_only_one_of_them_says_does_not_tell_them_apart() {
        for (one, other) in [
            ("缙云县壶镇镇图书馆", "图书馆"),
            ("壶镇图书馆", "丽水市缙云县壶镇镇图书馆"),
            ("壶镇镇第一小学", "第一小学"),
            ("示例图书馆（新馆）", "示例图书馆"),
            ("示例体育服务有限公司", "示例体育服务"),
            ("示例图书馆城西分馆", "示例图书馆"),
            ("示例第一小学", "第一小学"),
        ] {
            assert!(alike(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn what_both_say_differently_tells_them_apart() {
        for (one, other) in [
            ("第一小学", "第二小学"),
            ("一号公园", "二号公园"),
            ("2号公园", "12号公园"),
            ("一号公园", "十一号公园"),
            ("示例公园（一期）", "示例公园（二期）"),
            ("示例小学（东校区）", "示例小学（西校区）"),
            ("缙云县图书馆", "壶镇镇图书馆"),
            ("示例A座书房", "示例B座书房"),
            ("示例公园Ⅰ区", "示例公园Ⅱ区"),
            ("示例有限公司", "示例股份有限公司"),
            ("示例第①小学", "示例第1小学"),
            ("示例第①小学", "示例第②小学"),
        ] {
            assert!(!alike(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn other_names_of_the_same_sort_are_not_alike() {
        for (one, other) in [
            ("李村文化礼堂", "王村文化礼堂"),
            ("城东公园", "城西公园"),
            ("城关小学", "城关东小学"),
            ("图书馆", "城西图书馆"),
            ("示例城市书房溪滨店", "示例城市书房车站店"),
            ("示例镇中心卫生院", "示例社区卫生服务中心"),
            ("公园", "溪滨公园"),
            ("Clinic A", "Clinic B"),
            ("Kisima Clinic", "Kiseme Clinic"),
            ("", "示例图书馆"),
        ] {
            assert!(!alike(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn a_slip_of_the_input_method_is_seen() {
        for (one, other) in [
            ("示例图书馆", "事例图书馆"),
            ("溪滨城市书房", "溪宾城市书房"),
            ("示例图书书馆", "示例图书馆"),
            ("李家村文化礼堂", "李村文化礼堂"),
            ("Mokowe Dispensary", "Mokowe Dispensry"),
            ("Mokowe Dispensary", "Mokowe Dispensery"),
        ] {
            assert!(alike(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn a_town_whose_name_begins_with_a_number_is_found_before_a_name() {
        let places = ["五云街道".to_owned(), "缙云县".to_owned()];
        let around = Surroundings {
            places: &places,
            kind: "公园",
        };
        assert!(are_alike("五云街道溪滨公园", "五云溪滨公园", &around));
        assert!(are_alike("五云溪滨公园", "溪滨公园", &around));
    }
}
