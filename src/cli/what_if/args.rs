//! The arguments of `what-if`.

use std::path::PathBuf;

use clap::{ArgGroup, Args};

/// Without a change the screens are opened on a copy of the ledger.
#[derive(Args)]
#[command(group = ArgGroup::new("change").multiple(true))]
#[command(group = ArgGroup::new("form"))]
#[command(group = ArgGroup::new("where").multiple(true))]
pub(crate) struct WhatIfArgs {
    /// 地方，代码或名称 / the place, by code or name
    #[arg(long, value_name = "TOWN", group = "where", requires = "change")]
    pub(crate) town: Option<String>,
    /// 设施类别，代码或名称 / the kind of facility, by code or label
    #[arg(long, value_name = "KIND", group = "form", requires = "change")]
    pub(crate) kind: Option<String>,
    /// 统计表，代码或名称 / the sheet, by code or label
    #[arg(long, value_name = "SHEET", group = "form", requires = "change")]
    pub(crate) sheet: Option<String>,
    /// 统计表的统计期，默认最近一期 / the period of the sheet; default: the latest
    #[arg(
        long,
        value_name = "PERIOD",
        conflicts_with = "file",
        requires = "form"
    )]
    pub(crate) period: Option<String>,
    /// 已有的设施，编号或名称；不写则假定新增一个 / an existing facility, by id or name; default: a
    /// hypothetical new one
    #[arg(long, value_name = "ID", conflicts_with_all = ["file", "sheet"], requires = "form")]
    pub(crate) record: Option<String>,
    /// 假定的值 / a hypothetical value
    #[arg(long = "set", value_name = "FIELD=VALUE", group = "change", requires_all = ["form", "where"])]
    pub(crate) sets: Vec<String>,
    /// 多处改动写成一个文件，列与导入相同 / a file with several changes, with the columns of an import
    #[arg(long, value_name = "CHANGES.csv", groups = ["change", "where"], requires = "form")]
    pub(crate) file: Option<PathBuf>,
}

impl WhatIfArgs {
    /// Returns whether no change is named, so that it is typed on the screens.
    pub(crate) fn names_nothing(&self) -> bool {
        let named = [
            &self.town,
            &self.kind,
            &self.sheet,
            &self.period,
            &self.record,
        ];
        named.iter().all(|name| name.is_none()) && self.sets.is_empty() && self.file.is_none()
    }
}
