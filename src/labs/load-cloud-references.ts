import {cloudReferences, REFERENCE_KINDS} from './cloud/references.ts';
import type {LabError} from './lab-error.ts';
import {suggestion} from './load-suggestion.ts';
import type {MarkdownFile} from './load-variables.ts';
import type {YamlFile} from './load-yaml.ts';
import {at} from './load-known-keys.ts';

/** Every `[[kind name]]` is of a kind that exists, and stands in a lab that has a cloud. */
export function checkCloudReferences(yaml: YamlFile, markdown: readonly MarkdownFile[]): readonly LabError[] {
  const errors: LabError[] = [];
  const hasCloud = at(yaml.value, ['cloud']) !== undefined;
  for (const {text, errorAt} of yaml.strings)
    for (const {kind, name, offset} of cloudReferences(text)) {
      const fault = faultOf(kind, name, hasCloud);
      if (fault !== undefined) errors.push(errorAt(offset, fault));
    }
  if (!hasCloud) return errors;
  for (const {file, source} of markdown)
    for (const [index, line] of source.split('\n').entries())
      for (const {kind, name, offset} of cloudReferences(line)) {
        const fault = faultOf(kind, name, hasCloud);
        if (fault !== undefined) errors.push({file, line: index + 1, column: offset + 1, message: fault});
      }
  return errors;
}

function faultOf(kind: string, name: string, hasCloud: boolean): string | undefined {
  if (!REFERENCE_KINDS.includes(kind)) {
    // bash's own `[[ -e file ]]` and words of another program are no references where there is no cloud.
    return hasCloud && /^[a-z]/.test(kind)
      ? `no reference is called \`${kind}\`${suggestion(kind, REFERENCE_KINDS)}`
      : undefined;
  }
  if (!hasCloud) return `\`[[${kind} …]]\` needs a \`cloud\``;
  return name === '' ? `\`[[${kind}]]\` must name something` : undefined;
}
