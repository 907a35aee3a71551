// The on-site audit of a ★4 on a tablet: planned, sampled, worked through where there is no network, corrected, looked at again.

import { home } from '../support/company.js';
import { expectAccessible } from '../support/axe.js';
import { photograph } from '../support/photograph.js';
import { api, appoint, bringGuest, end, freeze, look, markAll, openFour } from '../support/road.js';
import { expect, test } from '../support/test.js';

const auditor = { name: '審査 正', mail: 'auditor@example.jp', password: 'hoshizora-to-umi-31' };
const leavers = Array.from({ length: 40 }, (_, at) => `退職者 ${String(at + 1).padStart(3, '0')}`);

// Marking 153 criteria one after the other is what a program does, not a person.
test.use({ actionTimeout: 10_000, words: ['--request-limit', '0'] });

/** A road to a ★4 whose documents the auditor has confirmed; returns its address. */
async function atTheAudit(admin, visit) {
  const { road } = await openFour(admin);
  await freeze(admin, road);
  const reviewer = await bringGuest(admin, visit, auditor);
  await appoint(admin, road, auditor.name, 'evaluation_body');
  await markAll(reviewer, road);
  await api(reviewer, 'POST', `roads/${road}/review`, { event: 'confirm' });
  return /** @type {const} */ ([`${home(admin)}/roads/${road}`, reviewer]);
}

/** Chooses the result of an item. */
const choose = (item, name) => item.locator('label.segment', { hasText: name }).click();

test('an auditor works through a sample where there is no network, and looks again after the correction', async ({ admin, visit }) => {
  test.setTimeout(100_000);
  const [road, page] = await atTheAudit(admin, visit);
  await page.goto(road);
  await page.getByRole('link', { name: '実地審査を開く' }).click();
  await photograph(page, 'audit-empty');
  await page.locator('#place').fill('本社 3階');
  await page.locator('#people').fill('審査する人: 審査 正\n立ち会う人: 総務');
  await page.locator('#areas').fill('退職者のアカウントの停止');
  await page.getByRole('button', { name: '計画を保存' }).click();
  await expect(page.locator('.facts')).toContainText('本社 3階');

  await page.getByText('母集団を固定する').click();
  await page.locator('#title').fill('2025年度の退職者');
  await page.locator('#source').fill('人事の台帳から出力');
  await page.locator('#criteria').fill('1-2-1-1');
  await page.locator('#list').fill(`${leavers.join('\n')}\n`);
  await page.getByRole('button', { name: '固定する', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('2025年度の退職者');
  const population = page.url().replace(/\?.*/, '');
  await page.locator('#size').fill('3');
  await page.locator('#seed').fill('4-2-6-1');
  await page.locator('#how').fill('退職日とアカウントの停止日を比べる');
  await page.getByRole('button', { name: '抽出する' }).click();
  await expect(page.locator('.item')).toHaveCount(3);
  const sample = page.url().replace(/\?.*/, '');

  // What is typed without a network is there when it is back, and is sent once.
  await page.setViewportSize({ width: 900, height: 1200 });
  const [first] = await page.locator('.item').all();
  const id = await first.getAttribute('id');
  await page.context().setOffline(true);
  await choose(first, '問題あり');
  await first.getByLabel('見たこと').fill('停止が二か月遅れた');
  await expect(first.locator('[data-kept]')).toContainText('この端末に残しています');
  await first.getByRole('button', { name: '結果を保存' }).click();
  await expect(first.locator('[data-kept]').first()).toContainText('つながりません');
  await photograph(page, 'audit-offline');
  await page.context().setOffline(false);
  await page.goto(sample);
  const again = page.locator(`#${id}`);
  await expect(again.getByLabel('見たこと')).toHaveValue('停止が二か月遅れた');
  await expect(again.locator('[data-kept]').first()).toContainText('戻しました');
  await again.getByRole('button', { name: '結果を保存' }).click();
  await expect(again).toHaveAttribute('data-result', 'not_in_order');
  await page.goto(sample);
  await again.locator('summary').first().click();
  await expect(again.getByLabel('見たこと')).toHaveValue('');

  const open = await page.locator('.item[data-result=""]').evaluateAll((all) => all.map((own) => own.id));
  for (const other of open) {
    const own = page.locator(`#${other}`);
    await choose(own, '問題なし');
    await own.getByRole('button', { name: '結果を保存' }).click();
    await expect(own).toHaveAttribute('data-result', 'in_order');
  }
  await page.goto(`${sample}#${id}`);
  if (!(await again.evaluate((own) => own.open))) await again.locator('summary').first().click();
  await again.getByText('この件を指摘にする').click();
  await again.getByLabel('何が足りないか').fill('停止の手順が守られていない');
  await again.getByRole('button', { name: '指摘する' }).click();
  await expect(page.locator(`#${id}`)).toContainText('回答待ち');
  await look(page, 'audit-sample');
  await expectAccessible(page);
  await page.goto(population);
  await expect(page.locator('#size')).toHaveValue('');
  await look(page, 'audit-population');
  await expectAccessible(page);

  // Sent back, answered, retested, confirmed.
  const audit = `${road}/audit`;
  await end(page, audit, '差し戻す');
  await admin.goto(audit);
  await look(admin, 'audit-company');
  await admin.getByLabel('返事').fill('手順を直し、その日に止めるようにした。');
  await admin.getByRole('button', { name: '回答', exact: true }).click();
  await expect(admin.locator('.thread')).toContainText('確認待ち');
  await end(admin, audit, '是正を終える');
  await page.goto(sample);
  await choose(again, '問題なし');
  await again.getByLabel('見たこと').fill('新しい手順と記録を見た');
  await again.getByRole('button', { name: '結果を保存' }).click();
  await expect(page.locator(`#${id}`)).toContainText('再確認');
  await page.locator(`#${id}`).getByRole('button', { name: '認める', exact: true }).click();
  await expect(page.locator(`#${id}`).getByRole('button', { name: '認める', exact: true })).toHaveCount(0);
  await page.goto(audit);
  await look(page, 'audit');
  await expectAccessible(page);
  await end(page, audit, '確認を終える');
  await expect(page.locator('.way [aria-current="step"]')).toContainText('技術検証');
});
