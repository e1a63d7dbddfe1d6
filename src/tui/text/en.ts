/** The interface's words in English; the type of every other language's. Lessons and findings come as `Text`. */
export const en = {
  welcome: {
    title: 'Underlay: see what is under the cloud',
    what: 'Short labs on real Linux networking. A lesson tells you what to build, a real shell waits beside it, and the screen draws what your commands change in the kernel.',
    safe: 'Your own machine stays untouched: labs run in a sandbox of their own, and nothing is left when you close it.',
    keys: 'Three keys to know:',
    leaveTerminal: 'leaves the terminal, and returns to it',
    help: 'shows the keys of the place where you are',
    back: 'goes back one level',
    language: 'Language',
    start: 'Press Enter to begin.',
  },
  home: {
    title: 'Underlay',
    tagline: 'see what is under the cloud',
    continue: 'Continue where you left: ',
    search: 'Search: ',
    searchNothing: (words: string) => `No lab matches “${words}”.`,
    noLabs: 'No labs were found.',
    minutes: (count: number) => `${count} min`,
    finished: 'finished',
    passed: (passed: number, total: number) => `${passed}/${total}`,
    started: 'started',
    cannotRun: 'cannot run here',
    broken: 'broken',
    brokenLabs: 'Broken labs',
    runsOn: (host: string) => `Runs here in a ${host}.`,
    whyNot: 'Cannot run on this machine: ',
    mend: 'To mend it: ',
    brokenLab: 'This lab could not be loaded:',
    needs: 'Needs',
    tools: 'Tools',
    steps: (count: number) => (count === 1 ? '1 step' : `${count} steps`),
    themes: {auto: 'auto', dark: 'dark', light: 'light', none: 'none'},
    themeNow: (name: string) => `Colours: ${name}`,
    pressQ: 'Press q to leave Underlay.',
    finishedCount: (finished: number, total: number) => `${finished} of ${total} finished`,
  },
  lab: {
    panes: {lesson: 'Lesson', terminal: 'Terminal', topology: 'Topology', changes: 'Changes', checks: 'Checks'},
    step: (step: number, total: number) => `step ${step} of ${total}`,
    finished: 'finished',
    newChanges: (count: number) => `${count} new`,
    passedNow: 'step passed',
    thenKeys: 'then: Space read on, h hint, ? all keys',
    thenExplain: 'then n: what happened',
    thenNext: 'then n: next step',
    thenFinish: 'then n: finish the lab',
    thenAnswer: 'then a: answer the question',
    checks: (met: number, total: number) => `checks ${met}/${total}`,
    commandMode: 'COMMANDS',
  },
  lesson: {
    step: (step: number, total: number) => `Step ${step} of ${total}`,
    predict: 'Predict first: ',
    predicted: 'You predicted: ',
    predictedRight: 'right',
    predictedWrong: 'not what happened',
    answerKey: 'Press a to answer.',
    yourAnswer: 'Your answer: ',
    question: 'Question: ',
    hint: (number: number) => `Hint ${number}`,
    solution: 'Solution',
    solutionOn: (node: string) => `on ${node}:`,
    passed: 'Step passed',
    skipped: 'This step was skipped.',
    next: 'Press n for the next step.',
    nextLast: 'Press n to finish the lab.',
    lines: (from: number, to: number, total: number) => `${from}-${to} of ${total}`,
  },
  checks: {
    unknown: 'could not look: ',
    waiting: 'not looked at yet',
    found: 'found:',
    allMet: 'All checks are met.',
    none: 'This step has no checks.',
    answer: 'answer with a: ',
  },
  refused: {
    noMoreHints: 'No further hint; press s to see the solution.',
    noMoreHintsSolved: 'No further hint: the solution is shown in the lesson.',
    notPassed: (met: number, total: number) => `Not yet: ${met} of ${total} checks are met.`,
    passed: 'The step is passed; n goes on.',
    alreadyAlone: 'In a narrow window every pane is alone already.',
    solveShown: 'The solution is already shown in the lesson.',
    noQuestion: 'This step asks no question.',
    allAnswered: 'Every question of this step is answered.',
    notReady: 'Wait a moment: the host is being prepared.',
    oneNode: 'This lab has only one node.',
    labFinished: 'The lab is finished; g goes back to a step.',
    cannotOpen: 'This lab cannot run on this machine; the reason stands beside the list.',
    brokenLab: 'This lab is broken; the reason stands beside the list.',
    noNextLab: 'This was the last lab that this machine can run.',
    noLog: 'No command was run yet.',
    noLab: (id: string) => `There is no lab “${id}”.`,
  },
  confirm: {
    solve: 'Show the solution?',
    solveEarly: 'Show the solution? There are hints left (h), and one may be enough.',
    typeSolve: 'Type the solution into your shell and run it?',
    resetLab:
      'Begin the lab again? You get a fresh host with new names and addresses; passed steps of this try start over.',
    jump: (step: number) => `Go to step ${step}? You get a fresh host on which the steps before are done for you.`,
    leaveLab: 'Leave the lab? The host is thrown away. Passed steps are kept; this step begins anew next time.',
    quit: 'Leave Underlay? The lab ends; passed steps are kept.',
  },
  doing: {
    checked: 'Looked at all checks.',
    reset: 'This step begins anew.',
    explained: 'This is what happened; n again goes on.',
    failed: (why: string) => `That did not work: ${why}`,
    notKept: (why: string) => `The setting could not be kept: ${why}`,
  },
  steps: {title: 'Go to a step', passed: 'passed', current: 'you are here', skipped: 'skipped', ahead: ''},
  help: {
    title: 'Keys',
    inTerminal: 'While you type in the terminal every key goes to the shell, except:',
    outside: 'Outside the terminal:',
    everywhere: 'Everywhere:',
  },
  log: {
    title: 'Commands that Underlay ran',
    empty: 'None yet.',
    exit: (code: string) => `exit ${code}`,
    more: (rows: number) => `… ${rows} more lines`,
  },
  debrief: {
    title: (lab: string) => `Finished: ${lab}`,
    sitting: 'This sitting: ',
    minutes: (minutes: number, seconds: number) => (minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds} s`),
    hints: (count: number) => (count === 0 ? 'no hints' : count === 1 ? '1 hint' : `${count} hints`),
    solutions: (count: number) =>
      count === 0 ? 'no solution seen' : count === 1 ? '1 solution seen' : `${count} solutions seen`,
    next: 'Next lab: ',
    noNext: 'No further lab on this machine.',
  },
  failed: {title: 'The lab stopped'},
  tooSmall: {
    now: (columns: number, rows: number) => `This window is ${columns}x${rows}.`,
    needed: (columns: number, rows: number) => `Underlay needs ${columns}x${rows} or more.`,
    act: 'Make it larger; nothing is lost.',
  },
} as const satisfies Dictionary;

/** Words, or words made from numbers and names, grouped by place. */
interface Dictionary {
  readonly [key: string]: string | ((...values: never[]) => string) | Dictionary;
}

type Widened<T> = T extends string
  ? string
  : T extends (...values: infer Values) => string
    ? (...values: Values) => string
    : {readonly [Key in keyof T]: Widened<T[Key]>};

/** The shape that every language has to fill. */
export type Words = Widened<typeof en>;
