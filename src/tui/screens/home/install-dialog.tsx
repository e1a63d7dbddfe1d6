import {useEffect, useState, type ReactNode} from 'react';
import type {Lab} from '../../../labs/lab.ts';
import type {Text} from '../../../state/text.ts';
import type {Installation, Installer} from '../../catalog.ts';
import {useSay} from '../../text/use-language.ts';
import {useWords} from '../../text/words.ts';
import {Dialog} from '../../widgets/dialog.tsx';

export interface InstallDialogProps {
  readonly lab: Lab;
  readonly installation: Installation;
  readonly installer: Pick<Installer, 'size'>;
  readonly columns: number;
  readonly rows: number;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks before anything is installed: what, how much, and by which command. */
export const InstallDialog = ({lab, installation, installer, ...dialog}: InstallDialogProps): ReactNode => {
  const say = useSay();
  const words = useWords().install;
  const [size, setSize] = useState<Text>();
  useEffect(() => {
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
  const {packages, command} = installation;
  const details = [
    `${words.packages}${packages.join(' ')}`,
    ...(size === undefined ? [] : [`${words.size}${say(size)}`]),
    `${words.command}${command}`,
  ];
  return <Dialog question={words.question(say(lab.title))} details={details} {...dialog} />;
};
