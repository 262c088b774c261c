//! Lists the vendor files that the command line carries along, so that a vendor comes and goes with its file alone. The
//! tables are reviewed as text and not made here: `consent-gate vendors compile` writes them.

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=vendors");
    if env::var_os("CARGO_FEATURE_CLI").is_none() {
        return Ok(());
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    fs::write(out.join("catalogue.rs"), format!("&[\n{}]\n", rows()?.concat()))
}

/// A row for each vendor file, by id.
fn rows() -> io::Result<Vec<String>> {
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
