//! Copies the built files. Replaces the vendor table, and the names by which the files refer to each other. Each file is
//! written completely or not at all.

use super::arguments::Build;
use super::error::BuildError;
use crate::cli::files::{self, FileError};
use std::fs;
use std::path::{Path, PathBuf};

/// The name of the built files.
const NAME: &str = "consent-gate";

/// The end of the name of the folder with the banner's languages.
const TEXTS: &str = "-texts";
/// The file with the banner's texts about vendors.
const VENDORS: &str = "vendors.json";

/// The start of the table in a built file, and of its last line.
const MARKS: (&str, &str) = ("#consent-gate-table ", "\n#end ");

/// The ends of the names by which the files refer to each other, and of the name of the banner's element.
const SIBLINGS: &[&str] = &["-fallback.js", "-banner", "-sw.js", "-texts/"];

/// Writes every file. Returns their names and sizes in bytes.
pub(super) fn write(args: &Build, table: &str, vendors: &str) -> Result<Vec<(String, usize)>, BuildError> {
    check(args)?;
    let mut written = Vec::new();
    for path in built(&args.from)? {
        let Some(name) = target(&path, args) else { continue };
        let content = content(&path, args, table)?;
        files::write(&args.out.join(&name), &content)?;
        written.push((name, content.len()));
    }
    files::write(&args.out.join(VENDORS), vendors.as_bytes())?;
    written.push((VENDORS.to_owned(), vendors.len()));
    written.sort();
    Ok(written)
}

/// Checks `--name`, and that the folder of `--from` contains the gate's file.
fn check(args: &Build) -> Result<(), BuildError> {
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !args.name.bytes().all(word) || !args.name.starts_with(|c: char| c.is_ascii_lowercase()) {
        return Err(BuildError::Name { name: args.name.clone() });
    }
    let gate = format!("{NAME}{}.js", if args.full { "-full" } else { "" });
    if !args.from.join(&gate).is_file() {
        return Err(BuildError::NotBuilt { folder: args.from.clone(), gate });
    }
    Ok(())
}

/// Lists the built files, and those in the folder of the banner's languages.
fn built(from: &Path) -> Result<Vec<PathBuf>, FileError> {
    let mut files = Vec::new();
    for folder in [from.to_owned(), from.join(format!("{NAME}{TEXTS}"))] {
        if folder.is_dir() {
            for entry in fs::read_dir(&folder).map_err(FileError::at(&folder))? {
                files.push(entry.map_err(FileError::at(&folder))?.path());
            }
        }
    }
    Ok(files)
}

/// Returns the new name of a file. `None` for files that are not copied: folders, and the gate with the other table.
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

/// Reads a file and replaces the table and the names in it.
fn content(path: &Path, args: &Build, table: &str) -> Result<Vec<u8>, FileError> {
    if path.extension().is_some_and(|it| it == "wasm") {
        return fs::read(path).map_err(FileError::at(path));
    }
    Ok(replaced(files::read_text(path)?, args, table).into_bytes())
}

fn replaced(text: String, args: &Build, table: &str) -> String {
    let mut text = match span(&text) {
        Some((start, end)) => [&text[..start], table, &text[end..]].concat(),
        None => text,
    };
    for sibling in SIBLINGS.iter().filter(|_| args.name != NAME) {
        text = text.replace(&format!("{NAME}{sibling}"), &format!("{}{sibling}", args.name));
    }
    text
}

/// Returns the start and end of the table in a text.
fn span(text: &str) -> Option<(usize, usize)> {
    let start = text.find(MARKS.0)?;
    let last = start + text.get(start..)?.find(MARKS.1)? + MARKS.1.len();
    let end = last + text.get(last..)?.find('\n')? + 1;
    Some((start, end))
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
