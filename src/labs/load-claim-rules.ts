import type {LabFileCheck} from './format.ts';
import {checkInSight, nodeExists, unique, type Rules} from './load-references.ts';
import {suggestion} from './load-suggestion.ts';
import type {YamlPath} from './load-yaml.ts';

/** Rules that a claim's own schema cannot know: nodes, baselines, the faults of the lab. */
export function checkClaimRules(rules: Rules, check: LabFileCheck, path: YamlPath, step: number): void {
  nodesExist(rules, check, path);
  checkBaseline(rules, check, path, step);
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
