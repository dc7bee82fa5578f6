//! Whose keys are whose: lists in the form of the `allowed_signers` file of `ssh-keygen -Y`.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::glob::is_listed;
use super::public_key::SignerKey;
use super::signature::NAMESPACE;
use crate::i18n::{SignerListFault, SigningFault};

/// A time at which a signature is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SigningTime {
    /// In UTC.
    pub utc: NaiveDateTime,
    /// As the clock of the machine shows it.
    pub local: NaiveDateTime,
}

/// A time in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ListedTime {
    at: NaiveDateTime,
    is_utc: bool,
}

/// Somebody whose key is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedSigner {
    /// Who: the principals of the line as they stand there.
    pub name: String,
    /// The key.
    pub key: SignerKey,
    /// What the key may sign for, as a list of patterns; `None` for anything.
    namespaces: Option<String>,
    valid_after: Option<ListedTime>,
    valid_before: Option<ListedTime>,
}

/// Everybody whose key is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedSigners(Vec<AllowedSigner>);

impl AllowedSigners {
    /// Reads a file.
    ///
    /// # Errors
    /// When a line cannot be read, or nobody is in it.
    pub fn read(bytes: &[u8]) -> Result<Self, SignerListFault> {
        let text = str::from_utf8(bytes).map_err(|_| SignerListFault::NotUtf8)?;
        let mut found = Vec::new();
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                found.push(signer(line).map_err(|fault| fault.at(number))?);
            }
        }
        if found.is_empty() {
            return Err(SignerListFault::Empty);
        }
        Ok(Self(found))
    }

    /// Returns the one whose key it is, at a time.
    ///
    /// # Errors
    /// When it is nobody's, or theirs for other files or at other times.
    pub fn whose(
        &self,
        key: &SignerKey,
        time: SigningTime,
    ) -> Result<&AllowedSigner, SigningFault> {
        let mut fault = SigningFault::UnknownKey {
            key: key.fingerprint(),
        };
        for signer in self.0.iter().filter(|signer| signer.key == *key) {
            match signer.refusal(time) {
                None => return Ok(signer),
                Some(why) => fault = why,
            }
        }
        Err(fault)
    }
}

impl AllowedSigner {
    /// Returns why the key does not count for a file that is handed on, if it does not.
    fn refusal(&self, time: SigningTime) -> Option<SigningFault> {
        let name = || self.name.clone();
        let is_listed = |list: &String| is_listed(NAMESPACE, list);
        if !self.namespaces.as_ref().is_none_or(is_listed) {
            return Some(SigningFault::NotForExchange { name: name() });
        }
        let now = |listed: ListedTime| if listed.is_utc { time.utc } else { time.local };
        if let Some(after) = self.valid_after.filter(|after| now(*after) < after.at) {
            let at = after.at.to_string();
            return Some(SigningFault::NotYetValid { name: name(), at });
        }
        if let Some(before) = self.valid_before.filter(|before| now(*before) > before.at) {
            let at = before.at.to_string();
            return Some(SigningFault::Expired { name: name(), at });
        }
        None
    }
}

/// What is wrong in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum LineFault {
    Unclear,
    Key,
    Authority,
    Option(String),
    Time(String),
}

impl LineFault {
    fn at(self, line: usize) -> SignerListFault {
        match self {
            Self::Unclear => SignerListFault::Unclear { line },
            Self::Key => SignerListFault::Key { line },
            Self::Authority => SignerListFault::Authority { line },
            Self::Option(option) => SignerListFault::Option { line, option },
            Self::Time(time) => SignerListFault::Time { line, time },
        }
    }
}

/// Reads a line: principals, options if there are any, and a key.
fn signer(line: &str) -> Result<AllowedSigner, LineFault> {
    let (name, rest) = principals(line).ok_or(LineFault::Unclear)?;
    let signer = |key| AllowedSigner {
        name: name.to_owned(),
        key,
        namespaces: None,
        valid_after: None,
        valid_before: None,
    };
    if let Some(key) = SignerKey::of_line(rest) {
        return Ok(signer(key));
    }
    let (options, rest) = options(rest).ok_or(LineFault::Unclear)?;
    let mut signer = signer(SignerKey::of_line(rest).ok_or(LineFault::Key)?);
    for (option, value) in options {
        match (option.to_ascii_lowercase().as_str(), value) {
            ("namespaces", Some(list)) => signer.namespaces = Some(list),
            ("valid-after", Some(text)) => signer.valid_after = Some(time(&text)?),
            ("valid-before", Some(text)) => signer.valid_before = Some(time(&text)?),
            ("cert-authority", None) => return Err(LineFault::Authority),
            _ => return Err(LineFault::Option(option)),
        }
    }
    Ok(signer)
}

/// Splits a line into its principals, which may be in quotes, and the rest.
fn principals(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = match line.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"')?,
        None => line.split_once([' ', '\t'])?,
    };
    let rest = rest.trim_start();
    (!name.is_empty() && !rest.is_empty()).then_some((name, rest))
}

/// An option and its value.
type ListedOption = (String, Option<String>);

/// Reads options with commas between, whose values are in quotes; and the rest of the line.
fn options(text: &str) -> Option<(Vec<ListedOption>, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        let end = rest.find(['=', ',', ' ', '\t'])?;
        let (option, behind) = rest.split_at(end);
        rest = behind;
        let mut value = None;
        if let Some(quoted) = rest.strip_prefix("=\"") {
            let (inside, behind) = quoted.split_once('"')?;
            value = Some(inside.to_owned());
            rest = behind;
        }
        found.push((option.to_owned(), value));
        match rest.strip_prefix(',') {
            Some(next) => rest = next,
            None if rest.starts_with([' ', '\t']) => return Some((found, rest.trim_start())),
            None => return None,
        }
    }
}

/// Reads `YYYYMMDD` or `YYYYMMDDHHMM[SS]`, with a `Z` behind it for UTC.
fn time(text: &str) -> Result<ListedTime, LineFault> {
    let fault = || LineFault::Time(text.to_owned());
    let digits = text.strip_suffix(['Z', 'z']).unwrap_or(text);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(fault());
    }
    let (date, clock) = digits.split_at_checked(8).ok_or_else(fault)?;
    let date = NaiveDate::parse_from_str(date, "%Y%m%d").map_err(|_| fault())?;
    let clock = match clock.len() {
        0 => Some(NaiveTime::MIN),
        4 => NaiveTime::parse_from_str(clock, "%H%M").ok(),
        6 => NaiveTime::parse_from_str(clock, "%H%M%S").ok(),
        _ => None,
    };
    Ok(ListedTime {
        at: date.and_time(clock.ok_or_else(fault)?),
        is_utc: digits.len() < text.len(),
    })
}

#[cfg(test)]
mod tests;
