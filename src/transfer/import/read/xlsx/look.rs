//! How the words of a cell are set: struck out, above the line or below it. `129` with a raised 1
//! behind it is no 1291.

use quick_xml::events::{BytesStart, Event};

use super::package::{Package, Xml, attribute, broken, is_true, next};
use crate::i18n::TableFault;

/// The signs that digits become above the line and below it.
const ABOVE: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const BELOW: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

/// Where words stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::transfer::import::read) enum Level {
    #[default]
    Line,
    Above,
    Below,
}

/// How words are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::transfer::import::read) struct FontStyle {
    /// Whether they are struck out.
    pub(in crate::transfer::import::read) struck: bool,
    /// Where they stand.
    pub(in crate::transfer::import::read) level: Level,
}

impl FontStyle {
    /// Takes up what an element inside a font says.
    fn take(&mut self, element: &BytesStart) {
        let value = || attribute(element, "val");
        match element.local_name().as_ref() {
            "strike" => self.struck = value().is_none_or(|value| is_true(&value)),
            "vertAlign" => {
                self.level = match value().as_deref() {
                    Some("superscript") => Level::Above,
                    Some("subscript") => Level::Below,
                    _ => Level::Line,
                }
            }
            _ => {}
        }
    }
}

/// Words of a cell that are set in one way; in that of the cell where they say none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::transfer::import::read) struct TextRun {
    pub(in crate::transfer::import::read) look: Option<FontStyle>,
    pub(in crate::transfer::import::read) text: String,
}

/// What a cell says by the way it is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::transfer::import::read) enum TextMark {
    /// Some of its words are struck out; nothing where all are.
    Struck(String),
    /// All of it is raised or lowered.
    Raised,
    /// Some of its digits are: these words with signs for them.
    Words(String),
}

/// Returns what the words of a cell say by the way they are set, in a cell that is set in `own`.
pub(in crate::transfer::import::read) fn mark(
    runs: &[TextRun],
    own: FontStyle,
) -> Option<TextMark> {
    let looks = |run: &TextRun| run.look.unwrap_or(own);
    let filled = || runs.iter().filter(|run| !run.text.trim().is_empty());
    let struck: String = filled()
        .filter(|run| looks(run).struck)
        .map(|run| run.text.as_str())
        .collect();
    if !struck.is_empty() {
        return Some(TextMark::Struck(if filled().all(|run| looks(run).struck) {
            String::new()
        } else {
            struck
        }));
    }
    let is_off_line = |run: &TextRun| looks(run).level != Level::Line;
    if !filled().any(|run| is_off_line(run) && run.text.contains(|c| digit(c).is_some())) {
        return None;
    }
    if filled().all(is_off_line) {
        return Some(TextMark::Raised);
    }
    let words = |run: &TextRun| match looks(run).level {
        Level::Line => run.text.clone(),
        Level::Above => signs(&run.text, &ABOVE),
        Level::Below => signs(&run.text, &BELOW),
    };
    Some(TextMark::Words(runs.iter().map(words).collect()))
}

/// Returns what a cell with a figure in it says by the way it is set.
pub(in crate::transfer::import::read) fn mark_of_figure(own: FontStyle) -> Option<TextMark> {
    match own {
        FontStyle { struck: true, .. } => Some(TextMark::Struck(String::new())),
        FontStyle {
            level: Level::Line, ..
        } => None,
        FontStyle { .. } => Some(TextMark::Raised),
    }
}

fn signs(text: &str, signs: &[char; 10]) -> String {
    text.chars()
        .map(|c| {
            digit(c)
                .and_then(|digit| signs.get(digit).copied())
                .unwrap_or(c)
        })
        .collect()
}

fn digit(c: char) -> Option<usize> {
    let digit = match c {
        '０'..='９' => u32::from(c) - u32::from('０'),
        c => c.to_digit(10)?,
    };
    usize::try_from(digit).ok()
}

/// Reads the words of an element up to its end; those that only say how hanzi are spoken are left
/// out.
pub(super) fn runs(xml: &mut Xml, end: &str) -> Result<Vec<TextRun>, TableFault> {
    let mut runs = Vec::new();
    let mut look = None;
    let mut is_spoken = false;
    let mut buffer = Vec::new();
    loop {
        match next(xml, &mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "r" => look = None,
                "rPr" => look = Some(FontStyle::default()),
                "rPh" => is_spoken = true,
                "t" if !is_spoken => {
                    let keeps_blanks = attribute(&element, "space").as_deref() == Some("preserve");
                    let text = text(xml)?;
                    let trimmed = || text.trim_matches([' ', '\t', '\r', '\n']).to_owned();
                    runs.push(TextRun {
                        look,
                        text: if keeps_blanks { text } else { trimmed() },
                    });
                }
                _ => look.iter_mut().for_each(|look| look.take(&element)),
            },
            Event::End(element) if element.local_name().as_ref() == "rPh" => is_spoken = false,
            Event::End(element) if element.local_name().as_ref() == end => return Ok(runs),
            Event::Eof => return Ok(runs),
            _ => {}
        }
    }
}

/// Returns the text up to the end of the element that it stands in.
pub(super) fn text(xml: &mut Xml) -> Result<String, TableFault> {
    let mut text = String::new();
    let mut buffer = Vec::new();
    loop {
        match next(xml, &mut buffer)? {
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::CData(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) => {
                let sign = reference
                    .resolve_char_ref()
                    .map_err(|error| broken(&error))?;
                let named =
                    || quick_xml::escape::resolve_predefined_entity(&reference.into_inner());
                match sign {
                    Some(sign) => text.push(sign),
                    None => text.push_str(named().unwrap_or_default()),
                }
            }
            Event::End(_) | Event::Eof => return Ok(text),
            _ => {}
        }
    }
}

/// Returns how the cells of each style are set.
pub(super) fn styles(package: &mut Package) -> Result<Vec<FontStyle>, TableFault> {
    let Some(mut xml) = package.beside("styles.xml")? else {
        return Ok(Vec::new());
    };
    let (mut fonts, mut styles): (Vec<FontStyle>, Vec<FontStyle>) = (Vec::new(), Vec::new());
    let mut in_fonts = false;
    let mut in_cells = false;
    let mut buffer = Vec::new();
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "fonts" => in_fonts = true,
                "cellXfs" => in_cells = true,
                "font" if in_fonts => fonts.push(FontStyle::default()),
                "xf" if in_cells => {
                    let font = attribute(&element, "fontId")
                        .and_then(|id| id.trim().parse::<usize>().ok());
                    styles.push(
                        font.and_then(|id| fonts.get(id))
                            .copied()
                            .unwrap_or_default(),
                    );
                }
                _ if in_fonts => fonts
                    .iter_mut()
                    .next_back()
                    .into_iter()
                    .for_each(|font| font.take(&element)),
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "fonts" => in_fonts = false,
                "cellXfs" => in_cells = false,
                _ => {}
            },
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

/// Returns the shared words of which a part is set in a way of its own, by their number.
pub(super) fn shared(
    package: &mut Package,
) -> Result<std::collections::HashMap<usize, Vec<TextRun>>, TableFault> {
    let mut shared = std::collections::HashMap::new();
    let Some(mut xml) = package.beside("sharedStrings.xml")? else {
        return Ok(shared);
    };
    let mut buffer = Vec::new();
    let mut at = 0;
    loop {
        match next(&mut xml, &mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                let runs = runs(&mut xml, "si")?;
                if runs.iter().any(|run| run.look.is_some()) {
                    shared.insert(at, runs);
                }
                at += 1;
            }
            Event::Eof => return Ok(shared),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(text: &str, struck: bool, level: Level) -> TextRun {
        TextRun {
            look: Some(FontStyle { struck, level }),
            text: text.to_owned(),
        }
    }

    #[test]
    fn raised_digits_are_marks_and_struck_words_are_told() {
        let plain = |text: &str| TextRun {
            look: None,
            text: text.to_owned(),
        };
        let above = run("1", false, Level::Above);
        let below = run("２", false, Level::Below);
        let words = |text: &str| Some(TextMark::Words(text.to_owned()));
        let own = FontStyle::default();
        assert_eq!(mark(&[plain("129"), above.clone()], own), words("129¹"));
        assert_eq!(mark(&[plain("12"), below], own), words("12₂"));
        assert_eq!(
            mark(
                &[plain("5m"), run("2", false, Level::Above), plain(" ")],
                own
            ),
            words("5m² ")
        );
        assert_eq!(
            mark(&[plain("示例馆"), run("*", false, Level::Above)], own),
            None
        );
        assert_eq!(
            mark(&[run("130", true, Level::Line), plain("129")], own),
            Some(TextMark::Struck("130".into()))
        );
        assert_eq!(
            mark(&[plain("129"), run(" ", true, Level::Line)], own),
            None
        );
        assert_eq!(mark(&[above], own), Some(TextMark::Raised));
        let struck = FontStyle {
            struck: true,
            level: Level::Line,
        };
        assert_eq!(
            mark(&[plain("129")], struck),
            Some(TextMark::Struck(String::new()))
        );
        assert_eq!(
            mark(&[run("129", false, Level::Line)], struck),
            None,
            "a run that says how it is set"
        );
        assert_eq!(mark_of_figure(own), None);
        assert_eq!(
            mark_of_figure(FontStyle {
                struck: false,
                level: Level::Below
            }),
            Some(TextMark::Raised)
        );
    }
}
