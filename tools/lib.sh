# shellcheck shell=bash
# Helpers of every step: printing its name and duration, and root rights for apt alone.

# shellcheck disable=SC2034 # Used by the other files.
CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/consent-gate"
CURRENT_STEP=start
TIMES=()

# Runs a function as a named step. It is not run inside an `if`, which would switch `set -e` off in it.
step() {
  local name=$1 outer=$CURRENT_STEP start=$SECONDS
  shift
  CURRENT_STEP=$name
  printf '\n==> %s\n' "$name"
  "$@"
  TIMES+=("$(printf '%6d s  %s' $((SECONDS - start)) "$name")")
  printf '<== %s: %d s\n' "$name" $((SECONDS - start))
  CURRENT_STEP=$outer
}

# The times of all steps so far, as the last thing a long command prints.
print_times() {
  printf '\nTime of each step:\n'
  printf '%s\n' "${TIMES[@]}"
}

say() { printf '    %s\n' "$*"; }

die() {
  printf 'build.sh: %s\n' "$*" >&2
  exit 1
}

# Called by the trap on ERR, so that a failure names its step.
failed() { printf '\nbuild.sh: the step "%s" failed\n' "$CURRENT_STEP" >&2; }

have() { command -v "$1" >/dev/null 2>&1; }

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    die "cannot run '$*': be root, or install sudo"
  fi
}

# apt_install PACKAGE…: installs the missing ones, with one update of the package list before.
apt_install() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return
  have apt-get || die "please install ${missing[*]}: there is no apt-get here"
  say "apt-get install ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
}
