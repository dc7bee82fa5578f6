//! Quarters: what one still wants, confirmations, closing and reopening.

use super::say::{Text, messages};

messages! {
    /// What is said of a quarter.
    QuarterMsg {
        Wants { quarter: Text, what: Text } => "{quarter}：{what}", "{quarter}: {what}";
        Due { count: usize } => "待报 {count}", "{count} due";
        Returned { count: usize } => "退回 {count}", "{count} returned";
        Incomplete { count: usize } => "不完整 {count}", "{count} incomplete";
        Unconfirmed { count: usize } => "待确认 {count}", "{count} to confirm";
        Stale { count: usize } => "陈旧 {count}", "{count} stale";
        WantsNothing { quarter: Text } => "{quarter}：没有待办", "{quarter}: nothing to do";
        OfPlace { place: String, wants: Text } => "{place}  {wants}", "{place}  {wants}";
        DueSheet { place: String, sheet: Text, period: Text } =>
            "待报：{place} {sheet} {period}",
            "due: {place} {sheet} {period}";
        WantedRecord { wanting: Text, place: String, kind: Text, name: Text } =>
            "{wanting}：{place} {kind}「{name}」",
            "{wanting}: {place} {kind} \"{name}\"";
        ChangedMeanwhile { count: usize } =>
            "{count} 个刚被他人修改，未确认，请先核对",
            "{count} changed meanwhile: not confirmed";
        More { count: usize } => "另有 {count} 条", "and {count} more";
        AskConfirm { place: String, count: usize, as_of: String } =>
            "{place}：{count} 个设施截至 {as_of} 没有变化。",
            "{place}: nothing has changed in {count} facilities by {as_of}.";
        Confirmed { count: usize, author: String } =>
            "已确认 {count} 个设施没有变化（{author}）",
            "{count} confirmed as unchanged, by {author}";
        Unchanged { as_of: String } =>
            "确认截至 {as_of} 没有变化",
            "confirmed that nothing had changed by {as_of}";
        Title { place: String } => "{place} 季度待办", "{place}: this quarter";
        ScreenHelp =>
            "这个季度还要办的：退回的、不完整的、待报的统计表、没有保存也没有确认过的设施。打开一项就可填；确认没有变化不改变任何值。",
            "What the quarter still wants: what was returned or is incomplete, sheets that are due, and facilities that nobody saved or confirmed. Open one to fill it in; confirming changes no value.";
        HomeLine { place: String, wants: Text, key: String } =>
            "{key} {place} {wants}",
            "{key} {place} {wants}";
        WantsAnswer => "退回", "returned";
        WantsCompletion => "不完整", "incomplete";
        WantsSheet => "待报", "due";
        WantsConfirmation => "待确认", "to confirm";
        WantsRenewal => "陈旧", "stale";
        AllDone => "没有待办。", "Nothing to do.";
        AskAll { count: usize, as_of: String } =>
            "{count} 个设施截至 {as_of} 都没有变化？",
            "Has nothing changed in {count} facilities by {as_of}?";
        ConfirmThem => "都没有变化，确认", "Unchanged: confirm";
        LookFirst => "返回核对", "Back to check";
        AskWhich { as_of: String } => "确认截至 {as_of} 没有变化：", "Confirm that nothing has changed by {as_of}:";
        OnlyThis { name: String } => "只是「{name}」", "\"{name}\" only";
        AllOfList { count: usize } => "这里待确认的全部 {count} 个", "all {count} here that wait";
        NoneWaits => "没有待确认的设施", "no facility waits for a confirmation";
        NothingToConfirm { place: String } =>
            "{place}：没有待确认的设施",
            "{place}: no facility waits for a confirmation";
        Open { quarter: Text, due: usize, returned: usize, incomplete: usize, unconfirmed: usize, unapproved: usize,
            conflicts: usize } =>
            "{quarter}尚未办结：待报统计表 {due}，退回 {returned}，不完整 {incomplete}，设施待确认 {unconfirmed}，待审核 {unapproved}，合并冲突 {conflicts}",
            "still open in {quarter}: {due} sheets due, {returned} returned, {incomplete} incomplete, {unconfirmed} facilities to confirm, {unapproved} to approve, {conflicts} conflicts";
        NothingOpen { quarter: Text } => "{quarter}没有未办事项", "nothing is open in {quarter}";
        AskClose { quarter: Text, scope: Text } =>
            "关账以后，{scope}{quarter}的结论不再变动；以后的更正单独列出。",
            "Once it is closed, the verdicts of {quarter} for {scope} stay as they are; what is corrected later is listed apart.";
        AllPlaces => "各地", "all places";
        Closed { quarter: Text, scope: Text, met: usize, short: usize, unknown: usize } =>
            "{quarter}已关账（{scope}）：达标 {met}，不足 {short}，待定 {unknown}",
            "{quarter} is closed for {scope}: {met} met, {short} short, {unknown} unknown";
        AskReopen { quarter: Text, scope: Text } =>
            "重开以后，{scope}{quarter}的冻结结论不再作数；修改史里仍看得到。",
            "Once it is reopened, the frozen verdicts of {quarter} for {scope} no longer stand; the trail keeps them.";
        Reopened { quarter: Text, scope: Text } =>
            "{quarter}已重开（{scope}）",
            "{quarter} is reopened for {scope}";
        ClosedBy { quarter: Text, scope: Text, author: String, at: String } =>
            "{quarter}  {scope}  {at} 由{author}关账",
            "{quarter}  {scope}  closed {at} by {author}";
        SignedBy { name: String } => "负责人：{name}", "answered for by {name}";
        ReopenedBy { author: String, at: String, reason: String } =>
            "{at} 由{author}重开：{reason}",
            "reopened {at} by {author}: {reason}";
        Corrections { count: usize } => "关账以后更正 {count} 次", "corrected since: {count}";
        Correction { at: String, place: String, record: String, author: String } =>
            "{at} {place}「{record}」，{author}",
            "{at} {place} \"{record}\", by {author}";
        NoCloses => "还没有关过账", "no quarter was closed yet";
    }
}
