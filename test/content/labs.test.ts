import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {openSandbox} from '../../src/drivers/hosts/sandbox.ts';
import {watch} from '../../src/drivers/kernel/watch.ts';
import {loadCatalog} from '../../src/labs/catalog.ts';
import {labJsonSchema} from '../../src/labs/format.ts';
import {formatLabError} from '../../src/labs/lab-error.ts';
import {reportText} from '../../src/labs/verify/format-report.ts';
import {HOSTS_AT_A_TIME, openPool} from '../../src/labs/verify/pool.ts';
import {verifyLab} from '../../src/labs/verify/verify-lab.ts';

const CONTENT = join(import.meta.dirname, '../../labs-content');
const catalog = await loadCatalog(CONTENT);

it('every lab loads in both languages', () => {
  expect(catalog.broken.flatMap(({errors}) => errors.map(formatLabError))).toEqual([]);
  expect(catalog.labs.length).toBeGreaterThan(0);
});

it('every module has a lab', () => {
  expect(catalog.modules.map(({id}) => id)).toEqual([...new Set(catalog.labs.map((lab) => lab.module))]);
});

it('lab.schema.json is what the program makes of its schema (vitest -u writes it)', async () => {
  await expect(`${JSON.stringify(labJsonSchema(), undefined, 2)}\n`).toMatchFileSnapshot(
    join(CONTENT, 'lab.schema.json'),
  );
});

// Together, because a host waits most of its time for pings that must not be answered; the pool keeps them few.
describe.concurrent('every step fails before its solve, passes after it, and fails for every wrong way', () => {
  const pool = openPool(HOSTS_AT_A_TIME);
  it.for(catalog.labs.map((lab) => ({id: lab.id, lab})))('$id', {timeout: 900_000}, async ({lab}, {expect}) => {
    const report = await verifyLab(lab, {openHost: openSandbox, watch}, {pool});
    expect(report.verdict, reportText([report]).en).toBe('ok');
  });
});
