/** The only places where commands write; the screen has its own. */
export const say = {
  line: (words: string): void => {
    process.stdout.write(`${words}\n`);
  },
  error: (words: string): void => {
    process.stderr.write(`${words}\n`);
  },
};
