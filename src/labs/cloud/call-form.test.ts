import {expect, test} from 'vitest';
import {callForm, callForms, callsOf, clientLinesText, inOneLine, readClientLines} from './call-form.ts';

test('a call stands as api makes it, as whom the line was for, keys in one order', () => {
  const body = {network: {name: "it's", admin_state_up: true, tags: ['a', 1]}};
  expect(callForm('openstack network create x', {method: 'POST', path: '/networking/v2.0/networks', body})).toBe(
    `api POST /networking/v2.0/networks '{"network": {"admin_state_up": true, "name": "it'\\''s", "tags": ["a", 1]}}'`,
  );
  expect(
    callForm('OS_CLOUD=demo  openstack server delete vm1', {method: 'DELETE', path: '/compute/v2.1/servers/1'}),
  ).toBe('OS_CLOUD=demo api DELETE /compute/v2.1/servers/1');
});

test('a line is the same however it is broken', () => {
  expect(inOneLine('  openstack port create \\\n    --network  blue p1\n')).toBe(
    'openstack port create --network blue p1',
  );
});

test('calls.txt is read as it was written', () => {
  const lines = [
    {line: 'openstack network create {{net}}', calls: [`api POST /networking/v2.0/networks '{"network": {}}'`]},
    {line: 'openstack subnet show {{net}}-a', calls: []},
    {
      line: 'OS_CLOUD=demo openstack port delete p1',
      calls: ['OS_CLOUD=demo api DELETE /networking/v2.0/ports/[[port {{door}}]]'],
    },
  ];
  expect(readClientLines('calls.txt', clientLinesText(lines))).toEqual({lines, errors: []});
});

test('what is no line for the client and no call is an error at its place', () => {
  const {errors} = readClientLines(
    '110-x/calls.txt',
    ['  api DELETE /x', 'openstack a b', '  ip link', '  api GET /x', 'ip link', '# a remark'].join('\n'),
  );
  expect(errors.map(({file, line}) => `${file}:${line}`)).toEqual(
    [1, 3, 4, 5].map((line) => `110-x/calls.txt:${line}`),
  );
});

test('a line with a word left to the reader has the calls of the line that has the word', () => {
  const line = 'openstack port set --qos-policy slow [[port vm1]]';
  const forms = callForms([{line, calls: ['api PUT /x']}]);
  expect(callsOf(line, forms)).toEqual(['api PUT /x']);
  expect(callsOf('openstack port set --qos-policy slow PORT', forms)).toEqual(['api PUT /x']);
  expect(callsOf('openstack port set --qos-policy fast PORT', forms)).toBeUndefined();
  expect(callsOf('openstack port set --qos-policy slow port', forms)).toBeUndefined();
});
