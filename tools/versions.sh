# shellcheck shell=bash disable=SC2034
# The versions that build.sh installs. package-lock.json has those of npm packages, Cargo.lock those of crates.

# The shipped wasm contains the standard library, so its bytes belong to one compiler. There is no rust-toolchain.toml:
# with it, rustup refuses every cargo command on a machine without network that has this version as `stable`.
RUST_VERSION=1.95.0
# Must be the version of the crate `wasm-bindgen` in Cargo.lock: the two speak an unstable format.
WASM_BINDGEN_VERSION=0.2.129
WASM_PACK_VERSION=0.15.1
# Debian's linker for WebAssembly, beside its packages rustc-web, cargo-web and rust-web-src.
DEBIAN_LLD=19
# Builds the manual.
MDBOOK_VERSION=0.5.4
