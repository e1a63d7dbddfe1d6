import {chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {installScript} from './debian-packages.ts';
import {runProcess} from './run.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'underlay-install-'));
  writeFileSync(join(folder, 'units'), 'old.service\nssh.service\n');
  // A system that starts and enables what is installed, as Debian's does.
  program(
    'apt-get',
    `[ -x ${folder}/policy ] && ! ${folder}/policy && echo kept-off >>${folder}/did
printf '%s\\n' daemon.service helper.service >>${folder}/units
exit $(cat ${folder}/code 2>/dev/null || echo 0)`,
  );
  program(
    'systemctl',
    `case $1 in
  list-unit-files) sed 's/$/ enabled enabled/' ${folder}/units ;;
  is-enabled) [ "$3" != helper.service ] ;;
  *) echo "$*" >>${folder}/did ;;
esac`,
  );
});
afterEach(() => {
  rmSync(folder, {recursive: true});
});

function program(name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

const install = () =>
  runProcess(['sh', '-c', installScript(['thing'], join(folder, 'policy'))], {
    env: {PATH: `${folder}:${process.env['PATH']}`},
  });
const did = () => readFileSync(join(folder, 'did'), 'utf8').trim().split('\n');

test('services are kept off while packages are set up; new ones that came enabled are disabled, others are left alone', async () => {
  expect((await install()).exitCode).toBe(0);
  expect(did()).toEqual(['kept-off', 'disable daemon.service']);
  expect(existsSync(join(folder, 'policy'))).toBe(false);
});

test('a policy that was there stays; a failure stays one', async () => {
  program('policy', 'exit 101');
  writeFileSync(join(folder, 'code'), '100');
  expect((await install()).exitCode).toBe(100);
  expect(existsSync(join(folder, 'policy'))).toBe(true);
  expect(did()).toContain('disable daemon.service');
});
