import {createHash} from 'node:crypto';
import path from 'node:path';
import envPaths from 'env-paths';

/** Where the program keeps things of its learner and of its running sessions. */
export interface Paths {
  /** The progress file. */
  readonly progress: string;
  /** The folder of what learners asked of their labs' clouds. */
  readonly journals: string;
  /** The folder of the lab VM's kernel: what can be fetched again. */
  readonly vm: string;
  /** The folder of the sockets of running programs; short-lived, private to the user. */
  readonly sockets: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * `UNDERLAY_HOME` puts everything under one folder; otherwise the XDG folders hold the data and the sockets, with
 * `/tmp/underlay-UID` where no XDG_RUNTIME_DIR is set (su, cron, containers).
 */
export const pathsFrom = (environment: Environment): Paths => {
  const home = environment['UNDERLAY_HOME'];
  const shared = `/tmp/underlay-${process.getuid?.() ?? 0}`;
  if (home !== undefined && home !== '') {
    return {
      progress: path.join(home, 'progress.json'),
      journals: path.join(home, 'clouds'),
      vm: path.join(home, 'vm'),
      sockets: bindable(path.join(home, 'run'), shared),
    };
  }
  const runtime = environment['XDG_RUNTIME_DIR'];
  const {data, cache} = envPaths('underlay', {suffix: ''});
  return {
    progress: path.join(data, 'progress.json'),
    journals: path.join(data, 'clouds'),
    vm: path.join(cache, 'vm'),
    sockets: runtime === undefined || runtime === '' ? shared : bindable(path.join(runtime, 'underlay'), shared),
  };
};

/** The kernel's `sun_path` has 108 bytes, with the end mark; `/PID.sock` takes up to 16 of them. */
const LONGEST_FOLDER = 91;

/** A folder too deep for sockets gets another that stands for it. */
const bindable = (folder: string, shared: string): string =>
  Buffer.byteLength(folder) <= LONGEST_FOLDER
    ? folder
    : `${shared}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
