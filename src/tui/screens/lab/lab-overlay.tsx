import type {ReactNode} from 'react';
import type {Timeline} from '../../../labs/cloud/timeline.ts';
import type {LabRun} from '../../../labs/lab-run.ts';
import type {Session} from '../../../labs/session.ts';
import type {Snapshot} from '../../../state/snapshot.ts';
import type {Text} from '../../../state/text.ts';
import {useSay} from '../../text/use-language.ts';
import {wordsText} from '../../text/words.ts';
import {Dialog} from '../../widgets/dialog.tsx';
import {Help} from '../help.tsx';
import {StepsDialog} from '../steps-dialog.tsx';
import {CommandLog} from './command-log.tsx';
import {ControlPath} from './control-path/control-path.tsx';
import {Debrief} from './debrief.tsx';
import {Failed} from './failed.tsx';
import {attempt, confirmText} from './lab-actions.ts';
import type {Confirm, LabAction, Overlay} from './lab-state.ts';
import {RulesPage} from './rules/rules-page.tsx';
import type {Sitting} from './use-sitting.ts';

export interface LabOverlayProps {
  readonly run: LabRun;
  readonly session: Session;
  readonly overlay: Overlay | undefined;
  /** The snapshot before the newest command. */
  readonly baseline: Snapshot | undefined;
  /** Whose shell is shown. */
  readonly node: string;
  readonly columns: number;
  readonly rows: number;
  readonly nextLab?: Text | undefined;
  readonly sitting: Sitting;
  readonly dispatch: (action: LabAction) => void;
  readonly tell: (message: Text) => void;
  readonly onConfirmed: (about: Confirm) => void;
  readonly onNextLab: () => void;
  readonly onHome: () => void;
}

/** While a fresh host is made there is none. */
const NO_TIMELINE: Timeline = {entries: [], subscribe: () => () => {}};

/** What stands in front of the panes: a dialog or page that was opened, the end of the lab, or its failure. */
export const LabOverlay = (props: LabOverlayProps): ReactNode => {
  const {run, session, overlay, columns, rows, dispatch, tell} = props;
  const say = useSay();
  const close = (): void => dispatch({type: 'close'});
  const size = {columns, rows};
  const {commandLog: log, timeline} = run;
  if (overlay !== undefined)
    switch (overlay.name) {
      case 'help':
        return <Help contexts={['terminal', 'lab', 'app']} {...size} onClose={close} />;
      case 'log':
        return log === undefined ? null : <CommandLog log={log} names={session.names} {...size} onClose={close} />;
      case 'path':
        return <ControlPath timeline={timeline ?? NO_TIMELINE} names={session.names} {...size} onClose={close} />;
      case 'rules':
        return <RulesPage session={session} baseline={props.baseline} node={props.node} {...size} onClose={close} />;
      case 'steps':
        return (
          <StepsDialog
            lab={session.lab}
            statusOf={(step) => session.steps[step]?.status ?? 'ahead'}
            current={session.current}
            {...size}
            onOpen={(step) => dispatch({type: 'open', overlay: {name: 'confirm', about: {ask: 'jump', step}}})}
            onClose={close}
          />
        );
      case 'confirm':
        return (
          <Dialog
            question={say(confirmText(overlay.about))}
            {...size}
            onYes={() => props.onConfirmed(overlay.about)}
            // Back to the list of steps that it came from.
            onNo={overlay.about.ask === 'jump' ? () => dispatch({type: 'open', overlay: {name: 'steps'}}) : close}
          />
        );
    }
  if (session.phase.name === 'failed')
    return (
      <Failed
        why={session.phase.why}
        next={session.phase.next}
        {...size}
        actions={{
          again: () => attempt(run.resetStep(), tell),
          log:
            log === undefined
              ? {cannot: wordsText((words) => words.refused.noLog)}
              : () => dispatch({type: 'open', overlay: {name: 'log'}}),
          back: props.onHome,
        }}
      />
    );
  return (
    <Debrief
      session={session}
      sitting={props.sitting}
      nextLab={props.nextLab}
      {...size}
      onNextLab={props.onNextLab}
      onAgain={() => dispatch({type: 'open', overlay: {name: 'confirm', about: {ask: 'reset-lab'}}})}
      onLook={() => dispatch({type: 'debrief', isAway: true})}
      onHome={props.onHome}
    />
  );
};
