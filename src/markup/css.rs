//! Finds the URLs in style sheets and `style` attributes: `@import`, `url()`, `image-set()`. The URL of an `@namespace`
//! loads nothing.

use crate::gate::Kind;
use cssparser::{ParseError, Parser, ParserInput, Token};

/// Maximum nesting depth of blocks. Deeper blocks are skipped.
///
/// Threat: a deeply nested style sheet would exhaust the stack.
const DEEPEST: usize = 60;

/// Returns every URL that these styles load, with its kind.
pub(crate) fn urls(text: &str) -> Vec<(Kind, String)> {
    places(text).into_iter().map(|(_, kind, url)| (kind, url)).collect()
}

/// Returns every URL that these styles load, with the offset at which it begins and its kind.
pub(crate) fn places(text: &str) -> Vec<(usize, Kind, String)> {
    let mut input = ParserInput::new(text);
    let mut found = Found { text, urls: Vec::new() };
    read(&mut Parser::new(&mut input), Context { rule: Rule::Plain, strings: false, depth: 0 }, &mut found);
    found.urls
}

/// The URLs found so far.
struct Found<'t> {
    text: &'t str,
    urls: Vec<(usize, Kind, String)>,
}

/// The statement that contains a URL.
#[derive(Clone, Copy, PartialEq)]
enum Rule {
    Plain,
    Import,
    FontFace,
    /// `@namespace` and `@document`: their URLs are names and load nothing.
    Names,
}

#[derive(Clone, Copy)]
struct Context {
    rule: Rule,
    /// Strings are URLs: inside `url()` and `image-set()`.
    strings: bool,
    depth: usize,
}

fn read(parser: &mut Parser<'_, '_>, outer: Context, found: &mut Found<'_>) {
    let mut here = outer;
    loop {
        let start = parser.position().byte_index();
        let Ok(token) = parser.next_including_whitespace_and_comments().cloned() else { return };
        match token {
            Token::AtKeyword(name) => here.rule = rule(&name),
            Token::Semicolon => here = outer,
            Token::UnquotedUrl(url) => here.rule = found.push(here.rule, inside(found.text, start), &url),
            Token::QuotedString(url) if here.strings || here.rule == Rule::Import => {
                here.rule = found.push(here.rule, start + 1, &url);
            }
            Token::Function(name) => {
                let strings = here.strings || takes_urls(&name);
                descend(parser, Context { strings, ..here }, found);
                here.rule = after(here.rule);
            }
            Token::ParenthesisBlock | Token::SquareBracketBlock => descend(parser, here, found),
            Token::CurlyBracketBlock => {
                let rule = if here.rule == Rule::FontFace { here.rule } else { Rule::Plain };
                descend(parser, Context { rule, ..here }, found);
                here = outer;
            }
            _ => {}
        }
    }
}

fn descend(parser: &mut Parser<'_, '_>, inner: Context, found: &mut Found<'_>) {
    let inner = Context { depth: inner.depth + 1, ..inner };
    let _ = parser.parse_nested_block(|parser| {
        if inner.depth <= DEEPEST {
            read(parser, inner, found);
        }
        Ok::<(), ParseError<'_, ()>>(())
    });
}

fn rule(name: &str) -> Rule {
    match name.to_ascii_lowercase().as_str() {
        "import" => Rule::Import,
        "font-face" => Rule::FontFace,
        "namespace" | "document" | "-moz-document" => Rule::Names,
        _ => Rule::Plain,
    }
}

fn takes_urls(name: &str) -> bool {
    ["url", "src", "image-set", "-webkit-image-set"].iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// Returns the rule after a URL. An import's URL is followed by conditions, which load nothing.
fn after(rule: Rule) -> Rule {
    if rule == Rule::Import { Rule::Names } else { rule }
}

/// Returns the offset of the URL in `url( URL )`.
fn inside(text: &str, start: usize) -> usize {
    let bracket = text[start..].find('(').map_or(start, |at| start + at + 1);
    let blank = text[bracket..].bytes().take_while(u8::is_ascii_whitespace).count();
    bracket + blank
}

impl Found<'_> {
    /// Records a URL. Returns the rule for the tokens after it.
    fn push(&mut self, rule: Rule, at: usize, url: &str) -> Rule {
        let kind = match rule {
            Rule::Plain => Kind::Img,
            Rule::Import => Kind::Style,
            Rule::FontFace => Kind::Font,
            Rule::Names => return rule,
        };
        // A fragment alone refers to the same document.
        if !url.trim().is_empty() && !url.starts_with('#') {
            self.urls.push((at, kind, url.to_owned()));
        }
        after(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_styles_load() {
        for (text, wanted) in [
            ("@import 'a' screen; @import url(b) layer('x'); p { color: red }", "style a, style b"),
            ("@IMPORT url(\"a\");", "style a"),
            ("@font-face { src: url(a) format('woff2'), url('b') }", "font a, font b"),
            ("p { background: url( a ) } q { x: 'no' }", "img a"),
            ("@media print { p { background: image-set('a' 1x, url(b) 2x) } }", "img a, img b"),
            ("@namespace svg url(http://www.w3.org/2000/svg); p { x: url(#f) }", ""),
            ("background: URL(a\\62 )", "img ab"),
            ("/* url(no) */ p { x: url(a", "img a"),
            ("", ""),
        ] {
            let found: Vec<String> =
                urls(text).into_iter().map(|(kind, url)| format!("{} {url}", kind.name())).collect();
            assert_eq!(found.join(", "), wanted, "{text}");
        }
        assert!(urls(&"(".repeat(100_000)).is_empty());
    }
}
