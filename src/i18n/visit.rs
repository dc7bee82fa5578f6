//! The words of visits on the spot.

use super::say::messages;

messages! {
    /// What visits and their results are called, and what is asked about them.
    VisitMsg {
        Agrees => "与记录相符", "as recorded";
        Differs => "与记录不符", "differs from the record";
        NotFound => "现场没有此设施", "no such facility there";
        Brief { on: String, result: String } => "{on} 现场核查：{result}", "visited on {on}: {result}";
        Persons { persons: String } => "核查人：{persons}", "present: {persons}";
        NotVisited => "未现场核查", "not visited";
        AskDate =>
            "现场核查日期（如 2026-11-30）：",
            "day of the visit (such as 2026-11-30):";
        AskPersons => "核查人，可多人，以顿号分隔：", "who was there, with commas between:";
        AskResult => "核查结果", "Result of the visit";
        AskRemark [Take] =>
            "说明；没有的直接按 {Take}：",
            "remark; just press {Take} for none:";
        AskPhotos [Take] =>
            "照片：名称、空格、SHA-256，多张以分号分隔；没有的直接按 {Take}：",
            "photos: name, space, SHA-256, with semicolons between; just press {Take} for none:";
        Title => "现场核查", "Site visit";
        Recorded { name: String } => "已登记现场核查：{name}", "site visit recorded: {name}";
        BadDate => "日期应为年-月-日，如 2026-11-30", "write the day as year-month-day, such as 2026-11-30";
        BadPhotos =>
            "每张照片应为名称、空格和 64 位小写十六进制 SHA-256",
            "each photo is a name, a space and its SHA-256 in 64 small hexadecimal digits";
    }
}
