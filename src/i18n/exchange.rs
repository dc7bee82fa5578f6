//! Exchange files.

use super::numbers::ChangeNumbers;
use super::say::{Text, messages};

messages! {
    /// What is outside the places that a file is limited to.
    LimitMsg {
        Act { what: Text, places: Text, author: String, at: String, change: String } =>
            "  {what}：{places}；{author}，{at}，{change}",
            "  {what}: {places}; {author}, {at}, {change}";
        Quarter => "关账或重开", "a close or reopening of a quarter";
        EveryPlace => "所有地方", "every place";
    }
}

messages! {
    /// What handing on tells, and what an exchange file says of itself.
    ExchangeMsg {
        Made { path: String } =>
            "已生成交换文件并检查：{path}；对方用 taizhang merge 并入",
            "made and checked the exchange file {path}; the other side merges it with taizhang merge";
        Changes { site: String, changes: ChangeNumbers } =>
            "  {site}：{changes}",
            "  {site}: {changes}";
        Nothing { change: String } =>
            "{change} 之后没有新的修改和审核意见，未生成交换文件",
            "nothing new since {change}; no file was made";
        NothingYet =>
            "此文件新建或恢复以来没有保存过修改，未生成交换文件；恢复以前保存的修改，对方若没有，用 --from 站点:1 交出，站点见 taizhang verify 快照",
            "nothing was saved in this file since it was created or restored, so no file was made; to hand on what was saved before a restore, use --from SITE:1; taizhang verify SNAPSHOT lists the sites";
        MadeAt { at: String, author: String, program: String } =>
            "交换文件，{author} 生成于 {at}，程序 {program}",
            "an exchange file, made {at} by {author} with taizhang {program}";
        Holds { changes: usize, findings: usize, keyed: usize }
            (changes_word = changes "change" "changes", review = findings "act of review" "acts of review", entries = keyed "second entry" "second entries") =>
            "{changes} 次修改，审核意见 {findings} 条，复录 {keyed} 项",
            "{changes} {changes_word}, {findings} {review}, {keyed} {entries}";
    }
}
