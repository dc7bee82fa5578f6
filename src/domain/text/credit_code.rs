//! The check character of the unified social credit identifier, GB 32100-2015.

/// The 31 characters of the code in the order of their values: no I, O, S, V, Z.
const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Returns whether a text is an 18-character code whose last character is the right check: weights
/// are the powers of three modulo 31, and the check makes the weighted sum a multiple of 31.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    let values: Option<Vec<usize>> = text
        .to_ascii_uppercase()
        .bytes()
        .map(|byte| ALPHABET.iter().position(|&known| known == byte))
        .collect();
    let Some((check, body)) = values
        .as_deref()
        .and_then(<[usize]>::split_last)
        .filter(|(_, body)| body.len() == 17)
    else {
        return false;
    };
    let mut weight = 1;
    let mut sum = 0;
    for value in body {
        sum += value * weight;
        weight = weight * 3 % ALPHABET.len();
    }
    (sum + check) % ALPHABET.len() == 0
}

#[cfg(test)]
mod tests {
    use super::is_valid;

    #[test]
    fn the_published_example_is_valid_and_one_wrong_character_is_not() {
        assert!(is_valid("91350100M000100Y43"));
        assert!(is_valid("91350100m000100y43"));
        assert!(!is_valid("91350100M000100Y44"));
        assert!(!is_valid("91350100M000100Y4"));
        assert!(!is_valid("9135010OM000100Y43"));
        assert!(!is_valid(""));
        assert!(!is_valid("统一社会信用代码"));
    }
}
