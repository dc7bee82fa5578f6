//! The words of random samples.

use super::say::messages;

messages! {
    /// What samples are called, and what is asked about them.
    SampleMsg {
        Title => "随机抽样", "Random samples";
        Rule { every: usize, seed: String } =>
            "每 {every} 条抽 1 条，种子 {seed}",
            "one in {every}, seed {seed}";
        RuleAtLeast { every: usize, at_least: usize, seed: String } =>
            "每 {every} 条抽 1 条，每镇至少 {at_least} 条，种子 {seed}",
            "one in {every}, at least {at_least} a town, seed {seed}";
        Size { drawn: usize, population: usize } =>
            "{population} 条中抽 {drawn} 条",
            "{drawn} of {population}";
        Everything => "全部记录", "all records";
        Named { at: String } => "抽样 {at}", "sample of {at}";
        SizeHead => "数量", "Size";
        JudgedHead => "已审", "Judged";
        RuleHead => "规则", "Rule";
        AtHead => "抽取时间", "Drawn";
        Judged { judged: usize, of: usize } => "{judged}/{of}", "{judged}/{of}";
        Frame { frame: String } => "范围：{frame}", "drawn from: {frame}";
        DrawnBy { author: String } => "抽样人：{author}", "drawn by {author}";
        Digest { digest: String } =>
            "总体编号的 SHA-256：{digest}",
            "SHA-256 of the ids it was drawn from: {digest}";
        NoneYet => "尚未抽样", "no sample yet";
        None [New] => "尚未抽样；{New} 抽取", "no sample yet; {New} draws one";
        Help [New, Open] =>
            "已抽的样本，最近的在前；已审为审核通过或退回过的条数。{Open} 逐条查看样本及其状态；{New} 按来时清单的地方、类别、审核状态另抽一次。同一种子、同一批记录抽出的样本相同，可照说明复核。",
            "The samples drawn so far, the latest first; judged are those that were approved or returned. {Open} lists a sample with the states of its records; {New} draws another one by the place, kind and review state of the list you came from. The same seed and records give the same sample, and the documents say how to draw it again.";
        Ask { frame: String } => "抽样范围：{frame}", "drawn from: {frame}";
        AskRule =>
            "每几条抽 1 条、每镇至少几条、种子，以空格分隔：",
            "one in how many, at least how many a town, seed; with spaces between:";
        BadRule =>
            "请填三项，以空格分隔：每几条（1 至 100000）、每镇至少几条（0 至 1000）、种子",
            "write: one in how many (1-100000), at least a town (0-1000), a seed";
        Drawn { drawn: usize, population: usize } =>
            "已抽取：{population} 条中抽 {drawn} 条",
            "drawn: {drawn} of {population}";
        OtherFilters [ClearFilter] =>
            "抽样只按地方、类别、审核状态；请先用 {ClearFilter} 清除其他筛选条件",
            "samples go by place, kind and state; clear the other filters ({ClearFilter})";
    }
}
