// What the parts of the answering page know of it: versions, the quiet line, sentences, figures.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answering, blank } from './support/answering.js';

test('of row and panel the older version is the one that was seen', () => {
  const page = answering(undefined, { shown: '1' });
  const { version } = page.parts.page;
  const [row, panel] = [page.find('[data-row][data-c="1"]'), page.find('[data-panel-of]')];
  for (const [inRow, inPanel, expected] of [[3, 5, 3], [5, 3, 3], [4, 4, 4]]) {
    [row.dataset.v, panel.dataset.v] = [inRow, inPanel];
    assert.equal(version('1'), expected);
  }
  row.remove();
  panel.dataset.v = '9';
  assert.deepEqual([version('1'), version('2'), version('nowhere')], [9, 1, 0]);
});

test('the quiet line is that at the foot, or the panel’s where the foot is hidden', () => {
  const page = answering(undefined, { shown: '1' });
  const { line } = page.parts.page;
  assert.equal(line().id, 'saved');
  line().parentElement.hidden = true;
  assert.ok(line().hasAttribute('data-panel-saved'));
  line().remove();
  assert.equal(line().id, 'saved', 'better one that nobody sees than none');
});

test('every place of a sentence is filled', () => {
  const { filled } = answering().parts.page;
  assert.equal(filled('{count} of {count} by {name}', { count: 2, name: '$&' }), '2 of 2 by $&');
});

test('an answer that is saved shows in the figures of its requirement, once', async () => {
  const page = answering([blank('1'), blank('2')]);
  page.find('#answering').insertAdjacentHTML('beforeend', '<span data-requirement-figure="r">3/5</span>');
  const figure = () => page.find('[data-requirement-figure]').textContent;
  await page.click(page.sign('1', 'met'));
  await page.take();
  assert.equal(figure(), '4/5');
  page.parts.show.showAnswer(blank('1', { status: 'met', version: 3 }), false);
  assert.equal(figure(), '4/5');
  page.parts.show.showAnswer(blank('1', { version: 4 }), true);
  assert.equal(figure(), '3/5');
});

test('the bar is drawn from left to right, and each area has its own figures', () => {
  const page = answering();
  page.find('#answering').insertAdjacentHTML('beforeend', `<svg class="figures-bar">${['met', 'partial', 'unmet', 'not_applicable'].map((name) => `<rect class="${name}"/>`).join('')}</svg>
    <b data-figure="met"></b><b data-figure="other">as it was</b><details data-area="4"><b data-area-figure></b><progress></progress></details>`);
  page.parts.show.showFigures({ met: 5, partial: 3, unmet: 2, not_applicable: 1, areas: [{ id: '4', satisfied: 2, total: 7 }, { id: 'elsewhere', satisfied: 0, total: 1 }] });
  const bars = [...page.document.querySelectorAll('rect')].map((bar) => `${bar.getAttribute('x')}+${bar.getAttribute('width')}`);
  assert.deepEqual(bars, ['0+5', '5+3', '8+2', '10+1']);
  assert.deepEqual([...page.document.querySelectorAll('[data-figure]')].map((own) => own.textContent), ['5', 'as it was']);
  assert.equal(page.find('[data-area-figure]').textContent, '2/7');
  assert.deepEqual([page.find('progress').value, page.find('progress').max], [2, 7]);
});

test('the forms of a row without script know the new version too', async () => {
  const page = answering();
  await page.click(page.sign('1', 'met'));
  await page.take();
  assert.equal(page.find('[data-c="1"] [name="c"]').value, '1:2');
  assert.equal(page.find(page.sign('1', 'partial')).value, '1:2:partial');
});
