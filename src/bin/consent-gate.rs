//! The command line `consent-gate`; see `src/cli`.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    consent_gate::cli::main()
}

/// A browser has no command line, and `wasm-pack test` builds every target of the package for one.
#[cfg(target_arch = "wasm32")]
fn main() {}
