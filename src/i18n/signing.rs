//! Signatures of files that are handed on, and the keys behind them.

use super::say::messages;

messages! {
    /// What is wrong with the signature of a file, or with whose it is.
    SigningFault {
        NotASignature =>
            "签名文件（.sig）不是 SSH 签名，或不完整；请对方重新签名，或重新复制",
            "the .sig file beside it is no SSH signature, or incomplete; have the file signed again, or copy the signature again";
        Unreadable =>
            "旁边的签名文件（.sig）无法读取；请检查权限，且须是普通文件",
            "the .sig file beside it cannot be read; check its permissions, and that it is a regular file";
        OtherNamespace { namespace: String } =>
            "签名用途为 {namespace}，应为 taizhang-exchange；请对方用 taizhang exchange --sign 或 ssh-keygen -Y sign -n taizhang-exchange 重新签名",
            "the signature is for the namespace {namespace}, not taizhang-exchange; have it made again with taizhang exchange --sign or ssh-keygen -Y sign -n taizhang-exchange";
        UnsupportedKey { named: String } =>
            "{named} 密钥的签名本程序无法检查；请改用 ed25519 密钥",
            "signatures by {named} keys cannot be checked by this program; use an ed25519 key";
        Differs { key: String } =>
            "签名与文件不符（密钥 {key}）：文件或签名被改动过，或签名属于另一个文件",
            "the signature does not match the file (key {key}): one of them was altered, or the signature is of another file";
        UnknownKey { key: String } =>
            "签名的密钥 {key} 不在名单中，不能确定是谁的",
            "the file is signed with the key {key}, which is not in the list of signers";
        NotForExchange { name: String } =>
            "{name}的密钥在名单中限于其他用途（namespaces），不能签此类文件",
            "the list of signers allows the key of {name} for other namespaces only";
        NotYetValid { name: String, at: String } =>
            "{name}的密钥从 {at} 起才有效",
            "the key of {name} is not valid before {at}";
        Expired { name: String, at: String } =>
            "{name}的密钥已于 {at} 失效",
            "the key of {name} expired at {at}";
        Unsigned =>
            "文件没有签名：旁边没有 .sig 文件",
            "the file is not signed: there is no .sig file beside it";
    }
}

messages! {
    /// What is wrong with a list of signers.
    SignerListFault {
        NotUtf8 => "不是 UTF-8 文本；请另存为 UTF-8", "not UTF-8 text; save it as UTF-8";
        Empty =>
            "名单中没有签名人；每行一人：姓名、公钥",
            "nobody is in the list of signers; it has one line for each: name and public key";
        Unclear { line: usize } =>
            "第 {line} 行不是“姓名 公钥”的格式（ssh-keygen 的 allowed_signers）",
            "line {line} is not a name and a public key (the allowed_signers form of ssh-keygen)";
        Key { line: usize } =>
            "第 {line} 行的公钥不完整或类型不明",
            "the public key in line {line} is incomplete or of an unknown type";
        Authority { line: usize } =>
            "第 {line} 行是证书颁发密钥（cert-authority），不受支持；请列出签名人本人的公钥",
            "line {line} is a cert-authority, which is not supported; list the keys of the signers themselves";
        Option { line: usize, option: String } =>
            "第 {line} 行的选项 {option} 不受支持；可用 namespaces、valid-after、valid-before",
            "line {line} has the option {option}, which is not supported; use namespaces, valid-after and valid-before";
        Time { line: usize, time: String } =>
            "第 {line} 行的时间 {time} 有误；写作 YYYYMMDD 或 YYYYMMDDHHMM，UTC 时间后加 Z",
            "line {line} has the time {time}; write YYYYMMDD or YYYYMMDDHHMM, with a Z behind it for UTC";
    }
}

messages! {
    /// Why nothing is signed with a key.
    KeyFault {
        NoPrivateKey =>
            "其中没有私钥；请指定 ssh-keygen 生成的私钥文件（不带 .pub）",
            "it holds no private key; give the file that ssh-keygen made, without .pub";
        IsPublic =>
            "这是公钥；签名须用私钥（不带 .pub 的文件）",
            "it is a public key; signing needs the private key, the file without .pub";
        Putty =>
            "这是 PuTTY 的私钥；请在 PuTTYgen 中用 Conversions > Export OpenSSH key (new format) 导出",
            "it is a PuTTY key; export it with Conversions > Export OpenSSH key (new format) of PuTTYgen";
        OldForm =>
            "私钥是旧格式；请先用 ssh-keygen -p -f 转换为 OpenSSH 格式",
            "the private key has an older form; convert it with ssh-keygen -p -f first";
        Damaged =>
            "私钥不完整、已损坏，或本程序不能读取；请检查文件，或先生成文件，再用 ssh-keygen -Y sign -n taizhang-exchange 签名",
            "the private key is incomplete, damaged or not readable for this program; check it, or sign the file afterwards with ssh-keygen -Y sign -n taizhang-exchange";
        CannotSign { named: String } =>
            "本程序不能用 {named} 密钥签名；请用 ssh-keygen -Y sign -n taizhang-exchange，或改用 ed25519 密钥",
            "this program cannot sign with a {named} key; use ssh-keygen -Y sign -n taizhang-exchange, or an ed25519 key";
        TooOpen { mode: String } =>
            "私钥文件的权限 {mode} 过宽，其他用户也能读取；请先运行 chmod 600",
            "permissions {mode} of the private key are too open: others can read it; run chmod 600 on it first";
        WrongPassphrase => "密码不对", "the passphrase is wrong";
        NoTerminal =>
            "私钥有密码，但没有终端可供输入；请在终端中运行，或先生成文件，再用 ssh-keygen -Y sign -n taizhang-exchange 签名（可用 ssh-agent）",
            "the private key has a passphrase and there is no terminal to ask for it; run it in one, or sign the file afterwards with ssh-keygen -Y sign -n taizhang-exchange, which can use ssh-agent";
        Cancelled => "已取消，未生成文件", "cancelled; no file was made";
    }
}

messages! {
    /// What is said of signatures.
    SigningMsg {
        AskPassphrase { path: String } => "私钥 {path} 的密码：", "passphrase of the key {path}: ";
        Signed { path: String, key: String } =>
            "  已签名：{path}，密钥 {key}",
            "  signed: {path}, key {key}";
        Added { name: String, key: String } =>
            "已加入签名人名单：{name}，密钥 {key}",
            "added to the list of signers: {name} with the key {key}";
        Removed { name: String, key: String } =>
            "已从签名人名单中删除：{name}，密钥 {key}",
            "removed from the list of signers: {name} with the key {key}";
        Nobody =>
            "签名人名单是空的；用 taizhang signers add 加入",
            "nobody is in the list of signers; add somebody with taizhang signers add";
        NowRequired =>
            "此后合并的文件须有名单中人的签名",
            "from now on files are merged only if somebody in the list signed them";
        NotRequiredAnyMore =>
            "此后合并的文件可以不签名",
            "from now on files are merged with or without a signature";
        AlreadyRequired => "本台账已要求签名", "this ledger requires signatures already";
        NeverRequired => "本台账没有要求签名", "this ledger does not require signatures";
        HeadRequired => "# 本台账要求签名", "# this ledger requires signatures";
        HeadNotRequired => "# 本台账不要求签名", "# this ledger does not require signatures";
        SignedBy { name: String, key: String } =>
            "由{name}签名，密钥 {key}",
            "signed by {name} with the key {key}";
        SignedWith { key: String } =>
            "签名与文件相符，密钥 {key}；用 --signers 名单可查是谁的",
            "the signature matches the file, key {key}; --signers FILE tells whose it is";
    }
}
