import {askSession, findSessions} from '../labs/control-client.ts';
import {pathsFrom} from '../labs/paths.ts';
import type {Language} from '../state/text.ts';
import {EXIT} from './exit-codes.ts';
import {say} from './say.ts';

/** `underlay check` and `underlay topology` from another window: asks the program in which the lab runs. */
export async function controlRunning(
  argv: readonly string[],
  lab: string | undefined,
  language: Language,
): Promise<number> {
  const sessions = await findSessions(pathsFrom(process.env).sockets);
  const fitting = sessions.filter((session) => lab === undefined || session.lab === lab);
  const [session] = fitting;
  if (session === undefined) {
    const others = [...new Set(sessions.map((one) => one.lab))].join(', ');
    say.error(
      {
        en: `No lab${lab === undefined ? '' : ` ${lab}`} is running.${others === '' ? ' Start one: `underlay run LAB`.' : ` Running: ${others}.`}`,
        zh: `没有正在运行的实验${lab === undefined ? '' : ` ${lab}`}。${others === '' ? '启动一个：`underlay run LAB`。' : `正在运行：${others}。`}`,
      }[language],
    );
    return EXIT.unknown;
  }
  if (fitting.length > 1) {
    const names = fitting.map((one) => `${one.lab} (pid ${one.pid})`).join(', ');
    say.error(
      {en: `Several labs are running, name one: ${names}.`, zh: `有多个实验正在运行，请指明一个：${names}。`}[language],
    );
    return EXIT.usage;
  }
  const answer = await askSession(session, argv, language);
  process.stdout.write(answer.text);
  return answer.exitCode;
}
