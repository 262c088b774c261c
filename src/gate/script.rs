//! A JavaScript scanner that only tells words, strings and punctuation from what merely looks like them: comments,
//! strings, template text and regular expressions. Not a parser; broken code gives some tokens and never an error.

/// A token. Positions do not matter to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// An identifier or a keyword.
    Word(&'a str),
    /// The inside of a string, escapes as written.
    Text(&'a str),
    /// One character of punctuation.
    Mark(u8),
    /// `=>`.
    Arrow,
    /// `?.`.
    Chain,
    /// Any other operator of several characters, and `...`.
    Operator,
    /// A number, a regular expression or a piece of template text.
    Literal,
}

use Token::{Arrow, Chain, Literal, Mark, Operator, Text, Word};

/// All tokens of a script.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut scanner = Scanner { text, at: 0, templates: Vec::new(), depth: 0 };
    let mut tokens = Vec::new();
    while let Some(token) = scanner.next(tokens.last().copied()) {
        tokens.push(token);
    }
    tokens
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Brace depths at which a `}` goes back into a template's text.
    templates: Vec<u32>,
    depth: u32,
}

impl<'a> Scanner<'a> {
    fn peek(&self, ahead: usize) -> u8 {
        self.text.as_bytes().get(self.at + ahead).copied().unwrap_or(0)
    }

    fn sees(&self, what: &str) -> bool {
        what.bytes().enumerate().all(|(ahead, b)| self.peek(ahead) == b)
    }

    /// Moves on to the first byte that is wanted, or to the end.
    fn skip_to(&mut self, wanted: impl Fn(u8) -> bool) {
        while self.at < self.text.len() && !wanted(self.peek(0)) {
            self.at += 1;
        }
    }

    fn next(&mut self, before: Option<Token<'a>>) -> Option<Token<'a>> {
        self.skip_blank();
        let first = *self.text.as_bytes().get(self.at)?;
        let start = self.at;
        self.at += 1;
        Some(match first {
            b'0'..=b'9' => {
                self.skip_to(|b| !is_word(b) && b != b'.');
                Literal
            }
            _ if is_word(first) => {
                self.skip_to(|b| !is_word(b));
                Word(self.text.get(start..self.at).unwrap_or(""))
            }
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

    /// White space and comments, the HTML one too.
    fn skip_blank(&mut self) {
        loop {
            self.skip_to(|b| !b.is_ascii_whitespace());
            if self.sees("//") || self.sees("<!--") {
                self.skip_to(|b| b == b'\n' || b == b'\r');
            } else if self.sees("/*") {
                self.at += 2;
                while self.at < self.text.len() && !self.sees("*/") {
                    self.at += 1;
                }
                self.at += 2;
            } else {
                return;
            }
        }
    }

    /// A string ends at its quote, or at the line's end if somebody forgot it.
    fn string(&mut self, quote: u8) -> Token<'a> {
        let start = self.at;
        while self.at < self.text.len() && self.peek(0) != quote && self.peek(0) != b'\n' {
            self.at += if self.peek(0) == b'\\' { 2 } else { 1 };
        }
        let end = self.at;
        self.at += 1;
        Text(self.text.get(start..end).unwrap_or(""))
    }

    /// Template text up to its end or to the next `${`.
    fn template(&mut self) -> Token<'a> {
        while self.at < self.text.len() && self.peek(0) != b'`' {
            if self.sees("${") {
                self.at += 2;
                self.templates.push(self.depth);
                return Literal;
            }
            self.at += if self.peek(0) == b'\\' { 2 } else { 1 };
        }
        self.at += 1;
        Literal
    }

    /// A slash inside a class does not end a regular expression. Its flags are skipped.
    fn regex(&mut self) -> Token<'a> {
        let mut class = false;
        while self.at < self.text.len() {
            match self.peek(0) {
                b'\\' => self.at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'\n' => break,
                b'/' if !class => break,
                _ => {}
            }
            self.at += 1;
        }
        self.at += 1;
        self.skip_to(|b| !is_word(b));
        Literal
    }

    fn punctuation(&mut self, first: u8) -> Token<'a> {
        let second = self.peek(0);
        let (token, more) = match (first, second) {
            (b'=', b'>') => (Arrow, 1),
            (b'?', b'.') if !self.peek(1).is_ascii_digit() => (Chain, 1),
            (b'.', b'.') => (Operator, 2),
            (b'=' | b'!', b'=') if self.peek(1) == b'=' => (Operator, 2),
            (b'=' | b'!' | b'<' | b'>', b'=') => (Operator, 1),
            _ => (Mark(first), 0),
        };
        self.at += more;
        match first {
            b'{' => self.depth += 1,
            b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        token
    }
}

/// Beyond ASCII everything counts as part of a word: nothing there is punctuation that matters.
fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_' || b == b'$' || b >= 0x80
}

/// A slash divides after a value and begins a regular expression after anything else.
fn regex_may_follow(before: Option<Token<'_>>) -> bool {
    match before {
        Some(Word(word)) => matches!(
            word,
            "return"
                | "typeof"
                | "case"
                | "in"
                | "of"
                | "delete"
                | "void"
                | "throw"
                | "new"
                | "do"
                | "else"
                | "instanceof"
        ),
        Some(Text(_) | Literal | Mark(b')' | b']')) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn words(text: &str) -> String {
        let words = tokens(text).into_iter().filter_map(|token| match token {
            Word(word) => Some(word),
            _ => None,
        });
        words.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tells_code_from_what_looks_like_it() {
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
