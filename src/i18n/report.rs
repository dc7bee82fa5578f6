//! The words of a report.

use super::messages;

messages! {
    /// The fixed words of a report.
    ReportMsg {
        AsOf { date: String } => "截至 {date}", "as of {date}";
        Counts { met: usize, short: usize, unknown: usize } => "达标 {met}  不足 {short}  待定 {unknown}", "met {met}, short {short}, unknown {unknown}";
        Place => "地点", "place";
        Shortfalls => "不足与待定", "Short and unknown";
        NoShortfalls => "没有不足，也没有待定。", "Nothing is short or unknown.";
        Signatures => "填表人：＿＿＿＿＿＿　统计负责人：＿＿＿＿＿＿　单位负责人：＿＿＿＿＿＿", "Filled in by: ____________  Statistics: ____________  Head of the unit: ____________";
        NotCovered { place: String, pack: String } => "政策包 {pack} 不判定「{place}」及其下级；请换一个地方或政策包", "the pack {pack} judges neither \"{place}\" nor a place below it; choose another place or pack";
        Must => "必须达到", "must be reached";
        Basic => "基本配置", "provided as a rule";
        Strive => "力争达到", "striven for";
        Encouraged => "鼓励", "encouraged";
        Benchmark => "参考值", "benchmark";
    }
}
