//! The rest of a key that a slow line split behind its Esc, when the Esc was already taken for the
//! key.

use super::sequence;
use super::token::{ESC, Token, is_control};

/// What bytes are that came soon after an Esc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rest {
    /// The beginning of the rest of a key, or of text.
    Part,
    /// They begin with the whole rest of a key, a paste or a report.
    Whole,
    /// Something else.
    Other,
}

/// Returns what bytes are. `[` and what follows it is a rest where it makes a key. `O` and a letter
/// may as well begin a word: they are a rest only if nothing is typed behind them.
pub(super) fn rest(bytes: &[u8], tells_keys: bool) -> Rest {
    let Some(introducer @ (b'[' | b'O')) = bytes.first() else {
        return Rest::Other;
    };
    let sequence: Vec<u8> = [ESC].iter().chain(bytes).copied().collect();
    match sequence::parse(&sequence, tells_keys) {
        None => Rest::Part,
        Some((Token::Key(_), used)) if *introducer == b'O' => {
            let next = sequence.get(used);
            if next.is_none_or(|byte| is_control(*byte)) {
                Rest::Whole
            } else {
                Rest::Other
            }
        }
        Some((Token::Key(_) | Token::PasteBegin, used)) if used > 1 => Rest::Whole,
        Some((Token::Nothing, _)) if matches!(bytes.get(1), Some(b'<'..=b'?')) => Rest::Whole,
        _ => Rest::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_ends_a_key_is_its_rest() {
        for bytes in [
            b"[A".as_slice(),
            b"OA",
            b"OP\x1b[A",
            b"[15~12",
            b"[1;5D",
            b"[200~ab",
            b"[27u",
            b"[?1u",
            b"[<35;1;1M",
        ] {
            assert_eq!(rest(bytes, false), Rest::Whole, "{bytes:?}");
        }
        for bytes in [b"[".as_slice(), b"O", b"[1", b"[1;", b"[["] {
            assert_eq!(rest(bytes, false), Rest::Part, "{bytes:?}");
        }
        for bytes in [
            b"OPEN".as_slice(),
            b"Old",
            b"Op",
            b"[x",
            b"[\xe5",
            b"a",
            b"1",
            b"\x1b[A",
            b"\r",
        ] {
            assert_eq!(rest(bytes, false), Rest::Other, "{bytes:?}");
        }
    }
}
