//! Policy packs: any text is a pack or a list of faults.

#![no_main]

use libfuzzer_sys::fuzz_target;
use taizhang::domain::policy::Pack;
use taizhang::i18n::{Lang, Say as _};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Pack::read(text) {
        Ok(pack) => assert_eq!(pack.text, text),
        Err(faults) => {
            assert!(!faults.is_empty());
            faults.iter().for_each(|fault| assert!(!fault.say(Lang::Zh).is_empty()));
        }
    }
});
