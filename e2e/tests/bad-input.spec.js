// What should never come comes: clear errors, and nothing changed.

import { startAssessment } from '../support/company.js';
import { raw, rawStatus } from '../support/raw.js';
import { expect, test } from '../support/test.js';

const own = { 'Sec-Fetch-Site': 'same-origin' };
const json = { ...own, 'Content-Type': 'application/json' };
const somebody = '01k0000000000000000000zzzz';

/** The API address of the assessment that a page shows, and how to ask there as the person who looks at it. */
async function asApi(page) {
  const [, origin, organization, assessment] = page.url().match(/^(.*?)\/o\/(\w+)\/assessments\/(\w+)/);
  const api = `${origin}/api/v1/organizations/${organization}`;
  const tree = `${api}/assessments/${assessment}`;
  const state = async () => (await page.request.get(tree)).text();
  return { origin, organization, assessment, api, tree, answer: `${tree}/answers/1-1-1-1`, state };
}

/** A refusal that says what is wrong, in a form that programs and people can read. */
async function expectProblem(answer, ...statuses) {
  expect(statuses, `${answer.url()}: ${await answer.text()}`).toContain(answer.status());
  expect(answer.headers()['content-type'], answer.url()).toContain('application/problem+json');
  const problem = await answer.json();
  expect(problem.status).toBe(answer.status());
  expect(problem.code).toMatch(/^[a-z_.]+$/);
  expect(problem.title).not.toBe('');
  expect(JSON.stringify(problem)).not.toMatch(/panicked|SELECT |\.rs:|serde|rusqlite|stack/i);
}

test.beforeEach(async ({ admin }) => startAssessment(admin));

test('wrong bodies are refused with what is wrong', async ({ admin }) => {
  const { answer, api, state } = await asApi(admin);
  const before = await state();
  const bodies = [
    '', 'null', '[]', '5', '"met"', '{', '{"status":5}', '{"status":"green"}', '{"status":["met"]}', '{"unknown":1}',
    '{"status":"met"}}', '{"note":"' + 'あ'.repeat(20_001) + '"}', '{"due":"2026-13-01"}', '{"due":"tomorrow"}',
    '{"maturity":9}', '{"maturity":-1}', '{"maturity":1e99}', '{"owner":"' + somebody + '"}', '{"owner":"me"}',
    '['.repeat(100_000), '{"note":"\\ud800"}', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]),
  ];
  for (const data of bodies) {
    const refused = await admin.request.patch(answer, { data: Buffer.from(data), headers: json });
    await expectProblem(refused, 400, 413, 415, 422);
  }
  await expectProblem(await admin.request.patch(answer, { data: 'status=met', headers: own }), 400, 415, 422);
  const creations = ['', '[]', '{}', '{"edition":"nonsense"}', '{"edition":"scs-2026-03","level":99}', '{"edition":7}'];
  for (const data of creations) {
    await expectProblem(await admin.request.post(`${api}/assessments`, { data, headers: json }), 400, 415, 422);
  }
  expect(await state()).toBe(before);
});

test('a version that is none, or is old, changes nothing', async ({ admin }) => {
  const { answer, state } = await asApi(admin);
  const first = await admin.request.patch(answer, { data: '{"status":"met"}', headers: { ...json, 'If-Match': '"0"' } });
  expect(first.status()).toBe(200);
  const before = await state();
  for (const version of ['"0"', '"7"', '"-1"', '"99999999999999999999999"', 'W/"0"', 'nonsense', '""']) {
    const headers = { ...json, 'If-Match': version };
    await expectProblem(await admin.request.patch(answer, { data: '{"status":"partial"}', headers }), 400, 412, 422);
  }
  expect(await state()).toBe(before);
});

test('a body without end is not read to its end', async ({ admin, server }) => {
  const { answer, state, organization, assessment } = await asApi(admin);
  const before = await state();
  const huge = Buffer.alloc(64 << 20, 0x20);
  const refused = await admin.request.patch(answer, { data: huge, headers: json }).catch((error) => error);
  // Either an answer comes before everything was sent, or the connection is closed.
  if (!(refused instanceof Error)) await expectProblem(refused, 413);
  const path = `/api/v1/organizations/${organization}/assessments/${assessment}/answers/1-1-1-1`;
  for (const body of [
    `PATCH ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\n{`,
    `PATCH ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n{}`,
    `PATCH ${path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n{}`,
    `PATCH ${path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n`,
    `GET / HTTP/1.1\r\nHost: localhost\r\n${'X-Long: '.padEnd(200_000, 'x')}\r\n\r\n`,
    'nonsense\r\n\r\n',
    '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  ]) {
    expect(await raw(server, body, 1_000)).not.toMatch(/^HTTP\/1\.1 (2|5)/);
  }
  // What says that it is too long is refused before it comes.
  const said = `PATCH ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n`;
  expect(await raw(server, said, 1_000)).toMatch(/^HTTP\/1\.1 413/);
  expect(await state()).toBe(before);
});

test('a forged session is nobody', async ({ admin, visit, server }) => {
  const { answer, tree, origin, organization, state } = await asApi(admin);
  const before = await state();
  const [{ name, value }] = (await admin.context().cookies()).filter((cookie) => cookie.httpOnly);
  const last = value.at(-1) === '0' ? '1' : '0';
  const forgeries = [
    '', '0', '0'.repeat(64), value.slice(0, -1) + last, value.toUpperCase() + '0', `${value}${value}`, "' OR 1=1 --",
    '../../tasuki.db', '%00', 'あ', 'x'.repeat(8_000),
  ];
  const nobody = await visit();
  for (const forged of forgeries) {
    const cookie = `${name}=${encodeURI(forged)}`;
    const page = await nobody.request.get(`${origin}/o/${organization}`, { headers: { cookie }, maxRedirects: 0 });
    expect(page.status(), forged).toBe(303);
    expect(page.headers().location).toMatch(/^\/sign-in/);
    await expectProblem(await nobody.request.get(tree, { headers: { cookie } }), 401);
    const change = { data: '{"status":"met"}', headers: { ...json, cookie } };
    await expectProblem(await nobody.request.patch(answer, change), 401);
  }
  for (const token of ['', 'x', value, 'tasuki_' + '0'.repeat(40), 'あ'.repeat(10).replace(/./g, '%')]) {
    const headers = { Authorization: `Bearer ${token}` };
    await expectProblem(await nobody.request.get(tree, { headers }), 401);
    // Whoever shows a wrong token is not let in by a right cookie beside it.
    const both = { ...headers, cookie: `${name}=${value}` };
    await expectProblem(await nobody.request.get(tree, { headers: both }), 401);
  }
  expect(await rawStatus(server, `/o/${organization}`, `Cookie: ${name}=${value}; ${name}=x\r\n`)).toBeLessThan(500);
  expect(await state()).toBe(before);
});

test('another site cannot make a signed-in browser change anything', async ({ admin }) => {
  const { answer, api, state } = await asApi(admin);
  const before = await state();
  const strange = [
    { 'Sec-Fetch-Site': 'cross-site' }, { 'Sec-Fetch-Site': 'same-site' }, { Origin: 'https://elsewhere.example' },
    { Origin: 'null' }, {},
  ];
  for (const headers of strange) {
    const change = { data: '{"status":"met"}', headers: { 'Content-Type': 'application/json', ...headers } };
    expect((await admin.request.patch(answer, change)).status(), JSON.stringify(headers)).toBeGreaterThanOrEqual(400);
    const form = { form: { target: 'scs-2026-03/3' }, headers };
    const page = api.replace('/api/v1/organizations', '/o');
    expect((await admin.request.post(`${page}/assessments`, form)).status()).toBeGreaterThanOrEqual(400);
  }
  expect(await state()).toBe(before);
});

test('unknown, foreign and malformed identifiers look the same', async ({ admin }) => {
  const { origin, api, tree, organization, assessment, state } = await asApi(admin);
  const before = await state();
  const problems = new Set();
  for (const url of [
    `${api}/assessments/${somebody}`,
    `${origin}/api/v1/organizations/${somebody}/assessments/${assessment}`,
    `${tree}/answers/9-9-9-9`,
  ]) {
    const method = url.includes('/answers/') ? 'patch' : 'get';
    const answer = await admin.request[method](url, { data: method === 'patch' ? '{"status":"met"}' : undefined, headers: json });
    await expectProblem(answer, 404);
    problems.add(await answer.text());
  }
  expect(problems.size).toBe(1);
  const odd = ['..', '%2e%2e', '%00', "'", '%27%20OR%201=1', '-1', '9'.repeat(5_000), '%E3%81%82', '%ff', 'NULL', '01K0000000000000000000ZZZZ'];
  for (const id of odd) {
    expect((await admin.request.get(`${origin}/o/${id}/assessments`)).status(), id).toBe(404);
    expect((await admin.request.get(`${origin}/o/${organization}/assessments/${id}`)).status(), id).toBeGreaterThanOrEqual(200);
    const answer = await admin.request.get(`${api}/assessments/${id}`);
    expect([200, 404], `${id}: ${answer.status()}`).toContain(answer.status());
    if (answer.status() === 200) expect(new URL(answer.url()).pathname).toMatch(/\/assessments\/?$|organizations/);
  }
  expect(await state()).toBe(before);
});

test('no path leads out', async ({ server, admin }) => {
  const { state } = await asApi(admin);
  const before = await state();
  for (const path of [
    '/assets/../Cargo.toml', '/assets/%2e%2e/%2e%2e/etc/passwd', '/assets/..%2f..%2fetc%2fpasswd', '/assets/....//etc/passwd',
    '/assets/%00', '/assets/app.css%00.html', '//etc/passwd', '/../../../../etc/passwd', '/assets/C:%5Cwindows', '/%', '/%zz',
    `/${'a'.repeat(60_000)}`, `/o/${'../'.repeat(500)}`, '/?'.padEnd(50_000, '&a=b'),
  ]) {
    const status = await rawStatus(server, path);
    expect(status === 0 || (status >= 300 && status < 500), `${path.slice(0, 80)}: ${status}`).toBe(true);
  }
  for (const back of ['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example', 'javascript:alert(1)']) {
    const form = { form: { theme: 'dark', back }, headers: own, maxRedirects: 0 };
    const answer = await admin.request.post(`${server.base}/preferences`, form);
    expect(answer.headers().location ?? '/', back).toMatch(/^\/(?![/\\])/);
  }
  expect(await state()).toBe(before);
});

test('a method that is not meant is refused', async ({ admin }) => {
  const { tree, answer, state } = await asApi(admin);
  const before = await state();
  for (const method of ['DELETE', 'PUT', 'TRACE', 'PROPFIND']) {
    for (const url of [tree, answer]) {
      const status = (await admin.request.fetch(url, { method, headers: json })).status();
      expect(status, `${method} ${url}`).toBeGreaterThanOrEqual(400);
      expect(status, `${method} ${url}`).toBeLessThan(500);
    }
  }
  expect(await state()).toBe(before);
});
