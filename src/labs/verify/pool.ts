/** Lets at most `size` pieces of work run at a time; the others wait in order. */
export interface Pool {
  readonly size: number;
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function openPool(size: number): Pool {
  let free = Math.max(1, size);
  const waiting: (() => void)[] = [];
  return {
    size,
    async run(work) {
      if (free === 0) {
        const {promise, resolve} = Promise.withResolvers<undefined>();
        waiting.push(() => {
          resolve(undefined);
        });
        await promise;
      } else free -= 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}

/** More hosts than cores: most of a host's time is waiting for pings that must not be answered. */
export const HOSTS_AT_A_TIME = 5;
