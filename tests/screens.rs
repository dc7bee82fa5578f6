//! Screens as keys in and text out, in both languages.

mod support;

use support::Harness;
use taizhang::i18n::Lang;
use taizhang::tui::terminal::input::Code;

#[test]
fn look() {
    for lang in [Lang::Zh, Lang::En] {
        let mut h = Harness::new(lang);
        println!("{}\n", h.screen());
        h.key(Code::Right).key(Code::Enter);
        println!("{}\n", h.screen());
        h.key(Code::F(4));
        println!("{}\n", h.screen());
        h.text("示例图书馆").key(Code::Enter).key(Code::Enter).key(Code::Enter).key(Code::Enter).text("2");
        println!("{}\n", h.screen());
        h.key(Code::Enter).text("1.2亩").key(Code::Enter).text("129");
        println!("{}\n", h.screen());
        h.key(Code::F(1));
        println!("{}\n", h.screen());
        h.key(Code::Esc).key(Code::Backspace).text("30").key(Code::F(2));
        println!("{}\n", h.screen());
        h.key(Code::Backspace);
        h.text("1３０").key(Code::F(2));
        println!("{}\n", h.screen());
        h.key(Code::Esc);
        println!("{}\n", h.screen());
        h.key(Code::Esc);
        println!("{}\n", h.screen());
        h.key(Code::F(4));
        println!("{}\n", h.screen());
    }
}
