//! The templates of vendor pages and cookie declarations. Every value is escaped for the format of its template.

use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, escape_formatter};
use serde::Serialize;
use std::borrow::Cow;
use thiserror::Error as ThisError;

/// The name and text of every template.
const TEMPLATES: &[(&str, &str)] = &[
    ("declaration.html", include_str!("templates/declaration.html")),
    ("declaration.md", include_str!("templates/declaration.md")),
    ("page.html", include_str!("templates/page.html")),
    ("stored.html", include_str!("templates/stored.html")),
    ("vendor.html", include_str!("templates/vendor.html")),
    ("vendors.html", include_str!("templates/vendors.html")),
];

const MARKDOWN: AutoEscape = AutoEscape::Custom(Cow::Borrowed("markdown"));

/// A template that is wrong, or values that do not fit it.
#[derive(Debug, ThisError)]
pub(crate) enum TemplateError {
    /// The syntax settings do not fit each other.
    #[error("{0}")]
    Syntax(#[source] Error),
    /// A template cannot be parsed or filled.
    #[error("{name}: {source:#}")]
    Template {
        /// The name of the template.
        name: String,
        /// The error, which names the line.
        source: Error,
    },
}

impl TemplateError {
    /// Returns a function that adds the template's name to an error, for `map_err`.
    fn of(name: &str) -> impl Fn(Error) -> TemplateError {
        move |source| TemplateError::Template { name: name.to_owned(), source }
    }
}

/// The parsed templates.
#[derive(Debug)]
pub(crate) struct Templates(Environment<'static>);

impl Templates {
    /// Parses all templates.
    ///
    /// # Errors
    ///
    /// [`TemplateError`] if a template is wrong, which the tests rule out.
    pub(crate) fn new() -> Result<Templates, TemplateError> {
        let mut all = Environment::new();
        all.set_auto_escape_callback(|name| if name.ends_with(".md") { MARKDOWN } else { AutoEscape::Html });
        all.set_formatter(format);
        // A misspelt name in a template is an error, not an empty cell in a declaration.
        all.set_undefined_behavior(UndefinedBehavior::Strict);
        all.add_function("link", link);
        let syntax = minijinja::syntax::SyntaxConfig::builder()
            .trim_blocks(true)
            .lstrip_blocks(true)
            .keep_trailing_newline(true)
            .build();
        all.set_syntax(syntax.map_err(TemplateError::Syntax)?);
        for (name, text) in TEMPLATES {
            all.add_template(name, text).map_err(TemplateError::of(name))?;
        }
        Ok(Templates(all))
    }

    /// Fills a template.
    ///
    /// # Errors
    ///
    /// [`TemplateError::Template`] if there is no such template, or if it uses a value that is not given.
    pub(crate) fn fill(&self, name: &str, values: impl Serialize) -> Result<String, TemplateError> {
        let filled = self.0.get_template(name).and_then(|it| it.render(Value::from(Serde(values))));
        filled.map_err(TemplateError::of(name))
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

/// Returns a link for an `http` or `https` URL, and escaped text for any other.
///
/// Threat: a vendor file with a `javascript:` URL would run code on the page of a site that publishes it.
fn link(url: &str) -> Value {
    let escaped = html(url);
    let web = url.starts_with("https://") || url.starts_with("http://");
    let link = format!("<a href=\"{escaped}\" rel=\"noreferrer\">{escaped}</a>");
    Value::from_safe_string(if web { link } else { escaped })
}

/// Escapes text for HTML, also inside an attribute. Slashes stay readable, unlike with the escaping of minijinja:
/// people read declarations and paste them into their pages.
fn html(text: &str) -> String {
    htmlize::escape_all_quotes(text).into_owned()
}

/// Escapes text for Markdown, also inside a table cell.
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
    fn only_web_urls_become_links() {
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
    fn markdown_is_escaped() {
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
