// The comparison of answers with the description notices what it should.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { described, wrong } from '../support/description.js';

const api = described({
  paths: {
    '/api/v1/things/{thing}': {
      get: {
        responses: {
          200: { description: 'x', content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } },
          204: { description: 'x' },
          404: { $ref: '#/components/responses/NotFound' },
        },
      },
    },
    '/api/v1/things/all': { get: { responses: {} } },
  },
  components: {
    schemas: {
      Thing: { type: 'object', required: ['day'], properties: { day: { type: 'string', format: 'date' }, part: { $ref: '#/components/schemas/Thing' } } },
    },
    responses: {
      NotFound: { description: 'x', content: { 'application/problem+json': { schema: { type: 'object', required: ['code'] } } } },
    },
  },
});

const of = (status, kind, text, pathname = '/api/v1/things/1') => wrong(api, { method: 'GET', pathname, status, kind, text });

test('an answer as described is right', () => {
  assert.equal(of(200, 'application/json', '{"day":"2026-04-01","part":{"day":"2026-04-02"}}'), undefined);
  assert.equal(of(204, '', ''), undefined);
  assert.equal(of(404, 'application/problem+json', '{"code":"not_found"}'), undefined);
  assert.equal(of(200, 'application/json', '{}', '/api/v1/elsewhere'), undefined);
});

test('an answer that is not described is wrong', () => {
  assert.match(of(200, 'application/json', '{"day":"1 April"}'), /day.*format/);
  assert.match(of(200, 'application/json', '{"day":"2026-04-01","part":{}}'), /part.*required/);
  assert.match(of(200, 'text/html', '{}'), /instead of application\/json/);
  assert.match(of(201, 'application/json', '{}'), /not described/);
  assert.match(of(204, 'application/json', '{}'), /nothing is said/);
  assert.match(of(404, 'application/problem+json', '{}'), /code/);
  assert.match(of(200, 'application/json', '{}', '/api/v1/things/all'), /not described/);
});
