//! Writes the gate's tags in ASCII, so that they mean the same in every encoding.

/// Attributes that keep optimisers from deferring the gate.
const UNTOUCHED: &str =
    "data-cfasync=\"false\" data-no-optimize=\"1\" data-no-defer=\"1\" data-pagespeed-no-defer nowprocket";

/// Returns the gate's script element. `more` contains further attributes, each with a space before it.
pub(crate) fn gate_tag(src: &str, more: &str) -> String {
    format!("<script src=\"{}\" {UNTOUCHED}{more}></script>", attribute(src))
}

/// Returns the config element.
pub(crate) fn config_tag(json: &str) -> String {
    // Inside a script, the text must not contain an end tag or the beginning of a comment.
    let json: String = json.replace('<', "\\u003c").chars().map(ascii).collect();
    format!("<script type=\"application/json\" id=\"consent-gate-config\">{json}</script>")
}

/// Escapes a character of JSON, so that it means the same in every encoding.
fn ascii(c: char) -> String {
    let mut units = [0; 2];
    if c.is_ascii() {
        return c.to_string();
    }
    c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}

/// Escapes the value of an attribute in double quotes, in ASCII.
pub(crate) fn attribute(value: &str) -> String {
    let escaped = htmlize::escape_all_quotes(value);
    escaped
        .chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { format!("&#{};", u32::from(c)) })
        .collect()
}
