import {isDropped, lastWord, NO_SUCH_PORT, type TraceHop, type TraceRound} from './flow-trace.ts';
import {flowInWords} from './flow-words.ts';
import {joinTexts, type Text} from './text.ts';
import {decimal} from './words/flow-match-words.ts';
import {splitActions} from './words/flow-action-words.ts';

/** What the flow that matched does to the frame; absent where it does nothing but pass every frame on. */
export const hopInWords = ({flow, actions}: TraceHop): Text | undefined => {
  if (flow === undefined)
    return {en: 'No flow of this table matches: dropped.', zh: '这个表里没有匹配的流表项：丢弃。'};
  const isPassedOn = flow.match === '' && actions.length === 1 && /^(goto_table:|resubmit\(,)/.test(actions[0] ?? '');
  return isPassedOn ? undefined : flowInWords({match: flow.match, actions: actionsOf({actions}).join(), options: []});
};

/** Without the `drop` that a trace prints for what a conntrack action leaves behind. */
export const actionsOf = ({actions}: Pick<TraceHop, 'actions'>): readonly string[] =>
  actions.length > 1 ? actions.filter((action) => action !== 'drop') : actions;

/** What the switch said about a table's actions, where it helps. */
export const noteInWords = (note: string): Text | undefined => {
  for (const [pattern, say] of NOTES) {
    const found = pattern.exec(note);
    if (found !== null) return say?.(found[1] ?? '', found[2] ?? '');
  }
  return {en: `“${note}”`, zh: `“${note}”`};
};

/** The parts before a sentence are patterns; without a sentence the note says nothing that is not shown already. */
const NOTES: readonly (readonly [RegExp, ((first: string, second: string) => Text) | undefined])[] = [
  [
    /^no learned MAC for destination, flooding$/,
    () => ({en: 'this MAC was not learned: to every port of the VLAN', zh: '没学过这个 MAC：发往该 VLAN 的所有端口'}),
  ],
  [
    /^forwarding to learned port$/,
    () => ({en: 'this MAC was learned: to its port alone', zh: '学过这个 MAC：只发往它的端口'}),
  ],
  [
    new RegExp(`^${NO_SUCH_PORT}$`),
    () => ({en: 'there is no port of this number: dropped', zh: '没有这个编号的端口：丢弃'}),
  ],
  [
    /^tunneling to (\S+) via (\S+)$/,
    (to, by) => ({en: `into the tunnel to ${to}, by ${by}`, zh: `进入通往 ${to} 的隧道，经由 ${by}`}),
  ],
  [/^output to native tunnel$|^tunneling from /, undefined],
  [
    /^suppressing side effects, so learn action ignored$/,
    () => ({en: 'a trace learns nothing', zh: '追踪不会学到任何东西'}),
  ],
  [/^A clone of the packet is forked to recirculate|^Sets the packet to an untracked state/, undefined],
];

/** How a round ends: what is sent, or which flow has the last word where nothing is. */
export const endInWords = (round: TraceRound): Text => {
  const {datapathActions} = round;
  if (datapathActions === 'drop') {
    const last = lastWord(round);
    if (last === undefined) return {en: 'Nothing is sent.', zh: '什么也不发出。'};
    const {bridge, hop} = last;
    const priority: Text =
      hop.flow === undefined
        ? {en: 'where no flow matches', zh: '没有匹配的流表项'}
        : {en: `priority ${hop.flow.priority}`, zh: `优先级 ${hop.flow.priority}`};
    return {
      en: `Nothing is sent: table ${hop.table} of ${bridge} (${priority.en}) has the last word.`,
      zh: `什么也不发出：最后由 ${bridge} 的表 ${hop.table}（${priority.zh}）决定。`,
    };
  }
  const said = joinTexts(splitActions(datapathActions).map(datapathWords), {en: ', ', zh: '，'});
  // The frame comes back from connection tracking, and its way goes on.
  const isFirst = /\brecirc\(/.test(datapathActions);
  return isFirst
    ? {en: `First: ${said.en}.`, zh: `先：${said.zh}。`}
    : {en: `In the end: ${said.en}.`, zh: `最后：${said.zh}。`};
};

/** One action of the datapath, which has numbers of its own for ports. */
const datapathWords = (action: string): Text => {
  const vlan = /^push_vlan\(vid=(\d+)/.exec(action)?.[1];
  if (vlan !== undefined) return {en: `tag ${vlan} on`, zh: `加标签 ${vlan}`};
  if (action === 'pop_vlan') return {en: 'tag off', zh: '去标签'};
  if (/^\d+$/.test(action)) return {en: `out of datapath port ${action}`, zh: `从数据通路端口 ${action} 发出`};
  const tunnel = /^tnl_push\(.*ipv4\(src=[\d.]+,dst=([\d.]+).*vni=(0x[\da-f]+|\d+)/.exec(action);
  if (tunnel !== null) {
    const [, to = '', vni = ''] = tunnel;
    return {en: `packed for ${to} with VNI ${decimal(vni)}`, zh: `以 VNI ${decimal(vni)} 封装发往 ${to}`};
  }
  const commit = /^ct\(commit,zone=(\d+)\)$/.exec(action)?.[1];
  if (commit !== undefined) return {en: `remember the connection in zone ${commit}`, zh: `在区域 ${commit} 中记住连接`};
  const zone = /^ct\(zone=(\d+)\)$/.exec(action)?.[1];
  if (zone !== undefined) return {en: `look the connection up in zone ${zone}`, zh: `在区域 ${zone} 中查询连接`};
  if (action.startsWith('recirc(')) return {en: 'then go on below', zh: '然后继续往下'};
  return {en: `“${action}”`, zh: `“${action}”`};
};

/** What connection tracking is taken to have found when the frame comes back. */
export const foundInWords = (found: string): Text => {
  const states = joinTexts(
    found.split('|').flatMap((state) => STATES[state] ?? [{en: `“${state}”`, zh: `“${state}”`}]),
    {en: ' and ', zh: '，并且'},
  );
  return {en: `Taken as ${states.en}:`, zh: `假定${states.zh}：`};
};

const STATES: Readonly<Record<string, readonly Text[]>> = {
  trk: [],
  new: [{en: 'a new connection', zh: '是新连接'}],
  est: [{en: 'a known connection', zh: '是已知连接'}],
  rpl: [{en: 'its answer', zh: '是它的应答'}],
  rel: [{en: 'related to a known one', zh: '与已知连接有关'}],
  inv: [{en: 'not valid', zh: '无效'}],
};

/** `✘` where the way ends. */
export const hopSign = (hop: TraceHop): '✘' | ' ' => (isDropped(hop) ? '✘' : ' ');
