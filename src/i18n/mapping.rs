//! What people say of a file that the file does not say itself.

use super::refusal::Refusal;
use super::say::{Text, messages};

messages! {
    /// Why what was said of columns and values cannot be.
    MapFault {
        BadMap { text: String } =>
            "--map「{text}」须写成 列名=字段",
            "--map \"{text}\" must be COLUMN=FIELD";
        NoSuchZone { name: String } =>
            "没有时区「{name}」；请写成如 Asia/Shanghai",
            "there is no time zone \"{name}\"; write it as Asia/Shanghai";
        BadSeparator { text: String } =>
            "--delimiter「{text}」须为一个符号，或 tab",
            "--delimiter \"{text}\" must be one sign, or tab";
        NoColumn { name: String } =>
            "--map 指定的列「{name}」不在表头中",
            "--map names the column \"{name}\", which is not in the header";
        NoField { name: String, known: Text } =>
            "--map 指定的字段「{name}」不存在；可用：{known}",
            "--map names the field \"{name}\", which does not exist; use one of {known}";
        MappedTwice { column: String, first: String, second: String } =>
            "--map 为列「{column}」指定了两个字段：{first} 和 {second}；请保留一个，一格含两个值的写 {column}={first},{second}",
            "--map gives the column \"{column}\" two fields, {first} and {second}; keep one, or write {column}={first},{second} if its cells hold both";
        BadColumn { column: String, field: String } =>
            "[columns] 中的「{column}」=「{field}」无效；请写成 \"列名\" = \"字段\"，\"*\" 只能对应 \"\"",
            "[columns] has \"{column}\" = \"{field}\"; write \"COLUMN\" = \"FIELD\"; \"*\" can only be \"\"";
        NoFieldOfColumn { column: String, field: String, known: Text } =>
            "[columns] 中列「{column}」的字段「{field}」不存在；可用：{known}",
            "[columns] gives \"{column}\" the field \"{field}\", which does not exist; use one of {known}";
        BadSet { text: String } =>
            "--set「{text}」须写成 字段=值",
            "--set \"{text}\" must be FIELD=VALUE";
        NoFieldToSet { name: String, known: Text } =>
            "指定值的字段「{name}」不存在；可用：{known}",
            "a value is set for the field \"{name}\", which does not exist; use one of {known}";
        SetTwice { field: String, first: String, second: String } =>
            "「{field}」指定了两个值：{first} 和 {second}；请保留一个",
            "\"{field}\" is set to {first} and to {second}; keep one";
        BadValue { field: String, refusal: Refusal } =>
            "为「{field}」指定的值：{refusal}",
            "the value set for \"{field}\": {refusal}";
    }
}
