//! Small pieces of text, written by hand: `format!` alone would cost the wasm a kilobyte.

/// Appends a whole number.
pub(crate) fn push_number(out: &mut String, number: u64) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.push((b'0' + (number % 10) as u8) as char);
}

/// Appends a JSON string, quotes included.
pub(crate) fn push_json(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\0'..'\x20' => {
                out.push_str("\\u00");
                out.push(if c < '\x10' { '0' } else { '1' });
                out.push(b"0123456789abcdef"[c as usize % 16] as char);
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}

/// Appends the date of a day, counted from 1970-01-01: `2026-11-21`.
///
/// The civil calendar counted from 1 March of year 0 in eras of 400 years, after Howard Hinnant's `days_from_civil`:
/// the leap day is then the last day of the year, and a month's start is `(153 * month + 2) / 5`.
pub(crate) fn push_date(out: &mut String, day: u32) {
    let day = day + 719_468;
    let of_era = day % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era + day / 146_097 * 400 + u32::from(month < 3);
    push_number(out, year.into());
    push_two(out, month);
    push_two(out, of_year - (153 * from_march + 2) / 5 + 1);
}

fn push_two(out: &mut String, number: u32) {
    out.push_str(if number < 10 { "-0" } else { "-" });
    push_number(out, number.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(push: impl Fn(&mut String)) -> String {
        let mut out = String::new();
        push(&mut out);
        out
    }

    #[test]
    fn numbers_and_dates() {
        for number in [0, 7, 10, 1_795_219_200_000, u64::MAX] {
            assert_eq!(written(|out| push_number(out, number)), number.to_string());
        }
        for (day, date) in [
            (0, "1970-01-01"),
            (58, "1970-02-28"),
            (59, "1970-03-01"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (20_778, "2026-11-21"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(written(|out| push_date(out, day)), date);
        }
    }

    #[test]
    fn json_strings_are_escaped() {
        assert_eq!(
            written(|out| push_json(out, "a\"\\\n\u{1f}é\u{2028}")),
            "\"a\\\"\\\\\\u000a\\u001fé\u{2028}\""
        );
    }
}
