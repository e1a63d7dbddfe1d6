import type {NamespaceSnapshot} from '../../state/snapshot.ts';
import type {Text} from '../../state/text.ts';
import {run} from './command-words.ts';
import type {Command, Subject} from './driver.ts';
import {ruleEdits} from './port-filter/rule-edits.ts';
import type {Tables} from './port-filter/rule-lists.ts';
import {known} from './reading.ts';

/** The iptables of a namespace of an agent: the work of Neutron's iptables manager, one restore a version. */
export interface NamespaceRules {
  readonly subject: Subject;
  readonly namespace: string;
  readonly tables: (version: 4 | 6) => Tables;
  /** Whether a chain that is not wanted is ours and goes. */
  readonly owns: (chain: string) => boolean;
  readonly why: Text;
}

/** @param there undefined while the namespace is only being made */
export const writeRules = (rules: NamespaceRules, there: NamespaceSnapshot | undefined): readonly Command[] =>
  ([4, 6] as const).flatMap((version) => {
    const {subject, namespace, why} = rules;
    const reading = version === 4 ? there?.iptables : there?.ip6tables;
    const found = there === undefined ? {} : known(reading, `${namespace}: iptables`);
    const input = ruleEdits(rules.tables(version), found, rules.owns);
    if (input === '') return [];
    const program = version === 4 ? 'iptables-restore -n' : 'ip6tables-restore -n';
    return [run(subject, why, program, {namespace, input})];
  });
