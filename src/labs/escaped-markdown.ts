/** Text that is no Markdown, such as what a program printed, to stand as it is among Markdown. */
export const escapedMarkdown = (text: string): string => text.replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
