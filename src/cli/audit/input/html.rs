//! Finds the tags of an HTML document that load something. Reads the document as a stream.

mod texts;

use super::activated;
use super::inline::InlineScript;
use super::line_numbers::LineNumbers;
use crate::address::resolve;
use crate::cli::audit::tag::{Spot, Tag};
use crate::gate::Kind;
use crate::html::{self, CHUNK, DEEPEST, Walk};
use crate::markup::{self, Attributes, Carried, Content, Load, css};
use lol_html::errors::RewritingError;
use lol_html::html_content::Element;
use lol_html::{HtmlRewriter, Settings, element, text};
use std::cell::RefCell;
use std::io::{self, Read};
use thiserror::Error;
use url::Url;

/// The maximum number of links that are kept for speculation rules.
const MOST_LINKS: usize = 10_000;

/// An HTML document that cannot be read to its end.
#[derive(Debug, Error)]
pub(crate) enum HtmlError {
    /// Reading failed.
    #[error(transparent)]
    Read(#[from] io::Error),
    /// The parser failed.
    #[error(transparent)]
    Parse(#[from] RewritingError),
}

/// Calls `found` for every tag that loads something, in document order.
///
/// # Errors
///
/// [`HtmlError`] if reading or parsing fails.
pub(crate) fn tags(input: &mut dyn Read, page: &Url, found: &mut dyn FnMut(Tag)) -> Result<(), HtmlError> {
    let start = Context { walk: Walk::new(page.clone()), line: 1, inert: None };
    scan(input, &start, found)
}

/// The state that a document inherits from the document around it.
#[derive(Clone, Debug)]
struct Context {
    walk: Walk,
    /// The number of the first line.
    line: usize,
    /// The reason why the whole document is inert, if it is.
    inert: Option<&'static str>,
}

/// Parses a document and calls `found` for its tags.
fn scan(input: &mut dyn Read, start: &Context, found: &mut dyn FnMut(Tag)) -> Result<(), HtmlError> {
    let lines = RefCell::new(LineNumbers::from(start.line));
    let document = RefCell::new(Document::new(start.clone(), &lines, found));
    let mut parser = HtmlRewriter::new(settings(&document), |_: &[u8]| {});
    let mut buffer = vec![0; if start.walk.depth == 0 { CHUNK } else { 1 << 10 }];
    loop {
        let length = input.read(&mut buffer)?;
        if length == 0 {
            let outcome = parser.end();
            document.borrow_mut().add_links();
            return Ok(outcome?);
        }
        lines.borrow_mut().add(&buffer[..length]);
        parser.write(&buffer[..length])?;
    }
}

/// Returns the parser settings: handlers for every element, and for the text of style sheets, scripts and `<noscript>`.
fn settings<'h, 'a>(document: &'h RefCell<Document<'a>>) -> Settings<'h, 'static> {
    let raw = |selector: &'static str, kind: Raw, whole: Whole<'a>| {
        text!(selector, move |chunk| {
            document.borrow_mut().text(chunk, kind, whole);
            Ok(())
        })
    };
    let script = text!("script", |chunk| {
        document.borrow_mut().script_text(chunk);
        Ok(())
    });
    let element = element!("*", |element| {
        document.borrow_mut().element(element);
        Ok(())
    });
    html::settings(false)
        .append_element_content_handler(element)
        .append_element_content_handler(raw("style", Raw::Style, Document::style))
        .append_element_content_handler(raw("noscript", Raw::Noscript, Document::noscript))
        .append_element_content_handler(script)
}

/// The kind of a raw text. In SVG, one can contain another: `<svg><script><style>`.
#[derive(Clone, Copy, Debug)]
enum Raw {
    Style,
    Noscript,
    Script,
}

/// A function that reads a complete raw text, given its first line.
type Whole<'a> = fn(&mut Document<'a>, &str, usize);

/// The state while a document is read.
struct Document<'a> {
    context: Context,
    lines: &'a RefCell<LineNumbers>,
    found: &'a mut dyn FnMut(Tag),
    /// The text of each kind that is being read, and its first line.
    raw: [Option<(String, usize)>; 3],
    /// The type of the last script element.
    script: InlineScript,
    /// The first links of the document, each with its line. Speculation rules can make the browser fetch them.
    links: Vec<(String, usize)>,
    /// Whether speculation rules match links to other sites.
    prefetches_links: bool,
}

impl<'a> Document<'a> {
    fn new(context: Context, lines: &'a RefCell<LineNumbers>, found: &'a mut dyn FnMut(Tag)) -> Document<'a> {
        let (raw, script, links) = ([const { None }; 3], InlineScript::Data, Vec::new());
        Document { context, lines, found, raw, script, links, prefetches_links: false }
    }

    /// Reports the URLs of an element.
    fn element(&mut self, element: &mut Element<'_, '_>) {
        let name = element.tag_name();
        let line = self.lines.borrow().at(element.source_location().bytes().start);
        let read = |name: &str| html::attribute(element, name);
        if name == "base" {
            self.context.walk.rebase(read("href"));
        }
        if name == "script" {
            self.script = InlineScript::of(&read);
        }
        self.loads(&name, line, &read);
        self.activated_urls(&name, line, &read);
        if matches!(&*name, "a" | "area") && self.links.len() < MOST_LINKS {
            self.links.extend(read("href").map(|href| (href, line)));
        }
        if name == "template" && !element.has_attribute("shadowrootmode") {
            self.context.walk.enter_template(element);
        }
    }

    /// Reports the URLs and inner documents that the browser loads.
    fn loads(&mut self, name: &str, line: usize, read: Attributes<'_>) {
        let activation = || activated::by(name, read);
        for mut load in markup::loads(name, read) {
            // Other inert elements, such as a disabled style sheet, are not activated by a library.
            let possible = load.inert.is_some() && (name == "script" || load.attribute.starts_with("data-"));
            let activation = possible.then(activation).flatten();
            load.inert = activation.or(load.inert);
            self.load(name, line, load, activation.is_some());
        }
    }

    /// Reports the URL or the inner document of an attribute.
    fn load(&mut self, element: &str, line: usize, load: Load, later: bool) {
        let later = later && self.inert().is_none();
        let inert = load.inert.or(self.inert());
        match load.content {
            Content::Url(kind, written) => {
                let tag = self.tag(&format!("{element} {}", load.attribute), line, kind, written);
                self.add(Tag { inert, later, ..tag });
            }
            Content::Document(text) => self.inner(&text, Context { inert, ..self.context_at(line) }),
        }
    }

    /// Reports the URLs that only a library reads.
    fn activated_urls(&mut self, name: &str, line: usize, read: Attributes<'_>) {
        for (attribute, url, why) in activated::urls(name, read) {
            let inert = self.inert();
            let tag = self.tag(&format!("{name} {attribute}"), line, activated::kind(name), url);
            self.add(Tag { inert: inert.or(Some(why)), later: inert.is_none(), ..tag });
        }
    }

    /// Returns the reason why this part of the document is inert, if it is.
    fn inert(&self) -> Option<&'static str> {
        self.context.inert.or(self.context.walk.in_template().then_some("inside a template"))
    }

    /// Creates a tag at a line, inert if this part of the document is.
    fn tag(&self, element: &str, line: usize, kind: Kind, written: String) -> Tag {
        Tag { written, inert: self.inert(), ..Tag::new(Spot::Line(line), element, kind) }
    }

    /// Reports a tag, or the tags inside its `data:` URL.
    fn add(&mut self, tag: Tag) {
        let (Spot::Line(line) | Spot::Entry(line)) = tag.spot;
        match markup::carried(tag.kind, &tag.written) {
            _ if self.context.walk.depth > DEEPEST => {}
            Some(Carried::Document(text)) => {
                return self.inner(&text, Context { inert: tag.inert, ..self.context_at(line) });
            }
            Some(Carried::Styles(text)) => {
                // Without the text of the URL, so that the copies of the tag are small.
                return self.add_styles(&text, &Tag { written: String::new(), ..tag });
            }
            None => {}
        }
        let url = resolve(&self.context.walk.base, &tag.written).ok();
        (self.found)(Tag { url, noscript: self.context.walk.noscript, ..tag });
    }

    /// Reports the URLs of a style sheet in the `data:` URL of a tag.
    fn add_styles(&mut self, text: &str, tag: &Tag) {
        self.context.walk.depth += 1;
        for (kind, written) in css::urls(text) {
            self.add(Tag { kind, written, ..tag.clone() });
        }
        self.context.walk.depth -= 1;
    }

    /// Reports the links, if speculation rules make the browser fetch them.
    fn add_links(&mut self) {
        if !self.prefetches_links {
            return;
        }
        for (url, line) in std::mem::take(&mut self.links) {
            let tag = self.tag("a href", line, Kind::Link, url);
            self.add(Tag { inert: None, ..tag });
        }
    }

    fn context_at(&self, line: usize) -> Context {
        Context { walk: self.context.walk.inner(false), line, inert: self.context.inert }
    }

    /// Reads a document inside this one. Errors in it are ignored, as in browsers.
    fn inner(&mut self, text: &str, start: Context) {
        if start.walk.depth <= DEEPEST {
            let _ = scan(&mut text.as_bytes(), &start, self.found);
        }
    }
}
