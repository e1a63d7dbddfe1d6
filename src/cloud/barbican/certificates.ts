import {X509Certificate, createPrivateKey} from 'node:crypto';
import type {Certificate} from '../../drivers/neutron/lbaas/model.ts';
import type {Caller} from '../caller.ts';
import {octaviaErrors} from '../octavia/errors.ts';
import type {Tables} from '../store/tables.ts';

/**
 * The certificates that references to Barbican's containers stand for, each with its key in one text, as HAProxy wants
 * it: intermediates, certificate, key (neutron-lbaas `_build_pem`).
 * @throws 400 with all references that are not there, are another project's, or hold no certificate with its key
 */
export function readCertificates(tables: Tables, caller: Caller, refs: readonly string[]): readonly Certificate[] {
  const read = refs.map((ref) => ({ref, certificate: readCertificate(tables, caller, ref)}));
  const bad = read.filter(({certificate}) => certificate === undefined).map(({ref}) => ref);
  if (bad.length > 0) throw octaviaErrors.certificate(bad);
  return read.flatMap(({certificate}) => certificate ?? []);
}

function readCertificate(tables: Tables, caller: Caller, ref: string): Certificate | undefined {
  const id = /\/v1\/containers\/([^/]+)$/.exec(ref)?.[1] ?? '';
  const container = tables.secretContainers.get(id);
  if (container?.projectId !== caller.projectId) return undefined;
  const content = (role: string): string | undefined => {
    const secret = container.secrets.find(({name}) => name === role);
    return secret && tables.secrets.get(secret.secretId)?.payload;
  };
  const [certificate, key, intermediates] = ['certificate', 'private_key', 'intermediates'].map(content);
  if (certificate === undefined || key === undefined) return undefined;
  try {
    const x509 = new X509Certificate(certificate);
    if (!x509.checkPrivateKey(createPrivateKey(key))) return undefined;
    const name = /^CN=(.+)$/m.exec(x509.subject)?.[1] ?? container.id;
    const parts = [...(intermediates === undefined ? [] : [intermediates]), certificate, key];
    return {name, pem: `${parts.map((part) => part.trim()).join('\n')}\n`};
  } catch {
    return undefined;
  }
}
