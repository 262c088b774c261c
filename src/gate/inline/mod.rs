//! Decides how much of an inline script depends on a held library.
//!
//! Threat: the gate breaks the page by holding too much. An inline script is the site's code, and may work without the
//! library. So a script is not held in case of doubt. Stub snippets, words that only contain the name, and whole
//! applications are never held.

pub(crate) mod script;
mod statements;

use crate::gate::inline::script::{ARROW, CHAIN, CONTROL, OPERATOR, TEXT, Token, WORD, is_one_of, tokens};
use crate::gate::inline::statements::is_whole;
use crate::gate::text::bytes::head;

/// Maximum length in bytes. A longer inline script is an application, and not a snippet that belongs to one vendor.
pub(crate) const LONGEST: usize = 65_536;

/// Minimum length in bytes of a global's name. A shorter name is probably a variable of the site.
const SHORTEST_NAME: usize = 3;

/// Names of the global object.
const GLOBAL_OBJECTS: &str = " window self globalThis top parent frames ";

/// Words that declare the name after them.
const DECLARE: &str = " var let const function class import as ";

/// How much of an inline script depends on a global.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// The script does not use the global, or defines it.
    Nothing,
    /// Some statements use the global, and others work without it. If `guarded`, nothing throws while the global is
    /// missing.
    Part {
        /// Every use is guarded by `typeof X`, `window.X`, `'X' in window`, `X?.` or a `try`.
        guarded: bool,
    },
    /// Every statement with an effect depends on the global, guarded or not.
    Whole,
}

/// Returns how much of `text` uses `global` as a free identifier. The global is a name such as `Stripe`, or a path such
/// as `google.maps`.
///
/// Properties, strings and comments do not count. A script that declares or assigns the name does not use the global.
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
    /// Number of open `try` blocks.
    tries: u32,
    /// Number of uses outside of `try` blocks.
    bare: u32,
    /// The script checks somewhere whether the global exists.
    guarded: bool,
    /// Indexes of the tokens that use the global or check whether it exists.
    at: Vec<usize>,
}

/// An open bracket.
#[derive(Clone, Copy)]
struct Bracket {
    mark: u8,
    role: Role,
    /// Number of uses before it.
    uses: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Role {
    /// The parameters of a `function`, or the variable of a `catch`.
    Parameters,
    /// After a word that is not a control keyword: a call, or the parameters of a method.
    CallOrMethod,
    /// The block of a `try`.
    Try,
    Other,
}

const NOTHING: Token<'static> = Token { sort: OPERATOR, text: "", on_new_line: false };

impl<'a> Reader<'a> {
    /// Returns the token at this index, or an empty one outside of the script.
    fn token(&self, at: usize) -> Token<'a> {
        self.tokens.get(at).copied().unwrap_or(NOTHING)
    }

    fn before(&self, at: usize, back: usize) -> Token<'a> {
        self.token(at.wrapping_sub(back))
    }

    /// Reads one token. Returns `false` if the token shows that the script does not need the library.
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

    /// Handles a closing bracket. Only here can `(X)` be recognised as the parameters of an arrow function or a method.
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

    /// Handles the name: a property, a key, a guard, a declaration, or a use.
    fn name(&mut self, at: usize) -> bool {
        let (before, after) = (self.before(at, 1), self.token(at + 1).sort);
        let opens_member = matches!(before.sort, b'{' | b',');
        if matches!(before.sort, b'.' | CHAIN) {
            // `f.X = …`: the snippet of a stub, which has a short name for the global object.
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

    /// Handles a use that does not throw without the library. Returns `false` if the script assigns the global there.
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

    /// Returns whether a comma separates values, as in `(` or `[`. Elsewhere it separates declarations (`var a, X;`) or
    /// members (`{ X, b }`).
    fn in_expression(&self) -> bool {
        self.open.last().is_some_and(|bracket| bracket.mark != b'{')
    }

    fn is_whole_path(&self, at: usize) -> bool {
        self.member.is_empty()
            || (matches!(self.token(at + 1).sort, b'.' | CHAIN) && self.token(at + 2).text == self.member)
    }

    /// Returns whether the string is used as in `window['X']` or `'X' in window`.
    fn is_guard_by_string(&self, at: usize) -> bool {
        let indexed = self.before(at, 1).sort == b'[' && is_one_of(self.before(at, 2).text, GLOBAL_OBJECTS);
        indexed || self.token(at + 1).text == "in"
    }

    /// Handles such a string. Returns `false` if the script assigns the global.
    fn guard_by_string(&mut self, at: usize) -> bool {
        self.at.push(at);
        self.guarded = true;
        !(self.token(at + 1).sort == b']' && self.token(at + 2).sort == b'=')
    }
}
