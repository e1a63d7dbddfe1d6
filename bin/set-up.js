// What a checkout needs before the program can run: its packages, a new enough Node among them, and the bundle.
// Plain JavaScript on whatever Node the machine has (20 or newer), with nothing installed yet.
import {spawnSync} from 'node:child_process';
import {copyFileSync, existsSync, readFileSync, rmSync, symlinkSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.underlay-installed`;
const lock = `${root}package-lock.json`;

/** @param {string} words */
const say = (words) => process.stderr.write(`${words}\n`);

/** @param {string} words @param {number} code @returns {never} */
function fail(words, code) {
  say(`underlay: ${words}`);
  process.exit(code);
}

/** Runs a step whose output matters only when it fails. @param {string} file @param {string[]} args @param {string} next */
function step(file, args, next) {
  const result = spawnSync(file, args, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {...process.env, NODE_ENV: ''},
  });
  if (result.status === 0) return;
  say(`${result.stdout ?? ''}${result.stderr ?? ''}${result.error ? result.error.message : ''}`);
  fail(`\`${[file, ...args].join(' ')}\` failed. ${next}`, 70);
}

/** The Node that runs the program: the one among the packages, else this one. */
function programNode() {
  const own = `${root}node_modules/.bin/node`;
  if (existsSync(own)) return own;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 15)) return process.execPath;
  return fail(
    `Node ${process.versions.node} is too old, and no packaged Node 24 exists for ${process.platform} ${process.arch}. Install Node 24.`,
    69,
  );
}

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) fail(`Node ${process.versions.node} is too old to set up. Install Node 20 or newer.`, 69);

const isFirst = !existsSync(stamp);
if (isFirst || !readFileSync(stamp).equals(readFileSync(lock))) {
  say('Underlay: installing its packages (once)…');
  step(
    'npm',
    ['ci', '--no-audit', '--no-fund', '--loglevel=error'],
    'Check the connection to the npm registry and run the same command again.',
  );
  // npm links the commands of dependencies only; this makes `npx underlay` find our own.
  const command = `${root}node_modules/.bin/underlay`;
  rmSync(command, {force: true});
  symlinkSync('../../bin/underlay', command);
  copyFileSync(lock, stamp);
}
say('Underlay: building…');
step(programNode(), [`${root}bin/build.js`], 'Is the checkout complete? `git status` tells.');

// The small network tools that labs use. Refused or impossible, it is no reason not to start: the list of labs then
// says what each one lacks, and `underlay set-up` asks again.
if (isFirst) {
  const consent = process.getuid?.() === 0 ? ['--yes'] : [];
  spawnSync(programNode(), [`${root}dist/cli.js`, 'set-up', ...consent], {cwd: root, stdio: 'inherit'});
}
