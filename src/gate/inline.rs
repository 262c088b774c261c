//! Does an inline script depend on a library that is held?
//!
//! The threat is our own zeal: an inline script is the site's code, and holding one that can do without the library
//! breaks the page. So doubt means no: stub snippets, guarded uses, words that only contain the name, and whole
//! applications are never held; only a plain use of the global, as in `var s = Stripe('pk')`, is.

use super::script::Token::{self, Arrow, Chain, Mark, Text, Word};
use super::script::tokens;

/// A longer inline script is an application, not a snippet that belongs to one vendor.
const LONGEST: usize = 65_536;

/// A shorter name is too likely somebody's own variable.
const SHORTEST_NAME: usize = 3;

/// Names of the global object.
const GLOBAL_OBJECTS: [&str; 6] = ["window", "self", "globalThis", "top", "parent", "frames"];

/// Whether `text` uses `global` (a name such as `Stripe`, or a path such as `google.maps`) as an unguarded free
/// identifier: not as a property, in a string or in a comment, nowhere guarded by `typeof`, `window.X`, `'X' in window`,
/// `X?.` or `try`, and neither declared nor assigned by the script itself.
pub fn uses(text: &str, global: &str) -> bool {
    let (root, member) = global.split_once('.').unwrap_or((global, ""));
    if root.len() < SHORTEST_NAME || text.len() > LONGEST {
        return false;
    }
    let tokens = tokens(text);
    let mut reader = Reader { tokens: &tokens, root, member, open: Vec::new(), uses: 0 };
    (0..tokens.len()).all(|at| reader.read(at)) && reader.uses > 0
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    root: &'a str,
    member: &'a str,
    open: Vec<Bracket>,
    uses: usize,
}

/// An open bracket.
#[derive(Clone, Copy)]
struct Bracket {
    mark: u8,
    role: Role,
    /// How many uses stood before it.
    uses: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// The parameters of a `function`, or the variable of a `catch`.
    Parameters,
    /// Follows a word that is no control keyword: a call, or the parameters of a method.
    CallOrMethod,
    /// The block of a `try`.
    Try,
    Other,
}

impl<'a> Reader<'a> {
    fn token(&self, at: usize) -> Option<Token<'a>> {
        self.tokens.get(at).copied()
    }

    fn before(&self, at: usize, back: usize) -> Option<Token<'a>> {
        self.token(at.checked_sub(back)?)
    }

    /// Takes in one token; `false` if the script is thereby known to manage without the library.
    fn read(&mut self, at: usize) -> bool {
        match self.tokens[at] {
            Mark(mark @ (b'(' | b'[' | b'{')) => self.open.push(self.bracket(mark, at)),
            Mark(b')' | b']' | b'}') => return self.close(at),
            Word(word) if word == self.root => return self.name(at),
            Text(text) if text == self.root => return !self.is_guard_by_string(at),
            _ => {}
        }
        true
    }

    fn bracket(&self, mark: u8, at: usize) -> Bracket {
        let role = match (mark, self.before(at, 1), self.before(at, 2)) {
            (b'{', Some(Word("try")), _) => Role::Try,
            (b'(', Some(Word("function" | "catch")), _) => Role::Parameters,
            (b'(', Some(Mark(b'*')), Some(Word("function"))) => Role::Parameters,
            (b'(', Some(Word(_)), Some(Word("function") | Mark(b'*'))) => Role::Parameters,
            (b'(', Some(Word("if" | "while" | "for" | "switch" | "with")), _) => Role::Other,
            (b'(', Some(Word(_)), _) => Role::CallOrMethod,
            _ => Role::Other,
        };
        Bracket { mark, role, uses: self.uses }
    }

    /// Only now is it known whether `(X)` were the parameters of an arrow function or of a method.
    fn close(&mut self, at: usize) -> bool {
        let Some(bracket) = self.open.pop() else { return true };
        let parameters = match self.token(at + 1) {
            Some(Arrow) => true,
            Some(Mark(b'{')) => bracket.role == Role::CallOrMethod,
            _ => false,
        };
        !(bracket.mark == b'(' && parameters && self.uses > bracket.uses)
    }

    /// The name itself: a property, a key, a guard, a declaration, or a use.
    fn name(&mut self, at: usize) -> bool {
        let (before, after) = (self.before(at, 1), self.token(at + 1));
        match (before, after) {
            (Some(Mark(b'.') | Chain), _) => return !is_global_object(self.before(at, 2)),
            (Some(Mark(b'#')), _) | (Some(Mark(b'{' | b',')), Some(Mark(b':'))) | (_, Some(Chain)) => {
                return true;
            }
            (Some(Word("typeof" | "var" | "let" | "const" | "function" | "class" | "import" | "as")), _) => {
                return false;
            }
            (_, Some(Mark(b'=') | Arrow)) => return false,
            (Some(Mark(b'{' | b',')), Some(Mark(b'}' | b',' | b';'))) if !self.in_expression() => {
                return false;
            }
            _ => {}
        }
        if self.open.last().is_some_and(|bracket| bracket.role == Role::Parameters) {
            return false;
        }
        let tried = self.open.iter().any(|bracket| bracket.role == Role::Try);
        if !tried && self.is_whole_path(at) {
            self.uses += 1;
        }
        true
    }

    /// Between `(` or `[` a comma separates values; elsewhere declarations (`var a, X;`) or members (`{ X, b }`).
    fn in_expression(&self) -> bool {
        self.open.last().is_some_and(|bracket| bracket.mark != b'{')
    }

    fn is_whole_path(&self, at: usize) -> bool {
        let next = (self.token(at + 1), self.token(at + 2));
        self.member.is_empty() || next == (Some(Mark(b'.')), Some(Word(self.member)))
    }

    /// `window['X']` and `'X' in window`.
    fn is_guard_by_string(&self, at: usize) -> bool {
        let indexed = self.before(at, 1) == Some(Mark(b'[')) && is_global_object(self.before(at, 2));
        indexed || self.token(at + 1) == Some(Word("in"))
    }
}

fn is_global_object(token: Option<Token<'_>>) -> bool {
    matches!(token, Some(Word(word)) if GLOBAL_OBJECTS.contains(&word))
}
