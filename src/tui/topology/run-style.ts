import type {Freshness, Role, Run} from '../../state/drawing/run.ts';
import type {Style, Theme} from '../themes/theme.ts';

const ROLES: Readonly<Record<Role, (theme: Theme) => Style | undefined>> = {
  node: (theme) => theme.node,
  namespace: (theme) => theme.namespace,
  device: (theme) => theme.link,
  bridge: (theme) => theme.link,
  address: (theme) => theme.address,
  up: (theme) => theme.ok,
  down: (theme) => theme.bad,
  'no-carrier': (theme) => theme.unknown,
  wire: (theme) => theme.dim,
  mark: (theme) => theme.accent,
  label: (theme) => theme.dim,
  meaning: (theme) => theme.dim,
  frame: (theme) => theme.border,
  unread: (theme) => theme.unknown,
  sign: () => undefined,
  space: () => undefined,
};

const FRESH: Readonly<Record<Freshness, (theme: Theme) => Style>> = {
  new: (theme) => theme.added,
  changed: (theme) => theme.changed,
  removed: (theme) => ({...theme.removed, dimColor: true, strikethrough: true}),
};

/** How a piece of the drawing looks. What is fresh keeps its own attributes (bold, underlined) under the glow. */
export const runStyle = ({role, fresh}: Run, theme: Theme): Style | undefined => {
  const style = ROLES[role](theme);
  return fresh === undefined || role === 'space' ? style : {...style, ...FRESH[fresh](theme)};
};
