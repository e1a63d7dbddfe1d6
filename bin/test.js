// `npm test`: set-up, then every kind of test, one after the other, and one closing line with all their numbers.
//   npm test                     everything
//   npm test -- unit kernel      only these (types lint format unit component kernel content vm pty)
// Plain JavaScript on whatever Node the machine has: it runs before anything is installed.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {stripVTControlCharacters} from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'underlay-test-'));
process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));

/** @typedef {{name: string, passed: number, failed: number, skipped: number, failures?: string[], seconds: number}} Run */

/** @param {string} file @param {string[]} args */
const run = (file, args) =>
  spawnSync(file, args, {
    cwd: root,
    stdio: 'inherit',
    env: {...process.env, PATH: `${root}node_modules/.bin:${process.env['PATH']}`, CI: 'false', NODE_ENV: ''},
  }).status ?? 1;

/** @param {string} name @param {() => Omit<Run, 'name' | 'seconds'>} work @returns {Run} */
function timed(name, work) {
  const start = performance.now();
  console.log(`\n── ${name}`);
  const counts = work();
  return {name, ...counts, seconds: (performance.now() - start) / 1000};
}

/** One tool that either agrees or not. @param {string} file @param {string[]} args */
function tool(file, args) {
  const ok = run(file, args) === 0;
  return {passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0};
}

/** @param {string} project */
function vitest(project) {
  const report = join(scratch, `${project}.json`);
  const status = run('vitest', [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  let counts = {passed: 0, failed: 0, skipped: 0, failures: /** @type {string[]} */ ([])};
  try {
    const read = JSON.parse(readFileSync(report, 'utf8'));
    const {numPassedTests, numFailedTests, numPendingTests} = read;
    counts = {passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests, failures: failuresIn(read)};
  } catch (error) {
    console.log(`${project}: no report (${error instanceof Error ? error.message : String(error)})`);
  }
  // A suite that could not even be loaded fails no test, and a suite without tests proves nothing.
  if ((status !== 0 && counts.failed === 0) || counts.passed + counts.failed === 0) counts.failed += 1;
  return counts;
}

/**
 * One line for each test that failed, and for each file that could not be run, with the beginning of why.
 * @param {{testResults: {name: string, status: string, message: string, assertionResults: {status: string, fullName: string, failureMessages: string[]}[]}[]}} report
 */
const failuresIn = ({testResults}) =>
  testResults.flatMap(({name, status, message, assertionResults}) => {
    const file = relative(root, name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0 && status === 'failed') return [`${file}: ${beginning(message)}`];
    return failed.map((test) => `${file} > ${test.fullName}: ${beginning(test.failureMessages.join(' '))}`);
  });

/** @param {string} text */
const beginning = (text) => stripVTControlCharacters(text).replaceAll(/\s+/g, ' ').trim().slice(0, 600);

/** @type {Record<string, () => Omit<Run, 'name' | 'seconds'>>} */
const kinds = {
  types: () => tool('tsc', ['--noEmit']),
  lint: () => tool('oxlint', ['--type-aware', '--deny-warnings', 'src', 'test', 'bin']),
  format: () => tool('prettier', ['--check', '--log-level=warn', '.']),
  unit: () => vitest('unit'),
  component: () => vitest('component'),
  kernel: () => vitest('kernel'),
  content: () => vitest('content'),
  vm: () => vitest('vm'),
  pty: () => vitest('pty'),
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !(name in kinds));
if (unknown.length > 0) {
  console.error(`npm test: unknown kind ${unknown.join(', ')}. Known: ${Object.keys(kinds).join(', ')}.`);
  process.exit(2);
}

if (run('sh', ['bin/underlay', 'set-up', '--yes', '--for', 'tests']) !== 0) {
  console.error('npm test: set-up failed, see above.');
  process.exit(1);
}

const runs = (chosen.length > 0 ? chosen : Object.keys(kinds)).map((name) =>
  timed(name, /** @type {() => Run} */ (kinds[name])),
);

console.log('');
for (const failure of runs.flatMap(({failures = []}) => failures)) console.log(`✗ ${failure}`);
for (const {name, passed, failed, skipped, seconds} of runs)
  console.log(
    `${name.padEnd(10)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${String(skipped).padStart(3)} skipped ${seconds.toFixed(1).padStart(7)} s`,
  );
/** @param {'passed' | 'failed'} key */
const sum = (key) => runs.reduce((total, run) => total + run[key], 0);
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') > 0 ? 1 : 0;
