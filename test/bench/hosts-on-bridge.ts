import {availableParallelism} from 'node:os';

/**
 * bash for namespaces h1…hN, each with eth0 on a port vI of bridge br0, an address and everything up. As fast as the
 * tools allow: one `ip -batch` for all that can be told from outside, then one short-lived `ip` a namespace, as many
 * at a time as there are cores. nsenter and not `ip -n`, which also makes a mount namespace and a sysfs each time.
 */
export const fastScript = (count: number): string => {
  const workers = Math.min(count, availableParallelism());
  return `set -e
${outside(count)} | ip -batch -
inside() {
  for ((i = $1; i <= ${count}; i += ${workers})); do
    nsenter --net=/run/netns/h$i ip -batch - <<< "${insideBatch}"
  done
}
for ((w = 1; w <= ${workers}; w++)); do inside $w & jobs+=($!); done
for job in "\${jobs[@]}"; do wait $job; done
`;
};

/** The same with \`ip -batch\` as people use it: one for the outside, one a namespace, one after the other. */
export const plainScript = (count: number): string => `set -e
${outside(count)} | ip -batch -
for ((i = 1; i <= ${count}; i++)); do
  ip -n h$i -batch - <<< "${insideBatch}"
done
`;

const outside = (count: number): string => `{
  echo 'link add br0 type bridge'
  echo 'link set br0 up'
  for ((i = 1; i <= ${count}; i++)); do
    echo "netns add h$i"
    echo "link add v$i master br0 type veth peer name eth0 netns h$i"
    echo "link set v$i up"
  done
}`;

const insideBatch = `link set lo up
addr add 10.0.$((i / 250)).$((i % 250 + 1))/16 dev eth0
link set eth0 up`;

/** Prints how many ports are up with their peer, and how many namespaces have their address: both must be N. */
export const CENSUS_SCRIPT = `
ip -br link show master br0 | grep -c ' UP '
n=0
for f in /run/netns/h*; do
  [[ $(nsenter --net=$f ip -br -4 addr show dev eth0) == *' UP '*10.0.*/16* ]] && n=$((n + 1))
done
echo $n
`;

/** bash: a few iptables rules in a namespace, as a gateway has. */
export const rulesIn = (namespace: string): string => `ip netns exec ${namespace} iptables-restore <<'END'
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i eth0 -s 10.0.0.0/16 -j ACCEPT
COMMIT
*nat
-A POSTROUTING -o eth0 -j MASQUERADE
COMMIT
END`;
