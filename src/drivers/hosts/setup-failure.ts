import type {Text} from '../../state/text.ts';
import {HostError} from './host-error.ts';

/** The set-up takes a fraction of a second; a machine that needs longer is stuck. */
export const SETUP_TIMEOUT_MS = 20_000;

/** What the set-up says went wrong, by the word its scripts use, with the detail they add. */
const WHYS: Readonly<Record<string, (detail: string) => Text>> = {
  shared: () => ({
    en: 'The sandbox would have shared the network or the files of your machine, so nothing was started.',
    zh: '沙箱会与本机共用网络或文件系统，因此没有启动任何东西。',
  }),
  'read-only': (detail) => ({
    en: `${detail} could not be made read-only in the sandbox.`,
    zh: `无法在沙箱中把 ${detail} 设为只读。`,
  }),
  mount: (detail) => ({
    en: `The sandbox's file systems could not be mounted (${detail}).`,
    zh: `无法挂载沙箱的文件系统（${detail}）。`,
  }),
  loopback: (detail) => ({
    en: `Node ${detail}: the loopback interface could not be set up.`,
    zh: `节点 ${detail}：无法启用回环接口。`,
  }),
  wires: (detail) => ({
    en: `The cables between the nodes could not be made: ${detail}`,
    zh: `无法创建节点之间的网线：${detail}`,
  }),
  timeout: (detail) => ({en: `The sandbox did not stand after ${detail}.`, zh: `沙箱在 ${detail} 后仍未就绪。`}),
};

export function setupFailed(what: string, detail: string): HostError {
  const why = WHYS[what]?.(detail) ?? {en: `${what} ${detail}`, zh: `${what} ${detail}`};
  return new HostError(why, {
    en: 'Run "underlay doctor" to see what this machine allows.',
    zh: '运行 “underlay doctor” 查看本机支持哪些功能。',
  });
}
