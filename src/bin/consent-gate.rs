//! The command line `consent-gate`; see `src/cli`.

fn main() -> std::process::ExitCode {
    consent_gate::cli::main()
}
