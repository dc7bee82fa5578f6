//! The packs that are shipped, and what is refused in one.

use taizhang::domain::pack::{Fault, Pack};
use taizhang::i18n::{Lang, Say};

const LISHUI: &str = include_str!("../seeds/lishui-2022-72.toml");
const KENYA: &str = include_str!("kenya/pack.toml");

fn said(faults: &[Fault]) -> String {
    faults.iter().map(|fault| fault.say(Lang::En)).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_pack_that_is_shipped_reads_without_a_fault() {
    for text in [LISHUI, KENYA] {
        let pack = Pack::read(text).map_err(|faults| said(&faults));
        assert!(pack.is_ok(), "{}", pack.unwrap_err());
    }
}
