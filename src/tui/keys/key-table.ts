import type {Text} from '../../state/text.ts';
import type {Binding, CommandIn, Context} from './command.ts';

type Row<C extends Context> = readonly [command: CommandIn<C>, keys: string, words: Text, short?: Text];

const place = <C extends Context>(context: C, rows: readonly Row<C>[]): readonly Binding[] =>
  rows.map(([command, keys, words, short]) => ({
    context,
    command,
    keys: keys.split(' '),
    words,
    ...(short === undefined ? {} : {short}),
  }));

const t = (en: string, zh: string): Text => ({en, zh});

const UP_DOWN: Text = t('move', '移动');
const SCROLL: Text = t('scroll', '滚动');
const BACK: Text = t('back', '返回');

/** Every key of the program, in the order that help and footer show them. It binds, and it explains. */
export const KEY_TABLE: readonly Binding[] = [
  ...place('app', [['quit', 'ctrl-c', t('leave Underlay (asks inside a lab)', '退出 Underlay（实验中会先询问）')]]),

  ...place('welcome', [
    ['start', 'enter', t('begin', '开始'), t('begin', '开始')],
    ['other-language', 'l left right tab', t('the other language', '切换语言'), t('English/中文', 'English/中文')],
    ['leave', 'q escape', t('leave Underlay', '退出 Underlay'), t('leave', '退出')],
  ]),

  ...place('home', [
    ['open', 'enter', t('open the lab', '打开实验'), t('open', '打开')],
    ['up', 'up k', t('the lab above', '上一个实验'), UP_DOWN],
    ['down', 'down j', t('the lab below', '下一个实验')],
    ['page-up', 'page-up', t('one page up', '上翻一页')],
    ['page-down', 'page-down', t('one page down', '下翻一页')],
    ['first', 'home', t('the first lab', '第一个实验')],
    ['last', 'end', t('the last lab', '最后一个实验')],
    ['search', '/', t('search labs', '搜索实验'), t('search', '搜索')],
    ['steps', 'g', t('begin at another step', '从指定步骤开始'), t('steps', '步骤')],
    ['language', 'l', t('the other language', '切换语言'), t('中文', 'English')],
    [
      'theme',
      't',
      t('the next colours: auto, dark, light, none', '切换配色：自动、深色、浅色、无色'),
      t('colours', '配色'),
    ],
    ['help', '?', t('the keys of this place', '此处可用的按键'), t('help', '帮助')],
    ['leave', 'q', t('leave Underlay', '退出 Underlay'), t('leave', '退出')],
    ['back', 'escape', t('show all labs again after a search', '结束搜索，显示全部实验')],
  ]),

  ...place('search', [
    ['open', 'enter', t('keep the choice', '确定'), t('choose', '选定')],
    ['up', 'up', t('the lab above', '上一个实验'), UP_DOWN],
    ['down', 'down', t('the lab below', '下一个实验')],
    ['erase', 'backspace', t('delete a character', '删除一个字符')],
    ['back', 'escape', t('show all labs again', '显示全部实验'), t('end search', '结束搜索')],
  ]),

  ...place('terminal', [
    [
      'leave-terminal',
      'ctrl-g',
      t('leave the terminal, and return to it', '离开终端；再按一次返回'),
      t('leave the terminal', '离开终端'),
    ],
    [
      'scroll-terminal',
      'shift-page-up shift-page-down',
      t('look at what scrolled away; any other key returns', '翻看已滚走的内容；按其他键回到底部'),
    ],
  ]),

  ...place('lab', [
    ['to-terminal', 'ctrl-g', t('type in the terminal', '回到终端输入'), t('terminal', '终端')],
    ['next', 'n', t('the next step, after all checks are met', '检查全部满足后，进入下一步'), t('next step', '下一步')],
    ['answer', 'a', t('answer the question', '回答问题'), t('answer', '答题')],
    ['hint', 'h', t('a hint; each further one says more', '提示，一次比一次具体'), t('hint', '提示')],
    ['check', 'c', t('look at all checks now', '立即检查'), t('check', '检查')],
    ['solve', 's', t('show the solution (asks)', '显示参考解法（先询问）'), t('solution', '解法')],
    ['type-solve', 'T', t('type the solution into the terminal for me (asks)', '代为在终端输入解法（先询问）')],
    ['lesson', '1', t('the lesson', '课文窗格')],
    ['terminal', '2', t('the terminal', '终端窗格')],
    ['topology', '3', t('the topology', '拓扑窗格')],
    ['changes', '4', t('the changes', '变化窗格')],
    ['checks', '5', t('the checks', '检查窗格')],
    ['next-pane', 'tab right', t('the next pane', '下一个窗格'), t('panes', '窗格')],
    ['previous-pane', 'shift-tab left', t('the pane before', '上一个窗格')],
    ['type-here', 'enter', t('type in the chosen terminal; answer in the lesson', '在选中的终端里输入；在课文中答题')],
    ['up', 'up k', t('scroll up', '向上滚动')],
    ['down', 'down j', t('scroll down', '向下滚动')],
    ['page-up', 'page-up', t('one page up', '上翻一页')],
    ['page-down', 'page-down space', t('one page down', '下翻一页')],
    ['top', 'home', t('to the top', '到顶部')],
    ['bottom', 'end', t('to the bottom', '到底部')],
    ['zoom', 'z', t('the chosen pane alone, and back', '放大或还原选中的窗格'), t('zoom', '放大')],
    ['other-node', 'o', t('the shell of the next node', '切换到下一个节点的 shell'), t('other node', '换节点')],
    [
      'reset-step',
      'r',
      t('this step again from its beginning, on a fresh host (asks)', '在全新主机上重做本步（先询问）'),
      t('reset step', '重做本步'),
    ],
    [
      'reset-lab',
      'R',
      t('the whole lab again with new names and addresses (asks)', '换一组名称和地址重做整个实验（先询问）'),
    ],
    ['steps', 'g', t('go to another step', '跳到其他步骤'), t('steps', '步骤')],
    [
      'path',
      'p',
      t('the path of every API call, down to the kernel', '每个 API 调用一直到内核的路径'),
      t('control path', '控制路径'),
    ],
    ['log', 'm', t('the commands that Underlay ran', 'Underlay 执行过的命令'), t('log', '日志')],
    [
      'rules',
      'w',
      t('every iptables rule in words, with its counters', '用文字解释每条 iptables 规则，附计数'),
      t('rules', '规则'),
    ],
    ['language', 'l', t('the other language', '切换语言'), t('中文', 'English')],
    ['theme', 't', t('the next colours: auto, dark, light, none', '切换配色：自动、深色、浅色、无色')],
    ['help', '?', t('the keys of this place', '此处可用的按键'), t('help', '帮助')],
    [
      'back',
      'q escape',
      t('back: from zoom, then from the lab (asks)', '返回：先还原窗格，再离开实验（先询问）'),
      BACK,
    ],
  ]),

  ...place('question', [
    ['up', 'up k', t('the option above', '上一个选项'), UP_DOWN],
    ['down', 'down j', t('the option below', '下一个选项')],
    [
      'choose',
      'enter',
      t('choose; so do the number keys', '选定；也可按数字键'),
      t('choose (or 1-9)', '选定（或按数字键）'),
    ],
    ['back', 'escape q', t('leave the question open', '暂不回答'), BACK],
  ]),

  ...place('answer', [
    ['send', 'enter', t('send the answer', '提交答案'), t('send', '提交')],
    ['erase', 'backspace', t('delete a character', '删除一个字符')],
    ['back', 'escape', t('leave the question open', '暂不回答'), BACK],
  ]),

  ...place('confirm', [
    ['yes', 'y', t('yes, if nothing else was typed', '是（未输入其他内容时）'), t('yes', '是')],
    ['accept', 'enter', t('yes, if nothing else was typed', '是（未输入其他内容时）')],
    ['no', 'n escape q', t('no', '否'), t('no', '否')],
  ]),

  ...place('client', [
    ['install', 'y', t('install what is missing', '安装缺少的程序'), t('install', '安装')],
    ['accept', 'enter', t('the first of the choices, if nothing else was typed', '第一个选项（未输入其他内容时）')],
    ['without', 'o', t('open the lab without the client', '不用客户端，直接打开实验'), t('open without', '直接打开')],
    ['back', 'escape n q', t('back to the labs', '返回实验列表'), BACK],
  ]),

  ...place('steps', [
    ['open', 'enter', t('go to the step', '前往该步骤'), t('go there', '前往')],
    ['up', 'up k', t('the step above', '上一个步骤'), UP_DOWN],
    ['down', 'down j', t('the step below', '下一个步骤')],
    ['back', 'escape q g', t('stay', '不跳转'), BACK],
  ]),

  ...place('page', [
    ['up', 'up k', t('scroll up', '向上滚动'), SCROLL],
    ['down', 'down j', t('scroll down', '向下滚动')],
    ['page-up', 'page-up', t('one page up', '上翻一页')],
    ['page-down', 'page-down space', t('one page down', '下翻一页')],
    ['top', 'home', t('to the top', '到顶部')],
    ['bottom', 'end', t('to the bottom', '到底部')],
    ['back', 'escape q enter', t('close', '关闭'), t('close', '关闭')],
  ]),

  ...place('path', [
    ['toggle', 'enter space', t('open or close the entry', '展开或收起这一条'), t('open, close', '展开/收起')],
    ['up', 'up k', t('the entry above', '上一条'), UP_DOWN],
    ['down', 'down j', t('the entry below', '下一条')],
    ['toggle-all', 'e', t('open or close all', '全部展开或收起'), t('all', '全部')],
    ['open-all', 'right', t('open all', '全部展开')],
    ['close-all', 'left', t('close all', '全部收起')],
    ['page-up', 'page-up', t('one page up', '上翻一页')],
    ['page-down', 'page-down', t('one page down', '下翻一页')],
    ['top', 'home', t('to the oldest', '到最早的一条')],
    ['bottom', 'end', t('to the newest, and follow it', '到最新的一条，并跟随')],
    ['back', 'escape q p', t('close', '关闭'), t('close', '关闭')],
  ]),

  ...place('rules', [
    ['up', 'up k', t('scroll up', '向上滚动'), SCROLL],
    ['down', 'down j', t('scroll down', '向下滚动')],
    ['page-up', 'page-up', t('one page up', '上翻一页')],
    ['page-down', 'page-down space', t('one page down', '下翻一页')],
    ['top', 'home', t('to the top', '到顶部')],
    ['bottom', 'end', t('to the bottom', '到底部')],
    ['next-place', 'right', t('the next namespace with rules', '下一个有规则的命名空间'), t('namespace', '命名空间')],
    ['previous-place', 'left', t('the namespace before', '上一个命名空间')],
    ['next-table', 'tab', t('the next table', '下一个表'), t('table', '表')],
    ['previous-table', 'shift-tab', t('the table before', '上一个表')],
    [
      'hits',
      'f',
      t('only rules that packets met just now, or all', '只看刚刚有包命中的规则，或全部'),
      t('only hit', '只看命中'),
    ],
    ['back', 'escape q enter w', t('close', '关闭'), t('close', '关闭')],
  ]),

  ...place('debrief', [
    ['next-lab', 'n enter', t('the next lab', '下一个实验'), t('next lab', '下一个实验')],
    ['look', 'v', t('look at the lab again', '再看看实验'), t('view the lab', '查看实验')],
    ['again', 'R', t('begin the lab again', '从头重新开始实验'), t('again', '重来')],
    ['up', 'up k', t('scroll up', '向上滚动')],
    ['down', 'down j', t('scroll down', '向下滚动')],
    ['home', 'q escape', t('to the list of labs', '回到实验列表'), t('all labs', '实验列表')],
  ]),

  ...place('failed', [
    ['again', 'r', t('try again', '重试'), t('try again', '重试')],
    ['log', 'm', t('the commands that Underlay ran', 'Underlay 执行过的命令'), t('log', '日志')],
    ['back', 'q escape', t('to the list of labs', '回到实验列表'), t('all labs', '实验列表')],
  ]),
];

const byKey = new Map(
  KEY_TABLE.flatMap((binding) => binding.keys.map((key) => [`${binding.context} ${key}`, binding] as const)),
);

/** What a key means in a place, if anything. */
export const bindingOf = (context: Context, key: string): Binding | undefined => byKey.get(`${context} ${key}`);

export const bindingsIn = (context: Context): readonly Binding[] =>
  KEY_TABLE.filter((binding) => binding.context === context);

const SHOWN: Readonly<Record<string, Text>> = {
  enter: t('Enter', '回车'),
  escape: t('Esc', 'Esc'),
  space: t('Space', '空格'),
  backspace: t('Backspace', '退格'),
  tab: t('Tab', 'Tab'),
  'shift-tab': t('Shift-Tab', 'Shift-Tab'),
  up: t('↑', '↑'),
  down: t('↓', '↓'),
  left: t('←', '←'),
  right: t('→', '→'),
  'page-up': t('PgUp', 'PgUp'),
  'page-down': t('PgDn', 'PgDn'),
  'shift-page-up': t('Shift-PgUp', 'Shift-PgUp'),
  'shift-page-down': t('Shift-PgDn', 'Shift-PgDn'),
  home: t('Home', 'Home'),
  end: t('End', 'End'),
};

/** A key's name as keyboards have it. */
export const keyLabel = (key: string): Text =>
  SHOWN[key] ??
  t(
    key.replace(/^ctrl-(.)/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`),
    key.replace(/^ctrl-(.)/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`),
  );
