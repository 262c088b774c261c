//! Finds the ends of tags, comments and raw texts, as in HTML's tokenization. Changes nothing and decides nothing.

use memchr::{memchr, memchr_iter};

/// The end of a raw text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    /// Offset of the `<` of its end tag.
    pub(super) at: usize,
    /// The end is not certain; see [`is_doubtful`].
    pub(super) doubtful: bool,
}

/// Returns the name of a tag, in the case as written. `bytes` begin with it. Returns `None` if the name is incomplete.
pub(crate) fn tag_name(bytes: &[u8]) -> Option<&[u8]> {
    bytes.iter().position(|byte| ends_name(*byte)).map(|length| &bytes[..length])
}

/// Returns the number of bytes up to and including a tag's `>`. Calls `each` with the name and value of each attribute.
/// `bytes` begin after the tag's name. Returns `None` if the tag is incomplete.
pub(crate) fn tag_end<'t>(bytes: &'t [u8], mut each: impl FnMut(&'t [u8], &'t [u8])) -> Option<usize> {
    let mut attributes = Attributes { bytes, at: 0 };
    for (name, value) in attributes.by_ref() {
        each(name, value);
    }
    (bytes.get(attributes.at) == Some(&b'>')).then_some(attributes.at + 1)
}

/// Reads a tag whose attributes are not needed. Returns its name, with which `bytes` begin, and the number of bytes up
/// to and including its `>`.
pub(crate) fn whole_tag(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let name = tag_name(bytes)?;
    let length = tag_end(&bytes[name.len()..], |_, _| {})?;
    Some((name, name.len() + length))
}

/// Iterator over the attributes of a tag.
struct Attributes<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t [u8], &'t [u8]);

    /// Returns the next attribute. After the last one, `at` is at the tag's `>`, or at the end of the bytes if the tag
    /// is incomplete.
    fn next(&mut self) -> Option<Self::Item> {
        self.past(BLANK | SLASH);
        let start = self.at;
        if matches!(self.bytes.get(start), None | Some(b'>')) {
            return None;
        }
        // The first byte of an attribute is always part of its name, even `=`.
        self.at += 1;
        self.until(BLANK | SLASH | END | EQUALS);
        let name = &self.bytes[start..self.at];
        self.past(BLANK);
        if self.bytes.get(self.at) != Some(&b'=') {
            return Some((name, b""));
        }
        self.at += 1;
        self.past(BLANK);
        Some((name, self.value()))
    }
}

impl<'t> Attributes<'t> {
    fn value(&mut self) -> &'t [u8] {
        let start = self.at;
        match self.bytes.get(start) {
            Some(quote @ (b'"' | b'\'')) => {
                let rest = &self.bytes[start + 1..];
                // A value without an end quote includes the rest of the bytes.
                let length = memchr(*quote, rest).unwrap_or(rest.len());
                self.at = (start + 1 + length + 1).min(self.bytes.len());
                &rest[..length]
            }
            _ => {
                self.until(BLANK | END);
                &self.bytes[start..self.at]
            }
        }
    }

    #[inline(always)]
    fn until(&mut self, classes: u8) {
        while self.bytes.get(self.at).is_some_and(|byte| CLASSES[usize::from(*byte)] & classes == 0) {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn past(&mut self, classes: u8) {
        while self.bytes.get(self.at).is_some_and(|byte| CLASSES[usize::from(*byte)] & classes != 0) {
            self.at += 1;
        }
    }
}

/// Returns the number of bytes up to and including the comment's end. `bytes` begin after its `<!--`.
pub(crate) fn comment_end(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b'>', ..] => return Some(1),
        [b'-', b'>', ..] => return Some(2),
        _ => {}
    }
    let ends = |at: &usize| matches!(bytes[..*at], [.., b'-', b'-'] | [.., b'-', b'-', b'!']);
    memchr_iter(b'>', bytes).find(ends).map(|at| at + 1)
}

/// Returns the end of the text of an element with this name.
pub(crate) fn raw_end(bytes: &[u8], name: &[u8]) -> Option<End> {
    for at in memchr_iter(b'<', bytes) {
        let Some(rest) = bytes[at + 1..].strip_prefix(b"/") else { continue };
        let ends = rest.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
        if ends && ends_name(*rest.get(name.len())?) {
            return Some(End { at, doubtful: name == b"script" && is_doubtful(&bytes[..at]) });
        }
    }
    None
}

/// Returns whether a script contains `<!--` and then `<script`. Its first end tag may then be part of the script (HTML,
/// "script data double escaped state").
fn is_doubtful(script: &[u8]) -> bool {
    let mut places = memchr_iter(b'<', script).map(|at| &script[at + 1..]);
    places.any(|rest| rest.starts_with(b"!--"))
        && places.any(|rest| rest.get(..6).is_some_and(|it| it.eq_ignore_ascii_case(b"script")))
}

#[inline(always)]
fn ends_name(byte: u8) -> bool {
    CLASSES[usize::from(byte)] & (BLANK | SLASH | END) != 0
}

/// HTML's white space.
const BLANK: u8 = 1;
const SLASH: u8 = 2;
const END: u8 = 4;
const EQUALS: u8 = 8;

/// The class of each byte in a tag. A lookup is faster than several comparisons.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let rows = [(b' ', BLANK), (b'\t', BLANK), (b'\n', BLANK), (b'\r', BLANK), (b'\x0c', BLANK)];
    let mut row = 0;
    while row < rows.len() {
        classes[rows[row].0 as usize] = rows[row].1;
        row += 1;
    }
    (classes[b'/' as usize], classes[b'>' as usize], classes[b'=' as usize]) = (SLASH, END, EQUALS);
    classes
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_end_of_tags() {
        for (text, wanted) in [
            ("p>x", Some(("p", 2, ""))),
            ("p", None),
            ("p a", None),
            ("p a=b>", Some(("p", 6, "a=b"))),
            ("p a = b c>", Some(("p", 10, "a=b c="))),
            ("p a='>' b=\">\">", Some(("p", 14, "a=> b=>"))),
            ("p a='>", None),
            ("p a='x'", None),
            ("p a='x'b>", Some(("p", 9, "a=x b="))),
            ("p/a/ =x>", Some(("p", 8, "a= =x="))),
            ("p a=>", Some(("p", 5, "a="))),
            ("p a=x/>", Some(("p", 7, "a=x/"))),
            ("p a=\"x\"/>", Some(("p", 9, "a=x"))),
            ("p \"a\"=\">", None),
            ("p a \"", None),
        ] {
            let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let mut all = Vec::new();
            let found = tag_name(text.as_bytes()).and_then(|name| {
                let rest = &text.as_bytes()[name.len()..];
                let end = tag_end(rest, |name, value| all.push(shown(name) + "=" + &shown(value)))?;
                Some((shown(name), name.len() + end))
            });
            let all = all.join(" ");
            let found = found.as_ref().map(|(name, end)| (name.as_str(), *end, all.as_str()));
            assert_eq!(found, wanted, "{text}");
            assert_eq!(whole_tag(text.as_bytes()).map(|it| it.1), wanted.map(|it| it.1), "{text}");
        }
    }

    #[test]
    fn finds_the_end_of_comments_and_raw_texts() {
        for (text, wanted) in [
            (">x", Some(1)),
            ("->x", Some(2)),
            ("-->x", Some(3)),
            (" a -- b --!> c", Some(12)),
            (" --->", Some(5)),
            (" --", None),
            (" --!", None),
            ("-", None),
            ("<!-->x", Some(5)),
        ] {
            assert_eq!(comment_end(text.as_bytes()), wanted, "{text}");
        }
        for (text, wanted) in [
            ("x</script>", Some((1, false))),
            ("</scripts></SCRIPT >", Some((10, false))),
            ("</script", None),
            ("<!-- </script>", Some((5, false))),
            ("<!-- <Script> </script>", Some((14, true))),
            ("<script> <!-- </script>", Some((14, false))),
        ] {
            let found = raw_end(text.as_bytes(), b"script").map(|end| (end.at, end.doubtful));
            assert_eq!(found, wanted, "{text}");
        }
    }
}
