//! Text on its way into a line: as a whole, whatever its length, and only as much as there is room
//! for.

use tui_input::{Input, InputRequest};

use crate::i18n::ScreenMsg;
use crate::tui::command::Command;
use crate::tui::context::Context;

/// The most characters of a name, a code or a part of them that is looked for.
pub(crate) const LONGEST_SEARCH: usize = 200;
/// The most characters of what somebody writes to somebody else.
const LONGEST_WORDS: usize = 2_000;

/// What did not go in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cut {
    /// Lines behind the first one.
    pub(crate) lines: usize,
    /// Characters for which there was no room.
    pub(crate) characters: usize,
    /// How many characters there is room for.
    pub(crate) limit: usize,
}

impl Cut {
    /// Says what did not go in, if anything did not.
    pub(crate) fn say(self, context: &mut Context) {
        let Self {
            lines,
            characters,
            limit,
        } = self;
        match (lines, characters) {
            (0, 0) => {}
            (count, 0) => context.say(ScreenMsg::PasteCut { count }),
            (0, count) => context.say(ScreenMsg::TooLongCut { count, limit }),
            (lines, count) => context.say(ScreenMsg::LinesAndTooLongCut {
                lines,
                count,
                limit,
            }),
        }
    }
}

/// The first line of what was typed, with a space for a tab, and how many lines there are behind
/// it.
pub(crate) fn first_line(typed: &str) -> (String, usize) {
    let mut lines = typed.trim_matches('\n').split('\n');
    let first = lines.next().unwrap_or_default().replace('\t', " ");
    (first, lines.count())
}

/// The beginning of a text for which there is room, and how many characters are left out.
pub(crate) fn fitting(text: &str, room: usize) -> (&str, usize) {
    let end = text
        .char_indices()
        .nth(room)
        .map_or(text.len(), |(end, _)| end);
    let (taken, cut) = text.split_at_checked(end).unwrap_or((text, ""));
    (taken, cut.chars().count())
}

/// Returns what a command does to a line that is typed; `None` of other commands.
pub(crate) const fn request_of(command: Command) -> Option<InputRequest> {
    Some(match command {
        Command::Left => InputRequest::GoToPrevChar,
        Command::Right => InputRequest::GoToNextChar,
        Command::First => InputRequest::GoToStart,
        Command::Last => InputRequest::GoToEnd,
        Command::EraseBack => InputRequest::DeletePrevChar,
        Command::EraseForward => InputRequest::DeleteNextChar,
        Command::ClearField => InputRequest::DeleteLine,
        _ => return None,
    })
}

/// Types words at the cursor of a line, as far as there is room for them.
pub(crate) fn type_words(line: &mut Input, typed: &str, context: &mut Context) {
    let typed = typed.replace(char::is_control, " ");
    insert(line, &typed, LONGEST_WORDS).say(context);
}

/// Puts a text into a line at the cursor, up to so many characters in the line.
pub(crate) fn insert(line: &mut Input, text: &str, limit: usize) -> Cut {
    let room = limit.saturating_sub(line.value().chars().count());
    let (taken, characters) = fitting(text, room);
    let (before, _) = fitting(line.value(), line.cursor());
    let after = line.value().get(before.len()..).unwrap_or_default();
    let cursor = line.cursor() + taken.chars().count();
    *line = Input::new([before, taken, after].concat()).with_cursor(cursor);
    Cut {
        lines: 0,
        characters,
        limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_in_at_the_cursor_with_the_cursor_behind_it() {
        let mut line = Input::new("壶中心".to_owned()).with_cursor(1);
        assert_eq!(insert(&mut line, "镇", 10).characters, 0);
        assert_eq!((line.value(), line.cursor()), ("壶镇中心", 2));
        assert_eq!(
            insert(&mut line, "", 2),
            Cut {
                lines: 0,
                characters: 0,
                limit: 2
            }
        );
        assert_eq!((line.value(), line.cursor()), ("壶镇中心", 2));
    }

    #[test]
    fn there_goes_in_what_there_is_room_for_and_the_rest_is_counted() {
        let mut line = Input::new("ab".to_owned());
        assert_eq!(
            insert(&mut line, "壶镇卫生院", 5),
            Cut {
                lines: 0,
                characters: 2,
                limit: 5
            }
        );
        assert_eq!((line.value(), line.cursor()), ("ab壶镇卫", 5));
        assert_eq!(insert(&mut line, "x", 5).characters, 1);
        assert_eq!(
            insert(&mut line, "xy", 4).characters,
            2,
            "a line that is too long already takes nothing more"
        );
        let mut line = Input::default();
        assert_eq!(
            insert(&mut line, &"长".repeat(60_000), 300).characters,
            59_700
        );
        assert_eq!(line.value().chars().count(), 300);
    }

    #[test]
    fn of_several_lines_the_first_is_taken() {
        assert_eq!(first_line("\n甲\t乙\n丙\n\n丁\n"), ("甲 乙".to_owned(), 3));
        assert_eq!(first_line("甲"), ("甲".to_owned(), 0));
    }
}
