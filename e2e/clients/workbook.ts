// From a workbook to a report, with a client that is generated from the description: everything here is checked against its types.

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import createClient from 'openapi-fetch';
import type { paths } from './api.js';

const [base, token, organization, workbook] = process.argv.slice(2) as [string, string, string, string];
const client = createClient<paths>({ baseUrl: base, headers: { Authorization: token } });

/** What came back, or the end of it all. */
function got<T>(what: string, answer: { data?: T; error?: unknown; response: Response }): T {
  if (answer.data === undefined) throw new Error(`${what}: ${answer.response.status} ${JSON.stringify(answer.error)}`);
  return answer.data;
}

const here = { organization };
const made = got('assessment', await client.POST('/api/v1/organizations/{organization}/assessments', {
  params: { path: here },
  body: { title: 'TypeScript', edition: 'scs-2026-03', level: 4 },
}));

const file = new File([await readFile(workbook)], basename(workbook));
const read = got('import', await client.POST('/api/v1/organizations/{organization}/imports', {
  params: { path: here },
  // A file is text for the types of the description, as JSON Schema knows no bytes.
  body: { file: file as unknown as string },
  bodySerializer: (body) => {
    const form = new FormData();
    form.append('file', body.file as unknown as File);
    return form;
  },
}));
const met = read.answers.filter((one) => one.answer.status === 'met').length;
if (met === 0) throw new Error(`the workbook has no answer that is met: ${read.problems.map((one) => one.code)}`);

const preview = got('preview', await client.GET('/api/v1/organizations/{organization}/imports/{import}', {
  params: { path: { ...here, import: read.id }, query: { into: made.id } },
}));
if (!preview.changes?.length || preview.changes[0]?.old.status !== 'unanswered') throw new Error('the import changes nothing');

got('commit', await client.POST('/api/v1/organizations/{organization}/imports/{import}/commit', {
  params: { path: { ...here, import: read.id } },
  body: { into: made.id, seen: preview.seen },
}));

const one = { ...here, assessment: made.id };
const tree = got('tree', await client.GET('/api/v1/organizations/{organization}/assessments/{assessment}', { params: { path: one } }));
if (tree.figures.met !== met) throw new Error(`${met} answers are met in the file, ${tree.figures.met} in the assessment`);

const gaps = got('gaps', await client.GET('/api/v1/organizations/{organization}/assessments/{assessment}/gaps', { params: { path: one } }));
if (gaps.length !== tree.figures.total - tree.figures.satisfied) throw new Error('every open criterion is a gap');

const late = await client.PATCH('/api/v1/organizations/{organization}/assessments/{assessment}/answers/{criterion}', {
  params: { path: { ...one, criterion: tree.answers[0]!.criterion }, header: { 'If-Match': '"0"' } },
  body: { note: 'too late' },
});
const current = late.error?.current;
if (late.response.status !== 412 || !current || !('confirmed_on' in current) || current.version !== tree.answers[0]!.version) {
  throw new Error(`no conflict: ${late.response.status} ${JSON.stringify(late.error)}`);
}

const report = got('report', await client.GET('/api/v1/organizations/{organization}/assessments/{assessment}/export.pdf', {
  params: { path: one },
  parseAs: 'arrayBuffer',
}));
const start = new TextDecoder().decode((report as unknown as ArrayBuffer).slice(0, 5));
if (start !== '%PDF-') throw new Error(`no PDF: ${start}`);
console.log(`TypeScript: ${met} answers met, ${gaps.length} gaps, a report`);
