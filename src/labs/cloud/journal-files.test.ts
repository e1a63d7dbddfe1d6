import {appendFile, mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {journalFiles} from './journal-files.ts';
import type {JournalEntry} from './journal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'underlay-journal-'));
});
afterEach(() => rm(folder, {recursive: true}));

const OF = {lab: 'tiny', seed: 7, fault: undefined};
const call = (name: string): JournalEntry => ({
  step: 'one',
  call: {user: 'admin', project: 'admin', method: 'POST', path: '/networking/v2.0/networks', body: {network: {name}}},
});
const ACT: JournalEntry = {step: 'two', act: {node: 'compute1', service: 'DHCP agent', act: 'stop'}};

/** What the file holds once everything is written. */
async function written(lines: number): Promise<string> {
  for (;;) {
    const text = await readFile(path.join(folder, 'tiny.jsonl'), 'utf8').catch(() => '');
    if (text.split('\n').length === lines + 1) return text;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('the next run of the program finds what was done, in order', async () => {
  const journal = await journalFiles(folder).open(OF);
  expect(journal.entries).toEqual([]);
  for (const entry of [call('a'), call('b'), ACT]) journal.add(entry);
  await written(4);
  expect((await journalFiles(folder).open(OF)).entries).toEqual([call('a'), call('b'), ACT]);
});

test('another attempt begins anew', async () => {
  const journal = await journalFiles(folder).open(OF);
  journal.add(ACT);
  await written(2);
  const other = await journalFiles(folder).open({...OF, seed: 8});
  expect(other.entries).toEqual([]);
  await written(1);
});

test('what later steps did can be forgotten', async () => {
  const journal = await journalFiles(folder).open(OF);
  for (const entry of [call('a'), ACT]) journal.add(entry);
  await written(3);
  journal.keepOnly(['one']);
  await written(2);
  expect((await journalFiles(folder).open(OF)).entries).toEqual([call('a')]);
});

test('a torn last line costs that line', async () => {
  const journal = await journalFiles(folder).open(OF);
  journal.add(call('a'));
  await written(2);
  await appendFile(path.join(folder, 'tiny.jsonl'), '{"step":"one","ca');
  expect((await journalFiles(folder).open(OF)).entries).toEqual([call('a')]);
});

test('where nothing can be written it is kept in memory', async () => {
  const journal = await journalFiles('/proc/nowhere').open(OF);
  journal.add(call('a'));
  expect(journal.entries).toEqual([call('a')]);
});
