//! The words of a record's history.

use super::say::messages;

messages! {
    /// What a history calls things that are no fields.
    HistoryMsg {
        Kind => "类别", "Kind";
        Place => "地方", "Place";
        Deleted => "删除", "Deleted";
        Reasons => "存疑理由", "Reasons for doubtful values";
        Empty => "（空）", "(empty)";
        Yes => "是", "yes";
        No => "否", "no";
        Imported { file: String, digest: String } =>
            "导入 {file} sha256:{digest}",
            "import {file} sha256:{digest}";
        Moved { from: String, to: String } => "由{from}改到{to}", "moved from {from} to {to}";
        MovedKind { from: String, to: String } => "由{from}改为{to}", "moved from {from} to {to}";
        PlaceMerged { from: String, into: String, on: String } =>
            "{from}自 {on} 起并入{into}",
            "{from} merged into {into} on {on}";
    }
}
