import type {Hono} from 'hono';
import type {Cloud} from '../cloud.ts';
import type {Signed} from '../rest/context.ts';
import {addAddresses, removeAddresses, visibleAddressGroup} from './address-groups.ts';
import {neutronErrors} from './errors.ts';
import {addresses} from './group-resources.ts';
import {neutronBody} from './request-body.ts';
import {isObject} from './validators.ts';
import {viewAddressGroup} from './views.ts';

/** The two things that can be done to an address group besides what can be done to every object. */
export function addressGroupRoutes(app: Hono<Signed>, cloud: Cloud): void {
  for (const [action, change] of [
    ['add_addresses', addAddresses],
    ['remove_addresses', removeAddresses],
  ] as const) {
    app.put(`/v2.0/address-groups/:id/${action}`, async (context) => {
      const {caller} = context.var;
      const {id} = context.req.param();
      const {tables} = cloud.store;
      visibleAddressGroup(tables, caller, id);
      const list = checkedList(await neutronBody(context));
      cloud.change((work) => change(work, caller, visibleAddressGroup(work.tables, caller, id), list));
      return context.json({address_group: viewAddressGroup(visibleAddressGroup(tables, caller, id))});
    });
  }
}

function checkedList(body: unknown): readonly string[] {
  const list = isObject(body) ? body['addresses'] : undefined;
  const why = addresses(list);
  if (why !== undefined) throw neutronErrors.httpBadRequest(`Invalid input for addresses. Reason: ${why}.`);
  return list as readonly string[];
}
