import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {z} from 'zod';
import {claimSchema} from './claim.ts';

const problems = (claim: unknown): readonly string[] =>
  claimSchema.safeParse(claim).error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];

test('every kind of claim has its line in the lab format', async () => {
  const table = await readFile(new URL('../../../docs/lab-format.md', import.meta.url), 'utf8');
  for (const {shape} of claimSchema.options) {
    const [name] = shape.claim.values;
    const line = table.split('\n').find((text) => text.replaceAll(/ +/g, ' ').startsWith(`| \`${name}\` |`));
    expect(line, `${name} has no line`).toBeDefined();
    const keys = Object.keys(shape).filter((key) => !['claim', 'node', 'in', 'absent'].includes(key));
    for (const key of keys) expect(line, `the line of ${name}`).toContain(`\`${key}`);
  }
});

test('the JSON schema describes every claim and allows no other key', () => {
  const schema = z.toJSONSchema(claimSchema, {io: 'input', unrepresentable: 'any'});
  const kinds = schema.oneOf?.map((one) => (typeof one === 'object' ? one.additionalProperties : undefined));
  expect(kinds).toEqual(claimSchema.options.map(() => false));
});

test('bad claims', () => {
  const bad: readonly unknown[] = [
    {claim: 'link', name: 'a-name-that-is-too-long'},
    {claim: 'link', name: 'eth0', upp: true},
    {claim: 'address', dev: 'eth0', address: '10.0.0.1'},
    {claim: 'address', dev: 'eth0', address: '10.0.0.256/24'},
    {claim: 'route', to: 'defualt'},
    {claim: 'fdb', dev: 'tap1'},
    {claim: 'fdb', dev: 'tap1', mac: '52:54:00:00:00:01', 'mac-of': {dev: 'eth0'}},
    {claim: 'chain', chain: 'FORWARD', order: ['one']},
    {claim: 'rule', chain: 'FORWARD', spec: '-p tcp --dport'},
    {claim: 'nat', type: 'dnat', destination: 'vm1'},
    {claim: 'sysctl', key: 'ip_forward', value: '1'},
    {claim: 'ping', to: '10.0.0.1', reply: false},
    {claim: 'ping', to: '10.0.0.1', reply: false, baseline: 'x', ttl: 64},
    {claim: 'tcp', to: '10.0.0.1', port: 80, connects: false},
    {claim: 'tcp', to: '10.0.0.1', port: 99_999, connects: true},
    {claim: 'http', url: 'https://10.0.0.1/'},
    {claim: 'http', url: 'http://10.0.0.1/', answers: false},
    {claim: 'http', url: 'http://10.0.0.1/', answers: false, baseline: 'x', status: 200},
    {claim: 'mtu', to: '10.0.0.1', blocked: 1500},
    {claim: 'mtu', to: '10.0.0.1', passes: 1500, blocked: 1400},
    {claim: 'lease', file: 'default.leases'},
    {claim: 'output', run: 'true'},
    {claim: 'ran', matches: '('},
    {claim: 'quiz', options: ['one'], right: 'one'},
  ];
  expect(`\n${bad.map((claim) => `${JSON.stringify(claim)}\n  ${problems(claim).join('\n  ')}`).join('\n')}\n`)
    .toMatchInlineSnapshot(`
      "
      {"claim":"link","name":"a-name-that-is-too-long"}
        name: must be an interface name of at most 15 characters
      {"claim":"link","name":"eth0","upp":true}
        : Unrecognized key: "upp"
      {"claim":"address","dev":"eth0","address":"10.0.0.1"}
        address: must be an address with its prefix length such as 10.0.0.1/24
      {"claim":"address","dev":"eth0","address":"10.0.0.256/24"}
        address: must be an address with its prefix length such as 10.0.0.1/24
      {"claim":"route","to":"defualt"}
        to: must be \`default\` or an IP prefix such as 10.0.0.0/24
      {"claim":"fdb","dev":"tap1"}
        claim: must have either \`mac\` or \`mac-of\`
      {"claim":"fdb","dev":"tap1","mac":"52:54:00:00:00:01","mac-of":{"dev":"eth0"}}
        claim: must have either \`mac\` or \`mac-of\`
      {"claim":"chain","chain":"FORWARD","order":["one"]}
        order: must have two texts at least
      {"claim":"rule","chain":"FORWARD","spec":"-p tcp --dport"}
        spec: must be an iptables rule: iptables rule: line 1: --dport lacks its value: "-p tcp --dport"
      {"claim":"nat","type":"dnat","destination":"vm1"}
        destination: must be an address, an address with a port or, for redirect, a port
      {"claim":"sysctl","key":"ip_forward","value":"1"}
        key: must be a dotted name such as net.ipv4.ip_forward
      {"claim":"ping","to":"10.0.0.1","reply":false}
        baseline: must be named where \`reply\` is false
      {"claim":"ping","to":"10.0.0.1","reply":false,"baseline":"x","ttl":64}
        ttl: must not stand where \`reply\` is false
      {"claim":"tcp","to":"10.0.0.1","port":80,"connects":false}
        baseline: must be named where \`connects\` is false
      {"claim":"tcp","to":"10.0.0.1","port":99999,"connects":true}
        port: Too big: expected number to be <=65535
      {"claim":"http","url":"https://10.0.0.1/"}
        url: must be an http:// address
      {"claim":"http","url":"http://10.0.0.1/","answers":false}
        baseline: must be named where \`answers\` is false
      {"claim":"http","url":"http://10.0.0.1/","answers":false,"baseline":"x","status":200}
        answers: must not be false beside \`status\` or \`body\`
      {"claim":"mtu","to":"10.0.0.1","blocked":1500}
        passes: Invalid input: expected number, received undefined
      {"claim":"mtu","to":"10.0.0.1","passes":1500,"blocked":1400}
        blocked: must be larger than \`passes\`
      {"claim":"lease","file":"default.leases"}
        file: must be an absolute path
      {"claim":"output","run":"true"}
        claim: must have \`matches\`, \`equals\` or \`exit\`
      {"claim":"ran","matches":"("}
        matches: must be a regular expression
      {"claim":"quiz","options":["one"],"right":"one"}
        options: must have two options at least
        right: must leave an option that is wrong
      "
    `);
  for (const claim of bad) expect(problems(claim)).not.toEqual([]);
});
