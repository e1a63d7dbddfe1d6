/** What the VM says on its line when our program in it runs, and has no files of the machine yet. */
export const WAITING = 'waiting';

/** What it is told then, followed by the seconds since 1970. */
export const FILES_ARE_THERE = 'files ';

/** What it says when hosts can be opened in it. */
export const READY = 'ready';
