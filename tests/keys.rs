//! Keys named in messages come from the table of commands: with other keys, other names are said.
//! The names are set once a process, so this test stands alone in its file.

mod support;

use support::Harness;
use taizhang::i18n::{KeyOf, Lang, set_key_names};
use taizhang::tui::terminal::input::Code;

/// Fails unless the screen names a key by what it does.
#[track_caller]
fn says(h: &Harness, key: KeyOf) {
    let (screen, name) = (h.screen(), changed(key));
    assert!(screen.contains(&name), "{name} in\n{screen}");
}

/// The name of a key that no table has.
fn changed(key: KeyOf) -> String {
    format!("*{key:?}*")
}

#[test]
fn a_key_that_changes_is_named_as_it_is_then() {
    set_key_names(changed);
    for lang in [Lang::Zh, Lang::En] {
        let mut h = Harness::new(lang);
        h.key(Code::Esc);
        says(&h, KeyOf::Leave);
        h.keys(&[Code::Right, Code::Enter]);
        says(&h, KeyOf::New);
        h.key(Code::F(4)).text("示例图书馆").ctrl('k');
        h.key(Code::F(1));
        says(&h, KeyOf::NextField);
        says(&h, KeyOf::Undo);
        says(&h, KeyOf::Redo);
        says(&h, KeyOf::Carry);
        h.keys(&[Code::Esc, Code::F(2)]);
        says(&h, KeyOf::Back);
        h.text("示例分馆")
            .keys(&[Code::Tab; 5])
            .text("x")
            .key(Code::F(2));
        says(&h, KeyOf::NextProblem);
        h.key(Code::Esc);
        says(&h, KeyOf::Drafts);
    }
}
