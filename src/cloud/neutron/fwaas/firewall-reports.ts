import type {FirewallReport} from '../../../drivers/neutron/driver.ts';
import type {FirewallGroupRecord} from '../../store/records.ts';
import type {Work} from '../../work.ts';

/** What an agent did about a group it was told of. A group that is gone by now is nothing wrong. */
export function firewallReported({tables}: Work, report: FirewallReport): void {
  const group = tables.firewallGroups.get(report.groupId);
  if (group === undefined) return;
  if (report.status === 'DONE' && group.status === 'PENDING_DELETE') {
    tables.firewallGroups.delete(group.id);
    return;
  }
  const {error: _before, ...rest} = group;
  const after: FirewallGroupRecord =
    report.status === 'ERROR' ? {...rest, status: 'ERROR', error: report.reason} : {...rest, status: settled(group)};
  if (after.status !== group.status || after.error !== group.error) tables.firewallGroups.put(after);
}

/** ACTIVE, or DOWN where its administrator wants it so; INACTIVE without ports. */
const settled = ({told}: FirewallGroupRecord): FirewallGroupRecord['status'] =>
  told === null ? 'INACTIVE' : told.adminStateUp ? 'ACTIVE' : 'DOWN';
