import type {MeteringRule} from '../../drivers/neutron/model.ts';
import {ApiError} from '../api-error.ts';
import {formatCidr, overlap, parseCidr} from '../addresses/ip.ts';
import {isAdmin} from '../caller.ts';
import type {Caller} from '../caller.ts';
import type {MeteringLabelRecord, MeteringRuleRecord} from '../store/records.ts';
import type {Tables} from '../store/tables.ts';
import type {Work} from '../work.ts';
import type {Resource, Values} from './body.ts';
import {enforce} from './body.ts';
import type {Collection} from './collections.ts';
import {neutronErrors} from './errors.ts';
import {STANDARD} from './resources.ts';
import * as check from './validators.ts';
import type {View} from './views.ts';

/** Metering labels and their rules: what routers count at their gateways (neutron-lib's metering and its extensions). */

const fixed = {post: true, put: false, filter: true, sort: true} as const;
const id = {post: false, put: false, filter: true, sort: true} as const;
const {tenant_id, project_id} = STANDARD;

const LABEL: Resource = {
  name: 'metering_label',
  plural: 'metering_labels',
  attributes: {
    id,
    name: {...fixed, default: '', validate: check.string(255), policy: 'admin'},
    description: {...fixed, default: '', validate: check.string(1024)},
    shared: {...fixed, default: false, convert: check.toBoolean},
    tenant_id,
    project_id,
  },
};

const prefix = {
  ...fixed,
  default: null,
  validate: (value: unknown) => (value === null ? undefined : check.subnet(value)),
} as const;

const RULE: Resource = {
  name: 'metering_label_rule',
  plural: 'metering_label_rules',
  attributes: {
    id,
    metering_label_id: {...fixed, validate: check.uuid},
    direction: {...fixed, validate: check.oneOf(['ingress', 'egress']), policy: 'admin'},
    excluded: {...fixed, default: false, convert: check.toBoolean},
    remote_ip_prefix: prefix,
    source_ip_prefix: prefix,
    destination_ip_prefix: prefix,
    tenant_id,
    project_id,
  },
};

const errors = {
  labelNotFound: (label: string) =>
    new ApiError(404, 'MeteringLabelNotFound', `Metering label ${label} does not exist.`),
  ruleNotFound: (rule: string) =>
    new ApiError(404, 'MeteringLabelRuleNotFound', `Metering label rule ${rule} does not exist.`),
  overlaps: (prefixText: string) =>
    new ApiError(
      409,
      'MeteringLabelRuleOverlaps',
      `Metering label rule with remote_ip_prefix '${prefixText}' overlaps another.`,
    ),
};

const sees = (caller: Caller, label: MeteringLabelRecord): boolean =>
  isAdmin(caller) || label.shared || label.projectId === caller.projectId;

function visibleLabel(tables: Tables, caller: Caller, labelId: string): MeteringLabelRecord {
  const label = tables.meteringLabels.get(labelId);
  if (label === undefined || !sees(caller, label)) throw errors.labelNotFound(labelId);
  return label;
}

function visibleRule(tables: Tables, caller: Caller, ruleId: string): MeteringRuleRecord {
  const rule = tables.meteringRules.get(ruleId);
  const label = rule && tables.meteringLabels.get(rule.labelId);
  if (rule === undefined || label === undefined || !sees(caller, label)) throw errors.ruleNotFound(ruleId);
  return rule;
}

function createLabel(work: Work, caller: Caller, values: Values): MeteringLabelRecord {
  const projectId = String(values['project_id']);
  enforce(LABEL, 'create', values, caller, {owner: projectId});
  const label: MeteringLabelRecord = {
    id: work.chance.uuid(),
    name: String(values['name']),
    description: String(values['description']),
    projectId,
    shared: values['shared'] === true,
  };
  work.tables.meteringLabels.put(label);
  return label;
}

const canonical = (value: unknown): string | null => {
  const cidr = typeof value === 'string' ? parseCidr(value) : undefined;
  return cidr === undefined ? null : formatCidr(cidr);
};

function createRule(work: Work, caller: Caller, values: Values): MeteringRuleRecord {
  const {tables} = work;
  const label = visibleLabel(tables, caller, String(values['metering_label_id']));
  enforce(RULE, 'create', values, caller, {owner: label.projectId});
  const remote = canonical(values['remote_ip_prefix']);
  const source = canonical(values['source_ip_prefix']);
  const destination = canonical(values['destination_ip_prefix']);
  if (remote !== null && (source !== null || destination !== null))
    throw neutronErrors.httpBadRequest(
      "Cannot use 'remote-ip-prefix' in conjunction with 'source-ip-prefix' or 'destination-ip-prefix'.",
    );
  if ([remote, source, destination].every((one) => one === null))
    throw neutronErrors.httpBadRequest(
      "You must define at least one of the following parameters 'remote_ip_prefix', or 'source_ip_prefix' or 'destination_ip_prefix'.",
    );
  const rule: MeteringRuleRecord = {
    id: work.chance.uuid(),
    projectId: label.projectId,
    labelId: label.id,
    direction: values['direction'] as MeteringRule['direction'],
    excluded: values['excluded'] === true,
    remote,
    source,
    destination,
  };
  refuseOverlap(tables, rule);
  tables.meteringRules.put(rule);
  return rule;
}

/** Rules of the old form are counted once a label, direction and kind. */
function refuseOverlap(tables: Tables, rule: MeteringRuleRecord): void {
  const own = parseCidr(rule.remote ?? '');
  if (own === undefined || rule.remote === null) return;
  for (const other of tables.meteringRules.find('label', rule.labelId)) {
    const block = parseCidr(other.remote ?? '');
    if (other.direction !== rule.direction || other.excluded !== rule.excluded || block === undefined) continue;
    if (overlap(own, block)) throw errors.overlaps(rule.remote);
  }
}

const viewLabel = (label: MeteringLabelRecord): View => ({
  id: label.id,
  name: label.name,
  description: label.description,
  tenant_id: label.projectId,
  shared: label.shared,
  project_id: label.projectId,
});

const viewRule = (rule: MeteringRuleRecord): View => ({
  id: rule.id,
  metering_label_id: rule.labelId,
  direction: rule.direction,
  remote_ip_prefix: rule.remote,
  source_ip_prefix: rule.source,
  destination_ip_prefix: rule.destination,
  excluded: rule.excluded,
});

/** Neither can be changed. */
function refuseUpdate(values: Values): never {
  const [name = 'id'] = Object.keys(values);
  throw neutronErrors.httpBadRequest(`Cannot update read-only attribute ${name}`);
}

export const METERING_COLLECTIONS: readonly Collection[] = [
  {
    path: 'metering/metering-labels',
    resource: LABEL,
    operations: {
      list: (tables, caller) =>
        [...tables.meteringLabels.values()].filter((label) => sees(caller, label)).map(viewLabel),
      show: (tables, caller, labelId) => viewLabel(visibleLabel(tables, caller, labelId)),
      create: (work, caller, values) => createLabel(work, caller, values).id,
      update: (_work, _caller, _id, values) => refuseUpdate(values),
      delete({tables}, caller, labelId) {
        const label = visibleLabel(tables, caller, labelId);
        enforce(LABEL, 'delete', {}, caller, {owner: label.projectId});
        for (const rule of tables.meteringRules.find('label', label.id)) tables.meteringRules.delete(rule.id);
        tables.meteringLabels.delete(label.id);
      },
    },
  },
  {
    path: 'metering/metering-label-rules',
    resource: RULE,
    operations: {
      list: (tables, caller) =>
        [...tables.meteringRules.values()]
          .filter((rule) => {
            const label = tables.meteringLabels.get(rule.labelId);
            return label !== undefined && sees(caller, label);
          })
          .map(viewRule),
      show: (tables, caller, ruleId) => viewRule(visibleRule(tables, caller, ruleId)),
      create: (work, caller, values) => createRule(work, caller, values).id,
      update: (_work, _caller, _id, values) => refuseUpdate(values),
      delete({tables}, caller, ruleId) {
        const rule = visibleRule(tables, caller, ruleId);
        enforce(RULE, 'delete', {}, caller, {owner: rule.projectId});
        tables.meteringRules.delete(rule.id);
      },
    },
  },
];
