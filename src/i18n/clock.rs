//! What is said of the machine's clock.

use super::say::messages;

messages! {
    /// What is wrong with the clock; whatever is saved bears its time.
    ClockMsg {
        Behind { now: String, last: String } =>
            "[!] 时钟慢了：现在 {now}，台账已到 {last}，请校准",
            "[!] clock behind: {now} here, {last} in the trail; set it";
        Strange { now: String } =>
            "[!] 时钟不对：现在 {now}，请校准",
            "[!] clock wrong: it says {now}; set it";
        AtSaving => "[!] 时钟不对，请校准", "[!] clock wrong; set it";
    }
}
