//! Finding things as people type them: by any part of a name or a code, by pinyin, by the place
//! they are in. What fits is ranked, so that the likeliest stands first.

use pinyin::{Pinyin, ToPinyin, ToPinyinMulti};

use super::folding;

/// How well something fits what was typed; a smaller one is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameMatch {
    /// Its name or its code is exactly that.
    Whole,
    /// Its name or its code begins with it.
    Start,
    /// Its name or its code has it inside.
    Inside,
    /// It is the first letter of every character of the name.
    Initials,
    /// It is the first letters of the first characters.
    FirstInitials,
    /// The pinyin of the name begins with it.
    Pinyin,
    /// The name begins with it, some characters written by a part of their pinyin.
    Mixed,
    /// The same, from a later character on.
    MixedInside,
    /// The place it is in fits, or some of the words are found only there.
    Above,
    /// The name begins with it where characters are read in one of their rarer ways.
    Rare,
    /// The same, from a later character on.
    RareInside,
    /// The place it is in fits where characters are read in one of their rarer ways.
    RareAbove,
}

impl NameMatch {
    /// Returns whether the text itself is found, without any pinyin.
    #[must_use]
    pub fn is_literal(self) -> bool {
        self <= Self::Inside
    }

    /// Returns whether the whole of the name was typed: then one thing that fits so is meant,
    /// whatever else begins alike.
    #[must_use]
    pub const fn is_of_all(self) -> bool {
        matches!(self, Self::Whole | Self::Initials)
    }
}

/// What is looked among, folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchKey {
    name: Vec<char>,
    code: Vec<char>,
    above: Vec<char>,
}

impl SearchKey {
    /// The key of a name, of a code that can be typed for it, and of what it is in: a county, or a
    /// county and a town.
    #[must_use]
    pub fn new(name: &str, code: &str, above: &str) -> Self {
        let folded = |text: &str| folding::key(text).chars().collect();
        Self {
            name: folded(name),
            code: folded(code),
            above: folded(above),
        }
    }
}

/// What was typed, folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    whole: Vec<char>,
    /// Its words, where there are several.
    words: Vec<Vec<char>>,
}

impl Query {
    /// What somebody typed: one text, or several words with spaces or a stroke between them.
    #[must_use]
    pub fn new(typed: &str) -> Self {
        let line = folding::figure(typed);
        let words = line.split(|c: char| c.is_whitespace() || c == '/');
        let words: Vec<Vec<char>> = words
            .map(|word| folding::key(word).chars().collect::<Vec<char>>())
            .filter(|word| !word.is_empty())
            .collect();
        Self {
            whole: folding::key(typed).chars().collect(),
            words: if words.len() > 1 { words } else { Vec::new() },
        }
    }

    /// Returns whether nothing was typed, which fits everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }

    /// Returns how something fits; `None` when it does not. Of several words each must fit.
    #[must_use]
    pub fn fit(&self, key: &SearchKey) -> Option<NameMatch> {
        word_fits(key, &self.whole).or_else(|| {
            let fits = self.words.iter().map(|word| word_fits(key, word));
            fits.collect::<Option<Vec<_>>>()?.into_iter().max()
        })
    }
}

/// Returns how a name fits what was typed; `None` when it does not. Nothing typed fits everything.
#[must_use]
pub fn fit(name: &str, typed: &str) -> Option<NameMatch> {
    Query::new(typed).fit(&SearchKey::new(name, "", ""))
}

fn word_fits(key: &SearchKey, typed: &[char]) -> Option<NameMatch> {
    let literal = [literal(&key.name, typed), code(&key.code, typed)];
    let found = literal.into_iter().flatten().min();
    found.or_else(|| common(&key.name, typed)).or_else(|| {
        let above = &key.above;
        if !above.is_empty() && (contains(above, typed) || reads(above, typed, true, false)) {
            Some(NameMatch::Above)
        } else if reads(&key.name, typed, false, true) {
            Some(NameMatch::Rare)
        } else if reads(&key.name, typed, true, true) {
            Some(NameMatch::RareInside)
        } else {
            reads(above, typed, true, true).then_some(NameMatch::RareAbove)
        }
    })
}

fn contains(text: &[char], typed: &[char]) -> bool {
    typed.is_empty() || text.windows(typed.len()).any(|part| part == typed)
}

fn literal(text: &[char], typed: &[char]) -> Option<NameMatch> {
    if text == typed {
        Some(NameMatch::Whole)
    } else if text.starts_with(typed) {
        Some(NameMatch::Start)
    } else {
        contains(text, typed).then_some(NameMatch::Inside)
    }
}

/// Returns how a code fits. One character is a part of nearly every code, so it must be the first.
fn code(code: &[char], typed: &[char]) -> Option<NameMatch> {
    if code.is_empty() || typed.is_empty() {
        return None;
    }
    literal(code, typed).filter(|fit| typed.len() > 1 || *fit != NameMatch::Inside)
}

/// Returns how the common readings of a name fit.
fn common(name: &[char], typed: &[char]) -> Option<NameMatch> {
    let initials = || name.iter().map(|&c| initial(c));
    let is_begun = typed.len() <= name.len() && initials().zip(typed).all(|(a, b)| same(a, *b));
    if is_begun {
        return Some(if typed.len() == name.len() {
            NameMatch::Initials
        } else {
            NameMatch::FirstInitials
        });
    }
    if is_pinyin(name, typed) {
        Some(NameMatch::Pinyin)
    } else if reads(name, typed, false, false) {
        Some(NameMatch::Mixed)
    } else {
        reads(name, typed, true, false).then_some(NameMatch::MixedInside)
    }
}

/// Characters whose first reading in the tables is not the one that names and labels have.
const COMMON: [(char, &str); 3] = [('长', "chang"), ('都', "du"), ('重', "zhong")];

/// Returns the most common reading of a character; `None` of what is no hanzi.
fn common_reading(c: char) -> Option<&'static str> {
    let named = COMMON.iter().find(|(of, _)| *of == c);
    named
        .map(|(_, reading)| *reading)
        .or_else(|| c.to_pinyin().map(Pinyin::plain))
}

fn initial(c: char) -> char {
    let reading = common_reading(c).and_then(|reading| reading.chars().next());
    reading.unwrap_or(c)
}

/// Returns whether a letter of a reading was typed: input methods take `v` for `ü`.
const fn same(read: char, typed: char) -> bool {
    read == typed || (read == 'ü' && typed == 'v')
}

/// Returns whether the whole pinyin of a name begins with what was typed.
fn is_pinyin(name: &[char], typed: &[char]) -> bool {
    let mut left = typed.iter();
    for &c in name {
        let mut own = [0; 4];
        let reading = common_reading(c).unwrap_or_else(|| c.encode_utf8(&mut own));
        for letter in reading.chars() {
            match left.next() {
                None => return true,
                Some(next) if same(letter, *next) => {}
                Some(_) => return false,
            }
        }
    }
    left.next().is_none()
}

/// Returns whether what was typed is spent by characters that follow each other, from the first one
/// on or from anywhere: each takes itself, or a beginning of a reading.
fn reads(name: &[char], typed: &[char], anywhere: bool, rare: bool) -> bool {
    // How much of what was typed may be spent before each character.
    let mut spent = vec![false; typed.len() + 1];
    let mut next = spent.clone();
    spent.first_mut().into_iter().for_each(|none| *none = true);
    for &c in name {
        next.fill(false);
        next.first_mut()
            .into_iter()
            .for_each(|none| *none = anywhere);
        let mut goes_on = anywhere;
        for at in (0..typed.len()).filter(|at| spent.get(*at) == Some(&true)) {
            let left = typed.get(at..).unwrap_or_default();
            for taken in taken_by(c, left, rare) {
                goes_on = true;
                next.get_mut(at + taken)
                    .into_iter()
                    .for_each(|end| *end = true);
            }
        }
        if next.last() == Some(&true) {
            return true;
        }
        if !goes_on {
            return false;
        }
        std::mem::swap(&mut spent, &mut next);
    }
    typed.is_empty()
}

/// Returns how many characters of what was typed a character of a name may take.
fn taken_by(c: char, left: &[char], rare: bool) -> impl Iterator<Item = usize> {
    let itself = (left.first() == Some(&c)).then_some(1);
    let rare = rare.then(|| c.to_pinyin_multi()).flatten();
    let rare = rare.into_iter().flatten().map(Pinyin::plain);
    let readings = common_reading(c).into_iter().chain(rare);
    let begun = readings.flat_map(move |reading| {
        let letters = reading.chars().zip(left);
        1..=letters.take_while(|(a, b)| same(*a, **b)).count()
    });
    itself.into_iter().chain(begun)
}

/// Returns whether two hanzi share a reading, whatever its tone: an input method offers one for the
/// other.
#[must_use]
pub fn sound_alike(one: char, other: char) -> bool {
    let readings = |c: char| c.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain);
    readings(one).any(|reading| readings(other).any(|other| other == reading))
}

#[cfg(test)]
mod tests;
