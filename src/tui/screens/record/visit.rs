//! Writing down a visit on the spot: one question after another.

use chrono::NaiveDate;

use super::Inspection;
use crate::domain::record::{Evidence, EvidenceKind, Listing, evidence};
use crate::domain::review::VisitResult;
use crate::domain::review::visit::{is_sha256, persons};
use crate::domain::text::folding;
use crate::i18n::{LedgerRefusal, Say, Text, VisitMsg};
use crate::store::{Result, Visiting};
use crate::tui::context::Context;
use crate::tui::form::review_threads::Silence;
use crate::tui::part::picker::{Item, Picker};
use crate::tui::part::words::Words;
use crate::tui::question::{Answer, QuestionTopic, VisitSoFar};
use crate::tui::screen::Nav;

impl Inspection {
    /// Asks for the first thing: the day.
    pub(super) fn begin_visit(&self, context: &mut Context) -> Nav {
        if self.facts.kind.is_sheet() {
            context.say(LedgerRefusal::OnlyFacilitiesVisited);
            return Nav::Stay;
        }
        let visit = VisitSoFar {
            base: self.facts.record.heads.clone(),
            on: None,
            persons: Vec::new(),
            result: None,
            remark: None,
        };
        ask(visit, &context.day.to_string(), context)
    }

    /// Takes an answer, and asks for the next thing; the last one is written down with the rest.
    pub(super) fn go_on_with_visit(
        &self,
        mut visit: VisitSoFar,
        answer: Answer,
        context: &mut Context,
    ) -> Result<Nav> {
        let typed = match answer {
            Answer::Words(typed) => typed,
            Answer::Code(word) => {
                visit.result = VisitResult::of_word(&word);
                return Ok(ask(visit, "", context));
            }
            _ => return Ok(Nav::Stay),
        };
        if visit.on.is_none() {
            match day(&typed, context.day) {
                Ok(on) => visit.on = Some(on),
                Err(why) => return Ok(again(visit, &typed, why, context)),
            }
        } else if visit.persons.is_empty() {
            visit.persons = persons(&typed);
        } else if visit.remark.is_none() {
            visit.remark = Some(typed);
        } else {
            return self.finish_visit(visit, &typed, context);
        }
        Ok(ask(visit, "", context))
    }

    fn finish_visit(&self, visit: VisitSoFar, typed: &str, context: &mut Context) -> Result<Nav> {
        let review = context.person.review();
        let (Some(on), Some(result), Some(review)) = (visit.on, visit.result, review) else {
            return Ok(Nav::Stay);
        };
        let Some(photos) = photos(typed, on) else {
            return Ok(again(visit, typed, Box::new(VisitMsg::BadPhotos), context));
        };
        let visiting = Visiting {
            record: self.facts.record.id,
            base: &visit.base,
            on,
            persons: &visit.persons,
            photos: &photos,
            result,
            remark: visit.remark.as_deref().unwrap_or_default(),
        };
        review.inspector.write_visit(&visiting, context.day)?;
        let name = self.facts.name(context.look.lang);
        context.say(VisitMsg::Recorded { name });
        Ok(Nav::Stay)
    }
}

/// Says what is wrong with an answer and asks again.
fn again(visit: VisitSoFar, typed: &str, why: Box<dyn Say>, context: &mut Context) -> Nav {
    context.say(why);
    ask(visit, typed, context)
}

/// Asks for what is not known yet.
fn ask(visit: VisitSoFar, begin: &str, context: &Context) -> Nav {
    let words = |question: &VisitMsg, silence| {
        let words = Words::new(&VisitMsg::Title, vec![Text::of(question)], silence);
        words.beginning_with(begin)
    };
    let question = if visit.on.is_none() {
        words(&VisitMsg::AskDate, Silence::Refused)
    } else if visit.persons.is_empty() {
        words(&VisitMsg::AskPersons, Silence::Refused)
    } else if visit.result.is_none() {
        let topic = QuestionTopic::Visit(Box::new(visit));
        return Nav::ask(topic, results(context));
    } else if visit.remark.is_none() {
        words(&VisitMsg::AskRemark, Silence::Allowed)
    } else {
        words(&VisitMsg::AskPhotos, Silence::Allowed)
    };
    Nav::ask(QuestionTopic::Visit(Box::new(visit)), question)
}

fn results(context: &Context) -> Picker {
    let item = |(at, result): (usize, VisitResult)| Item {
        code: (at + 1).to_string(),
        name: Text::of(&result.label()),
        extra: Text::default(),
        answer: Answer::Code(result.word().to_owned()),
    };
    let items = VisitResult::ALL.into_iter().enumerate().map(item).collect();
    let title = Text::of(&VisitMsg::AskResult);
    Picker::new(title, items, 0, context.list_size())
}

/// Returns the day of a text, which may not be still to come.
fn day(typed: &str, today: NaiveDate) -> std::result::Result<NaiveDate, Box<dyn Say>> {
    let on: NaiveDate = match folding::figure(typed).parse() {
        Ok(on) => on,
        Err(_) => return Err(Box::new(VisitMsg::BadDate)),
    };
    if on > today {
        let on = on.to_string();
        return Err(Box::new(LedgerRefusal::VisitToCome { on }));
    }
    Ok(on)
}

/// Returns the photographs of a text, each a name and its hash; `None` of what is none.
fn photos(typed: &str, on: NaiveDate) -> Option<Vec<Evidence>> {
    let mut photos = Vec::new();
    let parts = typed.split([';', '；']).map(str::trim);
    for part in parts.filter(|part| !part.is_empty()) {
        let (name, sha256) = part.rsplit_once(char::is_whitespace)?;
        let photo = Evidence {
            name: name.trim().to_owned(),
            kind: EvidenceKind::Photo,
            date: on.into(),
            sha256: folding::figure(sha256).to_lowercase(),
        };
        let is_photo = is_sha256(&photo.sha256) && !photo.name.is_empty();
        if !is_photo || evidence::list(&mut photos, photo) == Listing::NameTaken {
            return None;
        }
    }
    Some(photos)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photographs_are_names_with_their_hashes() {
        let on: NaiveDate = "2025-06-30".parse().unwrap();
        let sha = "0a".repeat(32);
        let read = photos(&format!("现场 1.jpg {sha}；b.jpg {}", "1b".repeat(32)), on).unwrap();
        assert_eq!(
            (read.len(), read[0].name.as_str(), read[0].sha256 == sha),
            (2, "现场 1.jpg", true)
        );
        assert_eq!(photos(" ", on), Some(Vec::new()));
        for bad in [
            "a.jpg",
            "a.jpg 12",
            &sha,
            &format!("a {sha}; a {}", "1b".repeat(32)),
        ] {
            assert_eq!(photos(bad, on), None, "{bad}");
        }
    }

    #[test]
    fn a_visit_is_of_a_day_that_has_come() {
        let today: NaiveDate = "2025-06-30".parse().unwrap();
        assert_eq!(day("２０２５-06-30", today).ok(), Some(today));
        for bad in ["2025-07-01", "6月30日", ""] {
            assert!(day(bad, today).is_err(), "{bad}");
        }
    }
}
