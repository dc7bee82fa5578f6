//! Quarters: what one still wants, confirmations, closing and reopening.

use super::say::{Text, messages};

messages! {
    /// What is said of a quarter.
    QuarterMsg {
        Wants { quarter: Text, what: Text } => "{quarter}：{what}", "{quarter}: {what}";
        Due { count: usize } => "待报 {count}", "{count} due";
        Returned { count: usize } => "退回 {count}", "{count} returned";
        Incomplete { count: usize } => "待补全 {count}", "{count} incomplete";
        Unconfirmed { count: usize } => "待确认 {count}", "{count} to confirm";
        Stale { count: usize } => "超期未确认 {count}", "{count} out of date";
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
            "{count} changed meanwhile, not confirmed";
        More { count: usize } => "另有 {count} 条", "and {count} more";
        AskConfirm { place: String, count: usize, as_of: String } (have = count "facility has" "facilities have") =>
            "{place}：{count} 个设施截至 {as_of} 没有变化。",
            "{place}: {count} {have} not changed up to {as_of}.";
        Confirmed { count: usize, author: String } =>
            "已确认 {count} 个设施没有变化（{author}）",
            "{count} confirmed as unchanged, by {author}";
        Unchanged { as_of: String } =>
            "确认截至 {as_of} 没有变化",
            "confirmed as unchanged up to {as_of}";
        Title { place: String } => "{place} 季度待办", "{place}: to do this quarter";
        ScreenHelp =>
            "本季度待办事项：退回的、待补全的记录，待报的统计表，以及未保存也未确认过的设施。打开一项即可填写；确认没有变化不改动任何值。",
            "What is still to be done for the quarter: records that were returned or are incomplete, sheets that are due, and facilities that nobody saved or confirmed. Open one to fill it in; confirming changes no value.";
        HomeLine { place: String, wants: Text, key: String } =>
            "{key} {place} {wants}",
            "{key} {place} {wants}";
        WantsAnswer => "退回", "returned";
        WantsCompletion => "待补全", "incomplete";
        WantsSheet => "待报", "due";
        WantsConfirmation => "待确认", "to confirm";
        WantsRenewal => "超期未确认", "out of date";
        AllDone => "没有待办。", "Nothing to do.";
        AskAll { count: usize, as_of: String } (facilities = count "facility" "facilities") =>
            "{count} 个设施截至 {as_of} 均无变化？",
            "No change in {count} {facilities} up to {as_of}?";
        ConfirmThem => "均无变化，确认", "Unchanged, confirm";
        LookFirst => "返回核对", "Back to check";
        AskWhich { as_of: String } =>
            "确认截至 {as_of} 没有变化：",
            "Confirm that nothing has changed up to {as_of}:";
        OnlyThis { name: String } => "仅「{name}」", "\"{name}\" only";
        AllOfList { count: usize } =>
            "此处待确认的全部 {count} 个",
            "all {count} to be confirmed here";
        AllHere => "此处待确认的全部", "all that wait here";
        Among { count: usize } (facilities = count "facility" "facilities") =>
            "此处共 {count} 个设施",
            "of {count} {facilities}";
        Counting { quarter: Text } => "{quarter}：正在统计", "{quarter}: counting";
        StillCounting => "正在统计，请稍候再确认", "still counting; confirm once that is done";
        NoneWaits => "没有待确认的设施", "no facility is to be confirmed";
        NothingToConfirm { place: String } =>
            "{place}：没有待确认的设施",
            "{place}: no facility is to be confirmed";
        Open { quarter: Text, due: usize, returned: usize, incomplete: usize, unconfirmed: usize, unapproved: usize,
            conflicts: usize } =>
            "{quarter}尚未办结：待报统计表 {due}，退回 {returned}，待补全 {incomplete}，设施待确认 {unconfirmed}，待审核 {unapproved}，合并冲突 {conflicts}",
            "still open in {quarter}: sheets due {due}, returned {returned}, incomplete {incomplete}, facilities to confirm {unconfirmed}, to approve {unapproved}, conflicts {conflicts}";
        NothingOpen { quarter: Text } => "{quarter}没有未办结事项", "nothing is open in {quarter}";
        AskClose { quarter: Text, scope: Text } =>
            "关账后，{scope}{quarter}的结论不再变动；以后的更正单独列出。",
            "After closing, the verdicts of {quarter} for {scope} no longer change; later corrections are listed separately.";
        AllPlaces => "各地", "all places";
        Closed { quarter: Text, scope: Text, met: usize, short: usize, unknown: usize } =>
            "{quarter}已关账（{scope}）：达标 {met}，未达标 {short}，无法判定 {unknown}",
            "{quarter} is closed for {scope}: {met} met, {short} short, {unknown} unknown";
        AskReopen { quarter: Text, scope: Text } =>
            "重开后，{scope}{quarter}的冻结结论不再有效；修改记录中仍可查看。",
            "After reopening, the frozen verdicts of {quarter} for {scope} are no longer valid; the trail keeps them.";
        Reopened { quarter: Text, scope: Text } =>
            "{quarter}已重开（{scope}）",
            "{quarter} is reopened for {scope}";
        ClosedBy { quarter: Text, scope: Text, author: String, at: String } =>
            "{quarter}  {scope}  {at} 由{author}关账",
            "{quarter}  {scope}  closed {at} by {author}";
        SignedBy { name: String } => "负责人：{name}", "signed by {name}";
        ReopenedBy { author: String, at: String, reason: String } =>
            "{at} 由{author}重开：{reason}",
            "reopened {at} by {author}: {reason}";
        Corrections { count: usize } => "关账后更正 {count} 次", "corrections since: {count}";
        Correction { at: String, place: String, record: String, author: String } =>
            "{at} {place}「{record}」，{author}",
            "{at} {place} \"{record}\", by {author}";
        NoCloses => "尚未关账", "no quarter has been closed yet";
    }
}
