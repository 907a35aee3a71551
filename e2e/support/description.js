// Whether what the API answers to a page is what its description says.

import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const BELOW = '/api/v1/';
/** An address of the API, a description or a stream of events is no answer of an operation. */
const isOperation = (/** @type {URL} */ url) => url.pathname.startsWith(BELOW) && !url.pathname.endsWith('/openapi.json');

/**
 * The description of a running server, with a validator for each of its schemas.
 *
 * @typedef {{ paths: Record<string, Record<string, any>>, find: (pointer: string) => any, validate: (schema: object) => import('ajv').ValidateFunction }} Description
 */

/** All servers of a run are one binary. @type {Promise<Description> | undefined} */
let description;

/** @returns {Promise<Description>} */
async function read(/** @type {string} */ origin) {
  const document = await (await fetch(`${origin}${BELOW}openapi.json`)).json();
  return described(document);
}

/** @returns {Description} */
export function described(document) {
  const ajv = addFormats.default(new Ajv2020.default({ strict: false, allErrors: true }));
  ajv.addSchema({ $id: 'api:', components: { schemas: document.components.schemas } });
  const known = new Map();
  return {
    paths: document.paths,
    find: (pointer) => pointer.slice(2).split('/').reduce((part, name) => part?.[name.replaceAll('~1', '/')], document),
    validate(schema) {
      const text = JSON.stringify(schema).replaceAll('"#/components/', '"api:#/components/');
      if (!known.has(text)) known.set(text, ajv.compile(JSON.parse(text)));
      return known.get(text);
    },
  };
}

/** The operation of an address; of several the one with fewer placeholders is meant. */
function operation(paths, method, pathname) {
  const parts = pathname.split('/');
  const isAt = (template) => {
    const own = template.split('/');
    return own.length === parts.length && own.every((part, place) => part.startsWith('{') || part === parts[place]);
  };
  const placeholders = (template) => template.split('{').length;
  const [template] = Object.keys(paths).filter(isAt).sort((one, other) => placeholders(one) - placeholders(other));
  return template && paths[template][method.toLowerCase()];
}

/**
 * What is wrong with an answer; nothing where it is as described.
 *
 * @param {Description} api
 * @param {{ method: string, pathname: string, status: number, kind: string, text: string }} answer
 */
export function wrong(api, { method, pathname, status, kind, text }) {
  const own = operation(api.paths, method, pathname);
  if (!own) return undefined;
  const named = own.responses[status];
  if (!named) return 'a status that is not described';
  const response = named.$ref ? api.find(named.$ref) : named;
  if (!response.content) return text === '' ? undefined : 'a body, of which nothing is said';
  const content = response.content[kind] ?? response.content['*/*'];
  if (!content) return `${kind || 'nothing'} instead of ${Object.keys(response.content)}`;
  if (!kind.endsWith('json')) return undefined;
  const validate = api.validate(content.schema);
  if (validate(JSON.parse(text))) return undefined;
  return validate.errors.map((error) => `${error.instancePath} ${error.message}`).join('; ');
}

/**
 * Compares what the API answers to a page with its description. Resolves to what differs, when all of it was read.
 *
 * @param {import('@playwright/test').Page} page
 */
export function compare(page) {
  const reading = [];
  page.on('response', (response) => {
    const url = new URL(response.url());
    if (!isOperation(url)) return;
    reading.push(differs(response, url));
  });
  return async () => (await Promise.all(reading)).filter((line) => line !== undefined);
}

/** @param {import('@playwright/test').Response} response */
async function differs(response, url) {
  const kind = (response.headers()['content-type'] ?? '').split(';')[0];
  // A stream has no end.
  if (kind === 'text/event-stream') return undefined;
  description ??= read(url.origin);
  // A page that was left takes what it was told along.
  const text = await response.text().catch(() => undefined);
  if (text === undefined) return undefined;
  const answer = { method: response.request().method(), pathname: url.pathname, status: response.status(), kind, text };
  const found = wrong(await description, answer);
  return found && `${answer.method} ${url.pathname}: ${answer.status}: ${found}\n${text}`;
}
