//! The receipt of a snapshot: a code short enough to be written on paper, from which alone it can
//! be told later whether a file still holds the same trail.
//!
//! Twenty characters of Crockford's base 32 in groups of five. Nineteen of them are the first 95
//! bits of a SHA-256 over the ledger's id and the last change of every site; the twentieth catches
//! one wrong character and two that changed places.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::domain::text::folding;

/// Crockford's alphabet: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a group.
const GROUP: usize = 5;
/// Characters that carry the digest.
const DATA: usize = 19;

/// The last change of a site: where the chain of that site ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// The site.
    pub site: String,
    /// The number of its last change.
    pub seq: i64,
    /// The SHA-256 of that change, which covers every change before it.
    pub hash: String,
}

/// A receipt, as the values of its characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Receipt([u8; DATA + 1]);

/// Why a text is no receipt: it was misread or mistyped, which says nothing about any file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAReceipt {
    /// It has so many characters instead of 20.
    Length(usize),
    /// A character that no receipt has.
    Character(char),
    /// Every character may stand in a receipt, but together they are none.
    Check,
}

impl Receipt {
    /// Returns the receipt of a ledger whose sites end in `heads`, given in any order.
    #[must_use]
    pub fn of(ledger: &str, heads: &[Head]) -> Self {
        let mut heads: Vec<&Head> = heads.iter().collect();
        heads.sort();
        let mut digest = Sha256::new();
        // Every part goes in with its length, so that nothing can be moved from one part into the
        // next.
        let mut add = |part: &str| {
            digest.update((part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        };
        add(ledger);
        for head in heads {
            add(&head.site);
            add(&head.seq.to_string());
            add(&head.hash);
        }
        Self::of_bytes(&digest.finalize())
    }

    /// Takes the first bits of a digest, five at a time.
    fn of_bytes(bytes: &[u8]) -> Self {
        let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
        let mut values = [0; DATA + 1];
        for (at, value) in values.iter_mut().take(DATA).enumerate() {
            *value = (0..GROUP).fold(0, |all, n| all << 1 | bit(at * GROUP + n));
        }
        values[DATA] = check_of(&values);
        Self(values)
    }
}

/// Returns the check character of a receipt. It is the sum of the others in the field of 32
/// elements, each with a weight of its own. The weights are powers of a generator, none of them 1,
/// which is the weight of the check character itself.
fn check_of(values: &[u8; DATA + 1]) -> u8 {
    values
        .iter()
        .take(DATA)
        .fold(0, |sum, value| times_generator(sum ^ value))
}

/// Multiplies by x among the polynomials over two elements, modulo x^5 + x^2 + 1.
const fn times_generator(value: u8) -> u8 {
    let doubled = value << 1;
    if doubled & 0b10_0000 == 0 {
        doubled
    } else {
        doubled ^ 0b10_0101
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, value) in self.0.iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                f.write_str("-")?;
            }
            let letter = ALPHABET.get(usize::from(*value)).copied().unwrap_or(b'?');
            write!(f, "{}", char::from(letter))?;
        }
        Ok(())
    }
}

impl FromStr for Receipt {
    type Err = NotAReceipt;

    /// Reads what somebody copied from paper. Case, spaces, dashes and full-width letters do not
    /// matter, O is 0, I and L are 1.
    fn from_str(text: &str) -> Result<Self, NotAReceipt> {
        let folded = folding::figure(text);
        let characters: Vec<char> = folded
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        let values = characters
            .iter()
            .map(|c| value(*c).ok_or(NotAReceipt::Character(*c)));
        let values = values.collect::<Result<Vec<u8>, _>>()?;
        let values: [u8; DATA + 1] = values
            .try_into()
            .map_err(|_| NotAReceipt::Length(characters.len()))?;
        if check_of(&values) == values[DATA] {
            Ok(Self(values))
        } else {
            Err(NotAReceipt::Check)
        }
    }
}

fn value(c: char) -> Option<u8> {
    let letter = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let at = ALPHABET
        .iter()
        .position(|known| char::from(*known) == letter)?;
    u8::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(site: &str, seq: i64, hash: &str) -> Head {
        Head {
            site: site.into(),
            seq,
            hash: hash.into(),
        }
    }

    fn sample() -> Receipt {
        Receipt::of("ledger", &[head("a", 3, "x"), head("b", 1, "y")])
    }

    #[test]
    fn a_receipt_is_four_groups_of_five() {
        let written = sample().to_string();
        assert_eq!(
            written.split('-').map(str::len).collect::<Vec<_>>(),
            [5, 5, 5, 5]
        );
        assert_eq!(written.parse(), Ok(sample()));
    }

    #[test]
    fn a_receipt_depends_on_the_ledger_and_on_every_head_and_not_on_their_order() {
        assert_eq!(
            Receipt::of("ledger", &[head("b", 1, "y"), head("a", 3, "x")]),
            sample()
        );
        let others = [
            Receipt::of("ledge", &[head("a", 3, "x"), head("b", 1, "y")]),
            Receipt::of("ledger", &[head("a", 2, "x"), head("b", 1, "y")]),
            Receipt::of("ledger", &[head("a", 3, "z"), head("b", 1, "y")]),
            Receipt::of("ledger", &[head("a", 3, "x"), head("c", 1, "y")]),
            Receipt::of("ledger", &[head("a", 3, "x")]),
            Receipt::of("ledger", &[]),
        ];
        assert!(others.iter().all(|other| *other != sample()));
    }

    #[test]
    fn what_a_hand_makes_of_a_receipt_is_read_back() {
        let zeros = Receipt::of_bytes(&[0; 32]);
        assert_eq!(zeros.to_string(), "00000-00000-00000-00000");
        for written in [
            "00000000000000000000",
            " ooooo OOOOO 00000-00000 ",
            "０００００—０００００ 00000 00000",
        ] {
            assert_eq!(written.parse(), Ok(zeros), "{written}");
        }
        let ones = Receipt::of_bytes(
            &[
                0b0000_1000,
                0b0100_0010,
                0b0001_0000,
                0b1000_0100,
                0b0010_0001,
            ]
            .repeat(3),
        );
        let written = ones.to_string();
        assert!(written.starts_with("11111-11111-11111-1111"), "{written}");
        assert_eq!(written.replace('1', "l").to_lowercase().parse(), Ok(ones));
        assert_eq!(written.replace('1', "I").parse(), Ok(ones));
        assert_eq!(
            sample().to_string().to_lowercase().replace('-', "").parse(),
            Ok(sample())
        );
    }

    #[test]
    fn one_wrong_character_is_always_caught() {
        for at in 0..=DATA {
            for wrong in 1..32 {
                let mut values = sample().0;
                values[at] ^= wrong;
                assert_eq!(
                    Receipt(values).to_string().parse::<Receipt>(),
                    Err(NotAReceipt::Check)
                );
            }
        }
    }

    #[test]
    fn two_characters_that_changed_places_are_always_caught() {
        for (a, b) in (0..=DATA).flat_map(|a| (0..a).map(move |b| (a, b))) {
            let mut values = sample().0;
            values.swap(a, b);
            if values != sample().0 {
                assert_eq!(
                    Receipt(values).to_string().parse::<Receipt>(),
                    Err(NotAReceipt::Check)
                );
            }
        }
    }

    #[test]
    fn what_is_no_receipt_is_told_from_one() {
        assert_eq!("".parse::<Receipt>(), Err(NotAReceipt::Length(0)));
        assert_eq!(
            "00000-00000-00000-0000".parse::<Receipt>(),
            Err(NotAReceipt::Length(19))
        );
        assert_eq!(
            "00000-00000-00000-000000".parse::<Receipt>(),
            Err(NotAReceipt::Length(21))
        );
        assert_eq!(
            "00000-00000-00000-0000U".parse::<Receipt>(),
            Err(NotAReceipt::Character('U'))
        );
        assert_eq!("台账".parse::<Receipt>(), Err(NotAReceipt::Character('台')));
    }
}
