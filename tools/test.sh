# shellcheck shell=bash
# The checks of `build.sh test`, in the order in which a mistake is cheapest to find.

do_test() {
  local firefox='' webkit='' part='' whole='' option
  for option in "$@"; do
    case $option in
      --firefox) firefox=yes ;;
      --webkit) webkit=yes ;;
      --webkit-part) part=yes ;;
      --vectors-whole) whole=yes ;;
      --generators) export GENERATORS=all ;;
      *) die "test takes --firefox, --webkit, --webkit-part, --vectors-whole, --generators or nothing, not '$option'" ;;
    esac
  done
  setup_all
  setup_browsers
  setup_shell
  [ -z "$webkit$part" ] || setup_webkit
  do_lint
  test_rust
  do_build
  test_browser
  [ -z "$part" ] || test_webkit_part
  [ -z "$whole" ] || step 'test: all vectors in the whole browser' run_pages 'vectors_*'
  [ -z "$firefox" ] || test_firefox
  [ -z "$webkit" ] || test_webkit
  print_times
}

do_lint() {
  step 'lint: rustfmt' with_component rustfmt cargo fmt --check
  step 'lint: clippy' with_component clippy cargo clippy --quiet --locked --all-targets -- -D warnings
  step 'lint: clippy for wasm' with_component clippy clippy_wasm
  step 'lint: prettier' node_modules/.bin/prettier --check --log-level=warn .
  step 'lint: eslint' node_modules/.bin/eslint .
  step 'lint: links of the documents' node tools/links.mjs
  step 'lint: phrases' node tools/phrases.mjs
  step 'lint: licences of crates' node tools/licences.mjs
  step 'lint: tables of config keys' node tools/config_table.mjs --check
  step 'lint: list of hooks' node tools/hooks_table.mjs --check
  step 'lint: types of www' node_modules/.bin/tsc -p tsconfig.json
  step 'lint: types of the service worker' node_modules/.bin/tsc -p www/service-worker
  step 'lint: types of tests and tools' node_modules/.bin/tsc -p tsconfig.node.json
  step 'lint: types that we ship' node_modules/.bin/tsc -p tests/types
  step 'lint: shellcheck' lint_shell
}

# with_component NAME COMMAND…: runs it where rustup has the component, and says so where it has not.
with_component() {
  local name=$1
  shift
  if cargo "${name/rust/}" --version >/dev/null 2>&1 || rustup component add "$name" 2>/dev/null; then
    "$@"
  else
    say "skipped: this toolchain has no $name"
  fi
}

clippy_wasm() {
  choose_toolchain
  in_wasm_toolchain cargo clippy --version >/dev/null 2>&1 || { say 'skipped: no clippy here' && return; }
  in_wasm_toolchain env CARGO_TARGET_DIR=target/wasm cargo clippy --quiet --locked --lib --tests \
    --no-default-features --features page --target "$TARGET" -- -D warnings
  in_wasm_toolchain env CARGO_TARGET_DIR=target/wasm cargo clippy --quiet --locked --lib \
    --no-default-features --features edge --target "$TARGET" -- -D warnings
}

lint_shell() {
  have shellcheck || { say 'skipped: shellcheck is not installed' && return; }
  shellcheck -x build.sh tools/*.sh .ci/run
}

test_rust() {
  step 'test: Rust, native' cargo test --locked
  step 'test: vendor table is fresh' table_is_fresh
}

# The committed table must be what vendors/ gives now.
table_is_fresh() { cargo run --quiet --locked -- vendors check; }

test_browser() {
  step 'test: the built files' node --test --test-reporter=spec tools/test/*.test.mjs
  step 'test: wasm in Chromium' run_wasm_pack --chrome --chromedriver /usr/bin/chromedriver
  CONSENT_GATE_BROWSER=shell step "test: vectors in Chromium's shell" run_pages 'vectors_*'
  VECTORS="^($(whole_browser))\$" step 'test: pages in Chromium' run_pages '*'
}

# The vectors that the shell does not play, with a bar between them.
whole_browser() { grep -v '^#' tests/pages/vectors/whole_browser.txt | cut -f1 | paste -sd'|'; }

test_firefox() {
  setup_firefox
  CONSENT_GATE_BROWSER=firefox step 'test: pages in Firefox' run_pages '*'
}

test_webkit() { CONSENT_GATE_BROWSER=webkit step 'test: pages in WebKitGTK' run_pages '*'; }

# What fits into three minutes of two cores: each entry point with one carrier, static markup, records, the banner.
test_webkit_part() {
  export CONSENT_GATE_BROWSER=webkit
  VECTORS='^static-|/script$|/iframe$' step 'test: vectors in WebKitGTK' run_pages 'vectors_*'
  step 'test: records in WebKitGTK' run_pages lifecycle
  step 'test: banner in WebKitGTK' run_pages banner
  unset CONSENT_GATE_BROWSER
}

run_wasm_pack() {
  in_wasm_toolchain env CARGO_TARGET_DIR=target/wasm wasm-pack test --headless "$@" --mode no-install
}

# run_pages PATTERN: Node 20 takes no patterns here, so the files are listed. Two browsers at once on two cores.
run_pages() {
  local files
  mapfile -t files < <(find tests/pages -name "$1.test.mjs" | sort)
  [ ${#files[@]} -gt 0 ] || { say "tests/pages has no test for $1" && return 1; }
  node --test --test-reporter=spec --test-concurrency=2 "${files[@]}"
}
