import type {L7Rule} from './model.ts';
import type {ListenerTree, PolicyTree} from './tree.ts';

/** Makes HAProxy read a value as one word. */
export const word = (value: string): string => value.replaceAll(/[\r\n]/g, '').replaceAll(/[\\\s"'#]/g, '\\$&');

/**
 * The conditions and actions of a listener's L7 policies (Octavia's `l7policy_macro`). HAProxy asks `http-request`
 * before `redirect` before `use_backend`, wherever they stand, so they are written in this order; within one kind the
 * policy's position decides.
 * @param isThere whether a pool is served
 */
export function l7Lines(listener: ListenerTree, isThere: (poolId: string) => boolean): readonly string[] {
  const policies = listener.policies.filter((policy) => policy.rules.length > 0);
  const actions = policies.flatMap((policy) => {
    const action = actionOf(policy, isThere);
    return action === undefined ? [] : [`${action} if ${policy.rules.map(term).join(' ')}`];
  });
  return [
    ...policies.flatMap((policy) => policy.rules.map(acl)),
    ...KINDS.flatMap((kind) => actions.filter((action) => action.startsWith(kind))),
  ];
}

const KINDS = ['http-request', 'redirect', 'use_backend'] as const;

const term = ({id, invert}: L7Rule): string => `${invert ? '!' : ''}${id}`;

function actionOf(policy: PolicyTree, isThere: (poolId: string) => boolean): string | undefined {
  const code = `code ${policy.redirectHttpCode ?? 302}`;
  switch (policy.action) {
    case 'REJECT':
      return 'http-request deny';
    case 'REDIRECT_TO_URL':
      return `redirect ${code} location ${word(policy.redirectUrl ?? '')}`;
    case 'REDIRECT_PREFIX':
      return `redirect ${code} prefix ${word(policy.redirectPrefix ?? '')}`;
    case 'REDIRECT_TO_POOL': {
      const {redirectPoolId: pool} = policy;
      return pool !== null && isThere(pool) ? `use_backend ${pool}` : undefined;
    }
  }
}

const MATCH = {
  REGEX: '-m reg',
  STARTS_WITH: '-m beg',
  ENDS_WITH: '-m end',
  CONTAINS: '-m sub',
  EQUAL_TO: '-m str',
} as const;

function acl(rule: L7Rule): string {
  const value = word(rule.value);
  const compared = `${MATCH[rule.compareType]} ${value}`;
  const key = rule.key ?? '';
  switch (rule.type) {
    case 'HOST_NAME':
      return `acl ${rule.id} req.hdr(host) -i ${compared}`;
    case 'PATH':
      return `acl ${rule.id} path ${compared}`;
    case 'FILE_TYPE':
      // Octavia writes `path_end -m str jpg`, which asks for a path that is no more than "jpg".
      return rule.compareType === 'REGEX'
        ? `acl ${rule.id} path -m reg ${word(`\\.(${rule.value})$`)}`
        : `acl ${rule.id} path_end .${value}`;
    case 'HEADER':
      return `acl ${rule.id} req.hdr(${key}) ${compared}`;
    case 'COOKIE':
      return `acl ${rule.id} req.cook(${key}) ${compared}`;
    case 'SSL_CONN_HAS_CERT':
      return `acl ${rule.id} ssl_c_used`;
    case 'SSL_VERIFY_RESULT':
      return `acl ${rule.id} ssl_c_verify eq ${value}`;
    case 'SSL_DN_FIELD':
      return `acl ${rule.id} ssl_c_s_dn(${key}) ${compared}`;
  }
}
