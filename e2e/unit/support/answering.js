// The answering page as the templates write it, with three criteria, and what the server says of them.

import { afterEach } from 'node:test';
import { Browser } from './browser.js';
import { bundle } from './bundle.js';

const script = bundle('answering');

const words = {
  saved: 'Saved', saving: 'Saving', offline: 'Not saved', 'signed-out': 'Signed out', 'sign-in': 'Sign in', retry: 'Save again',
  'choose-one': 'Choose one', undo: 'Undo', undone: '{criterion} is as it was', 'undone-to': '{criterion} is {status} again',
  'all-done': 'Nothing is left', 'changed-by': '{name} changed this', 'bulk-done': '{count} changed', 'bulk-undone': '{count} restored',
  'bulk-conflict': '{count} left',
};
const attributes = Object.entries(words).map(([name, text]) => `data-${name}="${text}"`).join(' ');

/** An answer as the server keeps it. */
export const blank = (criterion, given = {}) => ({
  criterion, version: 1, status: 'unanswered', note: '', substitute: '', reason: '', owner: null, due: null, confirmed_on: null,
  accepted: false, maturity: null, changed: 0, changed_by: 'sato', ...given,
});

const signs = ({ criterion, version, status }) => ['met', 'partial', 'unmet', 'not_applicable'].map((key) => `<button type="button" name="answer"
  value="${criterion}:${version}:${key}" data-status="${key}" aria-pressed="${status === key}">${key}</button>`).join('');
const holder = ({ criterion, version, status }) => `data-c="${criterion}" data-v="${version}" data-status="${status}" data-answerable`;
const members = '<option value=""></option><option value="yama">山 一郎</option><option value="sato">佐藤 花子</option>';

export const row = (answer) => `<li data-row id="c-${answer.criterion}" ${holder(answer)} data-requirement="r" ${answer.status === 'met' ? '' : 'data-open'}>
  <input type="checkbox" name="c" value="${answer.criterion}:${answer.version}"><a href="#">${answer.criterion}</a>${signs(answer)}</li>`;

export const cells = (answer) => `<tr data-row id="c-${answer.criterion}" ${holder(answer)}><td>${signs(answer)}</td>
  <td><textarea data-cell readonly name="note" data-was="${answer.note}">${answer.note}</textarea></td>
  <td><input data-cell readonly type="date" name="due" value="${answer.due ?? ''}" data-was="${answer.due ?? ''}"></td></tr>`;

export const panel = (answer) => `<article data-panel-of ${holder(answer)}>
  <form method="post" data-answer action="/criteria/${answer.criterion}"><input type="hidden" name="version" value="${answer.version}">
  <input type="radio" name="status" value="met"><input type="radio" name="status" value="not_applicable">
  <textarea name="reason">${answer.reason}</textarea><textarea name="note">${answer.note}</textarea><textarea name="substitute">${answer.substitute}</textarea>
  <input type="checkbox" name="accepted" value="true" ${answer.accepted ? 'checked' : ''}>
  <select name="owner">${members.replace(`value="${answer.owner ?? ''}"`, '$& selected')}</select>
  <input type="date" name="due" value="${answer.due ?? ''}"><input type="date" name="confirmed_on" value="${answer.confirmed_on ?? ''}">
  <p data-panel-saved></p></form>
  <section data-part="evidence"><form data-upload><input type="file" name="file"></form></section>
  <details data-part="comments"><ol></ol><form data-part-form method="post" action="/criteria/${answer.criterion}/comments"><textarea name="body" data-mentions></textarea></form></details>
</article>`;

const conflict = `<template id="conflict"><section class="conflict" tabindex="-1"><span data-by="others"></span><span data-by="me"></span><small data-conflict-by></small>
  <table><tbody></tbody></table><button type="button" data-keep="theirs">theirs</button><button type="button" data-keep="mine">mine</button>
  <dl><dt data-field="status">Status</dt><dt data-field="note">Note</dt><dt data-field="confirmed">Confirmed</dt>
  <dd data-word="met"><span>Met</span></dd><dd data-word="unanswered"><span>Open</span></dd><dd data-word="sato">佐藤 花子</dd></dl></section></template>`;

function html(answers, { view, order, shown }) {
  const sheet = `<div data-sheet><table>${answers.map(cells).join('')}</table></div>`;
  const list = `<ul>${answers.map(row).join('')}</ul><section id="panel" tabindex="-1">${shown ? panel(shown) : ''}</section>`;
  const one = `<section id="panel" tabindex="-1">${shown ? panel(shown) : ''}</section>`;
  return `<!doctype html><html lang="en"><body><div id="answering" data-api="/api" data-base="/base" data-me="yama" ${attributes} ${order ? `data-order="${order}"` : ''}>
    ${view === 'sheet' ? sheet : view === 'guide' ? one : list}
    <b data-bulk-count></b><button type="button" data-bulk value="met">all met</button><input type="date" data-bulk-field="due">
    <p><span id="saved"></span><button type="button" data-undo-last hidden>Undo</button></p>${conflict}</div></body></html>`;
}

/** The page with three answers; the server knows them and answers for rows and panels at once. */
export class Answering extends Browser {
  /**
   * @param {ReturnType<typeof blank>[]} [answers]
   * @param {{ view?: string, order?: string, shown?: string }} [how]
   */
  constructor(answers = ['1', '2', '3'].map((criterion) => blank(criterion)), { view = 'list', order, shown } = {}) {
    const known = Object.fromEntries(answers.map((answer) => [answer.criterion, answer]));
    super(script, html(answers, { view, order, shown: known[shown] }));
    this.known = known;
    const of = (url) => known[/criteria\/(\w+)/.exec(url)[1]];
    this.server.pages = { '/row': (url) => row(of(url)), '/criteria/': (url) => panel(of(url)) };
  }

  /** The server takes the change that waits; `also` is what goes with it. */
  async take(request = this.server.next(), also = {}) {
    const criterion = request.url.split('/').at(-1);
    const old = this.known[criterion];
    const { undoes: _, ...change } = request.body;
    this.known[criterion] = { ...old, ...change, changed_by: 'yama', ...also, version: old.version + 1 };
    request.json(200, { answer: this.known[criterion], open: false, figures });
    await this.rest();
    return request;
  }

  /** Somebody else changes an answer, of which this page hears nothing. */
  others(criterion, change) {
    const old = this.known[criterion];
    this.known[criterion] = { ...old, ...change, changed_by: 'sato', version: old.version + 1 };
  }

  /** The server refuses a change, as another was first; it tells the answer as it is now. */
  async overtake(request = this.server.next()) {
    const current = this.known[request.url.split('/').at(-1)];
    request.json(412, { code: 'overtaken', title: 'Somebody was first', current });
    await this.rest();
    return request;
  }

  get line() {
    return this.find('#saved').textContent;
  }

  sign(criterion, status) {
    return `[data-row][data-c="${criterion}"] button[data-status="${status}"]`;
  }

  statusOf(criterion) {
    return this.find(`[data-row][data-c="${criterion}"]`).dataset.status;
  }
}

export const figures = { met: 1, partial: 0, unmet: 0, not_applicable: 0, areas: [] };

let open;
afterEach(() => { open?.close(); open = undefined; });

/** Opens the page for one test. */
export function answering(...given) {
  open?.close();
  open = new Answering(...given);
  return open;
}
