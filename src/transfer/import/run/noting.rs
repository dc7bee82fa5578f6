//! Notes what an import takes, settles and leaves unread of a row.

use uuid::Uuid;

use super::change::ImportDraft;
use super::import_run::ImportRun;
use crate::domain::review::SetField;
use crate::domain::text::folding;
use crate::domain::text::text_print::TextPrint;
use crate::i18n::MatchFault;
use crate::store::StoreError;
use crate::transfer::import::columns::column::ColumnContent;
use crate::transfer::import::lines::{self, LineNumbers};
use crate::transfer::import::matching::deleted_index::DeletedNotice;
use crate::transfer::import::notes::{
    DoubtfulRow, DroppedCharacters, LostCharacter, RecreatedRow, SameNameRow, SettledRow,
};
use crate::transfer::import::read::table::{TableCell, TableRow};
use crate::transfer::import::rows::place::PlaceFinder;
use crate::transfer::import::rows::row::{RowEntry, RowRemark};

impl ImportRun<'_> {
    /// Notes a character that was lost before the file came here, or that only the font of one
    /// vendor shows.
    pub(super) fn note_lost(&mut self, row: &TableRow) {
        let lost = |cell: &TableCell| {
            let text = cell.text();
            let lost = |c: &char| *c == '\u{FFFD}' || folding::is_private(*c);
            (!folding::is_plain(text)).then(|| text.chars().find(lost))?
        };
        let mut columns = self
            .table
            .columns
            .iter()
            .zip(&row.cells)
            .filter(|(column, _)| column.holds != ColumnContent::Ignored);
        if let Some((column, cell, sign)) =
            columns.find_map(|(column, cell)| Some((column, cell, lost(cell)?)))
        {
            let code = if folding::is_private(sign) {
                format!(" ({})", folding::number_of(sign))
            } else {
                String::new()
            };
            let column = column.name.clone();
            let text = folding::name(cell.text()) + &code;
            self.notes.lost.add(|| LostCharacter {
                line: row.line,
                column,
                text,
            });
        }
    }

    /// Notes characters that nobody sees and no form takes: they are dropped from the cell.
    pub(super) fn note_dropped(&mut self, row: &TableRow) {
        let columns = self.table.columns.iter().zip(&row.cells);
        let mut dropped = columns
            .filter(|(column, _)| column.holds != ColumnContent::Ignored)
            .map(|(column, cell)| (column, cell, folding::dropped(cell.text())))
            .filter(|(_, _, characters)| !characters.is_empty());
        if let Some((column, cell, characters)) = dropped.next() {
            let (column, text) = (column.name.clone(), folding::name(cell.text()));
            let characters = characters.into_iter().map(folding::number_of);
            self.notes.dropped.add(|| DroppedCharacters {
                line: row.line,
                column,
                text,
                characters: characters.collect(),
            });
        }
    }

    /// Notes what stands in columns without a header that are left out.
    pub(super) fn note_nameless(&mut self, row: &TableRow) {
        let columns = self.table.columns.iter().zip(&row.cells);
        for (at, (column, cell)) in columns.enumerate() {
            let is_nameless = column.name.is_empty() && column.holds == ColumnContent::Ignored;
            if is_nameless && !cell.is_blank() {
                let new = || (0, lines::beginning(&folding::name(cell.text())));
                self.notes.nameless.entry(at + 1).or_insert_with(new).0 += 1;
            }
        }
    }

    /// Notes what of a row was read in another way than it is written.
    pub(super) fn note_remarks(&mut self, entry: &RowEntry) {
        for remark in &entry.remarks {
            match remark.clone() {
                RowRemark::PlaceInText { text, place } => {
                    let found = || (entry.line, text, place);
                    self.notes.places_in_text.add(found);
                }
                RowRemark::Rounded {
                    column,
                    typed,
                    taken,
                } => {
                    let rounded = || (entry.line, column, typed, taken);
                    self.notes.rounded.add(rounded);
                }
            }
        }
    }

    /// Notes a new record, what else has its name and had it.
    pub(super) fn note_new(
        &mut self,
        entry: &RowEntry,
        name: &str,
        print: TextPrint,
    ) -> Result<(), StoreError> {
        let line = entry.line;
        self.notes.new += 1;
        if self.kind.is_sheet() {
            return Ok(());
        }
        let other = self.new_rows.add(self.kind, entry, print);
        if other.is_some() || self.matcher.has_name(entry)? {
            self.notes.same_name.add(|| SameNameRow {
                line,
                name: name.to_owned(),
                other,
            });
        } else if let Some(DeletedNotice { at, author, .. }) = self.matcher.deleted(entry)? {
            self.notes.recreated.add(|| RecreatedRow {
                line,
                name: name.to_owned(),
                at,
                author,
            });
        }
        Ok(())
    }

    /// Returns a row before that a new one repeats.
    pub(super) fn told_before(&self, entry: &RowEntry, print: TextPrint) -> Option<MatchFault> {
        // Two sheets of one place and period were told apart before.
        if self.kind.is_sheet() {
            return None;
        }
        let same = self
            .new_rows
            .same_as(entry, print)
            .map(|line| MatchFault::SameAsLine { line });
        let same_code = || self.new_rows.same_code(self.kind, entry);
        same.or_else(|| {
            same_code().map(|(line, code)| MatchFault::SameCodeAsLine {
                code: code.to_owned(),
                line,
            })
        })
    }

    /// Notes the conflicts that a row decides: setting one of their fields does, and nobody may
    /// learn of it by chance.
    pub(super) fn note_settled(&mut self, line: usize, record: Uuid, fields: &[SetField]) {
        let Some(open) = self.conflicts.get_mut(&record) else {
            return;
        };
        for (code, _, value) in fields {
            while let Some(at) = open.iter().position(|conflict| conflict.field == *code) {
                let conflict = open.swap_remove(at);
                let value = value.clone();
                self.summary.settled += 1;
                self.notes.settled.add(|| SettledRow {
                    line,
                    conflict,
                    value,
                });
            }
        }
    }

    /// Notes the places for which no minimum is judged, once all rows are taken.
    pub(super) fn note_unjudged(&mut self, places: &PlaceFinder) {
        for (code, lines) in std::mem::take(&mut self.lines_in) {
            if let Some(place) = places.unjudged(&code) {
                self.notes.unjudged.entry(place).or_default().join(&lines);
            }
        }
    }

    pub(super) fn note_taken(&mut self, line: usize, draft: ImportDraft) {
        self.summary.imported += 1;
        if !self.kind.is_sheet() && !self.judged.contains(&draft.place) {
            if let Some(lines) = self.lines_in.get_mut(&draft.place) {
                lines.add(line);
            } else {
                let mut lines = LineNumbers::default();
                lines.add(line);
                self.lines_in.insert(draft.place.clone(), lines);
            }
        }
        if draft.doubts.is_empty() {
            return;
        }
        self.summary.doubtful += 1;
        let questions = draft
            .doubts
            .into_iter()
            .map(|problem| (problem.field, problem.complaint));
        self.notes.doubtful.add(|| DoubtfulRow {
            line,
            name: draft.name,
            questions: questions.collect(),
        });
    }
}
