//! What is said of work that a screen does between keys.

use super::say::messages;

messages! {
    /// How far such work is.
    WorkMsg {
        Sorting { percent: usize } => "正在排序，已完成 {percent}%", "sorting: {percent} % done";
        Narrowing { percent: usize } => "正在筛选，已完成 {percent}%", "filtering: {percent} % done";
        Seeking { percent: usize } =>
            "正在找下一个问题：{percent}%；按任意键停止",
            "looking for the next problem: {percent} %; any key ends it";
        RowGone => "（已不在本清单中）", "(no longer in this list)";
        Judging { judged: usize, of: usize } =>
            "正在逐个检查，已查 {judged}/{of} 个",
            "checking each record: {judged} of {of} done";
        Searching { percent: usize } =>
            "正在查找其余各行：{percent}%",
            "searching other rows: {percent} %";
        SearchingPlaces => "正在查找各个地方", "searching the places";
        NotFoundYet [Take] =>
            "其余各行查完后再按 {Take}",
            "press {Take} again once the other rows are searched";
    }
}
