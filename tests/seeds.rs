//! The packs that are shipped, and what is refused in one.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use taizhang::domain::policy::{Fault, Pack};
use taizhang::i18n::{Lang, Say};

const LISHUI: &str = include_str!("../seeds/lishui-2022-72.toml");
const KENYA: &str = include_str!("kenya/pack.toml");

fn said(faults: &[Fault]) -> String {
    faults
        .iter()
        .map(|fault| fault.say(Lang::En))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_pack_that_is_shipped_reads_without_a_fault() {
    for text in [LISHUI, KENYA] {
        let pack = Pack::read(text).map_err(|faults| said(&faults));
        assert!(pack.is_ok(), "{}", pack.unwrap_err());
    }
}

/// Every fault that a changed Lishui pack has, in one text.
fn faults_after(change: impl FnOnce(&str) -> String) -> String {
    said(&Pack::read(&change(LISHUI)).unwrap_err())
}

#[test]
fn every_key_of_the_format_stands_in_both_references() {
    let source = include_str!("../src/domain/policy/pack/file.rs");
    for reference in [
        include_str!("../docs/policy-pack.md"),
        include_str!("../docs/policy-pack.zh.md"),
    ] {
        for line in source.lines() {
            let Some((key, _)) = line
                .trim()
                .strip_prefix("pub(super) ")
                .and_then(|rest| rest.split_once(": "))
            else {
                continue;
            };
            // Two keys have other names in the file; `head` and `tail` belong to the program's own
            // form.
            let key = match key {
                "holds" => "type",
                "conditions" => "where",
                "head" | "tail" => continue,
                key => key,
            };
            let named = [
                format!("`{key}`"),
                format!("[{key}]"),
                format!("[[{key}]]"),
                format!(".{key}]]"),
            ];
            assert!(named.iter().any(|name| reference.contains(name)), "{key}");
        }
    }
}

#[test]
fn whatever_the_program_does_not_know_refuses_the_pack_with_line_and_rule() {
    let cases: [(&str, &str, &str); 9] = [
        (
            "form = \"exists\"",
            "form = \"per_resident\"",
            "requirement hospital: the form `per_resident`",
        ),
        (
            "strength = \"basic\"",
            "strength = \"soft\"",
            "requirement hospital: unknown strength `soft`",
        ),
        (
            "measure = \"reading_seats\"",
            "measure = \"seats\"",
            "requirement library: the measure `seats` needs",
        ),
        (
            "field = \"hospital_type\", op = \"=\"",
            "field = \"sort\", op = \"=\"",
            "there is no field `sort`",
        ),
        (
            "value = \"general\"",
            "value = \"big\"",
            "`big` is not a value of the field `hospital_type`",
        ),
        (
            "unit = \"seat\"",
            "unit = \"chair\"",
            "kind.field reading_seats: unknown unit `chair`",
        ),
        (
            "type = \"integer\"",
            "type = \"float\"",
            "unknown type `float`",
        ),
        ("format = 2", "format = 3", "unknown format 3"),
        (
            "required = \"submit\"",
            "required = \"soon\"",
            "unknown required `soon`",
        ),
    ];
    for (from, to, expected) in cases {
        let faults = faults_after(|pack| pack.replacen(from, to, 1));
        assert!(faults.contains(expected), "{to}: {faults}");
        let line = LISHUI.lines().position(|line| line.contains(from)).unwrap() + 1;
        assert!(
            faults
                .lines()
                .any(|fault| fault.starts_with(&format!("{line}: "))),
            "{line}: {faults}"
        );
    }
}

#[test]
fn an_unknown_key_a_binary_float_and_a_missing_translation_are_refused() {
    let unknown =
        faults_after(|pack| pack.replacen("at_least = 1", "at_least = 1\ncolour = \"red\"", 1));
    assert!(
        unknown.contains("requirement hospital: unknown key `colour`; use one of code, group"),
        "{unknown}"
    );
    let float = faults_after(|pack| pack.replacen("min = \"118.68\"", "min = 118.68", 1));
    assert!(float.contains("decimals stand in quotes"), "{float}");
    let empty = faults_after(|pack| pack.replacen("en = \"Hospital\"", "en = \"\"", 1));
    assert!(
        empty.contains("kind hospital: a text is empty; both zh and en are needed"),
        "{empty}"
    );
}

#[test]
fn a_kind_or_field_may_not_take_a_name_of_the_ledger() {
    let kind = faults_after(|pack| {
        pack.replacen("code = \"greenway\"\nlabel", "code = \"record\"\nlabel", 1)
    });
    assert!(
        kind.contains("the code `record` is used by the program"),
        "{kind}"
    );
    let field = faults_after(|pack| pack.replacen("code = \"length_km\"", "code = \"name\"", 1));
    assert!(
        field.contains("the code `name` is used by the program"),
        "{field}"
    );
}

proptest::proptest! {
    #[test]
    fn a_pack_that_was_cut_and_stirred_is_read_or_refused_and_never_panics(
        cuts in proptest::collection::vec((0_usize..1100, 0_usize..1100), 1..4),
        mark in "[\\[\\]\"={},a-z0-9 \n]{0,3}",
    ) {
        let mut lines: Vec<String> = LISHUI.lines().map(str::to_owned).collect();
        for (from, to) in cuts {
            let (from, to) = (from % lines.len(), to % lines.len());
            lines.swap(from, to);
            let at = lines[from].char_indices().map(|(at, _)| at).nth(to % 40).unwrap_or(0);
            lines[from].insert_str(at, &mark);
        }
        if let Err(faults) = Pack::read(&lines.join("\n")) {
            proptest::prop_assert!(!faults.is_empty());
            proptest::prop_assert!(faults.iter().all(|fault| fault.line >= 1 && !fault.say(Lang::Zh).contains('\n')), "{}", said(&faults));
        }
    }
}
