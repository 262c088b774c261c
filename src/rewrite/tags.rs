//! The gate's own tags as text, in ASCII: they mean the same in every encoding.

/// Keep optimisers from deferring the gate.
const UNTOUCHED: &str =
    "data-cfasync=\"false\" data-no-optimize=\"1\" data-no-defer=\"1\" data-pagespeed-no-defer nowprocket";

/// The gate's tag; `more` are further attributes, each with a space before it.
pub(crate) fn gate_tag(src: &str, more: &str) -> String {
    format!("<script src=\"{}\" {UNTOUCHED}{more}></script>", attribute(src))
}

/// The tag of a config.
pub(crate) fn config_tag(json: &str) -> String {
    // Nothing in a script may look like its end, or like a comment's beginning.
    let json: String = json.replace('<', "\\u003c").chars().map(ascii).collect();
    format!("<script type=\"application/json\" id=\"consent-gate-config\">{json}</script>")
}

/// A character of JSON that means the same in every encoding.
fn ascii(c: char) -> String {
    let mut units = [0; 2];
    if c.is_ascii() {
        return c.to_string();
    }
    c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

/// A value between double quotes, in ASCII.
pub(crate) fn attribute(value: &str) -> String {
    let escaped = htmlize::escape_all_quotes(value);
    escaped
        .chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { format!("&#{};", u32::from(c)) })
        .collect()
}
