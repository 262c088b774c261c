# shellcheck shell=bash
# Sourced by build.sh: the fuzz targets of fuzz/, by cargo-fuzz. The functions themselves are in src/cli/fuzz.rs, and
# `cargo test` replays their inputs without any of this.

CARGO_FUZZ_VERSION=0.13.2

# fuzz [TARGET…] [--seconds N]: runs each target, or these, for so long; five minutes each without --seconds. The target
# `dom` is the fuzzer of DOM operations, in a browser.
do_fuzz() {
  local seconds=300 targets=() target
  while [ $# -gt 0 ]; do
    case $1 in
      --seconds)
        seconds=${2:-}
        [[ $seconds =~ ^[0-9]+$ ]] || die "--seconds takes a number, not '$seconds'"
        shift 2
        ;;
      -*) die "fuzz takes TARGET and --seconds N, not '$1'" ;;
      *)
        [ "$1" = dom ] || [ -f "fuzz/fuzz_targets/$1.rs" ] || die "there is no fuzz target '$1': see fuzz/README.md"
        targets+=("$1")
        shift
        ;;
    esac
  done
  [ ${#targets[@]} -gt 0 ] || mapfile -t targets < <(fuzz_targets && echo dom)
  setup_all
  setup_fuzz
  step 'fuzz: inputs from the test cases' node tools/fuzz_seeds.mjs
  step 'fuzz: targets' cargo_fuzz build --sanitizer none
  for target in "${targets[@]}"; do
    if [ "$target" = dom ]; then step 'fuzz: dom' fuzz_dom "$seconds"; else step "fuzz: $target" fuzz_one "$target" "$seconds"; fi
  done
  print_times
}

fuzz_targets() { find fuzz/fuzz_targets -name '*.rs' -exec basename {} .rs \; | sort; }

# The code has no `unsafe`, so no sanitizer is needed. Without one the pinned stable compiler does: libFuzzer's coverage
# flags are not stable, which RUSTC_BOOTSTRAP allows. Configs and tables keep their texts by design, hence no leak check.
cargo_fuzz() { RUSTC_BOOTSTRAP=1 cargo fuzz "$@"; }

fuzz_one() {
  cargo_fuzz run --sanitizer none "$1" "fuzz/corpus/$1" "fuzz/seeds/$1" -- \
    -max_total_time="$2" -timeout=10 -rss_limit_mb=4096 -detect_leaks=0 -print_final_stats=1 -verbosity=0
}

# Needs dist/ and a browser; a finding is minimised and printed, and the exit code is 1.
fuzz_dom() {
  [ -f dist/consent-gate.js ] || do_build
  setup_browsers
  setup_shell
  CONSENT_GATE_BROWSER=shell node tests/fuzz_dom/main.mjs --seconds "$1"
}

setup_fuzz() {
  cargo fuzz --version 2>/dev/null | grep -qF "$CARGO_FUZZ_VERSION" && return
  say "cargo install cargo-fuzz $CARGO_FUZZ_VERSION"
  cargo install cargo-fuzz --locked --version "$CARGO_FUZZ_VERSION" --quiet
}
