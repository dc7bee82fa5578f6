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
            "listed {name}: {bytes} bytes, SHA-256 {sha256}";
        Known { name: String } => "{name} 早已登记", "{name} is listed already";
        Same { name: String } => "[OK] {name} 与登记时一致", "[OK] {name} is what was listed";
        Differs { name: String, sha256: String } =>
            "[!] {name} 与登记时不同，现为 SHA-256 {sha256}",
            "[!] {name} is not what was listed; its SHA-256 is {sha256} now";
        Missing { name: String } =>
            "[!] {name} 没有找到；请写出它的路径",
            "[!] {name} was not found; give its path";
        NotListed { name: String } => "[!] {name} 没有登记", "[!] {name} is not listed";
        NothingListed => "这条记录没有登记佐证文件", "no evidence is listed for this record";
    }
}
