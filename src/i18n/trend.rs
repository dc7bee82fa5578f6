//! Comparing places and quarters: changes, ranks, trends.

use super::say::{Text, messages};

messages! {
    /// What is said of places side by side and of quarters one after the other.
    TrendMsg {
        NotClosed => "没有关账", "not closed";
        NotJudged => "当时没有此项要求", "not asked then";
        UnknownBefore => "当时数值不明", "figure unknown then";
        UnknownNow => "数值不明", "figure unknown";
        RuleChanged => "规则已变", "the rule changed";
        OtherUnit => "单位不同", "another unit";
        RankOfOne => "只有一个地方", "there is only one place";
        RankNotClosed => "有的地方没有关账", "the quarter is not closed for one of the places";
        RankNotJudged => "有的地方没有此项要求", "one of the places is not asked";
        RankUnknown => "有的地方数值不明", "the figure of one place is not known";
        RankOtherRule =>
            "各地按不同的政策包文本判定",
            "the places were judged by different texts of the pack";
        RankOtherUnit => "各地单位不同", "the units differ";
        RankOtherPeriod => "各地数据期间不同", "the figures are of different periods";
        RankNoOrder => "此项不分多少优劣", "neither more nor less is better";
        NoRank { why: Text } => "不排名次：{why}", "no rank: {why}";
        Points { amount: String } => "{amount} 个百分点", "{amount} pp";
        ByRate { amount: String, rate: String } => "{amount}（{rate}%）", "{amount} ({rate}%)";
    }
}
