import type {Queue} from '../snapshot.ts';
import {sizeWords} from './size-words.ts';

/**
 * What a queueing discipline does, as short as tc says it: `rate 3 Mbit/s burst 36.6 KiB latency 50 ms`. The same in
 * both languages. Empty where there is nothing to say beside its kind.
 *
 * @param than leaves out what this one does alike
 *
 * Source: tc-tbf(8), tc-netem(8); what `tc -j` gives.
 */
export const queueWords = ({kind, options}: Queue, than?: Queue): string =>
  Object.entries(options)
    .map(([name, value]) => ({name, words: valueWords(kind, name, value)}))
    // In words: the kernel's ticks make a latency another one with each rate.
    .filter(({name, words}) => words !== valueWords(kind, name, than?.options[name]))
    .map(({name, words}) => `${NAMES[name] ?? name} ${words}`.trimEnd())
    .join(' ');

const NAMES: Readonly<Record<string, string>> = {
  lat: 'latency',
  'delay.delay': 'delay',
  'delay.jitter': 'jitter',
  'loss-random.loss': 'loss',
  'rate.rate': 'rate',
};

const valueWords = (kind: string, name: string, value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return value;
  if (name === 'rate' || name === 'peakrate' || name === 'rate.rate') return rateWords(number);
  if (name === 'burst' || name === 'mtu' || name === 'minburst') return sizeWords(number);
  if (name === 'lat') return `${rounded(number / 1000)} ms`;
  if (kind === 'netem' && /^delay\.(delay|jitter)$/.test(name)) return `${rounded(number * 1000)} ms`;
  if (kind === 'netem' && /\.(loss|correlation|duplicate|corrupt|reorder)$/.test(name))
    return `${rounded(number * 100)} %`;
  return value;
};

/** The kernel counts in ticks: 50 ms come back as 50.001. */
const rounded = (value: number): number => Number(value.toFixed(2));

const UNITS = ['bit/s', 'kbit/s', 'Mbit/s', 'Gbit/s', 'Tbit/s'];

/** A rate in the units of networks, that is, by thousands. @param bytes a second */
export const rateWords = (bytes: number): string => {
  const bits = bytes * 8;
  const power = bits < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bits) / 3 + 1e-9));
  return `${rounded(bits / 1000 ** power)} ${UNITS[power]}`;
};
