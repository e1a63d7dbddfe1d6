import {guestWords, UML_INIT, type GuestWords} from './guest-init.ts';
import {shellQuote} from '../init-scripts.ts';
import {CONSOLE, type Engine} from './engine.ts';

const INIT = '/run/vm/init';
/** Less than a node may keep in its files, for this memory is one of them; it takes only what is used. */
const MEMORY = '900M';

/**
 * User-Mode Linux: a Linux kernel that runs as an ordinary program, on one processor, and has all that a distribution's
 * kernel has for networks. Without KVM it is five to ten times as fast as an emulated processor, and needs nothing but
 * ptrace(2). See https://docs.kernel.org/virt/uml/user_mode_linux_howto_v2.html
 * @param image its program, as a path in the node
 */
export const umlEngine = (image: string, words: GuestWords): Engine => ({
  isPaced: true,
  prepare: `printf %s ${shellQuote(UML_INIT)} >${INIT}; chmod 755 ${INIT}`,
  argv: [
    'env',
    // Where its memory is. /dev/shm of a node is too small.
    'TMPDIR=/tmp',
    // It looks itself up in /proc.
    ...'unshare --pid --fork --kill-child=KILL --mount-proc --'.split(' '),
    'bash',
    '-c',
    `exec "$@" 2>>${CONSOLE}`,
    '-',
    image,
    `mem=${MEMORY}`,
    'umid=lab-vm',
    'uml_dir=/run/vm',
    'rootfstype=hostfs',
    'root=/dev/root',
    'hostfs=/',
    'ro',
    `init=${INIT}`,
    'quiet',
    'panic=-1',
    // Its console and what it says itself go where errors go; the first serial line is the line to us.
    'con=null',
    'con0=null,fd:2',
    'ssl0=fd:0,fd:1',
    ...guestWords(words).split(' '),
  ],
});
