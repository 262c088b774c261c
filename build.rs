//! Makes Rust of the tables that are data: the vendor files that the command line carries along, and which element loads
//! what. The vendor table is reviewed as text and not made here: `consent-gate vendors compile` writes it.

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

/// Writes rows as one slice.
fn write(to: &Path, rows: &[String]) -> io::Result<()> {
    fs::write(to, format!("&[\n{}]\n", rows.concat()))
}

/// A row for each vendor file, by id.
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

/// A row for each element and attribute of `html/loads.tsv`.
///
/// # Errors
///
/// The first line that has no element, attribute, known way and kind.
fn loads() -> io::Result<Vec<String>> {
    let text = fs::read_to_string("html/loads.tsv")?;
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| load(line).ok_or_else(|| io::Error::other(format!("html/loads.tsv: {line}")))).collect()
}

/// Makes `("img", "src", Loads::Url(Kind::Img))` of the fields of a line.
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
