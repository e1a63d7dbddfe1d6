import {readFileSync} from 'node:fs';

/** Output that record.sh captured, by file name. */
export const captured = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
