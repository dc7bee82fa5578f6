//! What it costs to type a sheet of ten short facilities, in keys. How they are counted stands in
//! `benches/entry/keys.rs`; the bench `entry` measures the same with the real program.

#[path = "../../benches/entry/keys.rs"]
mod keys;
#[path = "../../benches/entry/short.rs"]
mod short;

use crate::support::{Harness, day, lishui};
use keys::{Count, Press, Route};
use taizhang::i18n::Lang;
use taizhang::tui::terminal::input::Code;

const TOWN: &str = "331122101";
/// The most keys for each character, beyond one for each field.
const MOST: f64 = 1.10;

fn press(h: &mut Harness, press: Press) {
    match press {
        Press::Character(c) => h.text(c.encode_utf8(&mut [0; 4])),
        Press::Enter => h.key(Code::Enter),
        Press::Tab => h.key(Code::Tab),
        Press::Up => h.key(Code::Up),
        Press::Save => h.key(Code::F(2)),
    };
}

#[test]
fn ten_short_facilities_cost_little_more_than_their_characters() {
    let pack = lishui();
    let kind = pack.kind("library").unwrap();
    let route = Route::new(&pack, kind, day());
    for lang in [Lang::Zh, Lang::En] {
        let mut h = Harness::new(lang);
        h.keys(&[Code::Right, Code::Enter, Code::F(4)]);
        let mut count = Count::default();
        for data in short::libraries() {
            for key in route.keys(&data, &mut count) {
                press(&mut h, key);
            }
            while ["为何仍填此值", "Why is this value right"]
                .iter()
                .any(|title| h.screen().contains(title))
            {
                h.text("1");
                count.keys += 1;
            }
            let saved = data["name"];
            assert!(h.screen().contains(saved), "{saved}\n{}", h.screen());
        }
        let kept = h.store().facilities(kind, TOWN).unwrap();
        for data in short::libraries() {
            let mut found = kept.iter().filter(|kept| kept.name() == data["name"]);
            let facility = found.next().unwrap();
            for (code, written) in &data {
                let wanted = kind
                    .field(code)
                    .unwrap()
                    .parse(&route.value(written))
                    .unwrap();
                assert_eq!(
                    facility.values.get(*code),
                    wanted.as_ref(),
                    "{code} of {}",
                    data["name"]
                );
            }
        }
        let figure = count.per_character();
        assert!(figure <= MOST, "{figure:.3}: {count:?}");
    }
}
