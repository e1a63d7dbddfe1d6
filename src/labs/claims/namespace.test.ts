import {expect, test} from 'vitest';
import {checkNamespace} from './namespace.ts';
import {onHost, snapshotOf} from './test-fixtures/snapshots.ts';
import {tellAll} from './test-fixtures/tell.ts';

const snapshot = onHost({island: {}, reef: {}});
const check = (name: string, absent?: true) =>
  checkNamespace(snapshot, {claim: 'namespace', node: 'host', name, absent});

test('a namespace', () => {
  expect(
    tellAll([
      check('island'),
      check('islnad'),
      check('mainland'),
      check('island', true),
      check('atoll', true),
      checkNamespace(onHost({}), {claim: 'namespace', node: 'host', name: 'island'}),
      checkNamespace(snapshotOf({host: {}, upstream: {island: {}}}), {
        claim: 'namespace',
        node: 'host',
        name: 'island',
      }),
      checkNamespace(snapshot, {claim: 'namespace', node: 'far', name: 'island'}),
    ]),
  ).toMatchInlineSnapshot(`
    "
    met: the namespace island exists
         命名空间 island 存在

    not met: a namespace islnad
      found: there is no namespace islnad, but there is island
       期望: 存在命名空间 islnad
       实际: 没有命名空间 islnad，但有 island

    not met: a namespace mainland
      found: there is no namespace mainland, only island, reef
       期望: 存在命名空间 mainland
       实际: 没有命名空间 mainland，只有 island、reef

    not met: no namespace island
      found: the namespace island exists
       期望: 没有命名空间 island
       实际: 命名空间 island 存在

    met: there is no namespace atoll
         没有命名空间 atoll

    not met: a namespace island
      found: there is no namespace island
       期望: 存在命名空间 island
       实际: 没有命名空间 island

    not met: a namespace island
      found: there is no namespace island on host, but upstream has one
       期望: 存在命名空间 island
       实际: 节点 host 上没有命名空间 island，但节点 upstream 上有

    unknown: the node far was not read
       未知: 没有读到节点 far
    "
  `);
});
