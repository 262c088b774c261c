//! Finds the module specifiers in JavaScript text: the modules that are fetched before any line of a module runs.
//! `www/platform/js-strings.ts` finds the same in a page.

use crate::gate::inline::script::{TEXT, Token, WORD, tokens};

/// Calls `see` with the specifier of each static import, each `export … from`, and each `import()` of a string.
pub(crate) fn specifiers(code: &str, mut see: impl FnMut(String)) {
    let tokens = tokens(code);
    for (at, token) in tokens.iter().enumerate().filter(|it| it.1.sort == TEXT) {
        if is_specifier(&tokens[..at]) {
            see(unescaped(token.text));
        }
    }
}

/// Returns whether a string after these tokens is a specifier.
fn is_specifier(before: &[Token<'_>]) -> bool {
    let is = |back: usize, word: &str| {
        let token = before.len().checked_sub(back).and_then(|at| before.get(at));
        token.is_some_and(|token| token.sort == WORD && token.text == word)
    };
    let sort =
        |back: usize| before.len().checked_sub(back).and_then(|at| before.get(at)).map(|token| token.sort);
    let member = |back: usize| sort(back) == Some(b'.');
    match sort(1) {
        Some(WORD) => (is(1, "import") || is(1, "from")) && !member(2) || phase(&is, &member, 1),
        Some(b'(') => is(2, "import") && !member(3) || phase(&is, &member, 2),
        _ => false,
    }
}

/// Returns whether the tokens are `import.source` or `import.defer`.
fn phase(is: &dyn Fn(usize, &str) -> bool, member: &dyn Fn(usize) -> bool, back: usize) -> bool {
    (is(back, "source") || is(back, "defer")) && member(back + 1) && is(back + 2, "import")
}

/// Returns the value of a string literal (ECMAScript, `EscapeSequence`). Line breaks and tabs are removed, as a URL
/// parser does.
fn unescaped(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let (decoded, length) = escape(after);
        out.extend(decoded);
        rest = &after[length..];
    }
    out + rest
}

/// Decodes an escape sequence. Returns the character if a URL keeps it, and the number of bytes after the backslash.
fn escape(text: &str) -> (Option<char>, usize) {
    let hex = |from: usize, to: usize| text.get(from..to).and_then(|it| u32::from_str_radix(it, 16).ok());
    let first = text.chars().next();
    match first {
        Some('u') if text[1..].starts_with('{') => {
            let end = text.bytes().take(12).position(|byte| byte == b'}').unwrap_or(1);
            (hex(2, end).and_then(char::from_u32), end + 1)
        }
        Some('u') if hex(1, 5).is_some() => (hex(1, 5).and_then(char::from_u32), 5),
        Some('x') if hex(1, 3).is_some() => (hex(1, 3).and_then(char::from_u32), 3),
        Some('n' | 'r' | 't' | '\n' | '\r' | '\u{2028}' | '\u{2029}') | None => {
            (None, first.map_or(0, char::len_utf8))
        }
        Some(other) => (Some(other), other.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_specifiers_of_a_module() {
        for (code, wanted) in [
            ("import 'a'; import x, {y} from \"b\"; export * from'c'", "a b c"),
            ("import/**/'a'\nimport(/* x */'b')", "a b"),
            ("import '\\x68ttps:\\/\\/\\u0061\\u{62}\\u{0063}/d'", "https://abc/d"),
            ("import 'a\\\nb'; import 'c\\", "ab"),
            ("import.meta.url; x.import('a'); y.from; z = 'from'; 'b'", ""),
            ("import.source('a'); import defer * as x from 'b'; import source y from 'c'", "a b c"),
            ("import x from 'a' with {type: 'json'}", "a"),
            ("// import 'a'\n/* import 'b' */ `import 'c'`; /import 'd'/", ""),
            ("import '\\u{110000}\\u{", ""),
            ("", ""),
        ] {
            let mut found = Vec::new();
            specifiers(code, |it| found.push(it));
            found.retain(|it| !it.is_empty());
            assert_eq!(found.join(" "), wanted, "{code}");
        }
    }
}
