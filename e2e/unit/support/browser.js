// A page in jsdom, with a plain stand-in for each thing that jsdom does not have, a clock that tests move, and a server that tests play.

import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { JSDOM } from 'jsdom';
import { Server } from './server.js';

/** What jsdom lacks. Nothing is laid out there: everything is visible that is not hidden by its attribute. */
function complete(window) {
  const { Element, HTMLDialogElement } = window;
  Element.prototype.checkVisibility = function checkVisibility() { return this.closest('[hidden]') === null; };
  Element.prototype.scrollIntoView = () => {};
  HTMLDialogElement.prototype.showModal = function showModal() { this.open = true; };
  HTMLDialogElement.prototype.close = function close() { this.open = false; };
  window.scrollTo = () => {};
  window.matchMedia = (query) => ({ matches: query.includes('>=') });
  window.CSS = { escape: (text) => text.replace(/["\\\]]/g, '\\$&'), supports: () => true };
  window.performance.getEntriesByType = () => [];
  window.EventSource = class extends window.EventTarget { close() {} };
}

/** The page of a test, with the scripts of a bundle in it. */
export class Browser {
  constructor(script, html, url = 'http://localhost/o/a/assessments/b') {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout'] });
    this.server = new Server();
    this.dom = new JSDOM(html, {
      url,
      runScripts: 'outside-only',
      pretendToBeVisual: true,
      beforeParse: (window) => {
        complete(window);
        window.fetch = this.server.fetch(window);
        window.setTimeout = (run, delay = 1) => globalThis.setTimeout(run, Math.max(1, delay));
        window.clearTimeout = (timer) => globalThis.clearTimeout(timer);
      },
    });
    this.window = this.dom.window;
    this.document = this.window.document;
    this.errors = [];
    this.window.addEventListener('error', ({ error }) => this.errors.push(error));
    this.toasts = [];
    this.document.addEventListener('tasuki:toast', ({ detail }) => this.toasts.push(detail));
    this.parts = this.window.eval(`${script}\nparts`);
  }

  /** Ends the page; what its script has thrown to nobody is thrown to the test. */
  close() {
    mock.timers.reset();
    this.window.close();
    if (this.errors.length > 0) throw this.errors[0];
  }

  find(selector) {
    const found = this.document.querySelector(selector);
    if (!found) throw new Error(`there is no ${selector}`);
    return found;
  }

  /** Lets everything go on that waits for nothing but its turn. */
  async rest() {
    for (let round = 0; round < 5; round += 1) await turn();
  }

  /** Lets time pass. */
  async wait(milliseconds) {
    mock.timers.tick(milliseconds);
    await this.rest();
  }

  async click(selector, how = {}) {
    const event = new this.window.MouseEvent('click', { bubbles: true, cancelable: true, ...how });
    this.find(selector).dispatchEvent(event);
    await this.rest();
    return event;
  }

  /**
   * Presses a key where the focus is, or on an element.
   *
   * @param {string} key
   * @param {KeyboardEventInit & { on?: string }} [given]
   */
  async press(key, { on, ...how } = {}) {
    const event = new this.window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...how });
    (on ? this.find(on) : this.document.activeElement ?? this.document.body).dispatchEvent(event);
    await this.rest();
    return event;
  }

  /** Writes into a field as somebody who stays in it. */
  async write(selector, text) {
    const field = this.find(selector);
    field.focus();
    field.value = text;
    if (field.setSelectionRange && field.tagName === 'TEXTAREA') field.setSelectionRange(text.length, text.length);
    field.dispatchEvent(new this.window.InputEvent('input', { bubbles: true }));
    await this.rest();
  }

  /** Gives a field a value and is done with it. */
  async change(selector, value) {
    const field = this.find(selector);
    if (typeof value === 'boolean') field.checked = value;
    else field.value = value;
    field.dispatchEvent(new this.window.Event('change', { bubbles: true }));
    await this.rest();
  }

  /** Puts the page away, as a telephone does. */
  async putAway() {
    Object.defineProperty(this.document, 'hidden', { value: true, configurable: true });
    this.document.dispatchEvent(new this.window.Event('visibilitychange'));
    await this.rest();
  }

  /** Whether leaving the page is asked about. */
  asksBeforeLeaving() {
    const event = new this.window.Event('beforeunload', { cancelable: true });
    this.window.dispatchEvent(event);
    return event.defaultPrevented;
  }
}

/** What a page holds as plain values of this side: for comparing. */
export const plain = (value) => JSON.parse(JSON.stringify(value));
