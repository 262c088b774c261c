# shellcheck shell=bash
# Debian's rustc-web has no std for wasm32: it is built once from Debian's own source into a sysroot
# of the cache, so that plain `cargo` and `wasm-pack` find the target. Nothing under /usr is changed.

SYSROOT="$CACHE/debian/sysroot"

has_debian_sysroot() {
  [ "$(cat "$SYSROOT/built-by" 2>/dev/null)" = "$(/usr/bin/rustc --version)" ]
}

# The three programs in one folder, because wasm-pack takes them from PATH.
make_debian_wrappers() {
  mkdir -p "$CACHE/debian/bin"
  write_wrapper rustc "exec /usr/bin/rustc --sysroot '$SYSROOT' \"\$@\""
  write_wrapper rustdoc "exec /usr/bin/rustdoc --sysroot '$SYSROOT' \"\$@\""
  write_wrapper cargo "export RUSTC='$CACHE/debian/bin/rustc'
export RUSTDOC='$CACHE/debian/bin/rustdoc'
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-$DEBIAN_LLD
exec /usr/bin/cargo \"\$@\""
}

write_wrapper() {
  printf '#!/bin/sh\n%s\n' "$2" >"$CACHE/debian/bin/$1"
  chmod +x "$CACHE/debian/bin/$1"
}

make_debian_sysroot() {
  say "building the standard library for $TARGET from Debian's source, about a minute, once"
  rm -rf "$SYSROOT"
  mkdir -p "$SYSROOT/lib/rustlib/$TARGET/lib"
  ln -s /usr/lib/rustlib/* "$SYSROOT/lib/rustlib/"
  build_debian_std
  /usr/bin/rustc --version >"$SYSROOT/built-by"
}

build_debian_std() {
  local crate
  crate=$(mktemp -d)
  mkdir "$crate/src"
  printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$crate/Cargo.toml"
  : >"$crate/src/lib.rs"
  RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$crate/target" "$CACHE/debian/bin/cargo" build --quiet --release \
    --manifest-path "$crate/Cargo.toml" --target "$TARGET" -Zbuild-std=std,panic_abort,test
  rm "$crate/target/$TARGET/release/deps/"libempty-*
  cp "$crate/target/$TARGET/release/deps/"*.rlib "$SYSROOT/lib/rustlib/$TARGET/lib/"
  rm -r "$crate"
}
