//! One field as it is typed, in a form or in a grid: the text, what it reads as, and why it does
//! not.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use tui_input::{Input, InputRequest};

use super::reading::{
    are_whole_key, begins_a_choice, in_language, is_translated, meant_choice, pick, read,
};
use super::typing::{self, Cut};
use crate::domain::text::folding;
use crate::domain::value::{Field, Unit, Value, ends_apart, is_separator, list_sign};
use crate::i18n::{Lang, Refusal};

/// The key for today in a date. No date begins with it, every input method lets it pass, and it
/// stands on the keyboard without Shift.
const TODAY: &str = "=";

/// What stands in a field and where the cursor is, to come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EditState {
    pub(crate) text: String,
    pub(crate) cursor: usize,
}

/// A field's text and what it reads as.
pub(crate) struct Entry {
    input: Input,
    /// What the field held when the form was opened.
    saved: String,
    pub(crate) value: Option<Value>,
    pub(crate) refusal: Option<Refusal>,
    /// What somebody else saved here in between, where it differs.
    pub(crate) theirs: Option<String>,
    /// What was typed into a choice or yes-no field since the cursor came to it: the first key
    /// begins anew, and a name is known by all its letters although the first of them may pick
    /// something already.
    typed: String,
    /// The cursor just came to the field: the first key of a figure or date replaces it, as on a
    /// form of old.
    fresh: bool,
}

impl Entry {
    /// A field that holds a saved value.
    pub(crate) fn of_value(field: &Field, value: Option<Value>, lang: Lang) -> Self {
        let text = value
            .as_ref()
            .map(|value| field.edit_text(value, lang))
            .unwrap_or_default();
        let input = Input::new(text.clone());
        Self {
            input,
            saved: text,
            value,
            refusal: None,
            theirs: None,
            typed: String::new(),
            fresh: true,
        }
    }

    pub(crate) fn text(&self) -> &str {
        self.input.value()
    }

    /// Where the cursor stands, in characters.
    pub(crate) fn cursor(&self) -> usize {
        self.input.cursor()
    }

    pub(crate) fn set_cursor(&mut self, at: usize) {
        self.fresh = false;
        self.input.handle(InputRequest::SetCursor(at));
    }

    pub(crate) fn is_changed(&self) -> bool {
        folding::name(self.text()) != folding::name(&self.saved)
    }

    /// Whether it holds the value of another text, however that is written.
    pub(crate) fn says(&self, field: &Field, text: &str) -> bool {
        match (field.parse(text), &self.value) {
            (Ok(Some(other)), Some(value)) => value.is_same(&other),
            _ => folding::name(text) == folding::name(self.text()),
        }
    }

    /// Takes what the ledger now holds as the saved text. It replaces what nobody typed here, and
    /// stands beside what differs from it; whether it replaced something.
    pub(crate) fn meet(&mut self, field: &Field, now: String) -> bool {
        if now == self.saved {
            return false;
        }
        let was_typed = self.is_changed();
        self.saved.clone_from(&now);
        let differs = was_typed && self.is_changed() && !self.says(field, &now);
        self.theirs = differs.then(|| now.clone());
        if !was_typed {
            self.put(field, now);
        }
        !was_typed
    }

    /// Whether somebody else saved another value than the one that stands here.
    pub(crate) fn differs_from_theirs(&self) -> bool {
        self.theirs.is_some() && self.is_changed()
    }

    /// The text that is saved.
    pub(crate) fn saved(&self) -> &str {
        &self.saved
    }

    pub(crate) fn enter(&mut self) {
        self.typed.clear();
        self.fresh = true;
        self.input.handle(InputRequest::GoToEnd);
    }

    /// Whether the next key replaces what stands there.
    pub(crate) fn is_replaced_by_typing(&self, field: &Field) -> bool {
        self.fresh && (field.is_number() || field.is_date()) && !self.text().is_empty()
    }

    /// Replaces the whole text.
    pub(crate) fn put(&mut self, field: &Field, text: String) {
        self.input = Input::new(text);
        self.typed.clear();
        self.fresh = false;
        self.read(field);
    }

    /// Takes up the text of a draft, which may have been typed in the other language.
    pub(crate) fn resume(&mut self, field: &Field, text: &str, lang: Lang) {
        let text = in_language(field, text, lang);
        if folding::name(&text) != folding::name(self.text()) {
            self.put(field, text);
        }
    }

    /// What stands in it now.
    pub(crate) fn edit_state(&self) -> EditState {
        EditState {
            text: self.text().to_owned(),
            cursor: self.cursor(),
        }
    }

    /// Goes back to what stood in it once, perhaps in the other language.
    pub(crate) fn go_back_to(&mut self, field: &Field, state: &EditState, lang: Lang) {
        self.put(field, in_language(field, &state.text, lang));
        self.set_cursor(state.cursor);
    }

    /// Edits the text; whether it changed. A choice that was made, or the last of several, is taken
    /// back as a whole: half its name is nothing.
    pub(crate) fn edit(&mut self, field: &Field, request: InputRequest) -> bool {
        let erases = matches!(
            request,
            InputRequest::DeletePrevChar | InputRequest::DeleteNextChar
        );
        if request == InputRequest::DeletePrevChar
            && let Some(shorter) = self.without_last(field)
        {
            self.put(field, shorter);
            self.fresh = true;
            return true;
        }
        let whole = erases && field.is_picked() && self.value.is_some();
        let request = if whole {
            InputRequest::DeleteLine
        } else {
            request
        };
        self.fresh = false;
        let changed = self.input.handle(request).is_some_and(|state| state.value);
        if changed {
            self.typed = self.text().to_owned();
            self.read(field);
        }
        changed
    }

    /// The text without the last of several choices, where the cursor stands behind it and they are
    /// written as they are kept.
    fn without_last(&self, field: &Field) -> Option<String> {
        let Some(Value::Choices(codes)) = &self.value else {
            return None;
        };
        let is_at_end = self.cursor() == self.text().chars().count();
        let lang = [Lang::Zh, Lang::En]
            .into_iter()
            .filter(|_| is_at_end)
            .find(|lang| field.edit_text(&Value::Choices(codes.clone()), *lang) == self.text())?;
        let mut fewer = codes.clone();
        if let Some(last) = field.chosen(codes).last() {
            fewer.remove(&last.code);
        }
        // Without any of them it is not known, which is not the same as none of them.
        Some(if fewer.is_empty() {
            String::new()
        } else {
            field.edit_text(&Value::Choices(fewer), lang)
        })
    }

    /// Takes a choice, or drops it where it is one of several that are taken; of several, none of
    /// them where there is no code.
    pub(crate) fn take_choice(&mut self, field: &Field, code: Option<&str>, lang: Lang) {
        let taken = match (&self.value, code) {
            _ if !field.is_several() => Value::Choice(code.unwrap_or_default().to_owned()),
            (Some(Value::Choices(taken)), Some(code)) => {
                let mut taken = taken.clone();
                if !taken.remove(code) {
                    taken.insert(code.to_owned());
                }
                Value::Choices(taken)
            }
            (_, code) => Value::Choices(code.map(str::to_owned).into_iter().collect()),
        };
        let was_taken = code.is_some() && taken == Value::Choices(BTreeSet::new());
        // Whoever drops the last one has not said that there is none.
        let text = if was_taken {
            String::new()
        } else {
            field.edit_text(&taken, lang)
        };
        self.put(field, text);
        // What is typed next is the next one.
        self.fresh = field.is_several();
    }

    /// Begins the next of several choices where some stand there already.
    fn begin_next(&mut self, field: &Field, typed: &str, lang: Lang) {
        let begins_apart = typed.chars().next().is_some_and(is_separator);
        if field.is_several() && self.fresh && !begins_apart && !ends_apart(self.text()) {
            let is_none = matches!(&self.value, Some(Value::Choices(codes)) if codes.is_empty());
            if is_none {
                self.input.handle(InputRequest::DeleteLine);
            } else {
                self.input.handle(InputRequest::GoToEnd);
                for c in list_sign(lang).chars() {
                    self.input.handle(InputRequest::InsertChar(c));
                }
            }
        }
    }

    /// Types a text at the cursor; in a choice or yes-no field it picks.
    pub(crate) fn type_text(&mut self, field: &Field, typed: &str, lang: Lang) -> Cut {
        let limit = field.most_typed();
        if !field.is_picked() {
            if self.is_replaced_by_typing(field) && !goes_on_adding(field, typed) {
                self.input.handle(InputRequest::DeleteLine);
            }
            self.begin_next(field, typed, lang);
            self.fresh = false;
            let cut = typing::insert(&mut self.input, typed, limit);
            self.read(field);
            return cut;
        }
        let (typed, characters) =
            typing::fitting(typed, limit.saturating_sub(self.typed.chars().count()));
        let whole = format!("{}{typed}", self.typed);
        // A digit picks by its place, unless it goes on with a name that was begun, such as
        // CGCS2000.
        let alone = || pick(field, typed).filter(|_| !begins_a_choice(field, &whole));
        let (typed, picked) = match (pick(field, &whole), alone()) {
            (None, Some(value)) => (typed.to_owned(), Some(value)),
            (picked, _) => (whole, picked),
        };
        let text = picked.map_or_else(|| typed.clone(), |value| field.edit_text(&value, lang));
        self.put(field, text);
        self.typed = typed;
        Cut {
            lines: 0,
            characters,
            limit,
        }
    }

    /// Whether a character ends the choosing: with it a digit of the list is typed whole.
    pub(crate) fn is_chosen_by(&self, field: &Field, key: char) -> bool {
        let whole = format!("{}{key}", self.typed);
        // Behind a part of a name a digit stands for itself, unless the two spell a choice.
        let is_alone = pick(field, &whole).is_none() && !begins_a_choice(field, &whole);
        let alone = key.to_string();
        field.is_picked()
            && (are_whole_key(field, &whole) || is_alone && are_whole_key(field, &alone))
    }

    /// What is typed into a field: the day of today for the key that stands for it in an empty date,
    /// or in one that the first key replaces.
    pub(crate) fn with_today<'t>(
        &self,
        field: &Field,
        typed: &'t str,
        today: NaiveDate,
    ) -> Cow<'t, str> {
        let begins = self.text().is_empty() || self.is_replaced_by_typing(field);
        if field.is_date() && begins && folding::figure(typed) == TODAY {
            today.to_string().into()
        } else {
            typed.into()
        }
    }

    /// Whether the next key replaces what stands there, in a table.
    pub(crate) fn is_typed_over(&self, field: &Field) -> bool {
        self.fresh && !field.is_picked() && !self.text().is_empty()
    }

    /// Types as in a table: the first key replaces what stands there, words too.
    pub(crate) fn type_over(&mut self, field: &Field, typed: &str, lang: Lang) -> Cut {
        if self.is_typed_over(field) && !goes_on_adding(field, typed) {
            self.input.handle(InputRequest::DeleteLine);
        }
        self.type_text(field, typed, lang)
    }

    /// The choice `step` further, round and round.
    pub(crate) fn turn_choice(&mut self, field: &Field, step: isize, lang: Lang) {
        let choices = field.choices();
        let at = self.value.as_ref().and_then(|value| {
            choices
                .iter()
                .position(|c| Some(c.code.as_str()) == value.text())
        });
        let count = choices.len().cast_signed();
        let next = at.map_or(if step > 0 { 0 } else { count - 1 }, |at| {
            (at.cast_signed() + step).rem_euclid(count)
        });
        if let Some(choice) = choices.get(next.cast_unsigned()) {
            self.put(field, choice.label.get(lang).to_owned());
        }
    }

    /// Reads the text again.
    fn read(&mut self, field: &Field) {
        match read(field, self.input.value()) {
            Ok(value) => {
                self.value = value;
                self.refusal = None;
            }
            Err(refusal) => {
                self.value = None;
                self.refusal = Some(refusal);
            }
        }
    }

    /// On leaving: a choice typed in pinyin is taken, and the text is written as it will be kept.
    pub(crate) fn settle(&mut self, field: &Field, lang: Lang) {
        if self.refusal.is_some()
            && !field.is_several()
            && let Some(value) = meant_choice(field, self.text()).map(Value::Choice)
        {
            self.put(field, field.edit_text(&value, lang));
        }
        if let Some(value) = &self.value {
            let text = field.edit_text(value, lang);
            if text != self.text() {
                self.put(field, text);
            }
        }
    }

    pub(crate) fn language_switched(&mut self, field: &Field, lang: Lang) {
        if !is_translated(field) {
            return;
        }
        if let Ok(Some(saved)) = field.parse(&self.saved) {
            self.saved = field.edit_text(&saved, lang);
        }
        if let Some(Ok(Some(theirs))) = self.theirs.as_ref().map(|theirs| field.parse(theirs)) {
            self.theirs = Some(field.edit_text(&theirs, lang));
        }
        if let Some(value) = &self.value {
            self.input = Input::new(field.edit_text(value, lang));
        }
    }
}

/// Whether a first key adds to the figure that stands there: +72 behind 60 is never 72 in its place.
fn goes_on_adding(field: &Field, typed: &str) -> bool {
    let is_added = field.unit().is_none_or(Unit::is_multiplied);
    field.is_number() && is_added && folding::figure(typed).starts_with('+')
}
