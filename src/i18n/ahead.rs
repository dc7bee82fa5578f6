//! Looking ahead: what is planned, what the figures lead to, and what would have to change.

use super::say::{Text, messages};

messages! {
    /// What lies ahead of a place.
    AheadMsg {
        Title { document: String, as_of: String } =>
            "达标前景  {document}  {as_of}",
            "Looking ahead  {document}  {as_of}";
        NotJudged { place: String } =>
            "{place}：没有需要判定的地方",
            "{place}: nothing is judged there";
        NothingOpen => "  各项均已达标", "  everything is met";
        Open { count: usize } => "  未达标或无法判定 {count} 项：", "  short or unknown: {count}";
        OfRequirement { requirement: Text, verdict: String } =>
            "  - {requirement}  {verdict}",
            "  - {requirement}  {verdict}";
        Opens { date: String, quarter: Text, timing: Text } =>
            "      按在建和规划设施：{date}（{quarter}）可达标，{timing}",
            "      with what is planned and under construction: {date} ({quarter}), {timing}";
        OpensLate { date: String } =>
            "      按在建和规划设施：原定 {date}，已逾期，尚未投用",
            "      with what is planned and under construction: due {date}, overdue, not in use yet";
        Projected { period: Text, timing: Text, first: Text, last: Text, figures: usize, pace: String }
            (figures_word = figures "figure" "figures") =>
            "      按趋势推算（仅供参考）：{period}可达标，{timing}；{first}至{last}共 {figures} 期数据，每期 {pace}",
            "      projected on a linear trend (indicative only): {period}, {timing}; {figures} {figures_word} from {first} to {last}, {pace} a period";
        ProjectedPast { period: Text } =>
            "      按趋势推算（仅供参考）：{period}应已达标，但该期数据未填报或未达到",
            "      projected on a linear trend (indicative only): {period}, which is over, but its figure is missing or falls short";
        NothingAhead { count: usize } =>
            "  其余 {count} 项没有在建或规划设施，也没有可推算的趋势",
            "  others: {count}, with nothing planned and no trend that reaches the need";
        InTime => "可按期达标", "in time";
        Late => "将逾期", "late";
        TimingNotKnown => "能否按期达标尚不确定", "not known whether in time";
        NoDeadline => "没有期限", "no deadline";
        Plan { count: usize } =>
            "  最小的改动（{count} 处），全部落实后：",
            "  the smallest change (records: {count}), once all of it is done:";
        NoPlan => "  没有可以算出的改动", "  no change can be worked out";
        NoPlanHere =>
            "  此处只读，未计算最小的改动",
            "  read-only here; the smallest change is not worked out";
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
        Meets { requirements: Text } => "      落实后达标：{requirements}", "      meets: {requirements}";
        PlanMeets { count: usize } => "  可达标 {count} 项", "  requirements met: {count}";
        Unmet { requirement: Text, why: Text } =>
            "  ! 仍不达标：{requirement}，{why}",
            "  ! still open: {requirement}, {why}";
        Broken { requirement: Text } =>
            "  ! 将不再达标：{requirement}",
            "  ! no longer met: {requirement}";
        NoFigure =>
            "无法通过改动单项数据达标",
            "changing a single figure cannot meet it";
        Act => "需办理并登记相关事项", "an action must be carried out and recorded";
        ToEnter { what: Text } => "需先填报 {what}", "enter first: {what}";
        Against => "与其他改动相抵触", "it conflicts with the other changes";
        Refused { why: Text } => "台账不接受此项改动：{why}", "the ledger does not accept this change: {why}";
    }
}

messages! {
    /// What would be.
    WhatIfMsg {
        Would { new: usize, changed: usize, unchanged: usize } (records = new "new record" "new records") =>
            "假定新增 {new} 条，改动 {changed} 条，不变 {unchanged} 条",
            "if there were {new} {records}, {changed} changed and {unchanged} unchanged";
        OfPeriod { sheet: Text, period: Text } => "{sheet} {period}", "{sheet} {period}";
        Verdicts { count: usize } => "结论变动 {count} 条：", "verdicts that would change: {count}";
        Figures { count: usize } => "结论不变、数值有变 {count} 条：", "same verdict, other figures: {count}";
        Nothing => "没有结论变动", "no verdict would change";
        Moved { place: String, requirement: Text, before: String, after: String } =>
            "  {place}  {requirement}：{before} -> {after}",
            "  {place}  {requirement}: {before} -> {after}";
        More { count: usize } => "  另有 {count} 条", "  and {count} more";
        NewName => "假定的设施", "a hypothetical facility";
        HomeLine { verdicts: usize, figures: usize } [Moved] =>
            "结论变动 {verdicts} 条，仅数值变动 {figures} 条（{Moved}）",
            "verdicts changed: {verdicts}, figures only: {figures} ({Moved})";
        NotWritten => "仅为试算，台账未改动。", "what-if only; nothing was written.";
    }
}

messages! {
    /// Why nothing can be supposed.
    WhatIfFault {
        NotASheet { kind: Text } =>
            "{kind}是设施，没有统计期",
            "{kind} is a kind of facility and has no period";
        NoRecordOfSheet { sheet: Text } =>
            "{sheet}是统计表，请用 --period 指明统计期，不用 --record",
            "{sheet} is a sheet: name its period with --period, not a record";
        Refused { what: String, count: usize } =>
            "{what}（不合格共 {count} 行）；未试算",
            "{what} (rows refused: {count}); no what-if was run";
        OtherKind { name: String, kind: Text } =>
            "「{name}」不是{kind}",
            "\"{name}\" is not of the kind {kind}";
        OtherTown { name: String, town: String } =>
            "「{name}」不在{town}",
            "\"{name}\" is not in {town}";
    }
}
