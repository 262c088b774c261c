# shellcheck shell=bash
# Installs the missing tools on a Debian machine that has only rustup's Rust and Node.

setup_all() {
  [ -z "${SETUP_DONE:-}" ] || return 0
  step 'setup: system packages' setup_system
  step 'setup: Rust for wasm' choose_toolchain
  step "setup: wasm-bindgen $WASM_BINDGEN_VERSION" setup_crate wasm-bindgen-cli wasm-bindgen "$WASM_BINDGEN_VERSION"
  step 'setup: npm packages' setup_npm
  SETUP_DONE=yes
}

# What only the browser tests and the demo need on top.
setup_browsers() {
  step 'setup: Chromium' apt_install chromium chromium-driver openssl
  step "setup: wasm-pack $WASM_PACK_VERSION" setup_wasm_pack
}

setup_wasm_pack() {
  setup_crate wasm-pack wasm-pack "$WASM_PACK_VERSION"
  link_program "$CACHE/wasm-pack-$WASM_PACK_VERSION/bin/wasm-pack"
  link_program "$CACHE/wasm-bindgen-$WASM_BINDGEN_VERSION/bin/wasm-bindgen"
  link_program "$CACHE/wasm-bindgen-$WASM_BINDGEN_VERSION/bin/wasm-bindgen-test-runner"
}

# Beside cargo, so that a plain `wasm-pack test --headless --chrome` finds all three. A program that
# somebody has put there is left alone.
link_program() {
  local link
  link=${CARGO_HOME:-$HOME/.cargo}/bin/$(basename "$1")
  [[ ! -e $link || $(readlink "$link") == */consent-gate/* ]] || return 0
  mkdir -p "$(dirname "$link")"
  ln -sfn "$1" "$link"
}

# What the vectors are played in.
setup_shell() { step "setup: Chromium's shell" apt_install chromium-headless-shell; }

setup_firefox() { step 'setup: Firefox' apt_install firefox-esr; }

# The driver's package brings the browser. It needs a screen, which Xvfb is.
setup_webkit() { step 'setup: WebKitGTK' install_webkit; }

install_webkit() {
  apt_install webkit2gtk-driver xvfb ||
    die 'cannot install WebKitGTK (Debian packages webkit2gtk-driver and xvfb), which the tests need'
}

setup_system() {
  have cargo || die 'please install Rust first: https://rustup.rs'
  { have node && have npm; } || die 'please install Node 20.19 or newer first: https://nodejs.org'
  have cc || apt_install gcc libc6-dev
  say "$(rustc --version), node $(node --version), $(uname -sm)"
}

# Only `build.sh docs` needs it.
setup_mdbook() {
  step "setup: mdbook $MDBOOK_VERSION" setup_crate mdbook mdbook "$MDBOOK_VERSION" --no-default-features --features search
}

# setup_crate CRATE PROGRAM VERSION [OPTION…]: installs a crate's program into a folder that is named after its version,
# so that a second clone finds it there. The options are those of `cargo install`.
setup_crate() {
  local crate=$1 program=$2 version=$3
  shift 3
  local root="$CACHE/$program-$version"
  [ -x "$root/bin/$program" ] && say "found in $root" && return
  say "cargo install $crate $version, about two minutes, once"
  CARGO_TARGET_DIR="$CACHE/build" cargo install --quiet --locked --root "$root" "$crate" --version "$version" "$@"
}

setup_npm() {
  if [ node_modules/.package-lock.json -nt package-lock.json ]; then
    say 'found in node_modules'
  else
    npm ci --ignore-scripts --no-progress --loglevel=error
    touch node_modules/.package-lock.json
  fi
}

tools_on_path() {
  export PATH="$CACHE/wasm-bindgen-$WASM_BINDGEN_VERSION/bin:$CACHE/wasm-pack-$WASM_PACK_VERSION/bin:$PATH"
}
