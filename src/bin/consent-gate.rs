//! The command line `consent-gate`; see `src/cli`.

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    consent_gate::cli::main()
}

/// Does nothing. `wasm-pack test` builds every target of the package for the browser, which has no command line.
#[cfg(target_arch = "wasm32")]
fn main() {}
