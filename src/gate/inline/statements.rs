//! Splits a script into statements, to decide whether some of them have an effect without a library. It is not a
//! parser: where the end of a statement is in doubt, two statements count as one.

use crate::gate::inline::script::CONTROL;
use crate::gate::inline::script::{ARROW, LITERAL, TEXT, Token, WORD, is_one_of};
use std::ops::Range;

/// Maximum depth of functions around the whole script.
const DEEPEST: u32 = 4;

/// Maximum number of names, declared by dependent statements, that are searched for in other statements.
const MOST_NAMES: usize = 32;

/// First words of statements that declare something or end the function.
const DECLARE: &str = " var let const function class import export async return throw ";

/// First words of lines that continue the statement before.
const CONTINUE: &str = " else catch finally while in of instanceof from as ";

/// Returns whether every statement with an effect uses one of the tokens `uses`, or a name that such a statement
/// declares.
pub(super) fn is_whole(tokens: &[Token<'_>], uses: &[usize]) -> bool {
    let closings = closings(tokens);
    let mut range = 0..tokens.len();
    for _ in 0..DEEPEST {
        let mut statements = statements(tokens, range);
        statements.retain(|it| !is_directive(tokens, it));
        let wrapped = match statements.as_slice() {
            [one] => body(tokens, &closings, one, uses),
            _ => None,
        };
        match wrapped {
            Some(inside) => range = inside,
            None => return all_depend(tokens, &statements, uses),
        }
    }
    true
}

fn all_depend(tokens: &[Token<'_>], statements: &[Range<usize>], uses: &[usize]) -> bool {
    let mut names: Vec<&str> = Vec::new();
    let mut depends = vec![false; statements.len()];
    // Two passes, because a function may be called before it is declared.
    for _ in 0..2 {
        for (statement, depends) in statements.iter().zip(&mut depends) {
            let of = tokens.get(statement.clone()).unwrap_or_default();
            let named = of.iter().any(|it| it.sort == WORD && names.contains(&it.text));
            if !*depends && (named || contains(statement, uses)) {
                *depends = true;
                declared(of, &mut names);
            }
        }
    }
    statements.iter().zip(depends).all(|(it, depends)| depends || is_neutral(tokens, it))
}

/// Returns whether the statement contains one of these tokens, which are in ascending order.
fn contains(statement: &Range<usize>, uses: &[usize]) -> bool {
    uses.get(uses.partition_point(|at| *at < statement.start)).is_some_and(|at| *at < statement.end)
}

/// Adds the names that a statement declares or assigns.
fn declared<'a>(statement: &[Token<'a>], names: &mut Vec<&'a str>) {
    let first = statement.first().map_or("", |it| it.text);
    let function = matches!(first, "function" | "async" | "class");
    let declares = function || (!first.is_empty() && is_one_of(first, DECLARE));
    let mut left = declares;
    for (at, token) in statement.iter().enumerate().skip(usize::from(declares)) {
        let assigned = statement.get(at + 1).is_some_and(|it| it.sort == b'=');
        if names.len() < MOST_NAMES && token.sort == WORD && (left || assigned) && token.text != "function" {
            names.push(token.text);
        }
        left &= !(assigned || (function && token.sort == b'('));
    }
}

/// Returns whether a statement has no effect: a declaration, or an early return.
fn is_neutral(tokens: &[Token<'_>], statement: &Range<usize>) -> bool {
    let text = |at: usize| tokens.get(at).map_or("", |it| it.text);
    let mut ahead = statement.clone().take(3).map(text);
    let ends = |at: usize| matches!(text(at), "return" | "throw");
    let first = ahead.next().unwrap_or("");
    // `if (…) return;`
    (!first.is_empty() && is_one_of(first, DECLARE))
        || (first == "if" && statement.len() < 24 && statement.clone().any(ends))
}

/// Returns whether the statement is a directive such as `'use strict'`, or empty.
fn is_directive(tokens: &[Token<'_>], statement: &Range<usize>) -> bool {
    let sort = |at: usize| tokens.get(at).map_or(b';', |it| it.sort);
    statement.clone().all(|at| matches!(sort(at), b';' | TEXT))
}

/// Returns the outermost function body in this statement that contains all uses.
fn body(
    tokens: &[Token<'_>],
    closings: &[usize],
    statement: &Range<usize>,
    uses: &[usize],
) -> Option<Range<usize>> {
    let (first, last) = (*uses.first()?, *uses.last()?);
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut parameters = false;
    for at in statement.start..=first {
        let token = tokens.get(at)?;
        match token.sort {
            b'(' | b'[' | b'{' => {
                let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
                let is = |back: usize, word: &str| before(back).is_some_and(|it| it.text == word);
                let arrow = before(1).is_some_and(|it| it.sort == ARROW);
                let function = token.sort == b'{' && (parameters || arrow);
                let end = *closings.get(at)?;
                if function && first > at && last < end {
                    return Some(at + 1..end);
                }
                open.push((at, token.sort == b'(' && (is(1, "function") || is(2, "function"))));
                parameters = false;
            }
            b')' | b']' | b'}' => parameters = open.pop().is_some_and(|(_, parameters)| parameters),
            _ => parameters = false,
        }
    }
    None
}

/// Returns the index of the closing bracket for each opening one, and 0 for every other token.
fn closings(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut closings = vec![0; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.sort {
            b'(' | b'[' | b'{' => open.push(at),
            b')' | b']' | b'}' => {
                if let Some(closing) = open.pop().and_then(|from: usize| closings.get_mut(from)) {
                    *closing = at;
                }
            }
            _ => {}
        }
    }
    closings
}

/// Splits a block with balanced brackets into its statements.
fn statements(tokens: &[Token<'_>], block: Range<usize>) -> Vec<Range<usize>> {
    let mut statements = Vec::new();
    let mut start = block.start;
    let mut open: Vec<bool> = Vec::new();
    let mut condition = false;
    for at in block.clone() {
        let Some(token) = tokens.get(at) else { break };
        let before = at.checked_sub(1).filter(|it| *it >= start).and_then(|it| tokens.get(it));
        if open.is_empty() && before.is_some_and(|before| !condition && is_between(*before, *token)) {
            statements.push(start..at);
            start = at;
        }
        match token.sort {
            b'(' | b'[' | b'{' => {
                open.push(before.is_some_and(|it| it.sort == WORD && is_one_of(it.text, CONTROL)))
            }
            b')' | b']' | b'}' => condition = open.pop().unwrap_or(false),
            b';' if open.is_empty() => {
                statements.push(start..at + 1);
                start = at + 1;
                condition = false;
            }
            _ => condition = false,
        }
    }
    statements.push(start..block.end);
    statements
}

/// Returns whether a statement ends between two tokens without a semicolon.
fn is_between(before: Token<'_>, after: Token<'_>) -> bool {
    let begins = match after.sort {
        WORD => !is_one_of(after.text, CONTINUE),
        sort => matches!(sort, TEXT | LITERAL | b'!'),
    };
    let ends = match before.sort {
        WORD => !matches!(
            before.text,
            "return" | "typeof" | "new" | "else" | "await" | "in" | "of" | "case" | "async" | "do"
        ),
        sort => matches!(sort, TEXT | LITERAL | b')' | b']' | b'}'),
    };
    begins && ends && (after.on_new_line || (before.sort == b'}' && after.sort != LITERAL))
}
