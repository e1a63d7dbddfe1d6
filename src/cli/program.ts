import {Command, CommanderError, InvalidArgumentError, Option} from 'commander';
import {EXIT} from './exit-codes.ts';
import {systemLanguage} from '../state/system-language.ts';
import {nearest} from '../state/nearest.ts';
import {say} from './say.ts';
import {version} from './version.ts';
import type {WantedHost} from './parts.ts';
import type {VerifyCommand} from './verify.ts';

const wholeNumber = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('A whole number from 1 is needed.');
  return number;
};

const hostOption = (): Option =>
  new Option('--host <kind>', 'where labs run; by itself the cheapest that can do it').choices(['sandbox', 'vm']);

/**
 * Reads the command line and runs what it asks for. Each command loads only its own code, so that the first frame is
 * not kept waiting for the rest.
 * @returns the exit code
 */
export async function main(argv: readonly string[]): Promise<number> {
  const language = systemLanguage(process.env);
  let exitCode: number = EXIT.ok;
  const run = (work: Promise<number>): Promise<void> =>
    work.then((code) => {
      exitCode = code;
    });

  const program = new Command('underlay')
    .description('Guided labs on real Linux networking: see what is under the cloud. Without a command: the window.')
    .version(version(), '-V, --version')
    .showSuggestionAfterError()
    .exitOverride()
    .argument('[lab]', 'a lab to begin with')
    .allowExcessArguments(false)
    .helpCommand('help [command]', 'this help, or that of one command')
    .addHelpText(
      'after',
      '\nExit codes: 0 done and met, 1 not met, 2 wrong command line, 3 could not look, 4 a lab cannot be loaded, 70 a fault of ours.',
    )
    .action((lab: string | undefined) => {
      const meant =
        lab === undefined
          ? undefined
          : nearest(
              lab,
              program.commands.map((command) => command.name()),
            );
      if (lab !== undefined && meant !== undefined)
        program.error(`error: unknown command '${lab}'\n(Did you mean ${meant}?)`, {exitCode: EXIT.usage});
      return run(import('./window.tsx').then(({openWindow}) => openWindow({lab}, language)));
    });

  program
    .command('labs')
    .description('what can be learned here, and what this machine lacks')
    .option('--json', 'as JSON')
    .action((options: {json?: boolean}) => run(import('./labs.ts').then(({listLabs}) => listLabs(options, language))));

  program
    .command('run')
    .description('straight into a lab')
    .argument('<lab>', 'id of the lab, as `underlay labs` lists it')
    .option('--step <number>', 'begin at this step; the earlier ones are done for you', wholeNumber)
    .option('--plain', 'line by line: for screen readers, pipes and slow links')
    .addOption(hostOption())
    .action((lab: string, options: {step?: number; plain?: boolean; host?: WantedHost}) =>
      run(
        options.plain === true
          ? import('./plain.ts').then(({runPlainly}) => runPlainly(lab, options, language))
          : import('./window.tsx').then(({openWindow}) =>
              openWindow({lab, step: options.step, host: options.host}, language),
            ),
      ),
    );

  program
    .command('check')
    .description('the checks of the step that a running lab is at')
    .argument('[lab]', 'which one, where several run')
    .action((lab: string | undefined) =>
      run(import('./control.ts').then(({controlRunning}) => controlRunning(['check'], lab, language))),
    );

  program
    .command('topology')
    .description('the topology of a running lab')
    .argument('[lab]', 'which one, where several run')
    .option('--node <name>', 'one node only')
    .option('--text', 'as sentences (default)')
    .addOption(new Option('--json', 'as JSON').conflicts(['text', 'mermaid']))
    .addOption(new Option('--mermaid', 'as a Mermaid flowchart').conflicts('text'))
    .action((lab: string | undefined, options: {node?: string; json?: boolean; mermaid?: boolean}) => {
      const form = options.json === true ? '--json' : options.mermaid === true ? '--mermaid' : '--text';
      const words = ['topology', form, ...(options.node === undefined ? [] : ['--node', options.node])];
      return run(import('./control.ts').then(({controlRunning}) => controlRunning(words, lab, language)));
    });

  program
    .command('verify')
    .description('proves the labs: each check fails before its step, passes after, fails for every mutant')
    .argument('[labs...]', 'ids; default all')
    .option('--typed', 'types the solves into the real shell')
    .option('--json', 'as JSON')
    .option('--seed <number>', 'the attempt to prove', wholeNumber)
    .option('--times <number>', 'so often in a row', wholeNumber)
    .addOption(hostOption())
    .option('--calls', "writes down what the client's lines ask the API for, in each lab's calls.txt, instead")
    .action((labs: readonly string[], options: VerifyCommand) =>
      run(import('./verify.ts').then(({verifyLabs}) => verifyLabs(labs, options, language))),
    );

  program
    .command('doctor')
    .description('what this machine can do, proved by doing it, and what mends the rest')
    .option('--json', 'as JSON')
    .action((options: {json?: boolean}) => run(import('./doctor.ts').then(({examine}) => examine(options, language))));

  program
    .command('set-up')
    .description('installs the tools that labs need, from Debian packages')
    .option('-y, --yes', 'without asking')
    .option('--for <purpose>', 'what one lab needs, by its id; or labs, tests, bench', 'labs')
    .option('--all', 'what is large, too')
    .action((options: {yes?: boolean; all?: boolean; for: string}) =>
      run(import('./set-up.ts').then(({setUp}) => setUp(options, language))),
    );

  for (const command of program.commands) command.showSuggestionAfterError().exitOverride();

  try {
    await program.parseAsync([...argv], {from: 'user'});
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    say.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return EXIT.internal;
  }
}
