import {expect, test} from 'vitest';
import {trafficSince} from './health-watch.ts';

const counted = (totalConnections: number, bytesIn: number, activeConnections = 0) => ({
  activeConnections,
  totalConnections,
  bytesIn,
  bytesOut: 0,
  requestErrors: 0,
});

test('only what is new is told', () => {
  expect(trafficSince({a: counted(3, 300)}, {a: counted(3, 300), b: counted(0, 0)})).toEqual({});
  expect(trafficSince({a: counted(3, 300)}, {a: counted(5, 400)})).toEqual({a: counted(2, 100)});
  expect(trafficSince({}, {a: counted(5, 400)})).toEqual({a: counted(5, 400)});
});

test('a connection that ended is news', () => {
  expect(trafficSince({a: counted(1, 5, 1)}, {a: counted(1, 5, 0)})).toEqual({a: counted(0, 0, 0)});
});
