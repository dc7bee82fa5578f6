//! The hub: a PostgreSQL database that carries the changes of many ledgers.

use super::numbers::ChangeNumbers;
use super::say::messages;

messages! {
    /// Why nothing was done with a hub, or not all of it.
    HubFault {
        BadUrl =>
            "地址写法不对，应如 postgresql://用户@主机:5432/数据库；密码里的特殊字符写成 %40 之类，或放进 ~/.pgpass",
            "not a usable address; it is written as postgresql://USER@HOST:5432/DATABASE, with special characters of a password as %40 and the like, or the password in ~/.pgpass";
        Unencrypted =>
            "离开本机的连接必须加密，不能用 sslmode=disable",
            "connections that leave this machine are encrypted; sslmode=disable is not possible";
        NoService { service: String } =>
            "服务文件里没有 {service}；应在 ~/.pg_service.conf 或 PGSERVICEFILE 所指的文件里",
            "there is no service {service}; it belongs in ~/.pg_service.conf or the file named by PGSERVICEFILE";
        BadService { service: String } =>
            "服务文件里 {service} 的设置有误",
            "a setting of the service {service} is not usable";
        PassFileOpen { path: String } =>
            "密码文件 {path} 其他用户也能读；请运行 chmod 600 {path}",
            "other users may read the password file {path}; run chmod 600 {path}";
        RootCertificate { path: String } =>
            "{path} 里没有可用的证书（PEM 格式）",
            "{path} holds no usable certificate in the form PEM";
        NoRoots =>
            "本机没有受信任的根证书；请安装 ca-certificates，或在地址后加 ?sslrootcert=文件",
            "this machine has no trusted root certificates; install ca-certificates, or add ?sslrootcert=FILE to the address";
        NoServer { detail: String } =>
            "连接不上服务器（{detail}）；请核对主机、端口和网络",
            "no connection to the server ({detail}); check host, port and network";
        NoTls =>
            "服务器不提供加密连接；请管理员打开 ssl",
            "the server offers no encrypted connection; have its administrator turn ssl on";
        Certificate { detail: String } =>
            "服务器的证书不可信（{detail}）；自签证书请在地址后加 ?sslrootcert=文件，主机名须与证书一致",
            "the certificate of the server cannot be trusted ({detail}); for one of your own add ?sslrootcert=FILE to the address, and use the host name that it is made for";
        Login =>
            "服务器拒绝登录；请核对用户名和密码",
            "the server refuses the login; check user and password";
        NoPassword =>
            "服务器要求密码；请写入 ~/.pgpass 或设置 PGPASSWORD",
            "the server asks for a password; put it into ~/.pgpass or set PGPASSWORD";
        NoDatabase =>
            "服务器上没有这个数据库；请先用 createdb 新建",
            "there is no such database on the server; make it with createdb first";
        OldServer { found: String, oldest: String } =>
            "服务器是 PostgreSQL {found}，须为 {oldest} 以上",
            "the server is PostgreSQL {found}; it has to be {oldest} or later";
        Encoding { found: String } =>
            "数据库的编码是 {found}，须为 UTF8；请用 createdb -E UTF8 新建",
            "the encoding of the database is {found}; make one with createdb -E UTF8";
        NotAHub =>
            "这个数据库还不是数据中心；请管理员先运行 taizhang hub init",
            "this database is not a hub yet; have its administrator run taizhang hub init first";
        SchemaTaken =>
            "数据库里已有名为 taizhang 的模式，并非本程序所建；请另用一个数据库",
            "the database has a schema named taizhang that this program did not make; use another database";
        OtherLedger { theirs: String, ours: String } =>
            "数据中心属于另一本台账（编号 {theirs}），此处是 {ours}；两本台账之间用 taizhang merge",
            "the hub is of another ledger (id {theirs}), this file is of {ours}; between ledgers use taizhang merge";
        NewerHub { found: i64, known: i64 } =>
            "数据中心由较新的程序建立（版本 {found}，本程序认识 {known}）；请升级 taizhang",
            "the hub was made by a newer program (version {found}, this one knows {known}); upgrade taizhang";
        NoPermission =>
            "此用户没有这个权限；请数据中心管理员用 taizhang hub allow 授权",
            "this login is not permitted to do that; the administrator of the hub grants it with taizhang hub allow";
        NoInitPermission =>
            "此用户没有这个权限，须由建立数据中心的用户或 taizhang_admin 的成员操作",
            "this login is not permitted to do that; it takes the login that made the hub, or a member of taizhang_admin";
        Full =>
            "数据中心的磁盘已满；请管理员腾出空间后重来",
            "the disk of the hub is full; have its administrator free some space, then do it again";
        Crowded =>
            "数据中心的连接已满；请稍后重来",
            "the hub has no connection free; do it again a little later";
        Cut =>
            "与数据中心的连接中断；已送达的不会丢失，重新运行即接着进行",
            "the connection to the hub was cut; nothing that arrived is lost, and the next run goes on from there";
        Server { detail: String } =>
            "数据中心报错：{detail}",
            "the hub says: {detail}";
        Forked { change: String } =>
            "{change} 在数据中心与此处不是同一次修改：数据中心被改动过，或有一份台账是直接复制的（未用 taizhang restore），两份都继续使用；请先查明",
            "{change} is not the same change on the hub as here: the hub was altered, or a ledger was copied (without taizhang restore) and both copies stayed in use; find out which first";
        Altered { change: String } =>
            "数据中心的修改链在 {change} 处不成立：该处或之前的内容被改动过；未取回任何内容",
            "the chain of changes on the hub breaks at {change}: it or an earlier one was altered; nothing was taken in";
        SiteOfOther { site: String, login: String } =>
            "站点 {site} 由另一用户上传，{login} 不能接着上传；请管理员核实后运行 taizhang hub allow {login} --site {site}",
            "the site {site} belongs to another login, so {login} may not add to it; have the administrator check that and run taizhang hub allow {login} --site {site}";
        ParentNotThere { change: String, parent: String, site: String } =>
            "{change} 所依据的 {parent}，数据中心还没有，其他文件无法取回；请先由站点 {site} 的一方上传",
            "{change} is based on {parent}, which the hub does not have, so nobody could take it in; have the file of the site {site} pushed first";
        ClockAhead { change: String, at: String } =>
            "{change} 的时间为 {at}，比服务器的时间晚一天以上：有一方时钟有误；到该时间后再上传，或核对服务器时钟",
            "{change} is dated {at}, more than a day after the time of the server: one of the clocks is wrong. Push after that time, or have the clock of the server checked";
        PackMissingThere { pack: String } =>
            "数据中心没有政策包 {pack}；请管理员载入后运行 taizhang hub init 更新",
            "the hub does not have the pack {pack}; have its administrator load it and run taizhang hub init, which renews the packs";
        PackNewerThere { pack: String, theirs: String, ours: String } =>
            "政策包 {pack} 与数据中心的不同：数据中心的较新（{theirs} 载入，此处 {ours}）；请先用 taizhang pack load 载入",
            "the pack {pack} is not that of the hub, which is newer (loaded {theirs}, here {ours}); load it here with taizhang pack load first";
        PackNewerHere { pack: String, theirs: String, ours: String } =>
            "政策包 {pack} 与数据中心的不同：此处的较新（{ours} 载入，数据中心 {theirs}）；请管理员载入后运行 taizhang hub init 更新",
            "the pack {pack} is not that of the hub, which is older (loaded {theirs}, here {ours}); have its administrator load the new one and run taizhang hub init, which renews the packs";
        NeedsSignatures =>
            "本台账只并入有签名的文件，数据中心的内容没有签名，不能并入；请用签名的交换文件",
            "this ledger takes in signed files only, and what comes from a hub is not signed; use signed exchange files";
        Unstorable { change: String } =>
            "{change} 里有数据中心无法保存的字符（零字符），不能上传",
            "{change} holds a character that the hub cannot store (a zero byte), so it cannot be pushed";
        NoSuchLogin { login: String } =>
            "服务器上没有用户 {login}；请先用 createuser 新建",
            "there is no login {login} on the server; make it with createuser first";
        NothingToAllow =>
            "须写明授权什么：--town、--site、--reader 或 --admin",
            "say what is allowed: --town, --site, --reader or --admin";
        Cancelled => "已取消；已送达的不会丢失", "cancelled; nothing that arrived is lost";
    }
}

messages! {
    /// What is told of a hub.
    HubMsg {
        Connecting => "正在连接数据中心", "connecting to the hub";
        Checking => "正在核对数据中心", "checking the hub";
        Sending { done: usize, of: usize } =>
            "正在上传：{done}/{of}",
            "pushing: {done}/{of}";
        SendingState { done: usize, of: usize } =>
            "正在更新各地现状：{done}/{of}",
            "updating the current state of places: {done}/{of}";
        Gathering { changes: usize } (changes_word = changes "change" "changes") =>
            "已取回 {changes} 次修改",
            "fetched {changes} {changes_word}";
        Made { hub: String } =>
            "已建立数据中心 {hub}；下一步：taizhang hub push，然后用 taizhang hub allow 给各镇授权",
            "made the hub {hub}; next: taizhang hub push, then grant each town its rights with taizhang hub allow";
        Renewed { hub: String } =>
            "数据中心 {hub} 已经建立；视图、政策包和地名表已更新",
            "the hub {hub} was there already; its views, packs and places are up to date";
        Pushed { site: String, changes: ChangeNumbers } =>
            "  {site}：已上传{changes}",
            "  {site}: pushed {changes}";
        PushDone => "已上传", "pushed";
        NothingToPush => "没有要上传的修改", "no change to push";
        States { places: usize } (places_word = places "place" "places") =>
            "  已更新 {places} 个地方的现状",
            "  current state of {places} {places_word} updated";
        StatesLeft { places: usize } (places_word = places "place" "places") =>
            "  [i] {places} 个地方的现状未更新：数据中心有此处没有的修改；请运行 taizhang hub sync",
            "  [i] current state of {places} {places_word} not updated: the hub knows changes that this file does not; run taizhang hub sync";
        OlderStates { places: usize } (places_word = places "place" "places") =>
            "  {places} 个地方的现状待更新",
            "  current state of {places} {places_word} is to be updated by the next push";
        NotSent { site: String, changes: ChangeNumbers } =>
            "  [i] {site} 的{changes}未上传：属于其他用户的站点",
            "  [i] {site}: {changes} not pushed; the site is another login's";
        Lost { site: String, changes: ChangeNumbers } =>
            "  [!] 数据中心丢失了 {site} 的{changes}（可能恢复了旧备份）",
            "  [!] the hub lost {changes} of {site}; it may have been restored from an old backup";
        LostSentAgain => "  丢失的、此用户可上传的，已重新上传", "  what was lost and is this login's to send was pushed again";
        Status { hub: String, ledger: String } =>
            "数据中心 {hub}，台账 {ledger}",
            "hub {hub}, ledger {ledger}";
        Same => "两边相同", "both sides have the same changes";
        LackedThere { site: String, changes: ChangeNumbers } =>
            "  {site}：数据中心缺{changes}",
            "  {site}: the hub lacks {changes}";
        LackedHere { site: String, changes: ChangeNumbers } =>
            "  {site}：此处缺{changes}",
            "  {site}: this file lacks {changes}";
        Differs { change: String } =>
            "  [!] {change} 两边不是同一次修改",
            "  [!] {change} is not the same change on both sides";
        SamePacks => "政策包相同", "the packs are the same";
        OtherPack { pack: String } => "  [!] 政策包 {pack} 两边不同", "  [!] the pack {pack} differs";
        AllowedTown { login: String, place: String } =>
            "{login} 可上传自己站点的修改，并更新 {place} 及下级的现状",
            "{login} may push the changes of its own site and the current state of {place} and the places below it";
        AllowedSite { login: String, site: String } =>
            "{login} 可上传站点 {site} 的修改",
            "{login} may push changes of the site {site}";
        AllowedReader { login: String } => "{login} 可读取全部内容", "{login} may read everything";
        AllowedAdmin { login: String } => "{login} 是管理员", "{login} is an administrator";
    }
}
