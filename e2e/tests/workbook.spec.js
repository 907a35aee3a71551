// Workbooks in and out: what comes in is shown before it counts, and comes out as it came in.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { home } from '../support/company.js';
import { photograph } from '../support/photograph.js';
import { python } from '../support/python.js';
import { expect, test } from '../support/test.js';

const samples = join(import.meta.dirname, '../../samples');
const sample = 'scs-2026-03-answers.xlsx';
const expected = JSON.parse(readFileSync(join(samples, 'expected.json'), 'utf8'))[sample];

/** Where an official sheet has its numbers and its answers. */
const columns = `
import json, sys, openpyxl
def columns(book):
    for sheet in book:
        for row in sheet.iter_rows():
            heads = {str(cell.value).strip(): cell.column for cell in row if cell.value}
            if "評価基準No." in heads and "自己評価" in heads:
                return sheet, heads["評価基準No."], heads["自己評価"]
`;

/** The answers of a workbook, by criterion. */
const answers = (path) => JSON.parse(python(`${columns}
sheet, number, answer = columns(openpyxl.load_workbook(sys.argv[1], data_only=True))
rows = range(1, sheet.max_row + 1)
print(json.dumps({sheet.cell(row, number).value: sheet.cell(row, answer).value for row in rows if sheet.cell(row, number).value}))
`, path));

/** Writes a word over the first ○ of a sheet, and returns its cell. */
const spoil = (path, into, word) => python(`${columns}
book = openpyxl.load_workbook(sys.argv[1])
sheet, _, answer = columns(book)
cell = next(cell for (cell,) in sheet.iter_rows(min_col=answer, max_col=answer) if cell.value == "○")
cell.value = sys.argv[3]
book.save(sys.argv[2])
print(cell.coordinate)
`, path, into, word).trim();

const signs = { met: '○', partial: '△', unmet: '×', not_applicable: '－' };

async function send(page, path) {
  await page.goto(`${home(page)}/assessments/import`);
  await page.getByLabel('ファイル').setInputFiles(path);
  await page.getByRole('button', { name: '読み込む' }).click();
}

test('a filled-in sheet is previewed, imported, exported, and says the same', async ({ admin }, info) => {
  await send(admin, join(samples, sample));
  const count = (status) => Object.values(expected).filter((own) => own === status).length;
  await expect(admin.locator('[data-figure="met"]')).toHaveText(String(count('met')));
  await expect(admin.locator('[data-figure="unmet"]')).toHaveText(String(count('unmet')));
  await admin.getByRole('button', { name: '新しい評価に取り込む' }).click();
  await expect(admin).toHaveURL(/\/assessments\/\w+/);
  const [, origin, organization, assessment] = admin.url().match(/^(.*?)\/o\/(\w+)\/assessments\/(\w+)/);
  const tree = await (await admin.request.get(`${origin}/api/v1/organizations/${organization}/assessments/${assessment}`)).json();
  expect(Object.fromEntries(tree.answers.map((own) => [own.criterion, own.status]))).toEqual(expected);

  await admin.goto(`${origin}/o/${organization}/assessments/${assessment}/reports`);
  const sheet = admin.locator('.documents li').filter({ hasText: '回答シート' });
  const [download] = await Promise.all([admin.waitForEvent('download'), sheet.getByRole('link', { name: 'ダウンロード' }).click()]);
  const path = info.outputPath('answers.xlsx');
  await download.saveAs(path);
  const written = answers(path);
  for (const [criterion, status] of Object.entries(expected)) {
    expect(written[criterion] ?? undefined, criterion).toBe(signs[status]);
  }

  // Read in again it changes nothing.
  await send(admin, path);
  await admin.getByLabel('評価', { exact: true }).selectOption(assessment);
  await admin.getByRole('button', { name: '変わるところを見る' }).click();
  await expect(admin.locator('#effect')).toContainText('変わる回答はありません');
});

test('what cannot be read is named with its cell, and does not keep the rest out', async ({ admin }, info) => {
  const path = info.outputPath('broken.xlsx');
  const cell = spoil(join(samples, sample), path, 'たぶん');
  await send(admin, path);
  await expect(admin.getByText('読み取れないところが')).toBeVisible();
  const problem = admin.locator('#problems tr').filter({ hasText: 'たぶん' });
  await expect(problem.getByRole('rowheader')).toContainText(cell);
  await admin.getByRole('button', { name: '新しい評価に取り込む' }).click();
  await expect(admin).toHaveURL(/\/assessments\/\w+/);
  const met = Object.values(expected).filter((status) => status === 'met').length;
  const [, origin, organization, assessment] = admin.url().match(/^(.*?)\/o\/(\w+)\/assessments\/(\w+)/);
  const tree = await (await admin.request.get(`${origin}/api/v1/organizations/${organization}/assessments/${assessment}`)).json();
  expect(tree.answers.filter((own) => own.status === 'met')).toHaveLength(met - 1);
});

test('what is no workbook is refused with words', async ({ admin }, info) => {
  const path = info.outputPath('no.xlsx');
  writeFileSync(path, 'PK nothing');
  await send(admin, path);
  await expect(admin.getByRole('alert')).toContainText('読み込めませんでした');
  await expect(admin.getByRole('alert')).toContainText('何も変わっていません');
});

/** Writes the answers twice, on sheets of which no name says which is meant; those of the second are all ×. */
const twice = (path, into) => python(`${columns}
book = openpyxl.load_workbook(sys.argv[1])
sheet, _, answer = columns(book)
copy = book.copy_worksheet(sheet)
sheet.title, copy.title = "北工場", "南工場"
for (cell,) in copy.iter_rows(min_col=answer, max_col=answer):
    if cell.value == "○":
        cell.value = "×"
book.save(sys.argv[2])
`, path, into);

test('a file with two full sheets asks which one is meant', async ({ admin }, info) => {
  const path = info.outputPath('twice.xlsx');
  twice(join(samples, sample), path);
  await send(admin, path);
  await expect(admin.getByText('名前からは決められない')).toBeVisible();
  await expect(admin.getByRole('radio')).toHaveCount(2);
  await photograph(admin, 'which');
  await admin.getByLabel('南工場').check();
  await admin.getByRole('button', { name: 'このシートを読み込む' }).click();
  await expect(admin.locator('[data-figure="met"]')).toHaveText('0');
  await photograph(admin, 'which-read');
  await admin.getByRole('button', { name: '新しい評価に取り込む' }).click();
  await expect(admin).toHaveURL(/\/assessments\/\w+/);
});
