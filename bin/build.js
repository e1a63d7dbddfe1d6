// Bundles src/ into dist/: one file to load keeps the first frame fast.
import {spawnSync} from 'node:child_process';
import {rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {rolldown} from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Ink's layout engine reads its own WebAssembly, which is text in its source, by way of fetch where there is one; and
 * fetch makes Node load its whole HTTP client, a tenth of the time to the first frame. It has a way without.
 */
const yogaWithoutFetch = {
  name: 'yoga-without-fetch',
  transform: {
    filter: {id: /yoga-wasm-base64-esm\.js$/},
    /** @param {string} code */
    handler: (code) => ({code: code.replaceAll('"function"!=typeof fetch', '"function"!=typeof null '), map: null}),
  },
};

const PROGRAM = {cli: 'src/cli.tsx', 'keep-labs': 'src/cli/keep-labs.ts'};
/** What runs in the lab VM is a file of its own: there every file costs. */
const IN_VM = {'guest-agent': 'src/drivers/hosts/vm/guest-agent.ts'};

/** @param {{entries?: Record<string, string>, outDir?: string}} [options] */
export async function build({entries = PROGRAM, outDir = 'dist'} = {}) {
  // Beside its place first: a program that starts meanwhile finds the old bundle or the new one, whole.
  const place = join(root, outDir);
  const fresh = `${place}.new-${process.pid}`;
  const old = `${place}.old-${process.pid}`;
  await bundle(entries, fresh);
  if (entries === PROGRAM) {
    await bundle(IN_VM, fresh);
    keepLabs(fresh);
  }
  await rename(place, old).catch(() => undefined);
  await rename(fresh, place);
  await rm(old, {recursive: true, force: true});
}

/** Where it fails the program loads them itself, and says what is wrong. @param {string} dir */
function keepLabs(dir) {
  const words = [join(dir, 'keep-labs.js'), join(dir, 'labs.json'), join(root, 'labs-content')];
  spawnSync(process.execPath, words, {stdio: 'ignore'});
}

/** @param {Record<string, string>} entries @param {string} dir */
async function bundle(entries, dir) {
  const bundled = await rolldown({
    input: entries,
    cwd: root,
    platform: 'node',
    plugins: [yogaWithoutFetch],
    // The pty is native code; devtools is an optional import of Ink that is never installed here.
    external: [/^@lydell\/node-pty/, 'react-devtools-core', 'rolldown'],
    transform: {
      define: {'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"'},
      jsx: {runtime: 'automatic', development: false},
    },
    checks: {eval: false},
  });
  await bundled.write({
    dir,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    sourcemap: true,
    minify: false,
  });
  await bundled.close();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
