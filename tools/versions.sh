# shellcheck shell=bash disable=SC2034
# The versions that build.sh installs. npm's stand in package-lock.json, the crates' in Cargo.lock.

# The shipped wasm holds the standard library's code, so its bytes belong to one compiler.
RUST_VERSION=1.95.0
# Must be the version of the crate `wasm-bindgen` in Cargo.lock: the two speak an unstable format.
WASM_BINDGEN_VERSION=0.2.129
WASM_PACK_VERSION=0.15.1
# Debian's linker for WebAssembly, beside its packages rustc-web, cargo-web and rust-web-src.
DEBIAN_LLD=19
