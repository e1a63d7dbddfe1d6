import {MOST_CARDS} from '../drivers/hosts/vm/qemu.ts';
import {LINK_NAME, WIRE, nodesOf, type LabFile, type LabFileLine, type LabFileStep} from './format.ts';
import type {LabError} from './lab-error.ts';
import {checkClaimRules} from './load-claim-rules.ts';
import {noCheck, nodeExists, unique, type Rules} from './load-references.ts';
import {suggestion} from './load-suggestion.ts';
import type {YamlFile, YamlPath} from './load-yaml.ts';

/** What the schema cannot say: names that must exist, be unique or be proved. `lab` is the file as written, unfilled. */
export function checkRules(lab: LabFile, yaml: YamlFile, modules: readonly string[]): readonly LabError[] {
  const errors: LabError[] = [];
  const rules: Rules = {
    lab,
    nodes: nodesOf(lab),
    fail: (path, message) => {
      errors.push(yaml.errorAt(path, message));
    },
  };
  if (!modules.includes(lab.module))
    rules.fail(['module'], `no module is called \`${lab.module}\`${suggestion(lab.module, modules)}`);
  unique(rules, 'node', lab.nodes ?? [], (index) => ['nodes', index]);
  for (const list of ['needs', 'tools'] as const) unique(rules, 'entry', lab[list], (index) => [list, index]);
  checkCloudSwitches(rules);
  checkWires(rules);
  checkMachines(rules);
  checkSwitches(rules);
  for (const [index, script] of (lab.setup ?? []).entries()) nodeExists(rules, script.node, ['setup', index, 'node']);
  checkFaults(rules);
  unique(
    rules,
    'step',
    lab.steps.map(({id}) => id),
    (index) => ['steps', index, 'id'],
  );
  for (const [index, step] of lab.steps.entries()) checkStep(rules, step, index);
  return errors;
}

/** What a cloud of Open vSwitch takes, the doctor must hear of before the lab is opened. */
function checkCloudSwitches({lab, fail}: Rules): void {
  if (lab.cloud?.mechanism !== 'openvswitch') return;
  if (!lab.needs.includes('tun')) fail(['needs'], '`mechanism: openvswitch` needs `tun`');
  for (const tool of ['ovs-vsctl', 'ethtool'])
    if (!lab.tools.includes(tool)) fail(['tools'], `\`mechanism: openvswitch\` takes the tool \`${tool}\``);
}

function checkWires({lab, nodes, fail}: Rules): void {
  const ends = new Set<string>();
  for (const [index, wire] of (lab.wires ?? []).entries()) {
    const path = ['wires', index];
    const [, fromNode = '', fromLink = '', toNode = '', toLink = ''] = WIRE.exec(wire) ?? [];
    for (const [node, link] of [
      [fromNode, fromLink],
      [toNode, toLink],
    ] as const) {
      if (!nodes.includes(node)) fail(path, `no node is called \`${node}\`${suggestion(node, nodes)}`);
      if (!LINK_NAME.test(link))
        fail(path, `\`${link}\` cannot be an interface name: 1 to 15 characters without white space, \`/\` and \`:\``);
      if (link === 'lo') fail(path, 'every node has its own `lo` already');
      const end = `${node}:${link}`;
      if (ends.has(end)) fail(path, `the interface name \`${end}\` is given twice`);
      ends.add(end);
    }
  }
}

/** Each takes a gigabyte and a processor. */
const MOST_MACHINES = 3;

function checkMachines({lab, nodes, fail}: Rules): void {
  if (lab.machines !== true) return;
  if (lab.cloud !== undefined) fail(['machines'], 'the servers of a `cloud` cannot be machines of their own');
  else if (nodes.length < 2 || nodes.length > MOST_MACHINES)
    fail(['machines'], `machines of their own are 2 to ${MOST_MACHINES} nodes, not ${nodes.length}`);
  if (lab.needs.includes('libvirt')) fail(['machines'], 'a machine of its own is a VM, which has no `libvirt`');
  const ends = (lab.wires ?? []).flatMap((wire) => {
    const [, from = '', , to = ''] = WIRE.exec(wire) ?? [];
    return from === to ? [] : [from, to];
  });
  for (const node of nodes) {
    const count = ends.filter((end) => end === node).length;
    if (count > MOST_CARDS)
      fail(['wires'], `\`${node}\` has ${count} cables to other machines, and places for ${MOST_CARDS} network cards`);
  }
}

function checkSwitches(rules: Rules): void {
  const {lab, fail} = rules;
  const switches = lab.openvswitch ?? [];
  unique(rules, 'entry', switches, (index) => ['openvswitch', index]);
  for (const [index, node] of switches.entries()) nodeExists(rules, node, ['openvswitch', index]);
  if (switches.length > 0 && !lab.needs.includes('openvswitch'))
    fail(['openvswitch'], 'a lab with an Open vSwitch must have `openvswitch` among its `needs`');
}

function checkFaults(rules: Rules): void {
  const {lab, fail} = rules;
  const faults = lab.faults ?? [];
  unique(
    rules,
    'fault',
    faults.map(({id}) => id),
    (index) => ['faults', index, 'id'],
  );
  const usesFault = lab.steps.some(({solve}) => typeof solve === 'string');
  if (faults.length > 0 && !lab.steps.some(({solve}) => solve === 'mend'))
    fail(['faults'], 'no step has `solve: mend`, so no fault is ever mended');
  if (faults.length === 0 && usesFault) {
    const index = lab.steps.findIndex(({solve}) => typeof solve === 'string');
    fail(['steps', index, 'solve'], 'a step that mends or diagnoses needs `faults`');
  }
  const mendable = lab.steps.filter(({solve}) => solve === 'mend').flatMap(({checks}) => checks.map(({id}) => id));
  for (const [index, fault] of faults.entries()) {
    if (fault.calls !== undefined && lab.cloud === undefined)
      fail(['faults', index, 'calls'], 'only a `cloud` can be called');
    for (const [at, script] of (fault.inject ?? []).entries())
      nodeExists(rules, script.node, ['faults', index, 'inject', at, 'node']);
    checkLines(rules, fault.mend, ['faults', index, 'mend'], mendable, 'may prepare');
    if (!fault.mend.some(({proves}) => (proves ?? []).length > 0))
      fail(['faults', index, 'mend'], `no line of the mend of \`${fault.id}\` proves a check`);
  }
}

function checkStep(rules: Rules, step: LabFileStep, index: number): void {
  const {lab, fail} = rules;
  const path: YamlPath = ['steps', index];
  const ids = step.checks.map(({id}) => id);
  unique(rules, 'check', ids, (at) => [...path, 'checks', at, 'id']);
  if (Array.isArray(step.solve)) checkLines(rules, step.solve, [...path, 'solve'], ids, 'must prove');
  for (const [at, mutant] of (step.mutants ?? []).entries()) {
    const mutantPath = [...path, 'mutants', at];
    for (const [position, id] of mutant.fails.entries())
      if (!ids.includes(id)) fail([...mutantPath, 'fails', position], noCheck(id, step.id, ids));
    for (const [position, line] of mutant.solve.entries())
      if (typeof line === 'object' && line.node !== undefined)
        nodeExists(rules, line.node, [...mutantPath, 'solve', position, 'node']);
    const faults = (lab.faults ?? []).map(({id}) => id);
    if (mutant.fault !== undefined && !faults.includes(mutant.fault))
      fail([...mutantPath, 'fault'], `no fault is called \`${mutant.fault}\`${suggestion(mutant.fault, faults)}`);
  }
  if (step.predict !== undefined) {
    unique(rules, 'option', step.predict.options, (at) => [...path, 'predict', 'options', at]);
    if (!step.predict.options.includes(step.predict.answer))
      fail(
        [...path, 'predict', 'answer'],
        `\`${step.predict.answer}\` is none of the options${suggestion(step.predict.answer, step.predict.options)}`,
      );
  }
  const proved = new Set(provedChecks(lab, step));
  // A misspelt name in `proves` was told already; that its check is proved by nothing follows from it.
  const areNamesRight = [...proved].every((id) => ids.includes(id) || step.solve === 'mend');
  for (const [at, check] of step.checks.entries()) {
    const checkPath = [...path, 'checks', at];
    checkClaimRules(rules, check, checkPath, index);
    if (!areNamesRight) continue;
    if (check.holds && !proved.has(check.id))
      fail(
        [...checkPath, 'holds'],
        `the check \`${check.id}\` holds before the step and nothing breaks it: name it in a mutant's \`fails\``,
      );
    else if (!proved.has(check.id) && !(step.solve === 'diagnose' && check.claim === 'diagnosis'))
      fail(checkPath, `the check \`${check.id}\` is proved by no line of the solve and fails in no mutant`);
  }
}

/** Ids that a line proves or a mutant fails; a diagnosis is proved by verification's own wrong answers. */
function provedChecks(lab: LabFile, step: LabFileStep): readonly string[] {
  const lines: readonly LabFileLine[] = Array.isArray(step.solve)
    ? step.solve
    : step.solve === 'mend'
      ? (lab.faults ?? []).flatMap(({mend}) => mend)
      : [];
  return [...lines.flatMap((line) => line.proves ?? []), ...(step.mutants ?? []).flatMap(({fails}) => fails)];
}

function checkLines(
  rules: Rules,
  lines: readonly LabFileLine[],
  path: YamlPath,
  ids: readonly string[],
  duty: 'must prove' | 'may prepare',
): void {
  const {fail} = rules;
  const owner = path[0] === 'steps' ? (rules.lab.steps[Number(path[1])]?.id ?? '') : 'mend';
  for (const [index, line] of lines.entries()) {
    const linePath = [...path, index];
    if (line.node !== undefined) nodeExists(rules, line.node, [...linePath, 'node']);
    for (const [at, id] of (line.proves ?? []).entries())
      if (!ids.includes(id)) fail([...linePath, 'proves', at], noCheck(id, owner, ids));
    if (line.looks && line.proves !== undefined)
      fail([...linePath, 'looks'], 'a line either looks or proves; leave one out');
    const silent = line.proves === undefined || (line.proves.length === 0 && duty === 'must prove');
    if (!line.looks && silent) fail(linePath, 'the line proves nothing: name checks in `proves`, or say `looks: true`');
    const answered = /^underlay answer (\S+)/.exec(line.run)?.[1];
    if (answered !== undefined && !ids.includes(answered)) fail([...linePath, 'run'], noCheck(answered, owner, ids));
  }
}
