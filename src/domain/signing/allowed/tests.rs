use super::*;

const ONE: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
const OTHER: &str =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFlsLYgfR1pYkNmbQ2ZRpcSqy3rDZPgu0B3zcMMaKzqL";

fn key(line: &str) -> SignerKey {
    SignerKey::of_line(line).unwrap()
}

fn at(text: &str) -> SigningTime {
    let utc = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
    SigningTime {
        utc,
        local: utc + chrono::TimeDelta::hours(8),
    }
}

fn whose(list: &str, time: &str) -> Result<String, SigningFault> {
    let list = AllowedSigners::read(list.as_bytes()).unwrap();
    let found = list.whose(&key(ONE), at(time));
    found.map(|signer| signer.name.clone())
}

const NOON: &str = "2026-11-23 04:00:00";

#[test]
fn a_key_is_found_in_every_form_of_a_line() {
    for (line, name) in [
        (format!("town@example.com {ONE}"), "town@example.com"),
        (format!("a,b  {ONE} a comment"), "a,b"),
        (
            format!("\u{feff}# list\r\n\r\n  示例镇\t{ONE}\r\n"),
            "示例镇",
        ),
        (format!("\"示例 镇\" {ONE}"), "示例 镇"),
        (format!("x namespaces=\"git,taizhang-*\" {ONE}"), "x"),
        (
            format!("x NameSpaces=\"*\",valid-after=\"20261123\",valid-before=\"20261124\" {ONE}"),
            "x",
        ),
        (format!("other {OTHER}\nx {ONE}\n"), "x"),
    ] {
        assert_eq!(whose(&line, NOON), Ok(name.to_owned()), "{line}");
    }
}

#[test]
fn a_key_that_does_not_count_says_why() {
    let key = key(ONE).fingerprint();
    let name = || "x".to_owned();
    for (line, fault) in [
        (format!("x {OTHER}"), SigningFault::UnknownKey { key }),
        (
            format!("x namespaces=\"git\" {ONE}"),
            SigningFault::NotForExchange { name: name() },
        ),
        (
            format!("x namespaces=\"*,!taizhang-exchange\" {ONE}"),
            SigningFault::NotForExchange { name: name() },
        ),
        (
            format!("x valid-after=\"20261124\" {ONE}"),
            SigningFault::NotYetValid {
                name: name(),
                at: "2026-11-24 00:00:00".into(),
            },
        ),
        (
            format!("x valid-before=\"202611231159\" {ONE}"),
            SigningFault::Expired {
                name: name(),
                at: "2026-11-23 11:59:00".into(),
            },
        ),
    ] {
        assert_eq!(whose(&line, NOON), Err(fault), "{line}");
    }
}

#[test]
fn a_time_counts_by_the_clock_of_the_machine_and_with_a_z_in_utc() {
    let listed = |option: &str| whose(&format!("x {option} {ONE}"), NOON).is_ok();
    // It is 04:00 UTC, 12:00 here.
    assert!(listed("valid-after=\"202611231200\""));
    assert!(!listed("valid-after=\"20261123120001\""));
    assert!(listed("valid-after=\"202611230400Z\""));
    assert!(!listed("valid-after=\"20261123040001z\""));
    assert!(listed("valid-before=\"202611230400Z\""));
    assert!(!listed("valid-before=\"202611230359Z\""));
}

#[test]
fn a_key_counts_where_one_of_its_lines_does() {
    let list = format!("x valid-before=\"20250101\" {ONE}\ny {ONE}\n");
    assert_eq!(whose(&list, NOON), Ok("y".into()));
}

#[test]
fn a_line_that_cannot_be_read_is_named() {
    use SignerListFault::{Authority, Empty, Key, NotUtf8, Option, Time, Unclear};
    let line = 2;
    for (text, fault) in [
        ("x".to_owned(), Unclear { line }),
        (format!("\"x {ONE}"), Unclear { line }),
        (ONE.to_owned(), Unclear { line }),
        (format!("x namespaces=\"a {ONE}"), Unclear { line }),
        (format!("x cert-authority {ONE}"), Authority { line }),
        ("x ssh-ed25519 AAAA".into(), Key { line }),
        (format!("x {} extra", &ONE[..40]), Key { line }),
        ("x namespaces=\"a\" ssh-ed25519 AAAA".into(), Key { line }),
        (
            format!("x no-touch-required {ONE}"),
            Option {
                line,
                option: "no-touch-required".into(),
            },
        ),
        (
            format!("x valid-after=\"2026-11-23\" {ONE}"),
            Time {
                line,
                time: "2026-11-23".into(),
            },
        ),
        (
            format!("x valid-after=\"20261340\" {ONE}"),
            Time {
                line,
                time: "20261340".into(),
            },
        ),
    ] {
        let text = format!("# a list\n{text}\n");
        assert_eq!(AllowedSigners::read(text.as_bytes()), Err(fault), "{text}");
    }
    assert_eq!(AllowedSigners::read(b""), Err(Empty));
    assert_eq!(AllowedSigners::read(b"# nobody\n"), Err(Empty));
    assert_eq!(AllowedSigners::read(b"\xff"), Err(NotUtf8));
}
