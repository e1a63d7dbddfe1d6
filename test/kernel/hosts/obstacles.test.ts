import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {shellQuote} from '../../../src/drivers/hosts/init-scripts.ts';
import {openMachine} from '../open-machine.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/open-and-tell.ts', import.meta.url));
/** A user of the machine who may make sandboxes of his own, as an ordinary user may on the machine. */
const AS_USER = 'setpriv --reuid 1000 --regid 1000 --clear-groups --';

// Only root can make a machine of many ids whose settings may be changed.
test.runIf(process.getuid?.() === 0)(
  'an ordinary user on a machine that forbids namespaces is told which setting does',
  async () => {
    using machine = await openMachine();
    const attempt = `${AS_USER} ${process.execPath} ${FIXTURE} hostname`;
    const works = {stdout: 'inner\n', stderr: ''};
    const tell = async (text: string) => JSON.parse(await machine.script(text)) as unknown;

    expect(await tell(attempt)).toEqual(works);
    for (const kind of ['user', 'net', 'pid']) {
      const setting = `/proc/sys/user/max_${kind}_namespaces`;
      // Set back in the same script: the machine itself needs namespaces for the next one.
      const told = await tell(`before=$(cat ${setting}); echo 0 >${setting}; ${attempt}; echo "$before" >${setting}`);
      expect(told).toMatchObject({
        why: {en: `The kernel's limit on ${kind} namespaces is 0 (user.max_${kind}_namespaces).`},
        next: {zh: `提高上限：sudo sysctl -w user.max_${kind}_namespaces=10000`},
      });
    }
    expect(await tell(attempt)).toEqual(works);
  },
);

test.runIf(process.getuid?.() === 0)('root without other ids, as in a container, is refused', async () => {
  using machine = await openMachine();
  const rooted = `unshare --user --map-root-user -- ${process.execPath} ${FIXTURE}`;
  expect(JSON.parse(await machine.script(rooted))).toMatchObject({
    why: {en: expect.stringContaining('this container gives root no other ids') as string},
  });
});

test.runIf(process.getuid?.() === 0)(
  'every file system of the machine is read-only inside, with any name and flags',
  async () => {
    using machine = await openMachine();
    const mounts = `mount -t tmpfs -o nosuid,nodev,noexec,noatime,mode=777 disk /mnt
mkdir '/mnt/my disk' /mnt/ro
mount -t tmpfs -o mode=777 disk '/mnt/my disk'
mount -t tmpfs -o ro disk /mnt/ro
echo mine | tee /mnt/file >'/mnt/my disk/file'`;
    const writes =
      'for f in /mnt/file \'/mnt/my disk/file\' /mnt/ro/file; do echo x >"$f"; rm -f "$f"; done; cat /mnt/file \'/mnt/my disk/file\'';
    for (const before of ['', AS_USER]) {
      const attempt = `${before} ${process.execPath} ${FIXTURE} ${shellQuote(writes)}`;
      // Afterwards the machine itself must still be able to write what its sandbox could not.
      const after = "cat /mnt/file '/mnt/my disk/file'; echo y >/mnt/file";
      const [told = '', ...kept] = (await machine.script(`${mounts}\n${attempt}; echo\n${after}`)).split('\n');
      const {stdout, stderr} = JSON.parse(told) as {stdout: string; stderr: string};
      expect(stdout).toBe('mine\nmine\n');
      expect(stderr.match(/Read-only file system/g)).toHaveLength(5);
      expect(kept.join('\n')).toBe('mine\nmine\n');
    }
  },
);
