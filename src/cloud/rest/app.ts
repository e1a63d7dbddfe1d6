import {Hono} from 'hono';
import type {Context} from 'hono';
import {bodyLimit} from 'hono/body-limit';
import {ApiError} from '../api-error.ts';
import type {Cloud} from '../cloud.ts';
import {glanceApp, glanceBody} from '../glance/app.ts';
import {barbicanApp, barbicanBody} from '../barbican/app.ts';
import {keystoneApp} from '../keystone/app.ts';
import {neutronApp} from '../neutron/app.ts';
import {novaApp} from '../nova/app.ts';
import {novaBody} from '../nova/errors.ts';
import type {Machines} from '../nova/machines.ts';
import {octaviaApp} from '../octavia/app.ts';
import {octaviaBody} from '../octavia/errors.ts';
import {placementApp} from '../placement/app.ts';
import {numbered, observed} from './calls.ts';
import type {AnsweredCall} from './calls.ts';
import {keystoneBody} from './context.ts';

/** `max_request_body_size` of oslo.middleware, in bytes. */
const LARGEST_BODY = 114_688;

export interface CloudAppOptions {
  readonly machines: Machines;
  /** Told of every call once it was answered. */
  readonly onCall?: (call: AnsweredCall) => void;
  /** Told of what should never happen: an answer 500. */
  readonly onFault?: (error: unknown, request: string) => void;
}

/** How each service writes its errors. */
const BODIES: Readonly<Record<string, (error: ApiError) => object>> = {
  identity: keystoneBody,
  networking: (error) => ({NeutronError: {type: error.type, message: error.message, detail: ''}}),
  compute: novaBody,
  image: glanceBody,
  'load-balancer': octaviaBody,
  'key-manager': barbicanBody,
  placement: (error) => ({errors: [{status: error.status, title: error.type, detail: error.message}]}),
};

/** The whole API under one address: `/identity`, `/networking`, `/compute`, `/image`, `/placement`. */
export function cloudApp(cloud: Cloud, {machines, onCall, onFault}: CloudAppOptions): Hono {
  // An address is the same with a slash at its end.
  const app = new Hono({strict: false});
  const answer = (context: Context, error: ApiError): Response => {
    const service = new URL(context.req.url).pathname.split('/')[1] ?? '';
    const write = Object.hasOwn(BODIES, service) ? BODIES[service] : undefined;
    return context.json((write ?? glanceBody)(error), error.status);
  };
  app.use(numbered);
  app.use(
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (context) => answer(context, new ApiError(413, 'HTTPRequestEntityTooLarge', 'Request is too large.')),
    }),
  );
  app.use(observed(onCall));
  app.get('/', (context) => context.json({services: Object.keys(BODIES)}));
  app.route('/identity', keystoneApp(cloud));
  app.route('/networking', neutronApp(cloud));
  app.route('/compute', novaApp(cloud, machines));
  app.route('/image', glanceApp(cloud));
  app.route('/load-balancer', octaviaApp(cloud));
  app.route('/key-manager', barbicanApp(cloud));
  app.route('/placement', placementApp(cloud));
  app.notFound((context) => {
    const type = context.req.path.startsWith('/compute/') ? 'itemNotFound' : 'HTTPNotFound';
    return answer(context, new ApiError(404, type, 'The resource could not be found.'));
  });
  app.onError((error, context) => {
    if (error instanceof ApiError) return answer(context, error);
    onFault?.(error, `${context.req.method} ${context.req.path}`);
    return context.json({message: 'Request Failed: internal server error while processing your request.'}, 500);
  });
  return app;
}
