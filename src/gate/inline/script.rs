//! A JavaScript scanner. It separates words, strings and punctuation from comments, strings, template text and regular
//! expressions that look like them. It is not a parser: invalid code produces some tokens and never an error.

/// A token: its sort, and its text if it is a word or a string.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    /// The character itself for punctuation of one character; otherwise one of the constants below.
    pub(crate) sort: u8,
    /// A word, or the content of a string with its escapes unchanged.
    pub(crate) text: &'a str,
    /// There is a line break before it.
    pub(crate) on_new_line: bool,
}

/// An identifier or a keyword.
pub(crate) const WORD: u8 = b'w';
/// A string.
pub(crate) const TEXT: u8 = b't';
/// A number, a regular expression or a piece of template text.
pub(crate) const LITERAL: u8 = b'l';
/// `=>`.
pub(crate) const ARROW: u8 = b'a';
/// `?.`.
pub(crate) const CHAIN: u8 = b'c';
/// Any other operator of several characters, and `...`.
pub(crate) const OPERATOR: u8 = b'o';

/// Words before brackets that contain a condition, and not parameters.
pub(super) const CONTROL: &str = " if while for switch with ";

/// Returns all tokens of a script.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner { bytes: text.as_bytes(), at: 0, templates: Vec::new(), depth: 0 };
    let mut tokens: Vec<Token<'_>> = Vec::new();
    loop {
        let end = scanner.at;
        scanner.skip_blank();
        let start = scanner.at;
        let Some(sort) = scanner.next(tokens.last()) else { return tokens };
        let inside = match sort {
            WORD => text.get(start..scanner.at),
            TEXT => text.get(start + 1..scanner.at.saturating_sub(1)),
            _ => None,
        };
        let on_new_line = text.as_bytes().get(end..start).is_some_and(|it| it.contains(&b'\n'));
        tokens.push(Token { sort, text: inside.unwrap_or(""), on_new_line });
    }
}

struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Brace depths at which a `}` continues the text of a template.
    templates: Vec<u32>,
    depth: u32,
}

impl Scanner<'_> {
    /// Returns the byte at this distance from the current one, or 0 after the end.
    fn peek(&self, ahead: usize) -> u8 {
        self.bytes.get(self.at + ahead).copied().unwrap_or(0)
    }

    fn ended(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn sees(&self, what: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(what))
    }

    /// Reads the next token, which begins at the current byte, and returns its sort.
    fn next(&mut self, before: Option<&Token<'_>>) -> Option<u8> {
        let first = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(match first {
            b'0'..=b'9' => self.word(LITERAL),
            _ if is_word(first) => self.word(WORD),
            b'"' | b'\'' => self.string(first),
            b'`' => self.template(),
            b'}' if self.templates.last() == Some(&self.depth) => {
                self.templates.pop();
                self.template()
            }
            b'/' if regex_may_follow(before) => self.regex(),
            _ => self.punctuation(first),
        })
    }

    /// Skips white space and comments, including HTML-like ones.
    fn skip_blank(&mut self) {
        while !self.ended() {
            if self.peek(0).is_ascii_whitespace() {
                self.at += 1;
            } else if self.sees(b"//") || self.sees(b"<!--") {
                self.skip_past(b"\n");
            } else if self.sees(b"/*") {
                self.at += 2;
                self.skip_past(b"*/");
            } else {
                return;
            }
        }
    }

    fn skip_past(&mut self, end: &[u8]) {
        while !self.ended() && !self.sees(end) {
            self.at += 1;
        }
        self.at += end.len();
    }

    /// Reads a word or a number. Dots are part of a number.
    fn word(&mut self, sort: u8) -> u8 {
        while is_word(self.peek(0)) || (sort == LITERAL && self.peek(0) == b'.') {
            self.at += 1;
        }
        sort
    }

    /// Reads a string up to its quote, or up to the end of the line if the quote is missing.
    fn string(&mut self, quote: u8) -> u8 {
        while !self.ended() && self.peek(0) != quote && self.peek(0) != b'\n' {
            self.at += self.step();
        }
        self.at += 1;
        TEXT
    }

    /// Returns the length of a character; an escaped one is skipped together with its backslash.
    fn step(&self) -> usize {
        if self.peek(0) == b'\\' { 2 } else { 1 }
    }

    /// Reads the text of a template up to its end or to the next `${`.
    fn template(&mut self) -> u8 {
        while !self.ended() && self.peek(0) != b'`' {
            if self.sees(b"${") {
                self.at += 1;
                self.templates.push(self.depth);
                break;
            }
            self.at += self.step();
        }
        self.at += 1;
        LITERAL
    }

    /// Reads a regular expression and its flags. A slash inside a class does not end it.
    fn regex(&mut self) -> u8 {
        let mut class = false;
        while !self.ended() {
            match self.peek(0) {
                b'[' => class = true,
                b']' => class = false,
                b'\n' => break,
                b'/' if !class => break,
                _ => {}
            }
            self.at += self.step();
        }
        self.at += 1;
        self.word(WORD);
        LITERAL
    }

    fn punctuation(&mut self, first: u8) -> u8 {
        let (second, third) = (self.peek(0), self.peek(1));
        let (sort, more) = match (first, second) {
            (b'=', b'>') => (ARROW, 1),
            (b'?', b'.') if !third.is_ascii_digit() => (CHAIN, 1),
            (b'.', b'.') => (OPERATOR, 2),
            (b'=' | b'!' | b'<' | b'>', b'=') => (OPERATOR, 1 + usize::from(third == b'=')),
            _ => (first, 0),
        };
        self.at += more;
        match first {
            b'{' => self.depth += 1,
            b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        sort
    }
}

/// Returns whether the byte is part of a word. Every byte beyond ASCII counts as one, because the scanner needs no
/// punctuation from there.
fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b == b'$' || b >= 0x80
}

/// Returns whether a slash begins a regular expression here. After a value it divides.
fn regex_may_follow(before: Option<&Token<'_>>) -> bool {
    const KEYWORDS: &str = " return typeof case in of delete void throw new do else instanceof ";
    match before {
        Some(token) if token.sort == WORD => is_one_of(token.text, KEYWORDS),
        Some(token) => !matches!(token.sort, TEXT | LITERAL | b')' | b']'),
        None => true,
    }
}

/// Returns whether `word` is in a list that has a space before and after each word. Not inlined: it has many callers,
/// and the wasm must stay small.
#[inline(never)]
pub(crate) fn is_one_of(word: &str, list: &str) -> bool {
    crate::gate::text::bytes::pieces(list, b' ').any(|it| it == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn words(text: &str) -> String {
        let tokens = tokens(text);
        let words = tokens.iter().filter(|token| token.sort == WORD).map(|token| token.text);
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn skips_comments_strings_templates_and_regular_expressions() {
        for (text, wanted) in [
            ("a /* b */ c // d\ne <!-- f\ng", "a c e g"),
            ("'a' + \"b\\\"c\" + d", "d"),
            ("`a ${b + `c ${d} e` + {f: 1}.g} h` + i", "b d f g i"),
            ("x = /a[/]b\\/c/gi; y / z / w", "x y z w"),
            ("return /a/.test(b)", "return test b"),
            ("f() / a / b", "f a b"),
            ("'unterminated\na", "a"),
            ("1e5.x 0xff a1", "a1"),
            ("\u{e4}b", "\u{e4}b"),
            ("`${", ""),
            ("/* open", ""),
            ("a\\", "a"),
        ] {
            assert_eq!(words(text), wanted, "{text}");
        }
    }
}
