#!/usr/bin/env bash
# Every configuration of Consent Gate as a named step; the continuous integration runs the same steps.
# Each step prints its name and its duration, installs missing tools, and skips finished work.
set -Eeuo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

. tools/versions.sh
. tools/lib.sh
. tools/toolchain.sh
. tools/debian.sh
. tools/setup.sh
. tools/wasm.sh
. tools/test.sh
. tools/bench.sh
. tools/fuzz.sh

trap failed ERR

usage() {
  cat <<'TEXT'
usage: ./build.sh COMMAND

  setup            install what building and testing need
  build            make dist/
  demo [--serve]   visit the demo page in headless Chromium; --serve keeps it open for a person
  test [--firefox] [--webkit] [--webkit-part] [--vectors-whole] [--generators]
                   every check there is; --firefox and --webkit repeat the page tests in Firefox and
                   in WebKitGTK; --webkit-part plays two minutes of them there; --vectors-whole
                   repeats the vectors in the whole Chromium, beside its headless shell; --generators
                   builds the sample sites of all generators, whose packages take minutes to install
  bench [NAME]     without a name: what a verdict costs, natively and in Chromium, what the gate
                   costs code that it has nothing to do with, and how fast pages are rewritten;
                   conformance: what each consent tool stops, keeps and breaks;
                   speed: what each consent tool costs a page;
                   static: what static tags ask for before consent in each strength, in both browsers;
                   inp: the Accept click beside other consent tools;
                   endings: when pages that wait for a held request go on
  bench --report   charts and the figures of the manual, of the last full run of each
  fuzz [TARGET…] [--seconds N]
                   run the fuzz targets, five minutes each unless --seconds says otherwise
  size             raw, gzip and brotli bytes of dist/, and the budgets
  vendors          generate the vendor table from vendors/; --site also makes a page for each in
                   dist/vendors; --import first takes what the pinned third-party-web says into
                   vendors/imported.tsv and shows what has changed; --import --cookies FILE
                   compares vendors/ with a copy of open-cookie-database.csv
  docs             build the manual into target/docs, with a Markdown twin of each page; installs mdBook
  fmt              format all sources
  lint             formatting, clippy, eslint, types, links, phrases and licences, without building
  env              print the PATH for a plain wasm-pack: eval "$(./build.sh env)"
  help             this text

CONSENT_GATE_TOOLCHAIN=rustup or debian chooses where the compiler for wasm comes from.
TEXT
}

main() {
  local command=${1:-help}
  [ $# = 0 ] || shift
  tools_on_path
  case $command in
    setup) do_setup ;;
    build) do_build ;;
    demo) do_demo "$@" ;;
    test) do_test "$@" ;;
    bench) do_bench "$@" ;;
    fuzz) do_fuzz "$@" ;;
    size) do_size ;;
    vendors) do_vendors "$@" ;;
    docs) do_docs ;;
    fmt) do_fmt ;;
    lint) lint_alone ;;
    env) print_env ;;
    help | --help | -h) usage ;;
    *) usage >&2 && die "there is no command '$command'" ;;
  esac
}

do_setup() {
  setup_all
  setup_browsers
  setup_shell
  print_times
}

do_build() {
  setup_all
  lock_build
  do_vendors
  step 'build: wasm' build_wasm
  step 'build: glue' build_glue
  step 'build: rewriter' build_edge
  step 'build: dist' node tools/build.mjs
  step 'build: vendors.json' write_vendors_json
  unlock_build
  step 'build: size and budgets' node tools/size.mjs
}

# What the banner shows of the vendors; written whole or not at all.
write_vendors_json() {
  cargo run --quiet --locked -- vendors json >target/vendors.json
  mv target/vendors.json dist/vendors.json
}

do_vendors() {
  case ${1:-} in
    '' | --site) ;;
    --import)
      shift
      step 'vendors: import' node tools/import/main.mjs "$@"
      [ $# = 0 ] || return 0
      ;;
    *) die "vendors takes --site, --import [--cookies FILE] or nothing, not '$1'" ;;
  esac
  step 'vendors: generate the table' cargo run --quiet --locked -- vendors compile
  [ "${1:-}" != --site ] || step 'vendors: pages' cargo run --quiet --locked -- vendors site -o dist/vendors
}

do_size() {
  [ -f dist/consent-gate.js ] || do_build
  step 'size' node tools/size.mjs --parts
}

lint_alone() {
  setup_all
  do_lint
  print_times
}

do_demo() {
  do_build
  setup_browsers
  step 'demo' node www/demo/run.mjs "$@"
}

do_docs() {
  setup_npm
  setup_mdbook
  MDBOOK="$CACHE/mdbook-$MDBOOK_VERSION/bin/mdbook" step 'docs: the manual' node tools/book.mjs
}

do_fmt() {
  setup_all
  step 'fmt: Rust' cargo fmt
  step 'fmt: JavaScript' node_modules/.bin/prettier --write --log-level=warn .
}

# With Debian's compiler, its folder as well: wasm-pack takes `cargo` and `rustc` from PATH.
print_env() {
  choose_toolchain >&2
  # shellcheck disable=SC2016 # Expanded by the inner shell.
  in_wasm_toolchain bash -c 'printf "export PATH=%q\n" "$PATH"'
}

main "$@"
