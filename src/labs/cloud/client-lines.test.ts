import {expect, test} from 'vitest';
import {isClientLine} from './client-lines.ts';

test.each([
  'openstack network list',
  '  OS_CLOUD=demo openstack server create --wait vm1',
  "openstack port create 'a b'",
])('%s is the client alone', (line) => expect(isClientLine(line)).toBe(true));

test.each([
  'openstack network list | grep blue',
  'openstack network list; ip link',
  'openstack port show $(cat id)',
  'echo openstack network list',
  'openstack network list >x',
  'openstack',
])('%s is more than the client', (line) => expect(isClientLine(line)).toBe(false));
