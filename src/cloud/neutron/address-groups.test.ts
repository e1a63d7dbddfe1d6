import {expect, test} from 'vitest';
import {testCloud} from '../testing/test-cloud.ts';
import type {Answer} from '../testing/test-cloud.ts';

const PATH = '/networking/v2.0/address-groups';
const why = ({status, body}: Answer): string => `${status} ${body.NeutronError.type}`;

test('an address group is made, changed, used by a rule, and stays as long as it is', async () => {
  const demo = await testCloud().login('demo');
  const made = await demo.post(PATH, {address_group: {name: 'offices', addresses: ['10.0.0.0/24', '10.0.0.0/24']}});
  expect(why(made)).toBe('400 HTTPBadRequest');
  const {body} = await demo.post(PATH, {address_group: {name: 'offices', addresses: ['10.0.0.0/24']}});
  const {id} = body.address_group;
  expect(body.address_group).toMatchObject({name: 'offices', addresses: ['10.0.0.0/24'], project_id: demo.projectId});
  const add = (addresses: readonly string[]) => demo.put(`${PATH}/${id}/add_addresses`, {addresses});
  const remove = (addresses: readonly string[]) => demo.put(`${PATH}/${id}/remove_addresses`, {addresses});
  expect((await add(['2001:db8::/64'])).body.address_group.addresses).toEqual(['10.0.0.0/24', '2001:db8::/64']);
  expect(why(await add(['10.0.0.0/24']))).toBe('400 AddressesAlreadyExist');
  expect(why(await add(['nonsense']))).toBe('400 HTTPBadRequest');
  expect(why(await demo.put(`${PATH}/${id}/add_addresses`, {}))).toBe('400 HTTPBadRequest');
  expect(why(await remove(['10.9.0.0/24']))).toBe('404 AddressesNotFound');
  expect((await remove(['10.0.0.0/24'])).body.address_group.addresses).toEqual(['2001:db8::/64']);
  expect((await demo.put(`${PATH}/${id}`, {address_group: {name: 'sites'}})).body.address_group.name).toBe('sites');

  const group = (await demo.post('/networking/v2.0/security-groups', {security_group: {name: 'web'}})).body;
  const rule = await demo.post('/networking/v2.0/security-group-rules', {
    security_group_rule: {
      security_group_id: group.security_group.id,
      direction: 'ingress',
      remote_address_group_id: id,
    },
  });
  expect(rule.body.security_group_rule).toMatchObject({remote_address_group_id: id, remote_group_id: null});
  expect(why(await demo.delete(`${PATH}/${id}`))).toBe('409 AddressGroupInUse');
  await demo.delete(`/networking/v2.0/security-group-rules/${rule.body.security_group_rule.id}`);
  expect((await demo.delete(`${PATH}/${id}`)).status).toBe(204);
  expect(why(await demo.get(`${PATH}/${id}`))).toBe('404 AddressGroupNotFound');
});

test('address groups of others are not there', async () => {
  const target = testCloud();
  const [admin, demo] = [await target.login('admin'), await target.login('demo')];
  const {id} = (await admin.post(PATH, {address_group: {name: 'a'}})).body.address_group;
  expect(why(await demo.put(`${PATH}/${id}/add_addresses`, {addresses: ['10.0.0.0/24']}))).toBe(
    '404 AddressGroupNotFound',
  );
  expect((await demo.get(PATH)).body.address_groups).toEqual([]);
  expect((await admin.get(PATH)).body.address_groups).toHaveLength(1);
});
