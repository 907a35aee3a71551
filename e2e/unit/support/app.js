// A page with the script that every page has.

import { afterEach } from 'node:test';
import { Browser } from './browser.js';
import { bundle } from './bundle.js';

const script = bundle('app');

let open;
afterEach(() => { open?.close(); open = undefined; });

/** Opens a page with this in it. */
export function app(html, url = 'http://localhost/o/a/tasks', { body = '' } = {}) {
  open?.close();
  const corner = '<div id="toasts" data-failed="Failed" data-signed-out="Signed out"></div>';
  const question = '<dialog id="confirm"><p></p><button type="button"></button><button type="button" data-close></button></dialog>';
  open = new Browser(script, `<!doctype html><html lang="en"><body ${body}><main>${html}</main>${corner}${question}</body></html>`, url);
  // Nothing is behind a page here: that a form would have been sent is written down instead.
  open.sent = [];
  open.window.addEventListener('submit', (event) => {
    if (!event.defaultPrevented) open.sent.push(event.target);
    event.preventDefault();
  });
  return open;
}
