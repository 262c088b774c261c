//! `consent-gate snippet`: the first lines of `<head>`, for each strength in which the gate holds static markup.

use super::config;
use std::path::Path;

/// Where pages find the gate's file unless they say so.
pub(crate) const GATE_SRC: &str = "/consent-gate.js";

/// Keep optimisers from deferring the gate.
const UNTOUCHED: &str =
    "data-cfasync=\"false\" data-no-optimize=\"1\" data-no-defer=\"1\" data-pagespeed-no-defer nowprocket";

/// The gate's tag; `more` are further attributes, each with a space before it.
pub(crate) fn gate_tag(src: &str, more: &str) -> String {
    format!("<script src=\"{}\" {UNTOUCHED}{more}></script>", attribute(src))
}

/// The config's tag; empty without a file.
///
/// # Errors
///
/// One line if the file is no good.
pub(crate) fn config_tag(file: Option<&Path>) -> Result<String, String> {
    let Some(file) = file else { return Ok(String::new()) };
    let json = config::json(file)?.to_string();
    // Nothing in a script may look like its end, or like a comment's beginning.
    let json = json.replace('<', "\\u003c");
    let json: String = json.chars().map(ascii).collect();
    Ok(format!("<script type=\"application/json\" id=\"consent-gate-config\">{json}</script>"))
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
