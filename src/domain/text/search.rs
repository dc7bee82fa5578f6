//! Finding things as people type them: by any part of a name or a code, by pinyin, by the place
//! they are in. What fits is ranked, so that the likeliest stands first.

pub mod keys;

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
    /// Every letter that can be typed for it.
    letters: LetterSet,
}

/// A set of letters; of those that are not Latin several share one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct LetterSet(u64);

impl LetterSet {
    fn add(&mut self, letter: char) {
        let place = match letter {
            'a'..='z' => u32::from(letter) - u32::from('a'),
            '0'..='9' => 26 + u32::from(letter) - u32::from('0'),
            other => 36 + u32::from(other) % 28,
        };
        self.0 |= 1 << place;
    }

    fn add_readings(&mut self, c: char) {
        let rare = c.to_pinyin_multi().into_iter().flatten().map(Pinyin::plain);
        for letter in rare.chain(common_reading(c)).flat_map(str::chars) {
            self.add(letter);
            if letter == 'ü' {
                self.add('v');
            }
        }
    }

    const fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl SearchKey {
    /// The key of a name, of a code that can be typed for it, and of what it is in: a county, or a
    /// county and a town.
    #[must_use]
    pub fn new(name: &str, code: &str, above: &str) -> Self {
        let folded = |text: &str| folding::key(text).chars().collect();
        let mut key = Self {
            name: folded(name),
            code: folded(code),
            above: folded(above),
            letters: LetterSet::default(),
        };
        for &c in key.name.iter().chain(&key.above) {
            key.letters.add(c);
            key.letters.add_readings(c);
        }
        key.code.iter().for_each(|c| key.letters.add(*c));
        key
    }
}

/// What was typed, folded once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    whole: Vec<char>,
    /// Its words, where there are several.
    words: Vec<Vec<char>>,
    /// Its letters, without what stands between the words.
    letters: LetterSet,
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
        let mut letters = LetterSet::default();
        words.iter().flatten().for_each(|c| letters.add(*c));
        if let [only] = words.as_slice() {
            return Self {
                whole: only.clone(),
                words: Vec::new(),
                letters,
            };
        }
        Self {
            whole: folding::key(typed).chars().collect(),
            words,
            letters,
        }
    }

    /// Returns whether it goes on with another one, so that it fits nothing which that did not. A
    /// single character is never gone on with: it fits fewer codes than two do.
    #[must_use]
    pub fn goes_on_with(&self, before: &Self) -> bool {
        let goes_on = |now: &[char], before: &[char]| before.len() > 1 && now.starts_with(before);
        let (now, earlier) = (self.each_word(), before.each_word());
        goes_on(&self.whole, &before.whole)
            && now.len() >= earlier.len()
            && now
                .iter()
                .zip(earlier)
                .all(|(now, earlier)| goes_on(now, earlier))
    }

    fn each_word(&self) -> &[Vec<char>] {
        if self.words.is_empty() {
            std::slice::from_ref(&self.whole)
        } else {
            &self.words
        }
    }

    /// Returns the words of it, folded: whatever it fits has each of them.
    pub fn words(&self) -> impl Iterator<Item = String> + '_ {
        self.each_word().iter().map(|word| word.iter().collect())
    }

    /// Returns whether nothing was typed, which fits everything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.whole.is_empty()
    }

    /// Returns how something fits; `None` when it does not. Of several words each must fit.
    #[must_use]
    pub fn fit(&self, key: &SearchKey) -> Option<NameMatch> {
        if !key.letters.holds(self.letters) {
            return None;
        }
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

/// The most characters that are taken for pinyin; what is longer is found as it is written.
const LONGEST_PINYIN: usize = 120;

/// Returns whether what was typed is spent by characters that follow each other, from the first one
/// on or from anywhere: each takes itself, or a beginning of a reading.
fn reads(name: &[char], typed: &[char], anywhere: bool, rare: bool) -> bool {
    if typed.len() > LONGEST_PINYIN {
        return false;
    }
    // A bit for each length of what was typed that may be spent before a character.
    let mut spent: u128 = 1;
    for &c in name {
        let mut next = u128::from(anywhere);
        let mut ends = spent;
        while ends != 0 {
            let at = ends.trailing_zeros();
            ends &= ends - 1;
            let left = usize::try_from(at).ok().and_then(|at| typed.get(at..));
            next |= taken_by(c, left.unwrap_or_default(), rare) << at;
        }
        if next >> typed.len() & 1 == 1 {
            return true;
        }
        if next == 0 {
            return false;
        }
        spent = next;
    }
    typed.is_empty()
}

/// Returns how many characters of what was typed a character of a name may take: a bit for each
/// number.
fn taken_by(c: char, left: &[char], rare: bool) -> u128 {
    let mut taken = if left.first() == Some(&c) { 2 } else { 0 };
    let mut take = |reading: &str| {
        for (at, (letter, typed)) in reading.chars().zip(left).enumerate() {
            if !same(letter, *typed) {
                break;
            }
            taken |= 2 << at;
        }
    };
    common_reading(c).into_iter().for_each(&mut take);
    if rare {
        let readings = c.to_pinyin_multi().into_iter().flatten();
        readings.map(Pinyin::plain).for_each(take);
    }
    taken
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
