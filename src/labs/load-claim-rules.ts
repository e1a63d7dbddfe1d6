import {OUTPUT_TIMEOUT_MS} from './claims/output.ts';
import type {LabFileCheck} from './format.ts';
import {checkInSight, nodeExists, unique, type Rules} from './load-references.ts';
import {suggestion} from './load-suggestion.ts';
import type {YamlPath} from './load-yaml.ts';

/** Rules that a claim's own schema cannot know: nodes, baselines, the faults of the lab. */
export function checkClaimRules(rules: Rules, check: LabFileCheck, path: YamlPath, step: number): void {
  nodesExist(rules, check, path);
  checkBaseline(rules, check, path, step);
  if (check.claim === 'output') endsInTime(rules, check.run, [...path, 'run']);
  if (check.claim === 'quiz') unique(rules, 'option', check.options, (at) => [...path, 'options', at]);
  if (check.claim === 'diagnosis') {
    unique(rules, 'option', check.options, (at) => [...path, 'options', at]);
    const faults = rules.lab.faults ?? [];
    if (faults.length === 0) rules.fail(path, 'a diagnosis needs `faults`');
    for (const word of new Set(faults.map((fault) => (check.about === 'layer' ? fault.layer : fault.id))))
      if (!check.options.includes(word))
        rules.fail([...path, 'options'], `the options lack \`${word}\`, which is the ${check.about} of a fault`);
  }
}

/** `node` at the check itself and inside `peer`, `mac-of`… */
function nodesExist(rules: Rules, value: unknown, path: YamlPath): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'node' && typeof inner === 'string') nodeExists(rules, inner, [...path, key]);
    else nodesExist(rules, inner, [...path, key]);
  }
}

/** `timeout` of coreutils with its options, how long, and in which unit. */
const TIMEOUT = /(?<![\w.-])timeout(?:\s+(?:-[ks]\s+\S+|-\S+))*\s+(?<time>\d+(?:\.\d+)?)(?<unit>[smhd]?)(?![\w.])/g;
const UNIT_MS: Readonly<Record<string, number>> = {m: 60_000, h: 3_600_000, d: 86_400_000};

/** A line that would wait longer than it may is stopped first: the check could not look, and never says not met. */
function endsInTime({fail}: Rules, run: string, path: YamlPath): void {
  for (const {groups} of run.matchAll(TIMEOUT)) {
    const {time = '', unit = ''} = groups ?? {};
    if (Number(time) * (UNIT_MS[unit] ?? 1000) > OUTPUT_TIMEOUT_MS)
      fail(path, `\`timeout ${time}${unit}\` waits longer than a check may: ${OUTPUT_TIMEOUT_MS / 1000} seconds`);
  }
}

/** A probe that must find nothing is worth something only after the same way was seen to work. */
function checkBaseline(rules: Rules, check: LabFileCheck, path: YamlPath, step: number): void {
  const positive = isPositiveProbe(check);
  const baseline = 'baseline' in check ? check.baseline : undefined;
  // That a negative probe names one at all is its schema's rule.
  if (positive === undefined || baseline === undefined) return;
  const known = rules.lab.steps
    .slice(0, step + 1)
    .flatMap(({checks}) =>
      checks.filter((other) => isPositiveProbe(other) === true && other.id !== check.id).map(({id}) => id),
    );
  const found = checkInSight(rules.lab, step, baseline);
  if (found === undefined)
    rules.fail(
      [...path, 'baseline'],
      `neither this nor an earlier step has a check \`${baseline}\`${suggestion(baseline, known)}`,
    );
  else if (isPositiveProbe(found) !== true)
    rules.fail(
      [...path, 'baseline'],
      `\`${baseline}\` does not prove that something answers${suggestion(baseline, known)}`,
    );
}

/** Whether a probe wants an answer; undefined for what is no probe. */
export function isPositiveProbe(check: LabFileCheck): boolean | undefined {
  switch (check.claim) {
    case 'ping':
      return check.reply;
    case 'tcp':
      return check.connects;
    case 'http':
      return check.answers ?? true;
    default:
      return undefined;
  }
}
