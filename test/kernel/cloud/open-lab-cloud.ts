import type {Host, Node} from '../../../src/drivers/hosts/host.ts';
import {openSandbox} from '../../../src/drivers/hosts/sandbox.ts';
import type {LabCloud} from '../../../src/labs/cloud/lab-cloud.ts';
import {openLabCloud} from '../../../src/labs/cloud/open-lab-cloud.ts';
import {resolveReferences} from '../../../src/labs/cloud/references.ts';
import {cloudHost, type CloudSettings} from '../../../src/labs/cloud/settings.ts';

export interface TestLabCloud extends AsyncDisposable {
  readonly host: Host;
  readonly cloud: LabCloud;
  node(name: string): Node;
  /** The text with its references filled in; one that is not there fails. */
  named(text: string): string;
  /** Calls the API as admin; an answer of 400 or more fails. @returns the body */
  ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

/** A lab's cloud on a sandbox of its own, as a lab opens it. @param more what the host shall have besides */
export async function openTestLabCloud(
  settings: CloudSettings,
  more: Pick<Host, 'beside'> = {},
): Promise<TestLabCloud> {
  const host: Host = {...(await openSandbox(cloudHost(settings))), ...more};
  const cloud = await openLabCloud(host, settings, 'test');
  return {
    host,
    cloud,
    node: (name) => host.node(name),
    named(text) {
      const resolved = resolveReferences(text, cloud.things);
      if (!resolved.ok) throw new Error(`${text}: ${resolved.why.en}`);
      return resolved.value;
    },
    async ask(method, path, body) {
      const answer = await cloud.call({
        user: 'admin',
        project: 'admin',
        method,
        path,
        ...(body !== undefined && {body}),
      });
      if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    },
    async [Symbol.asyncDispose]() {
      await cloud[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
    },
  };
}
