/** Calls `act` once things are quiet for a moment, or at the latest after a while of unrest. */
export interface Coalescer extends Disposable {
  touch(): void;
}

export const coalesce = (
  act: () => void,
  {quietMs, maxMs}: {readonly quietMs: number; readonly maxMs: number},
): Coalescer => {
  let timer: NodeJS.Timeout | undefined;
  let firstAt = 0;
  let closed = false;
  const fire = (): void => {
    timer = undefined;
    act();
  };
  return {
    touch() {
      if (closed) return;
      const now = performance.now();
      if (timer === undefined) firstAt = now;
      else clearTimeout(timer);
      timer = setTimeout(fire, Math.max(0, Math.min(quietMs, firstAt + maxMs - now)));
    },
    [Symbol.dispose]() {
      closed = true;
      clearTimeout(timer);
    },
  };
};
