// A running `tasuki serve` with a data folder of its own.

import { spawn, execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const binary = process.env.TASUKI_BINARY ?? join(import.meta.dirname, '../../target/debug/tasuki');

/** A port that nobody listens on. */
export async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (probe.address());
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

export class Server {
  /** @type {import('node:child_process').ChildProcessByStdio<null, import('node:stream').Readable, import('node:stream').Readable>} */
  #process;
  said = '';
  /** Its folder. */
  data = '';
  port = 0;
  base = '';
  /** @type {string[]} */
  words = [];
  environment = {};

  /** Starts a server, on a free port when none is given, and waits until it is ready. `words` are further arguments. */
  static async start(words = [], environment = {}, port = undefined) {
    const server = new Server();
    server.data = await mkdtemp(join(tmpdir(), 'tasuki-e2e-'));
    server.port = port ?? (await freePort());
    // Passkeys want a name, not a number.
    server.base = `http://localhost:${server.port}`;
    server.words = words;
    server.environment = environment;
    await server.again();
    return server;
  }

  /** Starts it on the data it has. */
  async again() {
    const listen = `127.0.0.1:${this.port}`;
    // Who may make a second company is another test's question; here anybody may.
    const makers = ['--organizations-by', 'everybody'];
    const words = ['serve', '--data', this.data, '--listen', listen, '--base-url', this.base, ...makers, ...this.words];
    const environment = { ...process.env, LANG: 'ja_JP.UTF-8', ...this.environment };
    this.#process = spawn(binary, words, { stdio: ['ignore', 'pipe', 'pipe'], env: environment });
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => (this.said += text));
    }
    for (let turn = 0; turn < 600; turn += 1) {
      if (this.#process.exitCode !== null) throw new Error(`the server ended and said:\n${this.said}`);
      const answer = await fetch(`${this.base}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`the server does not become ready; it said:\n${this.said}`);
  }

  /** The one-time link for the first administrator (or, with --demo, for signing in). */
  async welcome() {
    const link = new RegExp(`${this.base}/\\S{12,}`);
    for (let turn = 0; turn < 100; turn += 1) {
      const found = this.said.match(link);
      if (found) return found[0];
      await pause(50);
    }
    throw new Error(`no link in what the server said:\n${this.said}`);
  }

  /** Runs a command of the binary on its data and returns what it prints. */
  async run(...words) {
    const { stdout } = await promisify(execFile)(binary, [...words, '--data', this.data]);
    return stdout;
  }

  /** @param {NodeJS.Signals} [signal] */
  async halt(signal = 'SIGTERM') {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill(signal);
    await ended;
  }

  async stop() {
    await this.halt('SIGKILL');
    await rm(this.data, { recursive: true, force: true });
  }
}
