import type {L7Rule} from '../../drivers/neutron/lbaas/model.ts';
import {octaviaErrors} from './errors.ts';

/** See RFC 7230 and 6265: what may be in a name, a cookie's value, a header's value (octavia/common/constants.py). */
const NAME = /^[a-zA-Z0-9!#$%&'*+\-.^_`|~]+$/;
const COOKIE_VALUE = /^[a-zA-Z0-9!#$%&'()*+\-./:<=>?@[\]^_`{|}~]+$/;
const HEADER_VALUE = /^[a-zA-Z0-9!"#$%&'()*+,\-./:;<=>?@[\]^_`{|}~\\]+$/;
const QUOTED_VALUE = /^"[a-zA-Z0-9 \t!"#$%&'()*+,\-./:;<=>?@[\]^_`{|}~\\]*"$/;
const NAME_FIELD = /^[a-zA-Z][A-Za-z0-9-]*$/;

/** octavia/common/validate.py `l7rule_data`. @throws 400 with what does not go together */
export function refuseRule(rule: Pick<L7Rule, 'type' | 'compareType' | 'key' | 'value'>): void {
  const {type, compareType, key, value} = rule;
  if (value === '') throw bad('L7 rule type requires a value');
  switch (type) {
    case 'HEADER':
    case 'COOKIE':
      if (key === null || key === '') throw bad('L7 rule type requires a key');
      if (!NAME.test(key)) throw octaviaErrors.badRule('Invalid characters in key');
      refuseValue(compareType, value, type === 'COOKIE' ? 'cookie value' : 'header value');
      return;
    case 'HOST_NAME':
    case 'PATH':
      refuseValue(compareType, value, 'comparison value');
      return;
    case 'FILE_TYPE':
      if (compareType !== 'REGEX' && compareType !== 'EQUAL_TO') throw bad('invalid comparison type for rule type');
      refuseValue(compareType, value, 'comparison value');
      return;
    case 'SSL_CONN_HAS_CERT':
    case 'SSL_VERIFY_RESULT':
      refuseOfTls(rule);
      return;
    case 'SSL_DN_FIELD':
      if (key === null || key === '') throw bad(`L7rule type ${type} needs to specify a key and a value.`);
      if (!NAME_FIELD.test(key)) throw bad('Invalid L7rule distinguished name field.');
      refuseValue(compareType, value, 'comparison value');
  }
}

const bad = (why: string) => octaviaErrors.badRule(`Invalid L7 Rule: ${why}`);

function refuseOfTls({type, compareType, key, value}: Pick<L7Rule, 'type' | 'compareType' | 'key' | 'value'>): void {
  if (key !== null && key !== '') throw bad(`L7rule type ${type} does not use the "key" field.`);
  if (type === 'SSL_CONN_HAS_CERT' && value.toLowerCase() !== 'true')
    throw bad(`L7rule value ${value} is not a boolean True string.`);
  if (type === 'SSL_VERIFY_RESULT' && !/^\d+$/.test(value))
    throw bad(`L7rule type ${type} needs a int value, which is >= 0`);
  if (compareType !== 'EQUAL_TO') throw bad(`L7rule type ${type} only supports the EQUAL_TO compare type.`);
}

function refuseValue(compareType: L7Rule['compareType'], value: string, what: string): void {
  if (compareType === 'REGEX') {
    const why = regexProblem(value);
    if (why !== undefined) throw octaviaErrors.badRule(`Unable to parse regular expression: ${why}`);
    return;
  }
  const isGood =
    what === 'cookie value' ? COOKIE_VALUE.test(value) : HEADER_VALUE.test(value) || QUOTED_VALUE.test(value);
  if (!isGood) throw octaviaErrors.badRule(`Invalid characters in ${what}`);
}

/** Octavia asks Python. What Python writes otherwise than JavaScript is rewritten first; HAProxy has the last word. */
function regexProblem(value: string): string | undefined {
  try {
    new RegExp(value.replace(/^\(\?[aiLmsux]+\)/, '').replaceAll('(?P<', '(?<')).test('');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
