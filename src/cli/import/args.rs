//! The arguments of `import`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::domain::value::DateOrder;

#[derive(Args)]
pub(crate) struct ImportArgs {
    /// CSV 或 XLSX 文件 / the CSV or XLSX file
    pub(crate) file: PathBuf,
    /// 设施类别或统计表，代码或名称 / the kind of its facilities or the sheet, by code or label
    #[arg(long)]
    pub(crate) kind: String,
    /// 填报人姓名，默认系统用户 / who imports, the system's user by default
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// 试导入，给出预览，不写入 / do everything, show what came of it, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 跳过不合格的行 / leave bad rows out
    #[arg(long, requires = "rejects")]
    pub(crate) skip_bad: bool,
    /// 不合格的行写到这里 / where the bad rows go
    #[arg(long, value_name = "FILE", requires = "skip_bad")]
    pub(crate) rejects: Option<PathBuf>,
    /// 文本的编码，如 gb18030、cp949、utf-16le / the encoding of a text
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// 工作表的名称 / the sheet of a workbook
    #[arg(long, value_name = "NAME")]
    pub(crate) sheet: Option<String>,
    /// 地点列的级别，如 town、ward；同名而级别不同的地方由它定 / the level of the place
    /// column; it decides between places of one name
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<String>,
    /// 列对应的字段；字段空为忽略，*= 忽略其余 / the field of a column; none leaves it out, *=
    /// leaves out all others
    #[arg(long = "map", value_name = "COLUMN=FIELD")]
    pub(crate) mappings: Vec<String>,
    /// 文件没写、各行相同的值 / a value that all rows have and the file does not say
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub(crate) constants: Vec<String>,
    /// 期间作列时，数字是哪一项（代码或名称），每行一个地方 / where periods are columns and rows are
    /// places: which field the figures are
    #[arg(long, value_name = "FIELD")]
    pub(crate) field: Option<String>,
    /// 全表的地点；期间作列时，每行一项指标 / the place of all rows; where periods are columns, each
    /// row is a field
    #[arg(long, value_name = "PLACE")]
    pub(crate) place: Option<String>,
    /// 用存好的对应 / import as this file says
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) map_file: Option<PathBuf>,
    /// 存下这次的对应，下次用 / keep how this file is imported
    #[arg(long, value_name = "FILE.toml")]
    pub(crate) save_map: Option<PathBuf>,
    /// 表示缺失的值，逗号分开 / values that mean missing, with commas between
    #[arg(
        long,
        value_name = "VALUE",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub(crate) missing: Vec<String>,
    /// 日期的次序：日月年、月日年、年月日；默认年份在前 / the order of dates, a four-digit year
    /// first by default
    #[arg(long, value_enum, value_name = "ORDER")]
    pub(crate) dates: Option<Dates>,
    /// 地点的旧名和新名 / old and new names of places, a table with the columns old and new
    #[arg(long, value_name = "FILE")]
    pub(crate) aliases: Option<PathBuf>,
    /// 对不上的地点列到这里，填好可作 --aliases / where places that are not known are listed, to be
    /// filled in as aliases
    #[arg(long, value_name = "FILE")]
    pub(crate) unmatched: Option<PathBuf>,
    /// 空格子对已有的值：保留或清除 / what an empty cell does to a value that is there, keeps by
    /// default
    #[arg(long, value_enum, value_name = "EFFECT")]
    pub(crate) empty: Option<Empty>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Empty {
    /// 保留 / it stays
    Keeps,
    /// 清除 / it goes
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
