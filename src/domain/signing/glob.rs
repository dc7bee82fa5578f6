//! Lists of patterns as OpenSSH reads them (`PATTERNS` of `ssh_config`): with commas between, `*` and
//! `?`, and `!` before what is left out.

/// Returns whether a list has a pattern that a text fits, and none that leaves it out.
pub(super) fn is_listed(text: &str, list: &str) -> bool {
    let mut listed = false;
    for pattern in list.split(',') {
        match pattern.strip_prefix('!') {
            Some(pattern) if fits(text.as_bytes(), pattern.as_bytes()) => return false,
            Some(_) => {}
            None => listed |= fits(text.as_bytes(), pattern.as_bytes()),
        }
    }
    listed
}

/// Returns whether a text fits one pattern. It goes back to the last `*` where it does not go on.
fn fits(text: &[u8], pattern: &[u8]) -> bool {
    let (mut at, mut in_pattern) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < text.len() {
        match pattern.get(in_pattern) {
            Some(b'*') => {
                star = Some((in_pattern + 1, at));
                in_pattern += 1;
            }
            Some(letter) if *letter == b'?' || Some(letter) == text.get(at) => {
                at += 1;
                in_pattern += 1;
            }
            _ => {
                let Some((behind, from)) = star else {
                    return false;
                };
                star = Some((behind, from + 1));
                in_pattern = behind;
                at = from + 1;
            }
        }
    }
    pattern.iter().skip(in_pattern).all(|rest| *rest == b'*')
}

#[cfg(test)]
mod tests {
    use super::is_listed;

    #[test]
    fn a_list_of_patterns_is_read_as_openssh_reads_it() {
        for (text, list, listed) in [
            ("file", "file", true),
            ("file", "git,file", true),
            ("file", "git", false),
            ("taizhang-exchange", "taizhang-*", true),
            ("taizhang-exchange", "*change", true),
            ("taizhang-exchange", "t*z*x", false),
            ("abcabd", "*ab?", true),
            ("ab", "a?b", false),
            ("", "*", true),
            ("file", "*,!file", false),
            ("file", "!git,*", true),
            ("file", "!git", false),
        ] {
            assert_eq!(is_listed(text, list), listed, "{text} {list}");
        }
    }
}
