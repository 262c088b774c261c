//! Checks the config's `banner`. In a page, the banner's script does the same.

use crate::gate::{Nearest, Value, hint};

/// Whether a value fits an option.
type Check = fn(&Value) -> bool;

/// Every option: its key, its type in words, and the check. `www/banner/options.ts` has the same table for the page; a
/// test compares the two.
const OPTIONS: [(&str, &str, Check); 4] = [
    ("controller", "a string", is_text),
    ("policy_url", "an address of the web", is_web_address),
    ("control", "\"bottom-left\", \"bottom-right\" or false", is_place),
    ("vendors", "a list of vendor ids", is_list_of_texts),
];

/// Returns one line for each mistake in the `banner` of a config.
pub(super) fn problems(config: &Value) -> Vec<String> {
    let Some(Value::Map(options)) = config.get("banner") else { return Vec::new() };
    options.iter().filter_map(|(name, value)| problem(name, value)).collect()
}

fn problem(name: &str, value: &Value) -> Option<String> {
    let Some((_, wanted, is_good)) = OPTIONS.iter().find(|option| option.0 == name) else {
        let mut nearest = Nearest::new(name);
        OPTIONS.iter().for_each(|option| nearest.consider(option.0));
        let hint = hint(nearest.found.as_deref());
        return Some(format!("config \"banner.{name}\": unknown key; it is ignored{hint}"));
    };
    (!is_good(value)).then(|| format!("config \"banner.{name}\" must be {wanted}; the default is used"))
}

fn is_text(value: &Value) -> bool {
    value.text().is_some_and(|text| !text.is_empty())
}

/// Whether this is an `http` or `https` URL, or a relative URL.
fn is_web_address(value: &Value) -> bool {
    let scheme = |text: &str| {
        let (scheme, _) = text.split_once(':')?;
        let letters = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
        (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters))
            .then(|| scheme.to_ascii_lowercase())
    };
    let of_web = |text: &str| scheme(text.trim()).is_none_or(|scheme| scheme == "http" || scheme == "https");
    is_text(value) && value.text().is_some_and(of_web)
}

fn is_place(value: &Value) -> bool {
    matches!(value, Value::Bool(false)) || matches!(value.text(), Some("bottom-left" | "bottom-right"))
}

fn is_list_of_texts(value: &Value) -> bool {
    matches!(value, Value::List(entries) if entries.iter().all(is_text))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the problems of a `banner`, one line each.
    fn problems_of(banner: &str) -> String {
        let json = format!("{{\"banner\":{banner}}}");
        problems(&crate::cli::site::config::value(serde_json::from_str(&json).unwrap())).join("\n")
    }

    #[test]
    fn names_each_mistake() {
        for (banner, wanted) in [
            ("false", ""),
            ("{}", ""),
            (r#"{"controller":"ACME","policy_url":"/privacy","control":false,"vendors":["vimeo"]}"#, ""),
            (r#"{"policy_url":"HTTPS://www.example.com/a:b"}"#, ""),
            (
                r#"{"policy_url":"javascript:alert(1)"}"#,
                "config \"banner.policy_url\" must be an address of the web",
            ),
            (r#"{"policy-url":"/a"}"#, "unknown key; it is ignored; did you mean \"policy_url\"?"),
            (r#"{"contoller":"ACME"}"#, "did you mean \"controller\"?"),
            (r#"{"language":"de"}"#, "config \"banner.language\": unknown key; it is ignored"),
            (r#"{"controller":""}"#, "must be a string; the default is used"),
            (r#"{"control":"top"}"#, "must be \"bottom-left\", \"bottom-right\" or false"),
            (r#"{"vendors":"vimeo"}"#, "must be a list of vendor ids"),
            (r#"{"vendors":[1]}"#, "must be a list of vendor ids"),
        ] {
            let found = problems_of(banner);
            assert!(found.contains(wanted) && (wanted.is_empty() == found.is_empty()), "{banner}: {found}");
        }
    }

    #[test]
    fn the_page_has_the_same_options() {
        let page = include_str!("../../../www/banner/options.ts");
        let (_, table) = page.split_once("__proto__: null,").unwrap();
        let (table, _) = table.split_once("\n};").unwrap();
        let key = |line: &'static str| line.strip_prefix("  ")?.split_once(": [").map(|(key, _)| key);
        let keys: Vec<&str> = table.lines().filter_map(key).collect();
        assert_eq!(keys, OPTIONS.map(|option| option.0));
        for (name, wanted, _) in OPTIONS {
            assert!(table.contains(&format!("'{wanted}'")), "banner.{name}: {wanted}");
        }
    }
}
