//! What keeps a key from getting its line.

use super::say::messages;

messages! {
    /// Why a line of `authorized_keys` is not made.
    AccessFault {
        NoKey =>
            "没有公钥；请给 ssh-keygen 生成的 .pub 文件",
            "there is no public key in it; give the .pub file of ssh-keygen";
        PrivateKey =>
            "这是私钥，不能离开本人的电脑；请给 .pub 文件",
            "it is a private key, which never leaves its owner's computer; give the .pub file";
        OtherForm =>
            "是另一种格式的公钥；请先用 ssh-keygen -i -f 转换",
            "the public key is in another form; convert it with ssh-keygen -i -f first";
        ManyKeys { count: usize } =>
            "有 {count} 行；一行只给一把公钥",
            "it has {count} lines; one line is made for one key";
        Options =>
            "公钥前面有选项；请只留公钥本身",
            "options stand before the key; leave the key alone";
        UnknownType { named: String } =>
            "「{named}」不是可用的公钥类型；请用 ssh-keygen -t ed25519 生成",
            "\"{named}\" is no type of key that can be used; make one with ssh-keygen -t ed25519";
        OtherType { named: String } =>
            "公钥写着 {named}，内容却不是；请重新导出",
            "the key says {named} and is something else; export it again";
        Broken => "公钥不完整；请重新复制整行", "the key is not whole; copy the whole line again";
        Invisible { text: String } =>
            "「{text}」里有看不见的字符；请重新输入",
            "there is an invisible character in \"{text}\"; type it again";
        ClerkNeedsTown =>
            "填报人须用 --town 写明所管的镇",
            "a clerk needs --town for each town that may be changed";
        KindsAreForInspectors => "--kind 只用于审核人", "--kind is for inspectors";
        AdminIsNotLimited =>
            "管理员不限地方和类别；请去掉 --town 和 --kind",
            "an admin is not limited; leave out --town and --kind";
        NotAbsolute { path: String } =>
            "{path} 不是完整路径；--program 须从 / 写起",
            "{path} is not a whole path; --program begins with /";
        PathNotUtf8 { path: String } =>
            "路径 {path} 不是 UTF-8，不能写进这一行",
            "the path {path} is not UTF-8 and cannot stand in the line";
    }
}
