//! How much of an inline script depends on a held library.
//!
//! Threat: our own zeal. An inline script is the site's code, and holding one that can do without the library breaks
//! the page. Doubt means no: stub snippets, words that only contain the name, and whole applications are never held.

pub(crate) mod script;
mod statements;

use crate::gate::inline::script::{ARROW, CHAIN, CONTROL, OPERATOR, TEXT, Token, WORD, is_one_of, tokens};
use crate::gate::inline::statements::is_whole;
use crate::gate::text::bytes::head;

/// A longer inline script is an application, not a snippet that belongs to one vendor.
pub(crate) const LONGEST: usize = 65_536;

/// A shorter name is too likely somebody's own variable.
const SHORTEST_NAME: usize = 3;

/// Names of the global object.
const GLOBAL_OBJECTS: &str = " window self globalThis top parent frames ";

/// What follows one of these words declares the name.
const DECLARE: &str = " var let const function class import as ";

/// How much of an inline script depends on a global.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It does not use the global, or brings one of its own.
    Nothing,
    /// Some statements use it, and others act without it. Guarded: where the global is missing, nothing throws.
    Part {
        /// Every use is behind `typeof X`, `window.X`, `'X' in window`, `X?.` or in a `try`.
        guarded: bool,
    },
    /// Every statement that acts depends on it, guarded or not.
    Whole,
}

/// How much of `text` uses `global` (a name such as `Stripe`, or a path such as `google.maps`) as a free identifier: not
/// as a property, in a string or in a comment, and neither declared nor assigned by the script itself.
pub fn uses(text: &str, global: &str) -> Use {
    let (root, member) = head(global, b'.');
    if root.len() < SHORTEST_NAME || text.len() > LONGEST {
        return Use::Nothing;
    }
    let tokens = tokens(text);
    let mut reader = Reader {
        tokens: &tokens,
        root,
        member,
        open: Vec::new(),
        tries: 0,
        bare: 0,
        guarded: false,
        at: Vec::new(),
    };
    for at in 0..tokens.len() {
        if !reader.read(at) {
            return Use::Nothing;
        }
    }
    match reader.at.as_slice() {
        [] => Use::Nothing,
        at if is_whole(&tokens, at) => Use::Whole,
        _ => Use::Part { guarded: reader.guarded || reader.bare == 0 },
    }
}

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    root: &'a str,
    member: &'a str,
    open: Vec<Bracket>,
    /// How many blocks of `try` are open.
    tries: u32,
    /// How many uses stand outside of `try`.
    bare: u32,
    /// The script asks somewhere whether the global is there.
    guarded: bool,
    /// The tokens that use the global, and those that ask whether it is there.
    at: Vec<usize>,
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

const NOTHING: Token<'static> = Token { sort: OPERATOR, text: "", on_new_line: false };

impl<'a> Reader<'a> {
    /// The token there; none of interest beyond the ends.
    fn token(&self, at: usize) -> Token<'a> {
        self.tokens.get(at).copied().unwrap_or(NOTHING)
    }

    fn before(&self, at: usize, back: usize) -> Token<'a> {
        self.token(at.wrapping_sub(back))
    }

    /// Takes in one token; `false` if the script is thereby known to manage without the library.
    fn read(&mut self, at: usize) -> bool {
        let token = self.token(at);
        match token.sort {
            b'(' | b'[' | b'{' => self.open(token.sort, at),
            b')' | b']' | b'}' => return self.close(at),
            WORD if token.text == self.root => return self.name(at),
            TEXT if token.text == self.root && self.is_guard_by_string(at) => {
                return self.guard_by_string(at);
            }
            _ => {}
        }
        true
    }

    fn open(&mut self, mark: u8, at: usize) {
        let (before, earlier) = (self.before(at, 1), self.before(at, 2));
        let role = match mark {
            b'{' if before.text == "try" => Role::Try,
            b'(' if matches!(before.text, "function" | "catch") || earlier.text == "function" => {
                Role::Parameters
            }
            b'(' if before.sort == WORD && !is_one_of(before.text, CONTROL) => Role::CallOrMethod,
            _ => Role::Other,
        };
        self.tries += u32::from(role == Role::Try);
        self.open.push(Bracket { mark, role, uses: self.at.len() });
    }

    /// Only now is it known whether `(X)` were the parameters of an arrow function or of a method.
    fn close(&mut self, at: usize) -> bool {
        let Some(bracket) = self.open.pop() else { return true };
        self.tries -= u32::from(bracket.role == Role::Try);
        let parameters = match self.token(at + 1).sort {
            ARROW => bracket.mark == b'(',
            b'{' => bracket.role == Role::CallOrMethod,
            _ => false,
        };
        !parameters || self.at.len() == bracket.uses
    }

    /// The name itself: a property, a key, a guard, a declaration, or a use.
    fn name(&mut self, at: usize) -> bool {
        let (before, after) = (self.before(at, 1), self.token(at + 1).sort);
        let opens_member = matches!(before.sort, b'{' | b',');
        if matches!(before.sort, b'.' | CHAIN) {
            // `f.X = …`: the snippet of a stub calls the global object by a name of its own.
            let other = !is_one_of(self.before(at, 2).text, GLOBAL_OBJECTS);
            return if other { after != b'=' } else { self.guard(at) };
        }
        if before.sort == b'#' || (opens_member && after == b':') {
            return true;
        }
        if before.text == "typeof" || after == CHAIN {
            return self.guard(at);
        }
        let declared = before.sort == WORD && is_one_of(before.text, DECLARE);
        let listed = opens_member && matches!(after, b'}' | b',' | b';') && !self.in_expression();
        if declared || listed || matches!(after, b'=' | ARROW) || self.role() == Role::Parameters {
            return false;
        }
        if self.is_whole_path(at) {
            self.bare += u32::from(self.tries == 0);
            self.at.push(at);
        }
        true
    }

    /// Takes in a place that survives without the library; `false` if the script puts something there itself.
    fn guard(&mut self, at: usize) -> bool {
        let path = self.is_whole_path(at);
        if path || self.member.is_empty() || self.before(at, 1).text == "typeof" {
            self.at.push(at);
        }
        self.guarded = true;
        self.token(at + 1).sort != b'='
    }

    fn role(&self) -> Role {
        self.open.last().map_or(Role::Other, |bracket| bracket.role)
    }

    /// Between `(` or `[` a comma separates values; elsewhere declarations (`var a, X;`) or members (`{ X, b }`).
    fn in_expression(&self) -> bool {
        self.open.last().is_some_and(|bracket| bracket.mark != b'{')
    }

    fn is_whole_path(&self, at: usize) -> bool {
        self.member.is_empty()
            || (matches!(self.token(at + 1).sort, b'.' | CHAIN) && self.token(at + 2).text == self.member)
    }

    /// `window['X']` and `'X' in window`.
    fn is_guard_by_string(&self, at: usize) -> bool {
        let indexed = self.before(at, 1).sort == b'[' && is_one_of(self.before(at, 2).text, GLOBAL_OBJECTS);
        indexed || self.token(at + 1).text == "in"
    }

    /// Takes in one of those; `false` if the script assigns it.
    fn guard_by_string(&mut self, at: usize) -> bool {
        self.at.push(at);
        self.guarded = true;
        !(self.token(at + 1).sort == b']' && self.token(at + 2).sort == b'=')
    }
}
