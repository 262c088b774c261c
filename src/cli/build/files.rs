//! The built files, copied: another table in those that carry one, another name in those that name each other. Each
//! file is written whole or not at all.

use super::arguments::Build;
use crate::cli::files::atomic;
use crate::cli::vendors::folder::text;
use std::fs;
use std::path::{Path, PathBuf};

/// What the built files are called.
const NAME: &str = "consent-gate";

/// The folder with the banner's languages, and what the banner shows of vendors.
const TEXTS: &str = "-texts";
const VENDORS: &str = "vendors.json";

/// The marks of the table in a built file.
const MARKS: (&str, &str) = ("#consent-gate-table ", "\n#end ");

/// Names by which the files know each other, and the banner its element.
const SIBLINGS: &[&str] = &["-fallback.js", "-worker.js", "-banner", "-sw.js", "-texts/"];

/// Writes every file; their names and bytes.
pub(super) fn write(args: &Build, table: &str, vendors: &str) -> Result<Vec<(String, usize)>, String> {
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    let good = args.name.bytes().all(word) && args.name.starts_with(|c: char| c.is_ascii_lowercase());
    if !good {
        return Err(format!(
            "--name {}: lower-case letters, digits and \"-\" only, a letter first",
            args.name
        ));
    }
    let gate = format!("{NAME}{}.js", if args.full { "-full" } else { "" });
    if !args.from.join(&gate).is_file() {
        let from = args.from.display();
        return Err(format!("{from}: {gate} is not there; `./build.sh build` makes it, --from says where"));
    }
    let mut written = Vec::new();
    for path in built(&args.from)? {
        let Some(name) = target(&path, args) else { continue };
        let content = content(&path, args, table)?;
        put(&args.out, &name, &content)?;
        written.push((name, content.len()));
    }
    put(&args.out, VENDORS, vendors.as_bytes())?;
    written.push((VENDORS.to_owned(), vendors.len()));
    written.sort();
    Ok(written)
}

/// The built files, and those in the folder of the banner's languages.
fn built(from: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for folder in [from.to_owned(), from.join(format!("{NAME}{TEXTS}"))] {
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        if folder.is_dir() {
            for entry in fs::read_dir(&folder).map_err(failed)? {
                files.push(entry.map_err(failed)?.path());
            }
        }
    }
    Ok(files)
}

/// What a file is called in the end; `None` for what is not copied: folders, and the gate with the other table.
fn target(path: &Path, args: &Build) -> Option<String> {
    let file = path.file_name()?.to_str()?;
    if path.parent()?.file_name()?.to_str()?.ends_with(TEXTS) {
        return Some(format!("{}{TEXTS}/{file}", args.name));
    }
    let name = file.strip_prefix(NAME)?;
    let other = if args.full { ".js" } else { "-full.js" };
    if !path.is_file() || name == other {
        return None;
    }
    Some(format!("{}{}", args.name, name.strip_prefix("-full").unwrap_or(name)))
}

fn content(path: &Path, args: &Build, table: &str) -> Result<Vec<u8>, String> {
    if path.extension().is_some_and(|it| it == "wasm") {
        return fs::read(path).map_err(|error| format!("{}: {error}", path.display()));
    }
    Ok(exchanged(text(path)?, args, table).into_bytes())
}

fn exchanged(text: String, args: &Build, table: &str) -> String {
    let mut text = match span(&text) {
        Some((start, end)) => [&text[..start], table, &text[end..]].concat(),
        None => text,
    };
    for sibling in SIBLINGS.iter().filter(|_| args.name != NAME) {
        text = text.replace(&format!("{NAME}{sibling}"), &format!("{}{sibling}", args.name));
    }
    text
}

/// Where the table stands.
fn span(text: &str) -> Option<(usize, usize)> {
    let start = text.find(MARKS.0)?;
    let last = start + text.get(start..)?.find(MARKS.1)? + MARKS.1.len();
    let end = last + text.get(last..)?.find('\n')? + 1;
    Some((start, end))
}

fn put(folder: &Path, name: &str, content: &[u8]) -> Result<(), String> {
    let path = folder.join(name);
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    atomic::write(&path, content).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_table() {
        let text = "a`#consent-gate-table 1 x\n%de\n#end 1f\n`b";
        assert_eq!(span(text).map(|(start, end)| &text[start..end]), Some(&text[2..text.len() - 2]));
        assert_eq!(span("#consent-gate-table without an end"), None);
    }
}
