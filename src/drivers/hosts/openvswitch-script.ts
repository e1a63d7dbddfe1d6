/** Where the package puts the schema of the database. */
const SCHEMA = '/usr/share/openvswitch/vswitch.ovsschema';

/**
 * bash that starts an Open vSwitch in the background: a fresh database, its server, and the switch. It ends when the
 * switch takes orders.
 *
 * @param folders of the database, of its log, and of sockets and pid files, as bash words
 */
export const openvswitchScript = (folders: {
  readonly database: string;
  readonly log: string;
  readonly run: string;
}): string => `
export OVS_DBDIR=${folders.database} OVS_LOGDIR=${folders.log} OVS_RUNDIR=${folders.run}
ovsdb-tool create "$OVS_DBDIR/conf.db" ${SCHEMA}
ovsdb-server "$OVS_DBDIR/conf.db" --remote="punix:$OVS_RUNDIR/db.sock" ${DAEMON}
version=$(ovs-vswitchd --version) version=\${version%%$'\\n'*}
ovs-vsctl --no-wait init -- set Open_vSwitch . ovs_version="\${version##* }" external-ids:hostname="$(hostname)"
ovs-vswitchd ${DAEMON}`;

const DAEMON = '--pidfile --log-file -vconsole:off --no-chdir --detach';
