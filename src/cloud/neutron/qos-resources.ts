import type {QosRule} from '../../drivers/neutron/model.ts';
import type {Attribute} from './attribute.ts';
import type {Resource} from './body.ts';
import {STANDARD} from './resources.ts';
import * as check from './validators.ts';
import {show} from './python-text.ts';

/** The attribute maps of QoS policies and of each type of rule (neutron-lib, api/definitions/qos*.py). */

const flag: Attribute = {post: true, put: true, default: false, convert: check.toBoolean, filter: true};

export const QOS_POLICY: Resource = {
  name: 'policy',
  plural: 'policies',
  attributes: {
    id: {post: false, put: false, filter: true, sort: true},
    name: {post: true, put: true, default: '', validate: check.string(255), filter: true, sort: true},
    shared: flag,
    is_default: flag,
    rules: {post: false, put: false},
    ...STANDARD,
  },
};

/** The largest an integer column holds. */
const LARGEST = 2 ** 31 - 1;

const kilobits = (value?: number): Attribute => ({
  post: true,
  put: true,
  ...(value !== undefined && {default: value}),
  convert: check.toInteger,
  validate: (number) =>
    typeof number !== 'number' || number < 0
      ? `'${show(number)}' is too small - must be at least '0'`
      : number > LARGEST
        ? `'${show(number)}' is too large - must be no larger than '${LARGEST}'`
        : undefined,
  filter: true,
  sort: true,
});

const direction = (directions: readonly string[]): Attribute => ({
  post: true,
  put: true,
  default: 'egress',
  validate: check.oneOf(directions),
  filter: true,
  sort: true,
});

/** RFC 2474's class selectors, RFC 2597's and 3246's behaviours, and 0. */
export const DSCP_MARKS: readonly number[] = [
  0, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 46, 48, 56,
];

const rule = (type: QosRule['type'], attributes: Readonly<Record<string, Attribute>>): QosRuleKind => ({
  type,
  path: `${type}_rules`,
  resource: {
    name: `${type}_rule`,
    plural: `${type}_rules`,
    attributes: {
      id: {post: false, put: false, filter: true, sort: true},
      tenant_id: STANDARD.tenant_id,
      project_id: STANDARD.project_id,
      ...attributes,
    },
  },
});

export interface QosRuleKind {
  readonly type: QosRule['type'];
  /** Under a policy's address. */
  readonly path: string;
  readonly resource: Resource;
}

export const QOS_RULE_KINDS: readonly QosRuleKind[] = [
  rule('bandwidth_limit', {
    max_kbps: kilobits(),
    max_burst_kbps: kilobits(0),
    direction: direction(['ingress', 'egress']),
  }),
  rule('dscp_marking', {
    dscp_mark: {
      post: true,
      put: true,
      convert: check.toInteger,
      validate: check.oneOf(DSCP_MARKS),
      filter: true,
      sort: true,
    },
  }),
  rule('minimum_bandwidth', {min_kbps: kilobits(), direction: direction(['ingress', 'egress'])}),
];

/** What the Linux bridge driver can do, and with which values; the rest a policy may say and no port may have. */
export const LINUXBRIDGE_RULES: Readonly<Partial<Record<QosRule['type'], Readonly<Record<string, unknown>>>>> = {
  bandwidth_limit: {
    max_kbps: {start: 0, end: LARGEST},
    max_burst_kbps: {start: 0, end: LARGEST},
    direction: ['ingress', 'egress'],
  },
  dscp_marking: {dscp_mark: DSCP_MARKS},
};
