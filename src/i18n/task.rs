//! The words of reports on the screen, and of what an admin does with files.

use super::say::{Text, messages};

messages! {
    /// What the screens of tasks say.
    TaskMsg {
        MenuTitle => "报表和文件", "Reports and files";
        Report => "报表", "Report";
        Compare => "各地对照", "Places side by side";
        Export => "导出", "Export";
        Import => "导入", "Import";
        LoadPack => "载入政策包", "Load a policy pack";
        Merge => "合并文件", "Merge a file";
        Snapshot => "快照", "Snapshot";
        ReportHelp => "达标、未达标、无法判定各多少", "what is met, short and unknown";
        CompareHelp => "一个季度里各地的数据、变化和名次", "figures, changes and ranks in a quarter";
        ExportHelp => "台账内容写成表、工作簿、JSON 或图层", "what the ledger holds, in a file";
        ImportHelp => "先列出各列当作什么、哪些行拒收", "shows what each column is taken for first";
        LoadPackHelp => "先列出改动和会变的结论", "shows what changes before it is loaded";
        MergeHelp => "先试合并，列出并入的和冲突的", "shows what comes in before it is merged";
        SnapshotHelp => "经检查的副本，生成在台账旁边", "a checked copy beside the ledger";
        Pack => "政策包", "policy";
        Place => "范围", "scope";
        Moment => "截至", "as of";
        Quarter => "季度", "quarter";
        With => "相比", "compared with";
        Kind => "类别", "kind";
        Format => "格式", "format";
        File => "文件", "file";
        AllPlaces => "全部", "everywhere";
        AllKinds => "全部", "all";
        Now => "现在", "now";
        EndOf { day: String } => "{day} 终了", "end of {day}";
        ClosedQuarter { quarter: Text } => "{quarter}（关账时的结论）", "{quarter} (verdicts of the close)";
        LastClosed => "最近关账的季度", "the last closed quarter";
        LastQuarter => "上季度末", "the end of the last quarter";
        BeforeAndYear => "上季度和去年同期", "the quarter before and a year ago";
        AnotherDay => "另一天", "another day";
        AnotherQuarter => "另一季度", "another quarter";
        NoFile => "（未填）", "(none)";
        Show => "显示", "Show";
        Write => "写入文件", "Write the file";
        Rehearse => "预览，不写入", "Preview; nothing is written";
        AskDay => "哪一天，如 2026-9-30：", "Which day, such as 2026-9-30:";
        AskQuarter => "哪个季度，如 2026Q3：", "Which quarter, such as 2026Q3:";
        AskFile => "文件名或路径：", "Name or path of the file:";
        AskFileIn { folder: String } =>
            "目录 {folder} 中的文件名：",
            "Name of the file in {folder}:";
        WordsHelp [Back, Take] =>
            "填写后按 {Take}；{Back} 返回，不改。",
            "Press {Take} when done; {Back} goes back and changes nothing.";
        WholeDay => "须写到日，如 2026-9-30", "give the whole day, such as 2026-9-30";
        LaterDay => "不能晚于今天", "no later than today";
        OnlyNames { folder: String } =>
            "请填文件名，不带路径：此处只用目录 {folder} 中的文件",
            "give a name without a path: only files in {folder} are used here";
        FileWanted => "请先填写文件名", "give the name of the file first";
        KindWanted => "CSV 一次导出一类：请先选类别", "CSV exports one kind: choose the kind first";
        AskReplace { file: String } => "文件 {file} 已存在，替换？", "the file {file} exists; replace it?";
        KeepFile => "保留原文件", "keep it";
        ReplaceFile => "替换", "replace it";
        FormatText => "文本", "text";
        FormatMarkdown => "Markdown", "Markdown";
        FormatCsv => "CSV 表", "CSV table";
        FormatJson => "JSON", "JSON";
        FormatHtml => "网页，可打印", "web page, to print";
        FormatXlsx => "工作簿", "workbook";
        FormatGpkg => "GeoPackage 图层", "GeoPackage layers";
        Help [Open, CarryOut] =>
            "{Open} 改所选的一行，{CarryOut} 开始。办理期间可取消，取消后不留下半个文件，台账也不变。",
            "{Open} changes the selected line, {CarryOut} starts. While it works it can be cancelled; then no half a file is left and the ledger is unchanged.";
        ReadHelp [Find, NextProblem] =>
            "{Find} 或直接输入文字查找，{NextProblem} 到下一处。",
            "{Find} or typing finds words, {NextProblem} goes to the next place.";
        ConfirmHelp [CarryOut] =>
            "这是预览，尚未写入。{CarryOut} 按此执行，返回则不执行。",
            "This is a preview; nothing is written yet. {CarryOut} carries it out, going back does not.";
        Confirm [CarryOut, Back] =>
            "预览，尚未写入：{CarryOut} 执行，{Back} 返回",
            "preview, nothing is written: {CarryOut} carries it out, {Back} goes back";
        AskFind => "查找：", "Find:";
        FindTitle => "查找", "Find";
        NotFound { words: String } => "没有「{words}」", "\"{words}\" is not here";
        FoundFromTop => "从头找到", "found, from the beginning";
        Judging => "正在判定", "judging";
        Comparing => "正在比较各季度", "comparing quarters";
        Writing => "正在写入文件", "writing the file";
        Reading => "正在读取文件", "reading the file";
        Loading => "正在载入并重新判定", "loading and judging again";
        Cancelling => "正在取消", "cancelling";
        Cancelled => "已取消，未写入", "cancelled; nothing was written";
        Busy [Back] => "上一项尚未办完；{Back} 取消", "the task before is still at work; {Back} cancels it";
        NotStarted { why: String } => "未能开始：{why}", "it could not be started: {why}";
        FileChanged =>
            "文件在预览之后有变动，未写入；请重新预览",
            "the file changed after the preview and nothing was written; preview it again";
        QuarterNotOver { quarter: Text } =>
            "{quarter}还没有结束，不能相比",
            "{quarter} is not over by then";
    }
}
