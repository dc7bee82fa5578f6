//! Comparing places and quarters: changes, ranks, trends.

use super::say::{Text, messages};

messages! {
    /// What is said of places side by side and of quarters one after the other.
    TrendMsg {
        NotClosed => "未关账", "not closed";
        NotJudged => "当时没有此项要求", "did not apply then";
        UnknownBefore => "当时数值未知", "figure unknown then";
        UnknownNow => "数值未知", "figure unknown";
        RuleChanged => "规则已变更", "the rule changed";
        OtherUnit => "单位不同", "different unit";
        RankOfOne => "只有一个地方", "there is only one place";
        RankNotClosed => "有的地方未关账", "the quarter is not closed for one of the places";
        RankNotJudged =>
            "有的地方不适用此项要求",
            "the requirement does not apply to one of the places";
        RankUnknown => "有的地方数值未知", "the figure of one place is unknown";
        RankOtherRule =>
            "各地按不同的政策包文本判定",
            "the places were judged by different texts of the pack";
        RankOtherUnit => "各地单位不同", "the units differ";
        RankOtherPeriod => "各地数据期间不同", "the figures are of different periods";
        RankNoOrder => "此项不分优劣", "neither more nor less is better";
        NoRank { why: Text } => "不排名次：{why}", "no rank: {why}";
        Title { quarter: Text } => "{quarter}各地对照", "Places side by side, {quarter}";
        TitleRunning { quarter: Text } =>
            "{quarter}各地对照（未关账，现时情况）",
            "Places side by side, {quarter} (not closed, current state)";
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
            "达标率 = 达标 ÷（达标 + 未达标），只计有约束力的要求；无法判定（缺数据）的另计，不入分母。",
            "Compliance is met / (met + short), counting binding requirements only; unknown ones are counted separately.";
        Met => "达标", "met";
        Short => "未达标", "short";
        Unknown => "无法判定", "unknown";
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
            "走势图：实线为现状，虚线为标准；圆点达标，三角未达标，方块无法判定或供参考，空心未关账；未关账或数值未知的季度留空，不连线。",
            "Trends: the solid line is the figure, the dashed line the need; disc: met, triangle: short, square: unknown or for information, hollow: not closed; quarters that are not closed or have no figure are left blank.";
        TooManyTrends { count: usize } =>
            "走势图过多（{count} 幅），未绘制；请用 --town 或 --requirement 缩小范围",
            "too many trends to draw ({count}); narrow the page with --town or --requirement";
        ChangedRule { words: String } => "{words}（规则已变更）", "{words} (the rule changed)";
        NotYetClosed { words: String } => "{words}（未关账）", "{words} (not closed)";
        NothingToDraw => "没有可绘制的数值", "no figures to draw";
        ScreenTitle { name: String } => "各地对照 > {name}", "Compare > {name}";
        HeadClosed { quarter: Text, name: Text } =>
            "{quarter}（已关账）  {name}",
            "{quarter} (closed)  {name}";
        HeadRunning { quarter: Text, name: Text } =>
            "{quarter}（未关账，现时情况）  {name}",
            "{quarter} (not closed, current state)  {name}";
        TrendOf { place: String } => "{place}的走势", "Trend of {place}";
        ShortCompliance => "达标率", "met %";
        NoPlaces => "没有地方适用此项要求。", "This requirement applies to no place.";
        ScreenHelp =>
            "上方为各地在最近一个已关账季度的现状、环比、同比和名次，下方为所选地方的走势，右侧为相同的数字。环比与上季度比，同比与去年同季度比；未关账、数值未知、规则已变更的不比。",
            "Above are the towns in the last closed quarter, their changes since the quarter before and since a year ago, and their ranks; below is the trend of the selected one, with the figures beside it. A quarter that is not closed, an unknown figure or another rule is not compared.";
        SignsHelp =>
            "图中：o 达标，x 未达标，? 无法判定或供参考；横线为标准；留空的季度未关账或数值未知，不连线。",
            "In the chart: o met, x short, ? unknown or for information; the horizontal line is the need; quarters that are not closed or have no figure are left blank.";
        Points { amount: String } => "{amount} 个百分点", "{amount} pp";
        ByRate { amount: String, rate: String } => "{amount}（{rate}%）", "{amount} ({rate}%)";
    }
}
