//! The service file of PostgreSQL's own programs: sections `[name]` with lines `key=value`.

use std::collections::BTreeMap;

/// Returns the settings of a service; `None` where the file does not have it. Of a service that is
/// there twice the first counts, as libpq takes it.
pub(super) fn find(text: &str, service: &str) -> Option<BTreeMap<String, String>> {
    let mut found: Option<BTreeMap<String, String>> = None;
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let section = line.strip_prefix('[').and_then(|line| line.split_once(']'));
        match (section, &mut found) {
            (Some(_), Some(_)) => break,
            (Some((name, _)), None) if name == service => found = Some(BTreeMap::new()),
            (None, Some(settings)) => {
                if let Some((key, value)) = line.split_once('=') {
                    settings.insert(key.trim_end().to_owned(), value.trim_start().to_owned());
                }
            }
            (_, None) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# services\n[other]\nhost=a\n\n[hub]\nhost=hub.example\n# port=1\nport = 5433\npassword=a=b #c\n[hub]\nhost=b\n";

    #[test]
    fn a_service_has_the_lines_of_its_section() {
        let hub = find(FILE, "hub").unwrap();
        let pairs: Vec<(&str, &str)> = hub.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            pairs,
            [
                ("host", "hub.example"),
                ("password", "a=b #c"),
                ("port", "5433")
            ]
        );
        assert_eq!(find(FILE, "other").unwrap().len(), 1);
    }

    #[test]
    fn a_service_that_is_not_there_is_none() {
        assert_eq!(find(FILE, "hu"), None);
        assert_eq!(find("", "hub"), None);
        assert_eq!(find("host=a", "hub"), None);
    }
}
