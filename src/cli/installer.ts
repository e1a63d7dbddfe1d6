import {runInForeground} from '../drivers/hosts/foreground.ts';
import type {Language, Text} from '../state/text.ts';
import type {Catalog, Installer} from '../tui/catalog.ts';
import {installFailed, installPackages, installSize, planInstall} from './install.ts';
import {toolsHere} from './tools-here.ts';

/**
 * Installs for the screen, while it has handed over the terminal.
 *
 * @param catalog the labs as they can be run afterwards
 */
export const installerOf = (catalog: () => Promise<Catalog>, language: () => Language): Installer => ({
  size: ({packages}) => installSize(packages),
  async install(lab, {packages}) {
    const tools = await toolsHere(lab);
    const {way} = planInstall(tools);
    const code = await installPackages(packages, way);
    const {next} = planInstall(tools);
    if (code === 0 && next === undefined) return {ok: true, catalog: await catalog()};
    const why = installFailed(code);
    // What apt or sudo said is about to go out of sight.
    await readAndPress(`${why[language()]} ${PRESS_ENTER[language()]}`);
    return {ok: false, why, ...(next !== undefined && {next})};
  },
});

const PRESS_ENTER: Text = {en: 'Press Enter to go back to the labs.', zh: '按回车返回实验列表。'};

const readAndPress = (words: string): Promise<number> =>
  runInForeground(['sh', '-c', 'printf "\\n%s " "$1" >&2; read -r _', 'sh', words]);
