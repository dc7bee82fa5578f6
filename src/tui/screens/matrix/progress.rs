//! What a table of places shows of records beside its cells: where nothing is entered, and how far
//! each place is.

use super::Matrix;
use crate::domain::verdict::{Standing, Verdict};
use crate::i18n::{Lang, Say, ScreenMsg};
use crate::store::{GroupCounts, PlaceProgress};
use crate::tui::text;

impl Matrix {
    pub(super) fn progress(&self, row: usize) -> Option<&PlaceProgress> {
        self.beside.get(row).map(|(_, progress)| progress)
    }

    /// The name of the place above that of a row.
    pub(super) fn above(&self, row: usize) -> &str {
        self.beside.get(row).map_or("", |(name, _)| name)
    }

    /// Whether what is not met has nothing on record to be judged by.
    pub(super) fn is_nothing_entered(&self, row: usize, standing: &Standing) -> bool {
        let is_open = matches!(standing.verdict, Verdict::Short | Verdict::Unknown);
        let progress = self.progress(row);
        is_open && progress.is_some_and(|row| row.nothing_entered.contains(&standing.requirement))
    }

    /// The same of all that is counted in the cell of a group.
    pub(super) fn is_nothing_of_group(
        &self,
        row: usize,
        column: usize,
        counts: GroupCounts,
    ) -> bool {
        let Some((progress, group)) = self.progress(row).zip(self.pack.groups.get(column)) else {
            return false;
        };
        let of_group = |code: &&String| {
            let asked = self.pack.requirement(code);
            asked.is_some_and(|asked| asked.group.as_ref() == Some(&group.code))
        };
        let nothing = progress.nothing_entered.iter().filter(of_group).count();
        nothing > 0 && nothing == counts.total()
    }

    /// How far the place of the cursor is, with its name and that of the place above, as much as fits.
    pub(super) fn progress_line(&self, room: usize, lang: Lang) -> Option<String> {
        let row = self.rows.at.checked_sub(self.loaded)?;
        let progress = self.progress(row).filter(|progress| progress.asked > 0)?;
        let name = &self.place()?.name;
        let above = self.above(row);
        let path = if above.is_empty() {
            name.clone()
        } else {
            format!("{above} > {name}")
        };
        let words = said(progress, lang);
        let brief = briefly(progress, lang);
        [
            format!("{path}  {words}"),
            format!("{path}  {brief}"),
            format!("{above} {brief}"),
        ]
        .into_iter()
        .find(|line| text::width(line) <= room)
        .or(Some(brief))
    }
}

fn said(progress: &PlaceProgress, lang: Lang) -> String {
    ScreenMsg::PlaceProgress {
        entered: progress.entered,
        asked: progress.asked,
        complete: progress.complete,
        approved: progress.approved,
        records: progress.records,
    }
    .say(lang)
}

fn briefly(progress: &PlaceProgress, lang: Lang) -> String {
    ScreenMsg::ProgressBriefly {
        entered: progress.entered,
        asked: progress.asked,
        complete: progress.complete,
        approved: progress.approved,
        records: progress.records,
    }
    .say(lang)
}

/// The heads of the columns that say how far each place is.
pub(super) const HEADS: [ScreenMsg; 3] = [
    ScreenMsg::EnteredHead,
    ScreenMsg::CompleteHead,
    ScreenMsg::ApprovedHead,
];

/// What stands in them; nothing of a place that is asked for no records of its own.
pub(super) fn cells(progress: &PlaceProgress) -> [String; 3] {
    if progress.asked == 0 {
        return [(); 3].map(|()| "-".to_owned());
    }
    let of = |count: usize, all: usize| format!("{count}/{all}");
    [
        of(progress.entered, progress.asked),
        of(progress.complete, progress.records),
        of(progress.approved, progress.records),
    ]
}
