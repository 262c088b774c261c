/** @file Messages of build.sh: help, a clear line for an unknown command, the name of a failing step. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

const cwd = fileURLToPath(new URL('../..', import.meta.url));

/** @param {string[]} args */
const bash = (...args) => spawnSync('bash', args, { cwd, encoding: 'utf8' });

test('help names every command', () => {
  const { status, stdout } = bash('build.sh', 'help');
  assert.equal(status, 0);
  for (const command of [
    'setup',
    'build',
    'demo',
    'test',
    'size',
    'vendors',
    'docs',
    'fmt',
    'lint',
  ]) {
    assert.match(stdout, new RegExp(`^  ${command} `, 'm'));
  }
});

test('an unknown command is one clear line and a failure', () => {
  const { status, stderr } = bash('build.sh', 'biuld');
  assert.notEqual(status, 0);
  assert.match(stderr, /there is no command 'biuld'/);
});

test('a failing step stops the run and is named', () => {
  const script = `set -Eeuo pipefail; . tools/lib.sh; trap failed ERR
    inner() { false; echo went on; }; outer() { step 'the inner one' inner; }; step outer outer; echo end`;
  const { status, stdout, stderr } = bash('-c', script);
  assert.notEqual(status, 0);
  assert.match(stderr, /the step "the inner one" failed/);
  assert.doesNotMatch(stdout, /went on|end/);
});

test('a toolchain that does not exist is rejected', () => {
  const script = `. tools/lib.sh; . tools/toolchain.sh; CONSENT_GATE_TOOLCHAIN=other choose_toolchain`;
  assert.match(bash('-c', script).stderr, /CONSENT_GATE_TOOLCHAIN is rustup, debian, or not set/);
});
