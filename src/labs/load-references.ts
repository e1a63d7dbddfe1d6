import type {LabFile, LabFileCheck} from './format.ts';
import {suggestion} from './load-suggestion.ts';
import type {YamlPath} from './load-yaml.ts';

/** What the rules of one part of the file share. */
export interface Rules {
  readonly lab: LabFile;
  /** Names of the nodes, also those that a cloud brings. */
  readonly nodes: readonly string[];
  readonly fail: (path: YamlPath, message: string) => void;
}

/** What to say where a step names a check it does not have. */
export const noCheck = (id: string, step: string, known: readonly string[]): string =>
  `step \`${step}\` has no check \`${id}\`${suggestion(id, known)}`;

/** Fails where there is no such node. */
export function nodeExists({nodes, fail}: Rules, node: string, path: YamlPath): void {
  if (!nodes.includes(node)) fail(path, `no node is called \`${node}\`${suggestion(node, nodes)}`);
}

/** Fails at every name that stood before. */
export function unique({fail}: Rules, what: string, ids: readonly string[], path: (index: number) => YamlPath): void {
  for (const [index, id] of ids.entries())
    if (ids.indexOf(id) !== index) fail(path(index), `the ${what} \`${id}\` is there twice`);
}

/** Every check of this and earlier steps under its id; the nearest wins where steps use one id twice. */
export function checkInSight(lab: LabFile, step: number, id: string): LabFileCheck | undefined {
  for (let index = step; index >= 0; index -= 1) {
    const found = lab.steps[index]?.checks.find((check) => check.id === id);
    if (found !== undefined) return found;
  }
  return undefined;
}
