//! Tables from strangers, CSV and XLSX: any bytes are rows or refused, and the ledger stays whole.

#![no_main]

mod rehearsal;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| rehearsal::rehearse(bytes));
