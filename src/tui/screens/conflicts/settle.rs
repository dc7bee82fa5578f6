//! Settling a conflict by one of its values, for the first time or again.

use crate::domain::record::ChangeId;
use crate::i18n::{MergeMsg, Say};
use crate::store::{OpenConflict, Result, Save, Saved, Settlement, Side, Writer};
use crate::tui::context::Context;

/// Decides for one of the values.
pub(super) fn settle(
    conflict: &OpenConflict,
    at: usize,
    context: &mut Context,
) -> Result<Option<Saved>> {
    let Some(side) = conflict.sides.get(at) else {
        return Ok(None);
    };
    let author = context.person.name.clone();
    let settlement = Settlement {
        conflict,
        value: &side.value,
        author: &author,
        reason: &reason(side, context),
    };
    let settle = |writer: &mut Writer| writer.settle(&settlement);
    context.store.write(settle).map(Some)
}

/// Decides otherwise what was decided by a change, unless somebody saved the record since.
pub(super) fn settle_again(
    conflict: &OpenConflict,
    before: &ChangeId,
    at: usize,
    context: &mut Context,
) -> Result<Option<Saved>> {
    let Some(side) = conflict.sides.get(at) else {
        return Ok(None);
    };
    let mut fields = conflict.fields.clone();
    if side.value.is_null() {
        fields.remove(&conflict.field);
    } else {
        fields.insert(conflict.field.clone(), side.value.clone());
    }
    let author = context.person.name.clone();
    let save = Save {
        record: conflict.record.id,
        subject: conflict.record.subject,
        base: std::slice::from_ref(before),
        fields,
        author: &author,
        reason: &reason(side, context),
    };
    let write = |writer: &mut Writer| writer.save(&save);
    context.store.write(write).map(Some)
}

fn reason(side: &Side, context: &Context) -> String {
    let value = side.words.clone();
    MergeMsg::Reason { value }.say(context.look.lang)
}
