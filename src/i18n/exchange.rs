//! Exchange files.

use super::say::messages;

messages! {
    /// What handing on tells, and what an exchange file says of itself.
    ExchangeMsg {
        Made { path: String } =>
            "已做交换文件并检查：{path}；对方用 taizhang merge 并入",
            "made and checked the exchange file {path}; taizhang merge takes it in";
        Changes { site: String, first: i64, last: i64 } =>
            "  {site}：修改 {first} 至 {last} 号",
            "  {site}: changes {first} to {last}";
        Nothing { change: String } =>
            "{change} 之后没有新的修改和审核意见，没有生成交换文件",
            "nothing new after {change}; no file was made";
        NothingYet =>
            "这个文件新建或恢复以来还没有保存过修改，没有生成交换文件；恢复以前保存的，对方若还没有，用 --from 站点:1 交出，站点见 taizhang verify 快照",
            "nothing was saved in this file since it was made or restored, and no file was made; what was saved before a restore is handed on with --from SITE:1 to whoever lacks it, and taizhang verify SNAPSHOT lists the sites";
        MadeAt { at: String, author: String, program: String } =>
            "交换文件，{author} 做于 {at}，程序 {program}",
            "an exchange file, made {at} by {author} with taizhang {program}";
        Holds { changes: usize, findings: usize, keyed: usize } =>
            "{changes} 次修改，审核意见 {findings} 条，复录 {keyed} 项",
            "{changes} changes, {findings} acts of reviews, {keyed} second entries";
    }
}
