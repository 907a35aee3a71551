// The technical check of a ★4: the company lists its devices, the verifier scans them, both decide about what was found, and the next scan closes
// only what it looked for.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectAccessible } from '../support/axe.js';
import { home } from '../support/company.js';
import { chosen } from '../support/files.js';
import { appoint, bringGuest, freeze, look, openFour } from '../support/road.js';
import { expect, test } from '../support/test.js';

const verifier = { name: '検証 正', mail: 'verifier@example.jp', password: 'yamamichi-to-kaze-85' };
const samples = join(import.meta.dirname, '../../samples');
const nessus = readFileSync(join(samples, 'scans/office.nessus'), 'utf8');
const [host] = nessus.match(/<ReportHost[\s\S]*<\/ReportHost>\n/);
const [item] = host.match(/<ReportItem port="443"[\s\S]*?<\/ReportItem>\n/);

/** The scan of the sample, with the mail server beside the firewall: both have the same vulnerability. */
const both = nessus.replace(host, host + host.replaceAll('fw.example.co.jp', 'mail.example.co.jp').replace('192.0.2.1<', '192.0.2.20<'));
/** The next day's scan of the firewall alone, on which it is gone. */
const mended = nessus.replace(item, '').replaceAll('1794445200', '1794531600');

/** What was found, as a row of the list: by what it is called, and on which target it is. */
const found = (page, title, target = '') => page.locator('.found tbody tr').filter({ hasText: title }).filter({ hasText: target });
const [write, ssh, struts] = ['Out-of-bounds Write', 'CVE-2018-15473', 'Apache Struts'];

/** Sends a file with the form of a section. */
async function send(page, section, file) {
  await page.locator(`${section} input[type="file"]`).setInputFiles(file);
  await page.locator(section).getByRole('button', { name: '取り込む' }).click();
}

/** Decides about the findings in these rows, with the reason that is typed. */
async function decide(page, rows, name, reason = '') {
  for (const own of rows) await own.getByRole('checkbox').check();
  await page.locator('#reason').fill(reason);
  await page.getByRole('button', { name, exact: true }).click();
}

/** A road whose documents are looked at, for the company and for its verifier; both end in the room of the check. */
async function atTheCheck(admin, visit) {
  const tester = await bringGuest(admin, visit, verifier);
  const { road } = await openFour(admin);
  await freeze(admin, road);
  await appoint(admin, road, verifier.name, 'technical_verifier');
  const room = `${home(admin)}/roads/${road}/technical-check`;
  await admin.goto(room);
  await tester.goto(room);
  return { tester, room };
}

test('devices are listed, and what is wrong with a list or a target stands beside it', async ({ admin, visit }) => {
  const { tester } = await atTheCheck(admin, visit);
  await look(admin, 'check-empty');
  await expectAccessible(admin);
  await expect(tester.locator('#targets form')).toHaveCount(0);

  // What is not tested needs a reason.
  await admin.getByLabel('名前', { exact: true }).fill('検証用の機器');
  await admin.getByLabel('検証', { exact: true }).selectOption('out');
  await admin.getByLabel('アドレス・別名').fill('192.0.2.98');
  await admin.getByRole('button', { name: '加える' }).click();
  await expect(admin.locator('#reason-new-error')).toContainText('検証しない理由を書いてください');
  await expect(admin.getByLabel('名前', { exact: true })).toHaveValue('検証用の機器');
  await expect(admin.getByLabel('検証', { exact: true })).toHaveValue('out');
  await expect(admin.getByLabel('アドレス・別名')).toHaveValue('192.0.2.98');
  await look(admin, 'check-target-refused');
  await expectAccessible(admin);
  await admin.getByLabel('する・しない理由').fill('社内につながっていない。');
  await admin.getByRole('button', { name: '加える' }).click();
  await expect(admin.locator('#targets tbody tr')).toHaveCount(1);

  // A list is taken as a whole or not at all.
  await admin.getByText('一覧（CSV）から取り込む').click();
  await send(admin, '#targets', chosen('対象.csv', 'name,in scope\nfw,perhaps\n'));
  await expect(admin.locator('#targets-file-error')).toContainText('perhaps');
  await expect(admin.locator('#targets tbody tr')).toHaveCount(1);
  await send(admin, '#targets', join(samples, 'scan-targets.csv'));
  await expect(admin.locator('#targets tbody tr')).toHaveCount(7);
  await admin.getByRole('link', { name: /web01/ }).click();
  await expect(admin.locator('#change')).toBeVisible();
  await look(admin, 'check-target');
  await expectAccessible(admin);
  await admin.locator('#change').getByRole('button', { name: '一覧から外す' }).click();
  await expect(admin.locator('#targets tbody tr')).toHaveCount(6);
});

test('what a scan finds is held against criteria, decided, and closed by the scan that looked again', async ({ admin, visit }) => {
  test.setTimeout(120_000);
  const { tester, room } = await atTheCheck(admin, visit);
  await admin.getByText('一覧（CSV）から取り込む').click();
  await send(admin, '#targets', join(samples, 'scan-targets.csv'));
  await expect(admin.locator('#targets tbody tr')).toHaveCount(6);

  // Half a file is none.
  await send(tester, '#scans', chosen('cut.nessus', nessus.slice(0, 700)));
  await expect(tester.locator('#scan-file-error')).toContainText('壊れています');
  await expect(tester.locator('#scans .card')).toHaveCount(0);
  await send(tester, '#scans', chosen('office.nessus', both));
  await expect(tester.locator('#scans .card')).toHaveCount(1);
  await send(tester, '#scans', join(samples, 'scans/nmap.xml'));
  await expect(tester.locator('#scans .card')).toHaveCount(2);
  await send(tester, '#scans', chosen('copy.nessus', both));
  await expect(tester.getByText('同じファイルが取り込み済みです')).toBeVisible();
  await expect(tester.locator('#scans .card')).toHaveCount(2);

  // Under the criterion about the boundary stands what was found there; the mail server is not at it.
  await tester.getByRole('link', { name: '評価基準で' }).click();
  await expect(tester.getByRole('heading', { name: /^4-4-4-3/ })).toContainText('満たしていない疑い');
  const table = tester.locator('h3:has-text("4-4-4-3") ~ .table-scroll').first();
  await expect(table.getByRole('rowheader')).toHaveText([/Out-of-bounds Write/, /Apache Struts/]);
  await look(tester, 'check-by-criterion');
  await expectAccessible(tester);

  // Refused, the page keeps what was typed and what was chosen.
  await admin.goto(room);
  await decide(admin, [], '受け入れる', '来月の更改まで、回線を切る。');
  await expect(admin.locator('#findings')).toContainText('検出事項を選んでください');
  await expect(admin.locator('#reason')).toHaveValue('来月の更改まで、回線を切る。');
  await decide(admin, [found(admin, write, 'mail')], '受け入れる');
  await expect(admin.locator('#reason-error')).toContainText('理由を書いてください');
  await expect(found(admin, write, 'mail').getByRole('checkbox')).toBeChecked();
  await look(admin, 'check-refused');
  await expectAccessible(admin);
  await admin.locator('#reason').fill('来月の更改まで、回線を切る。');
  await admin.getByRole('button', { name: '受け入れる', exact: true }).click();
  await expect(found(admin, write, 'mail')).toContainText('同意待ち');
  await decide(admin, [found(admin, write, 'fw'), found(admin, struts)], '修正する');
  await expect(found(admin, write, 'fw')).toContainText('修正中');
  await decide(admin, [found(admin, ssh)], '誤検出', 'この版には当たらない。');
  await expect(found(admin, ssh)).toContainText('同意待ち');

  // The verifier agrees with one, and says why not with the other.
  await tester.goto(`${room}?stage=to_agree`);
  await decide(tester, [found(tester, write, 'mail')], '同意しない');
  await expect(tester.locator('#reason-error')).toContainText('理由を書いてください');
  await tester.locator('#reason').fill('回線はつながっている。');
  await tester.getByRole('button', { name: '同意しない' }).click();
  await expect(found(tester, write, 'mail')).toHaveCount(0);
  await decide(tester, [found(tester, ssh)], '同意する');
  await expect(tester.locator('#findings')).toContainText('この絞り込みでは、ありません');
  await admin.goto(`${room}?stage=to_judge`);
  await found(admin, write, 'mail').getByRole('link').click();
  await expect(admin.locator('main')).toContainText('回線はつながっている。');
  await look(admin, 'check-finding');
  await expectAccessible(admin);

  // The next scan looked at the firewall alone: what is on the others stays as it was.
  await tester.goto(room);
  await send(tester, '#scans', chosen('office-2.nessus', mended));
  await expect(tester.locator('#scans .card').first()).toContainText('解消 1');
  await tester.goto(`${room}?stage=all`);
  await expect(found(tester, write, 'fw')).toContainText('解消');
  await expect(found(tester, write, 'mail')).toContainText('判断待ち');
  await expect(found(tester, struts)).toContainText('修正中');
  await expect(found(tester, ssh)).toContainText('受け入れ済み');
  await look(tester, 'check-second-scan');
  await expectAccessible(tester);
});
