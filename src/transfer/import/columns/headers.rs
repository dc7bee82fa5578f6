//! Headers of columns that are no field of a form.

use crate::domain::record::facility::shared;

/// Headers of the place column.
pub(super) const PLACE: [&str; 5] = ["town", "place", "所属镇", "镇", "地点"];
/// Others, where no field of the form has that name.
pub(super) const PLACE_ELSE: [&str; 12] = [
    "乡镇",
    "乡镇街道",
    "乡镇（街道）",
    "镇（街道）",
    "镇街",
    "街道",
    "所在镇",
    "所在乡镇",
    "所在乡镇（街道）",
    "所属乡镇",
    "所属乡镇（街道）",
    "township",
];
/// Headers of the column that names what is above the place.
pub(super) const ABOVE: [&str; 8] = [
    "county",
    "县",
    "所属县",
    "所在县",
    "县区",
    "区县",
    "县（市、区）",
    "所属县（市、区）",
];
/// Headers of the column with the ids of records.
pub(super) const ID: [&str; 2] = ["id", "记录编号"];
/// Headers of the name of the place, which exported files have beside its code for people.
pub(super) const PLACE_NAME: [&str; 5] = ["town_name", "town name", "镇名", "镇名称", "乡镇名称"];
/// Headers of the period of a sheet.
pub(super) const PERIOD: [&str; 15] = [
    shared::PERIOD,
    "期间",
    "报告期",
    "统计期",
    "所属期",
    "年份",
    "年度",
    "年",
    "季度",
    "月份",
    "月",
    "year",
    "quarter",
    "month",
    "date",
];
/// Headers of columns that number the rows, folded.
pub(super) const SERIAL: [&str; 9] = [
    "序号",
    "序",
    "no.",
    "no",
    "#",
    "s/n",
    "s.no.",
    "serialno.",
    "serialno",
];
