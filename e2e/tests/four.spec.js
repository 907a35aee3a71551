// The road to a ★4 from an assessment to its registration: a company, an examiner of the documents, an auditor on site, a technical verifier and
// the management, each with a browser of their own. Rooms that have a test of their own are prepared over the API as far as they are not the point.

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectSaved } from '../support/answering.js';
import { expectAccessible } from '../support/axe.js';
import { bring, home } from '../support/company.js';
import { photograph } from '../support/photograph.js';
import { api, appoint, bringGuest, end, freeze, later, look, markAll, openFour, upload } from '../support/road.js';
import { expect, test } from '../support/test.js';

const lead = { name: '佐藤 花子', mail: 'sato@example.jp', password: 'mizuumi-to-hayashi-77' };
const manager = { name: '手本 正子', mail: 'manager@example.jp', password: 'asahi-to-minato-52' };
const examiner = { name: '書面 正', mail: 'examiner@example.jp', password: 'hoshizora-to-umi-31' };
const auditor = { name: '実地 正', mail: 'auditor@example.jp', password: 'kawabe-no-tsuki-64' };
const verifier = { name: '検証 正', mail: 'verifier@example.jp', password: 'yamamichi-to-kaze-85' };

/** The criterion that is corrected, and one that the audit is not about. */
const [corrected, other] = ['1-2-1-1', '4-4-4-3'];
const samples = join(import.meta.dirname, '../../samples');

// Marking 153 criteria one after the other is what a program does, not a person.
test.use({ actionTimeout: 10_000, words: ['--request-limit', '0'] });

/** What the road says of where it is. */
const expectStep = (page, name) => expect(page.locator('.way [aria-current="step"]')).toContainText(name);

/** An assessment with every criterion met and a piece of evidence, and the road to its ★4. */
async function prepare(page) {
  const { assessment, road } = await openFour(page);
  const { answers } = await api(page, 'GET', `assessments/${assessment}`);
  const change = { status: 'met', note: '規程のとおり行っている。' };
  await api(page, 'PATCH', `assessments/${assessment}/answers`, { changes: answers.map(({ criterion }) => ({ criterion, change })) });
  const attached = { assessment, criterion: corrected, classification: 'internal' };
  await upload(page, 'evidence', { name: '規程.txt', text: '情報セキュリティ規程 第1版\n' }, attached);
  return { assessment: `${home(page)}/assessments/${assessment}`, road, place: `${home(page)}/roads/${road}` };
}

/** Freezes a submission on its page, and ends on that of the road. */
async function submit(page, place) {
  await page.goto(`${place}/ready`);
  const seen = page.getByLabel('開いているものを見ました');
  if (await seen.isVisible()) await seen.check();
  await page.getByRole('button', { name: '固める' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('提出版');
  await page.goto(place);
}

/** Writes what is done today of a criterion, as on the answering page. */
async function write(page, assessment, criterion, note) {
  await page.goto(`${assessment}?c=${criterion}`);
  await page.locator('.panel [name="note"]').fill(note);
  await expectSaved(page);
}

/** The audit on site without a fault: planned and drawn over the API, the last item looked at on its page. */
async function audit(page, road, place) {
  const plan = { starts: later(0), ends: later(1), place: '本社', people: '実地 正', areas: '退職者のアカウント' };
  await api(page, 'PUT', `roads/${road}/audit/plan`, plan);
  const population = { title: '退職者', source: '人事の台帳', criteria: [corrected], list: '退職者 001\n退職者 002\n退職者 003\n' };
  const { id } = await api(page, 'POST', `roads/${road}/audit/populations`, population);
  const sample = await api(page, 'POST', `populations/${id}/samples`, { size: 2, seed: '4-2-6-1', how: '停止日を見る' });
  const [first] = sample.items;
  const result = { result: 'in_order', means: 'document', day: later(0) };
  await api(page, 'POST', `samples/${sample.id}/items/${first.number}/results`, result);
  await page.goto(`${home(page)}/samples/${sample.id}?open=true`);
  const last = page.locator('.item');
  await expect(last).toHaveCount(1);
  await last.locator('label.segment', { hasText: '問題なし' }).click();
  await last.getByRole('button', { name: '結果を保存' }).click();
  await expect(page.locator('span.num', { hasText: '2 / 2' })).toBeVisible();
  await end(page, `${place}/audit`, '確認を終える');
}

/** Gives the word of the management for the submission that there is. */
async function declare(page, place) {
  await page.goto(`${place}/declaration`);
  await page.getByLabel('役職').fill('代表取締役');
  await page.getByRole('button', { name: '宣誓する' }).click();
  await expectStep(page, '申請');
}

/** What a shell prints. It fails where the command does. */
const shell = (command, folder) => execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH } });

/** Unpacks a download, and returns the folder in which its files are. */
async function unpack(download, folder) {
  await download.saveAs(`${folder}.zip`);
  execFileSync('unzip', ['-q', `${folder}.zip`, '-d', folder], { env: { ...process.env, LANG: 'C.UTF-8' } });
  const [top] = readdirSync(folder);
  return readdirSync(folder).length === 1 ? join(folder, top) : folder;
}

/** The firewall at which the scan looks, and a server that is left out, with the reason. */
const targets = `対象名,アドレス,適用範囲,範囲外の理由,露出,種類,担当
fw.example.co.jp,192.0.2.1,はい,,境界,ファイアウォール,情報システム課
test.example.co.jp,192.0.2.99,いいえ,検証用で社内につながっていない,社内,サーバ,開発課
`;

test('a ★4 goes from an assessment to its registration through five pairs of hands', async ({ admin, visit }, info) => {
  test.setTimeout(240_000);
  const company = await bring(admin, visit, lead, 'security_lead');
  const boss = await bring(admin, visit, manager, 'executive');
  const reader = await bringGuest(admin, visit, examiner);
  const onSite = await bringGuest(admin, visit, auditor);
  const tester = await bringGuest(admin, visit, verifier);
  const { assessment, road, place } = await prepare(company);
  await submit(company, place);
  await expect(company.locator('.turn')).toContainText('選んでください');
  await appoint(company, road, examiner.name, 'evaluation_body', 'internal');
  await appoint(company, road, auditor.name, 'evaluation_body');
  await appoint(company, road, verifier.name, 'technical_verifier');
  await company.goto(`${place}/reviewers`);
  await look(company, 'four-reviewers');

  // The examiner comes from the desk, reads the evidence and sends the documents back with a finding.
  await reader.goto(new URL('/me/desk', place).href);
  await expect(reader.getByRole('row')).toHaveCount(2);
  await look(reader, 'four-desk');
  await reader.getByRole('row').getByRole('link').click();
  await expect(reader.locator('.review-list li')).toHaveCount(153);
  await reader.goto(`${place}/review?c=${corrected}`);
  await reader.getByRole('link', { name: /規程/ }).click();
  await expect(reader.locator('.preview')).toContainText('第1版');
  await reader.waitForLoadState('load');
  await reader.keyboard.press('3');
  await reader.locator('#raise-finding textarea').fill('規程に承認の記録がありません。');
  await reader.locator('#raise-finding').getByRole('button', { name: '書く' }).click();
  await expect(reader.locator('.review-thread')).toContainText('回答待ち');
  expect(await markAll(reader, road)).toHaveLength(153);
  await end(reader, `${place}/review`, '差し戻す');
  await look(reader, 'four-sent-back');

  // The company corrects the answer, says so, and makes another submission.
  await company.goto(place);
  await expectStep(company, '文書確認');
  await expect(company.locator('.way')).toContainText('是正中');
  await write(company, assessment, corrected, '規程を改め、取締役会が承認した。');
  await company.goto(`${place}/review?c=${corrected}`);
  await company.getByLabel('返事').fill('承認の記録を付けました。');
  await company.getByRole('button', { name: '回答', exact: true }).click();
  await expect(company.locator('.review-thread')).toContainText('確認待ち');
  await look(company, 'four-room-company');
  await submit(company, place);
  await expect(company.locator('.turn')).toContainText('待っています');

  // The examiner sees what changed, and only that is asked again.
  await reader.goto(place);
  await reader.getByRole('link', { name: '前の版からの変更' }).click();
  await expect(reader.getByRole('row', { name: corrected })).toContainText('現状');
  await expect(reader.locator('tbody tr')).toHaveCount(1);
  await look(reader, 'four-changes');
  await reader.goto(`${place}/review?open=true`);
  await expect(reader.locator('.review-list li')).toHaveCount(1);
  await expect(reader.locator('.review-middle')).toContainText('取締役会が承認した');
  await reader.locator('.review-thread').getByRole('button', { name: '認める', exact: true }).click();
  await expect(reader.locator('.review-thread')).toContainText('完了');
  expect(await markAll(reader, road)).toEqual([corrected]);
  await end(reader, `${place}/review`, '確認を終える');
  await expectStep(reader, '実地審査');

  // On site nothing is wrong.
  await audit(onSite, road, place);
  await expectStep(onSite, '技術検証');

  // The company lists its devices, the verifier scans them, and agrees with what is done about the findings.
  await company.goto(`${place}/technical-check`);
  await company.getByText('一覧（CSV）から取り込む').click();
  await company.locator('#targets-file').setInputFiles({ name: 'targets.csv', mimeType: 'text/csv', buffer: Buffer.from(targets) });
  await company.locator('#targets').getByRole('button', { name: '取り込む' }).click();
  await expect(company.locator('#targets tbody tr')).toHaveCount(2);
  await tester.goto(`${place}/technical-check`);
  await tester.locator('#scan-file').setInputFiles(join(samples, 'scans/office.nessus'));
  await tester.locator('#scans').getByRole('button', { name: '取り込む' }).click();
  await expect(tester.locator('#scans .card')).toHaveCount(1);
  await company.goto(`${place}/technical-check?stage=to_judge`);
  for (const box of await company.getByRole('checkbox', { name: /選ぶ/ }).all()) await box.check();
  await company.getByLabel('選んだものの理由').fill('来月の更改まで、回線を切る。');
  await company.getByRole('button', { name: '受け入れる' }).click();
  await expect(company.locator('#findings')).toContainText('この絞り込みでは、ありません');
  await tester.goto(`${place}/technical-check?stage=to_agree`);
  for (const box of await tester.getByRole('checkbox', { name: /選ぶ/ }).all()) await box.check();
  await tester.getByRole('button', { name: '同意する' }).click();
  await expect(tester.locator('#findings')).toContainText('この絞り込みでは、ありません');
  await end(tester, `${place}/technical-check`, '確認を終える');
  await expectStep(tester, '宣誓');

  // A word holds for one submission: after a change of another answer everybody looks again, but nothing is asked twice.
  await declare(boss, place);
  await write(company, assessment, other, '手順の版を改めた。');
  await submit(company, place);
  await expectStep(company, '文書確認');
  await boss.goto(`${place}/declaration`);
  await expect(boss.getByText('いまの版には及びません')).toBeVisible();
  await expect(boss.getByRole('button', { name: '宣誓する' })).toHaveCount(0);
  await look(boss, 'four-declaration-void');
  expect(await markAll(reader, road)).toEqual([other]);
  await end(reader, `${place}/review`, '確認を終える');
  await end(onSite, `${place}/audit`, '確認を終える');
  await end(tester, `${place}/technical-check`, '確認を終える');
  await declare(boss, place);

  // The package says the same to a bare shell as to whoever made it.
  await company.goto(`${place}/packages`);
  for (const box of await company.locator('input[name="evidence"]').all()) await box.check();
  // To set its documents takes seconds, more of them where others work, too.
  await company.getByRole('button', { name: '一式を作る' }).click({ timeout: 60_000 });
  const digest = await company.locator('.card code.digest').innerText({ timeout: 60_000 });
  await look(company, 'four-packages');
  const [zip] = await Promise.all([
    company.waitForEvent('download'),
    company.getByRole('link', { name: 'ダウンロード' }).click(),
  ]);
  const folder = await unpack(zip, info.outputPath('package'));
  expect(shell('sha256sum -c SHA256SUMS', folder)).not.toMatch(/FAILED/);
  expect(shell('sha256sum SHA256SUMS', folder)).toContain(digest);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['audit.pdf', 'declaration.json', 'review.pdf', 'technical-check.pdf']));
  expect(readFileSync(join(folder, 'evidence/0001 規程.txt'), 'utf8')).toContain('第1版');
  await company.getByRole('button', { name: 'この一式で申請した' }).click();
  await company.locator('#confirm').getByRole('button', { name: '記録する' }).click();
  await expectStep(company, '登録');

  // What the ledger says is entered; a ★4 holds for three years, with a check of one's own every year.
  await company.goto(`${place}/registration`);
  for (const [field, text] of [['number', '例-0004'], ['scope', '本社'], ['place', 'https://ledger.example.jp/']]) {
    await company.locator(`#r-${field}`).fill(text);
  }
  await company.getByRole('button', { name: '登録を記録する' }).click();
  await expect(company.locator('#entry')).toContainText('有効');
  await expect(company.getByRole('heading', { name: '自己点検' })).toBeVisible();
  await look(company, 'four-registration');
  await expectAccessible(company);
  await company.goto(place);
  await expect(company.locator('.way [data-mark="done"]')).toHaveCount(7);
  await look(company, 'four-registered');
});

test('whoever is dismissed finds nothing any more, at no address and in no tab that is still open', async ({ admin, visit }) => {
  const reader = await bringGuest(admin, visit, examiner);
  const { road, place } = await prepare(admin);
  const digest = await freeze(admin, road);
  await appoint(admin, road, examiner.name, 'evaluation_body', 'internal');
  await reader.goto(`${place}/review?c=${corrected}`);
  await reader.getByRole('link', { name: /規程/ }).click();
  const file = await reader.locator('.preview').getByRole('link', { name: 'ダウンロード' }).getAttribute('href');
  const submission = `${home(admin)}/submissions/${digest}`;
  const interfaces = place.replace('/o/', '/api/v1/organizations/');
  const addresses = [
    place,
    ...['review', 'review/record.pdf', 'reviewers', 'audit', 'technical-check'].map((room) => `${place}/${room}`),
    submission,
    `${submission}/file`,
    new URL(file, place).href,
    ...['', '/review', '/submissions', '/issues', '/history'].map((path) => `${interfaces}${path}`),
  ];
  const statuses = () => reader.evaluate((all) => Promise.all(all.map(async (own) => (await fetch(own)).status)), addresses);
  expect(await statuses()).toEqual(addresses.map(() => 200));

  await admin.goto(`${place}/reviewers`);
  await admin.getByRole('button', { name: '外す' }).click();
  await admin.locator('#confirm').getByRole('button', { name: '外す' }).click();
  await expect(admin.locator('.card').filter({ hasText: examiner.name })).toContainText('終わりました');
  expect(await statuses()).toEqual(addresses.map(() => 404));

  // The room that was open still has its form, which leads nowhere.
  await reader.getByRole('button', { name: /印を付ける/ }).click();
  await expect(reader.getByRole('heading', { level: 1 })).toContainText('見つかりません');
  await photograph(reader, 'four-dismissed');
  const { criteria } = await api(admin, 'GET', `roads/${road}/review`);
  expect(criteria.flatMap((own) => own.marks)).toEqual([]);
  await reader.goto(new URL('/me/desk', place).href);
  await expect(reader.getByText('任されているものはありません')).toBeVisible();
  await reader.goto(`${home(admin)}/roads`);
  await expect(reader.getByRole('row')).toHaveCount(0);
});
