/** The questions to the console (console.ts), and how the end of each answer is known. */
import {CONSOLE_END} from './console.ts';
import {SENTINEL_ANSWER} from './nft.ts';
import type {Question} from './reader.ts';

export type Answer = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly why: string};

/**
 * A question to `ip -j -force -batch -` or `bridge -j -force -batch -`: several commands under any names, answered
 * under the same. Each gives one line of JSON on stdout, or `Command failed -:LINE` on stderr. The two pipes have no
 * common order, so the answers are put in place only when every command has one of both.
 *
 * @param commands the same at every question to the same program: LINE counts on
 */
export const batch =
  <K extends string>(
    word: 'ip' | 'bridge',
    commands: Readonly<Record<K, string>>,
  ): Question<Readonly<Record<K, Answer>>> =>
  () => {
    const names = Object.keys(commands) as K[];
    const lines: string[] = [];
    const failures = new Map<number, string>();
    let words: string[] = [];
    const complete = () => lines.length + failures.size >= names.length;
    return {
      input: `${word}\n`,
      onLine(line) {
        lines.push(line);
        return complete();
      },
      onErrorLine(line) {
        const number = /^Command failed .*:(\d+)$/.exec(line)?.[1];
        if (number === undefined) words.push(line);
        else {
          failures.set((Number(number) - 1) % names.length, words.join('; ') || line);
          words = [];
        }
        return complete();
      },
      finish() {
        const rest = lines.values();
        const answers = names.map((name, index): [K, Answer] => {
          const why = failures.get(index);
          if (why !== undefined) return [name, {ok: false, why: `${commands[name]}: ${why}`}];
          const {value} = rest.next();
          return [
            name,
            value === undefined ? {ok: false, why: `${commands[name]}: no answer`} : {ok: true, text: value},
          ];
        });
        return Object.fromEntries(answers) as Record<K, Answer>;
      },
    };
  };

/**
 * On stderr without being an error: `# Warning: table ip nat is managed by iptables-nft, do not touch!`, and
 * `XT target REDIRECT not found` of a rule in such a table that nft has no words for (IPv6's REDIRECT in a router).
 */
const RULESET_REMARK = /^(?:#|XT (?:target|match) \S+ not found$)/;

/** The ruleset; an error on stderr makes the answer fail, since stdout then looks like an empty ruleset. */
export const rulesetText: Question<Answer> = () => {
  const lines: string[] = [];
  const errors: string[] = [];
  return {
    input: 'nft\n',
    onLine(line) {
      if (SENTINEL_ANSWER.test(line)) return true;
      lines.push(line);
      return false;
    },
    onErrorLine(line) {
      if (!RULESET_REMARK.test(line) && line.trim() !== '') errors.push(line.trim());
      return false;
    },
    finish: () =>
      errors.length > 0
        ? {ok: false, why: `nft list ruleset: ${errors.join('; ')}`}
        : {ok: true, text: lines.join('\n')},
  };
};

/** What a program printed that runs at each question, or files. */
export const consoleText = (
  word: 'sysctls' | 'iptables' | 'ip6tables' | 'rules6' | 'listeners' | 'sets',
): Question<Answer> => consoleAnswer(word);

/** The same of any console that ends its answers with {@link CONSOLE_END} and an exit code. */
export const consoleAnswer =
  (order: string): Question<Answer> =>
  () => {
    const lines: string[] = [];
    let code = '';
    return {
      input: `${order}\n`,
      onLine(line) {
        if (line.startsWith(CONSOLE_END)) {
          code = line.slice(1);
          return true;
        }
        lines.push(line);
        return false;
      },
      onErrorLine: () => false,
      finish: () =>
        code === '0'
          ? {ok: true, text: lines.join('\n')}
          : {
              ok: false,
              why: `${order}: exit code ${code}: ${lines
                .filter((line) => !line.startsWith('#'))
                .slice(-3)
                .join('; ')}`,
            },
    };
  };
