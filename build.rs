//! Generates Rust from data files: the vendor files that the command line embeds, and the table of elements that load
//! something.
//!
//! The compiled vendor table is not generated here. `consent-gate vendors compile` writes it, so that it can be
//! reviewed as text.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=vendors");
    println!("cargo::rerun-if-changed=html/loads.tsv");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let feature = |name: &str| env::var_os(format!("CARGO_FEATURE_{name}")).is_some();
    if feature("CLI") {
        write(&out.join("catalogue.rs"), &vendors()?)?;
    }
    if feature("CLI") || feature("EDGE") {
        write(&out.join("loads.rs"), &loads()?)?;
    }
    Ok(())
}

/// Writes the rows as one slice expression.
fn write(to: &Path, rows: &[String]) -> io::Result<()> {
    fs::write(to, format!("&[\n{}]\n", rows.concat()))
}

/// Returns one row for each vendor file, sorted by id.
fn vendors() -> io::Result<Vec<String>> {
    let mut rows = Vec::new();
    for entry in fs::read_dir("vendors")? {
        let path = fs::canonicalize(entry?.path())?;
        if path.extension().is_some_and(|extension| extension == "toml") {
            let id = path.file_stem().unwrap_or_default();
            rows.push(format!("    ({id:?}, include_str!({path:?})),\n"));
        }
    }
    rows.sort();
    Ok(rows)
}

/// Returns one row for each element and attribute of `html/loads.tsv`.
///
/// # Errors
///
/// The first line without an element, an attribute, a known way of loading, and a kind.
fn loads() -> io::Result<Vec<String>> {
    let text = fs::read_to_string("html/loads.tsv")?;
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| load(line).ok_or_else(|| io::Error::other(format!("html/loads.tsv: {line}")))).collect()
}

/// Converts a line into a row such as `("img", "src", Loads::Url(Kind::Img))`.
fn load(line: &str) -> Option<String> {
    let mut fields = line.split('\t');
    let (element, attribute, how, kind) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let (first, rest) = kind.split_at_checked(1)?;
    let loads = match how {
        "url" => format!("Url(Kind::{}{rest})", first.to_ascii_uppercase()),
        "srcset" => "Srcset".to_owned(),
        "link" => "Link".to_owned(),
        "refresh" => "Refresh".to_owned(),
        "css" => "Css".to_owned(),
        "steps" => "Steps".to_owned(),
        "document" => "Document".to_owned(),
        _ => return None,
    };
    Some(format!("    ({element:?}, {attribute:?}, Loads::{loads}),\n"))
}
