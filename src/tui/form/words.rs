//! What a form says: what is wrong with a field, what a verdict rests on, and the help.

use super::entry::Entry;
use super::field_words::{choices_line, limits};
use super::form::Form;
use super::meanwhile::Saver;
use crate::domain::policy::{CheckStrength, Kind, Requirement};
use crate::domain::record::Facility;
use crate::domain::value::Field;
use crate::domain::verdict::{Standing, Verdict, explain};
use crate::i18n::{HelpMsg, HistoryMsg, Lang, Say, ScreenMsg, Text, named};

/// Stands for an earlier value that is the same as what is typed.
const SAME: &str = "=";

impl Form {
    /// What a record of this form is known by: the first field of every form says it, or a sheet
    /// and its period.
    pub(crate) fn name(&self, lang: Lang) -> String {
        match self.target.period() {
            Some(period) => {
                let sheet = self.kind.label.get(lang);
                format!("{sheet} {}", period.name().get(lang))
                    .trim_end()
                    .to_owned()
            }
            None => self.typed_name(),
        }
    }

    /// What stands in the first field.
    pub(super) fn typed_name(&self) -> String {
        self.entries
            .first()
            .map(|entry| entry.text().to_owned())
            .unwrap_or_default()
    }

    /// Place, kind and name, for a title.
    pub(crate) fn title(&self, lang: Lang) -> String {
        let place = &self.target.place.name;
        let kind = self.kind.label.get(lang);
        if let Some(period) = self.target.period() {
            let period = period.name();
            return [place, kind, period.get(lang)]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" > ");
        }
        if let Some(excepted) = &self.target.excepted {
            return format!("{place} > {kind} > {}", excepted.get(lang));
        }
        let name = if self.target.is_new {
            ScreenMsg::NewRecord.say(lang)
        } else {
            self.facility().name().to_owned()
        };
        format!("{place} > {kind} > {name}")
    }

    /// What is wrong or doubtful about a field, the worst first.
    pub(crate) fn complaint(&self, field: &Field, entry: &Entry, lang: Lang) -> Option<String> {
        if let Some(refusal) = &entry.refusal {
            return Some(format!("! {}", refusal.say(lang)));
        }
        if let Some(theirs) = entry
            .theirs
            .as_ref()
            .filter(|_| entry.differs_from_theirs())
        {
            return Some(self.theirs(field, theirs, lang));
        }
        let problem = self.problems_of(&field.code).next()?;
        // An empty new form is not scolded for being empty; its marks say what is needed.
        if entry.text().is_empty() && !self.is_changed() {
            return None;
        }
        let mark = match problem.strength {
            CheckStrength::Hard => "!",
            CheckStrength::Soft | CheckStrength::Explain => "?",
            CheckStrength::Note => "i",
        };
        let reason = self
            .reason_given(problem, lang)
            .map(|reason| format!(" ({reason})"))
            .unwrap_or_default();
        Some(format!("{mark} {}{reason}", problem.complaint.say(lang)))
    }

    /// What was typed and is not saved, a field a line.
    pub(crate) fn typed_lines(&self) -> Vec<Text> {
        let changed = self.pairs().filter(|(_, entry)| entry.is_changed());
        let line = |(field, entry): (&Field, &Entry)| {
            let words = |lang| {
                let told = |text: &str| match text {
                    "" => HistoryMsg::Empty.say(lang),
                    text => text.to_owned(),
                };
                let label = field.label.get(lang);
                let (saved, typed) = (told(entry.saved()), told(entry.text()));
                format!("{label}: {saved} -> {typed}")
            };
            Text {
                zh: words(Lang::Zh),
                en: words(Lang::En),
            }
        };
        changed.map(line).collect()
    }

    /// What somebody else saved in a field, who and when.
    fn theirs(&self, field: &Field, theirs: &str, lang: Lang) -> String {
        let value = match theirs {
            "" => HistoryMsg::Empty.say(lang),
            value => value.to_owned(),
        };
        let said = match self.saver(&field.code).cloned() {
            Some(Saver { author, at }) => ScreenMsg::TheirsBy { value, author, at },
            None => ScreenMsg::Theirs { value },
        };
        said.say(lang)
    }

    /// What a derived field comes to from the others as they are typed, with its parts.
    pub(crate) fn derived(&self, code: &str, typed: &Facility, lang: Lang) -> Option<String> {
        let derived = self.kind.derive(code, typed)?;
        Some(format!("= {}", derived.shown(&self.kind).get(lang)))
    }

    /// Says of which moment the earlier values are; `None` where there are none.
    pub(crate) fn earlier_head(&self, lang: Lang) -> Option<String> {
        self.earlier.head(lang)
    }

    /// What a field held before, or that it is the same.
    pub(crate) fn earlier_value(&self, at: usize, lang: Lang) -> Option<String> {
        let (field, entry) = self.pair(at)?;
        let earlier = self.earlier.value(field)?;
        let is_same = entry
            .value
            .as_ref()
            .is_some_and(|value| value.is_same(earlier));
        Some(if is_same {
            SAME.to_owned()
        } else {
            field.show(earlier, lang)
        })
    }

    /// What the field in focus held before, where that is something else.
    pub(crate) fn earlier_line(&self, lang: Lang) -> Option<String> {
        let value = self.earlier_value(self.focus, lang)?;
        let moment = self.earlier_head(lang)?;
        (value != SAME).then(|| named(&moment, &value, lang))
    }

    /// The one line behind a verdict.
    pub(crate) fn reason(
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
        let labels: Vec<_> = self
            .pairs()
            .filter(wrong)
            .map(|(field, _)| &field.label)
            .collect();
        let own = standing
            .nearest
            .as_ref()
            .is_some_and(|nearest| nearest.id == self.target.id);
        let found = own && standing.verdict == Verdict::Unknown && !labels.is_empty();
        found.then(|| {
            let fields = Text::list(labels).get(lang).to_owned();
            ScreenMsg::CorrectToDecide { fields }.say(lang)
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
    pub(crate) fn field_help(&self, lang: Lang) -> Vec<String> {
        let mut lines = self.explanation(lang);
        lines.push(String::new());
        lines.push(if self.is_writable() {
            ScreenMsg::FormHelp.say(lang)
        } else {
            HelpMsg::FormReadHelp.say(lang)
        });
        lines
    }

    /// The field in focus and the requirements that look at the record, explained.
    pub(crate) fn explanation(&self, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(field) = self.field() {
            lines.push(field.label.get(lang).to_owned());
            lines.push(field.help.get(lang).to_owned());
            lines.extend(limits(field, lang));
            lines.extend(self.when_passed_over(field, lang));
            lines.extend(choices_line(field, lang));
            lines.extend(self.findings_here(lang));
        }
        for watched in &self.around.watched {
            let requirement = &watched.requirement;
            lines.push(String::new());
            lines.push(format!(
                "{}  ({})",
                requirement.label.get(lang),
                requirement.clause
            ));
            lines.extend(asked(requirement, &self.kind, lang));
        }
        lines.extend(self.not_in_force(lang));
        lines
    }
}

/// What a requirement asks for: the conditions that each facility must meet, where there are any,
/// and how its text is read.
pub(crate) fn asked(requirement: &Requirement, kind: &Kind, lang: Lang) -> Vec<String> {
    let conditions = explain::conditions_of(requirement, kind, lang);
    let conditions = conditions.map(|conditions| ScreenMsg::NeedsAll { conditions }.say(lang));
    let reading = requirement.reading.get(lang).to_owned();
    conditions
        .into_iter()
        .chain([ScreenMsg::Reading { reading }.say(lang)])
        .collect()
}
