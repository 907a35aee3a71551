// The scripts as a page loads them: everything that a bundle brings, and its modules by name for tests that ask one of them.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const scripts = join(import.meta.dirname, '../../../crates/web/assets/js');

/** What stands for the packages, which are tested where they are made: that something was to be fetched again can be heard. */
const packages = {
  'htmx.org/dist/htmx.esm.js': join(import.meta.dirname, 'htmx.js'),
  'idiomorph/dist/idiomorph.esm.js': join(import.meta.dirname, 'idiomorph.js'),
};

/** `./parts/answering/save.js` is `save`. */
const moduleName = (file) => file.replace(/^.*\//, '').replace('.js', '');

/** The modules that are a bundle's own; what both bundles bring is told by its name in that of every page. */
function modulesOf(bundle) {
  const folder = bundle === 'app' ? 'parts' : 'parts/answering';
  return readdirSync(join(scripts, folder)).filter((name) => name.endsWith('.js')).map((name) => `./${folder}/${name}`);
}

/** The text of a bundle; run in a page it leaves its modules there as `parts`. */
export function bundle(name) {
  const entry = [`import "./${name}.js";`, ...modulesOf(name).map((file) => `export * as ${moduleName(file)} from "${file}";`)].join('\n');
  const { outputFiles } = buildSync({
    stdin: { contents: entry, resolveDir: scripts },
    alias: packages,
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'parts',
    target: 'es2022',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outputFiles[0].text;
}
