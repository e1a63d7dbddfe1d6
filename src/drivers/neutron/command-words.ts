import type {Text} from '../../state/text.ts';
import type {Command, Subject} from './driver.ts';

export const forNetwork = (id: string): Subject => ({type: 'network', id});
export const forPort = (id: string): Subject => ({type: 'port', id});
export const forRouter = (id: string): Subject => ({type: 'router', id});
export const forLoadBalancer = (id: string): Subject => ({type: 'loadbalancer', id});
export const forServer = (id: string): Subject => ({type: 'server', id});

/** A command line without quotes or blanks inside words, as typed. */
export const run = (
  subject: Subject,
  why: Text,
  line: string,
  options: {readonly namespace?: string; readonly input?: string} = {},
): Command => ({kind: 'run', argv: line.split(' '), subject, why, ...options});

export const write = (subject: Subject, why: Text, path: string, content: string | undefined): Command => ({
  kind: 'write',
  path,
  content,
  subject,
  why,
});
