import type {Server as HttpServer} from 'node:http';
import type {Host, Node, Stream} from '../../drivers/hosts/host.ts';
import {cloudsYaml} from './server-files.ts';

/** Opens a host of its own for the client, beside the lab's. */
export type OpenBeside = NonNullable<Host['beside']>;

/** The client, running where the processor is not emulated, for servers on whose own it would take half a minute. */
export interface ClientBeside extends AsyncDisposable {
  /** Hands what is typed in a server to it, until the stream is disposed of. */
  serve(server: Node): Promise<Stream>;
}

/** A line of the client may wait for an instance. */
const LINE_TIMEOUT_MS = 300_000;
const CLIENT = 'client';
const CLOUDS_FILE = '/run/clouds.yaml';
const PREPARE = `ip address add "$1" dev lo; printf %s "$2" >${CLOUDS_FILE}`;

/**
 * Opens a sandbox with nothing but the client and the API. The client there is the machine's own program, as in a
 * server, and gets the words and variables that are typed there; but it does not cross the lab's management network.
 * @param address where the API is for the client
 * @param api makes a server of the API
 * @throws {Error} where the sandbox cannot be prepared
 */
export async function openClientBeside(
  open: OpenBeside,
  {address, baseUrl, port}: {readonly address: string; readonly baseUrl: string; readonly port: number},
  api: () => HttpServer,
): Promise<ClientBeside> {
  await using things = new AsyncDisposableStack();
  const environment = {OS_CLIENT_CONFIG_FILE: CLOUDS_FILE};
  const host = things.use(await open({nodes: [{name: CLIENT, environment}], wires: []}));
  const node = host.node(CLIENT);
  const prepare = ['bash', '-euc', PREPARE, '-', `${address}/32`, cloudsYaml(baseUrl)];
  const ready = await node.run(prepare, {logged: false});
  if (!ready.ok) throw new Error(`the client's sandbox could not be prepared: ${ready.stderr.trim()}`);
  const listening = await node.listen({port});
  const server = api();
  listening.onConnection((connection) => server.emit('connection', connection));
  things.defer(() => {
    server.closeAllConnections();
    listening[Symbol.dispose]();
  });
  const kept = things.move();
  return {
    serve: (served) => serveClient(served, node),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

async function serveClient(server: Node, client: Node): Promise<Stream> {
  const written = await server.run(['bash', '-euc', WRITE, '-', COMMAND], {logged: false, timeoutMs: 20_000});
  if (!written.ok) throw new Error(`${server.name} could not be given the client: ${written.stderr.trim()}`);
  const stream = server.stream(['bash', '-c', EAR], {runs: []});
  stream.onLine((line) => {
    const [id = '', asked = ''] = line.split(' ');
    if (!/^\d+-\d+$/.test(id)) return;
    const {argv, env} = wordsOf(Buffer.from(asked, 'base64').toString());
    void client
      .run(['openstack', ...argv], {env, timeoutMs: LINE_TIMEOUT_MS, logged: false})
      .then(({exitCode = 1, stdout, stderr}) => {
        stream.write(`${id} ${exitCode} ${encoded(stdout)} ${encoded(stderr)}\n`);
      });
  });
  return stream;
}

/** Never empty, for bash to read it as a word. */
const encoded = (text: string): string => `=${Buffer.from(text).toString('base64')}`;

/** @param asked the number of arguments, the arguments, and variables as NAME=VALUE, each with a zero byte behind it */
export function wordsOf(asked: string): {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
} {
  const [count = '0', ...words] = asked.split('\0').slice(0, -1);
  const pairs = words.slice(Number(count)).map((word): [string, string] => {
    const at = word.indexOf('=');
    return [word.slice(0, at), word.slice(at + 1)];
  });
  return {argv: words.slice(0, Number(count)), env: Object.fromEntries(pairs)};
}

/** Before the client's own place in every server's PATH. */
const PLACE = '/run/cloud/bin/openstack';
/** The folder that {@link COMMAND} and {@link EAR} meet in. */
const FOLDER = '/run/cloud/client';

const WRITE = `mkdir -p ${FOLDER}; rm -f ${FOLDER}/requests; mkfifo ${FOLDER}/requests; printf %s "$1" >${PLACE}; chmod 755 ${PLACE}`;

/** Hands requests out and puts answers down. Runs where no process of the node can see it. */
const EAR = `
umask 077
cd ${FOLDER} || exit
exec 3<>requests
while read -r id <&3; do printf '%s %s\\n' "$id" "$(base64 -w0 "$id.asked")"; done &
while read -r id code out err; do
  base64 -d <<<"\${out#=}" >"$id.out"
  base64 -d <<<"\${err#=}" >"$id.err"
  echo "$code" >"$id.new" && mv "$id.new" "$id"
done
`;

/** Who waits here starts no processes meanwhile: each of them is what is slow. */
const COMMAND = `#!/bin/bash
(( $# )) || { echo 'openstack: one command at a time here: openstack network list' >&2; exit 2; }
umask 077
id=$$-$RANDOM
cd ${FOLDER} || exit
trap 'rm -f $id $id.*' EXIT
trap 'exit 130' INT
columns= && exec 8>&1
[[ -t 8 ]] && read -r _ columns < <(stty size <&8)
{
  printf '%s\\0' $# "$@"
  for name in \${!OS_@} \${!CLIFF_@}; do printf '%s\\0' "$name=\${!name}"; done
  [[ $columns ]] && printf '%s\\0' "CLIFF_MAX_TERM_WIDTH=$columns"
} >$id.asked
timeout 5 tee requests <<<$id >/dev/null || { echo 'openstack: the client cannot be asked' >&2; exit 1; }
exec 9<> <(:)
until [[ -e $id ]]; do read -rt 0.1 -u 9; done
read -r code <$id
cat $id.err >&2
cat $id.out
exit "$code"
`;
