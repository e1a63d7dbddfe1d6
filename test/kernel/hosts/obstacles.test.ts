import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {shellQuote} from '../../../src/drivers/hosts/init-scripts.ts';
import {openTestSandbox, script} from '../open-sandbox.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/open-and-tell.ts', import.meta.url));
/** A user of the sandbox who may make sandboxes of his own, as an ordinary user may on the machine. */
const AS_USER = 'setpriv --reuid 1000 --regid 1000 --clear-groups --';

// A sandbox of many ids is needed for this: a small machine whose settings may be changed.
test.runIf(process.getuid?.() === 0)(
  'an ordinary user on a machine that forbids namespaces is told which setting does',
  async () => {
    await using host = await openTestSandbox(['machine']);
    const node = host.node('machine');
    const attempt = async () =>
      JSON.parse(await script(node, `${AS_USER} ${process.execPath} ${FIXTURE} hostname`)) as unknown;

    expect(await attempt()).toEqual({stdout: 'inner\n', stderr: ''});
    for (const kind of ['user', 'net', 'pid']) {
      const setting = `/proc/sys/user/max_${kind}_namespaces`;
      const before = await script(node, `cat ${setting}; echo 0 >${setting}`);
      expect(await attempt()).toMatchObject({
        why: {en: `The kernel's limit on ${kind} namespaces is 0 (user.max_${kind}_namespaces).`},
        next: {zh: `提高上限：sudo sysctl -w user.max_${kind}_namespaces=10000`},
      });
      await script(node, `echo ${before.trim()} >${setting}`);
    }
    expect(await attempt()).toEqual({stdout: 'inner\n', stderr: ''});
  },
);

test.runIf(process.getuid?.() === 0)('root without other ids, as in a container, is refused', async () => {
  await using host = await openTestSandbox(['machine']);
  const rooted = `unshare --user --map-root-user -- ${process.execPath} ${FIXTURE}`;
  expect(JSON.parse(await script(host.node('machine'), rooted))).toMatchObject({
    why: {en: expect.stringContaining('this container gives root no other ids') as string},
  });
});

test.runIf(process.getuid?.() === 0)(
  'every file system of the machine is read-only inside, with any name and flags',
  async () => {
    await using host = await openTestSandbox(['machine']);
    const node = host.node('machine');
    await script(
      node,
      `mount -t tmpfs -o nosuid,nodev,noexec,noatime,mode=777 disk /mnt
mkdir '/mnt/my disk' /mnt/ro
mount -t tmpfs -o mode=777 disk '/mnt/my disk'
mount -t tmpfs -o ro disk /mnt/ro
echo mine | tee /mnt/file >'/mnt/my disk/file'`,
    );
    const writes =
      'for f in /mnt/file \'/mnt/my disk/file\' /mnt/ro/file; do echo x >"$f"; rm -f "$f"; done; cat /mnt/file \'/mnt/my disk/file\'';
    for (const before of ['', AS_USER]) {
      const {stdout, stderr} = JSON.parse(
        await script(node, `${before} ${process.execPath} ${FIXTURE} ${shellQuote(writes)}`),
      ) as {stdout: string; stderr: string};
      expect(stdout).toBe('mine\nmine\n');
      expect(stderr.match(/Read-only file system/g)).toHaveLength(5);
    }
    expect(await script(node, "cat /mnt/file '/mnt/my disk/file'; echo y >/mnt/file")).toBe('mine\nmine\n');
  },
);
