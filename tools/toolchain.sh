# shellcheck shell=bash
# Chooses the compiler for wasm32-unknown-unknown: rustup's where it can get the target, else Debian's.
# CONSENT_GATE_TOOLCHAIN=rustup or =debian takes one of them without a look at the other.

TARGET=wasm32-unknown-unknown

# Sets WASM_ROUTE, and exports what makes plain `cargo` and `rustc` be the chosen ones.
choose_toolchain() {
  [ -z "${WASM_ROUTE:-}" ] || return 0
  case "${CONSENT_GATE_TOOLCHAIN:-first}" in
    rustup) use_rustup || die "rustup has no $TARGET with rust-src, and cannot fetch it" ;;
    debian) use_debian ;;
    first) use_rustup || use_debian ;;
    *) die "CONSENT_GATE_TOOLCHAIN is rustup, debian, or not set" ;;
  esac
  say "wasm by the toolchain of $WASM_ROUTE: $(in_wasm_toolchain rustc --version)"
}

# Runs a command with the chosen compiler first in PATH, and with a separate target folder.
in_wasm_toolchain() {
  if [ "$WASM_ROUTE" = rustup ]; then
    RUSTUP_TOOLCHAIN=$WASM_TOOLCHAIN "$@"
  else
    PATH="$CACHE/debian/bin:$PATH" "$@"
  fi
}

use_rustup() {
  have rustup || return 1
  pick_rustup_toolchain
  add_rustup_parts || return 1
  WASM_ROUTE=rustup
}

# The pinned version, under whatever name it is installed; else the default, with a warning.
pick_rustup_toolchain() {
  local name
  for name in "$(rustup default 2>/dev/null | cut -d' ' -f1)" "$RUST_VERSION"; do
    WASM_TOOLCHAIN=$name
    [ -n "$name" ] && is_pinned "$name" && return
  done
  say "rustup toolchain install $RUST_VERSION"
  timeout 300 rustup toolchain install "$RUST_VERSION" --profile minimal >/dev/null 2>&1 && return
  WASM_TOOLCHAIN=$(rustup default | cut -d' ' -f1)
  say "rustup cannot fetch Rust $RUST_VERSION: the wasm's bytes will differ from the release's"
}

is_pinned() { rustup run "$1" rustc --version 2>/dev/null | grep -qF "rustc $RUST_VERSION "; }

add_rustup_parts() {
  local libraries
  libraries=$(rustup run "$WASM_TOOLCHAIN" rustc --print sysroot)/lib/rustlib || return 1
  [ -d "$libraries/$TARGET/lib" ] || rustup_add target "$TARGET" || return 1
  [ -d "$libraries/src/rust/library/std" ] || rustup_add component rust-src
}

rustup_add() {
  say "rustup $1 add $2"
  timeout 300 rustup "$1" add --toolchain "$WASM_TOOLCHAIN" "$2" >/dev/null 2>&1
}

use_debian() {
  apt_install rustc-web cargo-web rust-web-src "lld-$DEBIAN_LLD"
  WASM_ROUTE=debian
  make_debian_wrappers
  has_debian_sysroot || make_debian_sysroot
}
