// Pictures for whoever wants to look at what a test sees: written to the folder that TASUKI_PHOTOGRAPHS names, if it names one.

import { join } from 'node:path';

export async function photograph(page, name) {
  const folder = process.env.TASUKI_PHOTOGRAPHS;
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
