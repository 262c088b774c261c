//! Decides whether a `<script>` runs: the part of HTML's "prepare the script element" about the type.

/// JavaScript MIME types of the MIME Sniffing Standard.
const JAVASCRIPT: &[&str] = &[
    "application/ecmascript",
    "application/javascript",
    "application/x-ecmascript",
    "application/x-javascript",
    "text/ecmascript",
    "text/javascript",
    "text/javascript1.0",
    "text/javascript1.1",
    "text/javascript1.2",
    "text/javascript1.3",
    "text/javascript1.4",
    "text/javascript1.5",
    "text/jscript",
    "text/livescript",
    "text/x-ecmascript",
    "text/x-javascript",
];

/// Returns whether a script with these `type` and `language` attributes is fetched and run.
pub(crate) fn runs(kind: Option<String>, language: Option<String>) -> bool {
    let kind = match (kind, language) {
        (Some(kind), _) if !kind.is_empty() => kind.trim_ascii().to_ascii_lowercase(),
        (None, Some(language)) if !language.is_empty() => format!("text/{}", language.to_ascii_lowercase()),
        _ => return true,
    };
    kind == "module" || JAVASCRIPT.contains(&kind.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_javascript_types_run() {
        for (kind, language, wanted) in [
            (None, None, true),
            (Some(""), Some("vbscript"), true),
            (Some(" Text/JavaScript "), None, true),
            (Some("MODULE"), None, true),
            (Some("text/plain"), None, false),
            (Some("text/javascript; charset=utf-8"), None, false),
            (Some("importmap"), None, false),
            (Some(" "), None, false),
            (None, Some("JavaScript1.2"), true),
            (None, Some("vbscript"), false),
        ] {
            assert_eq!(runs(kind.map(str::to_owned), language.map(str::to_owned)), wanted, "{kind:?}");
        }
    }
}
