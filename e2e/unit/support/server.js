// The server, played by the test: it sees each request and answers when the test says so.

/** A request that waits for its answer. */
class Request {
  /**
   * @param {string} url
   * @param {{ method?: string, body?: string | URLSearchParams, headers?: Record<string, string>, keepalive?: boolean }} options
   */
  constructor(url, { method = 'GET', body, headers = {}, keepalive = false }) {
    this.url = url;
    this.method = method;
    this.headers = headers;
    this.keepalive = keepalive;
    this.body = typeof body === 'string' ? JSON.parse(body) : body === undefined ? undefined : Object.fromEntries(body);
    this.answer = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** The version that a change was made on. */
  get seen() {
    return Number(this.headers['If-Match']?.replaceAll('"', ''));
  }

  json(status, body) {
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    this.resolve(new Response(JSON.stringify(body), { status, headers: { 'Content-Type': type } }));
  }

  html(text, status = 200) {
    this.resolve(new Response(text, { status, headers: { 'Content-Type': 'text/html' } }));
  }

  /** The connection breaks. */
  fail() {
    this.reject(new TypeError('network'));
  }
}

export class Server {
  /** @type {Request[]} */
  waiting = [];
  /**
   * Addresses that are answered at once: what they answer, by what they contain.
   *
   * @type {Record<string, (url: string) => string>}
   */
  pages = {};

  fetch(window) {
    return (url, options = {}) => {
      const request = new Request(String(url), options);
      const callOff = () => request.reject(new window.DOMException('called off', 'AbortError'));
      if (options.signal?.aborted) {
        callOff();
        return request.answer;
      }
      const page = Object.keys(this.pages).find((part) => request.method === 'GET' && request.url.includes(part));
      if (page === undefined) this.waiting.push(request);
      else request.html(this.pages[page](request.url));
      options.signal?.addEventListener('abort', callOff);
      return request.answer;
    };
  }

  /** The next request that nobody has answered. */
  next() {
    const request = this.waiting.shift();
    if (!request) throw new Error('nothing was asked of the server');
    return request;
  }
}
