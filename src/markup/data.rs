//! Reads the text of a `data:` URL. It is loaded without a request, and may cause further requests.

/// Returns the media type and the text of a `data:` URL, and `None` for any other URL.
pub(crate) fn text(url: &str) -> Option<(String, String)> {
    let url = url.trim_ascii();
    let rest = url.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:")).map(|_| &url[5..])?;
    let (kind, body) = rest.split_once(',')?;
    let mut parts = kind.split(';').map(str::trim);
    let essence = parts.next().unwrap_or("").to_ascii_lowercase();
    let bytes = percent_decoded(body);
    let coded = parts.next_back().is_some_and(|part| part.eq_ignore_ascii_case("base64"));
    let bytes = if coded { base64_decoded(&bytes) } else { bytes };
    Some((essence, String::from_utf8_lossy(&bytes).into_owned()))
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        let decoded = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(decoded.unwrap_or(*byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    out
}

/// Forgiving-base64 decode (Infra Standard), except that characters outside the alphabet are skipped.
fn base64_decoded(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = (bits & 0xffff) << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_url_has_a_type_and_a_text() {
        for (url, wanted) in [
            ("data:text/css,a%20b%2", Some(("text/css", "a b%2"))),
            (" DATA:Text/HTML;charset=utf-8,<p>", Some(("text/html", "<p>"))),
            ("data:text/css;base64,cHt9", Some(("text/css", "p{}"))),
            ("data:;base64,cA==", Some(("", "p"))),
            ("data:,", Some(("", ""))),
            ("data:text/css", None),
            ("https://a.example/,", None),
            ("d\u{e4}ta:,", None),
        ] {
            let found = text(url);
            let found = found.as_ref().map(|(kind, text)| (kind.as_str(), text.as_str()));
            assert_eq!(found, wanted, "{url}");
        }
    }
}
