/** An iptables rule taken apart, as iptables-save writes it. */
export interface ParsedRule {
  readonly matches: readonly RuleMatch[];
  /** Where `-j` or `-g` leads; absent for a rule that only counts. */
  readonly target?: {readonly name: string; readonly goto: boolean; readonly options: Readonly<Record<string, string>>};
  /** Conditions that we have no words for, verbatim. */
  readonly unknownMatches: readonly string[];
  /** Options of the target that we have no words for, verbatim. */
  readonly unknownOptions: readonly string[];
}

export interface RuleMatch {
  /** The option's long name without dashes: `in-interface`, `source`, `dport`, `ctstate`… */
  readonly option: string;
  readonly value: string;
  readonly negated: boolean;
}

/** Options of a match that we have words for, by their names in a rule. */
const MATCHES: Readonly<Record<string, string>> = {
  '-i': 'in-interface',
  '--in-interface': 'in-interface',
  '-o': 'out-interface',
  '--out-interface': 'out-interface',
  '-s': 'source',
  '--source': 'source',
  '-d': 'destination',
  '--destination': 'destination',
  '-p': 'protocol',
  '--protocol': 'protocol',
  '--sport': 'sport',
  '--source-port': 'sport',
  '--dport': 'dport',
  '--destination-port': 'dport',
  '--sports': 'sport',
  '--dports': 'dport',
  '--state': 'ctstate',
  '--ctstate': 'ctstate',
  '--icmp-type': 'icmp-type',
  '--icmpv6-type': 'icmpv6-type',
  '--mac-source': 'mac-source',
  '--physdev-in': 'physdev-in',
  '--physdev-out': 'physdev-out',
  '--comment': 'comment',
  '--mark': 'mark',
  '--limit': 'limit',
  '--dst-type': 'dst-type',
  '--src-type': 'src-type',
  '--match-set': 'match-set',
};

/** Options that stand for something else after another module: both `mark` and `connmark` have a `--mark`. */
const MATCHES_OF: Readonly<Record<string, Readonly<Record<string, string>>>> = {connmark: {'--mark': 'connmark'}};

/** Options that take two values, which are kept with a space between. */
const TAKES_TWO = new Set(['match-set']);

/** Options without a value. */
const FLAGS: Readonly<Record<string, string>> = {'--physdev-is-bridged': 'physdev-is-bridged', '--syn': 'syn'};

const TARGET_OPTIONS: Readonly<Record<string, string>> = {
  '--to-source': 'to-source',
  '--to-destination': 'to-destination',
  '--to-ports': 'to-ports',
  '--reject-with': 'reject-with',
  '--log-prefix': 'log-prefix',
  '--set-mark': 'set-mark',
  '--set-xmark': 'set-mark',
  '--nfmask': 'nfmask',
  '--ctmask': 'ctmask',
  '--zone': 'zone',
  '--set-dscp': 'set-dscp',
};

const TARGET_FLAGS: Readonly<Record<string, string>> = {
  '--random': 'random',
  '--random-fully': 'random',
  '--persistent': 'persistent',
  '--clamp-mss-to-pmtu': 'clamp-mss-to-pmtu',
  '--save-mark': 'save-mark',
  '--restore-mark': 'restore-mark',
  '--notrack': 'notrack',
  '--checksum-fill': 'checksum-fill',
};

/** Match modules that only announce their options. */
const SILENT_MODULES = new Set([
  'tcp',
  'udp',
  'sctp',
  'icmp',
  'icmp6',
  'icmpv6',
  'state',
  'conntrack',
  'multiport',
  'mac',
  'comment',
  'physdev',
  'mark',
  'connmark',
  'set',
  'limit',
  'addrtype',
]);

/** Splits like a shell does: iptables-save quotes comments and prefixes with `"` and escapes with `\`. */
export const ruleWords = (spec: string): readonly string[] =>
  [...spec.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '',
  );

interface Reading {
  readonly words: readonly string[];
  position: number;
  /** The newest `-m`. */
  module: string;
  readonly matches: RuleMatch[];
  readonly unknownMatches: string[];
  readonly unknownOptions: string[];
  readonly options: Record<string, string>;
  target?: {readonly name: string; readonly goto: boolean};
}

export const parseRule = (spec: string): ParsedRule => {
  const reading: Reading = {
    words: ruleWords(spec),
    position: 0,
    module: '',
    matches: [],
    unknownMatches: [],
    unknownOptions: [],
    options: {},
  };
  while (reading.position < reading.words.length) readOption(reading);
  const {matches, unknownMatches, unknownOptions, target, options} = reading;
  return {matches, unknownMatches, unknownOptions, ...(target === undefined ? {} : {target: {...target, options}})};
};

const readOption = (reading: Reading): void => {
  const negated = reading.words[reading.position] === '!';
  if (negated) reading.position++;
  const word = reading.words[reading.position++] ?? '';
  const next = () => reading.words[reading.position++] ?? '';
  if (word === '-m') reading.module = reading.words[reading.position] ?? '';
  const match = MATCHES_OF[reading.module]?.[word] ?? MATCHES[word];
  const flag = FLAGS[word];
  const targetOption = TARGET_OPTIONS[word];
  const targetFlag = TARGET_FLAGS[word];
  if (word === '-j' || word === '-g') reading.target = {name: next(), goto: word === '-g'};
  else if (match !== undefined) {
    const value = TAKES_TWO.has(match) ? `${next()} ${next()}` : next();
    reading.matches.push({option: match, value, negated});
  } else if (flag !== undefined) reading.matches.push({option: flag, value: '', negated});
  else if (reading.target !== undefined && targetOption !== undefined) reading.options[targetOption] = next();
  else if (reading.target !== undefined && targetFlag !== undefined) reading.options[targetFlag] = '';
  else if (word === '-m' && SILENT_MODULES.has(reading.words[reading.position] ?? '')) reading.position++;
  else if (word === '--tcp-flags' && isSyn(reading)) reading.matches.push({option: 'syn', value: '', negated});
  else readUnknown(reading, negated ? `! ${word}` : word);
};

/** `--syn` is saved as these flags. */
const isSyn = (reading: Reading): boolean => {
  const [mask, set] = reading.words.slice(reading.position, reading.position + 2);
  if (mask !== 'FIN,SYN,RST,ACK' || set !== 'SYN') return false;
  reading.position += 2;
  return true;
};

/** The option and its values up to the next option: only somebody who knows it could tell how many it takes. */
const readUnknown = (reading: Reading, option: string): void => {
  const words = [option];
  for (;;) {
    const word = reading.words[reading.position];
    if (word === undefined || word === '!' || /^--?[A-Za-z]/.test(word)) break;
    words.push(/\s/.test(word) ? `"${word}"` : word);
    reading.position++;
  }
  // iptables-save writes what belongs to the target after it.
  const list = reading.target === undefined ? reading.unknownMatches : reading.unknownOptions;
  list.push(words.join(' '));
};
