//! What people say of a file that the file does not say itself.

use super::refusal::Refusal;
use super::say::{Text, messages};

messages! {
    /// Why what was said of columns and values cannot be.
    MapFault {
        BadMap { text: String } =>
            "--map「{text}」须写成 列名=字段",
            "--map \"{text}\" must be COLUMN=FIELD";
        NoColumn { name: String } =>
            "--map 所说的列「{name}」不在表头里",
            "--map names the column \"{name}\", which the header does not have";
        NoField { name: String, known: Text } =>
            "--map 所说的字段「{name}」没有；字段有：{known}",
            "--map names the field \"{name}\", which there is not; fields are {known}";
        MappedTwice { column: String, first: String, second: String } =>
            "--map 给列「{column}」指了两个字段：{first} 和 {second}；请留一个",
            "--map gives the column \"{column}\" two fields, {first} and {second}; keep one of them";
        BadColumn { column: String, field: String } =>
            "[columns] 里的「{column}」=「{field}」不成；请写 \"列名\" = \"字段\"，\"*\" 只能等于 \"\"",
            "[columns] has \"{column}\" = \"{field}\"; write \"COLUMN\" = \"FIELD\", and for \"*\" nothing but \"\"";
        NoFieldOfColumn { column: String, field: String, known: Text } =>
            "[columns] 里列「{column}」的字段「{field}」没有；字段有：{known}",
            "[columns] gives \"{column}\" the field \"{field}\", which there is not; fields are {known}";
        BadSet { text: String } =>
            "--set「{text}」须写成 字段=值",
            "--set \"{text}\" must be FIELD=VALUE";
        NoFieldToSet { name: String, known: Text } =>
            "给定值的字段「{name}」没有；字段有：{known}",
            "a value is set for the field \"{name}\", which there is not; fields are {known}";
        SetTwice { field: String, first: String, second: String } =>
            "「{field}」给了两个值：{first} 和 {second}；请留一个",
            "\"{field}\" is set to {first} and to {second}; keep one of them";
        BadValue { field: String, refusal: Refusal } =>
            "给「{field}」的值：{refusal}",
            "the value that is set for \"{field}\": {refusal}";
    }
}
