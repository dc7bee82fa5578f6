//! A sheet of ten short facilities: what must be filled, and now and then a field more. What is
//! typed between the fields weighs most here. Every name is made up.

use super::keys::Data;

/// A row: codes and values; of a choice the code.
type Row = &'static [(&'static str, &'static str)];

/// The facilities, in the order they are typed.
pub(crate) fn libraries() -> Vec<Data> {
    let rows = SHORT.iter();
    rows.map(|row| row.iter().copied().collect()).collect()
}

const SHORT: &[Row] = &[
    &[
        ("name", "示例一馆"),
        ("library_type", "branch"),
        ("building_area_m2", "860"),
        ("reading_seats", "129"),
        ("address", "示例路1号"),
        ("operator_unit", "示例镇"),
        ("data_source", "field_check"),
        ("data_as_of", "2024-12-31"),
    ],
    &[
        ("name", "示例二馆"),
        ("opened_on", "2018"),
        ("library_type", "branch"),
        ("building_area_m2", "420"),
        ("reading_seats", "60"),
        ("address", "示例路22号"),
        ("operator_unit", "示例镇"),
        ("data_source", "field_check"),
        ("data_as_of", "today"),
    ],
    &[
        ("name", "示例三馆"),
        ("library_type", "branch"),
        ("building_area_m2", "95.5"),
        ("reading_seats", "24"),
        ("address", "示例村"),
        ("operator_unit", "示例村"),
        ("data_source", "department"),
        ("data_as_of", "2024-12-31"),
    ],
    &[
        ("name", "示例四馆"),
        ("library_type", "branch"),
        ("building_area_m2", "1200"),
        ("reading_seats", "130"),
        ("address", "示例街3号"),
        ("built_year", "2016"),
        ("operator_unit", "示例镇"),
        ("data_source", "department"),
        ("data_as_of", "2024-12-31"),
    ],
    &[
        ("name", "示例五馆"),
        ("library_type", "branch"),
        ("building_area_m2", "300"),
        ("reading_seats", "48"),
        ("address", "示例巷7号"),
        ("operator_unit", "示例社区"),
        ("data_source", "field_check"),
        ("data_as_of", "today"),
    ],
    &[
        ("name", "示例六馆"),
        ("opened_on", "2021-6"),
        ("library_type", "branch"),
        ("building_area_m2", "250"),
        ("reading_seats", "40"),
        ("free_open", "1"),
        ("address", "示例路90号"),
        ("operator_unit", "示例社区"),
        ("data_source", "field_check"),
        ("data_as_of", "2024-12-31"),
    ],
    &[
        ("name", "示例七馆"),
        ("library_type", "branch"),
        ("building_area_m2", "180"),
        ("reading_seats", "32"),
        ("address", "示例村"),
        ("operator_unit", "示例村"),
        ("data_source", "department"),
        ("data_as_of", "2024-12"),
    ],
    &[
        ("name", "示例八馆"),
        ("library_type", "branch"),
        ("building_area_m2", "510"),
        ("reading_seats", "72"),
        ("annual_visits", "9600"),
        ("address", "示例路5号"),
        ("operator_unit", "示例镇"),
        ("data_source", "department"),
        ("data_as_of", "2024-12-31"),
    ],
    &[
        ("name", "示例九馆"),
        ("library_type", "branch"),
        ("building_area_m2", "88"),
        ("reading_seats", "20"),
        ("address", "示例村"),
        ("operator_unit", "示例村"),
        ("data_source", "field_check"),
        ("data_as_of", "today"),
    ],
    &[
        ("name", "示例十馆"),
        ("library_type", "branch"),
        ("building_area_m2", "640"),
        ("reading_seats", "96"),
        ("address", "示例路31号"),
        ("operator_unit", "示例镇"),
        ("data_source", "field_check"),
        ("data_as_of", "2024-12-31"),
        ("remarks", "示例"),
    ],
];
