# shellcheck shell=bash
# Sourced by build.sh. Each bench is a row: its name, its requirements, and its steps.

BENCHES='cost apps conformance speed growth static inp endings'

# bench [--report | NAME]: without a name, what the gate costs.
do_bench() {
  local name=${1:-cost}
  if [ "$name" = --report ]; then
    setup_all
    step 'bench: charts and figures' node tools/bench/report.mjs
    return
  fi
  case " $BENCHES " in *" $name "*) ;; *) die "bench takes --report or one of: $BENCHES, not '$name'" ;; esac
  [ -f dist/consent-gate.js ] || do_build
  setup_browsers
  "bench_$name"
}

bench_cost() {
  step 'bench: natively: lookup, queue, audit, matching, rewriting' node tools/bench/native.mjs
  step 'bench: lookup, in Chromium' node tools/bench/lookup.mjs
  step 'bench: overhead, in Chromium' node tools/bench/overhead.mjs
  step 'bench: the rewriter as wasm' node tools/bench/rewriter.mjs
}

bench_apps() {
  step 'bench: packages of the apps' npm ci --prefix bench/apps --ignore-scripts
  step 'bench: applications on which nothing is held' node tools/bench/apps.mjs
}

bench_conformance() {
  step 'bench: the command line' cargo build --quiet --locked
  step 'bench: what each consent tool stops, keeps and breaks' node tools/bench/conformance.mjs
}

bench_speed() {
  step 'bench: what each consent tool costs' node tools/bench/speed.mjs
}

bench_static() {
  setup_firefox
  step 'bench: the command line' cargo build --quiet --locked
  step 'bench: static markup, in Chromium and Firefox' node tools/bench/static.mjs
}

bench_inp() {
  step 'bench: the Accept click beside other tools' node tools/bench/inp.mjs
}

bench_endings() {
  step 'bench: pages that wait for a held request' node tools/bench/endings.mjs
}

bench_growth() {
  step 'bench: what grows with the number of held tags' node tools/bench/growth.mjs
}
