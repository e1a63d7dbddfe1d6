import type {Route} from './snapshot.ts';

/** A route as `ip route` writes it, without what is usual: `default via 192.168.0.1 dev eth0`. */
export const routeWords = (route: Route): string => {
  const words = [...(route.type === 'unicast' ? [] : [route.type]), route.destination];
  if (route.via !== undefined) words.push('via', route.via);
  if (route.dev !== undefined) words.push('dev', route.dev);
  if (route.source !== undefined) words.push('src', route.source);
  if (route.metric !== undefined && route.metric !== 0) words.push('metric', String(route.metric));
  if (route.table !== 'main') words.push('table', route.table);
  return words.join(' ');
};
