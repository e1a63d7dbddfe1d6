import type {Queue, Reading} from '../../state/snapshot.ts';
import type {Node} from '../hosts/host.ts';
import {rememberingParser} from './answers.ts';
import type {Answer} from './questions.ts';
import {FILTERS_SCRIPT, QUEUES_ARGV, filteredDevices, parseFilters, parseQueues, withFilters} from './queues.ts';

type Queues = Reading<Readonly<Record<string, Queue>>>;

/**
 * Reads queueing disciplines, and the filters of those interfaces that have a place for them. Not through the console:
 * tc learns from /proc/net/psched how long a tick is, and without a /proc of its own says wrong bursts.
 */
export const openQueuesPart = (node: Node, namespace: string) => {
  const disciplines = rememberingParser((texts: Record<'shown', string>) => parseQueues(texts.shown));
  const whole = rememberingParser((texts: Record<'shown' | 'filters', string>) =>
    withFilters(parseQueues(texts.shown), parseFilters(texts.filters)),
  );
  const shownBefore = new Set<string>();
  const ask = async (argv: readonly string[]): Promise<Answer> => {
    // As what a reader keeps running it stands in the command log once, however often it is asked.
    const line = argv.join(' ');
    const logged = !shownBefore.has(line);
    shownBefore.add(line);
    const {ok, stdout, stderr} = await node.run(argv, {
      ...(namespace !== '' && {namespace}),
      env: {LC_ALL: 'C'},
      logged,
    });
    return ok ? {ok, text: stdout} : {ok, why: stderr.trim() || `${argv[0]} did not answer`};
  };
  return {
    async read(): Promise<Queues> {
      const shown = await ask(QUEUES_ARGV);
      const found = disciplines({shown});
      if (!found.ok) return found;
      const devices = filteredDevices(found.value);
      if (devices.length === 0) return found;
      return whole({shown, filters: await ask(['bash', '-c', FILTERS_SCRIPT, 'bash', ...devices])});
    },
  };
};
