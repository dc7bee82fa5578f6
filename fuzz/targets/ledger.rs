//! Ledgers, snapshots and exchange files from strangers: any bytes are verified or refused, and the program stands.

#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use taizhang::store::audit::verify;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("stranger.db");
    fs::write(&file, bytes).unwrap();
    let _ = verify(&file, None);
    assert_eq!(fs::read(&file).unwrap(), bytes, "the file was written to");
});
