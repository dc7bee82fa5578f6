//! The words of evidence.

use super::say::messages;

messages! {
    /// What files of evidence are, and what becomes of them.
    EvidenceMsg {
        Photo => "照片", "photo";
        Plan => "图纸", "plan";
        Certificate => "证书", "certificate";
        Approval => "批复", "approval";
        Contract => "合同", "contract";
        Other => "其他", "other";
        Line { kind: String, name: String, date: String, sha256: String } =>
            "{kind}  {name}  {date}  SHA-256 {sha256}",
            "{kind}  {name}  {date}  SHA-256 {sha256}";
        Files => "佐证文件", "Evidence files";
        Added { name: String, bytes: String, sha256: String } =>
            "已登记 {name}：{bytes} 字节，SHA-256 {sha256}",
            "listed {name} ({bytes} B, SHA-256 {sha256})";
        Known { name: String } => "{name} 已登记过", "{name} is already listed";
        Same { name: String } =>
            "[OK] {name} 与登记时一致",
            "[OK] {name} is the same as when it was listed";
        Differs { name: String, sha256: String } =>
            "[!] {name} 与登记时不同，现为 SHA-256 {sha256}",
            "[!] {name} differs from what was listed; its SHA-256 is now {sha256}";
        Missing { name: String } =>
            "[!] 未找到 {name}；请写明路径",
            "[!] {name} not found; give its path";
        NotListed { name: String } => "[!] {name} 没有登记", "[!] {name} is not listed";
        NothingListed => "这条记录没有登记佐证文件", "no evidence is listed for this record";
    }
}
