import {expect, test} from 'vitest';
import {objectOfRule, ruleKey} from './rule-objects.ts';

test('a rule is the same however it is written', () => {
  const key = ruleKey('iptables', '-s 10.0.0.0/24 -p tcp -m tcp --dport 22 -j RETURN');
  expect(ruleKey('iptables', '-p tcp --dport 22 -s 10.0.0.0/24 -m comment --comment "ssh" -j RETURN')).toBe(key);
  expect(ruleKey('ip6tables', '-p tcp --dport 22 -s 10.0.0.0/24 -j RETURN')).not.toBe(key);
  expect(ruleKey('iptables', '-p tcp --dport 22 ! -s 10.0.0.0/24 -j RETURN')).not.toBe(key);
  expect(ruleKey('iptables', '-p tcp --dport 22 -s 10.0.0.0/24 -j DROP')).not.toBe(key);
});

test('a rule is looked up in its own chain', () => {
  const ssh = {id: '1', words: {en: 'rule ssh', zh: '规则 ssh'}};
  const objects = {chain: {[ruleKey('iptables', '-p tcp --dport 22 -j RETURN')]: ssh}};
  const spec = '-p tcp -m tcp --dport 22 -j RETURN';
  expect(objectOfRule(objects, 'iptables', 'chain', spec)).toBe(ssh);
  expect(objectOfRule(objects, 'iptables', 'other', spec)).toBeUndefined();
  expect(objectOfRule(objects, 'ip6tables', 'chain', spec)).toBeUndefined();
  expect(objectOfRule(undefined, 'iptables', 'chain', spec)).toBeUndefined();
  expect(objectOfRule(objects, 'iptables', 'constructor', spec)).toBeUndefined();
});
