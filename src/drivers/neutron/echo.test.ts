import {expect, test} from 'vitest';
import {cloudWith, portId, withAgent, withPort} from '../../../test/kernel/neutron/make-cloud.ts';
import {isEcho} from './echo.ts';

const CLOUD = cloudWith(['compute1', 'compute2']);

test('only statuses differ', () => {
  expect(isEcho(CLOUD, withPort(CLOUD, portId(1), {status: 'BUILD'}))).toBe(true);
  // What only the API keeps of a port.
  expect(isEcho(CLOUD, withPort(CLOUD, portId(1), {revisionNumber: 3} as object))).toBe(true);
});

test('somebody wants something, or asks again', () => {
  expect(isEcho(CLOUD, {...CLOUD})).toBe(false);
  expect(isEcho(CLOUD, withPort(CLOUD, portId(1), {name: 'other'}))).toBe(false);
  expect(isEcho(CLOUD, withPort(CLOUD, portId(1), {status: 'BUILD', adminStateUp: false}))).toBe(false);
  expect(isEcho(CLOUD, {...CLOUD, ports: {}})).toBe(false);
  expect(isEcho(CLOUD, withAgent(CLOUD, 'DHCP agent controller', false))).toBe(false);
  expect(isEcho(CLOUD, {...CLOUD, options: {...CLOUD.options, arpResponder: false}})).toBe(false);
});
