//! The program `consent-gate`. Its code is in `src/cli`.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    consent_gate::cli::main()
}

/// An empty program: `wasm-pack test` builds every target of the package for the browser.
#[cfg(target_arch = "wasm32")]
fn main() {}
