//! The fuzz targets: a function for each reader of foreign text. Each takes any bytes, and panics if the reader panics or
//! a property does not hold. The fuzzer calls them from `fuzz/`, and `cargo test` replays the corpora.

mod gate;
mod html;
#[cfg(test)]
mod linear;
#[cfg(test)]
mod mutate;
mod text;
mod vendors;

/// The name and function of a target.
pub type Target = (&'static str, fn(&[u8]));

/// All targets. Each has a file in `fuzz/fuzz_targets` and a folder of seeds in `fuzz/seeds`, with the target's name.
pub const TARGETS: &[Target] = &[
    ("audit", html::audit),
    ("config", gate::config),
    ("css", text::css),
    ("har", html::har),
    ("inline", gate::inline),
    ("json", text::json),
    ("link", text::link),
    ("pattern", vendors::pattern),
    ("record", gate::record),
    ("rewrite", html::rewrite),
    ("srcset", text::srcset),
    ("storage", gate::storage),
    ("table", vendors::table),
    ("url", gate::url),
    ("vendor", vendors::vendor),
];

/// Runs a target.
///
/// # Panics
///
/// If there is no such target, or if the target finds a bug.
pub fn run(target: &str, data: &[u8]) {
    let (_, function) = TARGETS.iter().find(|row| row.0 == target).expect("a target of this name");
    function(data);
}

/// Splits a text into its first line and the rest.
fn first_line(data: &[u8]) -> Option<(&str, &str)> {
    std::str::from_utf8(data).ok()?.split_once('\n')
}

#[cfg(test)]
mod tests {
    use super::mutate::Random;
    use super::*;
    use std::fs;
    use std::path::{Path, PathBuf};

    fn files(folder: &Path) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        files.sort();
        files
    }

    /// The maximum number of corpus files per target. A long run leaves thousands; the fuzzer replays all of them.
    const MOST: usize = 200;

    /// Returns the inputs of a target, with their paths.
    fn inputs(name: &str) -> Vec<(String, Vec<u8>)> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
        let seeds = files(&root.join("seeds").join(name));
        assert!(!seeds.is_empty(), "fuzz/seeds/{name} is empty");
        let corpus = files(&root.join("corpus").join(name)).into_iter().take(MOST);
        let read = |path: PathBuf| (path.display().to_string(), fs::read(&path).expect("a file"));
        seeds.into_iter().chain(corpus).map(read).collect()
    }

    #[test]
    fn targets_accept_the_corpora() {
        for (name, function) in TARGETS {
            for (path, data) in inputs(name) {
                let outcome = std::panic::catch_unwind(|| function(&data));
                assert!(outcome.is_ok(), "{name} fails on {path}");
            }
        }
    }

    #[test]
    fn targets_accept_mutations_of_the_corpora() {
        let rounds = std::env::var("FUZZ_ROUNDS").ok().and_then(|it| it.parse().ok()).unwrap_or(50);
        let only = std::env::var("FUZZ_TARGET").unwrap_or_default();
        for (name, function) in TARGETS.iter().filter(|row| only.is_empty() || row.0 == only) {
            let inputs = inputs(name);
            for round in 0..rounds {
                let mut random = Random::new(round);
                let one = &inputs[random.below(inputs.len())].1;
                let other = &inputs[random.below(inputs.len())].1;
                let data = random.mutated(one, other);
                let outcome = std::panic::catch_unwind(|| function(&data));
                let shown = data.escape_ascii();
                assert!(outcome.is_ok(), "{name} fails on mutation {round}: {shown}");
            }
        }
    }

    #[test]
    fn every_target_is_built() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
        let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("the manifest");
        for (name, _) in TARGETS {
            assert!(manifest.contains(&format!("name = \"{name}\"")), "fuzz/Cargo.toml lacks {name}");
            let text = fs::read_to_string(root.join(format!("fuzz_targets/{name}.rs"))).expect(name);
            assert!(text.contains(&format!("fuzz::run(\"{name}\", data)")), "{name}");
        }
        assert_eq!(manifest.matches("[[bin]]").count(), TARGETS.len());
    }
}
