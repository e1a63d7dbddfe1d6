import {parseArgs} from 'node:util';
import {isFigure, isMet} from './figure.ts';
import type {Figure, Unmeasured} from './figure.ts';
import {machine, machineLine} from './machine.ts';
import type {Bench, Row} from './row.ts';
import {bridgeRow} from './rows/bridge.ts';
import {changeRow} from './rows/change.ts';
import {checksRow} from './rows/checks.ts';
import {cloudRow} from './rows/cloud.ts';
import {keysRow} from './rows/keys.ts';
import {killRow} from './rows/kill.ts';
import {memoryRow} from './rows/memory.ts';
import {replayRow} from './rows/replay.ts';
import {snapshotRow} from './rows/snapshot.ts';
import {startRow} from './rows/start.ts';
import {verifyRow} from './rows/verify.ts';
import {table} from './table.ts';
import type {RowOutcome} from './table.ts';
import {openWorkspace} from './workspace.ts';

const ROWS: readonly Row[] = [
  bridgeRow,
  snapshotRow,
  changeRow,
  startRow,
  checksRow,
  cloudRow,
  replayRow,
  keysRow,
  memoryRow,
  verifyRow,
  killRow,
];

const HELP = `npm run bench -- [--only ROW…] [--json] [--kills NUMBER] [--effort FACTOR]

Measures the rows of the targets on this machine and prints one table.
  --only ROW…       these rows only
  --json            the same as JSON
  --kills NUMBER    how often the program is killed in the row "kill" (50)
  --effort FACTOR   repeats everything so many times as often (1)

Rows:
${ROWS.map(({name, about}) => `  ${name.padEnd(10)} ${about}`).join('\n')}

Exit codes: 0 measured, whether targets are met or not; 2 wrong command line; 3 something could not be measured.`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

function usage(problem: string): never {
  say(`bench: ${problem}\n\n${HELP}`);
  process.exit(2);
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        only: {type: 'string', multiple: true},
        json: {type: 'boolean'},
        kills: {type: 'string', default: '50'},
        effort: {type: 'string', default: '1'},
        help: {type: 'boolean', short: 'h'},
      },
    });
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
}

const {values, positionals} = readArguments();
if (values.help === true) {
  process.stdout.write(`${HELP}\n`);
  process.exit(0);
}
if (positionals.length > 0 && values.only === undefined) usage(`unknown: ${positionals.join(' ')}`);
const names = [...(values.only ?? []), ...positionals];
for (const name of names) if (!ROWS.some((row) => row.name === name)) usage(`there is no row "${name}"`);
const kills = Number(values.kills);
const effort = Number(values.effort);
if (!Number.isInteger(kills) || kills < 1) usage(`--kills ${values.kills}: a whole number from 1`);
if (!(effort > 0)) usage(`--effort ${values.effort}: a number above 0`);

// What is started ends with the process that started it, so all that is left to do is to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

const about = machine();
const outcomes: RowOutcome[] = [];
{
  using workspace = openWorkspace();
  for (const row of ROWS) {
    if (names.length > 0 && !names.includes(row.name)) continue;
    say(`${row.name}: ${row.about}…`);
    outcomes.push({row: row.name, outcomes: await outcomesOf(row, {workspace, kills, effort})});
  }
}

async function outcomesOf(row: Row, bench: Bench): Promise<readonly (Figure | Unmeasured)[]> {
  const found: (Figure | Unmeasured)[] = [];
  try {
    for await (const outcome of row.measure(bench)) found.push(outcome);
  } catch (error) {
    found.push({measured: row.about, why: error instanceof Error ? error.message : String(error)});
  }
  return found;
}

/** For readers of the JSON: whether each target is met, and what could not be measured with its reason. */
function judged({row, outcomes: all}: RowOutcome) {
  return {
    row,
    figures: all.filter(isFigure).map((figure) => ({...figure, met: isMet(figure)})),
    unmeasured: all.filter((outcome) => !isFigure(outcome)),
  };
}

process.stdout.write(
  values.json === true
    ? `${JSON.stringify({machine: about, rows: outcomes.map(judged)}, undefined, 2)}\n`
    : `${machineLine(about)}\n\n${table(outcomes)}\n`,
);
let isWhole = true;
for (const {row, outcomes: all} of outcomes)
  for (const outcome of all) {
    if (isFigure(outcome)) continue;
    isWhole = false;
    say(`${row}: ${outcome.measured}: could not be measured: ${outcome.why}`);
  }
// A pty that is still closing must not keep the bench from ending.
process.exit(isWhole ? 0 : 3);
