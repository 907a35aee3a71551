// Every page that links lead to, once per kind.

const identifier = /^[0-9a-z]{26}$/;
const uninteresting = /\/(assets|api)\/|\.(ics|xlsx|pdf|csv|json|html|zip)\b|\/events$|\/download|sign-out/;

/** The kind of a page: its path, with identifiers and criteria left out, and the view. Filters make no other page. */
export function kind(url) {
  const { pathname, searchParams } = new URL(url);
  const parts = pathname.split('/').map((part) => {
    if (identifier.test(part)) return '…';
    return /^\d+(-\d+)*$/.test(part) ? 'n' : part;
  });
  return `${parts.join('/')} ${searchParams.get('view') ?? ''}`.trim();
}

/** Opens every kind of page that can be reached from `start`, and lets `look` look at each. Returns the kinds. */
export async function crawl(page, start, look) {
  const { origin } = new URL(start);
  const waiting = [start];
  const seen = new Set([kind(start)]);
  while (waiting.length > 0) {
    const url = waiting.shift();
    const answer = await page.goto(url);
    if (answer && !(answer.headers()['content-type'] ?? '').startsWith('text/html')) continue;
    // An address that leads into the middle of a page leaves something half under the header.
    await page.evaluate(() => scrollTo(0, 0));
    await look(page, answer);
    const links = await page.$$eval('a[href]:not([download])', (all) => all.map((link) => link.href));
    for (const link of links) {
      const plain = link.split('#')[0];
      if (!plain.startsWith(`${origin}/`) || uninteresting.test(plain) || seen.has(kind(plain))) continue;
      seen.add(kind(plain));
      waiting.push(plain);
    }
  }
  return [...seen];
}
