import type {Reading} from '../../state/snapshot.ts';
import {askText, rememberingParser} from './answers.ts';
import {parseFiles} from './console.ts';
import {hasSockets, trafficMark} from './net-files.ts';
import {type Answer, consoleText} from './questions.ts';
import type {RawNamespace} from './raw-namespace.ts';
import type {Reader} from './reader.ts';
import {parseListeners} from './sockets.ts';
import {SYSCTL_FILES, parseNetconf, sysctlName} from './sysctl.ts';

type Sysctls = Reading<Readonly<Record<string, string>>>;

const NO_SOCKETS: Answer = {ok: true, text: ''};

/** Reads what no event announces: listeners, the sysctls that netconf lacks, and whether packets passed. */
export const openSilentPart = (console: Reader) => {
  const listeners = rememberingParser((texts: Record<'sockets', string>) => parseListeners(texts.sockets));
  const netconf = rememberingParser((texts: Record<'netconf', string>) => parseNetconf(texts.netconf));
  const files = rememberingParser((texts: Record<'files', string>) => {
    const found = parseFiles(texts.files);
    return Object.fromEntries(
      SYSCTL_FILES.flatMap((file) => (found[file] === undefined ? [] : [[sysctlName(file), found[file].join(' ')]])),
    );
  });
  let traffic: string | undefined;
  let fromFiles: Sysctls = {ok: false, why: 'not read yet'};

  return {
    async read(): Promise<{readonly listeners: RawNamespace['listeners']; readonly packetsPassed: boolean}> {
      fromFiles = files({files: await askText(console, consoleText('sysctls'))});
      // The console has answered, so its process surely is in the namespace.
      const {pid} = console;
      const mark = trafficMark(pid);
      const packetsPassed = mark === undefined || mark !== traffic;
      traffic = mark;
      const sockets = hasSockets(pid) === false ? NO_SOCKETS : await askText(console, consoleText('listeners'));
      return {listeners: listeners({sockets}), packetsPassed};
    },
    /** The sysctls of netconf and of the files together. */
    sysctls(answer: Answer): Sysctls {
      const fromNetconf = netconf({netconf: answer});
      if (!fromNetconf.ok) return fromNetconf;
      if (!fromFiles.ok) return fromFiles;
      const all = {...fromNetconf.value, ...fromFiles.value};
      return {ok: true, value: Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)))};
    },
  };
};
