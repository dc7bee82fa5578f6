//! How a form looks: a page of fields, and under it the verdict and what there is to know of the
//! field in focus.

use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation as _;

use super::Form;
use crate::domain::policy::{CheckStrength, Requirement, check};
use crate::domain::value::field::yes_no_word;
use crate::domain::value::{Field, FieldType, Range, Required, Value};
use crate::domain::verdict::{Standing, Verdict, explain};
use crate::i18n::{Lang, Say, ScreenMsg};
use crate::tui::canvas::Canvas;
use crate::tui::part::entry::Entry;
use crate::tui::text;

/// Rows above the fields.
const HEAD: usize = 1;

/// Stands beside a field that the next new record takes over.
const CARRIED: &str = "^";

impl Form {
    /// How many fields a page has.
    pub(super) fn page(&self) -> usize {
        self.body.1.saturating_sub(HEAD + below(self.body.1)).max(1)
    }

    pub(super) fn draw(&self, canvas: &mut Canvas) {
        self.head(&mut canvas.rows(0, HEAD));
        let page = self.page();
        // The last page is a full one too.
        let first = (self.focus / page * page).min(self.entries.len().saturating_sub(page));
        let fields = self
            .kind
            .fields
            .iter()
            .zip(&self.entries)
            .enumerate()
            .skip(first)
            .take(page);
        let room = (canvas.width() * 2 / 5).min(26);
        for (row, (at, (field, entry))) in fields.enumerate() {
            self.field(
                &mut canvas.rows(HEAD + row, 1),
                field,
                entry,
                at == self.focus,
                room,
            );
        }
        canvas.rule(HEAD + page);
        let top = HEAD + page + 1;
        let height = canvas.height().saturating_sub(top);
        self.foot(&mut canvas.rows(top, height));
    }

    fn head(&self, canvas: &mut Canvas) {
        let lang = canvas.look.lang;
        let mut words = ScreenMsg::FieldOf {
            at: self.focus + 1,
            of: self.entries.len(),
        }
        .say(lang);
        let needed = check::needed_for_review(&self.kind, &self.facility(), self.day).len();
        if needed > 0 {
            words = format!(
                "{words}    {}",
                ScreenMsg::SubmitLater { count: needed }.say(lang)
            );
        }
        if let Some(review) = self.review_head(lang) {
            words = format!("{words}    {review}");
        }
        canvas.put(0, 0, usize::MAX, &words, Style::new());
    }

    fn field(&self, canvas: &mut Canvas, field: &Field, entry: &Entry, here: bool, room: usize) {
        let (lang, look) = (canvas.look.lang, canvas.look);
        let mark = match check::requirement_of(field, &self.facility(), self.day) {
            Required::Save => "*",
            Required::Submit => "+",
            Required::No => " ",
        };
        let label = format!(
            "{}{mark}{}",
            if here { ">" } else { " " },
            field.label.get(lang)
        );
        let style = if here { look.selected() } else { Style::new() };
        canvas.put(0, 0, room, &text::pad(&canvas.safe(&label), room), style);
        // Only fields of new records are carried, and nobody has spoken of these yet.
        let carried = self.carried.contains(&field.code).then_some(CARRIED);
        if let Some(mark) = carried.or_else(|| self.review_mark(&field.code)) {
            canvas.put(room, 0, 1, mark, Style::new());
        }
        let column = room + 1;
        let value_room =
            canvas
                .width()
                .saturating_sub(column)
                .min(if here { 36 } else { usize::MAX });
        let (shown, cursor) = scrolled(
            &canvas.safe(entry.text()),
            cursor_of(canvas, entry),
            value_room,
            here,
        );
        let style = match here {
            true if entry.is_replaced_by_typing(field) => look.bar(),
            true => Style::new().add_modifier(Modifier::UNDERLINED),
            false => Style::new(),
        };
        let words = if here {
            text::pad(&shown, value_room)
        } else {
            shown
        };
        let next = canvas.put(column, 0, value_room, &words, style);
        if here {
            canvas.cursor(column + cursor, 0);
        }
        let next = canvas.put(
            next + 1,
            0,
            usize::MAX,
            &behind(field, entry, lang),
            Style::new(),
        );
        // What is wrong with the field in focus is said in full under the fields.
        if let Some(complaint) = self.complaint(field, entry, lang).filter(|_| !here) {
            let width = text::width(&canvas.safe(&complaint));
            let at = canvas.width().saturating_sub(width).max(next + 1);
            canvas.put(at, 0, usize::MAX, &complaint, look.alarm());
        }
    }

    /// What is wrong or doubtful about a field, the worst first.
    pub(super) fn complaint(&self, field: &Field, entry: &Entry, lang: Lang) -> Option<String> {
        if let Some(refusal) = &entry.refusal {
            return Some(format!("! {}", refusal.say(lang)));
        }
        if let Some(theirs) = &entry.theirs {
            return Some(
                ScreenMsg::Theirs {
                    value: theirs.clone(),
                }
                .say(lang),
            );
        }
        let problem = self
            .problems
            .iter()
            .find(|problem| problem.field == field.code)?;
        // An empty new form is not scolded for being empty; its marks say what is needed.
        if entry.text().is_empty() && !self.is_changed() {
            return None;
        }
        let mark = match problem.strength {
            CheckStrength::Hard => "!",
            CheckStrength::Soft => "?",
            CheckStrength::Note => "i",
        };
        let reason = self
            .reason_given(problem, lang)
            .map(|reason| format!(" ({reason})"))
            .unwrap_or_default();
        Some(format!("{mark} {}{reason}", problem.complaint.say(lang)))
    }

    /// The verdict of every requirement that looks at the record, and what the field in focus
    /// means.
    fn foot(&self, canvas: &mut Canvas) {
        let (lang, look, width) = (canvas.look.lang, canvas.look, canvas.width());
        let focused = self
            .kind
            .fields
            .get(self.focus)
            .zip(self.entries.get(self.focus));
        let complaint = focused.and_then(|(field, entry)| self.complaint(field, entry, lang));
        let said = self.said_here(lang);
        let complaint = complaint
            .iter()
            .chain(&said)
            .flat_map(|words| text::wrap(&canvas.safe(words), width));
        let complaint: Vec<String> = complaint.collect();
        // However many minimums look at the record, what is wrong with the field must be seen: it
        // cannot be saved.
        let room = canvas.height().saturating_sub(complaint.len());
        let mut row = 0;
        for watched in self.watched.iter().take(room) {
            let Some(standing) = &watched.standing else {
                continue;
            };
            let requirement = &watched.requirement;
            let words = crate::tui::part::reasons::verdict_words(canvas, standing, requirement);
            let column = canvas.put(0, row, usize::MAX, &words, look.verdict(standing.verdict)) + 1;
            let reason = self.reason(standing, requirement, lang);
            canvas.put(column, row, usize::MAX, &reason, look.heading());
            row += 1;
        }
        let Some((field, _)) = focused else { return };
        let lines = choices_line(field, lang)
            .into_iter()
            .chain([field.help.get(lang).to_owned()]);
        let lines = lines.chain(self.evidence(field, lang));
        let wrapped = lines
            .flat_map(|line| text::wrap(&canvas.safe(&line), width))
            .collect::<Vec<_>>();
        for line in complaint.iter().chain(&wrapped) {
            canvas.put(0, row, usize::MAX, line, Style::new());
            row += 1;
        }
    }

    /// The one line behind a verdict.
    pub(super) fn reason(
        &self,
        standing: &Standing,
        requirement: &Requirement,
        lang: Lang,
    ) -> String {
        let to_correct = self.to_correct(standing, lang);
        to_correct.unwrap_or_else(|| explain::headline(standing, requirement, &self.kind, lang))
    }

    /// A deciding field that is not empty but wrong is to be corrected, not filled in.
    fn to_correct(&self, standing: &Standing, lang: Lang) -> Option<String> {
        let wrong = |(field, entry): &(&Field, &Entry)| {
            entry.refusal.is_some() && standing.missing.contains(&field.code)
        };
        let fields = self.kind.fields.iter().zip(&self.entries).filter(wrong);
        let labels = fields
            .map(|(field, _)| field.label.get(lang))
            .collect::<Vec<_>>();
        let own = standing
            .nearest
            .as_ref()
            .is_some_and(|nearest| nearest.id == self.target.id);
        let found = own && standing.verdict == Verdict::Unknown && !labels.is_empty();
        found.then(|| {
            ScreenMsg::CorrectToDecide {
                fields: labels.join(if lang == Lang::Zh { "、" } else { ", " }),
            }
            .say(lang)
        })
    }

    /// When Enter passes the field over, said of those that are not always asked for.
    fn when_passed_over(&self, field: &Field, lang: Lang) -> Option<String> {
        let asks = field
            .required_when
            .iter()
            .map(|condition| explain::condition(condition, &self.kind, lang));
        let conditions = asks.collect::<Vec<_>>().join("; ");
        (!conditions.is_empty()).then(|| ScreenMsg::PassedOverUnless { conditions }.say(lang))
    }

    /// What F1 says of the field in focus.
    pub(super) fn field_help(&self, lang: Lang) -> Vec<String> {
        let mut lines = self.explanation(lang);
        lines.push(String::new());
        lines.push(ScreenMsg::FormHelp.say(lang));
        lines
    }

    /// The field in focus and the requirements that look at the record, explained.
    pub(in crate::tui) fn explanation(&self, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(field) = self.kind.fields.get(self.focus) {
            lines.push(field.label.get(lang).to_owned());
            lines.push(field.help.get(lang).to_owned());
            lines.extend(limits(field, lang));
            lines.extend(self.when_passed_over(field, lang));
            lines.extend(choices_line(field, lang));
            lines.extend(self.said_here(lang));
        }
        for watched in &self.watched {
            let conditions = watched.requirement.conditions.iter();
            let words = conditions
                .map(|c| explain::condition(c, &self.kind, lang))
                .collect::<Vec<_>>()
                .join("; ");
            lines.push(String::new());
            lines.push(format!(
                "{}  ({})",
                watched.requirement.label.get(lang),
                watched.requirement.clause
            ));
            lines.push(format!("{}: {words}", ScreenMsg::NeedsAll.say(lang)));
            lines.push(format!(
                "{}: {}",
                ScreenMsg::ReadingHead.say(lang),
                watched.requirement.reading.get(lang)
            ));
        }
        lines
    }
}

/// Rows under the fields: rule, verdicts, help.
pub(in crate::tui) const fn below(height: usize) -> usize {
    if height >= 16 { 7 } else { 4 }
}

/// The cursor's column in the text as it is drawn.
pub(in crate::tui) fn cursor_of(canvas: &Canvas, entry: &Entry) -> usize {
    let before: String = entry.text().chars().take(entry.cursor()).collect();
    text::width(&canvas.safe(&before))
}

/// The part of a text around the cursor that fits, and the cursor's column in it. Elsewhere than in
/// the field in focus a text is cut at its end.
pub(in crate::tui) fn scrolled(
    words: &str,
    cursor: usize,
    room: usize,
    here: bool,
) -> (String, usize) {
    if !here {
        return (text::fit(words, room), 0);
    }
    let mut hidden = 0;
    let mut rest = words;
    // The cursor needs a cell of its own behind the text.
    while cursor - hidden >= room.max(1) {
        let Some(first) = rest.graphemes(true).next() else {
            break;
        };
        hidden += text::width(first);
        rest = rest.get(first.len()..).unwrap_or_default();
    }
    let mut shown = String::new();
    for grapheme in rest.graphemes(true) {
        if text::width(&shown) + text::width(grapheme) > room {
            break;
        }
        shown.push_str(grapheme);
    }
    (shown, cursor.saturating_sub(hidden))
}

/// What stands behind a value: its unit, or what a figure typed in another unit comes to.
pub(in crate::tui) fn behind(field: &Field, entry: &Entry, lang: Lang) -> String {
    match &entry.value {
        Some(Value::Number(quantity)) if quantity.typed.is_some() => {
            let plain = Value::Number(quantity.exact.into());
            ScreenMsg::Echo {
                value: field.show(&plain, lang),
            }
            .say(lang)
        }
        _ => field
            .unit()
            .map(|unit| unit.label.get(lang).to_owned())
            .unwrap_or_default(),
    }
}

/// The choices with the digits that pick them.
pub(in crate::tui) fn choices_line(field: &Field, lang: Lang) -> Option<String> {
    let words = choice_words(field, lang);
    (!words.is_empty()).then(|| words.join("  "))
}

/// Each choice with the digits that pick it.
pub(super) fn choice_words(field: &Field, lang: Lang) -> Vec<String> {
    if field.holds == FieldType::YesNo {
        return [(1, true), (0, false)]
            .map(|(key, yes)| format!("{key} {}", yes_no_word(yes, lang)))
            .into();
    }
    let word = |(at, choice): (usize, &crate::domain::value::Choice)| {
        format!("{} {}", field.key_of_choice(at), choice.label.get(lang))
    };
    field.choices().iter().enumerate().map(word).collect()
}

/// Unit, range and form of a field, for the help.
fn limits(field: &Field, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    match &field.holds {
        FieldType::Number { range, .. } => {
            if let Some(unit) = field.unit() {
                lines.push(
                    ScreenMsg::UnitHelp {
                        unit: unit.label.get(lang).to_owned(),
                    }
                    .say(lang),
                );
            }
            lines.extend(range_words(range).map(|range| ScreenMsg::HardRange { range }.say(lang)));
        }
        FieldType::Date => lines.push(ScreenMsg::DateHelp.say(lang)),
        _ => {}
    }
    match field.required {
        Required::Save => lines.push(ScreenMsg::RequiredSave.say(lang)),
        Required::Submit => lines.push(ScreenMsg::RequiredSubmit.say(lang)),
        Required::No => {}
    }
    lines
}

fn range_words(range: &Range) -> Option<String> {
    let least = range
        .min
        .map(|min| format!(">= {min}"))
        .or_else(|| range.above.map(|above| format!("> {above}")));
    let most = range.max.map(|max| format!("<= {max}"));
    match (least, most) {
        (None, None) => None,
        (Some(one), None) | (None, Some(one)) => Some(one),
        (Some(least), Some(most)) => Some(format!("{least}, {most}")),
    }
}
