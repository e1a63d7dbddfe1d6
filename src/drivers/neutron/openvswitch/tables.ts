/** The tables of br-int that the agent (Zed) uses; ovs_neutron_agent's `constants.py` has the names. */
export const TABLES = {
  LOCAL: 0,
  /** Empty but for one flow: where that is gone, ovs-vswitchd was started anew, and the agent writes all flows again. */
  CANARY: 23,
  ARP_SPOOF: 24,
  MAC_SPOOF: 25,
  EGRESS_LOCAL: 30,
  EGRESS_REMOTE: 31,
  PACKET_RATE: 59,
  TRANSIENT: 60,
  TRANSIENT_EGRESS: 62,
  BASE_EGRESS: 71,
  RULES_EGRESS: 72,
  ACCEPT_OR_INGRESS: 73,
  BASE_INGRESS: 81,
  RULES_INGRESS: 82,
  ACCEPTED_EGRESS: 91,
  ACCEPTED_INGRESS: 92,
  DROPPED: 93,
  ACCEPTED_EGRESS_NORMAL: 94,
} as const;
