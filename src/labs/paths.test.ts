import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {pathsFrom} from './paths.ts';

describe('pathsFrom', () => {
  test('UNDERLAY_HOME holds everything', () => {
    expect(pathsFrom({UNDERLAY_HOME: '/tmp/home', XDG_RUNTIME_DIR: '/run/user/7'})).toEqual({
      progress: '/tmp/home/progress.json',
      journals: '/tmp/home/clouds',
      vm: '/tmp/home/vm',
      sockets: '/tmp/home/run',
    });
  });

  test('otherwise progress is among the user’s data and sockets are in the runtime folder', () => {
    const paths = pathsFrom({XDG_RUNTIME_DIR: '/run/user/7'});
    expect(paths.sockets).toBe('/run/user/7/underlay');
    expect(paths.progress.endsWith(path.join('underlay', 'progress.json'))).toBe(true);
    expect(pathsFrom({}).sockets).toBe(`/tmp/underlay-${process.getuid?.() ?? 0}`);
  });

  test('a folder too deep for a socket’s name gets a short one of its own', () => {
    const deep = (name: string) => pathsFrom({UNDERLAY_HOME: `/tmp/${name.repeat(100)}`});
    expect(deep('a').progress.length).toBeGreaterThan(100);
    expect(Buffer.byteLength(`${deep('a').sockets}/4194304.sock`)).toBeLessThan(108);
    expect(deep('a').sockets).not.toBe(deep('b').sockets);
  });
});
