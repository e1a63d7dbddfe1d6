import type {Text} from '../../state/text.ts';

/** The places that have their own keys. One is in front at a time; what it does not bind goes to those below it. */
export const CONTEXTS = [
  'app',
  'welcome',
  'home',
  'search',
  'terminal',
  'lab',
  'question',
  'answer',
  'confirm',
  'client',
  'steps',
  'page',
  'path',
  'rules',
  'debrief',
  'failed',
] as const;
export type Context = (typeof CONTEXTS)[number];

/** What a key can ask for, place by place. */
export interface Commands {
  app: 'quit';
  welcome: 'start' | 'other-language' | 'leave';
  home:
    | 'up'
    | 'down'
    | 'page-up'
    | 'page-down'
    | 'first'
    | 'last'
    | 'open'
    | 'steps'
    | 'search'
    | 'language'
    | 'theme'
    | 'help'
    | 'leave'
    | 'back';
  search: 'up' | 'down' | 'open' | 'erase' | 'back';
  terminal: 'leave-terminal' | 'scroll-terminal';
  lab:
    | 'to-terminal'
    | 'type-here'
    | 'lesson'
    | 'terminal'
    | 'topology'
    | 'changes'
    | 'checks'
    | 'next-pane'
    | 'previous-pane'
    | 'up'
    | 'down'
    | 'page-up'
    | 'page-down'
    | 'top'
    | 'bottom'
    | 'zoom'
    | 'answer'
    | 'hint'
    | 'check'
    | 'solve'
    | 'type-solve'
    | 'next'
    | 'reset-step'
    | 'reset-lab'
    | 'steps'
    | 'other-node'
    | 'language'
    | 'theme'
    | 'log'
    | 'path'
    | 'rules'
    | 'help'
    | 'back';
  question: 'up' | 'down' | 'choose' | 'back';
  answer: 'send' | 'erase' | 'back';
  confirm: 'yes' | 'accept' | 'no';
  client: 'install' | 'accept' | 'without' | 'back';
  steps: 'up' | 'down' | 'open' | 'back';
  page: 'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'bottom' | 'back';
  path:
    | 'toggle'
    | 'up'
    | 'down'
    | 'page-up'
    | 'page-down'
    | 'top'
    | 'bottom'
    | 'open-all'
    | 'close-all'
    | 'toggle-all'
    | 'back';
  rules:
    | 'up'
    | 'down'
    | 'page-up'
    | 'page-down'
    | 'top'
    | 'bottom'
    | 'next-place'
    | 'previous-place'
    | 'next-table'
    | 'previous-table'
    | 'hits'
    | 'back';
  debrief: 'next-lab' | 'look' | 'again' | 'home' | 'up' | 'down';
  failed: 'again' | 'log' | 'back';
}

export type CommandIn<C extends Context> = Commands[C];
export type Command = Commands[Context];

export interface Binding<C extends Context = Context> {
  readonly context: C;
  readonly command: CommandIn<C>;
  /** Key names as {@link keyPresses} gives them; the first is the one shown. */
  readonly keys: readonly string[];
  /** A sentence for the help. */
  readonly words: Text;
  /** One or two words for the line at the bottom; absent where the key is not shown there. */
  readonly short?: Text;
}
