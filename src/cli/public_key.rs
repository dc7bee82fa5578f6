//! A public key as OpenSSH writes it (RFC 4253 §6.6, sshd(8)): a type, its bytes in base64, a
//! comment.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::failure::{CliResult, Failure, shown};
use super::input;
use crate::domain::text::folding;
use crate::i18n::{AccessFault, CliTask};

/// The types of keys that sshd still takes, and of how many parts each is beside its type.
const TYPES: [(&str, usize); 7] = [
    ("ssh-ed25519", 1),
    ("sk-ssh-ed25519@openssh.com", 2),
    ("ecdsa-sha2-nistp256", 2),
    ("ecdsa-sha2-nistp384", 2),
    ("ecdsa-sha2-nistp521", 2),
    ("sk-ecdsa-sha2-nistp256@openssh.com", 3),
    ("ssh-rsa", 2),
];

/// Returns the key of a file, as one line.
pub(super) fn read_file(path: &Path) -> CliResult<String> {
    let doing = || CliTask::ReadKey { path: shown(path) };
    let bytes = input::read(path, doing)?;
    read(&bytes).map_err(|fault| Failure::input(doing(), fault))
}

/// Returns the one public key of a file as `type base64 comment`.
fn read(bytes: &[u8]) -> Result<String, AccessFault> {
    let text = std::str::from_utf8(bytes).map_err(|_| AccessFault::NoKey)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.contains("PRIVATE KEY") || text.contains("PuTTY-User-Key-File") {
        return Err(AccessFault::PrivateKey);
    }
    if text.contains("BEGIN SSH2 PUBLIC KEY") {
        return Err(AccessFault::OtherForm);
    }
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    match lines.as_slice() {
        [] => Err(AccessFault::NoKey),
        [line] => of_line(line),
        many => Err(AccessFault::ManyKeys { count: many.len() }),
    }
}

fn of_line(line: &str) -> Result<String, AccessFault> {
    if line.chars().any(folding::is_invisible) {
        return Err(AccessFault::Invisible {
            text: line.to_owned(),
        });
    }
    let mut words = line.splitn(3, ' ');
    let named = words.next().unwrap_or_default();
    let encoded = words.next().unwrap_or_default();
    let Some((known, parts)) = TYPES.iter().find(|(known, _)| *known == named) else {
        let is_later = line
            .split_whitespace()
            .skip(1)
            .any(|word| TYPES.iter().any(|(known, _)| *known == word));
        let fault = AccessFault::UnknownType {
            named: named.to_owned(),
        };
        return Err(if is_later {
            AccessFault::Options
        } else {
            fault
        });
    };
    let blob = STANDARD.decode(encoded).map_err(|_| AccessFault::Broken)?;
    let inside = parts_of(&blob).ok_or(AccessFault::Broken)?;
    match inside.split_first() {
        Some((first, rest)) if *first == known.as_bytes() => {
            let whole = rest.len() == *parts && rest.iter().all(|part| !part.is_empty());
            if whole {
                Ok(line.to_owned())
            } else {
                Err(AccessFault::Broken)
            }
        }
        _ => Err(AccessFault::OtherType {
            named: named.to_owned(),
        }),
    }
}

/// Returns the parts of a key, each after its length in four bytes; `None` when they do not come
/// out even.
fn parts_of(mut blob: &[u8]) -> Option<Vec<&[u8]>> {
    let mut parts = Vec::new();
    while !blob.is_empty() {
        let (length, rest) = blob.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let (part, rest) = rest.split_at_checked(length)?;
        parts.push(part);
        blob = rest;
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a key of a type with these parts; it opens nothing.
    fn key(named: &str, parts: &[&[u8]]) -> String {
        let mut blob = Vec::new();
        for part in std::iter::once(named.as_bytes()).chain(parts.iter().copied()) {
            blob.extend(u32::try_from(part.len()).unwrap().to_be_bytes());
            blob.extend(part);
        }
        STANDARD.encode(blob)
    }

    fn ed25519() -> String {
        format!("ssh-ed25519 {}", key("ssh-ed25519", &[&[7; 32]]))
    }

    #[test]
    fn one_public_key_is_read_with_or_without_a_comment() {
        let plain = ed25519();
        for text in [
            plain.clone(),
            format!("\u{feff}# 示例\r\n\r\n{plain}\r\n"),
            format!("{plain}\n"),
        ] {
            assert_eq!(read(text.as_bytes()), Ok(plain.clone()));
        }
        let commented = format!("{plain} 示例 \"x\" y@z");
        assert_eq!(read(commented.as_bytes()), Ok(commented.clone()));
        for (named, parts) in TYPES {
            let parts = vec![&[1_u8, 2][..]; parts];
            assert!(
                read(format!("{named} {}", key(named, &parts)).as_bytes()).is_ok(),
                "{named}"
            );
        }
    }

    #[test]
    fn everything_else_is_refused_and_said() {
        let plain = ed25519();
        let encoded = plain.split(' ').nth(1).unwrap();
        let private =
            "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n";
        for (text, fault) in [
            (String::new(), AccessFault::NoKey),
            ("# nothing\n".into(), AccessFault::NoKey),
            (private.into(), AccessFault::PrivateKey),
            (
                "PuTTY-User-Key-File-3: ssh-ed25519\n".into(),
                AccessFault::PrivateKey,
            ),
            (
                "---- BEGIN SSH2 PUBLIC KEY ----\n".into(),
                AccessFault::OtherForm,
            ),
            (
                format!("{plain}\n{plain}\n"),
                AccessFault::ManyKeys { count: 2 },
            ),
            (format!("no-pty {plain}"), AccessFault::Options),
            (format!("command=\"sh\" {plain}"), AccessFault::Options),
            (
                format!("ssh-dss {encoded}"),
                AccessFault::UnknownType {
                    named: "ssh-dss".into(),
                },
            ),
            (
                format!("ssh-rsa {encoded}"),
                AccessFault::OtherType {
                    named: "ssh-rsa".into(),
                },
            ),
            (
                "ssh-ed25519".into(),
                AccessFault::OtherType {
                    named: "ssh-ed25519".into(),
                },
            ),
            ("ssh-ed25519 AAAA=x".into(), AccessFault::Broken),
            (plain[..plain.len() - 4].to_owned(), AccessFault::Broken),
            (
                format!("ssh-ed25519 {}", key("ssh-ed25519", &[])),
                AccessFault::Broken,
            ),
            (
                format!("ssh-ed25519 {}", key("ssh-ed25519", &[&[1], &[2]])),
                AccessFault::Broken,
            ),
        ] {
            assert_eq!(read(text.as_bytes()), Err(fault), "{text}");
        }
        assert!(matches!(
            read(format!("{plain} a\u{1b}[2Jb").as_bytes()),
            Err(AccessFault::Invisible { .. })
        ));
        assert_eq!(read(b"\xff\xfe"), Err(AccessFault::NoKey));
    }
}
