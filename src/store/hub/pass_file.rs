//! The password file of PostgreSQL's own programs: `host:port:database:user:password`, a line each.

/// What a line is looked up by.
#[derive(Clone, Copy, Debug)]
pub(super) struct PassKey<'a> {
    /// A name, an address, or the folder of a socket.
    pub(super) host: &'a str,
    pub(super) port: u16,
    pub(super) database: &'a str,
    pub(super) user: &'a str,
}

/// Returns the password of the first line that fits, as libpq takes it.
pub(super) fn find(text: &str, key: &PassKey) -> Option<String> {
    text.lines().find_map(|line| of_line(line, key))
}

fn of_line(line: &str, key: &PassKey) -> Option<String> {
    if line.starts_with('#') {
        return None;
    }
    let mut fields = fields(line).into_iter();
    let mut fits = |wanted: &[&str]| {
        let field = fields.next();
        field.is_some_and(|(text, is_any)| is_any || wanted.contains(&text.as_str()))
    };
    // A socket may also be called by the name of its machine.
    let hosts = if key.host.starts_with('/') {
        vec![key.host, "localhost"]
    } else {
        vec![key.host]
    };
    let port = key.port.to_string();
    let is_it =
        fits(&hosts) && fits(&[port.as_str()]) && fits(&[key.database]) && fits(&[key.user]);
    let password = fields.next().filter(|_| is_it)?.0;
    Some(password).filter(|password| !password.is_empty())
}

/// Returns the fields of a line, and whether each is a bare `*`. A backslash takes the character
/// behind it as it is; what is behind the fourth colon is the password, to the end.
fn fields(line: &str) -> Vec<(String, bool)> {
    const FIELDS: usize = 5;
    let mut found = Vec::new();
    let mut field = String::new();
    let mut begin = 0;
    let mut letters = line.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' => field.extend(letters.next().map(|(_, escaped)| escaped)),
            ':' if found.len() + 1 < FIELDS => {
                found.push((std::mem::take(&mut field), &line[begin..at] == "*"));
                begin = at + 1;
            }
            other => field.push(other),
        }
    }
    found.push((field, &line[begin..] == "*"));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: PassKey = PassKey {
        host: "hub.example",
        port: 5432,
        database: "taizhang",
        user: "huzhen",
    };

    #[test]
    fn the_first_line_that_fits_counts() {
        for (text, found) in [
            ("hub.example:5432:taizhang:huzhen:secret", Some("secret")),
            ("*:*:*:*:any", Some("any")),
            ("*:*:*:huzhen:own\n*:*:*:*:any", Some("own")),
            ("*:*:*:other:no\r\n*:*:*:*:any\r\n", Some("any")),
            ("# *:*:*:*:no", None),
            ("#*:*:*:*:no", None),
            ("hub.example:5433:taizhang:huzhen:no", None),
            ("hub.example:5432:taizhang:huzhen:", None),
            ("hub.example:5432:taizhang", None),
            ("", None),
            ("*:*:*:*:a:b\\:c\\\\d", Some("a:b:c\\d")),
            ("*:*:*:\\*:no", None),
        ] {
            assert_eq!(find(text, &KEY).as_deref(), found, "{text}");
        }
    }

    #[test]
    fn escaped_colons_are_part_of_a_field() {
        let key = PassKey {
            host: "fe80::1",
            ..KEY
        };
        let text = "fe80\\:\\:1:5432:taizhang:huzhen:secret";
        assert_eq!(find(text, &key).as_deref(), Some("secret"));
    }

    #[test]
    fn a_socket_is_localhost_too() {
        let key = PassKey {
            host: "/run/postgresql",
            ..KEY
        };
        for host in ["localhost", "/run/postgresql"] {
            let text = format!("{host}:*:*:*:secret");
            assert_eq!(find(&text, &key).as_deref(), Some("secret"));
        }
    }
}
