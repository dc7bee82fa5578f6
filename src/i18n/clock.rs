//! What is said of the machine's clock.

use super::say::messages;

messages! {
    /// What is wrong with the clock; whatever is saved bears its time.
    ClockMsg {
        Behind { now: String, last: String } =>
            "[!] 时钟偏慢：现为 {now}，台账已至 {last}，请校准",
            "[!] clock behind: {now}, the ledger is at {last}; set it";
        Strange { now: String } =>
            "[!] 时钟有误：现为 {now}，请校准",
            "[!] clock wrong: it shows {now}; set it";
        AtSaving => "[!] 时钟有误，请校准", "[!] clock wrong; set it";
    }
}
