//! The arguments of `import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::domain::value::DateOrder;
use crate::transfer::import::EmptyCells;
use crate::transfer::import::run::recipe::Recipe;

const FILE_HELP: &str = "表格文件：CSV、XLSX、XLS、ODS、GeoJSON、JSON、KML、dBase，或压缩其一（或一套 Shapefile）的 ZIP / the file: CSV, XLSX, XLS, ODS, GeoJSON, JSON, KML, dBase, or a ZIP file with one of them or a shapefile";

#[derive(Args, Clone, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
pub(crate) struct ImportArgs {
    #[arg(help = FILE_HELP)]
    pub(crate) file: PathBuf,
    /// 设施类别或统计表，代码或名称；不写则在屏幕上提出建议，核对后导入 / the kind of facility or the
    /// sheet, by code or label; without it the import is proposed on a screen
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// 只打印怎样导入的建议 / only print how the file may be imported
    #[arg(long)]
    pub(crate) propose: bool,
    /// 填报人姓名，默认系统用户 / the name of the person who imports; default: the system user
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// 试导入，给出预览，不写入 / dry run: show the outcome and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 跳过不合格的行 / leave bad rows out
    #[arg(long, requires = "rejects")]
    pub(crate) skip_bad: bool,
    /// 不合格的行写入此文件 / the file for bad rows
    #[arg(long, value_name = "FILE", requires = "skip_bad")]
    pub(crate) rejects: Option<PathBuf>,
    /// 文本的编码，如 gb18030、cp949、utf-16le / the encoding of a text file
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// 文本各格之间的符号，默认自动识别；制表符写 tab / the sign between the cells of a text; default: found
    /// by itself; tab for a tab
    #[arg(long, value_name = "CHAR")]
    pub(crate) delimiter: Option<String>,
    /// 没有表头：各列按号指明，如 --map 1=town / there is no header: columns are named by number, as in
    /// --map 1=town
    #[arg(long, requires = "kind", conflicts_with = "propose")]
    pub(crate) no_header: bool,
    /// 表头所在的行，默认自动识别 / the line of the header; default: found by itself
    #[arg(long, value_name = "LINE", conflicts_with = "no_header")]
    pub(crate) header: Option<usize>,
    /// 工作表的名称；* 为全部，表名作地点 / the sheet of a workbook; * for all, whose names are the places
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// 地点列的级别，如 town、ward；用于区分同名而级别不同的地方 / the level of the place column; it
    /// tells places with the same name apart
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// 列对应的字段；字段留空为忽略，*= 忽略其余 / the field of a column; without a field it is left
    /// out; *= leaves out all others
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub(crate) mappings: Vec<String>,
    /// 文件未写、各行相同的值 / a value for all rows that is not in the file
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub(crate) constants: Vec<String>,
    /// 以期间为列时，数字对应的字段（代码或名称），每行一个地方 / the field of the figures, where
    /// columns are periods and rows are places
    #[arg(long, value_name = "FIELD")]
    pub(crate) field: Option<String>,
    /// 全表的地点；以期间为列时，每行一项指标 / the place of all rows; where columns are periods, each
    /// row is a field
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// 使用已保存的列对应 / use a saved mapping
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) map_file: Option<PathBuf>,
    /// 保存本次列对应，供下次使用 / save the mapping of this import
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) save_map: Option<PathBuf>,
    /// 表示缺失的值，用逗号隔开 / values that mean missing, separated by commas
    #[arg(
        long,
        value_name = "VALUE",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub(crate) missing: Vec<String>,
    /// 日期的次序：日月年、月日年、年月日；默认年份在前 / the order of dates; default: a four-digit
    /// year first
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) dates: Option<Dates>,
    /// 带时区的时间换算到此时区再取日期，如 Asia/Shanghai / the time zone in which a time with a zone is a
    /// day
    #[arg(long, value_name = "ZONE")]
    pub(crate) zone: Option<String>,
    /// 地点的旧名和新名 / old and new names of places, a table with the columns old and new
    #[arg(long, value_name = "FILE")]
    pub(crate) aliases: Option<PathBuf>,
    /// 未能对应的地点写入此文件，填好可作 --aliases / the file for unknown places, to be filled in as
    /// aliases
    #[arg(long, value_name = "FILE")]
    pub(crate) unmatched: Option<PathBuf>,
    /// 空格对已有的值：保留或清除 / what an empty cell does to an existing value; default: keeps
    #[arg(long, value_enum, value_name = "EFFECT")]
    pub(crate) empty: Option<Empty>,
}

impl ImportArgs {
    /// Returns whether the import is only proposed: that was asked for, or nobody named the kind.
    pub(crate) const fn is_proposed(&self) -> bool {
        self.kind.is_none() || self.propose
    }

    /// Returns the same as [`Self::said_beside`] with what was said of a file of the same header
    /// before.
    pub(super) fn said_beside_kept(&self, kept: &Recipe) -> Vec<String> {
        let mut all = self.clone();
        all.encoding = all.encoding.or_else(|| kept.encoding.clone());
        all.sheet = all.sheet.or_else(|| kept.sheet.clone());
        all.field = all.field.or_else(|| kept.field.clone());
        all.level = all.level.or_else(|| kept.level.clone());
        all.zone = all.zone.or_else(|| kept.zone.clone());
        let separator = kept.separator.map(|sign| match sign {
            '\t' => "tab".to_owned(),
            sign => sign.to_string(),
        });
        all.delimiter = all.delimiter.or(separator);
        let dates = Dates::value_variants().iter().copied();
        let dates = dates.map(|dates| (dates, DateOrder::from(dates)));
        let mut dates = dates.filter(|(_, order)| Some(*order) == kept.dates);
        all.dates = all.dates.or_else(|| dates.next().map(|(dates, _)| dates));
        let clears = kept.empty() == EmptyCells::Clear;
        all.empty = all.empty.or_else(|| clears.then_some(Empty::Clears));
        all.missing.extend(kept.missing.iter().cloned());
        for (field, value) in kept.set() {
            let is_said = |said: &String| said.split('=').next() == Some(field.as_str());
            if !all.constants.iter().any(is_said) {
                all.constants.push(format!("{field}={value}"));
            }
        }
        all.said_beside()
    }

    /// Returns what was said of the file beside its kind, as arguments.
    pub(super) fn said_beside(&self) -> Vec<String> {
        let pairs = [
            ("--encoding", &self.encoding),
            ("--delimiter", &self.delimiter),
            ("--zone", &self.zone),
            ("--sheet", &self.sheet),
            ("--level", &self.level),
            ("--field", &self.field),
            ("--place", &self.place),
        ];
        let header = self.header.map(|line| line.to_string());
        let pairs = pairs.into_iter().chain([("--header", &header)]);
        let single = pairs.filter_map(|(name, said)| {
            let said = said.clone()?;
            Some([name.to_owned(), said])
        });
        let several = [
            ("--map", &self.mappings),
            ("--set", &self.constants),
            ("--missing", &self.missing),
        ];
        let several = several
            .into_iter()
            .flat_map(|(name, said)| said.iter().map(move |one| [name.to_owned(), one.clone()]));
        let dates = self.dates.and_then(|dates| dates.to_possible_value());
        let empty = self.empty.and_then(|empty| empty.to_possible_value());
        let chosen = [("--dates", dates), ("--empty", empty)];
        let chosen = chosen.into_iter().filter_map(|(name, chosen)| {
            let chosen = chosen?;
            Some([name.to_owned(), chosen.get_name().to_owned()])
        });
        let aliases = self.aliases.iter().map(|path| {
            let path = path.to_string_lossy().into_owned();
            ["--aliases".to_owned(), path]
        });
        let named = single.chain(several).chain(chosen).chain(aliases);
        named.flatten().collect()
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Empty {
    /// 保留 / the value is kept
    Keeps,
    /// 清除 / the value is cleared
    Clears,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Dates {
    /// 日月年 / day, month, year
    Dmy,
    /// 月日年 / month, day, year
    Mdy,
    /// 年月日，年份可为两位 / year, month, day; the year may have two digits
    Ymd,
}

impl From<Dates> for DateOrder {
    fn from(dates: Dates) -> Self {
        match dates {
            Dates::Dmy => Self::Dmy,
            Dates::Mdy => Self::Mdy,
            Dates::Ymd => Self::Ymd,
        }
    }
}
