import type {Environment} from './run.ts';

/** Our own small programs in the nodes first, then the system's; sbin too, which ordinary users' PATH lacks. */
export const NODE_BIN = '/run/underlay/bin';
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Where a node's shells find programs. */
export const NODE_PATH = `${NODE_BIN}:${SYSTEM_PATH}`;

/** For programs of ours on the learner's machine. */
export const OUR_ENVIRONMENT: Environment = {PATH: SYSTEM_PATH, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8'};

/** What a process in a node finds: root's own clean environment, nothing of the learner's. */
export const NODE_ENVIRONMENT: Environment = {
  HOME: '/root',
  USER: 'root',
  LOGNAME: 'root',
  SHELL: '/bin/bash',
  PATH: NODE_PATH,
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  // bash sources ~/.bashrc when its input is a socket (which Node's pipes are) and SHLVL is unset: it takes that for rsh.
  SHLVL: '1',
};
