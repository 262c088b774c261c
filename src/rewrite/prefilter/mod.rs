//! Finds the parts of a document that lol_html need not see: tags that load nothing and have no effect on tags that do.
//! They are overwritten with spaces in a copy of the same length.
//!
//! Tags are read as in HTML's tokenization. Where tags alone are not enough, the prefilter stops for the rest of the
//! document, and lol_html sees everything. The result is the same, but takes longer.

pub(super) mod first_party;
pub(super) mod names;
pub(super) mod passing;
mod tokens;
pub(super) mod words;

use memchr::memchr;
use tokens::{End, comment_end, raw_end, tag_end, tag_name, whole_tag};

/// Maximum length in bytes of a construct. At a longer one the prefilter stops.
const LONGEST: usize = 1 << 20;

/// Maximum number of open tags that were shown; above it the prefilter stops. lol_html keeps a list of open elements,
/// so their end tags are shown as well. Each end tag is compared with all open tags.
const MOST_OPEN: usize = 1_000;

/// The role of an element in tokenization.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Plain,
    /// Its content is text, up to the end tag with this name.
    Raw(&'static [u8]),
    Svg,
    /// Its content follows other rules: HTML inside SVG, MathML, or plain text.
    Elsewhere,
    /// Its tags are always shown.
    Structure,
}

/// Elements that are not plain, by the length of their names.
const SORTS: &[&[(&[u8], Sort)]] = &[
    &[],
    &[],
    &[],
    &[(b"svg", Sort::Svg), (b"xmp", Sort::Raw(b"xmp"))],
    &[
        (b"html", Sort::Structure),
        (b"head", Sort::Structure),
        (b"body", Sort::Structure),
        (b"math", Sort::Elsewhere),
    ],
    &[(b"style", Sort::Raw(b"style")), (b"title", Sort::Raw(b"title"))],
    &[(b"script", Sort::Raw(b"script")), (b"iframe", Sort::Raw(b"iframe"))],
    &[(b"noembed", Sort::Raw(b"noembed"))],
    &[
        (b"noscript", Sort::Raw(b"noscript")),
        (b"template", Sort::Structure),
        (b"textarea", Sort::Raw(b"textarea")),
        (b"noframes", Sort::Raw(b"noframes")),
    ],
    &[(b"plaintext", Sort::Elsewhere)],
    &[],
    &[],
    &[],
    &[(b"foreignobject", Sort::Elsewhere)],
    &[(b"annotation-xml", Sort::Elsewhere)],
];

fn sort(name: &[u8]) -> Sort {
    let row = SORTS.get(name.len()).and_then(|row| row.iter().find(|row| name.eq_ignore_ascii_case(row.0)));
    row.map_or(Sort::Plain, |row| row.1)
}

/// Decides whether a tag must be shown. Attributes are read once, and the results are collected in a `Tag`.
pub(crate) trait Reader {
    /// The result of reading a start tag so far.
    type Tag;

    /// Begins a start tag with this name, in the case as written. It is called again for a tag that was incomplete.
    fn begins(&self, name: &[u8]) -> Self::Tag;

    /// Reads an attribute as written.
    fn attribute(&self, tag: &mut Self::Tag, name: &[u8], value: &[u8]);

    /// Returns whether the tag need not be shown. For a script this includes its text.
    fn passes(&mut self, tag: Self::Tag, name: &[u8], text: &[u8]) -> bool;
}

/// Filters the bytes of a document on their way to lol_html.
#[derive(Debug, Default)]
pub(crate) struct Prefilter {
    /// The beginning of an incomplete construct.
    open: Vec<u8>,
    /// Depth of open `<svg>` elements.
    foreign: usize,
    /// Names of the open tags that were shown.
    shown: Vec<Vec<u8>>,
    over: bool,
    /// Offset of the next input in the document.
    at: usize,
    doctype: Option<usize>,
    /// Length at which `open` is read again.
    due: usize,
}

/// The offset after a construct, or `None` if more input is needed.
type Next = Option<usize>;

impl Prefilter {
    /// Creates a prefilter that shows everything.
    #[cfg(all(feature = "cli", any(test, feature = "fuzz")))]
    pub(crate) fn blind() -> Prefilter {
        Prefilter { over: true, ..Prefilter::default() }
    }

    /// Returns the offset of the first doctype that has been read.
    pub(crate) fn doctype(&self) -> Option<usize> {
        self.doctype
    }

    /// Adds a piece of input and returns the part that can be shown. `last` marks the end of the input.
    pub(crate) fn filter(&mut self, bytes: &[u8], last: bool, reader: &mut impl Reader) -> Vec<u8> {
        let mut text = std::mem::take(&mut self.open);
        text.extend_from_slice(bytes);
        if text.len() < self.due && !last {
            self.open = text;
            return Vec::new();
        }
        let read = self.read(&mut text, reader);
        self.over |= text.len() - read > LONGEST;
        if !last && !self.over {
            self.open = text.split_off(read);
            // A construct that arrives in many small pieces is read again only after it has grown by an eighth. So the
            // total time stays linear.
            self.due = self.open.len() + self.open.len() / 8;
        }
        self.at += text.len();
        text
    }

    /// Reads all complete constructs and returns their length.
    fn read(&mut self, text: &mut [u8], reader: &mut impl Reader) -> usize {
        let mut at = 0;
        while !self.over {
            let Some(found) = memchr(b'<', &text[at..]) else { return text.len() };
            at += found;
            match self.construct(text, at, reader) {
                Some(next) => at = next,
                None => break,
            }
        }
        at
    }

    /// Reads the construct that begins with the `<` at `start`.
    fn construct(&mut self, text: &mut [u8], start: usize, reader: &mut impl Reader) -> Next {
        let rest = &text[start + 1..];
        match (*rest.first()?, rest.get(1)) {
            (b'!', _) => self.declaration(text, start),
            (b'?', _) => memchr(b'>', rest).map(|end| start + 2 + end),
            (b'/', None) => None,
            (b'/', Some(letter)) if letter.is_ascii_alphabetic() => self.end_tag(text, start),
            (b'/', Some(_)) => memchr(b'>', rest).map(|end| start + 2 + end),
            (letter, _) if letter.is_ascii_alphabetic() => self.start_tag(text, start, reader),
            _ => Some(start + 1),
        }
    }

    /// Reads a comment, a doctype, or text that HTML treats as a comment.
    fn declaration(&mut self, text: &mut [u8], start: usize) -> Next {
        const COMMENT: &[u8] = b"!--";
        const DOCTYPE: &[u8] = b"!doctype";
        let rest = &text[start + 1..];
        if rest.starts_with(COMMENT) {
            let end = start + 1 + COMMENT.len() + comment_end(&rest[COMMENT.len()..])?;
            text[start..end].fill(b' ');
            return Some(end);
        }
        // In SVG this may be a CDATA section, which does not end at `>`.
        self.over |= self.foreign > 0;
        let complete = rest.len() >= COMMENT.len() || !COMMENT.starts_with(rest);
        let end = memchr(b'>', rest).filter(|_| complete)?;
        if rest[..end].get(..DOCTYPE.len()).is_some_and(|it| it.eq_ignore_ascii_case(DOCTYPE)) {
            self.doctype.get_or_insert(self.at + start);
        }
        Some(start + 1 + end + 1)
    }

    fn end_tag(&mut self, text: &mut [u8], start: usize) -> Next {
        let (tag, length) = whole_tag(&text[start + 2..])?;
        let end = start + 2 + length;
        let known = self.shown.iter().rposition(|name| tag.eq_ignore_ascii_case(name));
        let sort = sort(tag);
        if self.foreign > 0 {
            self.foreign -= usize::from(sort == Sort::Svg);
        } else if let Some(at) = known {
            self.shown.truncate(at);
        } else if sort == Sort::Plain {
            text[start..end].fill(b' ');
        }
        Some(end)
    }

    fn start_tag(&mut self, text: &mut [u8], start: usize, reader: &mut impl Reader) -> Next {
        let name = tag_name(&text[start + 1..])?;
        let behind = start + 1 + name.len();
        let mut tag = reader.begins(name);
        let end = behind + tag_end(&text[behind..], |name, value| reader.attribute(&mut tag, name, value))?;
        let sort = sort(name);
        if self.foreign > 0 || sort == Sort::Svg {
            return self.in_svg(name, sort, &text[end..]).map(|more| end + more);
        }
        let content = match sort {
            Sort::Raw(name) => raw_end(&text[end..], name)?,
            _ => End { at: 0, doubtful: sort == Sort::Elsewhere },
        };
        self.over |= content.doubtful;
        let until = end + content.at;
        if content.doubtful || !reader.passes(tag, name, &text[end..until]) {
            if sort == Sort::Plain {
                self.show(name.to_ascii_lowercase());
            }
            return Some(until);
        }
        if sort == Sort::Plain {
            text[start..end].fill(b' ');
            return Some(end);
        }
        let (_, length) = whole_tag(&text[until + 2..])?;
        text[start..until + 2 + length].fill(b' ');
        Some(until + 2 + length)
    }

    /// Records a tag that is shown, so that its end tag is shown as well.
    fn show(&mut self, name: Vec<u8>) {
        if !VOID.contains(&&*name) {
            self.shown.push(name);
            self.over |= self.shown.len() > MOST_OPEN;
        }
    }

    /// Reads a tag inside SVG, where every tag is shown. Returns the length of the text that belongs to it.
    ///
    /// Some elements contain only text in HTML, but may contain elements in SVG. The prefilter stops if one of them
    /// contains a tag.
    fn in_svg(&mut self, name: &[u8], sort: Sort, rest: &[u8]) -> Next {
        self.foreign += usize::from(sort == Sort::Svg);
        self.over |= sort == Sort::Elsewhere;
        if !(name.eq_ignore_ascii_case(b"desc") || matches!(sort, Sort::Raw(_))) {
            return Some(0);
        }
        let end = memchr(b'<', rest)?;
        let closes = *rest.get(end + 1)? == b'/' && whole_tag(&rest[end + 2..])?.0.eq_ignore_ascii_case(name);
        self.over |= !closes;
        Some(end)
    }
}

/// Elements without an end tag (HTML, "void elements").
const VOID: &[&[u8]] = &[
    b"img", b"link", b"input", b"source", b"track", b"embed", b"meta", b"base", b"br", b"hr", b"col", b"area",
];
