//! Writes the binary floats of a workbook as the decimals that its reader sees.

/// The digits that a spreadsheet keeps and shows of a figure; what comes after is noise of binary
/// floats.
const DIGITS: usize = 15;

/// Returns the figure as its reader sees it: at most fifteen digits, as a plain decimal. `None`
/// where more digits stand before the point: a number as long as a credit code has lost its end
/// when it was typed as a figure.
pub(in crate::transfer::import::read) fn decimal(figure: f64) -> Option<String> {
    if !figure.is_finite() || figure.abs() >= 1e15 {
        return None;
    }
    let scientific = format!("{figure:.*e}", DIGITS - 1);
    let (digits, exponent) = scientific.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let (sign, digits) = digits
        .strip_prefix('-')
        .map_or(("", digits), |digits| ("-", digits));
    let digits: String = digits.chars().filter(|&c| c != '.').collect();
    let plain = match usize::try_from(exponent) {
        Ok(whole) => {
            let (whole, part) = digits.split_at_checked(whole + 1)?;
            format!("{whole}.{part}")
        }
        Err(_) => format!(
            "0.{}{digits}",
            "0".repeat(usize::try_from(-exponent - 1).ok()?)
        ),
    };
    let plain = plain.trim_end_matches('0').trim_end_matches('.');
    Some(if plain.is_empty() || plain == "0" {
        "0".to_owned()
    } else {
        format!("{sign}{plain}")
    })
}
