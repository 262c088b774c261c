//! The templates of pages and declarations, with every value escaped for the format that it is put into.

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, escape_formatter};
use serde::Serialize;
use std::borrow::Cow;

/// Name and text of every template.
const TEMPLATES: &[(&str, &str)] = &[
    ("declaration.html", include_str!("templates/declaration.html")),
    ("declaration.md", include_str!("templates/declaration.md")),
    ("page.html", include_str!("templates/page.html")),
    ("stored.html", include_str!("templates/stored.html")),
    ("vendor.html", include_str!("templates/vendor.html")),
    ("vendors.html", include_str!("templates/vendors.html")),
];

const MARKDOWN: AutoEscape = AutoEscape::Custom(Cow::Borrowed("markdown"));

/// The templates, ready to be filled.
#[derive(Debug)]
pub(crate) struct Templates(Environment<'static>);

impl Templates {
    /// Reads them.
    pub(crate) fn new() -> Result<Templates, String> {
        let mut all = Environment::new();
        all.set_auto_escape_callback(|name| if name.ends_with(".md") { MARKDOWN } else { AutoEscape::Html });
        all.set_formatter(format);
        // A misspelt name is an error in a template, not an empty cell in somebody's declaration.
        all.set_undefined_behavior(UndefinedBehavior::Strict);
        all.add_function("link", link);
        let syntax = minijinja::syntax::SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build();
        all.set_syntax(syntax.map_err(|error| error.to_string())?);
        for (name, text) in TEMPLATES {
            all.add_template(name, text).map_err(|error| format!("{name}: {error:#}"))?;
        }
        Ok(Templates(all))
    }

    /// The template of this name, filled with these values.
    pub(crate) fn fill(&self, name: &str, values: impl Serialize) -> Result<String, String> {
        let filled = self.0.get_template(name).and_then(|it| it.render(Value::from(Serde(values))));
        filled.map_err(|error| format!("{name}: {error:#}"))
    }
}

fn format(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    if value.is_undefined() || value.is_safe() {
        return escape_formatter(out, state, value);
    }
    let text = value.to_string();
    let escaped = if *state.auto_escape() == MARKDOWN { markdown(&text) } else { html(&text) };
    out.write_str(&escaped).map_err(Error::from)
}

/// An address as a link, if it is one that leads into the web.
fn link(url: &str) -> Value {
    let escaped = html(url);
    let web = url.starts_with("https://") || url.starts_with("http://");
    let link = format!("<a href=\"{escaped}\" rel=\"noreferrer\">{escaped}</a>");
    Value::from_safe_string(if web { link } else { escaped })
}

/// Text that means only itself in HTML, inside an attribute too. Unlike the engine's own this leaves slashes as they
/// are, since people read declarations and paste them into their pages.
fn html(text: &str) -> String {
    htmlize::escape_all_quotes(text).into_owned()
}

/// Text that means only itself in Markdown, inside a table's cell too.
fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_into_the_web_only() {
        for (url, wanted) in [
            (
                "https://a.example/?b&c",
                r#"<a href="https://a.example/?b&amp;c" rel="noreferrer">https://a.example/?b&amp;c</a>"#,
            ),
            ("javascript:alert('1')", "javascript:alert(&apos;1&apos;)"),
            (
                "https://a\"onclick=x",
                r#"<a href="https://a&quot;onclick=x" rel="noreferrer">https://a&quot;onclick=x</a>"#,
            ),
        ] {
            assert_eq!(link(url).to_string(), wanted);
        }
    }

    #[test]
    fn markdown_means_only_itself() {
        for (text, wanted) in [
            ("_ga_*", "\\_ga\\_\\*"),
            ("a|b\nc", "a\\|b c"),
            ("<b> & [x](y)", "&lt;b> &amp; \\[x\\](y)"),
            ("plain, text.", "plain, text."),
        ] {
            assert_eq!(markdown(text), wanted);
        }
    }
}
