/**
 * @file One local TLS server that answers for every host: the site's and the stand-ins. Its log records all requests,
 * so tests do not rely on the page or on mocks. It listens on 127.0.0.1 only.
 */
import { createHash } from 'node:crypto';
import { constants, createSecureServer } from 'node:http2';
import { makeCertificate } from './certificate.mjs';
import { IN_WEBKIT } from './chosen.mjs';
import { Log } from './log.mjs';
import { html, standIn } from './stand_ins.mjs';

/** @typedef {import("./stand_ins.mjs").Answer} Answer */
/** @typedef {import("./log.mjs").Entry} Entry */
/** @typedef {(request: Entry) => Answer | Promise<Answer> | undefined} Route */

const CANCEL = constants.NGHTTP2_CANCEL;

/** The running server. Made by `startServer`, ended by `close`. */
export class Server {
  log = new Log();
  /** @type {Map<string, Route[]>} */
  #routes = new Map();
  #server;

  /** @param {import("node:http2").Http2SecureServer} server */
  constructor(server) {
    this.#server = server;
    server.on('secureConnection', (socket) => this.#connected(socket));
    server.on('request', (request, response) => this.#answer(request, response));
    server.on('upgrade', (request, socket) => this.#upgrade(request, socket));
    server.on('sessionError', () => {}); // A tab that closes in the middle of a response is not a failure.
  }

  /** The port on 127.0.0.1. */
  get port() {
    return /** @type {import("node:net").AddressInfo} */ (this.#server.address()).port;
  }

  /**
   * Gives a host special responses. The last route that returns something applies, else the stand-in.
   * @param {string} host @param {Route} route
   */
  on(host, route) {
    const routes = this.#routes.get(host) ?? [];
    this.#routes.set(host, [route, ...routes]);
  }

  /**
   * Puts one text at one path of a host.
   * @param {string} host @param {string} path without query @param {Answer | string} answer a string is HTML
   */
  put(host, path, answer) {
    const full = typeof answer === 'string' ? html(answer) : answer;
    this.on(host, (request) => (request.path.split('?')[0] === path ? full : undefined));
  }

  /**
   * Holds back every response of a host until the returned function is called.
   * @param {string} host
   * @returns {() => void} sends all responses, pending and later ones
   */
  hold(host) {
    /** @type {() => void} */
    let open = () => {};
    /** @type {Promise<void>} */
    const door = new Promise((resolve) => (open = resolve));
    const others = this.#routes.get(host) ?? [];
    this.on(host, (request) => door.then(() => answerOf(others, request)));
    return open;
  }

  /** Ends the server and every connection, answered or not. */
  close() {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(resolve));
  }

  /** @type {Set<import("node:tls").TLSSocket>} */
  #sockets = new Set();

  /** @param {import("node:tls").TLSSocket} socket */
  #connected(socket) {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => this.#sockets.delete(socket));
    const host = plainHost(/** @type {any} */ (socket).servername || '');
    this.log.add({ host, path: '', dest: '', method: 'CONNECT', headers: {} });
  }

  /**
   * Accepts a WebSocket and sends "hi" (RFC 6455, sections 4.2.2 and 5.2).
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:stream").Duplex} socket
   */
  #upgrade({ headers, url: path = '' }, socket) {
    const host = plainHost(headers.host ?? '');
    this.log.add({ host, path, dest: 'websocket', method: 'GET', headers });
    const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.on('error', () => {});
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    socket.write(Buffer.from([0x81, 2, 0x68, 0x69]));
  }

  /**
   * @param {import("node:http2").Http2ServerRequest} request
   * @param {import("node:http2").Http2ServerResponse} response
   */
  async #answer(request, response) {
    const { headers, method, url: path } = request;
    const host = plainHost(String(headers[':authority'] ?? headers.host ?? ''));
    const dest = String(headers['sec-fetch-dest'] ?? '');
    // WebKit requests an icon without a page's request, at the host of the document's base URL.
    if (IN_WEBKIT && path === '/favicon.ico') return void response.writeHead(204).end();
    const entry = this.log.add({ host, path, dest, method, headers });
    const answer = await answerOf(this.#routes.get(host) ?? [], entry);
    if (response.stream?.destroyed) return;
    response.on('error', () => {});
    if (answer.refused) return void (response.stream?.close(CANCEL) ?? request.socket.destroy());
    response.writeHead(answer.status ?? 200, { 'cache-control': 'no-store', ...answer.headers });
    if (answer.pieces) for await (const piece of answer.pieces) response.write(piece);
    response.end(answer.body ?? '');
  }
}

/** @param {Route[]} routes @param {Entry} entry */
function answerOf(routes, entry) {
  for (const route of routes) {
    const answer = route(entry);
    if (answer) return answer;
  }
  return standIn(entry);
}

/**
 * Starts the server on a free port of 127.0.0.1.
 * @returns {Promise<Server>}
 */
export async function startServer() {
  const server = createSecureServer({ ...makeCertificate(), allowHTTP1: true });
  const world = new Server(server);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return world;
}

/** @param {string} authority */
function plainHost(authority) {
  return authority.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}
