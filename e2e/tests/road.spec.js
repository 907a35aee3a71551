// The road to a ★: a company and an expert from outside, from an assessment to a confirmation in two rounds.

import { expectSaved, criteria, row } from '../support/answering.js';
import { home, join, startAssessment } from '../support/company.js';
import { expectAccessible } from '../support/axe.js';
import { photograph } from '../support/photograph.js';
import { expect, test } from '../support/test.js';

const expert = { name: '確認 正', mail: 'expert@example.jp', password: 'hoshizora-to-umi-31' };
const manager = { name: '手本 正子', mail: 'manager@example.jp', password: 'asahi-to-minato-52' };

/** A day some days from now, as fields of dates take it. */
const later = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Invites somebody in a role, who comes in with a browser of their own. A guest has a last day. */
async function bring(admin, visit, person, role) {
  await admin.goto(`${home(admin)}/invitations`);
  await admin.getByLabel('メールアドレス').fill(person.mail);
  for (const chosen of await admin.locator('input[name="role"]:checked').all()) await chosen.uncheck();
  await admin.locator(`input[name="role"][value="${role}"]`).check();
  if (role === 'guest') await admin.locator('input[name="ends"]').fill(later(60));
  await admin.getByRole('button', { name: '招待', exact: true }).click();
  const page = await visit();
  await join(page, await admin.locator('#link').innerText(), person);
  return page;
}

/** An assessment with one answer, and the road to its ★ with a first submission. */
async function openRoad(admin) {
  await startAssessment(admin);
  const [first] = await criteria(admin);
  await row(admin, first).locator('button[data-status="met"]').click();
  await expectSaved(admin);
  const assessment = admin.url();
  await admin.goto(`${home(admin)}/roads/new`);
  await admin.locator('input[name="road"]').first().check();
  await admin.getByRole('button', { name: '道を始める' }).click();
  await expect(admin).toHaveURL(/\/roads\/\w{26}/);
  const road = admin.url().replace(/\?.*/, '');
  await submit(admin, road);
  await expect(admin.locator('.way [aria-current="step"]')).toContainText('文書確認');
  return { assessment, road, first };
}

/** Appoints the expert with what the scheme asks. */
async function appoint(admin, road) {
  await admin.goto(`${road}/reviewers`);
  await admin.locator('#person').selectOption({ label: `${expert.name} (外部)` });
  await admin.locator('#evidence').selectOption('internal');
  await admin.locator('#ends').fill(later(30));
  for (const id of ['riss', 'training', 'registration']) {
    await admin.locator(`#number-${id}`).fill('第000001号');
    await admin.locator(`#until-${id}`).fill(later(400));
  }
  await admin.getByRole('button', { name: '選ぶ' }).click();
  await expect(admin.locator('.card').filter({ hasText: expert.name })).toBeVisible();
}

/** Sets every mark that is still needed, over the API: eighty pages by hand are another test's. */
async function markAll(reviewer, road) {
  const at = road.replace('/o/', '/api/v1/organizations/');
  const marked = await reviewer.evaluate(async (at) => {
    const room = await (await fetch(`${at}/review`)).json();
    let count = 0;
    for (const own of room.criteria) {
      const aspects = own.needed;
      const answer = await fetch(`${at}/review/${own.criterion}/marks`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ aspects, means: 'document' }),
      });
      if (answer.ok) count += 1;
    }
    return count;
  }, at);
  expect(marked).toBe(81);
}

/** Freezes what there is, and ends on the page of the road. */
async function submit(admin, road) {
  await admin.goto(`${road}/ready`);
  await admin.getByLabel('開いているものを見ました').check();
  await admin.getByRole('button', { name: '固める' }).click();
  await expect(admin.getByRole('heading', { level: 1 })).toContainText('提出版');
  await admin.goto(road);
}

test('an expert from outside reviews by keys, asks, and finds the answer in the next round', async ({ admin, visit }) => {
  test.setTimeout(180_000);
  const { assessment, road, first } = await openRoad(admin);

  // The expert is appointed with what the scheme asks, and is told.
  const reviewer = await bring(admin, visit, expert, 'guest');
  await appoint(admin, road);
  await photograph(admin, 'road-reviewers');
  await reviewer.goto(`${home(reviewer)}/roads`);
  await reviewer.getByRole('row').getByRole('link').first().click();
  await photograph(reviewer, 'road-expert');
  await reviewer.getByRole('link', { name: '文書確認の部屋へ' }).click();
  await expect(reviewer.locator('#here')).toContainText(first);
  await reviewer.waitForLoadState('load');

  // A question by key, then marks by key, which lead to the next criterion.
  await reviewer.keyboard.press('2');
  await expect(reviewer.locator('#raise-question textarea')).toBeFocused();
  await reviewer.keyboard.type('誰が承認しましたか。');
  await reviewer.locator('#raise-question').getByRole('button', { name: '書く' }).click();
  await expect(reviewer.locator('.review-thread')).toContainText('回答待ち');
  await reviewer.waitForLoadState('load');
  // What the answer claims is ticked; that it works is not where there is no evidence of it.
  await expect(reviewer.locator('[name="aspect"][type="checkbox"]:checked')).toHaveCount(2);
  await reviewer.getByLabel('動いていると確かめた').check();
  await reviewer.locator('body').press('1');
  await expect(reviewer.locator('.review-list li [aria-current]')).toContainText('印がそろっています');
  await reviewer.keyboard.press('n');
  await expect(reviewer.locator('#here')).not.toContainText(first);
  await reviewer.waitForLoadState('load');
  for (const box of await reviewer.locator('[name="aspect"][type="checkbox"]').all()) await box.check();
  await reviewer.locator('body').press('1');
  await expect(reviewer.locator('span.num', { hasText: '2 / 81' })).toBeVisible();
  await photograph(reviewer, 'road-room');
  await expectAccessible(reviewer);

  // What was asked is a task of the company; answered in the room, it waits for the expert.
  await admin.goto(`${home(admin)}/tasks`);
  await expect(admin.getByText('質問: 誰が承認しましたか。')).toBeVisible();
  await admin.goto(`${road}/review?c=${first}`);
  await photograph(admin, 'road-room-company');
  await admin.getByLabel('返事').fill('取締役会です。');
  await admin.getByRole('button', { name: '回答', exact: true }).click();
  await expect(admin.locator('.review-thread')).toContainText('確認待ち');

  // The next round says what changed, and asks again only there.
  await admin.goto(assessment);
  await row(admin, first).locator('button[data-status="partial"]').click();
  await expectSaved(admin);
  await submit(admin, road);
  await reviewer.goto(`${road}/review?c=${first}`);
  await expect(reviewer.getByText('前の版から変わりました')).toBeVisible();
  await expect(reviewer.locator('span.num', { hasText: '1 / 81' })).toBeVisible();
  await reviewer.getByRole('button', { name: '認める', exact: true }).click();
  await expect(reviewer.locator('.review-thread')).toContainText('完了');
  await photograph(reviewer, 'road-room-second');
  for (const [name, ending] of [['ワークブック', 'xlsx'], ['PDF', 'pdf']]) {
    const [record] = await Promise.all([
      reviewer.waitForEvent('download'),
      reviewer.getByRole('link', { name, exact: true }).click(),
    ]);
    expect(record.suggestedFilename()).toMatch(new RegExp(`文書確認の記録_2_.*\\.${ending}$`));
    if (process.env.TASUKI_PHOTOGRAPHS) await record.saveAs(`${process.env.TASUKI_PHOTOGRAPHS}/record.${ending}`);
  }

  // Dismissed, the expert finds nothing.
  await admin.goto(`${road}/reviewers`);
  await admin.getByRole('button', { name: '外す' }).click();
  await admin.locator('#confirm').getByRole('button', { name: '外す' }).click();
  await expect(admin.locator('.card').filter({ hasText: expert.name })).toContainText('終わりました');
  const gone = await reviewer.goto(road);
  expect(gone.status()).toBe(404);
});

test('a ★3 is confirmed, declared, packed, registered and looked up, and a changed answer voids the word', async ({ admin, visit }) => {
  test.setTimeout(240_000);
  const { assessment, road, first } = await openRoad(admin);
  const reviewer = await bring(admin, visit, expert, 'guest');
  const boss = await bring(admin, visit, manager, 'executive');
  await appoint(admin, road);

  const confirm = async () => {
    await reviewer.goto(`${road}/review`);
    await markAll(reviewer, road);
    await reviewer.goto(`${road}/review`);
    await reviewer.getByRole('button', { name: '確認を終える' }).click();
    await reviewer.locator('#confirm').getByRole('button', { name: '確認を終える' }).click();
    await reviewer.waitForURL(`${road}*`);
    await expect(reviewer.locator('.way [aria-current="step"]')).toContainText('宣誓');
  };
  const declare = async () => {
    await boss.goto(`${road}/declaration`);
    await boss.getByLabel('役職').fill('代表取締役');
    await boss.getByRole('button', { name: '宣誓する' }).click();
    await expect(boss.locator('.way [aria-current="step"]')).toContainText('申請');
  };
  await confirm();
  await declare();

  // A changed answer makes another submission, for which the word does not hold.
  await admin.goto(assessment);
  await row(admin, first).locator('button[data-status="partial"]').click();
  await expectSaved(admin);
  await submit(admin, road);
  await expect(admin.locator('.way [aria-current="step"]')).toContainText('文書確認');
  await boss.goto(`${road}/declaration`);
  await expect(boss.getByText('いまの版には及びません')).toBeVisible();
  await confirm();
  await declare();

  // The package is made, taken along, and goes to the operator.
  await admin.goto(`${road}/packages`);
  await admin.getByRole('button', { name: '一式を作る' }).click();
  await expect(admin.locator('.card code.digest')).toHaveText(/^[0-9a-f]{64}$/);
  await photograph(admin, 'road-packages');
  await expectAccessible(admin);
  const [zip] = await Promise.all([
    admin.waitForEvent('download'),
    admin.getByRole('link', { name: 'ダウンロード' }).click(),
  ]);
  expect(zip.suggestedFilename()).toMatch(/申請の一式2_.*\.zip$/);
  if (process.env.TASUKI_PHOTOGRAPHS) await zip.saveAs(`${process.env.TASUKI_PHOTOGRAPHS}/package.zip`);
  await admin.getByRole('button', { name: 'この一式で申請した' }).click();
  await admin.locator('#confirm').getByRole('button', { name: '記録する' }).click();
  await expect(admin.locator('.way [aria-current="step"]')).toContainText('登録');

  // What the ledger says is entered, first wrongly: what was typed stays.
  await admin.goto(`${road}/registration`);
  await admin.locator('#r-number').fill('例-0001');
  await admin.locator('#r-scope').fill('本社と工場');
  await admin.locator('#r-place').fill('https://ledger.example.jp/');
  await admin.locator('#r-until').fill('2020-01-01');
  await photograph(admin, 'road-register');
  await admin.getByRole('button', { name: '登録を記録する' }).click();
  await expect(admin.getByText('有効期限が登録日より前')).toBeVisible();
  await expect(admin.locator('#r-number')).toHaveValue('例-0001');
  await admin.locator('#r-until').fill('');
  await admin.getByRole('button', { name: '登録を記録する' }).click();
  await expect(admin.locator('#entry')).toContainText('有効');

  // Looked up again, an incident, and what everybody sees.
  await admin.getByText('照会を記録する').first().click();
  await admin.locator('#l-number').fill('例-0002');
  await admin.getByRole('button', { name: '照会を記録する' }).click();
  await expect(admin.locator('.facts').first()).toContainText('例-0002');
  await admin.getByText('変更・事故を記録する').click();
  await admin.locator('input[name="kind"][value="incident"]').check();
  await admin.locator('#n-on').fill(later(0));
  await admin.locator('#n-note').fill('ランサムウェアに感染した端末が1台あった。');
  await admin.getByRole('button', { name: '記録する', exact: true }).click();
  await expect(admin.getByText('運営者にはまだ知らせていません')).toBeVisible();
  for (const field of ['number', 'until']) await admin.locator(`input[name="shown"][value="${field}"]`).check();
  await admin.getByRole('button', { name: '公開する内容を保存する' }).click();
  await photograph(admin, 'road-registration');
  await expectAccessible(admin);
  const address = await admin.getByRole('link', { name: '公開ページを見る' }).getAttribute('href');
  const stranger = await visit();
  await stranger.goto(new URL(address, road).href);
  await expect(stranger.getByText('例-0002')).toBeVisible();
  await expect(stranger.locator('main')).not.toContainText('本社と工場');
  await photograph(stranger, 'road-public');
  await expectAccessible(stranger);

  // The calendar knows the end, and the renewal begins from the registration.
  await admin.getByRole('button', { name: '更新を始める' }).click();
  await expect(admin.getByText('前回の★の登録')).toBeVisible();
  await admin.goto(`${admin.url().replace(/\?.*/, '')}/ready`);
  await photograph(admin, 'road-renewal');
});
