/** How the answers of each kind of reader are told apart. */
import {SENTINEL_ANSWER, SENTINEL_COMMAND} from './nft.ts';
import type {Question} from './reader.ts';

export type Answer = {readonly ok: true; readonly text: string} | {readonly ok: false; readonly why: string};

/**
 * Questions to `ip -j -force -batch -` or `bridge -j -force -batch -`, by any name; answered under the same names.
 * Each gives one line of JSON on stdout, or `Command failed -:LINE` on stderr. The two pipes have no common order, so
 * the answers are put in place only when every question has one of both.
 */
export const batch =
  <K extends string>(commands: Readonly<Record<K, string>>): Question<Readonly<Record<K, Answer>>> =>
  (linesBefore) => {
    const names = Object.keys(commands) as K[];
    const lines: string[] = [];
    const failures = new Map<number, string>();
    let words: string[] = [];
    const complete = () => lines.length + failures.size >= names.length;
    return {
      input: names.map((name) => `${commands[name]}\n`).join(''),
      onLine(line) {
        lines.push(line);
        return complete();
      },
      onErrorLine(line) {
        const number = /^Command failed .*:(\d+)$/.exec(line)?.[1];
        if (number === undefined) words.push(line);
        else {
          failures.set(Number(number) - linesBefore - 1, words.join('; ') || line);
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
          return [name, value === undefined ? {ok: false, why: `${commands[name]}: no answer`} : {ok: true, text: value}];
        });
        return Object.fromEntries(answers) as Record<K, Answer>;
      },
    };
  };

/** A question to `nft -i`; an error on stderr makes the answer fail, since stdout then looks like an empty ruleset. */
export const nftText =
  (command: string): Question<Answer> =>
  () => {
    const lines: string[] = [];
    const errors: string[] = [];
    return {
      input: `${command}\n${SENTINEL_COMMAND}\n`,
      onLine(line) {
        if (SENTINEL_ANSWER.test(line)) return true;
        lines.push(line);
        return false;
      },
      onErrorLine(line) {
        // `# Warning: table ip nat is managed by iptables-nft, do not touch!`
        if (!line.startsWith('#') && line.trim() !== '') errors.push(line.trim());
        return false;
      },
      finish: () => (errors.length > 0 ? {ok: false, why: `nft ${command}: ${errors.join('; ')}`} : {ok: true, text: lines.join('\n')}),
    };
  };

/** Ends every answer of the console (console.ts), with the exit code. */
export const CONSOLE_END = '\u0004';

/** A question to the console: one of its words. */
export const consoleText =
  (word: string): Question<Answer> =>
  () => {
    const lines: string[] = [];
    let code = '';
    return {
      input: `${word}\n`,
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
          : {ok: false, why: `${word}: exit code ${code}: ${lines.filter((line) => !line.startsWith('#')).slice(-3).join('; ')}`},
    };
  };
