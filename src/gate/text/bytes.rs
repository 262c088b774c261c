//! Splits and joins texts without `format!`, `concat` and the searchers behind `str::split`, which would add kilobytes
//! to the wasm.

/// Splits at the first `mark` (an ASCII character), if there is one.
pub(crate) fn cut(text: &str, mark: u8) -> Option<(&str, &str)> {
    let mut at = 0;
    while *text.as_bytes().get(at)? != mark {
        at += 1;
    }
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Returns whether the text contains `word`.
pub(crate) fn contains(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|it| it == word.as_bytes())
}

/// Returns the text before the first `mark` and the text after it. Without a `mark`, returns the whole text and an
/// empty one.
pub(crate) fn head(text: &str, mark: u8) -> (&str, &str) {
    cut(text, mark).unwrap_or((text, ""))
}

/// Splits before the first of three marks. Each byte is read only once, because this runs for every request. There is
/// only one such loop, and it is not inlined, because each copy adds bytes to the wasm.
#[inline(never)]
pub(crate) fn before(text: &str, [a, b, c]: [u8; 3]) -> (&str, &str) {
    let at = text.bytes().position(|it| it == a || it == b || it == c);
    text.split_at_checked(at.unwrap_or(text.len())).unwrap_or((text, ""))
}

/// Iterator over the pieces between the marks.
pub(crate) struct Pieces<'t> {
    rest: Option<&'t str>,
    mark: u8,
}

/// Splits a text at every `mark`.
pub(crate) fn pieces(text: &str, mark: u8) -> Pieces<'_> {
    Pieces { rest: Some(text), mark }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let rest = self.rest?;
        let (piece, rest) = cut(rest, self.mark).map_or((rest, None), |(piece, rest)| (piece, Some(rest)));
        self.rest = rest;
        Some(piece)
    }
}

/// FNV-1a hash, 32 bits. It is not collision-resistant, so it must only compare texts without an attacker's influence.
pub(crate) fn sum(text: &str) -> u32 {
    text.bytes().fold(SEED, mix)
}

/// The hash of an empty text.
pub(crate) const SEED: u32 = 0x811c_9dc5;

/// Adds one byte to a hash.
pub(crate) fn mix(sum: u32, byte: u8) -> u32 {
    (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

/// Joins the parts.
pub(crate) fn join(parts: &[&str]) -> String {
    let mut out = String::new();
    for part in parts {
        out.push_str(part);
    }
    out
}

/// A text, because appending a `char` would add the UTF-8 encoder to the wasm.
const QUOTE: &str = "\"";

const DIGITS: &str = "0123456789abcdef";

fn push_digit(out: &mut String, digit: usize) {
    out.push_str(DIGITS.get(digit..digit + 1).unwrap_or(""));
}

/// Appends a whole number in decimal digits.
pub(crate) fn push_number(out: &mut String, number: u64) {
    if number > 9 {
        push_number(out, number / 10);
    }
    push_digit(out, (number % 10) as usize);
}

/// Appends a JSON string with its quotes. Text without escapes is copied as a whole.
pub(crate) fn push_json(out: &mut String, text: &str) {
    out.push_str(QUOTE);
    let mut from = 0;
    for (at, b) in text.bytes().enumerate() {
        if b >= 0x20 && b != b'"' && b != b'\\' {
            continue;
        }
        out.push_str(text.get(from..at).unwrap_or(""));
        out.push_str("\\u00");
        push_digit(out, b as usize / 16);
        push_digit(out, b as usize % 16);
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out.push_str(QUOTE);
}

/// Appends a date such as `2026-11-21`, from a number of days since 1970-01-01.
///
/// The algorithm is Howard Hinnant's `civil_from_days`. Years begin on 1 March, in eras of 400 years. The leap day is
/// then the last day of the year, and a month starts on day `(153 * month + 2) / 5`.
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
    fn writes_numbers_and_dates() {
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
    fn splits_texts() {
        let all = |text| pieces(text, b',').collect::<Vec<_>>();
        assert_eq!((all(""), all("a"), all("a,,b,")), (vec![""], vec!["a"], vec!["a", "", "b", ""]));
        assert_eq!((cut("a.b.c", b'.'), cut("abc", b'.')), (Some(("a", "b.c")), None));
    }

    #[test]
    fn escapes_json_strings() {
        let escaped = "\"a\\u0022\\u005c\\u000a\\u001fé\u{2028}\"";
        assert_eq!(written(|out| push_json(out, "a\"\\\n\u{1f}é\u{2028}")), escaped);
    }
}
