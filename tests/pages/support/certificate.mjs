/**
 * @file A temporary key and certificate, made at start and never written into the repository. Its name intentionally
 * fits no host. Chromium shares connections only between hosts of a certificate, and the server's list of connections
 * is readable only with one connection per host.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Makes a self-signed certificate for two days with the system's `openssl`.
 * @returns {{ key: Buffer, cert: Buffer }} PEM texts.
 */
export function makeCertificate() {
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  try {
    runOpenssl(['-keyout', key, '-out', cert]);
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string[]} outputs */
function runOpenssl(outputs) {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const request = ['req', '-x509', '-days', '2', '-subj', '/CN=stand-in.invalid', ...curve];
  try {
    execFileSync('openssl', [...request, ...outputs], { stdio: 'pipe' });
  } catch (cause) {
    throw new Error('openssl could not make a certificate: run ./build.sh setup', { cause });
  }
}
