# shellcheck shell=bash
# Builds the wasm that is shipped: the standard library is compiled with it, for size.

SHIPPED=target/shipped
EDGE=target/edge
CRATE=consent_gate

# -Cpanic=immediate-abort, no locations, no Debug texts: a failing gate is reported by its JavaScript.
# -reference-types: measured on a module with strings, one report through serde-wasm-bindgen and two
#   imports, wasm and glue together, brotli: with reference types 11,208 bytes, without 10,919,
#   -Ctarget-cpu=mvp 11,479. Without them wasm2js can take the same file as well.
# -Zinline-mir: rustc switches its inliner off where it optimises for size. With it the crate's wasm,
#   optimised and packed, brotli: 31,386 bytes instead of 32,640. opt-level "s": 33,545.
# 64 KB of stack instead of 1 MB: the initial memory of every page that carries the gate.
SHIPPED_RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none
  -Zinline-mir=yes -Ctarget-feature=-reference-types,-multivalue -Clink-arg=-zstack-size=65536"

build_wasm() {
  choose_toolchain
  in_wasm_toolchain env RUSTC_BOOTSTRAP=1 RUSTFLAGS="$SHIPPED_RUSTFLAGS" CARGO_TARGET_DIR=$SHIPPED \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=z CARGO_PROFILE_RELEASE_STRIP=none CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo build --locked --release --lib --no-default-features --features page --target "$TARGET" \
    -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size
}

# The rewriter for edge workers and the service worker. Its parsers recurse and no page carries it: the usual stack.
EDGE_RUSTFLAGS=${SHIPPED_RUSTFLAGS/zstack-size=65536/zstack-size=1048576}

build_edge() {
  choose_toolchain
  in_wasm_toolchain env RUSTC_BOOTSTRAP=1 RUSTFLAGS="$EDGE_RUSTFLAGS" CARGO_TARGET_DIR=$EDGE \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=z CARGO_PROFILE_RELEASE_STRIP=none CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo build --locked --release --lib --no-default-features --features edge --target "$TARGET" \
    -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size
  wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section \
    --out-dir $EDGE/glue "$EDGE/$TARGET/release/$CRATE.wasm"
}

build_glue() {
  wasm-bindgen --target web --no-typescript --remove-name-section --remove-producers-section \
    --out-dir $SHIPPED/glue "$SHIPPED/$TARGET/release/$CRATE.wasm"
}

# Two builds in one checkout would write the same files: the second waits until this process ends.
lock_build() {
  mkdir -p target
  exec 9>target/build.lock
  flock 9
}

unlock_build() { exec 9>&-; }
