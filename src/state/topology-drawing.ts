import {cloudForm} from './drawing/cloud-form.ts';
import {boxesForm, listForm, wiresForm} from './drawing/forms.ts';
import {drawn} from './drawing/model.ts';
import {foldPatchPanels} from './drawing/patch-panel.ts';
import type {Freshness, Row} from './drawing/run.ts';
import {NO_NAMES, type Names} from './names.ts';
import type {Language} from './text.ts';
import type {Topology} from './topology.ts';

export interface DrawingOptions {
  /** Cells; 36 at least, to be readable. No row is wider. */
  readonly width: number;
  /** Rows to aim at. The roomiest form that fits is taken; the smallest form may need more, for the screen to scroll. */
  readonly height: number;
  readonly language: Language;
  /** What to compare with for what is new, changed and gone; without it nothing that is gone is drawn. */
  readonly previous?: Topology;
  /** Keyed by device id, namespace id or node name; default: what differs from `previous`. */
  readonly fresh?: ReadonlyMap<string, Freshness>;
  /** What kernel names stand for: said beside them, dimmed. */
  readonly names?: Names | undefined;
}

/** Below these widths wires, and then boxes, leave too little room for names and addresses. */
const LEAST_FOR_WIRES = 60;
const LEAST_FOR_BOXES = 44;

/**
 * The topology as rows of styled runs: nodes as boxes, namespaces as boxes in them, devices with state, addresses and
 * bridge ports, and the wires between them. `●` up, `○` down, `◌` no carrier; all but up also say so.
 */
export const drawTopology = (topology: Topology, options: DrawingOptions): readonly Row[] => {
  const {width, height, language, names = NO_NAMES} = options;
  const folded = foldPatchPanels(topology, options.previous);
  const picture = drawn(folded.topology, folded.previous, options.fresh);
  const {panels, bare} = folded;
  const words = {language, names, panels, bare};
  if (panels.size > 0) {
    const cloud = cloudForm(picture, width, height, words);
    const list = listForm(picture, width, words);
    // Side by side is easier to compare, even where some of it is out of sight.
    return cloud !== undefined && (cloud.length <= height || cloud.length < list.length) ? cloud : list;
  }
  const forms = [
    ...(width >= LEAST_FOR_WIRES ? [() => wiresForm(picture, width, words)] : []),
    ...(width >= LEAST_FOR_BOXES ? [() => boxesForm(picture, width, words)] : []),
  ];
  for (const form of forms) {
    const rows = form();
    if (rows !== undefined && rows.length <= height) return rows;
  }
  return listForm(picture, width, words);
};
