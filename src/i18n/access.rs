//! What keeps a key from getting its line.

use super::say::messages;

messages! {
    /// Why a line of `authorized_keys` is not made.
    AccessFault {
        NoKey =>
            "没有公钥；请给 ssh-keygen 生成的 .pub 文件",
            "it holds no public key; give the .pub file of ssh-keygen";
        PrivateKey =>
            "这是私钥，须由本人自行保管；请改用 .pub 文件",
            "it is a private key, which must not leave its owner's computer; give the .pub file";
        OtherForm =>
            "是另一种格式的公钥；请先用 ssh-keygen -i -f 转换",
            "the public key has another format; convert it with ssh-keygen -i -f first";
        ManyKeys { count: usize } (lines = count "line" "lines") =>
            "有 {count} 行；一行只给一把公钥",
            "it has {count} {lines}; give one key, on one line";
        Options =>
            "公钥前面有选项；请只留公钥本身",
            "there are options before the key; leave only the key itself";
        UnknownType { named: String } =>
            "「{named}」不是可用的公钥类型；请用 ssh-keygen -t ed25519 生成",
            "\"{named}\" is not a usable type of key; make a key with ssh-keygen -t ed25519";
        OtherType { named: String } =>
            "公钥标注为 {named}，内容不符；请重新导出",
            "the key is labelled {named} but is of another type; export it again";
        Broken => "公钥不完整；请重新复制整行", "the key is incomplete; copy the whole line again";
        Invisible { text: String } =>
            "「{text}」中有不可见字符；请重新输入",
            "\"{text}\" contains an invisible character; type it again";
        ClerkNeedsTown =>
            "填报人须用 --town 写明所管的镇",
            "a clerk needs --town for each town to fill in";
        KindsAreForInspectors => "--kind 只用于审核人", "--kind is for inspectors";
        AdminIsNotLimited =>
            "管理员不限地方和类别；请去掉 --town 和 --kind",
            "an admin is not limited to places or kinds; leave out --town and --kind";
        NotAbsolute { path: String } =>
            "{path} 不是完整路径；--program 须从 / 写起",
            "{path} is not an absolute path; --program must begin with /";
        PathNotUtf8 { path: String } =>
            "路径 {path} 不是 UTF-8，不能写进这一行",
            "the path {path} is not UTF-8 and cannot be written into the line";
    }
}
