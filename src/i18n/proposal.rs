//! What a file is taken for, before it is imported.

use super::say::{Text, messages};

messages! {
    /// A proposal of how a file is to be imported.
    ProposalMsg {
        Kind { kind: Text, code: String } => "类别：{kind}（{code}），按表头和文件名判断", "kind: {kind} ({code}), by headers and file name";
        KindSaid { kind: Text, code: String } => "类别：{kind}（{code}）", "kind: {kind} ({code})";
        KindKept { kind: Text, code: String } => "类别：{kind}（{code}），同上次", "kind: {kind} ({code}), as before";
        AsBefore { at: String, author: String } =>
            "表头与 {at} {author}导入的文件相同，按当时的对应建议",
            "the header is that of a file imported on {at} by {author}; proposed as it was taken then";
        Header { lines: String } => "表头在第 {lines} 行；各列：", "the header is on line {lines}; columns:";
        Column { header: String, entry: String, sure: Text, samples: String } =>
            "  {header} -> {entry}（{sure}）：{samples}",
            "  {header} -> {entry} ({sure}): {samples}";
        Asked { header: String, sure: Text, samples: String } =>
            "  {header} -> 待定，未指明则不导入（{sure}）：{samples}",
            "  {header} -> not decided, left out until it is named ({sure}): {samples}";
        Out { header: String, samples: String } =>
            "  {header} -> 不导入：{samples}",
            "  {header} -> left out: {samples}";
        Entry { entry: String, unit: String } => "{entry}，单位 {unit}", "{entry}, in {unit}";
        Said => "已指明", "as said";
        NoData => "不是数据", "no data";
        Kept => "同上次", "as before";
        Unlike => "无相应的项", "like no field";
        Perhaps { entries: Text } => "是{entries}吗？", "is it {entries}?";
        ByName => "列名相同", "by name";
        ByAlias => "列名是别称", "by another name";
        BySimilarName { fit: usize, of: usize } =>
            "列名相近，{of} 个值中 {fit} 个符合，请核对",
            "similar name, and by its values, {fit} of {of} fit; check it";
        ByValues { fit: usize, of: usize } =>
            "按值判断，{of} 个值中 {fit} 个符合，请核对",
            "by its values, {fit} of {of} fit; check it";
        NoValues => "无值", "no values";
        Command { command: String } =>
            "核对后用此命令导入：{command}",
            "to import it like this, run: {command}";
    }
}

messages! {
    /// How a file may be imported, as the screen shows it.
    ProposedMsg {
        Kind => "类别", "kind";
        Sheet => "工作表", "sheet";
        Encoding => "编码", "encoding";
        Separator => "分隔符", "separator";
        Header => "表头", "header";
        Place => "地点", "place";
        Level => "地点级别", "level of places";
        Open => "（待定）", "(not decided)";
        LeftOut => "不导入", "left out";
        ByFile => "按表头和文件名", "by headers and file name";
        Kept { at: String, author: String } => "同 {at} {author}的导入", "as on {at} by {author}";
        ByProgram => "自动识别", "found";
        Checked => "逐字节核对", "every byte checked";
        Marked => "文件开头有标记", "marked in the file";
        Readable => "文字能读通即对", "right if it reads well";
        AllSheets => "全部，表名作地点", "all; their names are the places";
        Comma => "逗号", "comma";
        WideComma => "全角逗号", "wide comma";
        Semicolon => "分号", "semicolon";
        WideSemicolon => "全角分号", "wide semicolon";
        Tab => "制表符", "tab";
        Bar => "竖线", "bar";
        OnLine { lines: String } => "第 {lines} 行", "line {lines}";
        NoHeader => "没有表头，各列按号", "none; columns by number";
        OfColumn { header: String } => "「{header}」列", "column \"{header}\"";
        OfAllRows { place: String } => "全表：{place}", "all rows: {place}";
        OnePlace => "全表同一地点", "one place for all rows";
        AnyLevel => "不限", "any";
        ChooseKind { kinds: Text } =>
            "看不出是哪类设施或哪张统计表，请先选类别；可能是：{kinds}",
            "nothing says which kind of facility or which sheet this is; choose the kind first: {kinds}";
        ChooseSheet => "有多张工作表，请先选一张", "there are several sheets; choose one first";
        ChooseEncoding =>
            "不是 UTF-8，请先选编码：文字能读通的一个",
            "it is not UTF-8; choose the encoding first, one in which the text reads well";
        ChoosePlace =>
            "没有地点列，请先选一列，或选全表同一地点",
            "there is no place column; choose one first, or one place for all rows";
        ChooseSeparator =>
            "找不到各格之间的分隔符，请先选",
            "no separator was found; choose it first";
        Refused { count: usize } (rows = count "row" "rows") =>
            "{count} 行拒收；其余行可导入，拒收的行另存文件",
            "{count} {rows} refused; the others can be imported, the refused ones go to a file";
        AllRefused => "所有行均被拒收", "every row is refused";
        Trying => "正在试导入", "trying the import";
        Importing => "正在导入", "importing";
        Rows { rows: usize } (words = rows "row" "rows") => "已处理 {rows} 行", "{rows} {words}";
        NotTried [CarryOut] =>
            "尚未试导入；{CarryOut} 开始试导入",
            "not tried yet; {CarryOut} tries it";
        StillTrying => "正在试导入，请稍候", "the import is still being tried; wait for it";
        DecideFirst [Choose] =>
            "此行待定：按 {Choose} 选定，或选不导入",
            "this line is not decided: {Choose} chooses, also to leave it out";
        AnotherLeftOut { header: String } =>
            "「{header}」列原为此项，现改为不导入",
            "the column \"{header}\" was this and is left out now";
        NothingToChoose => "此行没有可选的", "there is nothing to choose here";
        NextOpen => "没有待定或需核对的行", "no line is undecided or to be checked";
        AskSkip { count: usize } (rows = count "row" "rows") =>
            "{count} 行拒收，其余的仍导入？",
            "{count} {rows} refused; import the others?";
        KeepOut => "不导入，返回核对", "no, go back";
        SkipBad => "导入其余各行，拒收的行另存文件", "yes; the refused rows go to a file";
        Decided { count: usize } (lines = count "line" "lines") =>
            "{count} 行待定", "{count} {lines} to decide";
        Fault { why: Text } => "不能导入：{why}", "it cannot be imported: {why}";
        Ready [CarryOut] => "{CarryOut} 导入", "{CarryOut} imports";
        Help [Choose, CarryOut, NextProblem] =>
            "每行是文件的一项或一列：当作什么，凭什么，样值。上下键移动，左右键换一个，{Choose} 从列表选；改后自动再试导入。{NextProblem} 到下一个待定或需核对的行。列表下方是试导入的结果和拒收的行。{CarryOut} 导入，返回则不写入。",
            "Each line is something said of the file, or a column: what it is taken for, why, and values. The arrows up and down move, left and right change the answer, {Choose} chooses from a list; a change tries the import again. {NextProblem} goes to the next line that is undecided or to be checked. Below stand the outcome of the trial and the refused rows. {CarryOut} imports; going back writes nothing.";
        KeepHelp =>
            "导入后，此表头各列的对应保存在台账中，下次导入相同表头的文件时按此建议。",
            "After the import, what the columns were taken for is kept in the ledger, and the next file of this header is proposed like that.";
    }
}
