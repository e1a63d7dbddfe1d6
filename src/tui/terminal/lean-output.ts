/** Cursor next line (CNL), once for each unchanged row that Ink's incremental renderer steps over. */
const STEP = '\u001B[E';

/** Many steps as one: `CSI 36 E` moves like 36 times `CSI E`. */
export const joinSteps = (output: string): string => {
  let joined = '';
  let index = 0;
  while (index < output.length) {
    const found = output.indexOf(STEP, index);
    if (found === -1) break;
    let end = found;
    while (output.startsWith(STEP, end)) end += STEP.length;
    const count = (end - found) / STEP.length;
    joined += output.slice(index, found) + (count === 1 ? STEP : `\u001B[${count}E`);
    index = end;
  }
  return joined + output.slice(index);
};

/**
 * A stdout for Ink that sends less: a typed key changes one row, and without this more than half of the bytes would
 * be steps over the others. It matters over slow links.
 */
export const leanOutput = (stdout: NodeJS.WriteStream): NodeJS.WriteStream => {
  // What else is given (encoding, callback) is handed on as it is.
  const write = (chunk: string | Uint8Array, ...rest: readonly []): boolean =>
    stdout.write(typeof chunk === 'string' ? joinSteps(chunk) : chunk, ...rest);
  return new Proxy(stdout, {
    get(target, name) {
      if (name === 'write') return write;
      // Bound, because a stream keeps its state in itself and not in the proxy.
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
};
