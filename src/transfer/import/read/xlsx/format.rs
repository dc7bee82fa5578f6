//! Number formats. A cell that shows `800米` keeps the figure 800: what the format adds to a figure
//! is part of what it says.

use super::decimal::decimal;
use super::epoch::Epoch;
use super::moment::{self, GENERAL, ShownMoment};
use crate::i18n::CellFault;
use crate::transfer::import::read::table::TableCell;

/// The number format of a cell.
#[derive(Clone, Debug, Default)]
pub(in crate::transfer::import::read) struct NumberFormat {
    /// What it does with figures of different sizes; none where it shows every figure as it is.
    sections: Vec<Section>,
}

/// A part of a format.
#[derive(Clone, Debug, Default)]
struct Section {
    /// For which figures it is, where it says that.
    condition: Option<(Comparison, f64)>,
    /// Words before the figure, and after it.
    before: String,
    after: String,
    /// The fewest digits before the point.
    digits: usize,
    shape: Shape,
    /// What it shows of a moment, where it is for moments.
    moment: Option<ShownMoment>,
}

/// What a part of a format makes of a figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Shape {
    /// Nothing: it shows its words alone.
    #[default]
    Words,
    /// The figure.
    Figure,
    /// A hundred times the figure.
    Percent,
    /// A part of the figure, or its digits with words between them.
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Less,
    AtMost,
    Equal,
    Not,
    AtLeast,
    More,
}

impl NumberFormat {
    /// Returns the format of a code.
    pub(in crate::transfer::import::read) fn of(code: &str) -> Self {
        Self {
            sections: split(code)
                .into_iter()
                .filter(|s| !bare(s).contains('@'))
                .map(Section::of)
                .collect(),
        }
    }

    /// Returns the format of a style: by its code, or by its number where a file gives no code.
    pub(super) fn of_style(style: &calamine::Style) -> Self {
        let Some(format) = style.number_format.as_ref() else {
            return Self::default();
        };
        let code = format.format_code.as_str();
        let built_in = || format.format_id.and_then(moment::built_in);
        Self::of(if code == GENERAL[0] {
            built_in().unwrap_or(code)
        } else {
            code
        })
    }

    /// Returns what a reader sees of a figure, with its words. A figure that is shown as a part of
    /// itself is refused: the header says in which unit the shown one is, and the kept one is
    /// another.
    pub(in crate::transfer::import::read) fn cell(&self, figure: f64, epoch: Epoch) -> TableCell {
        let plain = || {
            decimal(figure).map_or(
                TableCell::Unreadable(CellFault::TooPrecise),
                TableCell::Figure,
            )
        };
        let Some(section) = self.section(figure) else {
            return plain();
        };
        if let Some(shown) = section.moment {
            return moment::cell(figure, shown, epoch);
        }
        let (before, after) = section.words(figure);
        match section.shape {
            Shape::Words if before.chars().any(char::is_alphanumeric) => {
                TableCell::Text(before.to_owned())
            }
            Shape::Words => plain(),
            Shape::Other => {
                let kept = decimal(figure).unwrap_or_else(|| figure.to_string());
                TableCell::Unreadable(CellFault::OtherFigure { kept })
            }
            Shape::Figure | Shape::Percent => {
                let shown = if section.shape == Shape::Percent {
                    figure * 100.0
                } else {
                    figure
                };
                let Some(shown) = decimal(shown) else {
                    return TableCell::Unreadable(CellFault::TooPrecise);
                };
                let shown = filled(&shown, section.digits);
                if before.is_empty() && after.is_empty() {
                    TableCell::Figure(shown)
                } else {
                    TableCell::Text(format!("{before}{shown}{after}"))
                }
            }
        }
    }

    /// Returns the part that shows a figure: the first whose condition holds. Without one, of two
    /// the second is for what is negative, of three the third for nothing.
    fn section(&self, figure: f64) -> Option<&Section> {
        let count = self.sections.len();
        let holds = |(at, section): &(usize, &Section)| match (section.condition, *at) {
            (Some((comparison, than)), _) => comparison.holds(figure, than),
            (None, 0) if count == 2 => figure >= 0.0,
            (None, 0) if count > 2 => figure > 0.0,
            (None, 1) if count > 2 => figure < 0.0,
            (None, _) => true,
        };
        self.sections
            .iter()
            .enumerate()
            .find(holds)
            .map(|(_, section)| section)
            .or_else(|| self.sections.last())
    }
}

impl Section {
    fn of(code: &str) -> Self {
        let mut section = Self {
            moment: moment::shown(code),
            ..Self::default()
        };
        let mut reader = Reader::default();
        let mut rest = code;
        while let Some(sign) = rest.chars().next() {
            if let Some(after) = GENERAL.iter().find_map(|word| rest.strip_prefix(word)) {
                reader.figure(&mut section);
                rest = after;
                continue;
            }
            let length = reader.read(&mut section, sign, rest);
            rest = rest.get(length..).unwrap_or_default();
        }
        if reader.is_scaled() {
            section.shape = Shape::Other;
        }
        section
    }

    /// Its words around a figure, without the signs of a negative one, which the figure has itself.
    fn words(&self, figure: f64) -> (&str, &str) {
        let is_sign = |c: char| {
            c.is_whitespace() || c == '+' || (figure < 0.0 && matches!(c, '-' | '(' | ')'))
        };
        (
            self.before.trim_matches(is_sign),
            self.after.trim_matches(is_sign),
        )
    }
}

/// How far a part of a format is read.
#[derive(Default)]
struct Reader {
    /// Words since the last digit: they are behind the figure, or between its digits.
    pending: String,
    /// Whether a comma stood last: before another digit it groups, elsewhere it leaves out
    /// thousands.
    comma: bool,
    scaled: bool,
    /// Whether the point or the exponent was met.
    fraction: bool,
}

impl Reader {
    /// Takes one sign with what belongs to it; gives the bytes it took.
    fn read(&mut self, section: &mut Section, sign: char, rest: &str) -> usize {
        let next = || rest.chars().nth(1);
        match sign {
            '"' => return self.quoted(section, rest),
            '[' => return self.bracketed(section, rest),
            '\\' | '!' => {
                if let Some(c) = next() {
                    self.word(section, c);
                }
                return sign.len_utf8() + next().map_or(0, char::len_utf8);
            }
            '_' | '*' => return sign.len_utf8() + next().map_or(0, char::len_utf8),
            '0' | '#' | '?' => {
                section.digits += usize::from(sign == '0' && !self.fraction);
                self.figure(section);
            }
            ',' if section.shape != Shape::Words => self.comma = true,
            '.' => {
                self.fraction = true;
                self.scaled |= std::mem::take(&mut self.comma);
            }
            'E' | 'e' if matches!(next(), Some('+' | '-')) => {
                self.fraction = true;
                return 2;
            }
            '%' => {
                self.word(section, sign);
                section.shape = Shape::Percent;
            }
            _ => self.word(section, sign),
        }
        sign.len_utf8()
    }

    /// A digit of the figure, or the whole of it.
    fn figure(&mut self, section: &mut Section) {
        let is_broken = !self.pending.chars().all(|c| matches!(c, ' ' | '/'));
        section.shape = match section.shape {
            Shape::Words | Shape::Figure if !is_broken => Shape::Figure,
            Shape::Percent if !is_broken => Shape::Percent,
            _ => Shape::Other,
        };
        section.after.clear();
        self.pending.clear();
        self.comma = false;
    }

    /// A sign that is shown as it is.
    fn word(&mut self, section: &mut Section, sign: char) {
        if section.shape == Shape::Words {
            section.before.push(sign);
        } else {
            section.after.push(sign);
            self.pending.push(sign);
        }
    }

    fn quoted(&mut self, section: &mut Section, rest: &str) -> usize {
        let inner = rest.get(1..).unwrap_or_default();
        let end = inner.find('"').unwrap_or(inner.len());
        inner
            .get(..end)
            .unwrap_or_default()
            .chars()
            .for_each(|c| self.word(section, c));
        end + 2
    }

    /// Returns a colour, a condition, or a currency with its language: `[红色]`, `[>=10000]`,
    /// `[$¥-804]`.
    fn bracketed(&mut self, section: &mut Section, rest: &str) -> usize {
        let end = rest.find(']').unwrap_or(rest.len());
        let inner = rest.get(1..end).unwrap_or_default();
        if let Some(currency) = inner.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or_default();
            sign.chars().for_each(|c| self.word(section, c));
        }
        section.condition = section.condition.or_else(|| Comparison::read(inner));
        end + 1
    }

    /// Returns whether the figure is shown in thousands.
    const fn is_scaled(&self) -> bool {
        self.scaled || self.comma
    }
}

impl Comparison {
    fn read(text: &str) -> Option<(Self, f64)> {
        let signs = [
            ("<=", Self::AtMost),
            ("<>", Self::Not),
            (">=", Self::AtLeast),
            ("<", Self::Less),
            (">", Self::More),
            ("=", Self::Equal),
        ];
        signs.into_iter().find_map(|(sign, comparison)| {
            Some((comparison, text.strip_prefix(sign)?.parse().ok()?))
        })
    }

    fn holds(self, figure: f64, than: f64) -> bool {
        let order = figure.partial_cmp(&than);
        match self {
            Self::Less => order.is_some_and(std::cmp::Ordering::is_lt),
            Self::AtMost => order.is_some_and(std::cmp::Ordering::is_le),
            Self::Equal => order.is_some_and(std::cmp::Ordering::is_eq),
            Self::Not => order.is_some_and(std::cmp::Ordering::is_ne),
            Self::AtLeast => order.is_some_and(std::cmp::Ordering::is_ge),
            Self::More => order.is_some_and(std::cmp::Ordering::is_gt),
        }
    }
}

/// Returns the parts of a code; a semicolon in quotes, in brackets or behind a stroke parts
/// nothing.
fn split(code: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut quoted = false;
    let mut bracketed = false;
    let mut escaped = false;
    for (at, c) in code.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '\\' | '!' | '_' | '*' => escaped = true,
            '[' => bracketed = true,
            ']' => bracketed = false,
            ';' if !bracketed => {
                parts.extend(code.get(from..at));
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(code.get(from..));
    parts
}

/// Returns the signs of a part of a format without quoted words, locales and colours.
fn bare(section: &str) -> String {
    let mut quoted = false;
    let mut bracketed = false;
    let bare = section.chars().filter(|&c| {
        match c {
            '"' => quoted = !quoted,
            '[' => bracketed = true,
            ']' => bracketed = false,
            _ => return !quoted && !bracketed,
        }
        false
    });
    bare.collect::<String>().to_lowercase()
}

/// Returns a decimal with zeros before it, so that so many digits stand before its point.
pub(in crate::transfer::import::read) fn filled(decimal: &str, digits: usize) -> String {
    let (sign, figure) = decimal
        .strip_prefix('-')
        .map_or(("", decimal), |figure| ("-", figure));
    let whole = figure.find('.').unwrap_or(figure.len());
    format!("{sign}{}{figure}", "0".repeat(digits.saturating_sub(whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns what a figure says in a format: `=` before what is a figure, `!` for one that is
    /// refused.
    fn shown(code: &str, figure: f64) -> String {
        match NumberFormat::of(code).cell(figure, Epoch::Y1900) {
            TableCell::Text(text) | TableCell::Day(text) => text,
            TableCell::Figure(figure) => format!("={figure}"),
            TableCell::Unreadable(_) => "!".to_owned(),
        }
    }

    #[test]
    fn a_figure_says_what_its_format_shows_around_it() {
        for (code, figure, expected) in [
            ("", 3.5, "=3.5"),
            ("General", 3.5, "=3.5"),
            ("#,##0.00", 1200.0, "=1200"),
            ("0\"亩\"", 3.0, "3亩"),
            ("0.00\"公顷\"", 0.35, "0.35公顷"),
            ("0.0\"万㎡\"", 1.2, "1.2万㎡"),
            ("#,##0\"座\"", 1200.0, "1200座"),
            ("0\\亩", 3.0, "3亩"),
            ("0亩", 3.0, "3亩"),
            ("0.0 \"km\"", 0.8, "0.8km"),
            ("General\"米\"", 800.0, "800米"),
            ("G/通用格式\"米\"", 800.0, "800米"),
            ("[红色]0\"米\";[$-804]-0\"公里\"", -8.0, "-8公里"),
            ("0\"年\"", 2021.0, "2021年"),
            ("\"约\"0", 120.0, "约120"),
            ("[$¥-804]#,##0.00", 5.0, "¥5"),
            ("000", 7.0, "=007"),
            ("\"JY-\"000", 7.0, "JY-007"),
            ("0%", 0.75, "75%"),
            ("0.00\"%\"", 0.7496, "0.7496%"),
            ("[>=10000]0.0\"米\";0\"公里\"", 12.0, "12公里"),
            ("\"是\";;\"否\"", 1.0, "是"),
            ("\"是\";;\"否\"", 0.0, "否"),
            ("0_ ;[Red]\\-0\\ ", -5.0, "=-5"),
            ("_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)", 0.0, "=0"),
            ("_(* #,##0_);_(* \\(#,##0\\);_(* \"-\"_);_(@_)", -5.0, "=-5"),
            ("# ?/?", 0.5, "=0.5"),
            ("0.00E+00", 1500.0, "=1500"),
            ("@", 130.0, "=130"),
            (";;;", 130.0, "=130"),
        ] {
            assert_eq!(shown(code, figure), expected, "{code}");
        }
    }

    #[test]
    fn a_figure_that_is_shown_as_another_one_is_refused() {
        for code in [
            "0,",
            "0.0,\"千\"",
            "0!.0,\"万\"",
            "0\\.0,\"万\"",
            "#,##0,,",
            "0,.0",
            "0\"米\"0",
            "000-0000",
            "[>=1000]0.0,\"千\";0",
        ] {
            assert_eq!(shown(code, 12_345.0), "!", "{code}");
        }
        assert_eq!(shown("[>=1000]0.0,\"千\";0", 999.0), "=999");
    }
}
