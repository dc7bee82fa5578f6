//! Looking ahead: what is planned, what the figures lead to, and what would have to change.

use super::say::{Text, messages};

messages! {
    /// What lies ahead of a place.
    AheadMsg {
        Title { document: String, as_of: String } =>
            "达标前景  {document}  {as_of}",
            "Looking ahead  {document}  {as_of}";
        NotJudged { place: String } =>
            "{place}：没有要判定的地方",
            "{place}: nothing is judged there";
        NothingOpen => "  各项都已达标", "  everything is met";
        Open { count: usize } => "  未达标或待定 {count} 项：", "  open: {count}";
        OfRequirement { requirement: Text, verdict: String } =>
            "  - {requirement}  {verdict}",
            "  - {requirement}  {verdict}";
        Opens { date: String, quarter: Text, timing: Text } =>
            "      按在建和规划设施：{date}（{quarter}）可达标，{timing}",
            "      with what is planned and unfinished: {date} ({quarter}), {timing}";
        OpensLate { date: String } =>
            "      按在建和规划设施：原定 {date}，日子已过，还未投用",
            "      with what is planned and unfinished: {date}, which is past, and it is not in use yet";
        Projected { period: Text, timing: Text, first: Text, last: Text, figures: usize, pace: String } =>
            "      按趋势推算（仅供参考）：{period}可达标，{timing}；{first}至{last}共 {figures} 个数，每期 {pace}",
            "      projected by the straight line (no promise): {period}, {timing}; {figures} figures from {first} to {last}, {pace} a period";
        ProjectedPast { period: Text } =>
            "      按趋势推算（仅供参考）：{period}就该达标，该期的数没有填报或没有达到",
            "      projected by the straight line (no promise): {period}, which is over; its figure is missing or another one";
        NothingAhead { count: usize } =>
            "  其余 {count} 项没有在建或规划设施，也没有可推算的趋势",
            "  {count} others: nothing planned, and no figures that lead there";
        InTime => "在期限之内", "in time";
        Late => "晚于期限", "late";
        TimingNotKnown => "是否赶上期限还说不定", "not known to be in time";
        NoDeadline => "没有期限", "no deadline";
        Plan { count: usize } =>
            "  最小的改动（{count} 处），一并办到时：",
            "  the smallest change ({count} records), with all of it done:";
        NoPlan => "  没有可以算出的改动", "  no change can be worked out";
        NoPlanOnSnapshot =>
            "  快照只读，最小的改动要在台账上试算",
            "  a snapshot is only read; the smallest change is worked out on a ledger";
        StepFacility { place: String, kind: Text, name: String, sets: String } =>
            "  * {place} {kind}「{name}」：{sets}",
            "  * {place} {kind} \"{name}\": {sets}";
        StepNew { place: String, kind: Text, sets: String } =>
            "  * {place} 新增{kind}：{sets}",
            "  * {place} a new {kind}: {sets}";
        StepSheet { place: String, sheet: Text, period: Text, sets: String } =>
            "  * {place} {sheet} {period}：{sets}",
            "  * {place} {sheet} {period}: {sets}";
        SetFrom { field: String, from: String, to: String } =>
            "{field} {from} -> {to}",
            "{field} {from} -> {to}";
        SetAmount { field: String, from: String, to: String, amount: String } =>
            "{field} {from} -> {to}（{amount}）",
            "{field} {from} -> {to} ({amount})";
        SetEmpty { field: String, to: String } => "{field} {to}", "{field} {to}";
        Meets { requirements: Text } => "      办到后达标：{requirements}", "      meets: {requirements}";
        PlanMeets { count: usize } => "  可达标 {count} 项", "  it meets {count}";
        Unmet { requirement: Text, why: Text } =>
            "  ! 仍不达标：{requirement}，{why}",
            "  ! still open: {requirement}, {why}";
        Broken { requirement: Text } =>
            "  ! 反而不达标：{requirement}",
            "  ! no longer met: {requirement}";
        NoFigure =>
            "不是改一个数能办到的",
            "no change of one figure meets it";
        Act => "要办理并登记一件事", "an act is to be done and recorded";
        ToEnter { what: Text } => "先要填 {what}", "to be entered first: {what}";
        Against => "与其他各项的改动相抵触", "the other changes are against it";
        Refused { why: Text } => "台账不收这样的改动：{why}", "the ledger takes no such change: {why}";
    }
}

messages! {
    /// What would be.
    WhatIfMsg {
        Would { new: usize, changed: usize, unchanged: usize } =>
            "假定新增 {new} 条，改动 {changed} 条，不变 {unchanged} 条",
            "supposing {new} new records, {changed} changed, {unchanged} unchanged";
        OfPeriod { sheet: Text, period: Text } => "{sheet} {period}", "{sheet} {period}";
        Verdicts { count: usize } => "结论变动 {count} 条：", "verdicts that would change: {count}";
        Figures { count: usize } => "结论不变、数有变 {count} 条：", "the same verdict with other figures: {count}";
        Nothing => "没有结论会变动", "no verdict would change";
        Moved { place: String, requirement: Text, before: String, after: String } =>
            "  {place}  {requirement}：{before} -> {after}",
            "  {place}  {requirement}: {before} -> {after}";
        More { count: usize } => "  另有 {count} 条", "  and {count} more";
        NewName => "假定的设施", "a supposed facility";
        HomeLine { verdicts: usize, figures: usize } [Moved] =>
            "结论变动 {verdicts} 条，仅数值变动 {figures} 条（{Moved}）",
            "verdicts changed: {verdicts}, figures only: {figures} ({Moved})";
        NotWritten => "只是试算，台账没有改动。", "this was only supposed; nothing was written.";
    }
}

messages! {
    /// Why nothing can be supposed.
    WhatIfFault {
        NotASheet { kind: Text } =>
            "{kind}是设施，没有统计期",
            "{kind} is a kind of facility and has no period";
        NoRecordOfSheet { sheet: Text } =>
            "{sheet}是统计表，用 --period 指明统计期，不用 --record",
            "{sheet} is a sheet: name its period with --period, no record";
        Refused { what: String, count: usize } =>
            "{what}（不合格共 {count} 行）；没有试算",
            "{what} (rows refused: {count}); nothing was supposed";
        OtherKind { name: String, kind: Text } =>
            "「{name}」不是{kind}",
            "\"{name}\" is no {kind}";
        OtherTown { name: String, town: String } =>
            "「{name}」不在{town}",
            "\"{name}\" is not in {town}";
    }
}
