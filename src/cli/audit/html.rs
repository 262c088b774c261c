//! The tags of one HTML document that load something, as a stream: the document itself is never held in memory.

mod texts;

use super::activated;
use super::inline::Script;
use super::lines::Lines;
use super::tag::{Spot, Tag};
use crate::address::resolve;
use crate::gate::Kind;
use crate::html::{self, CHUNK, DEEPEST, Walk};
use crate::markup::{self, Carried, Content, Load, css};
use lol_html::html_content::Element;
use lol_html::{HtmlRewriter, Settings, element, text};
use std::cell::RefCell;
use std::io::Read;
use url::Url;

/// The number of links that are kept for document rules.
const MOST_LINKS: usize = 10_000;

/// Calls `found` for every tag that loads something, in the document's order.
///
/// # Errors
///
/// One line without the file's name, if it cannot be read or is no markup.
pub(crate) fn tags(input: &mut dyn Read, page: &Url, found: &mut dyn FnMut(Tag)) -> Result<(), String> {
    let start = Context { walk: Walk::new(page.clone()), line: 1, inert: None };
    scan(input, &start, found)
}

/// What a document has from where it stands.
#[derive(Clone, Debug)]
struct Context {
    walk: Walk,
    /// The number of its first line.
    line: usize,
    inert: Option<&'static str>,
}

fn scan(input: &mut dyn Read, start: &Context, found: &mut dyn FnMut(Tag)) -> Result<(), String> {
    let lines = RefCell::new(Lines::from(start.line));
    let document = RefCell::new(Document::new(start.clone(), &lines, found));
    let mut parser = HtmlRewriter::new(settings(&document), |_: &[u8]| {});
    let mut buffer = vec![0; if start.walk.depth == 0 { CHUNK } else { 1 << 10 }];
    loop {
        let length = input.read(&mut buffer).map_err(|error| error.to_string())?;
        if length == 0 {
            let outcome = parser.end().map_err(|error| error.to_string());
            document.borrow_mut().follow();
            return outcome;
        }
        lines.borrow_mut().take(&buffer[..length]);
        parser.write(&buffer[..length]).map_err(|error| error.to_string())?;
    }
}

/// What the parser is to tell the document: every element, and the texts that are more than text.
fn settings<'h, 'a>(document: &'h RefCell<Document<'a>>) -> Settings<'h, 'static> {
    let raw = |selector: &'static str, text: Raw, whole: Whole<'a>| {
        text!(selector, move |chunk| {
            document.borrow_mut().text(chunk, text, whole);
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

/// A kind of text that is more than text. In SVG one can stand in another: `<svg><script><style>`.
#[derive(Clone, Copy, Debug)]
enum Raw {
    Style,
    Noscript,
    Script,
}

/// What is done with a whole raw text and its first line.
type Whole<'a> = fn(&mut Document<'a>, &str, usize);

/// A document while it is read.
struct Document<'a> {
    context: Context,
    lines: &'a RefCell<Lines>,
    found: &'a mut dyn FnMut(Tag),
    /// The text of each kind that is being read, and its first line.
    raw: [Option<(String, usize)>; 3],
    /// What the script is whose text comes next.
    script: Script,
    /// The first links of the document, each with its line: document rules may have the browser fetch them.
    links: Vec<(String, usize)>,
    /// Document rules follow links to other sites.
    follows: bool,
}

impl<'a> Document<'a> {
    fn new(context: Context, lines: &'a RefCell<Lines>, found: &'a mut dyn FnMut(Tag)) -> Document<'a> {
        let raw = [const { None }; 3];
        Document { context, lines, found, raw, script: Script::Data, links: Vec::new(), follows: false }
    }

    fn element(&mut self, element: &mut Element<'_, '_>) {
        let name = element.tag_name();
        let line = self.lines.borrow().at(element.source_location().bytes().start);
        let read = |name: &str| html::attribute(element, name);
        if name == "base" {
            self.context.walk.rebase(read("href"));
        }
        if name == "script" {
            self.script = Script::of(&read);
        }
        let later = || activated::by(&name, &read);
        for mut load in markup::loads(&name, &read) {
            // An element that is inert for another reason, such as a disabled style sheet, has nothing to be activated.
            let may = load.inert.is_some() && (name == "script" || load.attribute.starts_with("data-"));
            let later = may.then(later).flatten();
            load.inert = later.or(load.inert);
            self.load(&name, line, load, later.is_some());
        }
        for (attribute, url, why) in activated::urls(&name, &read) {
            let inert = self.inert();
            let says = format!("{name} {attribute}");
            self.note(says, line, activated::kind(&name), url, inert.or(Some(why)), inert.is_none());
        }
        if matches!(&*name, "a" | "area") && self.links.len() < MOST_LINKS {
            self.links.extend(read("href").map(|href| (href, line)));
        }
        if name == "template" && !element.has_attribute("shadowrootmode") {
            self.context.walk.enter_template(element);
        }
    }

    fn load(&mut self, element: &str, line: usize, load: Load, later: bool) {
        let later = later && self.inert().is_none();
        let inert = load.inert.or(self.inert());
        match load.content {
            Content::Url(kind, written) => {
                let says = format!("{element} {}", load.attribute);
                self.note(says, line, kind, written, inert, later);
            }
            Content::Document(text) => self.inner(&text, Context { inert, ..self.context_at(line) }),
        }
    }

    fn inert(&self) -> Option<&'static str> {
        self.context.inert.or(self.context.walk.in_template().then_some("inside a template"))
    }

    fn note(
        &mut self,
        element: String,
        line: usize,
        kind: Kind,
        written: String,
        inert: Option<&'static str>,
        later: bool,
    ) {
        match markup::carried(kind, &written) {
            _ if self.context.walk.depth > DEEPEST => {}
            Some(Carried::Document(text)) => {
                return self.inner(&text, Context { inert, ..self.context_at(line) });
            }
            Some(Carried::Styles(text)) => {
                self.context.walk.depth += 1;
                for (kind, url) in css::urls(&text) {
                    self.note(element.clone(), line, kind, url, inert, later);
                }
                self.context.walk.depth -= 1;
                return;
            }
            None => {}
        }
        let url = resolve(&self.context.walk.base, &written).ok();
        let noscript = self.context.walk.noscript;
        let tag = Tag::new(Spot::Line(line), &element, kind);
        (self.found)(Tag { written, url, inert, later, noscript, ..tag });
    }

    fn follow(&mut self) {
        for (url, line) in if self.follows { std::mem::take(&mut self.links) } else { Vec::new() } {
            self.note("a href".to_owned(), line, Kind::Link, url, None, false);
        }
    }

    fn context_at(&self, line: usize) -> Context {
        Context { walk: self.context.walk.inner(false), line, inert: self.context.inert }
    }

    /// A document inside this one. What is broken in it is passed over: a browser does so, too.
    fn inner(&mut self, text: &str, start: Context) {
        if start.walk.depth <= DEEPEST {
            let _ = scan(&mut text.as_bytes(), &start, self.found);
        }
    }
}
