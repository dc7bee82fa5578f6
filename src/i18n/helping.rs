//! Parts of helps that are told to some sessions only: they name keys that others do not have.

use super::say::messages;

messages! {
    /// What F1 says to those who may write, or to those who only read.
    HelpMsg {
        ListChangeHelp [Grid, New] =>
            "{New} 新增，{Grid} 逐行更新一项数据。",
            "{New} adds one, {Grid} updates one field row by row.";
        FormReadHelp [EachField] =>
            "只能查看。{EachField} 和方向键逐项走。",
            "For reading only. {EachField} and the arrows go from field to field.";
        GridReadHelp =>
            "每行一条记录，每列一项数据。只能查看。",
            "Each row is a record, with one of its fields. For reading only.";
    }
}
