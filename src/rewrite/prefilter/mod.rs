//! What of a document need not be read: tags that load nothing and say nothing about those that do are overwritten with
//! blanks before lol_html sees them, in a copy of the same length. Reads tags as HTML's tokenizer does, and gives up for
//! the rest of a document wherever that would take more than the tags; what is given up for is only read more slowly.

pub(super) mod first_party;
pub(super) mod names;
pub(super) mod passing;
mod tokens;
pub(super) mod words;

use memchr::memchr;
use tokens::{End, comment_end, raw_end, tag_end, tag_name, whole_tag};

/// A construct that is longer is not waited for.
const LONGEST: usize = 1 << 20;

/// So many tags that were shown may be open. Their end tags are shown, too, for lol_html keeps a list of them.
/// Each end tag is compared with all of them.
const MOST_OPEN: usize = 1_000;

/// What an element is for a tokenizer.
#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Plain,
    /// Its content is text, up to the end tag of this name.
    Raw(&'static [u8]),
    Svg,
    /// In SVG it leads back into HTML, or anywhere to where other rules hold.
    Elsewhere,
    /// Every tag of it is shown.
    Structure,
}

/// All that are not plain, by the length of their names.
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

/// Who knows whether a tag matters. Its attributes are read once, so what is found out on the way is kept in a `Tag`.
pub(crate) trait Reader {
    /// What is known of a start tag.
    type Tag;

    /// A start tag of this name, in the letters in which it is written. It may be met again if it does not end here.
    fn begins(&self, name: &[u8]) -> Self::Tag;

    /// An attribute of it, as it is written.
    fn attribute(&self, tag: &mut Self::Tag, name: &[u8], value: &[u8]);

    /// Whether nobody needs to see the tag; for a script: nor its text.
    fn passes(&mut self, tag: Self::Tag, name: &[u8], text: &[u8]) -> bool;
}

/// A document's bytes on their way to lol_html.
#[derive(Debug, Default)]
pub(crate) struct Prefilter {
    /// The beginning of a construct that has not come to its end.
    open: Vec<u8>,
    /// How deep in SVG.
    foreign: usize,
    /// Names of tags that were shown and that an end tag may close.
    shown: Vec<Vec<u8>>,
    over: bool,
    /// Where what is taken in next begins in the document.
    at: usize,
    doctype: Option<usize>,
    /// The length that `open` reaches before it is read again.
    due: usize,
}

/// What follows a construct, or that more has to come first.
type Next = Option<usize>;

impl Prefilter {
    /// Shows everything.
    #[cfg(all(feature = "cli", any(test, feature = "fuzz")))]
    pub(crate) fn blind() -> Prefilter {
        Prefilter { over: true, ..Prefilter::default() }
    }

    /// Where the first doctype begins, of those that have been read.
    pub(crate) fn doctype(&self) -> Option<usize> {
        self.doctype
    }

    /// Takes in what follows and gives what can be shown of it. `last`: nothing more comes.
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
            // A construct that comes in many small pieces is read again once it has grown by a part of its length.
            self.due = self.open.len() + self.open.len() / 8;
        }
        self.at += text.len();
        text
    }

    /// Reads what is complete; how much that is.
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

    /// What begins with the `<` at `start`.
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

    /// A comment, a doctype or what browsers take for a comment.
    fn declaration(&mut self, text: &mut [u8], start: usize) -> Next {
        const COMMENT: &[u8] = b"!--";
        const DOCTYPE: &[u8] = b"!doctype";
        let rest = &text[start + 1..];
        if rest.starts_with(COMMENT) {
            let end = start + 1 + COMMENT.len() + comment_end(&rest[COMMENT.len()..])?;
            text[start..end].fill(b' ');
            return Some(end);
        }
        // In SVG a section of text may begin, in which `>` ends nothing.
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

    /// A tag stays as it is: so does the tag that ends it.
    fn show(&mut self, name: Vec<u8>) {
        if !VOID.contains(&&*name) {
            self.shown.push(name);
            self.over |= self.shown.len() > MOST_OPEN;
        }
    }

    /// A tag inside SVG, all of which is shown. How much text belongs to it: as long as no other tag stands in what is
    /// text in HTML, it makes no difference whether it is here.
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

/// Elements that have no end tag.
const VOID: &[&[u8]] = &[
    b"img", b"link", b"input", b"source", b"track", b"embed", b"meta", b"base", b"br", b"hr", b"col", b"area",
];
