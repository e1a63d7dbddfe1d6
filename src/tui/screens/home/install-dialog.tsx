import {useEffect, useState, type ReactNode} from 'react';
import type {Lab} from '../../../labs/lab.ts';
import type {Text} from '../../../state/text.ts';
import type {Installation, Installer, Lacking} from '../../catalog.ts';
import {useKeys} from '../../keys/key-provider.tsx';
import {useSay} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {Dialog, QuestionFrame, useTyped, type DialogProps} from '../../widgets/dialog.tsx';

export interface InstallDialogProps {
  readonly lab: Lab;
  readonly lacking: Lacking;
  /** What can be installed; undefined where nothing can. */
  readonly installation: Installation | undefined;
  readonly installer: Pick<Installer, 'size'> | undefined;
  readonly columns: number;
  readonly rows: number;
  readonly onInstall: (installation: Installation) => void;
  /** Open the lab without the OpenStack client; asked only where nothing else is missing. */
  readonly onWithout: () => void;
  readonly onNo: () => void;
}

/** Asks before anything is installed: what, how much, and by which command; or whether to do without the client. */
export const InstallDialog = (props: InstallDialogProps): ReactNode => {
  const {lab, lacking, installation, installer, columns, rows, onInstall, onWithout, onNo} = props;
  const say = useSay();
  const words = useWords().install;
  const size = useSize(installation, installer);
  const {packages, command} = installation ?? {};
  const inDetail = [
    ...(packages === undefined ? [] : [`${words.packages}${packages.join(' ')}`]),
    ...(size === undefined ? [] : [`${words.size}${say(size)}`]),
    ...(command === undefined ? [] : [`${words.command}${command}`]),
  ];
  const onYes = installation === undefined ? undefined : () => onInstall(installation);
  if (lacking.withoutClient === undefined)
    return (
      <Dialog
        question={words.question(say(lab.title))}
        details={inDetail}
        columns={columns}
        rows={rows}
        onYes={onYes ?? onNo}
        onNo={onNo}
      />
    );
  const {noInstall} = lacking;
  return (
    <ClientDialog
      question={words.questionWithout(say(lab.title))}
      details={[...inDetail, ...(noInstall === undefined ? [] : [say(noInstall)]), words.without]}
      columns={columns}
      rows={rows}
      onYes={onYes}
      onWithout={onWithout}
      onNo={onNo}
    />
  );
};

interface ClientDialogProps extends Omit<DialogProps, 'onYes'> {
  readonly onYes: (() => void) | undefined;
  readonly onWithout: () => void;
}

/** Install the client, or do without it. */
const ClientDialog = ({onYes, onWithout, onNo, ...question}: ClientDialogProps): ReactNode => {
  const typed = useTyped();
  const actions = {
    ...(!typed.isOver && {...(onYes !== undefined && {install: onYes}), without: onWithout}),
    ...(typed.isEnterMeant && {accept: onYes ?? onWithout}),
    back: onNo,
  };
  useKeys('dialog', {context: 'client', actions, freshKeysOnly: true, ...typed.keys});
  return (
    <QuestionFrame
      {...question}
      details={[...(question.details ?? []), ...typed.details]}
      context="client"
      actions={actions}
    />
  );
};

/** How much it would be, as soon as that is known. */
const useSize = (
  installation: Installation | undefined,
  installer: Pick<Installer, 'size'> | undefined,
): Text | undefined => {
  const [size, setSize] = useState<Text>();
  useEffect(() => {
    if (installation === undefined || installer === undefined) return;
    let isGone = false;
    installer.size(installation).then(
      (known) => {
        if (!isGone) setSize(known);
      },
      // The question can be answered without.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, [installer, installation]);
  return size;
};
