import {expect} from 'vitest';
import {evaluateChecks} from '../../../src/labs/check.ts';
import {type Claim, claimSchema} from '../../../src/labs/claims/claim.ts';
import type {Check} from '../../../src/labs/lab.ts';
import type {Outcome} from '../../../src/labs/outcome.ts';
import {script, testPlan} from '../open-sandbox.ts';
import {type WatchedHost, openWatchedHost} from '../state/watched-host.ts';
import {waitUntil} from '../wait-until.ts';

/** A sandbox whose checks can be looked at. */
export interface LookedAtHost extends AsyncDisposable {
  readonly watched: WatchedHost;
  /** Runs a bash script in a node; a failure fails the test. */
  sh(node: string, text: string): Promise<string>;
  /** Looks once. */
  look(claims: Readonly<Record<string, Claim>>, signal?: AbortSignal): Promise<Readonly<Record<string, Outcome>>>;
  /** Looks until the verdicts are these; past the deadline it fails with the outcomes. */
  expect(claims: Readonly<Record<string, readonly [Claim, Outcome['verdict']]>>): Promise<void>;
}

export const openLookedAtHost = async (
  nodes: readonly string[],
  wires: readonly string[] = [],
): Promise<LookedAtHost> => {
  const watched = await openWatchedHost(testPlan(nodes, wires));
  const {host, watcher} = watched;
  const look: LookedAtHost['look'] = async (claims, signal) => {
    const checks: readonly Check[] = Object.entries(claims).map(([id, claim]) => ({
      id,
      claim: claimSchema.parse(claim),
    }));
    return evaluateChecks(checks, {
      host,
      watcher,
      snapshot: await watcher.refresh('all'),
      answers: {},
      attempt: {seed: 1, variables: {}},
      lab: {faults: []},
      ran: [],
      signal,
    });
  };
  return {
    watched,
    look,
    sh: async (node, text) => script(host.node(node), text),
    async expect(claims) {
      const wanted = Object.fromEntries(Object.entries(claims).map(([id, [, verdict]]) => [id, verdict]));
      const asked = Object.fromEntries(Object.entries(claims).map(([id, [claim]]) => [id, claim]));
      let outcomes: Readonly<Record<string, Outcome>> = {};
      const verdicts = () => Object.fromEntries(Object.entries(outcomes).map(([id, {verdict}]) => [id, verdict]));
      await waitUntil(
        async () => {
          outcomes = await look(asked);
          return JSON.stringify(verdicts()) === JSON.stringify(wanted);
        },
        () => JSON.stringify(outcomes, undefined, 1),
      ).catch((error: unknown) => {
        expect(verdicts(), String(error)).toEqual(wanted);
        throw error;
      });
    },
    [Symbol.asyncDispose]: async () => watched[Symbol.asyncDispose](),
  };
};
