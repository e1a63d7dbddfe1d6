import {z} from 'zod';
import {addressSchema} from './address.ts';
import {answerSchema} from './answer.ts';
import {bridgeVlanSchema} from './bridge-vlan.ts';
import {chainSchema} from './chain.ts';
import {conntrackSchema} from './conntrack.ts';
import {diagnosisSchema} from './diagnosis.ts';
import {domainSchema} from './domain.ts';
import {fdbSchema} from './fdb.ts';
import {httpSchema} from './http.ts';
import {leaseSchema} from './lease.ts';
import {linkSchema} from './link.ts';
import {listenerSchema} from './listener.ts';
import {mtuSchema} from './mtu.ts';
import {namespaceSchema} from './namespace.ts';
import {natSchema} from './nat.ts';
import {neighbourSchema} from './neighbour.ts';
import {outputSchema} from './output.ts';
import {ovsFlowSchema, ovsPortSchema} from './openvswitch.ts';
import {pingSchema} from './ping.ts';
import {poolSchema} from './pool.ts';
import {processSchema} from './process.ts';
import {quizSchema} from './quiz.ts';
import {ranSchema} from './ran.ts';
import {resourceSchema} from './resource.ts';
import {routeSchema} from './route.ts';
import {ruleSchema} from './rule.ts';
import {sysctlSchema} from './sysctl.ts';
import {tcpSchema} from './tcp.ts';
import {virtualNetworkSchema} from './virtual-network.ts';
import {volumeSchema} from './volume.ts';

/** A claim as lab.yaml states it (docs/lab-format.md has the table). Numbers may come from variables: fill them in first. */
export const claimSchema = z.discriminatedUnion('claim', [
  namespaceSchema,
  linkSchema,
  addressSchema,
  routeSchema,
  neighbourSchema,
  fdbSchema,
  bridgeVlanSchema,
  ovsPortSchema,
  ovsFlowSchema,
  chainSchema,
  ruleSchema,
  natSchema,
  sysctlSchema,
  listenerSchema,
  processSchema,
  conntrackSchema,
  pingSchema,
  tcpSchema,
  httpSchema,
  mtuSchema,
  leaseSchema,
  outputSchema,
  resourceSchema,
  domainSchema,
  virtualNetworkSchema,
  poolSchema,
  volumeSchema,
  ranSchema,
  answerSchema,
  quizSchema,
  diagnosisSchema,
]);
export type Claim = z.infer<typeof claimSchema>;
export type ClaimName = Claim['claim'];
