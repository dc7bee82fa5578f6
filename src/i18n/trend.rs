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
        Title { quarter: Text } => "{quarter}各地对照", "Places side by side, {quarter}";
        TitleRunning { quarter: Text } =>
            "{quarter}各地对照（未关账，现时情况）",
            "Places side by side, {quarter} (not closed, as it is now)";
        ComparedWith { which: Text, quarter: Text } =>
            "{which}：与{quarter}相比",
            "{which}: compared with {quarter}";
        OnLastQuarter => "环比", "vs last quarter";
        OnLastYear => "同比", "vs last year";
        OnQuarter { quarter: Text } => "比{quarter}", "vs {quarter}";
        QuarterOf { which: Text } => "{which}所比季度", "{which}: quarter";
        HaveOf { which: Text } => "{which}所比现状", "{which}: figure then";
        AmountOf { which: Text } => "{which}增减", "{which}: change";
        RateOf { which: Text } => "{which}增减率（%）", "{which}: rate (%)";
        NoneOf { which: Text } => "{which}不比的原因", "{which}: why none";
        ComplianceTitle => "达标率", "Compliance";
        ComplianceHelp =>
            "达标率 = 达标 ÷（达标 + 不足），只计有约束力的要求；待定另计，不入分母。",
            "Compliance is met / (met + short) of the requirements that bind; unknown is counted apart.";
        Met => "达标", "met";
        Short => "不足", "short";
        Unknown => "待定", "unknown";
        Compliance => "达标率", "compliance";
        ComplianceRate => "达标率（%）", "compliance (%)";
        Rank => "名次", "rank";
        WhyNoRank => "不排名次的原因", "why no rank";
        Quarter => "季度", "quarter";
        State => "状态", "state";
        IsClosed => "已关账", "closed";
        IsRunning => "未关账", "not closed";
        FigureAndVerdict => "现状/标准和结论", "figure/need and verdict";
        InUnit { name: Text, unit: Text } => "{name}（{unit}）", "{name} ({unit})";
        Drawing { place: String, requirement: String } =>
            "{place}：{requirement}的走势，数值见旁边的表",
            "{place}: trend of {requirement}; the table beside it has the figures";
        DrawingHelp =>
            "走势图：实线是现状，虚线是标准；圆点达标，三角不足，方块待定或供参考，空心未关账；没有关账或数值不明的季度空着，不连线。",
            "Trends: the line is the figure, the broken line the need; a disc is met, a triangle short, a square unknown or for information, hollow not closed; quarters that are not closed or have no figure are left open.";
        TooManyTrends { count: usize } =>
            "走势图太多（{count} 幅），未画；请用 --town 或 --requirement 缩小范围",
            "{count} trends are too many to draw; narrow the page with --town or --requirement";
        ChangedRule { words: String } => "{words}（规则已变）", "{words} (the rule changed)";
        NotYetClosed { words: String } => "{words}（未关账）", "{words} (not closed)";
        NothingToDraw => "没有数值可画", "no figure to draw";
        ScreenTitle { name: String } => "各地对照 > {name}", "Compare > {name}";
        HeadClosed { quarter: Text, name: Text } =>
            "{quarter}（已关账）  {name}",
            "{quarter} (closed)  {name}";
        HeadRunning { quarter: Text, name: Text } =>
            "{quarter}（未关账，现时情况）  {name}",
            "{quarter} (not closed, as it is now)  {name}";
        TrendOf { place: String } => "{place}的走势", "Trend of {place}";
        ShortCompliance => "达标率", "met %";
        NoPlaces => "没有地方要判定此项。", "No place is judged for this.";
        ScreenHelp =>
            "上面是各地在最近一个已关账季度的现状、环比、同比和名次，下面是所选地方的走势，右边是同样的数字。环比与上季度比，同比与去年同季度比；没有关账、数值不明、规则已变的不比。",
            "Above, the towns in the last quarter that is closed, how they changed since the quarter before and since a year ago, and their ranks; below, the trend of the one that is selected, with the same figures in words. Nothing is compared with a quarter that is not closed, a figure that is not known, or another rule.";
        SignsHelp =>
            "图中：o 达标，x 不足，? 待定或供参考；横线是标准；空着的季度没有关账或数值不明，不连线。",
            "In the drawing: o met, x short, ? unknown or for information; the level line is the need; quarters that are not closed or have no figure are left open.";
        Points { amount: String } => "{amount} 个百分点", "{amount} pp";
        ByRate { amount: String, rate: String } => "{amount}（{rate}%）", "{amount} ({rate}%)";
    }
}
