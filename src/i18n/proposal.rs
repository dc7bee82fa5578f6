//! What a file is taken for, before it is imported.

use super::say::{Text, messages};

messages! {
    /// A proposal of how a file is to be imported.
    ProposalMsg {
        Kind { kind: Text, code: String } => "类别：{kind}（{code}），按表头和文件名判断", "kind: {kind} ({code}), by headers and file name";
        KindSaid { kind: Text, code: String } => "类别：{kind}（{code}）", "kind: {kind} ({code})";
        Header { lines: String } => "表头在第 {lines} 行；各列：", "the header is on line {lines}; columns:";
        Column { header: String, entry: String, sure: Text, samples: String } =>
            "  {header} -> {entry}（{sure}）：{samples}",
            "  {header} -> {entry} ({sure}): {samples}";
        Out { header: String, samples: String } =>
            "  {header} -> 不导入：{samples}",
            "  {header} -> left out: {samples}";
        Entry { entry: String, unit: String } => "{entry}，单位 {unit}", "{entry}, in {unit}";
        Said => "已指明", "as said";
        ByName => "列名相同", "by name";
        ByAlias => "列名是别称", "by another name";
        BySimilarName { fit: usize, of: usize } =>
            "列名相近，{of} 个值中 {fit} 个符合，请核对",
            "similar name, and by its values, {fit} of {of} fit; check it";
        ByValues { fit: usize, of: usize } =>
            "按值判断，{of} 个值中 {fit} 个符合，请核对",
            "by its values, {fit} of {of} fit; check it";
        NoValues => "无值", "no values";
        Command { command: String } =>
            "核对后用此命令导入：{command}",
            "to import it like this, run: {command}";
    }
}
