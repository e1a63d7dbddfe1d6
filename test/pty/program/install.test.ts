import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {KEY, openEmulator, type Emulator} from '../emulator.ts';

const LAUNCHER = fileURLToPath(new URL('../../../bin/underlay', import.meta.url));

/** An ordinary user gets all of their ids, so that labs can run inside. */
const OWN_MOUNTS = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--map-auto', '--mount'];

/**
 * Opens a lab that needs traceroute on a machine without it, in which apt-get is a script: in a mount namespace of its
 * own, in which the real program is covered and /usr/local/bin is empty. Nothing of the machine itself changes.
 */
function openWithout(apt: string): Emulator {
  const folder = mkdtempSync(join(tmpdir(), 'underlay-install-'));
  writeFileSync(join(folder, 'apt-get'), `#!/bin/sh\n${apt}\n`, {mode: 0o755});
  const script = `
    mount -t tmpfs none /usr/local/bin && cp ${folder}/apt-get /usr/local/bin/ || exit 9
    for path in $(which -a traceroute | xargs -r -n1 readlink -f | sort -u); do mount --bind /dev/null "$path" || exit 9; done
    exec sh ${LAUNCHER} run router`;
  const emulator = openEmulator('unshare', [...OWN_MOUNTS, 'sh', '-c', script], {
    columns: 120,
    rows: 36,
    env: {
      ...process.env,
      PATH: `/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin`,
      CI: 'false',
      VITEST: undefined,
      NODE_ENV: undefined,
      LANG: 'C.UTF-8',
      UNDERLAY_HOME: folder,
    },
  });
  return {
    ...emulator,
    get bytes() {
      return emulator.bytes;
    },
    async [Symbol.asyncDispose]() {
      await emulator[Symbol.asyncDispose]();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

const INSTALLS = `
case "$*" in *--assume-no*) echo 'Need to get 60.1 kB of archives.'; echo 'After this operation, 180 kB of additional disk space will be used.'; exit 1;; esac
for number in 1 2 3 4 5 6 7 8; do printf "Setting up traceroute. Password $number? "; read -r word; echo "got $word"; done
printf '#!/bin/sh\\n' >/usr/local/bin/traceroute; chmod 755 /usr/local/bin/traceroute`;

test('a lab that lacks a program asks, hands the terminal to the installation, and opens', async () => {
  await using window = openWithout(INSTALLS);
  // The launcher may have to build first.
  await window.shows('stays untouched', 60_000);
  window.press(KEY.enter);
  await window.shows('Install them now?');
  await window.shows('60.1 kB to load, 180 kB on the disk');
  expect(window.screen()).toContain('Debian packages: traceroute');
  window.press('y');
  // The installation has the learner's own terminal, alone, and asks.
  for (let number = 1; number <= 8; number += 1) {
    await window.shows(`Password ${number}?`);
    expect(window.isAlternate()).toBe(false);
    window.press(`secret-${number}${KEY.enter}`);
    await window.shows(`got secret-${number}`);
  }
  await window.shows('step 1 of', 30_000);
  expect(window.isAlternate()).toBe(true);
});

test('a failure waits to be read, and comes back to the list with the command', async () => {
  await using window = openWithout('echo "E: Unable to locate package" >&2; exit 100');
  // The launcher may have to build first.
  await window.shows('stays untouched', 60_000);
  window.press(KEY.enter);
  await window.shows('Install them now?');
  window.press('y');
  await window.shows('E: Unable to locate package');
  await window.shows('Press Enter to go back to the labs.');
  window.press(KEY.enter);
  await window.shows('! The installation did not succeed (exit code 100). Install with: sudo apt-get');
  expect(window.isAlternate()).toBe(true);
  window.press('q');
  expect(await window.exited).toBe(0);
});
