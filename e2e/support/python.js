// A Python with openpyxl: a program that writes and reads workbooks as other people's programs do.

import { execFileSync, spawnSync } from 'node:child_process';

/** Debian's own has it from the package; another Python that comes first may have it from elsewhere. */
const program = ['/usr/bin/python3', 'python3'].find((name) => spawnSync(name, ['-c', 'import openpyxl']).status === 0) ?? 'python3';

/** Runs a script and returns what it prints. */
export const python = (script, ...words) => execFileSync(program, ['-c', script, ...words], { encoding: 'utf8' });
