/**
 * @file A plain Node server in front of a folder: every HTML page goes through `consent-gate rewrite` on its way out.
 * `node examples/node/server.mjs public 8080` serves the folder `public`; `consent-gate` is expected on the PATH.
 */
import { spawn } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/**
 * A server that rewrites what it serves.
 * @param {{ folder: string, origin?: string, command?: string }} options
 */
export const serve = ({ folder, origin, command = 'consent-gate' }) =>
  createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://any.invalid').pathname);
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
      response.writeHead(404).end('not found\n');
      return;
    }
    const type = /** @type {Record<string, string>} */ (TYPES)[extname(file)];
    response.writeHead(200, { 'content-type': type ?? 'application/octet-stream' });
    const sent =
      type === 'text/html'
        ? rewritten(file, response, { origin, command })
        : pipeline(createReadStream(file), response);
    sent.catch(() => response.destroy()); // The visitor has gone, or half a page has been sent: end it.
  });

/**
 * Streams a page through the command line: the first tags leave before the last ones are read.
 * @param {string} file @param {import('node:http').ServerResponse} response
 * @param {{ origin?: string, command: string }} options
 */
async function rewritten(file, response, { origin, command }) {
  const site = origin ? ['--site', origin] : [];
  const child = spawn(command, ['rewrite', '-', '-o', '-', ...site], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const failed = new Promise((_, reject) => child.once('error', reject));
  const through = Promise.all([
    pipeline(createReadStream(file), child.stdin),
    pipeline(child.stdout, response),
  ]);
  await Promise.race([through, failed]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = 'public', port = '8080', origin] = process.argv;
  serve({ folder, origin }).listen(Number(port), () =>
    console.log(`http://localhost:${port}/ serves ${folder}`),
  );
}
