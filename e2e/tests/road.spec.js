// The road to a ★: a company and an expert from outside, from an assessment to a confirmation in two rounds.

import { expectSaved, criteria, row } from '../support/answering.js';
import { home, join, startAssessment } from '../support/company.js';
import { expectAccessible } from '../support/axe.js';
import { photograph } from '../support/photograph.js';
import { expect, test } from '../support/test.js';

const expert = { name: '確認 正', mail: 'expert@example.jp', password: 'hoshizora-to-umi-31' };

/** A day some days from now, as fields of dates take it. */
const later = (days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** Invites the expert as a guest, who comes in with a browser of their own. */
async function bringExpert(admin, visit) {
  await admin.goto(`${home(admin)}/invitations`);
  await admin.getByLabel('メールアドレス').fill(expert.mail);
  for (const chosen of await admin.locator('input[name="role"]:checked').all()) await chosen.uncheck();
  await admin.locator('input[name="role"][value="guest"]').check();
  await admin.locator('input[name="ends"]').fill(later(60));
  await admin.getByRole('button', { name: '招待', exact: true }).click();
  const page = await visit();
  await join(page, await admin.locator('#link').innerText(), expert);
  return page;
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

  // The expert is appointed with what the scheme asks, and is told.
  const reviewer = await bringExpert(admin, visit);
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
  await photograph(admin, 'road-reviewers');
  await reviewer.goto(`${home(reviewer)}/roads`);
  await reviewer.getByRole('row').getByRole('link').first().click();
  await photograph(reviewer, 'road-expert');
  await reviewer.getByRole('link', { name: '文書確認の部屋' }).click();
  await expect(reviewer.locator('#here')).toContainText(first);
  await reviewer.waitForLoadState('load');

  // A question by key, then marks by key, which lead to the next criterion.
  await reviewer.keyboard.press('2');
  await reviewer.locator('#raise-question textarea').fill('誰が承認しましたか。');
  await reviewer.locator('#raise-question').getByRole('button', { name: '書く' }).click();
  await expect(reviewer.locator('.review-thread')).toContainText('回答待ち');
  await reviewer.waitForLoadState('load');
  await reviewer.keyboard.press('1');
  await expect(reviewer.locator('.review-list li [aria-current]')).toContainText('印がそろっています');
  await reviewer.keyboard.press('n');
  await expect(reviewer.locator('#here')).not.toContainText(first);
  await reviewer.waitForLoadState('load');
  await reviewer.keyboard.press('1');
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
    expect(record.suggestedFilename()).toMatch(new RegExp(`確認の記録2_.*\\.${ending}$`));
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
