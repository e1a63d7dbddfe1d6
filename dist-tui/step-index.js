import { n as __exportAll } from "./rolldown-runtime.js";
import { a as spaced, i as same, r as joinTexts } from "./say.js";
import { i as requestSchema, t as LONGEST_LINE } from "./control-protocol.js";
import { c as controlReply } from "./parts.js";
import { H as unknown, W as valueOf, z as editDistance } from "./content.js";
import { a as evaluateChecks, c as isOurCommand, i as instantiate, o as isProbe, r as solveLines, s as CONTROL_WORDS, t as openStage } from "./lab-stage.js";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { lstat, mkdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

// src/state/words/filter-change-words.ts
/** `nat POSTROUTING`, `IPv6 filter FORWARD`. */
const chainName = ({ details }) => {
	const { family, table = "", chain = "" } = details ?? {};
	return `${family === "ip6tables" ? "IPv6 " : ""}${table} ${chain}`;
};
/** How far a counter went. Counters go back when they are zeroed. */
const moreWords = ({ field, before, after }) => {
	const more = Number(after ?? 0) - Number(before ?? 0);
	const bytes = field === "bytes";
	if (more < 0) return {
		en: `counter back from ${before} to ${after}`,
		zh: `计数从 ${before} 回到 ${after}`
	};
	return {
		en: `${more} ${bytes ? more === 1 ? "byte" : "bytes" : more === 1 ? "packet" : "packets"} more`,
		zh: `又有 ${more} ${bytes ? "字节" : "个包"}`
	};
};
const POLICIES = {
	ACCEPT: {
		en: "packets that match no rule pass",
		zh: "不匹配任何规则的包放行"
	},
	DROP: {
		en: "packets that match no rule are dropped",
		zh: "不匹配任何规则的包丢弃"
	}
};
/** A change of an iptables chain, its policy or its counter. */
const chainChangeWords = (change) => {
	const name = chainName(change);
	const { before, after } = change;
	if (change.field === "policy") {
		const meaning = POLICIES[after ?? ""];
		const said = meaning === void 0 ? same("") : {
			en: ` (${meaning.en})`,
			zh: `（${meaning.zh}）`
		};
		return {
			en: `${name}: policy ${before ?? "none"} → ${after ?? "none"}${said.en}`,
			zh: `${name}：默认策略 ${before ?? "无"} → ${after ?? "无"}${said.zh}`
		};
	}
	if (change.how === "changed") {
		const more = moreWords(change);
		return {
			en: `${name}: policy: ${more.en}`,
			zh: `${name}：默认策略：${more.zh}`
		};
	}
	return change.how === "added" ? {
		en: `${name}: chain added`,
		zh: `${name}：新增链`
	} : {
		en: `${name}: chain removed`,
		zh: `${name}：链已删除`
	};
};
/** A change of one iptables rule: its coming, going, place or counter. */
const ruleChangeWords = (change) => {
	const name = chainName(change);
	const { position = "", spec = "" } = change.details ?? {};
	if (change.how === "added") return {
		en: `${name}: rule ${position} added: ${spec}`,
		zh: `${name}：新增第 ${position} 条规则：${spec}`
	};
	if (change.how === "removed") return {
		en: `${name}: rule ${position} removed: ${spec}`,
		zh: `${name}：删除第 ${position} 条规则：${spec}`
	};
	if (change.field === "position") return {
		en: `${name}: rule moved from place ${change.before} to ${change.after}: ${spec}`,
		zh: `${name}：规则从第 ${change.before} 位移到第 ${change.after} 位：${spec}`
	};
	const more = moreWords(change);
	return {
		en: `${name}: rule ${position} (${spec}): ${more.en}`,
		zh: `${name}：第 ${position} 条规则（${spec}）：${more.zh}`
	};
};
/** A change of an nftables table or of one of its lines. */
const nftChangeWords = (change) => {
	const { key, before, after } = change;
	if (change.how === "added") return {
		en: `nftables table ${key} added`,
		zh: `新增 nftables 表 ${key}`
	};
	if (change.how === "removed") return {
		en: `nftables table ${key} removed`,
		zh: `nftables 表 ${key} 已删除`
	};
	if (change.field === "packets") {
		const more = moreWords(change);
		const line = change.details?.["line"] ?? "";
		return {
			en: `nftables ${key}: ${line}: ${more.en}`,
			zh: `nftables ${key}：${line}：${more.zh}`
		};
	}
	return after === void 0 ? {
		en: `nftables ${key}: line removed: ${before}`,
		zh: `nftables ${key}：删除一行：${before}`
	} : {
		en: `nftables ${key}: line added: ${after}`,
		zh: `nftables ${key}：新增一行：${after}`
	};
};

// src/state/words/field-words.ts
const FIELDS = {
	state: same("operstate"),
	mac: {
		en: "MAC address",
		zh: "MAC 地址"
	},
	mtu: same("MTU"),
	stp: {
		en: "spanning tree",
		zh: "生成树"
	},
	"forward delay": {
		en: "forward delay",
		zh: "转发延迟"
	},
	"VLAN filtering": {
		en: "VLAN filtering",
		zh: "VLAN 过滤"
	},
	"ageing time": {
		en: "ageing time",
		zh: "老化时间"
	},
	local: {
		en: "local address",
		zh: "本地地址"
	},
	group: {
		en: "multicast group",
		zh: "组播组"
	},
	remote: {
		en: "remote address",
		zh: "远端地址"
	},
	dev: {
		en: "device",
		zh: "底层设备"
	},
	"destination port": {
		en: "destination port",
		zh: "目的端口"
	},
	"VXLAN learning": {
		en: "learning",
		zh: "学习"
	},
	proxy: {
		en: "proxy",
		zh: "代理"
	},
	"VLAN id": {
		en: "VLAN id",
		zh: "VLAN 号"
	},
	protocol: {
		en: "protocol",
		zh: "协议"
	},
	"port state": {
		en: "port state",
		zh: "端口状态"
	},
	isolated: {
		en: "isolated from other isolated ports",
		zh: "与其他隔离端口隔离"
	},
	hairpin: {
		en: "hairpin",
		zh: "发夹转发"
	},
	learning: {
		en: "MAC learning",
		zh: "MAC 学习"
	},
	scope: {
		en: "scope",
		zh: "作用域"
	},
	broadcast: {
		en: "broadcast address",
		zh: "广播地址"
	},
	peer: {
		en: "peer address",
		zh: "对端地址"
	},
	flags: {
		en: "flags",
		zh: "标志"
	},
	source: {
		en: "source address",
		zh: "源地址"
	},
	metric: {
		en: "metric",
		zh: "度量值"
	},
	table: {
		en: "table",
		zh: "路由表"
	},
	origin: {
		en: "origin",
		zh: "来源"
	},
	master: {
		en: "bridge",
		zh: "网桥"
	},
	destination: {
		en: "tunnel end",
		zh: "隧道端点"
	},
	untagged: {
		en: "untagged",
		zh: "不带标签"
	},
	pvid: same("PVID"),
	program: {
		en: "program",
		zh: "程序"
	}
};
/** Times that the kernel keeps in hundredths of a second. */
const IN_CENTISECONDS = /* @__PURE__ */ new Set(["forward delay", "ageing time"]);
const fieldWords = (field) => FIELDS[field] ?? same(field);
/** A value as a reader wants it: switches are on or off, times are in seconds, nothing is `none`. */
const valueWords = (field, value) => {
	if (value === void 0 || value === "") return {
		en: "none",
		zh: "无"
	};
	if (value === "yes") return {
		en: "on",
		zh: "开"
	};
	if (value === "no") return {
		en: "off",
		zh: "关"
	};
	if (IN_CENTISECONDS.has(field)) return {
		en: `${Number(value) / 100} s`,
		zh: `${Number(value) / 100} 秒`
	};
	return same(value);
};

// src/state/words/route-change-words.ts
/** `name: field old → new` for what needs no sentence of its own. */
const fieldArrowWords = (name, { field = "", before, after }) => {
	const words = fieldWords(field);
	const [old, now] = [valueWords(field, before), valueWords(field, after)];
	return {
		en: `${name.en}: ${words.en} ${old.en} → ${now.en}`,
		zh: `${name.zh}：${words.zh} ${old.zh} → ${now.zh}`
	};
};
const cameOrWent = (change, name) => change.how === "added" ? {
	en: `${name.en} added`,
	zh: `新增${spaced(name.zh).trimEnd()}`
} : {
	en: `${name.en} removed`,
	zh: `删除${spaced(name.zh).trimEnd()}`
};
const addressChangeWords = (change) => {
	const { dev = "", address = "" } = change.details ?? {};
	if (change.how === "added") return {
		en: `${address} added to ${dev}`,
		zh: `${dev} 新增地址 ${address}`
	};
	if (change.how === "removed") return {
		en: `${address} removed from ${dev}`,
		zh: `${dev} 删除地址 ${address}`
	};
	return fieldArrowWords(same(`${dev} ${address}`), change);
};
const routeChangeWords = (change) => {
	const { route = "", family, protocol } = change.details ?? {};
	const version = family === "inet6" ? "IPv6 " : "";
	const name = {
		en: `${version}route ${route}`,
		zh: `${version}路由 ${route}`
	};
	if (change.how === "changed") return fieldArrowWords(name, change);
	const words = cameOrWent(change, name);
	if (protocol !== "kernel") return words;
	return change.how === "added" ? {
		en: `${words.en} by the kernel, with the address`,
		zh: `${words.zh}（内核随地址添加）`
	} : {
		en: `${words.en} by the kernel`,
		zh: `${words.zh}（由内核删除）`
	};
};
const policyRuleChangeWords = (change) => {
	const { priority = "", selector = "", table = "", family } = change.details ?? {};
	const rule = `${priority}: ${selector} lookup ${table}`;
	const version = family === "inet6" ? "IPv6 " : "";
	const name = {
		en: `${version}routing rule ${rule}`,
		zh: `${version}策略路由规则 ${rule}`
	};
	return change.how === "changed" ? fieldArrowWords(name, change) : cameOrWent(change, name);
};

// src/state/words/layer2-change-words.ts
/** What the neighbour table knows: who is where, and how sure it is. */
const neighbourChangeWords = (change) => {
	const { dev = "", address = "", mac, state = "", proxy } = change.details ?? {};
	const name = {
		en: `neighbour ${address} on ${dev}`,
		zh: `${dev} 上的邻居 ${address}`
	};
	if (change.how === "removed") return {
		en: `${name.en} forgotten`,
		zh: `${name.zh} 已移除`
	};
	if (change.how === "added") {
		if (proxy === "yes") return {
			en: `${name.en} answered for by proxy`,
			zh: `${name.zh}：代理应答`
		};
		const known = mac === void 0 ? state : `${mac} ${state}`;
		return {
			en: `${name.en}: ${known}`,
			zh: `${name.zh}：${known}`
		};
	}
	if (change.field === "state") {
		const states = `${change.before ?? ""} → ${change.after ?? ""}`;
		return {
			en: `${name.en}: ${states}`,
			zh: `${name.zh}：${states}`
		};
	}
	return fieldArrowWords(name, change);
};
/** What a bridge or VXLAN device knows: behind which port or tunnel end a MAC address is. */
const fdbChangeWords = (change) => {
	const { dev = "", mac = "", master, vlan, destination, origin } = change.details ?? {};
	const where = destination === void 0 ? dev : `${dev} dst ${destination}`;
	const onVlan = vlan === void 0 ? "" : ` VLAN ${vlan}`;
	const learner = master ?? dev;
	const behind = destination ?? dev;
	const learned = origin === "learned";
	if (learned && change.how === "added") return {
		en: `${learner} learned ${mac}${onVlan} behind ${behind}`,
		zh: `${learner} 学到 ${mac}${onVlan} 在 ${behind} 之后`
	};
	if (learned && change.how === "removed") return {
		en: `${learner} forgot ${mac}${onVlan} behind ${behind}`,
		zh: `${learner} 忘记了 ${behind} 之后的 ${mac}${onVlan}`
	};
	const name = {
		en: `fdb entry ${mac}${onVlan} dev ${where}`,
		zh: `fdb 表项 ${mac}${onVlan} dev ${where}`
	};
	if (change.how === "changed") return fieldArrowWords(name, change);
	const kind = origin === void 0 ? same("") : {
		en: ` (${origin})`,
		zh: `（${origin}）`
	};
	return change.how === "added" ? {
		en: `${name.en} added${kind.en}`,
		zh: `新增 ${name.zh}${kind.zh}`
	} : {
		en: `${name.en} removed`,
		zh: `删除 ${name.zh}`
	};
};
const bridgeVlanChangeWords = (change) => {
	const { dev = "", id = "", pvid, untagged } = change.details ?? {};
	const name = {
		en: `${dev}: VLAN ${id}`,
		zh: `${dev}：VLAN ${id}`
	};
	if (change.how === "changed") return fieldArrowWords(name, change);
	if (change.how === "removed") return {
		en: `${name.en} removed`,
		zh: `${name.zh} 已删除`
	};
	const flags = [...pvid === "yes" ? ["PVID"] : [], ...untagged === "yes" ? ["untagged"] : []].join(", ");
	const said = flags === "" ? same("") : {
		en: ` (${flags})`,
		zh: `（${flags}）`
	};
	return {
		en: `${name.en} allowed${said.en}`,
		zh: `${name.zh} 已允许${said.zh}`
	};
};

// src/state/topology.ts
/** The id of a device; without a device name, the id of its namespace. */
const topologyId = (node, namespace, device) => device === void 0 ? `${node}/${namespace}` : `${node}/${namespace}/${device}`;
/** Where a device id points. None of the three names can hold a slash. */
const placeOfId = (id) => {
	const [node = "", namespace = "", device = ""] = id.split("/");
	return {
		node,
		namespace,
		device
	};
};

// src/state/words/place-words.ts
/** A place as seen from another: only what differs is said. */
const placeFrom = (seen, from) => {
	const elsewhere = seen.node !== from.node;
	if (seen.namespace === "") return elsewhere ? same(seen.node) : {
		en: "the node's own namespace",
		zh: "节点自身的命名空间"
	};
	return elsewhere ? {
		en: `${seen.namespace} on ${seen.node}`,
		zh: `${seen.node} 上的 ${seen.namespace}`
	} : same(seen.namespace);
};
/** A device as seen from a place: `veth-b in red`; only its name where it is in the same place. */
const deviceFrom = (id, from) => {
	const far = placeOfId(id);
	if (far.node === from.node && far.namespace === from.namespace) return same(far.device);
	const where = placeFrom(far, from);
	return {
		en: `${far.device} in ${where.en}`,
		zh: `${spaced(where.zh).trimStart()}中的 ${far.device}`
	};
};
/** The same for a drawing: `veth-b (red)`, `eth0 (upstream)`, `eth0 (upstream/red)`. */
const shortDeviceFrom = (id, from) => {
	const { node, namespace, device } = placeOfId(id);
	if (node === from.node && namespace === from.namespace) return device;
	return `${device} (${namespace === "" ? node : node === from.node ? namespace : `${node}/${namespace}`})`;
};

// src/state/words/link-change-words.ts
/** Where the other end is. `id` is a device id, or `#6` where no node names the peer's namespace. */
const otherEnd = (id, from) => {
	if (id.startsWith("#")) return {
		en: "in a namespace without a name",
		zh: "在一个没有名字的命名空间里"
	};
	const far = deviceFrom(id, from);
	return {
		en: far.en,
		zh: `是${spaced(far.zh).trimEnd()}`
	};
};
const upWords = (up) => up === "yes" ? {
	en: "up",
	zh: "已启用"
} : {
	en: "down",
	zh: "未启用"
};
const describing$1 = (change) => {
	const { kind = "", peer, master, vni, vlan, dev, up } = change.details ?? {};
	const parts = [same(kind)];
	if (vni !== void 0) parts.push(same(`VNI ${vni}`));
	if (vlan !== void 0) parts.push(same(`VLAN ${vlan}`));
	if (dev !== void 0) parts.push({
		en: `over ${dev}`,
		zh: `基于 ${dev}`
	});
	if (peer !== void 0) {
		const words = otherEnd(peer, change);
		parts.push({
			en: `other end ${words.en}`,
			zh: `另一端${words.zh}`
		});
	}
	if (master !== void 0) parts.push({
		en: `port of ${master}`,
		zh: `${master} 的端口`
	});
	parts.push(upWords(up));
	return joinTexts(parts);
};
const masterWords = ({ key, before, after }) => {
	if (before === void 0) return {
		en: `${key} became a port of ${after}`,
		zh: `${key} 成为 ${after} 的端口`
	};
	if (after === void 0) return {
		en: `${key} is no longer a port of ${before}`,
		zh: `${key} 不再是 ${before} 的端口`
	};
	return {
		en: `${key} moved from bridge ${before} to ${after}`,
		zh: `${key} 从网桥 ${before} 移到 ${after}`
	};
};
const movedWords = (change) => {
	const { key, before = "" } = change;
	const from = placeFrom(placeOfId(before), change);
	const oldName = change.details?.["oldName"];
	const renamed = oldName !== void 0 && oldName !== key;
	return {
		en: `${key} moved here from ${from.en}${renamed ? `, where it was ${oldName}` : ""}`,
		zh: `${key} 从${spaced(from.zh)}移到这里${renamed ? `（原名 ${oldName}）` : ""}`
	};
};
const fieldChangeWords = (change) => {
	const { key, field = "", before, after } = change;
	switch (field) {
		case "master": return masterWords(change);
		case "up": return after === "yes" ? {
			en: `${key} is up`,
			zh: `${key} 已启用`
		} : {
			en: `${key} is down`,
			zh: `${key} 已停用`
		};
		case "carrier": return after === "yes" ? {
			en: `${key} has carrier`,
			zh: `${key} 有载波了`
		} : {
			en: `${key} lost its carrier`,
			zh: `${key} 失去载波`
		};
		case "peer": {
			if (after === void 0) return {
				en: `${key} has no other end any more`,
				zh: `${key} 没有另一端了`
			};
			const words = otherEnd(after, change);
			return {
				en: `${key}: the other end is now ${words.en}`,
				zh: `${key}：另一端现在${words.zh}`
			};
		}
		case "namespace": return movedWords(change);
		case "name": return {
			en: `${before} renamed to ${after}`,
			zh: `${before} 改名为 ${after}`
		};
		default: {
			const name = fieldWords(field);
			const [old, now] = [valueWords(field, before), valueWords(field, after)];
			return {
				en: `${key}: ${name.en} ${old.en} → ${now.en}`,
				zh: `${key}：${name.zh} ${old.zh} → ${now.zh}`
			};
		}
	}
};
/** A change of an interface. */
const linkChangeWords = (change) => {
	const { key } = change;
	if (change.how === "changed") return fieldChangeWords(change);
	if (change.how === "removed") return {
		en: `${key} removed`,
		zh: `${key} 已删除`
	};
	const words = describing$1(change);
	return {
		en: `${key} added (${words.en})`,
		zh: `新增 ${key}（${words.zh}）`
	};
};

// src/state/words/sysctl-words.ts
/** `ip_forward`, `conf.eth0.rp_filter`, `bridge-nf-call-iptables`; IPv6 settings keep their full name. */
const shortSysctlName = (key) => key.replace(/^net\.(ipv4|bridge)\./, "");
const bridgeTraffic = (program) => ({
	"0": {
		en: `bridged frames do not pass ${program}`,
		zh: `桥接的帧不经过 ${program}`
	},
	"1": {
		en: `bridged frames pass ${program}, too`,
		zh: `桥接的帧也经过 ${program}`
	}
});
const MEANINGS = [
	{
		key: /^net\.ipv4\.(ip_forward|conf\.all\.forwarding)$/,
		values: {
			"0": {
				en: "this namespace no longer forwards packets",
				zh: "本命名空间不再转发包"
			},
			"1": {
				en: "this namespace now forwards IPv4 packets between its interfaces",
				zh: "本命名空间现在在其接口之间转发 IPv4 包"
			}
		}
	},
	{
		key: /^net\.ipv4\.conf\..+\.forwarding$/,
		values: {
			"0": {
				en: "packets that come in here are not forwarded",
				zh: "从这里进入的包不被转发"
			},
			"1": {
				en: "packets that come in here are forwarded",
				zh: "从这里进入的包会被转发"
			}
		}
	},
	{
		key: /^net\.ipv6\.conf\..+\.forwarding$/,
		values: {
			"0": {
				en: "IPv6 packets are not forwarded",
				zh: "不转发 IPv6 包"
			},
			"1": {
				en: "IPv6 packets are forwarded",
				zh: "转发 IPv6 包"
			}
		}
	},
	{
		key: /\.rp_filter$/,
		values: {
			"0": {
				en: "source addresses are not verified",
				zh: "不校验源地址"
			},
			"1": {
				en: "strict: a packet must come in where the answer would go out",
				zh: "严格：包必须从应答会走的那个接口进入"
			},
			"2": {
				en: "loose: the source must be reachable somehow",
				zh: "宽松：源地址只要可达即可"
			}
		}
	},
	{
		key: /\.proxy_arp$/,
		values: {
			"0": {
				en: "answers ARP for its own addresses only",
				zh: "只为自己的地址应答 ARP"
			},
			"1": {
				en: "answers ARP for addresses that it has routes to",
				zh: "代有路由可达的地址应答 ARP"
			}
		}
	},
	{
		key: /\.disable_ipv6$/,
		values: {
			"0": {
				en: "IPv6 is on",
				zh: "IPv6 已开启"
			},
			"1": {
				en: "IPv6 is off",
				zh: "IPv6 已关闭"
			}
		}
	},
	{
		key: /\.icmp_echo_ignore_all$/,
		values: {
			"0": {
				en: "ping is answered",
				zh: "应答 ping"
			},
			"1": {
				en: "ping is not answered",
				zh: "不应答 ping"
			}
		}
	},
	{
		key: /bridge-nf-call-iptables$/,
		values: bridgeTraffic("iptables")
	},
	{
		key: /bridge-nf-call-ip6tables$/,
		values: bridgeTraffic("ip6tables")
	},
	{
		key: /bridge-nf-call-arptables$/,
		values: bridgeTraffic("arptables")
	}
];
/** What this value of this setting means; empty where we have no words. */
const sysctlMeaning = (key, value) => MEANINGS.find((meaning) => meaning.key.test(key))?.values[value] ?? same("");

// src/state/words/setting-change-words.ts
const sysctlChangeWords = (change) => {
	const name = shortSysctlName(change.key);
	if (change.how === "removed") return {
		en: `${name} is gone`,
		zh: `${name} 已消失`
	};
	const value = change.how === "added" ? change.details?.["value"] ?? "" : change.after ?? "";
	const arrow = change.how === "added" ? value : `${change.before ?? ""} → ${value}`;
	const meaning = sysctlMeaning(change.key, value);
	const said = meaning.en === "" ? same("") : {
		en: ` (${meaning.en})`,
		zh: `（${meaning.zh}）`
	};
	return {
		en: `${name}: ${arrow}${said.en}`,
		zh: `${name}：${arrow}${said.zh}`
	};
};
const listenerChangeWords = (change) => {
	const { program, pid } = change.details ?? {};
	const name = {
		en: `socket ${change.key}`,
		zh: `套接字 ${change.key}`
	};
	if (change.how === "changed") return fieldArrowWords(name, change);
	const owner = program === void 0 ? same("") : programWords(program, pid);
	return change.how === "added" ? {
		en: `${change.key} is listening${owner.en}`,
		zh: `${change.key} 开始监听${owner.zh}`
	} : {
		en: `${change.key} is no longer listening${owner.en}`,
		zh: `${change.key} 不再监听${owner.zh}`
	};
};
const programWords = (program, pid) => pid === void 0 ? {
	en: ` (${program})`,
	zh: `（${program}）`
} : {
	en: ` (${program}, pid ${pid})`,
	zh: `（${program}，pid ${pid}）`
};
const PARTS$1 = {
	links: {
		en: "interfaces (links)",
		zh: "接口（links）"
	},
	routes: {
		en: "routes",
		zh: "路由（routes）"
	},
	rules: {
		en: "routing rules (rules)",
		zh: "策略路由规则（rules）"
	},
	neighbours: {
		en: "neighbours",
		zh: "邻居（neighbours）"
	},
	fdb: {
		en: "forwarding entries (fdb)",
		zh: "转发表（fdb）"
	},
	bridgeVlans: {
		en: "VLANs of bridge ports (bridgeVlans)",
		zh: "网桥端口的 VLAN（bridgeVlans）"
	},
	listeners: {
		en: "listening sockets (listeners)",
		zh: "监听套接字（listeners）"
	},
	sysctls: {
		en: "kernel settings (sysctls)",
		zh: "内核参数（sysctls）"
	}
};
/** What a part of a namespace's snapshot is called. */
const partWords = (part) => PARTS$1[part] ?? {
	en: part,
	zh: `${part} `
};
const readingChangeWords = (change) => {
	const name = partWords(change.key);
	return change.after === void 0 ? {
		en: `${name.en} can be read again`,
		zh: `${name.zh}又能读取了`
	} : {
		en: `${name.en} could not be read: ${change.after}`,
		zh: `${name.zh}无法读取：${change.after}`
	};
};

// src/state/describe-change.ts
const ITEMS = {
	link: linkChangeWords,
	address: addressChangeWords,
	route: routeChangeWords,
	rule: policyRuleChangeWords,
	neighbour: neighbourChangeWords,
	fdb: fdbChangeWords,
	"bridge-vlan": bridgeVlanChangeWords,
	chain: chainChangeWords,
	"filter-rule": ruleChangeWords,
	"nft-table": nftChangeWords,
	sysctl: sysctlChangeWords,
	listener: listenerChangeWords,
	reading: readingChangeWords
};
/** One change in plain words. Where it happened is said by {@link placeName}. */
const describeChange = (change) => {
	switch (change.what) {
		case "node": return change.how === "added" ? {
			en: `node ${change.node} added`,
			zh: `新增节点 ${change.node}`
		} : {
			en: `node ${change.node} removed`,
			zh: `节点 ${change.node} 已删除`
		};
		case "namespace": return change.how === "added" ? {
			en: `namespace ${change.namespace} added`,
			zh: `新增命名空间 ${change.namespace}`
		} : {
			en: `namespace ${change.namespace} removed`,
			zh: `命名空间 ${change.namespace} 已删除`
		};
		default: return ITEMS[change.what](change);
	}
};
/**
* Where a change happened. The coming and going of a namespace happens on its node.
*
* @param oneNode leaves the node's name away, for labs with a single node. @default false
*/
const placeName = (change, oneNode = false) => {
	const inside = change.what === "node" || change.what === "namespace" ? "" : change.namespace;
	if (inside === "") return same(change.node);
	return oneNode ? same(inside) : {
		en: `${inside} on ${change.node}`,
		zh: `${change.node} 上的 ${inside}`
	};
};
const SIGNS = {
	added: "+",
	removed: "-",
	changed: "~"
};
/** `+`, `-` or `~`. A line that came into an nftables table counts as added, and so on. */
const changeSign = (change) => {
	if (change.what === "nft-table" && change.field === "line") return change.after === void 0 ? "-" : "+";
	return SIGNS[change.how];
};

// src/state/topology/loopback.ts
/** 127.0.0.1/8 and ::1/128, which loopback gets by being brought up. */
const isOwnLoopbackAddress = (link, { address }) => link.kind === "loopback" && (address === "127.0.0.1" || address === "::1");
/** Loopback is worth a line where somebody gave it an address. */
const loopbackIsInteresting = (link) => Object.values(link.addresses).some((address) => !isOwnLoopbackAddress(link, address));

// src/state/words/parse-rule.ts
/** Options of a match that we have words for, by their names in a rule. */
const MATCHES = {
	"-i": "in-interface",
	"--in-interface": "in-interface",
	"-o": "out-interface",
	"--out-interface": "out-interface",
	"-s": "source",
	"--source": "source",
	"-d": "destination",
	"--destination": "destination",
	"-p": "protocol",
	"--protocol": "protocol",
	"--sport": "sport",
	"--source-port": "sport",
	"--dport": "dport",
	"--destination-port": "dport",
	"--sports": "sport",
	"--dports": "dport",
	"--state": "ctstate",
	"--ctstate": "ctstate",
	"--icmp-type": "icmp-type",
	"--icmpv6-type": "icmp-type",
	"--mac-source": "mac-source",
	"--physdev-in": "physdev-in",
	"--physdev-out": "physdev-out",
	"--comment": "comment",
	"--mark": "mark",
	"--limit": "limit",
	"--dst-type": "dst-type",
	"--src-type": "src-type"
};
/** Options without a value. */
const FLAGS = {
	"--physdev-is-bridged": "physdev-is-bridged",
	"--syn": "syn"
};
const TARGET_OPTIONS = {
	"--to-source": "to-source",
	"--to-destination": "to-destination",
	"--to-ports": "to-ports",
	"--reject-with": "reject-with",
	"--log-prefix": "log-prefix",
	"--set-mark": "set-mark",
	"--set-xmark": "set-mark"
};
const TARGET_FLAGS = {
	"--random": "random",
	"--random-fully": "random",
	"--persistent": "persistent",
	"--clamp-mss-to-pmtu": "clamp-mss-to-pmtu"
};
/** Match modules that only announce their options. */
const SILENT_MODULES = /* @__PURE__ */ new Set([
	"tcp",
	"udp",
	"sctp",
	"icmp",
	"icmp6",
	"icmpv6",
	"state",
	"conntrack",
	"multiport",
	"mac",
	"comment",
	"physdev",
	"mark",
	"limit",
	"addrtype"
]);
/** Splits like a shell does: iptables-save quotes comments and prefixes with `"` and escapes with `\`. */
const ruleWords = (spec) => [...spec.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) => quoted?.replaceAll(/\\(.)/g, "$1") ?? plain ?? "");
const parseRule = (spec) => {
	const reading = {
		words: ruleWords(spec),
		position: 0,
		matches: [],
		unknownMatches: [],
		unknownOptions: [],
		options: {}
	};
	while (reading.position < reading.words.length) readOption(reading);
	const { matches, unknownMatches, unknownOptions, target, options } = reading;
	return {
		matches,
		unknownMatches,
		unknownOptions,
		...target === void 0 ? {} : { target: {
			...target,
			options
		} }
	};
};
const readOption = (reading) => {
	const negated = reading.words[reading.position] === "!";
	if (negated) reading.position++;
	const word = reading.words[reading.position++] ?? "";
	const next = () => reading.words[reading.position++] ?? "";
	const match = MATCHES[word];
	const flag = FLAGS[word];
	const targetOption = TARGET_OPTIONS[word];
	const targetFlag = TARGET_FLAGS[word];
	if (word === "-j" || word === "-g") reading.target = {
		name: next(),
		goto: word === "-g"
	};
	else if (match !== void 0) reading.matches.push({
		option: match,
		value: next(),
		negated
	});
	else if (flag !== void 0) reading.matches.push({
		option: flag,
		value: "",
		negated
	});
	else if (reading.target !== void 0 && targetOption !== void 0) reading.options[targetOption] = next();
	else if (reading.target !== void 0 && targetFlag !== void 0) reading.options[targetFlag] = "";
	else if (word === "-m" && SILENT_MODULES.has(reading.words[reading.position] ?? "")) reading.position++;
	else if (word === "--tcp-flags" && isSyn(reading)) reading.matches.push({
		option: "syn",
		value: "",
		negated
	});
	else readUnknown(reading, negated ? `! ${word}` : word);
};
/** `--syn` is saved as these flags. */
const isSyn = (reading) => {
	const [mask, set] = reading.words.slice(reading.position, reading.position + 2);
	if (mask !== "FIN,SYN,RST,ACK" || set !== "SYN") return false;
	reading.position += 2;
	return true;
};
/** The option and its values up to the next option: only somebody who knows it could tell how many it takes. */
const readUnknown = (reading, option) => {
	const words = [option];
	for (;;) {
		const word = reading.words[reading.position];
		if (word === void 0 || word === "!" || /^--?[A-Za-z]/.test(word)) break;
		words.push(/\s/.test(word) ? `"${word}"` : word);
		reading.position++;
	}
	(reading.target === void 0 ? reading.unknownMatches : reading.unknownOptions).push(words.join(" "));
};

// src/state/topology/marks.ts
/** Short marks of what a namespace does with packets: `forwarding`, `masquerade eth0`, `listens tcp 80`. Each once. */
const marksOf = (namespace) => [.../* @__PURE__ */ new Set([
	...forwardingMarks(valueOf(namespace.sysctls) ?? {}),
	...filterMarks(valueOf(namespace.iptables) ?? {}, ""),
	...filterMarks(valueOf(namespace.ip6tables) ?? {}, "v6 "),
	...Object.values(valueOf(namespace.nftables) ?? {}).flatMap((table) => nftMarks(table.lines)),
	...Object.values(valueOf(namespace.listeners) ?? {}).toSorted((a, b) => a.port - b.port).map(({ protocol, port }) => `listens ${protocol} ${port}`)
])];
const forwardingMarks = (sysctls) => [...sysctls["net.ipv4.ip_forward"] === "1" ? ["forwarding"] : [], ...sysctls["net.ipv6.conf.all.forwarding"] === "1" ? ["v6 forwarding"] : []];
const filterMarks = (tables, version) => {
	const policies = Object.values(tables["filter"]?.chains ?? {}).filter((chain) => chain.policy === "DROP").map((chain) => `${chain.name.toLowerCase()} policy DROP`);
	return [...Object.values(tables["nat"]?.chains ?? {}).flatMap((chain) => chain.rules).map((rule) => translationMark(parseRule(rule.spec))).filter((mark) => mark !== void 0), ...policies].map((mark) => `${version}${mark}`);
};
const translationMark = ({ matches, target }) => {
	const value = (option) => matches.find((match) => match.option === option && !match.negated)?.value;
	const out = value("out-interface");
	const port = value("dport");
	const options = target?.options ?? {};
	switch (target?.name) {
		case "MASQUERADE": return out === void 0 ? "masquerade" : `masquerade ${out}`;
		case "SNAT": return `snat →${options["to-source"] ?? "?"}`;
		case "DNAT": return `dnat ${port ?? ""}→${options["to-destination"] ?? "?"}`;
		case "REDIRECT": return `redirect ${port ?? ""}→${options["to-ports"] ?? "?"}`;
		default: return;
	}
};
/** The same marks from the lines of an nftables table. */
const nftMarks = (lines) => lines.flatMap((line) => {
	const out = line.match(/\boifname "([^"]+)"/)?.[1];
	const port = line.match(/\bdport (\d+)/)?.[1] ?? "";
	const translation = line.match(/\b(snat|dnat|redirect)(?: ip6?)? to (\S+)/);
	const policy = line.match(/\bhook (input|forward|output)\b.*\bpolicy drop\b/)?.[1];
	const marks = [];
	if (/\bmasquerade\b/.test(line)) marks.push(out === void 0 ? "masquerade" : `masquerade ${out}`);
	if (translation !== null) {
		const [, kind = "", to = ""] = translation;
		marks.push(kind === "snat" ? `snat →${to}` : `${kind} ${port}→${to.replace(/^:/, "")}`);
	}
	if (policy !== void 0) marks.push(`${policy} policy DROP`);
	return marks;
});

// src/state/diff/items.ts
/** Leaves out what is undefined, so that details hold strings only. */
const detailsOf = (fields) => Object.fromEntries(Object.entries(fields).filter((entry) => entry[1] !== void 0));
const itemAdded = (about, incidental = false) => ({
	...about,
	how: "added",
	incidental
});
const itemRemoved = (about, incidental = false) => ({
	...about,
	how: "removed",
	incidental
});
const fieldChanged = (about, field, values, incidental = false) => ({
	...about,
	how: "changed",
	field,
	...values.before === void 0 ? {} : { before: values.before },
	...values.after === void 0 ? {} : { after: values.after },
	incidental
});
/** One change for each field that differs. */
const fieldChanges = (about, before, after, incidental = () => false) => [.../* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => before[field] !== after[field]).map((field) => fieldChanged(about, field, {
	before: before[field],
	after: after[field]
}, incidental(field)));
const yesNo = (value) => value === void 0 ? void 0 : value ? "yes" : "no";
const printed = (value) => value === void 0 ? void 0 : String(value);

// src/state/diff/pairs.ts
const byName = (a, b) => a < b ? -1 : a > b ? 1 : 0;
/** The keys of both records, sorted, each once. */
const allKeys = (before, after) => [.../* @__PURE__ */ new Set([...Object.keys(before), ...Object.keys(after)])].toSorted(byName);
/** Everything that is not the same object before and after, by key. Snapshots share what did not change. */
const differingPairs = (before, after) => {
	if (before === after) return [];
	const pairs = [];
	for (const key of allKeys(before, after)) {
		const pair = {
			key,
			before: before[key],
			after: after[key]
		};
		if (pair.before !== pair.after) pairs.push(pair);
	}
	return pairs;
};
const sidesOf = (before, after) => {
	if (before === after || before?.ok === false || after?.ok === false) return void 0;
	return {
		before: before?.value ?? {},
		after: after?.value ?? {}
	};
};

// src/state/diff/settings.ts
const FORWARDING = /^net\.ipv([46])\.conf\..+\.(mc_)?forwarding$/;
const OF_AN_INTERFACE = /^net\.ipv[46]\.(conf|neigh)\.(?!(all|default)\.)/;
/**
* Kernel settings. Those of an interface come and go with it, which the link's own change tells; and the kernel
* copies `ip_forward` (for IPv6 `conf.all.forwarding`) to every interface.
*/
const diffSysctls = (sides) => {
	const pairs = differingPairs(sides.before, sides.after);
	const changed = new Set(pairs.filter(({ before }) => before !== void 0).map(({ key }) => key));
	const copied = (key) => {
		const version = key.match(FORWARDING)?.[1];
		if (version === "4") return changed.has("net.ipv4.ip_forward");
		const all = "net.ipv6.conf.all.forwarding";
		return version === "6" && key !== all && changed.has(all);
	};
	return pairs.flatMap(({ key, before, after }) => {
		const about = {
			what: "sysctl",
			key
		};
		if (before !== void 0 && after !== void 0) return [fieldChanged(about, "value", {
			before,
			after
		}, copied(key))];
		if (OF_AN_INTERFACE.test(key)) return [];
		const withValue = {
			...about,
			details: detailsOf({ value: after ?? before })
		};
		return [after === void 0 ? itemRemoved(withValue, true) : itemAdded(withValue, true)];
	});
};
const diffListeners = (sides) => differingPairs(sides.before, sides.after).flatMap(({ key, before, after }) => {
	const listener = after ?? before;
	if (listener === void 0) return [];
	const { protocol, address, port, program, pid } = listener;
	const about = {
		what: "listener",
		key,
		details: detailsOf({
			protocol,
			address,
			port: String(port),
			program,
			pid: printed(pid)
		})
	};
	if (before === void 0) return [itemAdded(about)];
	if (after === void 0) return [itemRemoved(about)];
	const fields = (of) => ({
		program: of.program,
		pid: printed(of.pid)
	});
	return fieldChanges(about, fields(before), fields(after));
});
/** The readings of a namespace that diff compares, in the order of reading. */
const PARTS = [
	"links",
	"routes",
	"rules",
	"neighbours",
	"fdb",
	"bridgeVlans",
	"iptables",
	"ip6tables",
	"nftables",
	"sysctls",
	"listeners"
];
const whyOf = (reading) => reading?.ok === false ? reading.why : void 0;
/** Parts that could no longer be read, or can be again. What is in them is unknown meanwhile, not gone. */
const diffReadings = (before, after) => PARTS.flatMap((part) => {
	const old = whyOf(before?.[part]);
	const now = whyOf(after?.[part]);
	if (old === now) return [];
	const about = {
		what: "reading",
		key: part,
		details: detailsOf({ why: now ?? old })
	};
	return [fieldChanged(about, "why", {
		before: old,
		after: now
	})];
});

// src/state/route-words.ts
/** A route as `ip route` writes it, without what is usual: `default via 192.168.0.1 dev eth0`. */
const routeWords = (route) => {
	const words = [...route.type === "unicast" ? [] : [route.type], route.destination];
	if (route.via !== void 0) words.push("via", route.via);
	if (route.dev !== void 0) words.push("dev", route.dev);
	if (route.source !== void 0) words.push("src", route.source);
	if (route.metric !== void 0 && route.metric !== 0) words.push("metric", String(route.metric));
	if (route.table !== "main") words.push("table", route.table);
	return words.join(" ");
};

// src/state/topology/wires.ts
/** Every wire of a snapshot once, from the end that comes first. */
const wiresOf = (snapshot) => {
	const links = locatedLinks(snapshot);
	const known = new Set(links.map(({ id }) => id));
	return [
		...links.flatMap((link) => vethWire(link, known)),
		...links.flatMap((link) => vlanWire(link, known)),
		...vxlanWires(snapshot, links)
	];
};
const locatedLinks = (snapshot) => Object.values(snapshot.nodes).flatMap((node) => Object.values(node.namespaces).flatMap((namespace) => Object.values(valueOf(namespace.links) ?? {}).map((link) => ({
	id: topologyId(node.name, namespace.name, link.name),
	node: node.name,
	namespace: namespace.name,
	link
}))));
const vethWire = ({ id, link }, known) => {
	const { peer } = link;
	if (peer === void 0) return [];
	const to = peer.known ? topologyId(peer.node, peer.namespace, peer.name) : void 0;
	if (to === void 0 || !known.has(to)) return [{
		from: id,
		kind: "veth"
	}];
	return id < to ? [{
		from: id,
		to,
		kind: "veth"
	}] : [];
};
const vlanWire = ({ id, node, namespace, link }, known) => {
	if (link.vlan === void 0) return [];
	const to = topologyId(node, namespace, link.vlan.dev);
	return [{
		from: id,
		...known.has(to) ? { to } : {},
		kind: "vlan",
		label: `VLAN ${link.vlan.id}`
	}];
};
/** A tunnel is drawn where either end sends to an address of the other's node and both have the same VNI. */
const vxlanWires = (snapshot, links) => {
	const ends = links.filter(({ link }) => link.vxlan !== void 0);
	const places = new Map(ends.map((end) => [end.id, tunnelAddresses(snapshot, end)]));
	const wires = /* @__PURE__ */ new Map();
	for (const end of ends) {
		const label = `VNI ${end.link.vxlan?.vni}`;
		for (const address of destinationsOf(snapshot, end)) {
			const far = ends.find((other) => other !== end && other.link.vxlan?.vni === end.link.vxlan?.vni && (places.get(other.id)?.has(address) ?? false));
			const [from = end.id, to] = far === void 0 ? [end.id] : [end.id, far.id].toSorted();
			const wire = to === void 0 ? {
				from,
				kind: "vxlan",
				label: `${label} → ${address}`
			} : {
				from,
				to,
				kind: "vxlan",
				label
			};
			wires.set(`${from} ${to ?? address}`, wire);
		}
	}
	return [...wires.values()];
};
const valuesIn = (reading) => reading?.ok === true ? reading.value : {};
/** Where a VXLAN device sends: its remote, and what fdb entries name. Multicast groups lead nowhere in particular. */
const destinationsOf = (snapshot, { node, namespace, link }) => {
	const entries = valuesIn(snapshot.nodes[node]?.namespaces[namespace]?.fdb);
	const named = Object.values(entries).filter((entry) => entry.dev === link.name).map((entry) => entry.destination);
	return new Set([link.vxlan?.remote, ...named].filter((address) => address !== void 0));
};
/** Addresses under which a VXLAN device can be reached: its local one, or any of its namespace where it has none. */
const tunnelAddresses = (snapshot, { node, namespace, link }) => {
	if (link.vxlan?.local !== void 0) return /* @__PURE__ */ new Set([link.vxlan.local]);
	const all = Object.values(valuesIn(snapshot.nodes[node]?.namespaces[namespace]?.links));
	return new Set(all.flatMap((other) => Object.values(other.addresses).map(({ address }) => address)));
};

// src/state/make-topology.ts
/** Natural order: eth2 before eth10. One collator, because making one is slow. */
const { compare } = new Intl.Collator("en", { numeric: true });
/** The drawing's data. Everything in it was in the snapshot; what could not be read is named. */
const topology = (snapshot) => ({
	nodes: Object.values(snapshot.nodes).map(topologyNode),
	wires: wiresOf(snapshot)
});
const topologyNode = (node) => ({
	name: node.name,
	namespaces: Object.values(node.namespaces).toSorted((a, b) => rank(a) - rank(b) || compare(a.name, b.name)).map((namespace) => topologyNamespace(node.name, namespace))
});
const rank = (namespace) => namespace.name === "" ? 0 : 1;
const topologyNamespace = (node, namespace) => {
	const links = Object.values(valueOf(namespace.links) ?? {});
	const shown = links.filter((link) => link.kind !== "loopback" || links.length === 1 && loopbackIsInteresting(link));
	const unread = PARTS.flatMap((part) => {
		const reading = namespace[part];
		return reading.ok ? [] : [`${part}: ${reading.why}`];
	});
	return {
		name: namespace.name,
		devices: shown.toSorted((a, b) => compare(a.name, b.name)).map((link) => topologyDevice(node, namespace.name, link)),
		marks: marksOf(namespace),
		routes: Object.values(valueOf(namespace.routes) ?? {}).filter((route) => !(route.family === "inet6" && route.destination.startsWith("fe80:"))).map(routeWords),
		...unread.length === 0 ? {} : { unread }
	};
};
const topologyDevice = (node, namespace, link) => {
	const label = labelOf(link);
	return {
		id: topologyId(node, namespace, link.name),
		name: link.name,
		kind: link.kindName ?? link.kind,
		condition: link.up ? link.carrier ? "up" : "no-carrier" : "down",
		addresses: Object.entries(link.addresses).filter(([, address]) => !(address.family === "inet6" && address.scope === "link")).filter(([, address]) => !isOwnLoopbackAddress(link, address)).map(([key]) => key),
		...link.master === void 0 ? {} : { bridge: topologyId(node, namespace, link.master) },
		...label === void 0 ? {} : { label }
	};
};
const labelOf = (link) => {
	if (link.vxlan !== void 0) return `VNI ${link.vxlan.vni}`;
	return link.vlan === void 0 ? void 0 : `VLAN ${link.vlan.id}`;
};

// src/state/topology/device-tree.ts
/** VLAN devices by id, with the id of the device they are on. */
const vlanParents = (wires) => new Map(wires.flatMap(({ kind, from, to }) => kind === "vlan" && to !== void 0 ? [[from, to]] : []));
/** The devices of a namespace as a tree: ports under their bridge, VLANs under their device, bridges first. */
const deviceTree = (devices, parents) => {
	const here = new Set(devices.map(({ id }) => id));
	const above = ({ id, bridge }) => {
		const parent = bridge ?? parents.get(id);
		return parent !== void 0 && here.has(parent) ? parent : void 0;
	};
	const below = Map.groupBy(devices, above);
	const rows = [];
	const walk = (siblings, depth, ended) => {
		siblings.forEach((device, index) => {
			const last = depth === 0 ? [] : [...ended, index === siblings.length - 1];
			rows.push({
				device,
				depth,
				last
			});
			walk(below.get(device.id) ?? [], depth + 1, last);
		});
	};
	walk(bridgesFirst(below.get(void 0) ?? []), 0, []);
	const shown = new Set(rows.map(({ device }) => device.id));
	return [...rows, ...devices.filter(({ id }) => !shown.has(id)).map((device) => ({
		device,
		depth: 0,
		last: []
	}))];
};
const bridgesFirst = (devices) => devices.toSorted((a, b) => Number(b.kind === "bridge") - Number(a.kind === "bridge"));
/** The other ends of every wire that is not a VLAN, by device id; undefined where it is nowhere we can name. */
const farEnds = (wires) => {
	const ends = /* @__PURE__ */ new Map();
	const add = (from, end) => {
		ends.set(from, [...ends.get(from) ?? [], end]);
	};
	for (const wire of wires) {
		if (wire.kind === "vlan") continue;
		add(wire.from, wire.to === void 0 ? { wire } : {
			wire,
			id: wire.to
		});
		if (wire.to !== void 0) add(wire.to, {
			wire,
			id: wire.from
		});
	}
	return ends;
};

// src/state/topology-mermaid.ts
/** Mermaid reads `#name;` as an entity inside quotes, and `"` ends them. */
const quoted = (words) => `"${words.replaceAll("#", "#35;").replaceAll("\"", "#quot;").replaceAll("<", "#lt;").replaceAll(">", "#gt;").replaceAll("\n", "<br/>")}"`;
const LINKS = {
	veth: "---",
	vxlan: "-.-",
	vlan: "---"
};
/**
* The topology as a Mermaid flowchart: nodes and namespaces are subgraphs, devices are boxes, ports hang on their
* bridge with a thick line, veth pairs are plain lines and tunnels dotted ones.
*/
const topologyMermaid = (topology) => {
	const lines = ["flowchart LR"];
	const ids = /* @__PURE__ */ new Map();
	const idOf = (device) => {
		const id = ids.get(device) ?? `d${ids.size}`;
		ids.set(device, id);
		return id;
	};
	topology.nodes.forEach((node, index) => {
		lines.push(`  subgraph n${index}[${quoted(node.name)}]`);
		node.namespaces.forEach((namespace, position) => {
			const devices = namespace.devices.map((device) => `${idOf(device.id)}${shapeOf(device)}`);
			const notes = namespace.marks.length === 0 ? [] : [`m${index}_${position}>${quoted(namespace.marks.join("\n"))}]`];
			const inside = [...devices, ...notes];
			if (namespace.name === "") lines.push(...inside.map((line) => `    ${line}`));
			else lines.push(...namespaceLines(namespace, `n${index}_${position}`, inside));
		});
		if (node.namespaces.every(({ name, devices, marks }) => name === "" && devices.length + marks.length === 0)) lines.push(`    n${index}_lo[${quoted("lo")}]`);
		lines.push("  end");
	});
	const parents = vlanParents(topology.wires);
	const devices = topology.nodes.flatMap((node) => node.namespaces).flatMap((namespace) => namespace.devices);
	for (const { id, bridge } of devices) if (bridge !== void 0 && ids.has(bridge)) lines.push(`  ${idOf(bridge)} === ${idOf(id)}`);
	for (const wire of topology.wires) {
		if (wire.to === void 0 || !ids.has(wire.from) || !ids.has(wire.to)) continue;
		const label = wire.label === void 0 || parents.has(wire.from) ? "" : `|${quoted(wire.label)}|`;
		lines.push(`  ${idOf(wire.from)} ${LINKS[wire.kind]}${label} ${idOf(wire.to)}`);
	}
	return `${lines.join("\n")}\n`;
};
/** A subgraph without anything in it would be drawn as a plain box, so loopback stands in it. */
const namespaceLines = (namespace, id, inside) => [
	`    subgraph ${id}[${quoted(namespace.name)}]`,
	...inside.length === 0 ? [`      ${id}_lo[${quoted("lo")}]`] : inside.map((line) => `      ${line}`),
	"    end"
];
const shapeOf = (device) => {
	const state = device.condition === "up" ? [] : [device.condition === "down" ? "down" : "no carrier"];
	const words = [
		device.name,
		...device.label === void 0 ? [] : [device.label],
		...device.addresses,
		...state
	];
	return device.kind === "bridge" ? `([${quoted(words.join("\n"))}])` : `[${quoted(words.join("\n"))}]`;
};

// src/state/topology/mark-words.ts
/** A mark of a namespace in words. Names of targets and chains stay as the tools write them. */
const markWords = (mark) => {
	const [, version = "", rest = ""] = mark.match(/^(v6 )?(.*)$/) ?? [];
	const v6 = version === "" ? same("") : {
		en: "IPv6 ",
		zh: "IPv6 "
	};
	if (rest === "forwarding") return {
		en: `${v6.en}forwarding`,
		zh: `${v6.zh}转发`
	};
	const policy = rest.match(/^(\S+) policy (\S+)$/);
	if (policy !== null) {
		const [, chain = "", target = ""] = policy;
		return {
			en: `${v6.en}${rest}`,
			zh: `${v6.zh}${chain.toUpperCase()} 默认策略 ${target}`
		};
	}
	const listens = rest.match(/^listens (.*)$/)?.[1];
	if (listens !== void 0) return {
		en: rest,
		zh: `监听 ${listens}`
	};
	return same(`${version === "" ? "" : "IPv6 "}${rest}`);
};
const CONDITIONS = {
	up: {
		en: "up",
		zh: "已启用"
	},
	down: {
		en: "down",
		zh: "未启用"
	},
	"no-carrier": {
		en: "no carrier",
		zh: "无载波"
	}
};

// src/state/topology-text.ts
/**
* The topology as indented lines of plain words, without box art: for screen readers, pipes and slow links.
* One line for each device with its kind, state, addresses and what it is connected to.
*/
const topologyText = (topology, language) => {
	const lines = [];
	const say = (depth, text) => lines.push(`${"  ".repeat(depth)}${text[language]}`);
	const ends = farEnds(topology.wires);
	const parents = vlanParents(topology.wires);
	const sayInside = (namespace, depth) => {
		for (const { device, depth: level } of deviceTree(namespace.devices, parents)) say(depth + level, deviceWords(device, level > 0 && device.bridge !== void 0, ends.get(device.id) ?? []));
		const linksUnread = namespace.unread?.some((line) => line.startsWith("links:")) ?? false;
		if (namespace.devices.length === 0 && !linksUnread) say(depth, {
			en: "no interface but lo",
			zh: "除 lo 外没有接口"
		});
		for (const route of namespace.routes) say(depth, {
			en: `route ${route}`,
			zh: `路由 ${route}`
		});
		for (const line of namespace.unread ?? []) say(depth, {
			en: `could not read ${line}`,
			zh: `无法读取 ${line}`
		});
	};
	for (const node of topology.nodes) for (const namespace of node.namespaces) {
		const root = namespace.name === "";
		const title = root ? {
			en: `node ${node.name}`,
			zh: `节点 ${node.name}`
		} : {
			en: `namespace ${namespace.name}`,
			zh: `命名空间 ${namespace.name}`
		};
		const marks = joinTexts(namespace.marks.map(markWords));
		say(root ? 0 : 1, namespace.marks.length === 0 ? title : joinTexts([title, marks], {
			en: ": ",
			zh: "："
		}));
		sayInside(namespace, root ? 1 : 2);
	}
	return lines.join("\n");
};
const deviceWords = (device, isPort, ends) => {
	const from = placeOfId(device.id);
	const parts = [same(device.kind)];
	if (device.label !== void 0) parts.push(same(device.label));
	parts.push(CONDITIONS[device.condition], ...device.addresses.map(same));
	for (const { id, wire } of ends) {
		const tunnel = wire.kind === "vxlan";
		if (id === void 0) {
			const where = wire.label === void 0 ? "" : ` (${wire.label})`;
			parts.push({
				en: `connected to a place outside${where}`,
				zh: `连接到外部${where}`
			});
		} else {
			const far = deviceFrom(id, from);
			parts.push({
				en: `${tunnel ? "tunnel" : "connected"} to ${far.en}`,
				zh: `${tunnel ? "隧道通往" : "连接到"}${spaced(far.zh).trimEnd()}`
			});
		}
	}
	const name = isPort ? {
		en: `port ${device.name}`,
		zh: `端口 ${device.name}`
	} : same(device.name);
	return joinTexts([name, joinTexts(parts)], {
		en: ": ",
		zh: "："
	});
};

// src/labs/hints.ts
/**
* The hint ladder of a step. Rung 1 is made from what was found, the rungs above it are the author's hints from
* general to exact, and above the last one the solve may be shown. `StepState.hintsShown` is the rung reached.
*/
/** What is wrong first: the first check that is not met, in the step's order. Undefined where nothing is known to be. */
const finding = (step, state) => {
	for (const { id } of step.checks) {
		const outcome = state.outcomes[id];
		if (outcome?.verdict === "not-met") {
			const { expected, found } = outcome;
			return {
				en: `Expected: ${stopped(expected.en, ".")} Found: ${stopped(found.en, ".")}`,
				zh: `期望：${stopped(expected.zh, "。")}实际：${stopped(found.zh, "。")}`
			};
		}
		if (outcome?.verdict === "unknown") return {
			en: `Could not look: ${stopped(outcome.why.en, ".")}`,
			zh: `无法查看：${stopped(outcome.why.zh, "。")}`
		};
	}
};
const stopped = (sentence, stop) => /[.!?。！？…]$/.test(sentence) ? sentence : `${sentence}${stop}`;
/** The rung that the next request for a hint climbs to, or undefined above the last one. */
const nextHint = (step, state) => {
	if (state.hintsShown === 0 && finding(step, state) !== void 0) return 1;
	const index = step.hints.findIndex((hint, index) => index + 2 > state.hintsShown && applies(hint, state));
	return index === -1 ? void 0 : index + 2;
};
/** The texts of every rung reached, lowest first; hints for checks that are met by now are left out. */
const shownHints = (step, state) => {
	if (state.hintsShown === 0) return [];
	const found = finding(step, state);
	const hints = step.hints.slice(0, state.hintsShown - 1).filter((hint) => applies(hint, state));
	return [...found === void 0 ? [] : [found], ...hints.map((hint) => filled(hint, step, state))];
};
/** All hints were read: the solve may be shown. */
const maySeeSolve = (step, state) => nextHint(step, state) === void 0;
const applies = (hint, state) => hint.onlyFor === void 0 || state.outcomes[hint.onlyFor]?.verdict !== "met" && !state.latched.includes(hint.onlyFor);
/** `{{found}}` becomes what was found for the hint's check, or for the first check that is not met. */
const filled = (hint, step, state) => {
	const found = foundFor(hint, step, state);
	return {
		en: hint.text.en.replaceAll("{{found}}", found.en),
		zh: hint.text.zh.replaceAll("{{found}}", found.zh)
	};
};
const foundFor = (hint, step, state) => {
	const ids = hint.onlyFor === void 0 ? step.checks.map((check) => check.id) : [hint.onlyFor];
	for (const id of ids) {
		const outcome = state.outcomes[id];
		if (outcome?.verdict === "not-met") return outcome.found;
		if (outcome?.verdict === "unknown") return outcome.why;
	}
	return same("…");
};

// src/labs/near-word.ts
/** ` Did you mean "check"?` for what was nearly typed, else nothing. Begins with a space where the language has them. */
const didYouMean = (word, known) => {
	const [nearest] = known.map((candidate) => ({
		candidate,
		distance: editDistance(word.toLowerCase(), candidate.toLowerCase())
	})).toSorted((a, b) => a.distance - b.distance);
	if (nearest === void 0 || nearest.distance > Math.max(1, Math.floor(word.length / 3))) return {
		en: "",
		zh: ""
	};
	return {
		en: ` Did you mean "${nearest.candidate}"?`,
		zh: `是不是想输入“${nearest.candidate}”？`
	};
};

// src/labs/outcome-words.ts
/** One sign for each answer; always stands beside words. */
const outcomeMark = (outcome) => {
	switch (outcome?.verdict) {
		case "met": return "✔";
		case "not-met": return "✘";
		case "unknown": return "?";
		default: return "·";
	}
};
/** `✘ lo-up: expected …; found …` */
const outcomeLine = (id, outcome) => {
	const start = `${outcomeMark(outcome)} ${id}`;
	switch (outcome?.verdict) {
		case "met": return {
			en: `${start}: ${outcome.found.en}`,
			zh: `${start}：${outcome.found.zh}`
		};
		case "not-met": {
			const { expected, found } = outcome;
			return {
				en: `${start}: expected: ${expected.en}; found: ${found.en}`,
				zh: `${start}：期望：${expected.zh}；实际：${found.zh}`
			};
		}
		case "unknown": return {
			en: `${start}: could not look: ${outcome.why.en}`,
			zh: `${start}：无法查看：${outcome.why.zh}`
		};
		default: return {
			en: `${start}: not looked at yet`,
			zh: `${start}：尚未检查`
		};
	}
};
/** How a step's checks stand. */
const tally = (step, state) => {
	const verdicts = step.checks.map(({ id }) => state.latched.includes(id) ? "met" : state.outcomes[id]?.verdict);
	return {
		met: verdicts.filter((verdict) => verdict === "met").length,
		unknown: verdicts.filter((verdict) => verdict === "unknown" || verdict === void 0).length,
		all: verdicts.length
	};
};

// src/labs/wait-for-session.ts
/**
* Resolves with true as soon as `holds`, with false when it did not come true in time.
* @param timeoutMs default: for ever
*/
const waitForSession = async (run, holds, timeoutMs) => {
	if (holds(run.session)) return true;
	const { promise, resolve } = Promise.withResolvers();
	const off = run.subscribe(() => {
		if (holds(run.session)) resolve(true);
	});
	const timer = timeoutMs === void 0 ? void 0 : setTimeout(resolve, timeoutMs, false);
	try {
		return await promise;
	} finally {
		clearTimeout(timer);
		off();
	}
};

// src/labs/control.ts
const done = (...lines) => ({
	exitCode: 0,
	lines
});
const wrongUsage = (...lines) => ({
	exitCode: 2,
	lines
});
/** Looking may take longer than the shell waits (5 s); then it is told so and the looking goes on. In milliseconds. */
const PATIENCE_MS = 4500;
/**
* Does what `underlay WORD …` asks, typed in a lab's shell or sent from another window.
* @param argv the words after `underlay`
*/
const runControl = async (argv, run, language) => {
	const { exitCode, lines } = await answerTo(argv, run, language);
	return {
		exitCode,
		text: lines.map((line) => `${line[language]}\n`).join("")
	};
};
const answerTo = async (argv, run, language) => {
	const [word = "help", ...rest] = argv;
	if (word === "--help" || word === "-h") return help();
	if (!isControlWord(word)) {
		const near = didYouMean(word, CONTROL_WORDS);
		return wrongUsage({
			en: `underlay: no command "${word}".${near.en}`,
			zh: `underlay：没有命令“${word}”。${near.zh}`
		}, ...help().lines);
	}
	switch (word) {
		case "help": return help();
		case "check": return atStep(run, (step) => check(run, step));
		case "hint": return atStep(run, () => hint(run));
		case "answer": return atStep(run, (step, state) => answer$1(run, step, state, rest));
		case "predict": return atStep(run, (step, state) => predict(run, step, state, rest));
		case "step":
		case "goal": return atStep(run, (step, state) => about$1(run, step, state));
		case "topology": return drawing(run, rest, language);
		case "changes": return changes(run);
		case "next": return atStep(run, (step, state) => next(run, step, state));
	}
};
const isControlWord = (word) => CONTROL_WORDS.some((one) => one === word);
const help = () => done({
	en: "In this shell:",
	zh: "在这个 shell 里可以输入："
}, {
	en: "  underlay check              what each check of this step says",
	zh: "  underlay check              查看这一步每项检查的结果"
}, {
	en: "  underlay hint               a hint, from general to exact",
	zh: "  underlay hint               显示提示，由浅入深"
}, {
	en: "  underlay answer ID VALUE    answers a question",
	zh: "  underlay answer ID 答案     回答问题"
}, {
	en: "  underlay predict OPTION     says what you expect, before you try",
	zh: "  underlay predict 选项       动手之前说出你的预测"
}, {
	en: "  underlay step               the goal of this step and its questions",
	zh: "  underlay step               这一步的目标和问题"
}, {
	en: "  underlay topology [--text|--mermaid|--json]",
	zh: "  underlay topology [--text|--mermaid|--json]   拓扑"
}, {
	en: "  underlay changes            what the last command changed",
	zh: "  underlay changes            上一条命令改变了什么"
}, {
	en: "  underlay next               goes on to the next step after passing",
	zh: "  underlay next               通过之后进入下一步"
});
const atStep = (run, act) => {
	const { phase, current, lab, steps } = run.session;
	const step = lab.steps[current];
	const state = steps[current];
	if (phase.name === "finished" || step === void 0 || state === void 0) return done({
		en: "This lab is finished. Well done.",
		zh: "这个实验已经完成，做得好。"
	});
	if (phase.name !== "ready") return notReady(run);
	return act(step, state);
};
const notReady = ({ session: { phase } }) => {
	switch (phase.name) {
		case "failed": return {
			exitCode: 3,
			lines: [phase.why, phase.next]
		};
		case "opening":
		case "replaying": return {
			exitCode: 3,
			lines: [{
				en: `Not ready: ${phase.doing.en}`,
				zh: `尚未就绪：${phase.doing.zh}`
			}]
		};
		default: return {
			exitCode: 3,
			lines: [{
				en: "This lab is closed.",
				zh: "这个实验已经关闭。"
			}]
		};
	}
};
const check = async (run, step) => {
	const index = run.session.current;
	const late = Promise.withResolvers();
	const timer = setTimeout(late.resolve, PATIENCE_MS, "late");
	const looked = await Promise.race([run.checkNow(), late.promise]);
	clearTimeout(timer);
	const state = run.session.steps[index];
	if (state === void 0) return notReady(run);
	const { met, all, unknown } = tally(step, state);
	const lines = step.checks.map(({ id }) => outcomeLine(id, state.outcomes[id]));
	if (looked === "late") return {
		exitCode: 3,
		lines: [...lines, {
			en: "Still looking; ask again in a moment.",
			zh: "仍在检查，请稍后再试。"
		}]
	};
	if (state.status === "passed") return done(...lines, passed());
	const sum = {
		en: `${met} of ${all} checks met.`,
		zh: `${all} 项检查中有 ${met} 项满足。`
	};
	return {
		exitCode: met === all ? 0 : met + unknown === all ? 3 : 1,
		lines: [...lines, sum]
	};
};
const passed = () => ({
	en: "This step is passed. \"underlay next\" goes on.",
	zh: "这一步已通过。输入 underlay next 进入下一步。"
});
const hint = (run) => {
	run.showHint();
	const { session } = run;
	const step = session.lab.steps[session.current];
	const state = session.steps[session.current];
	if (step === void 0 || state === void 0) return notReady(run);
	const hints = shownHints(step, state);
	if (hints.length === 0) return done({
		en: "There is no hint for what is left.",
		zh: "剩下的部分没有提示。"
	});
	const isLast = nextHint(step, state) === void 0;
	return done(...hints, ...isLast ? [{
		en: "(That was the last hint.)",
		zh: "（这是最后一条提示。）"
	}] : []);
};
const answer$1 = async (run, step, state, words) => {
	const asked = step.checks.filter((one) => one.ask !== void 0);
	const [id, ...rest] = words;
	const question = asked.find((one) => one.id === id);
	if (asked.length === 0) return wrongUsage({
		en: "This step asks nothing.",
		zh: "这一步没有问题要回答。"
	});
	if (question?.ask === void 0 || rest.length === 0) {
		const ids = asked.map((one) => one.id);
		const near = didYouMean(question === void 0 ? id ?? "" : "", ids);
		return wrongUsage({
			en: `Usage: underlay answer ID VALUE.${near.en}`,
			zh: `用法：underlay answer ID 答案。${near.zh}`
		}, ...asked.flatMap((one) => questionLines(one.id, one.ask)));
	}
	const value = rest.join(" ");
	const { options } = question.ask;
	const known = options.map((option) => option.id);
	if (known.length > 0 && !rest.every((one) => one.split(",").every((part) => known.includes(part)))) {
		const near = didYouMean(value, known);
		return wrongUsage({
			en: `"${value}" is none of the answers.${near.en}`,
			zh: `“${value}”不是可选的答案。${near.zh}`
		}, ...questionLines(question.id, question.ask));
	}
	if (state.status === "passed") return done(passed());
	const index = run.session.current;
	run.answer(question.id, value);
	const judged = await waitForSession(run, ({ steps }) => steps[index]?.outcomes[question.id] !== void 0, 3e3);
	const outcome = run.session.steps[index]?.outcomes[question.id];
	const line = outcomeLine(question.id, outcome);
	if (!judged || outcome?.verdict === "unknown") return {
		exitCode: 3,
		lines: [line]
	};
	if (outcome?.verdict !== "met") return {
		exitCode: 1,
		lines: [line]
	};
	return done(line, ...run.session.steps[index]?.status === "passed" ? [passed()] : []);
};
const questionLines = (id, ask) => ask === void 0 ? [] : [{
	en: `${id}: ${ask.question.en}`,
	zh: `${id}：${ask.question.zh}`
}, ...ask.options.map((option) => ({
	en: `  ${option.id}: ${option.words.en}`,
	zh: `  ${option.id}：${option.words.zh}`
}))];
const predict = (run, step, state, words) => {
	const { predict: question } = step;
	if (question === void 0) return wrongUsage({
		en: "This step asks for no prediction.",
		zh: "这一步不需要预测。"
	});
	const [option] = words;
	const known = question.options.map((one) => one.id);
	if (option === void 0 || words.length > 1 || !known.includes(option)) {
		const near = didYouMean(option ?? "", known);
		return wrongUsage({
			en: `Usage: underlay predict OPTION.${near.en}`,
			zh: `用法：underlay predict 选项。${near.zh}`
		}, ...predictLines(step));
	}
	if (state.status !== "current") return {
		exitCode: 1,
		lines: [{
			en: "This step is passed: too late for a prediction.",
			zh: "这一步已通过，来不及预测了。"
		}]
	};
	run.predict(option);
	return done({
		en: `Noted: ${option}. Now try it.`,
		zh: `已记下：${option}。现在动手验证吧。`
	});
};
const predictLines = ({ predict: question }) => question === void 0 ? [] : [question.question, ...question.options.map(({ id, words }) => ({
	en: `  ${id}: ${words.en}`,
	zh: `  ${id}：${words.zh}`
}))];
const about$1 = (run, step, state) => {
	const { current, lab } = run.session;
	const [position, total] = [current + 1, lab.steps.length];
	const questions = step.checks.flatMap(({ id, ask }) => questionLines(id, ask));
	return done({
		en: `${lab.title.en}, step ${position} of ${total}:`,
		zh: `${lab.title.zh}，第 ${position} 步，共 ${total} 步：`
	}, step.goal, ...state.status === "current" ? predictLines(step) : [], ...questions, ...state.status === "passed" ? [passed()] : []);
};
const FORMS = [
	"--text",
	"--mermaid",
	"--json"
];
const drawing = (run, words, language) => {
	const [form = "--text", ...more] = words;
	if (!FORMS.some((one) => one === form) || more.length > 0) {
		const near = didYouMean(form, FORMS);
		return wrongUsage({
			en: `Usage: underlay topology [--text|--mermaid|--json].${near.en}`,
			zh: `用法：underlay topology [--text|--mermaid|--json]。${near.zh}`
		});
	}
	const { snapshot } = run.session;
	if (snapshot === void 0) return notReady(run);
	const drawn = topology(snapshot);
	if (form === "--json") return done(same(JSON.stringify(drawn, void 0, 2)));
	return done(same(form === "--mermaid" ? topologyMermaid(drawn).trimEnd() : topologyText(drawn, language)));
};
const changes = (run) => {
	const { history, lab } = run.session;
	const group = history.findLast((one) => one.changes.length > 0);
	if (group === void 0) return done({
		en: "Nothing has changed yet.",
		zh: "还没有任何变化。"
	});
	const isOneNode = lab.host.nodes.length === 1;
	const title = group.command === void 0 ? {
		en: "By itself:",
		zh: "自行发生："
	} : same(`${group.node ?? ""}$ ${group.command}`);
	return done(title, ...group.changes.map((change) => {
		const words = describeChange(change);
		const place = placeName(change, isOneNode);
		const sign = changeSign(change);
		return {
			en: `  ${sign} ${place.en}: ${words.en}`,
			zh: `  ${sign} ${place.zh}：${words.zh}`
		};
	}));
};
const next = (run, step, state) => {
	if (state.status !== "passed") {
		const { met, all } = tally(step, state);
		return {
			exitCode: 1,
			lines: [{
				en: `Not passed yet: ${met} of ${all} checks met. "underlay check" says what is missing.`,
				zh: `尚未通过：${all} 项检查中有 ${met} 项满足。underlay check 会说明还缺什么。`
			}]
		};
	}
	run.next();
	const { session } = run;
	const now = session.lab.steps[session.current];
	const nowState = session.steps[session.current];
	if (now === void 0 || nowState === void 0) return done({
		en: "That was the last step: the lab is finished.",
		zh: "这是最后一步，实验完成。"
	});
	return about$1(run, now, nowState);
};

// src/labs/private-folder.ts
/**
* Makes the folder, or proves that the one that is there is ours alone: in /tmp anybody could have made it before.
* @throws {Error} where it belongs to somebody else, is a link, or others may enter it
*/
const ensurePrivateFolder = async (folder) => {
	await mkdir(folder, {
		recursive: true,
		mode: 448
	});
	const found = await lstat(folder);
	if (!(found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 63) === 0)) throw new Error(`${folder} is not a folder that only you can enter (mode 0700)`);
};

// src/labs/control-server.ts
/**
* Lets other windows ask this program about its running lab: `underlay check LAB`, `underlay topology LAB`. One
* socket a program, named for its pid; gone with the program, or swept by the next one that looks.
* @param folder is made private (0700)
* @param currentRun the lab on the screen now
* @throws where no socket can be made; the program can do without
*/
const serveControl = async (folder, currentRun) => {
	await ensurePrivateFolder(folder);
	const file = path.join(folder, `${process.pid}.sock`);
	await rm(file, { force: true });
	const sockets = /* @__PURE__ */ new Set();
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("close", () => sockets.delete(socket));
		socket.on("error", () => socket.destroy());
		answerLines(socket, currentRun);
	});
	await new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(file, resolve);
	});
	server.unref();
	return { async [Symbol.asyncDispose]() {
		for (const socket of sockets) socket.destroy();
		await new Promise((resolve) => {
			server.close(() => resolve());
		});
		await rm(file, { force: true });
	} };
};
const answerLines = (socket, currentRun) => {
	let length = 0;
	socket.on("data", (data) => {
		length = data.includes(10) ? 0 : length + data.length;
		if (length > 1e6) socket.destroy();
	});
	const lines = createInterface({ input: socket });
	lines.on("error", () => socket.destroy());
	lines.on("line", (line) => {
		answer(line, currentRun()).then((reply) => {
			if (!socket.destroyed) socket.write(`${JSON.stringify(reply)}\n`);
		});
	});
};
const answer = async (line, run) => {
	const request = parse$1(line);
	if (request === void 0) return { error: "not understood" };
	if (run === void 0) return { error: "no lab is open" };
	if (request.ask === "about") return about(run);
	return runControl(request.argv, run, request.language);
};
const parse$1 = (line) => {
	try {
		return requestSchema.safeParse(JSON.parse(line)).data;
	} catch {
		return;
	}
};
const about = ({ session: { lab, current } }) => ({
	pid: process.pid,
	lab: lab.id,
	step: current,
	steps: lab.steps.length
});

// src/state/diff/addresses.ts
/** The kernel gives these by itself when a link comes up. */
const comesByItself$1 = (link, address) => link.kind === "loopback" || address.family === "inet6" && address.scope === "link";
const fieldsOf$2 = (address) => ({
	scope: address.scope,
	broadcast: address.broadcast,
	peer: address.peer
});
const diffOneLink = (link, before, after, linkLeft) => differingPairs(before, after).flatMap(({ key, before: old, after: now }) => {
	const details = detailsOf({
		dev: link.name,
		address: key
	});
	const about = {
		what: "address",
		key: `${link.name} ${key}`,
		details
	};
	if (old === void 0) return now === void 0 ? [] : [itemAdded(about, comesByItself$1(link, now))];
	if (now === void 0) return [itemRemoved(about, linkLeft || comesByItself$1(link, old))];
	return fieldChanges(about, fieldsOf$2(old), fieldsOf$2(now));
});
/** Addresses that came, went and changed. Those of a link that was removed or moved went with it. */
const diffAddresses = (place, sides, moves) => differingPairs(sides.before, sides.after).flatMap(({ key, before, after }) => {
	if (after === void 0) {
		const move = moves.leaving(place, key);
		const renamed = move !== void 0 && move.to.place.node === place.node && move.to.place.namespace === place.namespace;
		return before === void 0 || renamed ? [] : diffOneLink(before, before.addresses, {}, true);
	}
	if (before !== void 0) return diffOneLink(after, before.addresses, after.addresses, false);
	const move = moves.arriving(place, key);
	const renamed = move !== void 0 && move.from.place.node === place.node && move.from.place.namespace === place.namespace;
	return diffOneLink(after, renamed ? move.from.link.addresses : {}, after.addresses, false);
});

// src/state/diff/align.ts
/** Above this many cells the table of the longest common subsequence costs more than its answer is worth. */
const MAXIMUM_CELLS = 4e6;
/** The fewest removals and additions that turn `before` into `after`, by longest common subsequence. */
const align = (before, after) => {
	let head = 0;
	while (head < before.length && head < after.length && before[head] === after[head]) head++;
	let tail = 0;
	const most = Math.min(before.length, after.length) - head;
	while (tail < most && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
	const steps = [];
	for (let index = 0; index < head; index++) steps.push({
		how: "kept",
		before: index,
		after: index
	});
	steps.push(...alignMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail), head));
	for (let index = tail; index > 0; index--) steps.push({
		how: "kept",
		before: before.length - index,
		after: after.length - index
	});
	return steps;
};
const alignMiddle = (before, after, offset) => {
	const width = after.length + 1;
	const comparable = before.length * after.length <= MAXIMUM_CELLS;
	const lengths = new Uint32Array(comparable ? (before.length + 1) * width : 0);
	const lengthAt = (i, j) => lengths[i * width + j] ?? 0;
	if (comparable) for (let i = before.length - 1; i >= 0; i--) for (let j = after.length - 1; j >= 0; j--) lengths[i * width + j] = before[i] === after[j] ? lengthAt(i + 1, j + 1) + 1 : Math.max(lengthAt(i + 1, j), lengthAt(i, j + 1));
	const steps = [];
	let i = 0;
	let j = 0;
	while (i < before.length || j < after.length) if (comparable && i < before.length && j < after.length && before[i] === after[j]) steps.push({
		how: "kept",
		before: offset + i++,
		after: offset + j++
	});
	else if (i < before.length && (j >= after.length || lengthAt(i + 1, j) >= lengthAt(i, j + 1))) steps.push({
		how: "removed",
		before: offset + i++
	});
	else steps.push({
		how: "added",
		after: offset + j++
	});
	return steps;
};

// src/state/diff/filter.ts
const keyOf$1 = ({ family, table, chain }) => family === "ip6tables" ? `ip6tables ${table} ${chain}` : `${table} ${chain}`;
/** Chains, then rules, of all tables of one family. */
const diffFilter = (family, sides) => {
	const chains = differingPairs(sides.before, sides.after).flatMap((table) => differingChains(table).map((pair) => ({
		pair,
		place: {
			family,
			table: table.key,
			chain: pair.key
		}
	})));
	return [...chains.flatMap(({ place, pair }) => diffChain(place, pair)), ...chains.flatMap(({ place, pair }) => diffRulesOf(place, pair.before?.rules ?? [], pair.after?.rules ?? []))];
};
/** In the order of iptables-save (which is the order packets meet the built-in chains), those that went last. */
const differingChains = ({ before, after }) => {
	const old = before?.chains ?? {};
	const now = after?.chains ?? {};
	return [.../* @__PURE__ */ new Set([...Object.keys(now), ...Object.keys(old)])].map((key) => ({
		key,
		before: old[key],
		after: now[key]
	})).filter((pair) => pair.before !== pair.after);
};
const diffChain = (place, pair) => {
	const about = {
		what: "chain",
		key: keyOf$1(place),
		details: { ...place }
	};
	const before = pair.before ?? unasked(pair.after);
	const after = pair.after ?? unasked(pair.before);
	if (before === void 0) return [itemAdded(about)];
	if (after === void 0) return [itemRemoved(about)];
	return [...fieldChanges(about, { policy: before.policy }, { policy: after.policy }), ...counted(about, before, after)];
};
/**
* What a built-in chain is before anybody asks for it: iptables makes all those of a table as soon as one is used,
* which changes nothing for packets.
*/
const unasked = (chain) => chain?.policy === void 0 ? void 0 : {
	name: chain.name,
	policy: "ACCEPT",
	packets: 0,
	bytes: 0,
	rules: []
};
const counted = (about, before, after) => {
	const field = before.packets === after.packets ? "bytes" : "packets";
	if (before[field] === after[field]) return [];
	const values = {
		before: String(before[field]),
		after: String(after[field])
	};
	return [fieldChanged(about, field, values, true)];
};
const diffRulesOf = (place, before, after) => {
	if (before === after) return [];
	const aboutRule = (rule, index) => ({
		what: "filter-rule",
		key: `${keyOf$1(place)} ${rule.spec}`,
		details: {
			...place,
			position: String(index + 1),
			spec: rule.spec
		}
	});
	const specs = (rules) => rules.map((rule) => rule.spec);
	const steps = align(specs(before), specs(after));
	const added = steps.flatMap((step) => step.how === "added" ? [step.after] : []);
	const moved = /* @__PURE__ */ new Map();
	for (const step of steps) {
		if (step.how !== "removed") continue;
		const to = added.find((index) => after[index]?.spec === before[step.before]?.spec && !moved.has(index));
		if (to !== void 0) moved.set(to, step.before);
	}
	const left = new Set(moved.values());
	return steps.flatMap((step) => {
		if (step.how === "removed") {
			const rule = before[step.before];
			return rule === void 0 || left.has(step.before) ? [] : [itemRemoved(aboutRule(rule, step.before))];
		}
		const rule = after[step.after];
		if (rule === void 0) return [];
		const about = aboutRule(rule, step.after);
		const from = step.how === "kept" ? step.before : moved.get(step.after);
		const old = from === void 0 ? void 0 : before[from];
		if (from === void 0 || old === void 0) return [itemAdded(about)];
		const values = {
			before: String(from + 1),
			after: String(step.after + 1)
		};
		return [...step.how === "added" ? [fieldChanged(about, "position", values)] : [], ...counted(about, old, rule)];
	});
};

// src/state/diff/layer2.ts
const putThere = (neighbour) => neighbour.proxy || neighbour.states.includes("PERMANENT");
/** Neighbour entries. Only those that somebody put there are news; the others come and go with traffic. */
const diffNeighbours = (sides, lost) => differingPairs(sides.before, sides.after).flatMap(({ key, before, after }) => {
	const neighbour = after ?? before;
	if (neighbour === void 0) return [];
	const { dev, address, mac, states, proxy } = neighbour;
	const about = {
		what: "neighbour",
		key,
		details: detailsOf({
			dev,
			address,
			mac,
			state: states.join(" "),
			...proxy ? { proxy: "yes" } : {}
		})
	};
	if (before === void 0) return [itemAdded(about, !putThere(neighbour))];
	if (after === void 0) return [itemRemoved(about, !putThere(neighbour) || lost.has(dev))];
	const incidental = () => !putThere(before) && !putThere(after);
	const fields = (entry) => ({
		mac: entry.mac,
		state: entry.states.join(" "),
		proxy: yesNo(entry.proxy)
	});
	return fieldChanges(about, fields(before), fields(after), incidental);
});
const isMulticast = (mac) => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
/** A link's own addresses and the multicast groups it listens to stand in the fdb without anybody's doing. */
const comesByItself = (entry, ownMacs) => entry.origin === "learned" || entry.origin === "permanent" && entry.destination === void 0 && (isMulticast(entry.mac) || ownMacs.has(entry.mac));
const macsOf = (links) => new Set([...Object.values(links?.before ?? {}), ...Object.values(links?.after ?? {})].map((link) => link.mac).filter((mac) => mac !== void 0));
/** Forwarding entries of bridges and VXLAN devices. `links` tell which MACs are the namespace's own. */
const diffFdb = (sides, links, lost) => {
	const pairs = differingPairs(sides.before, sides.after);
	const ownMacs = pairs.length === 0 ? /* @__PURE__ */ new Set() : macsOf(links);
	return pairs.flatMap(({ key, before, after }) => {
		const entry = after ?? before;
		if (entry === void 0) return [];
		const { dev, mac, master, vlan, destination, origin } = entry;
		const about = {
			what: "fdb",
			key,
			details: detailsOf({
				dev,
				mac,
				master,
				vlan: printed(vlan),
				destination,
				origin
			})
		};
		const byItself = comesByItself(entry, ownMacs);
		if (before === void 0) return [itemAdded(about, byItself)];
		if (after === void 0) return [itemRemoved(about, byItself || lost.has(dev))];
		const fields = (of) => ({
			origin: of.origin,
			master: of.master,
			destination: of.destination,
			flags: of.flags.join(" ")
		});
		return fieldChanges(about, fields(before), fields(after), (field) => byItself || field === "flags");
	});
};
/** VLAN membership. A port that joins a bridge gets the default VLAN, and loses it when it leaves. */
const diffBridgeVlans = (sides, links) => differingPairs(sides.before, sides.after).flatMap(({ key, before, after }) => {
	const vlan = after ?? before;
	if (vlan === void 0) return [];
	const { dev, id, pvid, untagged } = vlan;
	const about = {
		what: "bridge-vlan",
		key,
		details: detailsOf({
			dev,
			id: String(id),
			pvid: yesNo(pvid),
			untagged: yesNo(untagged)
		})
	};
	const joined = links !== void 0 && links.before[dev]?.master !== links.after[dev]?.master;
	if (before === void 0) return [itemAdded(about, joined)];
	if (after === void 0) return [itemRemoved(about, joined)];
	const fields = (of) => ({
		pvid: yesNo(of.pvid),
		untagged: yesNo(of.untagged)
	});
	return fieldChanges(about, fields(before), fields(after));
});

// src/state/diff/link-moves.ts
const keyOf = (place, name) => `${place.node}/${place.namespace}/${name}`;
const samePeer = (a, b) => a?.known === true && b?.known === true && a.node === b.node && a.namespace === b.namespace && a.name === b.name;
/**
* How sure we are that two links are one device; 0: they are not. The MAC address alone does not prove it, because
* labs make duplicates on purpose. The kernel keeps the index of a moved device where it is free.
*/
const likeness = (gone, come) => {
	if (!(gone.kind === come.kind && gone.kind !== "loopback" && gone.mac !== void 0) || gone.mac !== come.mac) return 0;
	return (samePeer(gone.peer, come.peer) ? 4 : 0) + (gone.name === come.name ? 2 : 0) + (gone.index === come.index ? 1 : 0);
};
/** Links that went and came anywhere between two snapshots, paired where they are the same device. */
const findMoves = (before, after) => {
	const gone = [];
	const come = [];
	for (const node of differingPairs(before.nodes, after.nodes)) for (const namespace of differingPairs(node.before?.namespaces ?? {}, node.after?.namespaces ?? {})) {
		const place = {
			node: node.key,
			namespace: namespace.key
		};
		const sides = sidesOf(namespace.before?.links, namespace.after?.links);
		if (sides === void 0) continue;
		for (const { before: old, after: now } of differingPairs(sides.before, sides.after)) {
			if (old !== void 0 && now === void 0) gone.push({
				place,
				link: old
			});
			if (old === void 0 && now !== void 0) come.push({
				place,
				link: now
			});
		}
	}
	const moves = pairUp(gone, come);
	const leaving = new Map(moves.map((move) => [keyOf(move.from.place, move.from.link.name), move]));
	const arriving = new Map(moves.map((move) => [keyOf(move.to.place, move.to.link.name), move]));
	return {
		leaving: (place, name) => leaving.get(keyOf(place, name)),
		arriving: (place, name) => arriving.get(keyOf(place, name))
	};
};
const pairUp = (gone, come) => {
	const candidates = gone.flatMap((from) => come.map((to) => ({
		from,
		to,
		likeness: likeness(from.link, to.link)
	})).filter((pair) => pair.likeness > 0));
	const used = /* @__PURE__ */ new Set();
	const moves = [];
	for (const { from, to } of candidates.toSorted((a, b) => b.likeness - a.likeness)) {
		if (used.has(from) || used.has(to)) continue;
		used.add(from).add(to);
		moves.push({
			from,
			to
		});
	}
	return moves;
};

// src/state/diff/links.ts
/** `node/namespace/name`, or `#index` where no node names the peer's namespace. */
const peerId = (peer) => {
	if (peer === void 0) return void 0;
	return peer.known ? topologyId(peer.node, peer.namespace, peer.name) : `#${peer.index}`;
};
/** Follow from something else: from the cable, the other end, the bridge protocol. */
const CONSEQUENCES = /* @__PURE__ */ new Set([
	"carrier",
	"state",
	"peer",
	"port state"
]);
const fieldsOf$1 = (link) => ({
	master: link.master,
	up: yesNo(link.up),
	carrier: yesNo(link.carrier),
	state: link.state,
	mac: link.mac,
	mtu: String(link.mtu),
	peer: peerId(link.peer),
	stp: yesNo(link.bridge?.stp),
	"forward delay": printed(link.bridge?.forwardDelayCs),
	"VLAN filtering": yesNo(link.bridge?.vlanFiltering),
	"ageing time": printed(link.bridge?.ageingTimeCs),
	VNI: printed(link.vxlan?.vni),
	local: link.vxlan?.local,
	group: link.vxlan?.group,
	remote: link.vxlan?.remote,
	dev: link.vxlan?.dev ?? link.vlan?.dev,
	"destination port": printed(link.vxlan?.dstPort),
	"VXLAN learning": yesNo(link.vxlan?.learning),
	proxy: yesNo(link.vxlan?.proxy),
	"VLAN id": printed(link.vlan?.id),
	protocol: link.vlan?.protocol
});
const portFieldsOf = (link) => ({
	"port state": link.port?.state,
	isolated: yesNo(link.port?.isolated),
	hairpin: yesNo(link.port?.hairpin),
	learning: yesNo(link.port?.learning)
});
const describing = (link) => detailsOf({
	kind: link.kindName ?? link.kind,
	up: yesNo(link.up),
	master: link.master,
	peer: peerId(link.peer),
	vni: printed(link.vxlan?.vni),
	vlan: printed(link.vlan?.id),
	dev: link.vxlan?.dev ?? link.vlan?.dev
});
/** Field changes of one device. `moved`: the kernel itself takes a device down and off its bridge when it moves. */
const linkFieldChanges = (before, after, portsChanged, moved) => {
	const about = {
		what: "link",
		key: after.name,
		details: detailsOf({ kind: after.kindName ?? after.kind })
	};
	const follows = (field) => portsChanged && (field === "mac" || field === "mtu");
	const incidental = (field) => CONSEQUENCES.has(field) || follows(field) || moved && (field === "up" || field === "master");
	const changes = fieldChanges(about, fieldsOf$1(before), fieldsOf$1(after), incidental);
	const carrierChanged = changes.some((change) => change.field === "carrier" || change.field === "up");
	const stayed = before.port !== void 0 && after.port !== void 0 && before.master === after.master;
	return [...changes.filter((change) => !(change.field === "state" && carrierChanged)), ...stayed ? fieldChanges(about, portFieldsOf(before), portFieldsOf(after), incidental) : []];
};
const bridgesWithChangedPorts = (pairs) => new Set(pairs.filter(({ before, after }) => before?.master !== after?.master).flatMap(({ before, after }) => [before?.master, after?.master]).filter((name) => name !== void 0));
/** Links that came, went, moved and changed in one namespace. */
const diffLinks = (place, sides, moves) => {
	const pairs = differingPairs(sides.before, sides.after);
	const bridges = bridgesWithChangedPorts(pairs);
	return pairs.flatMap(({ key, before, after }) => {
		if (before !== void 0 && after !== void 0) {
			if (before.kind === after.kind) return linkFieldChanges(before, after, bridges.has(key), false);
			return [itemRemoved(aboutLink(before)), itemAdded(aboutLink(after))];
		}
		if (after !== void 0) {
			const move = moves.arriving(place, key);
			if (move === void 0) return [itemAdded(aboutLink(after))];
			return [movedItem(place, move.from.place, move.from.link, after), ...fieldsAfterMove(move.from.link, after)];
		}
		return before === void 0 || moves.leaving(place, key) !== void 0 ? [] : [itemRemoved(aboutLink(before))];
	});
};
const aboutLink = (link) => ({
	what: "link",
	key: link.name,
	details: describing(link)
});
const fieldsAfterMove = (before, after) => linkFieldChanges(before, after, false, true);
const movedItem = (to, from, before, after) => {
	const about = {
		what: "link",
		key: after.name,
		details: {
			...describing(after),
			oldName: before.name
		}
	};
	if (from.node === to.node && from.namespace === to.namespace) return fieldChanged(about, "name", {
		before: before.name,
		after: after.name
	});
	const values = {
		before: topologyId(from.node, from.namespace),
		after: topologyId(to.node, to.namespace)
	};
	return fieldChanged(about, "namespace", values);
};

// src/state/diff/nft.ts
const COUNTERS = /\bpackets (\d+) bytes (\d+)/;
/** The line without what moves by itself, so that traffic does not look like another rule. */
const withoutCounters = (line) => line.replace(COUNTERS, "packets # bytes #");
/** Tables, and inside a table its lines. */
const diffNftables = (sides) => differingPairs(sides.before, sides.after).flatMap(({ key, before, after }) => {
	const table = after ?? before;
	if (table === void 0) return [];
	const about = {
		what: "nft-table",
		key,
		details: { text: table.lines.join("\n") }
	};
	if (before === void 0) return [itemAdded(about)];
	if (after === void 0) return [itemRemoved(about)];
	return diffLines(key, before.lines, after.lines);
});
const diffLines = (key, before, after) => align(before.map(withoutCounters), after.map(withoutCounters)).flatMap((step) => {
	const old = step.how === "added" ? void 0 : before[step.before]?.trim();
	const now = step.how === "removed" ? void 0 : after[step.after]?.trim();
	const line = now ?? old;
	if (line === void 0 || line === "" || old === now) return [];
	const number = String((step.how === "removed" ? step.before : step.after) + 1);
	const shown = line.replace(/ packets \d+ bytes \d+/, "");
	const about = {
		what: "nft-table",
		key,
		details: detailsOf({
			line: shown,
			number
		})
	};
	if (step.how !== "kept") return [fieldChanged(about, "line", {
		before: old,
		after: now
	})];
	const values = {
		before: old?.match(COUNTERS)?.[1],
		after: now?.match(COUNTERS)?.[1]
	};
	return values.before === values.after ? [] : [fieldChanged(about, "packets", values, true)];
});

// src/state/diff/routing.ts
const fieldsOf = (route) => ({
	via: route.via,
	dev: route.dev,
	source: route.source,
	metric: printed(route.metric),
	protocol: route.protocol,
	scope: route.scope,
	flags: route.flags.join(" ")
});
/**
* Routes that came, went and changed. A route of protocol `kernel` came with an address; `lost` are the links that
* took their routes with them.
*/
const diffRoutes = (sides, lost) => differingPairs(sides.before, sides.after).flatMap(({ key, before, after }) => {
	const route = after ?? before;
	if (route === void 0) return [];
	const about = {
		what: "route",
		key,
		details: detailsOf({
			route: routeWords(route),
			family: route.family,
			table: route.table,
			destination: route.destination,
			dev: route.dev,
			protocol: route.protocol
		})
	};
	const byKernel = route.protocol === "kernel";
	if (before === void 0) return [itemAdded(about, byKernel)];
	const wentAlong = before.dev !== void 0 && lost.has(before.dev);
	if (after === void 0) return [itemRemoved(about, byKernel || wentAlong)];
	return fieldChanges(about, fieldsOf(before), fieldsOf(after), (field) => field === "flags");
});
/** Every namespace is born with these, for both families: 0 local, 32766 main, 32767 default. */
const isBornRule = (rule) => rule.priority === 0 && rule.table === "local" || rule.priority === 32766 && rule.table === "main" || rule.priority === 32767 && rule.table === "default";
const diffRules = (sides) => differingPairs(sides.before, sides.after).flatMap(({ key, before, after }) => {
	const rule = after ?? before;
	if (rule === void 0) return [];
	const about = {
		what: "rule",
		key,
		details: detailsOf({
			family: rule.family,
			priority: String(rule.priority),
			selector: rule.selector,
			table: rule.table
		})
	};
	if (before === void 0) return [itemAdded(about)];
	if (after === void 0) return [itemRemoved(about)];
	return fieldChanges(about, { table: before.table }, { table: after.table });
});

// src/state/diff.ts
/**
* What changed from `before` to `after`, keyed by identity: by node, by namespace, then kind by kind from links
* upwards. Parts that are the same object are skipped, so one change among many namespaces costs next to nothing.
* Conntrack entries and the time of reading are not compared.
*/
const diff = (before, after) => {
	if (before === after || before.nodes === after.nodes) return [];
	const moves = findMoves(before, after);
	return differingPairs(before.nodes, after.nodes).flatMap((node) => diffNode(node, moves));
};
const diffNode = ({ key: node, before, after }, moves) => {
	const changes = [];
	if (before === void 0) changes.push({
		what: "node",
		how: "added",
		node
	});
	if (after === void 0) changes.push({
		what: "node",
		how: "removed",
		node
	});
	for (const pair of differingPairs(before?.namespaces ?? {}, after?.namespaces ?? {})) {
		const place = {
			node,
			namespace: pair.key
		};
		const named = pair.key !== "";
		if (named && pair.before === void 0) changes.push({
			what: "namespace",
			how: "added",
			...place
		});
		if (named && pair.after === void 0) changes.push({
			what: "namespace",
			how: "removed",
			...place
		});
		const gone = pair.after === void 0;
		for (const item of diffNamespace(place, pair, moves)) changes.push({
			...place,
			...item,
			incidental: item.incidental || gone
		});
	}
	return changes;
};
const diffNamespace = (place, { before, after }, moves) => {
	const links = withBornLoopback(sidesOf(before?.links, after?.links), before, after);
	const lost = lostLinks(links);
	const newOrGone = before === void 0 || after === void 0;
	const of = (sides, compare) => sides === void 0 ? [] : compare(sides);
	return [
		...of(links, (sides) => diffLinks(place, sides, moves)),
		...of(links, (sides) => diffAddresses(place, sides, moves)),
		...of(sidesOf(before?.routes, after?.routes), (sides) => diffRoutes(sides, lost)),
		...of(sidesOf(before?.rules, after?.rules), (sides) => diffRules(newOrGone ? withoutBornRules(sides) : sides)),
		...of(sidesOf(before?.neighbours, after?.neighbours), (sides) => diffNeighbours(sides, lost)),
		...of(sidesOf(before?.fdb, after?.fdb), (sides) => diffFdb(sides, links, lost)),
		...of(sidesOf(before?.bridgeVlans, after?.bridgeVlans), (sides) => diffBridgeVlans(sides, links)),
		...of(sidesOf(before?.iptables, after?.iptables), (sides) => diffFilter("iptables", sides)),
		...of(sidesOf(before?.ip6tables, after?.ip6tables), (sides) => diffFilter("ip6tables", sides)),
		...of(sidesOf(before?.nftables, after?.nftables), diffNftables),
		...newOrGone ? [] : of(sidesOf(before.sysctls, after.sysctls), diffSysctls),
		...of(sidesOf(before?.listeners, after?.listeners), diffListeners),
		...diffReadings(before, after)
	];
};
/** A namespace is born with loopback, down and without addresses; only what differs from that is news. */
const withBornLoopback = (sides, before, after) => {
	const lo = sides?.after["lo"] ?? sides?.before["lo"];
	if (sides === void 0 || lo === void 0 || before !== void 0 && after !== void 0) return sides;
	if (after === void 0) return {
		before: {
			...sides.before,
			lo
		},
		after: {
			...sides.after,
			lo
		}
	};
	const born = {
		...lo,
		up: false,
		carrier: false,
		state: "DOWN",
		addresses: {}
	};
	return {
		before: {
			...sides.before,
			lo: born
		},
		after: sides.after
	};
};
const withoutBornRules = (sides) => {
	const made = (rules) => Object.fromEntries(Object.entries(rules).filter(([, rule]) => !isBornRule(rule)));
	return {
		before: made(sides.before),
		after: made(sides.after)
	};
};
/** Links that went or were taken down: what hung on them went along. */
const lostLinks = (links) => new Set(links === void 0 ? [] : differingPairs(links.before, links.after).filter(({ before, after }) => after === void 0 || before?.up === true && !after.up).map(({ key }) => key));

// src/labs/attempt-progress.ts
const changed = (lab, attempt, now, change) => (progress) => ({
	...progress,
	last: lab.id,
	labs: {
		...progress.labs,
		[lab.id]: {
			...change(ofAttempt(progress, lab, attempt)),
			updatedAt: now
		}
	}
});
/** What was kept of this attempt; of an earlier attempt only what counts for ever. */
const ofAttempt = (progress, lab, attempt) => {
	const before = progress.labs[lab.id];
	if (before !== void 0 && isSameAttempt(before, attempt)) return before;
	return {
		seed: attempt.seed,
		...attempt.fault !== void 0 && { fault: attempt.fault },
		passed: [],
		everPassed: before?.everPassed ?? [],
		...before?.finishedAt !== void 0 && { finishedAt: before.finishedAt },
		hintsUsed: 0,
		updatedAt: 0
	};
};
const isSameAttempt = (kept, attempt) => kept.seed === attempt.seed && kept.fault === attempt.fault;
const union = (ids, more) => [.../* @__PURE__ */ new Set([...ids, ...more])];
/** The lab was opened with this attempt. */
const recordOpened = (lab, attempt, now) => changed(lab, attempt, now, (before) => before);
/** A step was passed; with the last one the lab is finished. */
const recordPassed = (lab, attempt, step, now) => changed(lab, attempt, now, (before) => {
	const passed = union(before.passed, [step]);
	const isAll = lab.steps.every(({ id }) => passed.includes(id));
	return {
		...before,
		passed,
		everPassed: union(before.everPassed, [step]),
		...isAll && { finishedAt: now }
	};
});
const recordHint = (lab, attempt, now) => changed(lab, attempt, now, (before) => ({
	...before,
	hintsUsed: before.hintsUsed + 1
}));
/** Ids of the steps passed in this attempt. */
const passedIn = (progress, lab, attempt) => {
	const kept = progress.labs[lab.id];
	return kept !== void 0 && isSameAttempt(kept, attempt) ? kept.passed : [];
};
/** The attempt to go on with: the one kept, unless all of it was passed. */
const attemptToResume = (progress, lab) => {
	const kept = progress.labs[lab.id];
	const isDone = lab.steps.every(({ id }) => kept?.passed.includes(id) === true);
	const isKnownFault = kept?.fault === void 0 || lab.faults.some(({ id }) => id === kept.fault);
	return isDone || !isKnownFault ? void 0 : kept;
};
/** Index of the first step not passed yet. */
const firstOpenStep = (lab, passed) => Math.max(0, lab.steps.findIndex(({ id }) => !passed.includes(id)));

// src/labs/check-loop.ts
/** Rounds of probes in a window: a few at once so that a quick typist is not kept waiting, but calm on the whole. */
const MOST_ROUNDS = 3;
const WINDOW_MS = 900;
/** A probe that failed is tried again by itself after these waits, for what no event announces (STP, DAD, leases). */
const RETRIES_MS = [
	1e3,
	2e3,
	4e3
];
/**
* Looks at the checks of the current step whenever an answer may have changed: one round at a time, and the newest
* cause wins. Checks that read the snapshot come first; probes only when all of those hold (a level step), because
* they cost time and disturb counters.
*/
var CheckLoop = class {
	#parts;
	/** Aborts everything at the end. */
	#life = new AbortController();
	#probing;
	#running;
	#isDue = false;
	#wantsSilent = false;
	#isProbeStale = true;
	#askers = [];
	#roundStarts = [];
	#retries = 0;
	#timer;
	#step = -1;
	constructor(parts) {
		this.#parts = parts;
	}
	/** A new snapshot came. `isNews`: something changed that is more than a counter. */
	snapshotChanged(isNews) {
		if (isNews && (this.#probing === void 0 || this.#parts.isLearnerBusy())) this.#doubtProbes();
		this.#due();
	}
	commandEnded() {
		this.#wantsSilent = true;
		this.#doubtProbes();
		this.#due();
	}
	/** A running program has been quiet for a moment: what it does silently (listening, counting) can be read. */
	outputQuiet() {
		this.#wantsSilent = true;
		this.#due();
	}
	/** An answer was given, or another step became the current one. What is asked by hand is not kept waiting by probes. */
	sessionChanged() {
		this.#probing?.abort();
		this.#due();
	}
	/** Looks at every check of the current step, and resolves when the answers are published. */
	async now() {
		if (this.#life.signal.aborted) return;
		const asker = Promise.withResolvers();
		this.#askers.push(asker);
		this.#probing?.abort();
		this.#due();
		await asker.promise;
	}
	[Symbol.dispose]() {
		this.#life.abort();
		this.#probing?.abort();
		clearTimeout(this.#timer);
		for (const asker of this.#askers.splice(0)) asker.resolve();
	}
	#doubtProbes() {
		this.#isProbeStale = true;
		this.#retries = 0;
		this.#probing?.abort();
	}
	#due() {
		this.#isDue = true;
		this.#running ??= this.#run();
	}
	async #run() {
		await Promise.resolve();
		while (this.#isDue && !this.#life.signal.aborted) {
			this.#isDue = false;
			const askers = this.#askers.splice(0);
			await (askers.length > 0 ? this.#wholeRound() : this.#round());
			for (const asker of askers) asker.resolve();
		}
		this.#running = void 0;
	}
	#current() {
		const { phase, current, lab, steps } = this.#parts.session();
		const step = lab.steps[current];
		const state = steps[current];
		if (phase.name !== "ready" || step === void 0 || state === void 0) return void 0;
		if (current !== this.#step) {
			this.#step = current;
			this.#isProbeStale = true;
			this.#retries = 0;
		}
		return {
			index: current,
			step,
			state,
			checks: step.mode === "edge" ? step.checks.filter(({ id }) => !state.latched.includes(id)) : step.checks
		};
	}
	/** Everything, asked for by the learner. */
	async #wholeRound() {
		await this.#parts.refresh("all");
		const at = this.#current();
		if (at === void 0) return;
		const outcomes = await this.#look(at.checks, this.#life.signal);
		if (outcomes !== void 0) this.#publish(at.index, outcomes, true);
	}
	async #round() {
		if (this.#wantsSilent) {
			this.#wantsSilent = false;
			await this.#parts.refresh("silent");
		}
		const at = this.#current();
		if (at === void 0 || at.state.status !== "current") return;
		const { index, step, state, checks } = at;
		const probes = checks.filter((check) => this.#parts.isProbe(check));
		const seen = await this.#look(checks.filter((check) => !probes.includes(check)), this.#life.signal);
		if (seen === void 0) return;
		const isOpen = step.mode === "edge" || Object.values(seen).every(({ verdict }) => verdict === "met");
		if (probes.length === 0 || !isOpen) {
			this.#publish(index, seen, probes.length === 0);
			return;
		}
		const known = Object.fromEntries(probes.flatMap(({ id }) => state.outcomes[id] === void 0 ? [] : [[id, state.outcomes[id]]]));
		const isKnown = !this.#isProbeStale && Object.keys(known).length === probes.length;
		this.#publish(index, {
			...seen,
			...known
		}, isKnown);
		if (isKnown) return;
		const wait = this.#calm();
		if (wait > 0) {
			this.#later(wait);
			return;
		}
		await this.#probe(index, probes, seen);
	}
	async #probe(index, probes, seen) {
		this.#roundStarts.push(performance.now());
		this.#isProbeStale = false;
		const probing = new AbortController();
		this.#probing = probing;
		const found = await this.#look(probes, AbortSignal.any([probing.signal, this.#life.signal]));
		this.#probing = void 0;
		if (found === void 0) {
			this.#isProbeStale = true;
			return;
		}
		this.#publish(index, {
			...seen,
			...found
		}, !this.#isProbeStale);
		const retry = RETRIES_MS[this.#retries];
		if (retry !== void 0 && Object.values(found).some(({ verdict }) => verdict !== "met")) {
			this.#retries += 1;
			this.#later(retry, true);
		}
	}
	/** How long probes must wait for their next round, in milliseconds. */
	#calm() {
		const now = performance.now();
		this.#roundStarts = this.#roundStarts.filter((start) => now - start < WINDOW_MS);
		const [oldest] = this.#roundStarts;
		return this.#roundStarts.length < MOST_ROUNDS || oldest === void 0 ? 0 : WINDOW_MS - (now - oldest);
	}
	#later(ms, isRetry = false) {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			if (isRetry) this.#isProbeStale = true;
			this.#due();
		}, ms);
	}
	/** Undefined where the round was called off. */
	async #look(checks, signal) {
		if (signal.aborted) return void 0;
		if (checks.length === 0) return {};
		try {
			const outcomes = await this.#parts.look(checks, signal);
			return signal.aborted ? void 0 : outcomes;
		} catch (error) {
			if (signal.aborted) return void 0;
			const why = error instanceof Error ? error.message : String(error);
			return Object.fromEntries(checks.map(({ id }) => [id, unknown({
				en: why,
				zh: why
			})]));
		}
	}
	/** The screen is drawn anew for what is new only; a whole round is also told when it may pass the step. */
	#publish(index, outcomes, whole) {
		const session = this.#parts.session();
		const state = session.steps[index];
		if (session.current !== index || state === void 0) return;
		const latched = Object.fromEntries(state.latched.map((id) => [id, state.outcomes[id]]));
		if (!isDeepStrictEqual(state.outcomes, {
			...outcomes,
			...latched
		}) || whole && state.status === "current") this.#parts.publish(index, outcomes, whole);
	}
};

// src/labs/change-groups.ts
/** How long after a command's end, or after its last change, a change is still put down to it. In milliseconds. */
const SETTLE_MS = 300;
/** Groups kept; older ones are forgotten. */
const MOST_GROUPS = 200;
const bounded = (history) => history.length > 200 ? history.slice(history.length - 200) : history;
const nextNumber = (history) => (history.at(-1)?.number ?? 0) + 1;
const identity = (change) => change.what === "node" ? change.node : [
	change.what,
	change.node,
	change.namespace,
	"key" in change ? change.key : "",
	"field" in change ? change.field : ""
].join(" ");
/** Adds one change: two changes of the same field become one from first to last, and one that came back is dropped. */
const addChange = (changes, change) => {
	if (!("key" in change) || change.how !== "changed") return [...changes, change];
	const id = identity(change);
	const index = changes.findLastIndex((one) => identity(one) === id);
	const earlier = changes[index];
	if (earlier === void 0 || !("key" in earlier) || earlier.how !== "changed") return [...changes, change];
	const rest = changes.toSpliced(index, 1);
	if (earlier.before === change.after) return rest;
	const { before: _between, ...later } = change;
	return [...rest, {
		...later,
		...earlier.before === void 0 ? {} : { before: earlier.before },
		incidental: earlier.incidental && change.incidental
	}];
};
const grown = (group, changes, at) => ({
	...group,
	lastAt: Math.max(group.lastAt, at),
	changes: changes.reduce(addChange, group.changes).slice(-500)
});
const isIncidental = (change) => "incidental" in change && change.incidental;
/** A command begins: a group of its own, that takes the changes from now on. */
const openGroup = (history, node, command, at) => bounded([...history, {
	number: nextNumber(history),
	at,
	lastAt: at,
	node,
	command,
	running: true,
	changes: []
}]);
/** The newest running command of a node ended. */
const closeGroup = (history, node, exitCode, at) => {
	const index = history.findLastIndex((group) => group.running && group.node === node);
	const group = history[index];
	return group === void 0 ? history : history.with(index, {
		...group,
		running: false,
		exitCode,
		lastAt: Math.max(group.lastAt, at)
	});
};
/** Ends what can no longer end by itself, because its shell is gone. */
const closeAll = (history) => history.map((group) => group.running ? {
	...group,
	running: false
} : group);
/**
* Puts changes down to the newest group that can still have caused them: a running command, or one that ended less
* than {@link SETTLE_MS} ago. Otherwise they are a group without a command, unless all of them are incidental.
*/
const addChanges = (history, changes, at) => {
	if (changes.length === 0) return history;
	const index = history.findLastIndex((group) => group.running || at - group.lastAt <= 300);
	const group = history[index];
	if (group !== void 0) return history.with(index, grown(group, changes, at));
	if (changes.every((change) => isIncidental(change))) return history;
	const alone = {
		number: nextNumber(history),
		at,
		lastAt: at,
		running: false,
		changes: []
	};
	return bounded([...history, grown(alone, changes, at)]);
};

// src/labs/session-reducer.ts
const fresh = (status) => ({
	status,
	outcomes: {},
	latched: [],
	hintsShown: 0,
	solveShown: false,
	answers: {}
});
/** A session before anything happened. `lab` has the attempt's variables filled in. */
const newSession = (lab, attempt) => ({
	lab,
	attempt,
	phase: {
		name: "opening",
		doing: {
			en: "Building the host",
			zh: "正在搭建主机"
		}
	},
	current: 0,
	steps: lab.steps.map((_, index) => fresh(index === 0 ? "current" : "ahead")),
	history: []
});
/** What happened, applied. Pure: the same session and event give the same session. */
const reduce = (session, event) => {
	switch (event.type) {
		case "phase": return {
			...session,
			phase: event.phase
		};
		case "restarted": return restarted(session, event);
		case "snapshot": {
			const { snapshot, changes } = event;
			const isLearners = session.phase.name === "ready" || session.phase.name === "finished";
			return {
				...session,
				snapshot,
				history: isLearners ? addChanges(session.history, changes, snapshot.takenAt) : session.history
			};
		}
		case "command-started": return {
			...session,
			history: openGroup(session.history, event.node, event.command, event.at)
		};
		case "command-ended": return {
			...session,
			history: closeGroup(session.history, event.node, event.exitCode, event.at)
		};
		case "outcomes": return looked(session, event);
		case "predicted": return onCurrent(session, (state, step) => predicted(state, step, event.option));
		case "answered": return onCurrent(session, (state, step) => answered(state, step, event.check, event.value));
		case "hint-asked": return onCurrent(session, (state, step) => ({
			...state,
			hintsShown: nextHint(step, state) ?? state.hintsShown
		}));
		case "solve-shown": return onCurrent(session, (state) => ({
			...state,
			solveShown: true
		}));
		case "moved-on": return movedOn(session);
	}
};
const onStep = (session, index, change) => {
	const state = session.steps[index];
	const step = session.lab.steps[index];
	if (state === void 0 || step === void 0) return session;
	const changed = change(state, step);
	return changed === state ? session : {
		...session,
		steps: session.steps.with(index, changed)
	};
};
const onCurrent = (session, change) => onStep(session, session.current, change);
const restarted = (session, event) => {
	const isSameAttempt = event.attempt.seed === session.attempt.seed && event.attempt.fault === session.attempt.fault;
	const { snapshot: _gone, ...rest } = session;
	return {
		...rest,
		lab: event.lab,
		attempt: event.attempt,
		current: event.current,
		history: isSameAttempt ? closeAll(session.history) : [],
		steps: event.lab.steps.map((step, index) => {
			const before = isSameAttempt ? session.steps[index] : void 0;
			if (index < event.current) {
				if (!event.passed.includes(step.id)) return fresh("skipped");
				return before?.status === "passed" ? before : fresh("passed");
			}
			if (index > event.current) return fresh("ahead");
			return {
				...fresh("current"),
				...before && {
					hintsShown: before.hintsShown,
					solveShown: before.solveShown
				}
			};
		})
	};
};
const predicted = (state, step, option) => {
	if (!(step.predict?.options.some((one) => one.id === option) === true) || state.status !== "current") return state;
	return {
		...state,
		predicted: {
			option,
			right: option === step.predict?.answer
		}
	};
};
/** The verdict on an earlier answer does not hold for a new one: until it is judged, there is none. */
const answered = (state, step, check, value) => {
	if (!step.checks.some(({ id }) => id === check) || state.status !== "current" || state.latched.includes(check)) return state;
	const { [check]: _old, ...outcomes } = state.outcomes;
	return {
		...state,
		outcomes,
		answers: {
			...state.answers,
			[check]: value
		}
	};
};
const looked = (session, event) => onStep(session, event.step, (state, step) => {
	if (step.mode === "level") {
		const isPassed = event.whole && state.status === "current" && step.checks.every(({ id }) => event.outcomes[id]?.verdict === "met");
		return {
			...state,
			outcomes: event.outcomes,
			status: isPassed ? "passed" : state.status
		};
	}
	const kept = Object.fromEntries(state.latched.flatMap((id) => entryOf(state.outcomes, id)));
	const outcomes = {
		...event.outcomes,
		...kept
	};
	const latched = step.checks.map(({ id }) => id).filter((id) => outcomes[id]?.verdict === "met");
	const isPassed = state.status === "current" && latched.length === step.checks.length;
	return {
		...state,
		outcomes,
		latched,
		status: isPassed ? "passed" : state.status
	};
});
const entryOf = (outcomes, id) => {
	const outcome = outcomes[id];
	return outcome === void 0 ? [] : [[id, outcome]];
};
const movedOn = (session) => {
	if (session.steps[session.current]?.status !== "passed") return session;
	const current = session.current + 1;
	if (current >= session.steps.length) return {
		...session,
		current: session.steps.length,
		phase: { name: "finished" }
	};
	return onStep({
		...session,
		current
	}, current, (state) => state.status === "ahead" ? {
		...state,
		status: "current"
	} : state);
};

// src/labs/prefaced-terminal.ts
/** A terminal that says something of ours to its first listener, before the shell's own first words. */
var PrefacedTerminal = class {
	#terminal;
	#preface;
	constructor(terminal, preface) {
		this.#terminal = terminal;
		this.#preface = preface;
	}
	get node() {
		return this.#terminal.node;
	}
	get size() {
		return this.#terminal.size;
	}
	get exited() {
		return this.#terminal.exited;
	}
	onData(listener) {
		const preface = this.#preface;
		this.#preface = "";
		if (preface !== "") listener(preface);
		return this.#terminal.onData(listener);
	}
	onEvent(listener) {
		return this.#terminal.onEvent(listener);
	}
	write(data) {
		this.#terminal.write(data);
	}
	resize(size) {
		this.#terminal.resize(size);
	}
	pause() {
		this.#terminal.pause();
	}
	resume() {
		this.#terminal.resume();
	}
	[Symbol.dispose]() {
		this.#terminal[Symbol.dispose]();
	}
};

// src/labs/shells.ts
/** No shell can be had now, for a reason the learner can read. */
var ShellUnavailable = class extends Error {
	name = "ShellUnavailable";
	why;
	constructor(why, language) {
		super(why[language]);
		this.why = why;
	}
};
/** A shell that ends sooner than this was not used; after a few of them in a row no new one comes by itself. */
const SHORT_LIFE_MS = 1e3;
const MOST_SHORT_LIVES = 3;
/** The shells of one host: one a node, made when asked for, and a new one after the learner ended it. */
var Shells = class {
	#parts;
	#shells = /* @__PURE__ */ new Map();
	#shortLives = /* @__PURE__ */ new Map();
	#farewells = /* @__PURE__ */ new Map();
	#size;
	#isOver = false;
	constructor(parts) {
		this.#parts = parts;
		this.#size = parts.size;
	}
	terminal(node) {
		return this.#shell(node).terminal;
	}
	resize(size) {
		this.#size = size;
		for (const { terminal } of this.#shells.values()) terminal.resize(size);
	}
	/**
	* Types a line as the learner would and resolves when the shell waits again. What stands on the line already is
	* wiped, a program in the foreground gets Ctrl-C.
	* @throws {Error} where the shell does not come back within `timeoutMs`, or the signal is aborted
	*/
	async type(node, line, signal, timeoutMs = 6e4) {
		const shell = this.#shell(node);
		if (shell.isRunning) shell.terminal.write("");
		await this.#atPrompt(shell, signal, 1e4);
		const text = line.includes("\n") ? `\u001B[200~${line.trimEnd()}\u001B[201~` : line;
		shell.isAtPrompt = false;
		shell.terminal.write(`\u0005\u0015${text}\r`);
		await this.#atPrompt(shell, signal, timeoutMs);
	}
	[Symbol.dispose]() {
		this.#isOver = true;
		for (const { terminal } of this.#shells.values()) terminal[Symbol.dispose]();
		this.#shells.clear();
	}
	#shell(node) {
		const known = this.#shells.get(node);
		if (known !== void 0) return known;
		const language = this.#parts.language();
		if (this.#isOver) throw new ShellUnavailable({
			en: "This host is gone.",
			zh: "这台主机已经不在了。"
		}, language);
		const farewell = this.#farewells.get(node);
		const opened = this.#parts.host.node(node).terminal(this.#size);
		const terminal = farewell === void 0 ? opened : new PrefacedTerminal(opened, `\r\n${farewell[language]}\r\n`);
		const shell = {
			terminal,
			bornAt: performance.now(),
			isAtPrompt: false,
			isRunning: false
		};
		this.#shells.set(node, shell);
		opened.onEvent((event) => {
			if (event.type === "prompt") shell.isAtPrompt = true;
			if (event.type === "command-start") [shell.isAtPrompt, shell.isRunning] = [false, true];
			if (event.type === "command-end") shell.isRunning = false;
			this.#parts.onEvent(terminal, event);
		});
		opened.onData(() => this.#parts.onOutput(node));
		opened.exited.then((exitCode) => this.#ended(node, shell, exitCode));
		return shell;
	}
	#ended(node, shell, exitCode) {
		if (this.#isOver || this.#shells.get(node) !== shell) return;
		this.#shells.delete(node);
		const shortLives = performance.now() - shell.bornAt < SHORT_LIFE_MS ? (this.#shortLives.get(node) ?? 0) + 1 : 0;
		this.#shortLives.set(node, shortLives);
		this.#farewells.set(node, {
			en: `[The shell on ${node} ended (exit code ${exitCode}). This is a new one; the host is as you left it.]`,
			zh: `[${node} 上的 shell 已结束（退出码 ${exitCode}）。这是一个新的 shell，主机状态保持不变。]`
		});
		if (shortLives < MOST_SHORT_LIVES) this.#parts.onEnded(node, exitCode);
	}
	async #atPrompt(shell, signal, timeoutMs) {
		signal.throwIfAborted();
		if (shell.isAtPrompt) return;
		const { promise, resolve, reject } = Promise.withResolvers();
		const off = shell.terminal.onEvent((event) => {
			if (event.type === "prompt") resolve();
		});
		const timer = setTimeout(() => {
			reject(/* @__PURE__ */ new Error(`The shell on ${shell.terminal.node} did not come back within ${timeoutMs / 1e3} s.`));
		}, timeoutMs);
		const abort = () => reject(signal.reason);
		signal.addEventListener("abort", abort, { once: true });
		shell.terminal.exited.then(() => reject(/* @__PURE__ */ new Error(`The shell on ${shell.terminal.node} ended.`)));
		try {
			await promise;
		} finally {
			clearTimeout(timer);
			off();
			signal.removeEventListener("abort", abort);
		}
	}
};

// src/labs/why-failed.ts
const isText = (value) => typeof value === "object" && value !== null && "en" in value && typeof value.en === "string" && "zh" in value && typeof value.zh === "string";
/** An error of opening a host, in words: its own where it has them ({@link HostError}, {@link ReplayError}). */
const whyFailed = (error) => {
	if (error instanceof Error && "why" in error && isText(error.why) && "next" in error && isText(error.next)) return {
		name: "failed",
		why: error.why,
		next: error.next
	};
	const message = error instanceof Error ? error.message : String(error);
	return {
		name: "failed",
		why: {
			en: `The host could not be built: ${message}`,
			zh: `无法搭建主机：${message}`
		},
		next: {
			en: "Try a reset. \"underlay doctor\" tells what this machine allows.",
			zh: "请尝试重置。underlay doctor 会说明本机支持哪些功能。"
		}
	};
};

// src/labs/open-lab.ts
/** Opens a lab; the host is built while the caller already shows the session. */
const openLab = (lab, parts, options) => new OpenedLab(lab, parts, options);
/** After output or a command's end, this long without more is a moment to read what changes silently. */
const QUIET_MS = 200;
/** Changes this soon after a command ended may still be its. */
const AFTERMATH_MS = 300;
var OpenedLab = class {
	#written;
	#parts;
	#listeners = /* @__PURE__ */ new Set();
	#terminalListeners = /* @__PURE__ */ new Set();
	/** Hosts that are being opened or taken down; waited for at the end. */
	#works = /* @__PURE__ */ new Set();
	#session;
	#size;
	/** Aborted when another host takes over, or at the end. */
	#turn = new AbortController();
	#standing;
	#isClosed = false;
	#ran = [];
	#lastCommandEnd = 0;
	#quietTimer;
	#typing;
	constructor(lab, parts, options) {
		this.#written = lab;
		this.#parts = parts;
		this.#size = options.size;
		const progress = parts.progress.current;
		const kept = options.seed === void 0 && options.fault === void 0 ? attemptToResume(progress, lab) : void 0;
		const first = instantiate(lab, options.seed ?? kept?.seed ?? parts.seed(), options.fault ?? kept?.fault);
		this.#session = newSession(first.lab, first.attempt);
		const passed = passedIn(progress, lab, first.attempt);
		const step = Math.min(options.step ?? firstOpenStep(lab, passed), Math.max(0, lab.steps.length - 1));
		this.#restart(first, step);
	}
	get session() {
		return this.#session;
	}
	get commandLog() {
		return this.#standing?.stage.host.log;
	}
	get finding() {
		const { current, lab, steps } = this.#session;
		const step = lab.steps[current];
		const state = steps[current];
		return step === void 0 || state === void 0 ? void 0 : finding(step, state);
	}
	subscribe(listener) {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
	terminal(node) {
		if (this.#standing === void 0) throw new ShellUnavailable(whyNoShell(this.#session.phase), this.#parts.language());
		return this.#standing.shells.terminal(node);
	}
	onTerminals(listener) {
		this.#terminalListeners.add(listener);
		return () => this.#terminalListeners.delete(listener);
	}
	resize(size) {
		this.#size = size;
		this.#standing?.shells.resize(size);
	}
	async checkNow() {
		await this.#standing?.loop.now();
	}
	predict(option) {
		this.#dispatch({
			type: "predicted",
			option
		});
	}
	answer(check, value) {
		this.#dispatch({
			type: "answered",
			check,
			value
		});
		this.#standing?.loop.sessionChanged();
	}
	showHint() {
		const before = this.#session;
		this.#dispatch({ type: "hint-asked" });
		if (this.#session !== before) this.#record(recordHint(this.#session.lab, this.#session.attempt, this.#parts.now()));
	}
	showSolve() {
		this.#dispatch({ type: "solve-shown" });
	}
	async typeSolve() {
		const { current, lab, attempt } = this.#session;
		const step = lab.steps[current];
		const shells = this.#standing?.shells;
		if (step === void 0 || shells === void 0 || this.#typing !== void 0) return;
		const typing = new AbortController();
		this.#typing = typing;
		const signal = AbortSignal.any([typing.signal, this.#turn.signal]);
		try {
			for (const line of solveLines(lab, attempt, step)) await shells.type(line.node, line.run, signal);
		} catch (error) {
			if (!signal.aborted) throw error;
		} finally {
			this.#typing = void 0;
		}
	}
	next() {
		const before = this.#session.current;
		this.#dispatch({ type: "moved-on" });
		if (this.#session.current === before) return;
		this.#ran = [];
		this.#standing?.loop.sessionChanged();
	}
	resetStep() {
		return this.#restart(this.#session, this.#session.current);
	}
	resetLab() {
		return this.#restart(instantiate(this.#written, this.#parts.seed()), 0);
	}
	/** @throws {RangeError} where there is no such step */
	jump(step) {
		if (this.#session.lab.steps[step] === void 0) throw new RangeError(`Lab ${this.#session.lab.id} has no step ${step + 1}.`);
		return this.#restart(this.#session, step);
	}
	async conntrack(node, namespace) {
		const watcher = this.#standing?.stage.watcher;
		if (watcher === void 0) return {
			ok: false,
			why: whyNoShell(this.#session.phase)[this.#parts.language()]
		};
		return watcher.conntrack(node, namespace);
	}
	async [Symbol.asyncDispose]() {
		if (!this.#isClosed) {
			this.#isClosed = true;
			this.#turn.abort();
			this.#takeDown();
			this.#dispatch({
				type: "phase",
				phase: { name: "closed" }
			});
			this.#listeners.clear();
			this.#terminalListeners.clear();
		}
		await Promise.all(this.#works);
	}
	#dispatch(event) {
		const before = this.#session;
		this.#session = reduce(before, event);
		if (this.#session === before) return;
		for (const [index, { status }] of this.#session.steps.entries()) {
			const step = this.#session.lab.steps[index];
			if (event.type !== "outcomes" || status !== "passed" || before.steps[index]?.status === "passed" || step === void 0) continue;
			this.#record(recordPassed(this.#session.lab, this.#session.attempt, step.id, this.#parts.now()));
		}
		for (const listener of this.#listeners) listener();
	}
	#record(change) {
		this.#track(this.#parts.progress.update(change).then(() => void 0));
	}
	#track(work) {
		const tracked = work.finally(() => this.#works.delete(tracked));
		this.#works.add(tracked);
	}
	/** A fresh host for the step; whatever stood or was being built before goes. */
	#restart(next, step) {
		if (this.#isClosed) return Promise.resolve();
		this.#turn.abort();
		this.#turn = new AbortController();
		const { signal } = this.#turn;
		this.#takeDown();
		this.#ran = [];
		const passed = passedIn(this.#parts.progress.current, this.#written, next.attempt);
		this.#dispatch({
			type: "restarted",
			current: Math.min(step, next.lab.steps.length - 1),
			lab: next.lab,
			attempt: next.attempt,
			passed
		});
		this.#dispatch({
			type: "phase",
			phase: {
				name: "opening",
				doing: {
					en: "Building the host",
					zh: "正在搭建主机"
				}
			}
		});
		this.#record(recordOpened(this.#written, next.attempt, this.#parts.now()));
		const work = this.#build(signal);
		this.#track(work);
		return work;
	}
	async #build(signal) {
		const { lab, attempt, current } = this.#session;
		const tell = (doing) => {
			if (!signal.aborted) this.#dispatch({
				type: "phase",
				phase: {
					name: "replaying",
					doing
				}
			});
		};
		let stage;
		try {
			stage = await openStage({
				lab,
				attempt,
				step: current
			}, this.#parts, tell, signal);
		} catch (error) {
			if (!signal.aborted) this.#dispatch({
				type: "phase",
				phase: whyFailed(error)
			});
			return;
		}
		if (signal.aborted) {
			await stage[Symbol.asyncDispose]();
			return;
		}
		this.#stand(stage);
	}
	#stand(stage) {
		const { host, watcher } = stage;
		const shells = new Shells({
			host,
			size: this.#size,
			language: this.#parts.language,
			onEvent: (terminal, event) => this.#heard(terminal, event),
			onOutput: () => this.#waitForQuiet(),
			onEnded: (node, exitCode) => this.#shellEnded(node, exitCode)
		});
		const loop = new CheckLoop({
			session: () => this.#session,
			isProbe,
			look: (checks, signal) => {
				const { attempt, current, snapshot, steps, lab } = this.#session;
				const answers = steps[current]?.answers ?? {};
				return evaluateChecks(checks, {
					snapshot: snapshot ?? watcher.current,
					host,
					watcher,
					answers,
					attempt,
					lab,
					ran: this.#ran,
					signal
				});
			},
			publish: (step, outcomes, whole) => this.#dispatch({
				type: "outcomes",
				step,
				outcomes,
				whole
			}),
			refresh: async (scope) => {
				this.#see(await watcher.refresh(scope));
			},
			isLearnerBusy: () => this.#isLearnerBusy()
		});
		const off = watcher.subscribe((snapshot) => this.#see(snapshot));
		this.#standing = {
			stage,
			shells,
			loop,
			[Symbol.dispose]: () => {
				off();
				loop[Symbol.dispose]();
				shells[Symbol.dispose]();
			}
		};
		const standing = this.#standing;
		host.ended.then((why) => this.#hostEnded(standing, why));
		this.#dispatch({
			type: "snapshot",
			snapshot: watcher.current,
			changes: []
		});
		this.#dispatch({
			type: "phase",
			phase: { name: "ready" }
		});
		this.#announceTerminals();
		loop.sessionChanged();
	}
	#takeDown() {
		const standing = this.#standing;
		this.#standing = void 0;
		clearTimeout(this.#quietTimer);
		this.#typing?.abort();
		if (standing === void 0) return;
		standing[Symbol.dispose]();
		this.#track(Promise.resolve(standing.stage[Symbol.asyncDispose]()));
	}
	#hostEnded(standing, why) {
		if (this.#standing !== standing) return;
		this.#takeDown();
		this.#dispatch({
			type: "phase",
			phase: {
				name: "failed",
				why,
				next: {
					en: "Reset the step: a fresh host is built up to here. Your progress is kept.",
					zh: "请重置这一步：会重新搭建主机并恢复到这里，进度不会丢失。"
				}
			}
		});
	}
	#see(snapshot) {
		const before = this.#session.snapshot;
		if (this.#standing === void 0 || before === snapshot) return;
		const changes = before === void 0 ? [] : diff(before, snapshot);
		this.#dispatch({
			type: "snapshot",
			snapshot,
			changes
		});
		this.#standing.loop.snapshotChanged(changes.some(isNews));
	}
	#heard(terminal, event) {
		const { node } = terminal;
		switch (event.type) {
			case "prompt": break;
			case "command-start":
				if (!isOurCommand(event.command)) this.#dispatch({
					type: "command-started",
					node,
					command: event.command,
					at: this.#parts.now()
				});
				break;
			case "command-end":
				if (isOurCommand(event.command)) break;
				this.#ran = [...this.#ran, event.command];
				this.#lastCommandEnd = performance.now();
				this.#dispatch({
					type: "command-ended",
					node,
					exitCode: event.exitCode,
					at: this.#parts.now()
				});
				this.#standing?.loop.commandEnded();
				this.#waitForQuiet();
				break;
			case "control": this.#track(this.#answerControl(terminal, event.argv));
		}
	}
	async #answerControl(terminal, argv) {
		const { exitCode, text } = await runControl(argv, this, this.#parts.language());
		terminal.write(controlReply(exitCode, text));
	}
	#shellEnded(node, exitCode) {
		this.#dispatch({
			type: "command-ended",
			node,
			exitCode,
			at: this.#parts.now()
		});
		this.#announceTerminals();
	}
	#announceTerminals() {
		for (const listener of this.#terminalListeners) listener();
	}
	#isLearnerBusy() {
		return this.#session.history.some(({ running }) => running) || performance.now() - this.#lastCommandEnd < AFTERMATH_MS;
	}
	#waitForQuiet() {
		clearTimeout(this.#quietTimer);
		this.#quietTimer = setTimeout(() => {
			if (this.#isLearnerBusy() || performance.now() - this.#lastCommandEnd < 400) this.#standing?.loop.outputQuiet();
		}, QUIET_MS);
	}
};
/** What may turn the answer of a probe: everything but counters and learned entries. */
const isNews = (change) => !("incidental" in change) || !change.incidental || change.what === "link";
const whyNoShell = (phase) => {
	switch (phase.name) {
		case "failed": return phase.why;
		case "opening":
		case "replaying": return phase.doing;
		default: return {
			en: "The lab is closed.",
			zh: "实验已关闭。"
		};
	}
};

// node_modules/mdast-util-to-string/lib/index.js
/**
* @typedef {import('mdast').Nodes} Nodes
*
* @typedef Options
*   Configuration (optional).
* @property {boolean | null | undefined} [includeImageAlt=true]
*   Whether to use `alt` for `image`s (default: `true`).
* @property {boolean | null | undefined} [includeHtml=true]
*   Whether to use `value` of HTML (default: `true`).
*/
/** @type {Options} */
const emptyOptions = {};
/**
* Get the text content of a node or list of nodes.
*
* Prefers the node’s plain-text fields, otherwise serializes its children,
* and if the given value is an array, serialize the nodes in it.
*
* @param {unknown} [value]
*   Thing to serialize, typically `Node`.
* @param {Options | null | undefined} [options]
*   Configuration (optional).
* @returns {string}
*   Serialized `value`.
*/
function toString(value, options) {
	const settings = options || emptyOptions;
	return one(value, typeof settings.includeImageAlt === "boolean" ? settings.includeImageAlt : true, typeof settings.includeHtml === "boolean" ? settings.includeHtml : true);
}
/**
* One node or several nodes.
*
* @param {unknown} value
*   Thing to serialize.
* @param {boolean} includeImageAlt
*   Include image `alt`s.
* @param {boolean} includeHtml
*   Include HTML.
* @returns {string}
*   Serialized node.
*/
function one(value, includeImageAlt, includeHtml) {
	if (node(value)) {
		if ("value" in value) return value.type === "html" && !includeHtml ? "" : value.value;
		if (includeImageAlt && "alt" in value && value.alt) return value.alt;
		if ("children" in value) return all(value.children, includeImageAlt, includeHtml);
	}
	if (Array.isArray(value)) return all(value, includeImageAlt, includeHtml);
	return "";
}
/**
* Serialize a list of nodes.
*
* @param {Array<unknown>} values
*   Thing to serialize.
* @param {boolean} includeImageAlt
*   Include image `alt`s.
* @param {boolean} includeHtml
*   Include HTML.
* @returns {string}
*   Serialized nodes.
*/
function all(values, includeImageAlt, includeHtml) {
	/** @type {Array<string>} */
	const result = [];
	let index = -1;
	while (++index < values.length) result[index] = one(values[index], includeImageAlt, includeHtml);
	return result.join("");
}
/**
* Check if `value` looks like a node.
*
* @param {unknown} value
*   Thing.
* @returns {value is Nodes}
*   Whether `value` is a node.
*/
function node(value) {
	return Boolean(value && typeof value === "object");
}

// node_modules/character-entities/index.js
/**
* Map of named character references.
*
* @type {Record<string, string>}
*/
const characterEntities = {
	AElig: "Æ",
	AMP: "&",
	Aacute: "Á",
	Abreve: "Ă",
	Acirc: "Â",
	Acy: "А",
	Afr: "𝔄",
	Agrave: "À",
	Alpha: "Α",
	Amacr: "Ā",
	And: "⩓",
	Aogon: "Ą",
	Aopf: "𝔸",
	ApplyFunction: "⁡",
	Aring: "Å",
	Ascr: "𝒜",
	Assign: "≔",
	Atilde: "Ã",
	Auml: "Ä",
	Backslash: "∖",
	Barv: "⫧",
	Barwed: "⌆",
	Bcy: "Б",
	Because: "∵",
	Bernoullis: "ℬ",
	Beta: "Β",
	Bfr: "𝔅",
	Bopf: "𝔹",
	Breve: "˘",
	Bscr: "ℬ",
	Bumpeq: "≎",
	CHcy: "Ч",
	COPY: "©",
	Cacute: "Ć",
	Cap: "⋒",
	CapitalDifferentialD: "ⅅ",
	Cayleys: "ℭ",
	Ccaron: "Č",
	Ccedil: "Ç",
	Ccirc: "Ĉ",
	Cconint: "∰",
	Cdot: "Ċ",
	Cedilla: "¸",
	CenterDot: "·",
	Cfr: "ℭ",
	Chi: "Χ",
	CircleDot: "⊙",
	CircleMinus: "⊖",
	CirclePlus: "⊕",
	CircleTimes: "⊗",
	ClockwiseContourIntegral: "∲",
	CloseCurlyDoubleQuote: "”",
	CloseCurlyQuote: "’",
	Colon: "∷",
	Colone: "⩴",
	Congruent: "≡",
	Conint: "∯",
	ContourIntegral: "∮",
	Copf: "ℂ",
	Coproduct: "∐",
	CounterClockwiseContourIntegral: "∳",
	Cross: "⨯",
	Cscr: "𝒞",
	Cup: "⋓",
	CupCap: "≍",
	DD: "ⅅ",
	DDotrahd: "⤑",
	DJcy: "Ђ",
	DScy: "Ѕ",
	DZcy: "Џ",
	Dagger: "‡",
	Darr: "↡",
	Dashv: "⫤",
	Dcaron: "Ď",
	Dcy: "Д",
	Del: "∇",
	Delta: "Δ",
	Dfr: "𝔇",
	DiacriticalAcute: "´",
	DiacriticalDot: "˙",
	DiacriticalDoubleAcute: "˝",
	DiacriticalGrave: "`",
	DiacriticalTilde: "˜",
	Diamond: "⋄",
	DifferentialD: "ⅆ",
	Dopf: "𝔻",
	Dot: "¨",
	DotDot: "⃜",
	DotEqual: "≐",
	DoubleContourIntegral: "∯",
	DoubleDot: "¨",
	DoubleDownArrow: "⇓",
	DoubleLeftArrow: "⇐",
	DoubleLeftRightArrow: "⇔",
	DoubleLeftTee: "⫤",
	DoubleLongLeftArrow: "⟸",
	DoubleLongLeftRightArrow: "⟺",
	DoubleLongRightArrow: "⟹",
	DoubleRightArrow: "⇒",
	DoubleRightTee: "⊨",
	DoubleUpArrow: "⇑",
	DoubleUpDownArrow: "⇕",
	DoubleVerticalBar: "∥",
	DownArrow: "↓",
	DownArrowBar: "⤓",
	DownArrowUpArrow: "⇵",
	DownBreve: "̑",
	DownLeftRightVector: "⥐",
	DownLeftTeeVector: "⥞",
	DownLeftVector: "↽",
	DownLeftVectorBar: "⥖",
	DownRightTeeVector: "⥟",
	DownRightVector: "⇁",
	DownRightVectorBar: "⥗",
	DownTee: "⊤",
	DownTeeArrow: "↧",
	Downarrow: "⇓",
	Dscr: "𝒟",
	Dstrok: "Đ",
	ENG: "Ŋ",
	ETH: "Ð",
	Eacute: "É",
	Ecaron: "Ě",
	Ecirc: "Ê",
	Ecy: "Э",
	Edot: "Ė",
	Efr: "𝔈",
	Egrave: "È",
	Element: "∈",
	Emacr: "Ē",
	EmptySmallSquare: "◻",
	EmptyVerySmallSquare: "▫",
	Eogon: "Ę",
	Eopf: "𝔼",
	Epsilon: "Ε",
	Equal: "⩵",
	EqualTilde: "≂",
	Equilibrium: "⇌",
	Escr: "ℰ",
	Esim: "⩳",
	Eta: "Η",
	Euml: "Ë",
	Exists: "∃",
	ExponentialE: "ⅇ",
	Fcy: "Ф",
	Ffr: "𝔉",
	FilledSmallSquare: "◼",
	FilledVerySmallSquare: "▪",
	Fopf: "𝔽",
	ForAll: "∀",
	Fouriertrf: "ℱ",
	Fscr: "ℱ",
	GJcy: "Ѓ",
	GT: ">",
	Gamma: "Γ",
	Gammad: "Ϝ",
	Gbreve: "Ğ",
	Gcedil: "Ģ",
	Gcirc: "Ĝ",
	Gcy: "Г",
	Gdot: "Ġ",
	Gfr: "𝔊",
	Gg: "⋙",
	Gopf: "𝔾",
	GreaterEqual: "≥",
	GreaterEqualLess: "⋛",
	GreaterFullEqual: "≧",
	GreaterGreater: "⪢",
	GreaterLess: "≷",
	GreaterSlantEqual: "⩾",
	GreaterTilde: "≳",
	Gscr: "𝒢",
	Gt: "≫",
	HARDcy: "Ъ",
	Hacek: "ˇ",
	Hat: "^",
	Hcirc: "Ĥ",
	Hfr: "ℌ",
	HilbertSpace: "ℋ",
	Hopf: "ℍ",
	HorizontalLine: "─",
	Hscr: "ℋ",
	Hstrok: "Ħ",
	HumpDownHump: "≎",
	HumpEqual: "≏",
	IEcy: "Е",
	IJlig: "Ĳ",
	IOcy: "Ё",
	Iacute: "Í",
	Icirc: "Î",
	Icy: "И",
	Idot: "İ",
	Ifr: "ℑ",
	Igrave: "Ì",
	Im: "ℑ",
	Imacr: "Ī",
	ImaginaryI: "ⅈ",
	Implies: "⇒",
	Int: "∬",
	Integral: "∫",
	Intersection: "⋂",
	InvisibleComma: "⁣",
	InvisibleTimes: "⁢",
	Iogon: "Į",
	Iopf: "𝕀",
	Iota: "Ι",
	Iscr: "ℐ",
	Itilde: "Ĩ",
	Iukcy: "І",
	Iuml: "Ï",
	Jcirc: "Ĵ",
	Jcy: "Й",
	Jfr: "𝔍",
	Jopf: "𝕁",
	Jscr: "𝒥",
	Jsercy: "Ј",
	Jukcy: "Є",
	KHcy: "Х",
	KJcy: "Ќ",
	Kappa: "Κ",
	Kcedil: "Ķ",
	Kcy: "К",
	Kfr: "𝔎",
	Kopf: "𝕂",
	Kscr: "𝒦",
	LJcy: "Љ",
	LT: "<",
	Lacute: "Ĺ",
	Lambda: "Λ",
	Lang: "⟪",
	Laplacetrf: "ℒ",
	Larr: "↞",
	Lcaron: "Ľ",
	Lcedil: "Ļ",
	Lcy: "Л",
	LeftAngleBracket: "⟨",
	LeftArrow: "←",
	LeftArrowBar: "⇤",
	LeftArrowRightArrow: "⇆",
	LeftCeiling: "⌈",
	LeftDoubleBracket: "⟦",
	LeftDownTeeVector: "⥡",
	LeftDownVector: "⇃",
	LeftDownVectorBar: "⥙",
	LeftFloor: "⌊",
	LeftRightArrow: "↔",
	LeftRightVector: "⥎",
	LeftTee: "⊣",
	LeftTeeArrow: "↤",
	LeftTeeVector: "⥚",
	LeftTriangle: "⊲",
	LeftTriangleBar: "⧏",
	LeftTriangleEqual: "⊴",
	LeftUpDownVector: "⥑",
	LeftUpTeeVector: "⥠",
	LeftUpVector: "↿",
	LeftUpVectorBar: "⥘",
	LeftVector: "↼",
	LeftVectorBar: "⥒",
	Leftarrow: "⇐",
	Leftrightarrow: "⇔",
	LessEqualGreater: "⋚",
	LessFullEqual: "≦",
	LessGreater: "≶",
	LessLess: "⪡",
	LessSlantEqual: "⩽",
	LessTilde: "≲",
	Lfr: "𝔏",
	Ll: "⋘",
	Lleftarrow: "⇚",
	Lmidot: "Ŀ",
	LongLeftArrow: "⟵",
	LongLeftRightArrow: "⟷",
	LongRightArrow: "⟶",
	Longleftarrow: "⟸",
	Longleftrightarrow: "⟺",
	Longrightarrow: "⟹",
	Lopf: "𝕃",
	LowerLeftArrow: "↙",
	LowerRightArrow: "↘",
	Lscr: "ℒ",
	Lsh: "↰",
	Lstrok: "Ł",
	Lt: "≪",
	Map: "⤅",
	Mcy: "М",
	MediumSpace: " ",
	Mellintrf: "ℳ",
	Mfr: "𝔐",
	MinusPlus: "∓",
	Mopf: "𝕄",
	Mscr: "ℳ",
	Mu: "Μ",
	NJcy: "Њ",
	Nacute: "Ń",
	Ncaron: "Ň",
	Ncedil: "Ņ",
	Ncy: "Н",
	NegativeMediumSpace: "​",
	NegativeThickSpace: "​",
	NegativeThinSpace: "​",
	NegativeVeryThinSpace: "​",
	NestedGreaterGreater: "≫",
	NestedLessLess: "≪",
	NewLine: "\n",
	Nfr: "𝔑",
	NoBreak: "⁠",
	NonBreakingSpace: "\xA0",
	Nopf: "ℕ",
	Not: "⫬",
	NotCongruent: "≢",
	NotCupCap: "≭",
	NotDoubleVerticalBar: "∦",
	NotElement: "∉",
	NotEqual: "≠",
	NotEqualTilde: "≂̸",
	NotExists: "∄",
	NotGreater: "≯",
	NotGreaterEqual: "≱",
	NotGreaterFullEqual: "≧̸",
	NotGreaterGreater: "≫̸",
	NotGreaterLess: "≹",
	NotGreaterSlantEqual: "⩾̸",
	NotGreaterTilde: "≵",
	NotHumpDownHump: "≎̸",
	NotHumpEqual: "≏̸",
	NotLeftTriangle: "⋪",
	NotLeftTriangleBar: "⧏̸",
	NotLeftTriangleEqual: "⋬",
	NotLess: "≮",
	NotLessEqual: "≰",
	NotLessGreater: "≸",
	NotLessLess: "≪̸",
	NotLessSlantEqual: "⩽̸",
	NotLessTilde: "≴",
	NotNestedGreaterGreater: "⪢̸",
	NotNestedLessLess: "⪡̸",
	NotPrecedes: "⊀",
	NotPrecedesEqual: "⪯̸",
	NotPrecedesSlantEqual: "⋠",
	NotReverseElement: "∌",
	NotRightTriangle: "⋫",
	NotRightTriangleBar: "⧐̸",
	NotRightTriangleEqual: "⋭",
	NotSquareSubset: "⊏̸",
	NotSquareSubsetEqual: "⋢",
	NotSquareSuperset: "⊐̸",
	NotSquareSupersetEqual: "⋣",
	NotSubset: "⊂⃒",
	NotSubsetEqual: "⊈",
	NotSucceeds: "⊁",
	NotSucceedsEqual: "⪰̸",
	NotSucceedsSlantEqual: "⋡",
	NotSucceedsTilde: "≿̸",
	NotSuperset: "⊃⃒",
	NotSupersetEqual: "⊉",
	NotTilde: "≁",
	NotTildeEqual: "≄",
	NotTildeFullEqual: "≇",
	NotTildeTilde: "≉",
	NotVerticalBar: "∤",
	Nscr: "𝒩",
	Ntilde: "Ñ",
	Nu: "Ν",
	OElig: "Œ",
	Oacute: "Ó",
	Ocirc: "Ô",
	Ocy: "О",
	Odblac: "Ő",
	Ofr: "𝔒",
	Ograve: "Ò",
	Omacr: "Ō",
	Omega: "Ω",
	Omicron: "Ο",
	Oopf: "𝕆",
	OpenCurlyDoubleQuote: "“",
	OpenCurlyQuote: "‘",
	Or: "⩔",
	Oscr: "𝒪",
	Oslash: "Ø",
	Otilde: "Õ",
	Otimes: "⨷",
	Ouml: "Ö",
	OverBar: "‾",
	OverBrace: "⏞",
	OverBracket: "⎴",
	OverParenthesis: "⏜",
	PartialD: "∂",
	Pcy: "П",
	Pfr: "𝔓",
	Phi: "Φ",
	Pi: "Π",
	PlusMinus: "±",
	Poincareplane: "ℌ",
	Popf: "ℙ",
	Pr: "⪻",
	Precedes: "≺",
	PrecedesEqual: "⪯",
	PrecedesSlantEqual: "≼",
	PrecedesTilde: "≾",
	Prime: "″",
	Product: "∏",
	Proportion: "∷",
	Proportional: "∝",
	Pscr: "𝒫",
	Psi: "Ψ",
	QUOT: "\"",
	Qfr: "𝔔",
	Qopf: "ℚ",
	Qscr: "𝒬",
	RBarr: "⤐",
	REG: "®",
	Racute: "Ŕ",
	Rang: "⟫",
	Rarr: "↠",
	Rarrtl: "⤖",
	Rcaron: "Ř",
	Rcedil: "Ŗ",
	Rcy: "Р",
	Re: "ℜ",
	ReverseElement: "∋",
	ReverseEquilibrium: "⇋",
	ReverseUpEquilibrium: "⥯",
	Rfr: "ℜ",
	Rho: "Ρ",
	RightAngleBracket: "⟩",
	RightArrow: "→",
	RightArrowBar: "⇥",
	RightArrowLeftArrow: "⇄",
	RightCeiling: "⌉",
	RightDoubleBracket: "⟧",
	RightDownTeeVector: "⥝",
	RightDownVector: "⇂",
	RightDownVectorBar: "⥕",
	RightFloor: "⌋",
	RightTee: "⊢",
	RightTeeArrow: "↦",
	RightTeeVector: "⥛",
	RightTriangle: "⊳",
	RightTriangleBar: "⧐",
	RightTriangleEqual: "⊵",
	RightUpDownVector: "⥏",
	RightUpTeeVector: "⥜",
	RightUpVector: "↾",
	RightUpVectorBar: "⥔",
	RightVector: "⇀",
	RightVectorBar: "⥓",
	Rightarrow: "⇒",
	Ropf: "ℝ",
	RoundImplies: "⥰",
	Rrightarrow: "⇛",
	Rscr: "ℛ",
	Rsh: "↱",
	RuleDelayed: "⧴",
	SHCHcy: "Щ",
	SHcy: "Ш",
	SOFTcy: "Ь",
	Sacute: "Ś",
	Sc: "⪼",
	Scaron: "Š",
	Scedil: "Ş",
	Scirc: "Ŝ",
	Scy: "С",
	Sfr: "𝔖",
	ShortDownArrow: "↓",
	ShortLeftArrow: "←",
	ShortRightArrow: "→",
	ShortUpArrow: "↑",
	Sigma: "Σ",
	SmallCircle: "∘",
	Sopf: "𝕊",
	Sqrt: "√",
	Square: "□",
	SquareIntersection: "⊓",
	SquareSubset: "⊏",
	SquareSubsetEqual: "⊑",
	SquareSuperset: "⊐",
	SquareSupersetEqual: "⊒",
	SquareUnion: "⊔",
	Sscr: "𝒮",
	Star: "⋆",
	Sub: "⋐",
	Subset: "⋐",
	SubsetEqual: "⊆",
	Succeeds: "≻",
	SucceedsEqual: "⪰",
	SucceedsSlantEqual: "≽",
	SucceedsTilde: "≿",
	SuchThat: "∋",
	Sum: "∑",
	Sup: "⋑",
	Superset: "⊃",
	SupersetEqual: "⊇",
	Supset: "⋑",
	THORN: "Þ",
	TRADE: "™",
	TSHcy: "Ћ",
	TScy: "Ц",
	Tab: "	",
	Tau: "Τ",
	Tcaron: "Ť",
	Tcedil: "Ţ",
	Tcy: "Т",
	Tfr: "𝔗",
	Therefore: "∴",
	Theta: "Θ",
	ThickSpace: "  ",
	ThinSpace: " ",
	Tilde: "∼",
	TildeEqual: "≃",
	TildeFullEqual: "≅",
	TildeTilde: "≈",
	Topf: "𝕋",
	TripleDot: "⃛",
	Tscr: "𝒯",
	Tstrok: "Ŧ",
	Uacute: "Ú",
	Uarr: "↟",
	Uarrocir: "⥉",
	Ubrcy: "Ў",
	Ubreve: "Ŭ",
	Ucirc: "Û",
	Ucy: "У",
	Udblac: "Ű",
	Ufr: "𝔘",
	Ugrave: "Ù",
	Umacr: "Ū",
	UnderBar: "_",
	UnderBrace: "⏟",
	UnderBracket: "⎵",
	UnderParenthesis: "⏝",
	Union: "⋃",
	UnionPlus: "⊎",
	Uogon: "Ų",
	Uopf: "𝕌",
	UpArrow: "↑",
	UpArrowBar: "⤒",
	UpArrowDownArrow: "⇅",
	UpDownArrow: "↕",
	UpEquilibrium: "⥮",
	UpTee: "⊥",
	UpTeeArrow: "↥",
	Uparrow: "⇑",
	Updownarrow: "⇕",
	UpperLeftArrow: "↖",
	UpperRightArrow: "↗",
	Upsi: "ϒ",
	Upsilon: "Υ",
	Uring: "Ů",
	Uscr: "𝒰",
	Utilde: "Ũ",
	Uuml: "Ü",
	VDash: "⊫",
	Vbar: "⫫",
	Vcy: "В",
	Vdash: "⊩",
	Vdashl: "⫦",
	Vee: "⋁",
	Verbar: "‖",
	Vert: "‖",
	VerticalBar: "∣",
	VerticalLine: "|",
	VerticalSeparator: "❘",
	VerticalTilde: "≀",
	VeryThinSpace: " ",
	Vfr: "𝔙",
	Vopf: "𝕍",
	Vscr: "𝒱",
	Vvdash: "⊪",
	Wcirc: "Ŵ",
	Wedge: "⋀",
	Wfr: "𝔚",
	Wopf: "𝕎",
	Wscr: "𝒲",
	Xfr: "𝔛",
	Xi: "Ξ",
	Xopf: "𝕏",
	Xscr: "𝒳",
	YAcy: "Я",
	YIcy: "Ї",
	YUcy: "Ю",
	Yacute: "Ý",
	Ycirc: "Ŷ",
	Ycy: "Ы",
	Yfr: "𝔜",
	Yopf: "𝕐",
	Yscr: "𝒴",
	Yuml: "Ÿ",
	ZHcy: "Ж",
	Zacute: "Ź",
	Zcaron: "Ž",
	Zcy: "З",
	Zdot: "Ż",
	ZeroWidthSpace: "​",
	Zeta: "Ζ",
	Zfr: "ℨ",
	Zopf: "ℤ",
	Zscr: "𝒵",
	aacute: "á",
	abreve: "ă",
	ac: "∾",
	acE: "∾̳",
	acd: "∿",
	acirc: "â",
	acute: "´",
	acy: "а",
	aelig: "æ",
	af: "⁡",
	afr: "𝔞",
	agrave: "à",
	alefsym: "ℵ",
	aleph: "ℵ",
	alpha: "α",
	amacr: "ā",
	amalg: "⨿",
	amp: "&",
	and: "∧",
	andand: "⩕",
	andd: "⩜",
	andslope: "⩘",
	andv: "⩚",
	ang: "∠",
	ange: "⦤",
	angle: "∠",
	angmsd: "∡",
	angmsdaa: "⦨",
	angmsdab: "⦩",
	angmsdac: "⦪",
	angmsdad: "⦫",
	angmsdae: "⦬",
	angmsdaf: "⦭",
	angmsdag: "⦮",
	angmsdah: "⦯",
	angrt: "∟",
	angrtvb: "⊾",
	angrtvbd: "⦝",
	angsph: "∢",
	angst: "Å",
	angzarr: "⍼",
	aogon: "ą",
	aopf: "𝕒",
	ap: "≈",
	apE: "⩰",
	apacir: "⩯",
	ape: "≊",
	apid: "≋",
	apos: "'",
	approx: "≈",
	approxeq: "≊",
	aring: "å",
	ascr: "𝒶",
	ast: "*",
	asymp: "≈",
	asympeq: "≍",
	atilde: "ã",
	auml: "ä",
	awconint: "∳",
	awint: "⨑",
	bNot: "⫭",
	backcong: "≌",
	backepsilon: "϶",
	backprime: "‵",
	backsim: "∽",
	backsimeq: "⋍",
	barvee: "⊽",
	barwed: "⌅",
	barwedge: "⌅",
	bbrk: "⎵",
	bbrktbrk: "⎶",
	bcong: "≌",
	bcy: "б",
	bdquo: "„",
	becaus: "∵",
	because: "∵",
	bemptyv: "⦰",
	bepsi: "϶",
	bernou: "ℬ",
	beta: "β",
	beth: "ℶ",
	between: "≬",
	bfr: "𝔟",
	bigcap: "⋂",
	bigcirc: "◯",
	bigcup: "⋃",
	bigodot: "⨀",
	bigoplus: "⨁",
	bigotimes: "⨂",
	bigsqcup: "⨆",
	bigstar: "★",
	bigtriangledown: "▽",
	bigtriangleup: "△",
	biguplus: "⨄",
	bigvee: "⋁",
	bigwedge: "⋀",
	bkarow: "⤍",
	blacklozenge: "⧫",
	blacksquare: "▪",
	blacktriangle: "▴",
	blacktriangledown: "▾",
	blacktriangleleft: "◂",
	blacktriangleright: "▸",
	blank: "␣",
	blk12: "▒",
	blk14: "░",
	blk34: "▓",
	block: "█",
	bne: "=⃥",
	bnequiv: "≡⃥",
	bnot: "⌐",
	bopf: "𝕓",
	bot: "⊥",
	bottom: "⊥",
	bowtie: "⋈",
	boxDL: "╗",
	boxDR: "╔",
	boxDl: "╖",
	boxDr: "╓",
	boxH: "═",
	boxHD: "╦",
	boxHU: "╩",
	boxHd: "╤",
	boxHu: "╧",
	boxUL: "╝",
	boxUR: "╚",
	boxUl: "╜",
	boxUr: "╙",
	boxV: "║",
	boxVH: "╬",
	boxVL: "╣",
	boxVR: "╠",
	boxVh: "╫",
	boxVl: "╢",
	boxVr: "╟",
	boxbox: "⧉",
	boxdL: "╕",
	boxdR: "╒",
	boxdl: "┐",
	boxdr: "┌",
	boxh: "─",
	boxhD: "╥",
	boxhU: "╨",
	boxhd: "┬",
	boxhu: "┴",
	boxminus: "⊟",
	boxplus: "⊞",
	boxtimes: "⊠",
	boxuL: "╛",
	boxuR: "╘",
	boxul: "┘",
	boxur: "└",
	boxv: "│",
	boxvH: "╪",
	boxvL: "╡",
	boxvR: "╞",
	boxvh: "┼",
	boxvl: "┤",
	boxvr: "├",
	bprime: "‵",
	breve: "˘",
	brvbar: "¦",
	bscr: "𝒷",
	bsemi: "⁏",
	bsim: "∽",
	bsime: "⋍",
	bsol: "\\",
	bsolb: "⧅",
	bsolhsub: "⟈",
	bull: "•",
	bullet: "•",
	bump: "≎",
	bumpE: "⪮",
	bumpe: "≏",
	bumpeq: "≏",
	cacute: "ć",
	cap: "∩",
	capand: "⩄",
	capbrcup: "⩉",
	capcap: "⩋",
	capcup: "⩇",
	capdot: "⩀",
	caps: "∩︀",
	caret: "⁁",
	caron: "ˇ",
	ccaps: "⩍",
	ccaron: "č",
	ccedil: "ç",
	ccirc: "ĉ",
	ccups: "⩌",
	ccupssm: "⩐",
	cdot: "ċ",
	cedil: "¸",
	cemptyv: "⦲",
	cent: "¢",
	centerdot: "·",
	cfr: "𝔠",
	chcy: "ч",
	check: "✓",
	checkmark: "✓",
	chi: "χ",
	cir: "○",
	cirE: "⧃",
	circ: "ˆ",
	circeq: "≗",
	circlearrowleft: "↺",
	circlearrowright: "↻",
	circledR: "®",
	circledS: "Ⓢ",
	circledast: "⊛",
	circledcirc: "⊚",
	circleddash: "⊝",
	cire: "≗",
	cirfnint: "⨐",
	cirmid: "⫯",
	cirscir: "⧂",
	clubs: "♣",
	clubsuit: "♣",
	colon: ":",
	colone: "≔",
	coloneq: "≔",
	comma: ",",
	commat: "@",
	comp: "∁",
	compfn: "∘",
	complement: "∁",
	complexes: "ℂ",
	cong: "≅",
	congdot: "⩭",
	conint: "∮",
	copf: "𝕔",
	coprod: "∐",
	copy: "©",
	copysr: "℗",
	crarr: "↵",
	cross: "✗",
	cscr: "𝒸",
	csub: "⫏",
	csube: "⫑",
	csup: "⫐",
	csupe: "⫒",
	ctdot: "⋯",
	cudarrl: "⤸",
	cudarrr: "⤵",
	cuepr: "⋞",
	cuesc: "⋟",
	cularr: "↶",
	cularrp: "⤽",
	cup: "∪",
	cupbrcap: "⩈",
	cupcap: "⩆",
	cupcup: "⩊",
	cupdot: "⊍",
	cupor: "⩅",
	cups: "∪︀",
	curarr: "↷",
	curarrm: "⤼",
	curlyeqprec: "⋞",
	curlyeqsucc: "⋟",
	curlyvee: "⋎",
	curlywedge: "⋏",
	curren: "¤",
	curvearrowleft: "↶",
	curvearrowright: "↷",
	cuvee: "⋎",
	cuwed: "⋏",
	cwconint: "∲",
	cwint: "∱",
	cylcty: "⌭",
	dArr: "⇓",
	dHar: "⥥",
	dagger: "†",
	daleth: "ℸ",
	darr: "↓",
	dash: "‐",
	dashv: "⊣",
	dbkarow: "⤏",
	dblac: "˝",
	dcaron: "ď",
	dcy: "д",
	dd: "ⅆ",
	ddagger: "‡",
	ddarr: "⇊",
	ddotseq: "⩷",
	deg: "°",
	delta: "δ",
	demptyv: "⦱",
	dfisht: "⥿",
	dfr: "𝔡",
	dharl: "⇃",
	dharr: "⇂",
	diam: "⋄",
	diamond: "⋄",
	diamondsuit: "♦",
	diams: "♦",
	die: "¨",
	digamma: "ϝ",
	disin: "⋲",
	div: "÷",
	divide: "÷",
	divideontimes: "⋇",
	divonx: "⋇",
	djcy: "ђ",
	dlcorn: "⌞",
	dlcrop: "⌍",
	dollar: "$",
	dopf: "𝕕",
	dot: "˙",
	doteq: "≐",
	doteqdot: "≑",
	dotminus: "∸",
	dotplus: "∔",
	dotsquare: "⊡",
	doublebarwedge: "⌆",
	downarrow: "↓",
	downdownarrows: "⇊",
	downharpoonleft: "⇃",
	downharpoonright: "⇂",
	drbkarow: "⤐",
	drcorn: "⌟",
	drcrop: "⌌",
	dscr: "𝒹",
	dscy: "ѕ",
	dsol: "⧶",
	dstrok: "đ",
	dtdot: "⋱",
	dtri: "▿",
	dtrif: "▾",
	duarr: "⇵",
	duhar: "⥯",
	dwangle: "⦦",
	dzcy: "џ",
	dzigrarr: "⟿",
	eDDot: "⩷",
	eDot: "≑",
	eacute: "é",
	easter: "⩮",
	ecaron: "ě",
	ecir: "≖",
	ecirc: "ê",
	ecolon: "≕",
	ecy: "э",
	edot: "ė",
	ee: "ⅇ",
	efDot: "≒",
	efr: "𝔢",
	eg: "⪚",
	egrave: "è",
	egs: "⪖",
	egsdot: "⪘",
	el: "⪙",
	elinters: "⏧",
	ell: "ℓ",
	els: "⪕",
	elsdot: "⪗",
	emacr: "ē",
	empty: "∅",
	emptyset: "∅",
	emptyv: "∅",
	emsp13: " ",
	emsp14: " ",
	emsp: " ",
	eng: "ŋ",
	ensp: " ",
	eogon: "ę",
	eopf: "𝕖",
	epar: "⋕",
	eparsl: "⧣",
	eplus: "⩱",
	epsi: "ε",
	epsilon: "ε",
	epsiv: "ϵ",
	eqcirc: "≖",
	eqcolon: "≕",
	eqsim: "≂",
	eqslantgtr: "⪖",
	eqslantless: "⪕",
	equals: "=",
	equest: "≟",
	equiv: "≡",
	equivDD: "⩸",
	eqvparsl: "⧥",
	erDot: "≓",
	erarr: "⥱",
	escr: "ℯ",
	esdot: "≐",
	esim: "≂",
	eta: "η",
	eth: "ð",
	euml: "ë",
	euro: "€",
	excl: "!",
	exist: "∃",
	expectation: "ℰ",
	exponentiale: "ⅇ",
	fallingdotseq: "≒",
	fcy: "ф",
	female: "♀",
	ffilig: "ﬃ",
	fflig: "ﬀ",
	ffllig: "ﬄ",
	ffr: "𝔣",
	filig: "ﬁ",
	fjlig: "fj",
	flat: "♭",
	fllig: "ﬂ",
	fltns: "▱",
	fnof: "ƒ",
	fopf: "𝕗",
	forall: "∀",
	fork: "⋔",
	forkv: "⫙",
	fpartint: "⨍",
	frac12: "½",
	frac13: "⅓",
	frac14: "¼",
	frac15: "⅕",
	frac16: "⅙",
	frac18: "⅛",
	frac23: "⅔",
	frac25: "⅖",
	frac34: "¾",
	frac35: "⅗",
	frac38: "⅜",
	frac45: "⅘",
	frac56: "⅚",
	frac58: "⅝",
	frac78: "⅞",
	frasl: "⁄",
	frown: "⌢",
	fscr: "𝒻",
	gE: "≧",
	gEl: "⪌",
	gacute: "ǵ",
	gamma: "γ",
	gammad: "ϝ",
	gap: "⪆",
	gbreve: "ğ",
	gcirc: "ĝ",
	gcy: "г",
	gdot: "ġ",
	ge: "≥",
	gel: "⋛",
	geq: "≥",
	geqq: "≧",
	geqslant: "⩾",
	ges: "⩾",
	gescc: "⪩",
	gesdot: "⪀",
	gesdoto: "⪂",
	gesdotol: "⪄",
	gesl: "⋛︀",
	gesles: "⪔",
	gfr: "𝔤",
	gg: "≫",
	ggg: "⋙",
	gimel: "ℷ",
	gjcy: "ѓ",
	gl: "≷",
	glE: "⪒",
	gla: "⪥",
	glj: "⪤",
	gnE: "≩",
	gnap: "⪊",
	gnapprox: "⪊",
	gne: "⪈",
	gneq: "⪈",
	gneqq: "≩",
	gnsim: "⋧",
	gopf: "𝕘",
	grave: "`",
	gscr: "ℊ",
	gsim: "≳",
	gsime: "⪎",
	gsiml: "⪐",
	gt: ">",
	gtcc: "⪧",
	gtcir: "⩺",
	gtdot: "⋗",
	gtlPar: "⦕",
	gtquest: "⩼",
	gtrapprox: "⪆",
	gtrarr: "⥸",
	gtrdot: "⋗",
	gtreqless: "⋛",
	gtreqqless: "⪌",
	gtrless: "≷",
	gtrsim: "≳",
	gvertneqq: "≩︀",
	gvnE: "≩︀",
	hArr: "⇔",
	hairsp: " ",
	half: "½",
	hamilt: "ℋ",
	hardcy: "ъ",
	harr: "↔",
	harrcir: "⥈",
	harrw: "↭",
	hbar: "ℏ",
	hcirc: "ĥ",
	hearts: "♥",
	heartsuit: "♥",
	hellip: "…",
	hercon: "⊹",
	hfr: "𝔥",
	hksearow: "⤥",
	hkswarow: "⤦",
	hoarr: "⇿",
	homtht: "∻",
	hookleftarrow: "↩",
	hookrightarrow: "↪",
	hopf: "𝕙",
	horbar: "―",
	hscr: "𝒽",
	hslash: "ℏ",
	hstrok: "ħ",
	hybull: "⁃",
	hyphen: "‐",
	iacute: "í",
	ic: "⁣",
	icirc: "î",
	icy: "и",
	iecy: "е",
	iexcl: "¡",
	iff: "⇔",
	ifr: "𝔦",
	igrave: "ì",
	ii: "ⅈ",
	iiiint: "⨌",
	iiint: "∭",
	iinfin: "⧜",
	iiota: "℩",
	ijlig: "ĳ",
	imacr: "ī",
	image: "ℑ",
	imagline: "ℐ",
	imagpart: "ℑ",
	imath: "ı",
	imof: "⊷",
	imped: "Ƶ",
	in: "∈",
	incare: "℅",
	infin: "∞",
	infintie: "⧝",
	inodot: "ı",
	int: "∫",
	intcal: "⊺",
	integers: "ℤ",
	intercal: "⊺",
	intlarhk: "⨗",
	intprod: "⨼",
	iocy: "ё",
	iogon: "į",
	iopf: "𝕚",
	iota: "ι",
	iprod: "⨼",
	iquest: "¿",
	iscr: "𝒾",
	isin: "∈",
	isinE: "⋹",
	isindot: "⋵",
	isins: "⋴",
	isinsv: "⋳",
	isinv: "∈",
	it: "⁢",
	itilde: "ĩ",
	iukcy: "і",
	iuml: "ï",
	jcirc: "ĵ",
	jcy: "й",
	jfr: "𝔧",
	jmath: "ȷ",
	jopf: "𝕛",
	jscr: "𝒿",
	jsercy: "ј",
	jukcy: "є",
	kappa: "κ",
	kappav: "ϰ",
	kcedil: "ķ",
	kcy: "к",
	kfr: "𝔨",
	kgreen: "ĸ",
	khcy: "х",
	kjcy: "ќ",
	kopf: "𝕜",
	kscr: "𝓀",
	lAarr: "⇚",
	lArr: "⇐",
	lAtail: "⤛",
	lBarr: "⤎",
	lE: "≦",
	lEg: "⪋",
	lHar: "⥢",
	lacute: "ĺ",
	laemptyv: "⦴",
	lagran: "ℒ",
	lambda: "λ",
	lang: "⟨",
	langd: "⦑",
	langle: "⟨",
	lap: "⪅",
	laquo: "«",
	larr: "←",
	larrb: "⇤",
	larrbfs: "⤟",
	larrfs: "⤝",
	larrhk: "↩",
	larrlp: "↫",
	larrpl: "⤹",
	larrsim: "⥳",
	larrtl: "↢",
	lat: "⪫",
	latail: "⤙",
	late: "⪭",
	lates: "⪭︀",
	lbarr: "⤌",
	lbbrk: "❲",
	lbrace: "{",
	lbrack: "[",
	lbrke: "⦋",
	lbrksld: "⦏",
	lbrkslu: "⦍",
	lcaron: "ľ",
	lcedil: "ļ",
	lceil: "⌈",
	lcub: "{",
	lcy: "л",
	ldca: "⤶",
	ldquo: "“",
	ldquor: "„",
	ldrdhar: "⥧",
	ldrushar: "⥋",
	ldsh: "↲",
	le: "≤",
	leftarrow: "←",
	leftarrowtail: "↢",
	leftharpoondown: "↽",
	leftharpoonup: "↼",
	leftleftarrows: "⇇",
	leftrightarrow: "↔",
	leftrightarrows: "⇆",
	leftrightharpoons: "⇋",
	leftrightsquigarrow: "↭",
	leftthreetimes: "⋋",
	leg: "⋚",
	leq: "≤",
	leqq: "≦",
	leqslant: "⩽",
	les: "⩽",
	lescc: "⪨",
	lesdot: "⩿",
	lesdoto: "⪁",
	lesdotor: "⪃",
	lesg: "⋚︀",
	lesges: "⪓",
	lessapprox: "⪅",
	lessdot: "⋖",
	lesseqgtr: "⋚",
	lesseqqgtr: "⪋",
	lessgtr: "≶",
	lesssim: "≲",
	lfisht: "⥼",
	lfloor: "⌊",
	lfr: "𝔩",
	lg: "≶",
	lgE: "⪑",
	lhard: "↽",
	lharu: "↼",
	lharul: "⥪",
	lhblk: "▄",
	ljcy: "љ",
	ll: "≪",
	llarr: "⇇",
	llcorner: "⌞",
	llhard: "⥫",
	lltri: "◺",
	lmidot: "ŀ",
	lmoust: "⎰",
	lmoustache: "⎰",
	lnE: "≨",
	lnap: "⪉",
	lnapprox: "⪉",
	lne: "⪇",
	lneq: "⪇",
	lneqq: "≨",
	lnsim: "⋦",
	loang: "⟬",
	loarr: "⇽",
	lobrk: "⟦",
	longleftarrow: "⟵",
	longleftrightarrow: "⟷",
	longmapsto: "⟼",
	longrightarrow: "⟶",
	looparrowleft: "↫",
	looparrowright: "↬",
	lopar: "⦅",
	lopf: "𝕝",
	loplus: "⨭",
	lotimes: "⨴",
	lowast: "∗",
	lowbar: "_",
	loz: "◊",
	lozenge: "◊",
	lozf: "⧫",
	lpar: "(",
	lparlt: "⦓",
	lrarr: "⇆",
	lrcorner: "⌟",
	lrhar: "⇋",
	lrhard: "⥭",
	lrm: "‎",
	lrtri: "⊿",
	lsaquo: "‹",
	lscr: "𝓁",
	lsh: "↰",
	lsim: "≲",
	lsime: "⪍",
	lsimg: "⪏",
	lsqb: "[",
	lsquo: "‘",
	lsquor: "‚",
	lstrok: "ł",
	lt: "<",
	ltcc: "⪦",
	ltcir: "⩹",
	ltdot: "⋖",
	lthree: "⋋",
	ltimes: "⋉",
	ltlarr: "⥶",
	ltquest: "⩻",
	ltrPar: "⦖",
	ltri: "◃",
	ltrie: "⊴",
	ltrif: "◂",
	lurdshar: "⥊",
	luruhar: "⥦",
	lvertneqq: "≨︀",
	lvnE: "≨︀",
	mDDot: "∺",
	macr: "¯",
	male: "♂",
	malt: "✠",
	maltese: "✠",
	map: "↦",
	mapsto: "↦",
	mapstodown: "↧",
	mapstoleft: "↤",
	mapstoup: "↥",
	marker: "▮",
	mcomma: "⨩",
	mcy: "м",
	mdash: "—",
	measuredangle: "∡",
	mfr: "𝔪",
	mho: "℧",
	micro: "µ",
	mid: "∣",
	midast: "*",
	midcir: "⫰",
	middot: "·",
	minus: "−",
	minusb: "⊟",
	minusd: "∸",
	minusdu: "⨪",
	mlcp: "⫛",
	mldr: "…",
	mnplus: "∓",
	models: "⊧",
	mopf: "𝕞",
	mp: "∓",
	mscr: "𝓂",
	mstpos: "∾",
	mu: "μ",
	multimap: "⊸",
	mumap: "⊸",
	nGg: "⋙̸",
	nGt: "≫⃒",
	nGtv: "≫̸",
	nLeftarrow: "⇍",
	nLeftrightarrow: "⇎",
	nLl: "⋘̸",
	nLt: "≪⃒",
	nLtv: "≪̸",
	nRightarrow: "⇏",
	nVDash: "⊯",
	nVdash: "⊮",
	nabla: "∇",
	nacute: "ń",
	nang: "∠⃒",
	nap: "≉",
	napE: "⩰̸",
	napid: "≋̸",
	napos: "ŉ",
	napprox: "≉",
	natur: "♮",
	natural: "♮",
	naturals: "ℕ",
	nbsp: "\xA0",
	nbump: "≎̸",
	nbumpe: "≏̸",
	ncap: "⩃",
	ncaron: "ň",
	ncedil: "ņ",
	ncong: "≇",
	ncongdot: "⩭̸",
	ncup: "⩂",
	ncy: "н",
	ndash: "–",
	ne: "≠",
	neArr: "⇗",
	nearhk: "⤤",
	nearr: "↗",
	nearrow: "↗",
	nedot: "≐̸",
	nequiv: "≢",
	nesear: "⤨",
	nesim: "≂̸",
	nexist: "∄",
	nexists: "∄",
	nfr: "𝔫",
	ngE: "≧̸",
	nge: "≱",
	ngeq: "≱",
	ngeqq: "≧̸",
	ngeqslant: "⩾̸",
	nges: "⩾̸",
	ngsim: "≵",
	ngt: "≯",
	ngtr: "≯",
	nhArr: "⇎",
	nharr: "↮",
	nhpar: "⫲",
	ni: "∋",
	nis: "⋼",
	nisd: "⋺",
	niv: "∋",
	njcy: "њ",
	nlArr: "⇍",
	nlE: "≦̸",
	nlarr: "↚",
	nldr: "‥",
	nle: "≰",
	nleftarrow: "↚",
	nleftrightarrow: "↮",
	nleq: "≰",
	nleqq: "≦̸",
	nleqslant: "⩽̸",
	nles: "⩽̸",
	nless: "≮",
	nlsim: "≴",
	nlt: "≮",
	nltri: "⋪",
	nltrie: "⋬",
	nmid: "∤",
	nopf: "𝕟",
	not: "¬",
	notin: "∉",
	notinE: "⋹̸",
	notindot: "⋵̸",
	notinva: "∉",
	notinvb: "⋷",
	notinvc: "⋶",
	notni: "∌",
	notniva: "∌",
	notnivb: "⋾",
	notnivc: "⋽",
	npar: "∦",
	nparallel: "∦",
	nparsl: "⫽⃥",
	npart: "∂̸",
	npolint: "⨔",
	npr: "⊀",
	nprcue: "⋠",
	npre: "⪯̸",
	nprec: "⊀",
	npreceq: "⪯̸",
	nrArr: "⇏",
	nrarr: "↛",
	nrarrc: "⤳̸",
	nrarrw: "↝̸",
	nrightarrow: "↛",
	nrtri: "⋫",
	nrtrie: "⋭",
	nsc: "⊁",
	nsccue: "⋡",
	nsce: "⪰̸",
	nscr: "𝓃",
	nshortmid: "∤",
	nshortparallel: "∦",
	nsim: "≁",
	nsime: "≄",
	nsimeq: "≄",
	nsmid: "∤",
	nspar: "∦",
	nsqsube: "⋢",
	nsqsupe: "⋣",
	nsub: "⊄",
	nsubE: "⫅̸",
	nsube: "⊈",
	nsubset: "⊂⃒",
	nsubseteq: "⊈",
	nsubseteqq: "⫅̸",
	nsucc: "⊁",
	nsucceq: "⪰̸",
	nsup: "⊅",
	nsupE: "⫆̸",
	nsupe: "⊉",
	nsupset: "⊃⃒",
	nsupseteq: "⊉",
	nsupseteqq: "⫆̸",
	ntgl: "≹",
	ntilde: "ñ",
	ntlg: "≸",
	ntriangleleft: "⋪",
	ntrianglelefteq: "⋬",
	ntriangleright: "⋫",
	ntrianglerighteq: "⋭",
	nu: "ν",
	num: "#",
	numero: "№",
	numsp: " ",
	nvDash: "⊭",
	nvHarr: "⤄",
	nvap: "≍⃒",
	nvdash: "⊬",
	nvge: "≥⃒",
	nvgt: ">⃒",
	nvinfin: "⧞",
	nvlArr: "⤂",
	nvle: "≤⃒",
	nvlt: "<⃒",
	nvltrie: "⊴⃒",
	nvrArr: "⤃",
	nvrtrie: "⊵⃒",
	nvsim: "∼⃒",
	nwArr: "⇖",
	nwarhk: "⤣",
	nwarr: "↖",
	nwarrow: "↖",
	nwnear: "⤧",
	oS: "Ⓢ",
	oacute: "ó",
	oast: "⊛",
	ocir: "⊚",
	ocirc: "ô",
	ocy: "о",
	odash: "⊝",
	odblac: "ő",
	odiv: "⨸",
	odot: "⊙",
	odsold: "⦼",
	oelig: "œ",
	ofcir: "⦿",
	ofr: "𝔬",
	ogon: "˛",
	ograve: "ò",
	ogt: "⧁",
	ohbar: "⦵",
	ohm: "Ω",
	oint: "∮",
	olarr: "↺",
	olcir: "⦾",
	olcross: "⦻",
	oline: "‾",
	olt: "⧀",
	omacr: "ō",
	omega: "ω",
	omicron: "ο",
	omid: "⦶",
	ominus: "⊖",
	oopf: "𝕠",
	opar: "⦷",
	operp: "⦹",
	oplus: "⊕",
	or: "∨",
	orarr: "↻",
	ord: "⩝",
	order: "ℴ",
	orderof: "ℴ",
	ordf: "ª",
	ordm: "º",
	origof: "⊶",
	oror: "⩖",
	orslope: "⩗",
	orv: "⩛",
	oscr: "ℴ",
	oslash: "ø",
	osol: "⊘",
	otilde: "õ",
	otimes: "⊗",
	otimesas: "⨶",
	ouml: "ö",
	ovbar: "⌽",
	par: "∥",
	para: "¶",
	parallel: "∥",
	parsim: "⫳",
	parsl: "⫽",
	part: "∂",
	pcy: "п",
	percnt: "%",
	period: ".",
	permil: "‰",
	perp: "⊥",
	pertenk: "‱",
	pfr: "𝔭",
	phi: "φ",
	phiv: "ϕ",
	phmmat: "ℳ",
	phone: "☎",
	pi: "π",
	pitchfork: "⋔",
	piv: "ϖ",
	planck: "ℏ",
	planckh: "ℎ",
	plankv: "ℏ",
	plus: "+",
	plusacir: "⨣",
	plusb: "⊞",
	pluscir: "⨢",
	plusdo: "∔",
	plusdu: "⨥",
	pluse: "⩲",
	plusmn: "±",
	plussim: "⨦",
	plustwo: "⨧",
	pm: "±",
	pointint: "⨕",
	popf: "𝕡",
	pound: "£",
	pr: "≺",
	prE: "⪳",
	prap: "⪷",
	prcue: "≼",
	pre: "⪯",
	prec: "≺",
	precapprox: "⪷",
	preccurlyeq: "≼",
	preceq: "⪯",
	precnapprox: "⪹",
	precneqq: "⪵",
	precnsim: "⋨",
	precsim: "≾",
	prime: "′",
	primes: "ℙ",
	prnE: "⪵",
	prnap: "⪹",
	prnsim: "⋨",
	prod: "∏",
	profalar: "⌮",
	profline: "⌒",
	profsurf: "⌓",
	prop: "∝",
	propto: "∝",
	prsim: "≾",
	prurel: "⊰",
	pscr: "𝓅",
	psi: "ψ",
	puncsp: " ",
	qfr: "𝔮",
	qint: "⨌",
	qopf: "𝕢",
	qprime: "⁗",
	qscr: "𝓆",
	quaternions: "ℍ",
	quatint: "⨖",
	quest: "?",
	questeq: "≟",
	quot: "\"",
	rAarr: "⇛",
	rArr: "⇒",
	rAtail: "⤜",
	rBarr: "⤏",
	rHar: "⥤",
	race: "∽̱",
	racute: "ŕ",
	radic: "√",
	raemptyv: "⦳",
	rang: "⟩",
	rangd: "⦒",
	range: "⦥",
	rangle: "⟩",
	raquo: "»",
	rarr: "→",
	rarrap: "⥵",
	rarrb: "⇥",
	rarrbfs: "⤠",
	rarrc: "⤳",
	rarrfs: "⤞",
	rarrhk: "↪",
	rarrlp: "↬",
	rarrpl: "⥅",
	rarrsim: "⥴",
	rarrtl: "↣",
	rarrw: "↝",
	ratail: "⤚",
	ratio: "∶",
	rationals: "ℚ",
	rbarr: "⤍",
	rbbrk: "❳",
	rbrace: "}",
	rbrack: "]",
	rbrke: "⦌",
	rbrksld: "⦎",
	rbrkslu: "⦐",
	rcaron: "ř",
	rcedil: "ŗ",
	rceil: "⌉",
	rcub: "}",
	rcy: "р",
	rdca: "⤷",
	rdldhar: "⥩",
	rdquo: "”",
	rdquor: "”",
	rdsh: "↳",
	real: "ℜ",
	realine: "ℛ",
	realpart: "ℜ",
	reals: "ℝ",
	rect: "▭",
	reg: "®",
	rfisht: "⥽",
	rfloor: "⌋",
	rfr: "𝔯",
	rhard: "⇁",
	rharu: "⇀",
	rharul: "⥬",
	rho: "ρ",
	rhov: "ϱ",
	rightarrow: "→",
	rightarrowtail: "↣",
	rightharpoondown: "⇁",
	rightharpoonup: "⇀",
	rightleftarrows: "⇄",
	rightleftharpoons: "⇌",
	rightrightarrows: "⇉",
	rightsquigarrow: "↝",
	rightthreetimes: "⋌",
	ring: "˚",
	risingdotseq: "≓",
	rlarr: "⇄",
	rlhar: "⇌",
	rlm: "‏",
	rmoust: "⎱",
	rmoustache: "⎱",
	rnmid: "⫮",
	roang: "⟭",
	roarr: "⇾",
	robrk: "⟧",
	ropar: "⦆",
	ropf: "𝕣",
	roplus: "⨮",
	rotimes: "⨵",
	rpar: ")",
	rpargt: "⦔",
	rppolint: "⨒",
	rrarr: "⇉",
	rsaquo: "›",
	rscr: "𝓇",
	rsh: "↱",
	rsqb: "]",
	rsquo: "’",
	rsquor: "’",
	rthree: "⋌",
	rtimes: "⋊",
	rtri: "▹",
	rtrie: "⊵",
	rtrif: "▸",
	rtriltri: "⧎",
	ruluhar: "⥨",
	rx: "℞",
	sacute: "ś",
	sbquo: "‚",
	sc: "≻",
	scE: "⪴",
	scap: "⪸",
	scaron: "š",
	sccue: "≽",
	sce: "⪰",
	scedil: "ş",
	scirc: "ŝ",
	scnE: "⪶",
	scnap: "⪺",
	scnsim: "⋩",
	scpolint: "⨓",
	scsim: "≿",
	scy: "с",
	sdot: "⋅",
	sdotb: "⊡",
	sdote: "⩦",
	seArr: "⇘",
	searhk: "⤥",
	searr: "↘",
	searrow: "↘",
	sect: "§",
	semi: ";",
	seswar: "⤩",
	setminus: "∖",
	setmn: "∖",
	sext: "✶",
	sfr: "𝔰",
	sfrown: "⌢",
	sharp: "♯",
	shchcy: "щ",
	shcy: "ш",
	shortmid: "∣",
	shortparallel: "∥",
	shy: "­",
	sigma: "σ",
	sigmaf: "ς",
	sigmav: "ς",
	sim: "∼",
	simdot: "⩪",
	sime: "≃",
	simeq: "≃",
	simg: "⪞",
	simgE: "⪠",
	siml: "⪝",
	simlE: "⪟",
	simne: "≆",
	simplus: "⨤",
	simrarr: "⥲",
	slarr: "←",
	smallsetminus: "∖",
	smashp: "⨳",
	smeparsl: "⧤",
	smid: "∣",
	smile: "⌣",
	smt: "⪪",
	smte: "⪬",
	smtes: "⪬︀",
	softcy: "ь",
	sol: "/",
	solb: "⧄",
	solbar: "⌿",
	sopf: "𝕤",
	spades: "♠",
	spadesuit: "♠",
	spar: "∥",
	sqcap: "⊓",
	sqcaps: "⊓︀",
	sqcup: "⊔",
	sqcups: "⊔︀",
	sqsub: "⊏",
	sqsube: "⊑",
	sqsubset: "⊏",
	sqsubseteq: "⊑",
	sqsup: "⊐",
	sqsupe: "⊒",
	sqsupset: "⊐",
	sqsupseteq: "⊒",
	squ: "□",
	square: "□",
	squarf: "▪",
	squf: "▪",
	srarr: "→",
	sscr: "𝓈",
	ssetmn: "∖",
	ssmile: "⌣",
	sstarf: "⋆",
	star: "☆",
	starf: "★",
	straightepsilon: "ϵ",
	straightphi: "ϕ",
	strns: "¯",
	sub: "⊂",
	subE: "⫅",
	subdot: "⪽",
	sube: "⊆",
	subedot: "⫃",
	submult: "⫁",
	subnE: "⫋",
	subne: "⊊",
	subplus: "⪿",
	subrarr: "⥹",
	subset: "⊂",
	subseteq: "⊆",
	subseteqq: "⫅",
	subsetneq: "⊊",
	subsetneqq: "⫋",
	subsim: "⫇",
	subsub: "⫕",
	subsup: "⫓",
	succ: "≻",
	succapprox: "⪸",
	succcurlyeq: "≽",
	succeq: "⪰",
	succnapprox: "⪺",
	succneqq: "⪶",
	succnsim: "⋩",
	succsim: "≿",
	sum: "∑",
	sung: "♪",
	sup1: "¹",
	sup2: "²",
	sup3: "³",
	sup: "⊃",
	supE: "⫆",
	supdot: "⪾",
	supdsub: "⫘",
	supe: "⊇",
	supedot: "⫄",
	suphsol: "⟉",
	suphsub: "⫗",
	suplarr: "⥻",
	supmult: "⫂",
	supnE: "⫌",
	supne: "⊋",
	supplus: "⫀",
	supset: "⊃",
	supseteq: "⊇",
	supseteqq: "⫆",
	supsetneq: "⊋",
	supsetneqq: "⫌",
	supsim: "⫈",
	supsub: "⫔",
	supsup: "⫖",
	swArr: "⇙",
	swarhk: "⤦",
	swarr: "↙",
	swarrow: "↙",
	swnwar: "⤪",
	szlig: "ß",
	target: "⌖",
	tau: "τ",
	tbrk: "⎴",
	tcaron: "ť",
	tcedil: "ţ",
	tcy: "т",
	tdot: "⃛",
	telrec: "⌕",
	tfr: "𝔱",
	there4: "∴",
	therefore: "∴",
	theta: "θ",
	thetasym: "ϑ",
	thetav: "ϑ",
	thickapprox: "≈",
	thicksim: "∼",
	thinsp: " ",
	thkap: "≈",
	thksim: "∼",
	thorn: "þ",
	tilde: "˜",
	times: "×",
	timesb: "⊠",
	timesbar: "⨱",
	timesd: "⨰",
	tint: "∭",
	toea: "⤨",
	top: "⊤",
	topbot: "⌶",
	topcir: "⫱",
	topf: "𝕥",
	topfork: "⫚",
	tosa: "⤩",
	tprime: "‴",
	trade: "™",
	triangle: "▵",
	triangledown: "▿",
	triangleleft: "◃",
	trianglelefteq: "⊴",
	triangleq: "≜",
	triangleright: "▹",
	trianglerighteq: "⊵",
	tridot: "◬",
	trie: "≜",
	triminus: "⨺",
	triplus: "⨹",
	trisb: "⧍",
	tritime: "⨻",
	trpezium: "⏢",
	tscr: "𝓉",
	tscy: "ц",
	tshcy: "ћ",
	tstrok: "ŧ",
	twixt: "≬",
	twoheadleftarrow: "↞",
	twoheadrightarrow: "↠",
	uArr: "⇑",
	uHar: "⥣",
	uacute: "ú",
	uarr: "↑",
	ubrcy: "ў",
	ubreve: "ŭ",
	ucirc: "û",
	ucy: "у",
	udarr: "⇅",
	udblac: "ű",
	udhar: "⥮",
	ufisht: "⥾",
	ufr: "𝔲",
	ugrave: "ù",
	uharl: "↿",
	uharr: "↾",
	uhblk: "▀",
	ulcorn: "⌜",
	ulcorner: "⌜",
	ulcrop: "⌏",
	ultri: "◸",
	umacr: "ū",
	uml: "¨",
	uogon: "ų",
	uopf: "𝕦",
	uparrow: "↑",
	updownarrow: "↕",
	upharpoonleft: "↿",
	upharpoonright: "↾",
	uplus: "⊎",
	upsi: "υ",
	upsih: "ϒ",
	upsilon: "υ",
	upuparrows: "⇈",
	urcorn: "⌝",
	urcorner: "⌝",
	urcrop: "⌎",
	uring: "ů",
	urtri: "◹",
	uscr: "𝓊",
	utdot: "⋰",
	utilde: "ũ",
	utri: "▵",
	utrif: "▴",
	uuarr: "⇈",
	uuml: "ü",
	uwangle: "⦧",
	vArr: "⇕",
	vBar: "⫨",
	vBarv: "⫩",
	vDash: "⊨",
	vangrt: "⦜",
	varepsilon: "ϵ",
	varkappa: "ϰ",
	varnothing: "∅",
	varphi: "ϕ",
	varpi: "ϖ",
	varpropto: "∝",
	varr: "↕",
	varrho: "ϱ",
	varsigma: "ς",
	varsubsetneq: "⊊︀",
	varsubsetneqq: "⫋︀",
	varsupsetneq: "⊋︀",
	varsupsetneqq: "⫌︀",
	vartheta: "ϑ",
	vartriangleleft: "⊲",
	vartriangleright: "⊳",
	vcy: "в",
	vdash: "⊢",
	vee: "∨",
	veebar: "⊻",
	veeeq: "≚",
	vellip: "⋮",
	verbar: "|",
	vert: "|",
	vfr: "𝔳",
	vltri: "⊲",
	vnsub: "⊂⃒",
	vnsup: "⊃⃒",
	vopf: "𝕧",
	vprop: "∝",
	vrtri: "⊳",
	vscr: "𝓋",
	vsubnE: "⫋︀",
	vsubne: "⊊︀",
	vsupnE: "⫌︀",
	vsupne: "⊋︀",
	vzigzag: "⦚",
	wcirc: "ŵ",
	wedbar: "⩟",
	wedge: "∧",
	wedgeq: "≙",
	weierp: "℘",
	wfr: "𝔴",
	wopf: "𝕨",
	wp: "℘",
	wr: "≀",
	wreath: "≀",
	wscr: "𝓌",
	xcap: "⋂",
	xcirc: "◯",
	xcup: "⋃",
	xdtri: "▽",
	xfr: "𝔵",
	xhArr: "⟺",
	xharr: "⟷",
	xi: "ξ",
	xlArr: "⟸",
	xlarr: "⟵",
	xmap: "⟼",
	xnis: "⋻",
	xodot: "⨀",
	xopf: "𝕩",
	xoplus: "⨁",
	xotime: "⨂",
	xrArr: "⟹",
	xrarr: "⟶",
	xscr: "𝓍",
	xsqcup: "⨆",
	xuplus: "⨄",
	xutri: "△",
	xvee: "⋁",
	xwedge: "⋀",
	yacute: "ý",
	yacy: "я",
	ycirc: "ŷ",
	ycy: "ы",
	yen: "¥",
	yfr: "𝔶",
	yicy: "ї",
	yopf: "𝕪",
	yscr: "𝓎",
	yucy: "ю",
	yuml: "ÿ",
	zacute: "ź",
	zcaron: "ž",
	zcy: "з",
	zdot: "ż",
	zeetrf: "ℨ",
	zeta: "ζ",
	zfr: "𝔷",
	zhcy: "ж",
	zigrarr: "⇝",
	zopf: "𝕫",
	zscr: "𝓏",
	zwj: "‍",
	zwnj: "‌"
};

// node_modules/decode-named-character-reference/index.js
const own$1 = {}.hasOwnProperty;
/**
* Decode a single character reference (without the `&` or `;`).
* You probably only need this when you’re building parsers yourself that follow
* different rules compared to HTML.
* This is optimized to be tiny in browsers.
*
* @param {string} value
*   `notin` (named), `#123` (deci), `#x123` (hexa).
* @returns {string|false}
*   Decoded reference.
*/
function decodeNamedCharacterReference(value) {
	return own$1.call(characterEntities, value) ? characterEntities[value] : false;
}

// node_modules/micromark-util-chunked/index.js
/**
* Like `Array#splice`, but smarter for giant arrays.
*
* `Array#splice` takes all items to be inserted as individual argument which
* causes a stack overflow in V8 when trying to insert 100k items for instance.
*
* Otherwise, this does not return the removed items, and takes `items` as an
* array instead of rest parameters.
*
* @template {unknown} T
*   Item type.
* @param {Array<T>} list
*   List to operate on.
* @param {number} start
*   Index to remove/insert at (can be negative).
* @param {number} remove
*   Number of items to remove.
* @param {Array<T>} items
*   Items to inject into `list`.
* @returns {undefined}
*   Nothing.
*/
function splice(list, start, remove, items) {
	const end = list.length;
	let chunkStart = 0;
	/** @type {Array<unknown>} */
	let parameters;
	if (start < 0) start = -start > end ? 0 : end + start;
	else start = start > end ? end : start;
	remove = remove > 0 ? remove : 0;
	if (items.length < 1e4) {
		parameters = Array.from(items);
		parameters.unshift(start, remove);
		list.splice(...parameters);
	} else {
		if (remove) list.splice(start, remove);
		while (chunkStart < items.length) {
			parameters = items.slice(chunkStart, chunkStart + 1e4);
			parameters.unshift(start, 0);
			list.splice(...parameters);
			chunkStart += 1e4;
			start += 1e4;
		}
	}
}
/**
* Append `items` (an array) at the end of `list` (another array).
* When `list` was empty, returns `items` instead.
*
* This prevents a potentially expensive operation when `list` is empty,
* and adds items in batches to prevent V8 from hanging.
*
* @template {unknown} T
*   Item type.
* @param {Array<T>} list
*   List to operate on.
* @param {Array<T>} items
*   Items to add to `list`.
* @returns {Array<T>}
*   Either `list` or `items`.
*/
function push(list, items) {
	if (list.length > 0) {
		splice(list, list.length, 0, items);
		return list;
	}
	return items;
}

// node_modules/micromark-util-combine-extensions/index.js
/**
* @import {
*   Extension,
*   Handles,
*   HtmlExtension,
*   NormalizedExtension
* } from 'micromark-util-types'
*/
const hasOwnProperty = {}.hasOwnProperty;
/**
* Combine multiple syntax extensions into one.
*
* @param {ReadonlyArray<Extension>} extensions
*   List of syntax extensions.
* @returns {NormalizedExtension}
*   A single combined extension.
*/
function combineExtensions(extensions) {
	/** @type {NormalizedExtension} */
	const all = {};
	let index = -1;
	while (++index < extensions.length) syntaxExtension(all, extensions[index]);
	return all;
}
/**
* Merge `extension` into `all`.
*
* @param {NormalizedExtension} all
*   Extension to merge into.
* @param {Extension} extension
*   Extension to merge.
* @returns {undefined}
*   Nothing.
*/
function syntaxExtension(all, extension) {
	/** @type {keyof Extension} */
	let hook;
	for (hook in extension) {
		/** @type {Record<string, unknown>} */
		const left = (hasOwnProperty.call(all, hook) ? all[hook] : void 0) || (all[hook] = {});
		/** @type {Record<string, unknown> | undefined} */
		const right = extension[hook];
		/** @type {string} */
		let code;
		if (right) for (code in right) {
			if (!hasOwnProperty.call(left, code)) left[code] = [];
			const value = right[code];
			constructs(left[code], Array.isArray(value) ? value : value ? [value] : []);
		}
	}
}
/**
* Merge `list` into `existing` (both lists of constructs).
* Mutates `existing`.
*
* @param {Array<unknown>} existing
*   List of constructs to merge into.
* @param {Array<unknown>} list
*   List of constructs to merge.
* @returns {undefined}
*   Nothing.
*/
function constructs(existing, list) {
	let index = -1;
	/** @type {Array<unknown>} */
	const before = [];
	while (++index < list.length) (list[index].add === "after" ? existing : before).push(list[index]);
	splice(existing, 0, 0, before);
}

// node_modules/micromark-util-decode-numeric-character-reference/index.js
/**
* Turn the number (in string form as either hexa- or plain decimal) coming from
* a numeric character reference into a character.
*
* Sort of like `String.fromCodePoint(Number.parseInt(value, base))`, but makes
* non-characters and control characters safe.
*
* @param {string} value
*   Value to decode.
* @param {number} base
*   Numeric base.
* @returns {string}
*   Character.
*/
function decodeNumericCharacterReference(value, base) {
	const code = Number.parseInt(value, base);
	if (code < 9 || code === 11 || code > 13 && code < 32 || code > 126 && code < 160 || code > 55295 && code < 57344 || code > 64975 && code < 65008 || (code & 65535) === 65535 || (code & 65535) === 65534 || code > 1114111) return "�";
	return String.fromCodePoint(code);
}

// node_modules/micromark-util-normalize-identifier/index.js
/**
* Normalize an identifier (as found in references, definitions).
*
* Collapses markdown whitespace, trim, and then lower- and uppercase.
*
* Some characters are considered “uppercase”, such as U+03F4 (`ϴ`), but if their
* lowercase counterpart (U+03B8 (`θ`)) is uppercased will result in a different
* uppercase character (U+0398 (`Θ`)).
* So, to get a canonical form, we perform both lower- and uppercase.
*
* Using uppercase last makes sure keys will never interact with default
* prototypal values (such as `constructor`): nothing in the prototype of
* `Object` is uppercase.
*
* @param {string} value
*   Identifier to normalize.
* @returns {string}
*   Normalized identifier.
*/
function normalizeIdentifier(value) {
	return value.replace(/[\t\n\r ]+/g, " ").replace(/^ | $/g, "").toLowerCase().toUpperCase();
}

// node_modules/micromark-util-character/index.js
/**
* @import {Code} from 'micromark-util-types'
*/
/**
* Check whether the character code represents an ASCII alpha (`a` through `z`,
* case insensitive).
*
* An **ASCII alpha** is an ASCII upper alpha or ASCII lower alpha.
*
* An **ASCII upper alpha** is a character in the inclusive range U+0041 (`A`)
* to U+005A (`Z`).
*
* An **ASCII lower alpha** is a character in the inclusive range U+0061 (`a`)
* to U+007A (`z`).
*
* @param code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
const asciiAlpha = regexCheck(/[A-Za-z]/);
/**
* Check whether the character code represents an ASCII alphanumeric (`a`
* through `z`, case insensitive, or `0` through `9`).
*
* An **ASCII alphanumeric** is an ASCII digit (see `asciiDigit`) or ASCII alpha
* (see `asciiAlpha`).
*
* @param code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
const asciiAlphanumeric = regexCheck(/[\dA-Za-z]/);
/**
* Check whether the character code represents an ASCII atext.
*
* atext is an ASCII alphanumeric (see `asciiAlphanumeric`), or a character in
* the inclusive ranges U+0023 NUMBER SIGN (`#`) to U+0027 APOSTROPHE (`'`),
* U+002A ASTERISK (`*`), U+002B PLUS SIGN (`+`), U+002D DASH (`-`), U+002F
* SLASH (`/`), U+003D EQUALS TO (`=`), U+003F QUESTION MARK (`?`), U+005E
* CARET (`^`) to U+0060 GRAVE ACCENT (`` ` ``), or U+007B LEFT CURLY BRACE
* (`{`) to U+007E TILDE (`~`).
*
* See:
* **\[RFC5322]**:
* [Internet Message Format](https://tools.ietf.org/html/rfc5322).
* P. Resnick.
* IETF.
*
* @param code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
const asciiAtext = regexCheck(/[#-'*+\--9=?A-Z^-~]/);
/**
* Check whether a character code is an ASCII control character.
*
* An **ASCII control** is a character in the inclusive range U+0000 NULL (NUL)
* to U+001F (US), or U+007F (DEL).
*
* @param {Code} code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
function asciiControl(code) {
	return code !== null && (code < 32 || code === 127);
}
/**
* Check whether the character code represents an ASCII digit (`0` through `9`).
*
* An **ASCII digit** is a character in the inclusive range U+0030 (`0`) to
* U+0039 (`9`).
*
* @param code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
const asciiDigit = regexCheck(/\d/);
/**
* Check whether the character code represents an ASCII hex digit (`a` through
* `f`, case insensitive, or `0` through `9`).
*
* An **ASCII hex digit** is an ASCII digit (see `asciiDigit`), ASCII upper hex
* digit, or an ASCII lower hex digit.
*
* An **ASCII upper hex digit** is a character in the inclusive range U+0041
* (`A`) to U+0046 (`F`).
*
* An **ASCII lower hex digit** is a character in the inclusive range U+0061
* (`a`) to U+0066 (`f`).
*
* @param code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
const asciiHexDigit = regexCheck(/[\dA-Fa-f]/);
/**
* Check whether the character code represents ASCII punctuation.
*
* An **ASCII punctuation** is a character in the inclusive ranges U+0021
* EXCLAMATION MARK (`!`) to U+002F SLASH (`/`), U+003A COLON (`:`) to U+0040 AT
* SIGN (`@`), U+005B LEFT SQUARE BRACKET (`[`) to U+0060 GRAVE ACCENT
* (`` ` ``), or U+007B LEFT CURLY BRACE (`{`) to U+007E TILDE (`~`).
*
* @param code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
const asciiPunctuation = regexCheck(/[!-/:-@[-`{-~]/);
/**
* Check whether a character code is a markdown line ending.
*
* A **markdown line ending** is the virtual characters M-0003 CARRIAGE RETURN
* LINE FEED (CRLF), M-0004 LINE FEED (LF) and M-0005 CARRIAGE RETURN (CR).
*
* In micromark, the actual character U+000A LINE FEED (LF) and U+000D CARRIAGE
* RETURN (CR) are replaced by these virtual characters depending on whether
* they occurred together.
*
* @param {Code} code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
function markdownLineEnding(code) {
	return code !== null && code < -2;
}
/**
* Check whether a character code is a markdown line ending (see
* `markdownLineEnding`) or markdown space (see `markdownSpace`).
*
* @param {Code} code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
function markdownLineEndingOrSpace(code) {
	return code !== null && (code < 0 || code === 32);
}
/**
* Check whether a character code is a markdown space.
*
* A **markdown space** is the concrete character U+0020 SPACE (SP) and the
* virtual characters M-0001 VIRTUAL SPACE (VS) and M-0002 HORIZONTAL TAB (HT).
*
* In micromark, the actual character U+0009 CHARACTER TABULATION (HT) is
* replaced by one M-0002 HORIZONTAL TAB (HT) and between 0 and 3 M-0001 VIRTUAL
* SPACE (VS) characters, depending on the column at which the tab occurred.
*
* @param {Code} code
*   Code.
* @returns {boolean}
*   Whether it matches.
*/
function markdownSpace(code) {
	return code === -2 || code === -1 || code === 32;
}
/**
* Check whether the character code represents Unicode punctuation.
*
* A **Unicode punctuation** is a character in the Unicode `Pc` (Punctuation,
* Connector), `Pd` (Punctuation, Dash), `Pe` (Punctuation, Close), `Pf`
* (Punctuation, Final quote), `Pi` (Punctuation, Initial quote), `Po`
* (Punctuation, Other), or `Ps` (Punctuation, Open) categories, or an ASCII
* punctuation (see `asciiPunctuation`).
*
* See:
* **\[UNICODE]**:
* [The Unicode Standard](https://www.unicode.org/versions/).
* Unicode Consortium.
*
* @param code
*   Code.
* @returns
*   Whether it matches.
*/
const unicodePunctuation = regexCheck(/\p{P}|\p{S}/u);
/**
* Check whether the character code represents Unicode whitespace.
*
* Note that this does handle micromark specific markdown whitespace characters.
* See `markdownLineEndingOrSpace` to check that.
*
* A **Unicode whitespace** is a character in the Unicode `Zs` (Separator,
* Space) category, or U+0009 CHARACTER TABULATION (HT), U+000A LINE FEED (LF),
* U+000C (FF), or U+000D CARRIAGE RETURN (CR) (**\[UNICODE]**).
*
* See:
* **\[UNICODE]**:
* [The Unicode Standard](https://www.unicode.org/versions/).
* Unicode Consortium.
*
* @param code
*   Code.
* @returns
*   Whether it matches.
*/
const unicodeWhitespace = regexCheck(/\s/);
/**
* Create a code check from a regex.
*
* @param {RegExp} regex
*   Expression.
* @returns {(code: Code) => boolean}
*   Check.
*/
function regexCheck(regex) {
	return check;
	/**
	* Check whether a code matches the bound regex.
	*
	* @param {Code} code
	*   Character code.
	* @returns {boolean}
	*   Whether the character code matches the bound regex.
	*/
	function check(code) {
		return code !== null && code > -1 && regex.test(String.fromCharCode(code));
	}
}

// node_modules/micromark-factory-space/index.js
/**
* @import {Effects, State, TokenType} from 'micromark-util-types'
*/
/**
* Parse spaces and tabs.
*
* There is no `nok` parameter:
*
* *   spaces in markdown are often optional, in which case this factory can be
*     used and `ok` will be switched to whether spaces were found or not
* *   one line ending or space can be detected with `markdownSpace(code)` right
*     before using `factorySpace`
*
* ###### Examples
*
* Where `␉` represents a tab (plus how much it expands) and `␠` represents a
* single space.
*
* ```markdown
* ␉
* ␠␠␠␠
* ␉␠
* ```
*
* @param {Effects} effects
*   Context.
* @param {State} ok
*   State switched to when successful.
* @param {TokenType} type
*   Type of the whole whitespace.
* @param {number | undefined} [max=Infinity]
*   Max (exclusive).
* @returns {State}
*   Start state.
*/
function factorySpace(effects, ok, type, max) {
	const limit = max ? max - 1 : Infinity;
	let size = 0;
	return start;
	/** @type {State} */
	function start(code) {
		if (markdownSpace(code)) {
			effects.enter(type);
			return prefix(code);
		}
		return ok(code);
	}
	/** @type {State} */
	function prefix(code) {
		if (markdownSpace(code) && size++ < limit) {
			effects.consume(code);
			return prefix;
		}
		effects.exit(type);
		return ok(code);
	}
}
/**
* Parse spaces and tabs, with a required minimum and maximum, matching
* `markdown-rs`’s `space_or_tab_min_max`.
*
* Unlike `factorySpace`, this can fail: `nok` is used when fewer than
* `min` spaces or tabs are found.
*
* @param {Effects} effects
*   Context.
* @param {State} ok
*   State switched to when successful.
* @param {State} nok
*   State switched to when unsuccessful.
* @param {TokenType} type
*   Type of the whole whitespace.
* @param {number} min
*   Minimum allowed characters (inclusive).
* @param {number} max
*   Maximum allowed characters (inclusive).
* @returns {State}
*   Start state.
*/
function factorySpaceMinMax(effects, ok, nok, type, min, max) {
	let size = 0;
	return start;
	/** @type {State} */
	function start(code) {
		if (max > 0 && markdownSpace(code)) {
			effects.enter(type);
			return prefix(code);
		}
		return after(code);
	}
	/** @type {State} */
	function prefix(code) {
		if (markdownSpace(code) && size < max) {
			effects.consume(code);
			size++;
			return prefix;
		}
		effects.exit(type);
		return after(code);
	}
	/** @type {State} */
	function after(code) {
		return size >= min ? ok(code) : nok(code);
	}
}

// node_modules/micromark/lib/initialize/content.js
/**
* @import {
*   InitialConstruct,
*   Initializer,
*   State,
*   TokenizeContext,
*   Token
* } from 'micromark-util-types'
*/
/** @type {InitialConstruct} */
const content$1 = { tokenize: initializeContent };
/**
* @this {TokenizeContext}
*   Context.
* @type {Initializer}
*   Content.
*/
function initializeContent(effects) {
	const contentStart = effects.attempt(this.parser.constructs.contentInitial, afterContentStartConstruct, paragraphInitial);
	/** @type {Token} */
	let previous;
	return contentStart;
	/** @type {State} */
	function afterContentStartConstruct(code) {
		if (code === null) {
			effects.consume(code);
			return;
		}
		effects.enter("lineEnding");
		effects.consume(code);
		effects.exit("lineEnding");
		return factorySpace(effects, contentStart, "linePrefix");
	}
	/** @type {State} */
	function paragraphInitial(code) {
		effects.enter("paragraph");
		return lineStart(code);
	}
	/** @type {State} */
	function lineStart(code) {
		const token = effects.enter("chunkText", {
			contentType: "text",
			previous
		});
		if (previous) previous.next = token;
		previous = token;
		return data(code);
	}
	/** @type {State} */
	function data(code) {
		if (code === null) {
			effects.exit("chunkText");
			effects.exit("paragraph");
			effects.consume(code);
			return;
		}
		if (markdownLineEnding(code)) {
			effects.consume(code);
			effects.exit("chunkText");
			return lineStart;
		}
		effects.consume(code);
		return data;
	}
}

// node_modules/micromark-util-edit-map/index.js
/**
* @import {Event} from 'micromark-util-types'
*/
/**
* @typedef {[number, number, Array<Event>]} Change
* @typedef {[number, number, number]} Jump
*/
/**
* Tracks a bunch of edits.
*
* Port of `edit_map.rs` from `markdown-rs`:
* <https://github.com/wooorm/markdown-rs/blob/1506572f/src/util/edit_map.rs>.
*
* Deal with several changes in events, batching them together.
*
* Preferably, changes should be kept to a minimum.
* Sometimes, it’s needed to change the list of events, because parsing can be
* messy, and it helps to expose a cleaner interface of events to the compiler
* and other users.
* It can also help to merge many adjacent similar events.
* And, in other cases, it’s needed to parse subcontent: pass some events
* through another tokenizer and inject the result.
*/
var EditMap = class {
	/**
	* Create a new edit map.
	*
	* @returns
	*   New instance.
	*/
	constructor() {
		/**
		* Changes by index, so `add` does not need to scan `map` (which is
		* quadratic for documents with many edits at different places).
		*
		* @type {Map<number, Change>}
		*/
		this.index = /* @__PURE__ */ new Map();
		/**
		* Record of changes.
		*
		* @type {Array<Change>}
		*/
		this.map = [];
	}
	/**
	* Create an edit: a remove and/or add at a certain place.
	*
	* @param {number} index
	*   Index at which to apply the edit.
	* @param {number} remove
	*   Count of items to remove at the index.
	* @param {Array<Event>} add
	*   Items to add at the index.
	* @returns {undefined}
	*   Nothing.
	*/
	add(index, remove, add) {
		addImplementation(this, index, remove, add, false);
	}
	/**
	* Create an edit: but insert `add` before existing additions, instead of
	* after them.
	*
	* @param {number} index
	*   Index at which to apply the edit.
	* @param {number} remove
	*   Count of items to remove at the index.
	* @param {Array<Event>} add
	*   Items to add at the index.
	* @returns {undefined}
	*   Nothing.
	*/
	addBefore(index, remove, add) {
		addImplementation(this, index, remove, add, true);
	}
	/**
	* Done, change the events.
	*
	* @param {Array<Event>} events
	*   List of events to apply the edits to.
	* @returns {undefined}
	*   Nothing.
	*/
	consume(events) {
		this.map.sort(function(a, b) {
			return a[0] - b[0];
		});
		if (this.map.length === 0) return;
		let index = this.map.length;
		/** @type {Array<Array<Event>>} */
		const vecs = [];
		while (index > 0) {
			index -= 1;
			vecs.push(events.slice(this.map[index][0] + this.map[index][1]), this.map[index][2]);
			events.length = this.map[index][0];
		}
		vecs.push(events.slice());
		events.length = 0;
		let slice = vecs.pop();
		while (slice) {
			for (const element of slice) events.push(element);
			slice = vecs.pop();
		}
		this.map.length = 0;
		this.index.clear();
	}
};
/**
* Create an edit.
*
* @param {EditMap} editMap
*   Edit map to apply to.
* @param {number} at
*   Index at which to apply the edit.
* @param {number} remove
*   Count of items to remove at the index.
* @param {Array<Event>} add
*   Items to add at the index.
* @param {boolean} before
*   Insert `add` before existing additions at `at`, instead of after them.
* @returns {undefined}
*   Nothing.
*/
function addImplementation(editMap, at, remove, add, before) {
	if (remove === 0 && add.length === 0) return;
	const existing = editMap.index.get(at);
	if (existing) {
		existing[1] += remove;
		if (before) {
			add.push(...existing[2]);
			existing[2] = add;
		} else existing[2].push(...add);
		return;
	}
	/** @type {Change} */
	const change = [
		at,
		remove,
		add
	];
	editMap.map.push(change);
	editMap.index.set(at, change);
}

// node_modules/micromark/lib/initialize/document.js
/**
* @import {
*   Construct,
*   ContainerState,
*   InitialConstruct,
*   Initializer,
*   Point,
*   State,
*   TokenizeContext,
*   Tokenizer,
*   Token
* } from 'micromark-util-types'
*/
/**
* @typedef {[Construct, ContainerState]} StackItem
*   Construct and its state.
*/
/** @type {InitialConstruct} */
const document$1 = { tokenize: initializeDocument };
/** @type {Construct} */
const containerConstruct = { tokenize: tokenizeContainer };
/**
* @this {TokenizeContext}
*   Self.
* @type {Initializer}
*   Initializer.
*/
function initializeDocument(effects) {
	const self = this;
	/** @type {Array<StackItem>} */
	const stack = [];
	let continued = 0;
	/** @type {TokenizeContext | undefined} */
	let childFlow;
	/** @type {Token | undefined} */
	let childToken;
	/** @type {number} */
	let lineStartOffset;
	return start;
	/** @type {State} */
	function start(code) {
		if (continued < stack.length) {
			const item = stack[continued];
			self.containerState = item[1];
			return effects.attempt(item[0].continuation, documentContinue, checkNewContainers)(code);
		}
		return checkNewContainers(code);
	}
	/** @type {State} */
	function documentContinue(code) {
		continued++;
		if (self.containerState._closeFlow) {
			self.containerState._closeFlow = void 0;
			if (childFlow) closeFlow();
			const indexBeforeExits = self.events.length;
			let indexBeforeFlow = indexBeforeExits;
			/** @type {Point | undefined} */
			let point;
			while (indexBeforeFlow--) if (self.events[indexBeforeFlow][0] === "exit" && self.events[indexBeforeFlow][1].type === "chunkFlow") {
				point = self.events[indexBeforeFlow][1].end;
				break;
			}
			exitContainers(continued);
			let index = indexBeforeExits;
			while (index < self.events.length) {
				self.events[index][1].end = { ...point };
				index++;
			}
			const editMap = new EditMap();
			editMap.add(indexBeforeFlow + 1, 0, self.events.slice(indexBeforeExits));
			editMap.add(indexBeforeExits, index - indexBeforeExits, []);
			editMap.consume(self.events);
			return checkNewContainers(code);
		}
		return start(code);
	}
	/** @type {State} */
	function checkNewContainers(code) {
		if (continued === stack.length) {
			if (!childFlow) return documentContinued(code);
			if (childFlow.currentConstruct && childFlow.currentConstruct.concrete) return flowStart(code);
			self.interrupt = Boolean(childFlow.currentConstruct && !childFlow._gfmTableDynamicInterruptHack);
		}
		self.containerState = {};
		return effects.check(containerConstruct, thereIsANewContainer, thereIsNoNewContainer)(code);
	}
	/** @type {State} */
	function thereIsANewContainer(code) {
		if (childFlow) closeFlow();
		exitContainers(continued);
		return documentContinued(code);
	}
	/** @type {State} */
	function thereIsNoNewContainer(code) {
		self.parser.lazy[self.now().line] = continued !== stack.length;
		lineStartOffset = self.now().offset;
		return flowStart(code);
	}
	/** @type {State} */
	function documentContinued(code) {
		self.containerState = {};
		return effects.attempt(containerConstruct, containerContinue, flowStart)(code);
	}
	/** @type {State} */
	function containerContinue(code) {
		continued++;
		stack.push([self.currentConstruct, self.containerState]);
		return documentContinued(code);
	}
	/** @type {State} */
	function flowStart(code) {
		if (code === null) {
			if (childFlow) closeFlow();
			exitContainers(0);
			effects.consume(code);
			return;
		}
		childFlow = childFlow || self.parser.flow(self.now());
		effects.enter("chunkFlow", {
			_tokenizer: childFlow,
			contentType: "flow",
			previous: childToken
		});
		return flowContinue(code);
	}
	/** @type {State} */
	function flowContinue(code) {
		if (code === null) {
			writeToChild(effects.exit("chunkFlow"), true);
			exitContainers(0);
			effects.consume(code);
			return;
		}
		if (markdownLineEnding(code)) {
			effects.consume(code);
			writeToChild(effects.exit("chunkFlow"));
			continued = 0;
			self.interrupt = void 0;
			return start;
		}
		effects.consume(code);
		return flowContinue;
	}
	/**
	* @param {Token} token
	*   Token.
	* @param {boolean | undefined} [endOfFile]
	*   Whether the token is at the end of the file (default: `false`).
	* @returns {undefined}
	*   Nothing.
	*/
	function writeToChild(token, endOfFile) {
		const stream = self.sliceStream(token);
		if (endOfFile) stream.push(null);
		token.previous = childToken;
		if (childToken) childToken.next = token;
		childToken = token;
		childFlow.defineSkip(token.start);
		childFlow.write(stream);
		if (self.parser.lazy[token.start.line]) {
			let index = childFlow.events.length;
			while (index--) if (childFlow.events[index][1].start.offset < lineStartOffset && (!childFlow.events[index][1].end || childFlow.events[index][1].end.offset > lineStartOffset)) return;
			const indexBeforeExits = self.events.length;
			let indexBeforeFlow = indexBeforeExits;
			/** @type {boolean | undefined} */
			let seen;
			/** @type {Point | undefined} */
			let point;
			while (indexBeforeFlow--) if (self.events[indexBeforeFlow][0] === "exit" && self.events[indexBeforeFlow][1].type === "chunkFlow") {
				if (seen) {
					point = self.events[indexBeforeFlow][1].end;
					break;
				}
				seen = true;
			}
			exitContainers(continued);
			index = indexBeforeExits;
			while (index < self.events.length) {
				self.events[index][1].end = { ...point };
				index++;
			}
			const editMap = new EditMap();
			editMap.add(indexBeforeFlow + 1, 0, self.events.slice(indexBeforeExits));
			editMap.add(indexBeforeExits, index - indexBeforeExits, []);
			editMap.consume(self.events);
		}
	}
	/**
	* @param {number} size
	*   Size.
	* @returns {undefined}
	*   Nothing.
	*/
	function exitContainers(size) {
		let index = stack.length;
		while (index-- > size) {
			const entry = stack[index];
			self.containerState = entry[1];
			entry[0].exit.call(self, effects);
		}
		stack.length = size;
	}
	function closeFlow() {
		childFlow.write([null]);
		childToken = void 0;
		childFlow = void 0;
		self.containerState._closeFlow = void 0;
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*   Tokenizer.
*/
function tokenizeContainer(effects, ok, nok) {
	return factorySpace(effects, effects.attempt(this.parser.constructs.document, ok, nok), "linePrefix", this.parser.constructs.disable.null.includes("codeIndented") ? void 0 : 4);
}

// node_modules/micromark-util-classify-character/index.js
/**
* @import {Code} from 'micromark-util-types'
*/
/**
* Classify whether a code represents whitespace, punctuation, or something
* else.
*
* Used for attention (emphasis, strong), whose sequences can open or close
* based on the class of surrounding characters.
*
* > 👉 **Note**: eof (`null`) is seen as whitespace.
*
* @param {Code} code
*   Code.
* @returns {typeof constants.characterGroupWhitespace | typeof constants.characterGroupPunctuation | undefined}
*   Group.
*/
function classifyCharacter(code) {
	if (code === null || markdownLineEndingOrSpace(code) || unicodeWhitespace(code)) return 1;
	if (unicodePunctuation(code)) return 2;
}

// node_modules/micromark-util-resolve-all/index.js
/**
* @import {Event, Resolver, TokenizeContext} from 'micromark-util-types'
*/
/**
* Call all `resolveAll`s.
*
* @param {ReadonlyArray<{resolveAll?: Resolver | undefined}>} constructs
*   List of constructs, optionally with `resolveAll`s.
* @param {Array<Event>} events
*   List of events.
* @param {TokenizeContext} context
*   Context used by `tokenize`.
* @returns {Array<Event>}
*   Changed events.
*/
function resolveAll(constructs, events, context) {
	/** @type {Array<Resolver>} */
	const called = [];
	let index = -1;
	while (++index < constructs.length) {
		const resolve = constructs[index].resolveAll;
		if (resolve && !called.includes(resolve)) {
			events = resolve(events, context);
			called.push(resolve);
		}
	}
	return events;
}

// node_modules/micromark-core-commonmark/lib/attention.js
/**
* @import {
*   Code,
*   Construct,
*   Event,
*   Point,
*   Resolver,
*   State,
*   TokenizeContext,
*   Tokenizer,
*   Token
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const attention = {
	name: "attention",
	resolveAll: resolveAllAttention,
	tokenize: tokenizeAttention
};
/**
* Take all events and resolve attention to emphasis or strong.
*
* @type {Resolver}
*/
function resolveAllAttention(events, context) {
	let index = -1;
	/** @type {Array<Event>} */
	let nextEvents;
	while (++index < events.length) if (events[index][0] === "enter" && events[index][1].type === "attentionSequence" && events[index][1]._close) {
		let open = index;
		while (open--) if (events[open][0] === "exit" && events[open][1].type === "attentionSequence" && events[open][1]._open && context.sliceSerialize(events[open][1]).charCodeAt(0) === context.sliceSerialize(events[index][1]).charCodeAt(0)) {
			if ((events[open][1]._close || events[index][1]._open) && (events[index][1].end.offset - events[index][1].start.offset) % 3 && !((events[open][1].end.offset - events[open][1].start.offset + events[index][1].end.offset - events[index][1].start.offset) % 3)) continue;
			const use = events[open][1].end.offset - events[open][1].start.offset > 1 && events[index][1].end.offset - events[index][1].start.offset > 1 ? 2 : 1;
			const start = { ...events[open][1].end };
			const end = { ...events[index][1].start };
			movePoint(start, -use);
			movePoint(end, use);
			const openingSequence = {
				type: use > 1 ? "strongSequence" : "emphasisSequence",
				start,
				end: { ...events[open][1].end }
			};
			const closingSequence = {
				type: use > 1 ? "strongSequence" : "emphasisSequence",
				start: { ...events[index][1].start },
				end
			};
			const text = {
				type: use > 1 ? "strongText" : "emphasisText",
				start: { ...events[open][1].end },
				end: { ...events[index][1].start }
			};
			const group = {
				type: use > 1 ? "strong" : "emphasis",
				start: { ...openingSequence.start },
				end: { ...closingSequence.end }
			};
			events[open][1].end = { ...openingSequence.start };
			events[index][1].start = { ...closingSequence.end };
			nextEvents = [];
			if (events[open][1].end.offset - events[open][1].start.offset) nextEvents = push(nextEvents, [[
				"enter",
				events[open][1],
				context
			], [
				"exit",
				events[open][1],
				context
			]]);
			nextEvents = push(nextEvents, [
				[
					"enter",
					group,
					context
				],
				[
					"enter",
					openingSequence,
					context
				],
				[
					"exit",
					openingSequence,
					context
				],
				[
					"enter",
					text,
					context
				]
			]);
			nextEvents = push(nextEvents, resolveAll(context.parser.constructs.insideSpan.null, events.slice(open + 1, index), context));
			nextEvents = push(nextEvents, [
				[
					"exit",
					text,
					context
				],
				[
					"enter",
					closingSequence,
					context
				],
				[
					"exit",
					closingSequence,
					context
				],
				[
					"exit",
					group,
					context
				]
			]);
			/** @type {number} */
			let offset = 0;
			if (events[index][1].end.offset - events[index][1].start.offset) {
				offset = 2;
				nextEvents = push(nextEvents, [[
					"enter",
					events[index][1],
					context
				], [
					"exit",
					events[index][1],
					context
				]]);
			}
			splice(events, open - 1, index - open + 3, nextEvents);
			index = open + nextEvents.length - offset - 2;
			break;
		}
	}
	index = -1;
	while (++index < events.length) if (events[index][1].type === "attentionSequence") events[index][1].type = "data";
	return events;
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeAttention(effects, ok) {
	const attentionMarkers = this.parser.constructs.attentionMarkers.null;
	const previous = this.previous;
	const before = classifyCharacter(previous);
	/** @type {NonNullable<Code>} */
	let marker;
	return start;
	/**
	* Before a sequence.
	*
	* ```markdown
	* > | **
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		marker = code;
		effects.enter("attentionSequence");
		return inside(code);
	}
	/**
	* In a sequence.
	*
	* ```markdown
	* > | **
	*     ^^
	* ```
	*
	* @type {State}
	*/
	function inside(code) {
		if (code === marker) {
			effects.consume(code);
			return inside;
		}
		const token = effects.exit("attentionSequence");
		const after = classifyCharacter(code);
		const open = !after || after === 2 && before || attentionMarkers.includes(code) && code !== 42 && code !== 95;
		const close = !before || before === 2 && after || attentionMarkers.includes(previous) && previous !== 42 && previous !== 95;
		token._open = Boolean(marker === 42 ? open : open && (before || !close));
		token._close = Boolean(marker === 42 ? close : close && (after || !open));
		return ok(code);
	}
}
/**
* Move a point a bit.
*
* Note: `move` only works inside lines! It’s not possible to move past other
* chunks (replacement characters, tabs, or line endings).
*
* @param {Point} point
*   Point.
* @param {number} offset
*   Amount to move.
* @returns {undefined}
*   Nothing.
*/
function movePoint(point, offset) {
	point.column += offset;
	point.offset += offset;
	point._bufferIndex += offset;
}

// node_modules/micromark-core-commonmark/lib/autolink.js
/**
* @import {
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const autolink = {
	name: "autolink",
	tokenize: tokenizeAutolink
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeAutolink(effects, ok, nok) {
	let size = 0;
	return start;
	/**
	* Start of an autolink.
	*
	* ```markdown
	* > | a<https://example.com>b
	*      ^
	* > | a<user@example.com>b
	*      ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("autolink");
		effects.enter("autolinkMarker");
		effects.consume(code);
		effects.exit("autolinkMarker");
		effects.enter("autolinkProtocol");
		return open;
	}
	/**
	* After `<`, at protocol or atext.
	*
	* ```markdown
	* > | a<https://example.com>b
	*       ^
	* > | a<user@example.com>b
	*       ^
	* ```
	*
	* @type {State}
	*/
	function open(code) {
		if (asciiAlpha(code)) {
			effects.consume(code);
			return schemeOrEmailAtext;
		}
		if (code === 64) return nok(code);
		return emailAtext(code);
	}
	/**
	* At second byte of protocol or atext.
	*
	* ```markdown
	* > | a<https://example.com>b
	*        ^
	* > | a<user@example.com>b
	*        ^
	* ```
	*
	* @type {State}
	*/
	function schemeOrEmailAtext(code) {
		if (code === 43 || code === 45 || code === 46 || asciiAlphanumeric(code)) {
			size = 1;
			return schemeInsideOrEmailAtext(code);
		}
		return emailAtext(code);
	}
	/**
	* In ambiguous protocol or atext.
	*
	* ```markdown
	* > | a<https://example.com>b
	*        ^
	* > | a<user@example.com>b
	*        ^
	* ```
	*
	* @type {State}
	*/
	function schemeInsideOrEmailAtext(code) {
		if (code === 58) {
			effects.consume(code);
			size = 0;
			return urlInside;
		}
		if ((code === 43 || code === 45 || code === 46 || asciiAlphanumeric(code)) && size++ < 32) {
			effects.consume(code);
			return schemeInsideOrEmailAtext;
		}
		size = 0;
		return emailAtext(code);
	}
	/**
	* After protocol, in URL.
	*
	* ```markdown
	* > | a<https://example.com>b
	*             ^
	* ```
	*
	* @type {State}
	*/
	function urlInside(code) {
		if (code === 62) {
			effects.exit("autolinkProtocol");
			effects.enter("autolinkMarker");
			effects.consume(code);
			effects.exit("autolinkMarker");
			effects.exit("autolink");
			return ok;
		}
		if (code === null || code === 32 || code === 60 || asciiControl(code)) return nok(code);
		effects.consume(code);
		return urlInside;
	}
	/**
	* In email atext.
	*
	* ```markdown
	* > | a<user.name@example.com>b
	*              ^
	* ```
	*
	* @type {State}
	*/
	function emailAtext(code) {
		if (code === 64) {
			effects.consume(code);
			return emailAtSignOrDot;
		}
		if (asciiAtext(code)) {
			effects.consume(code);
			return emailAtext;
		}
		return nok(code);
	}
	/**
	* In label, after at-sign or dot.
	*
	* ```markdown
	* > | a<user.name@example.com>b
	*                 ^       ^
	* ```
	*
	* @type {State}
	*/
	function emailAtSignOrDot(code) {
		return asciiAlphanumeric(code) ? emailLabel(code) : nok(code);
	}
	/**
	* In label, where `.` and `>` are allowed.
	*
	* ```markdown
	* > | a<user.name@example.com>b
	*                   ^
	* ```
	*
	* @type {State}
	*/
	function emailLabel(code) {
		if (code === 46) {
			effects.consume(code);
			size = 0;
			return emailAtSignOrDot;
		}
		if (code === 62) {
			effects.exit("autolinkProtocol").type = "autolinkEmail";
			effects.enter("autolinkMarker");
			effects.consume(code);
			effects.exit("autolinkMarker");
			effects.exit("autolink");
			return ok;
		}
		return emailValue(code);
	}
	/**
	* In label, where `.` and `>` are *not* allowed.
	*
	* Though, this is also used in `emailLabel` to parse other values.
	*
	* ```markdown
	* > | a<user.name@ex-ample.com>b
	*                    ^
	* ```
	*
	* @type {State}
	*/
	function emailValue(code) {
		if ((code === 45 || asciiAlphanumeric(code)) && size++ < 63) {
			const next = code === 45 ? emailValue : emailLabel;
			effects.consume(code);
			return next;
		}
		return nok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/blank-line.js
/**
* @import {
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const blankLine = {
	partial: true,
	tokenize: tokenizeBlankLine
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeBlankLine(effects, ok, nok) {
	return start;
	/**
	* Start of blank line.
	*
	* > 👉 **Note**: `␠` represents a space character.
	*
	* ```markdown
	* > | ␠␠␊
	*     ^
	* > | ␊
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		return markdownSpace(code) ? factorySpace(effects, after, "linePrefix")(code) : after(code);
	}
	/**
	* At eof/eol, after optional whitespace.
	*
	* > 👉 **Note**: `␠` represents a space character.
	*
	* ```markdown
	* > | ␠␠␊
	*       ^
	* > | ␊
	*     ^
	* ```
	*
	* @type {State}
	*/
	function after(code) {
		return code === null || markdownLineEnding(code) ? ok(code) : nok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/block-quote.js
/**
* @import {
*   Construct,
*   Exiter,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const blockQuote = {
	continuation: { tokenize: tokenizeBlockQuoteContinuation },
	exit,
	name: "blockQuote",
	tokenize: tokenizeBlockQuoteStart
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeBlockQuoteStart(effects, ok, nok) {
	const self = this;
	return start;
	/**
	* Start of block quote.
	*
	* ```markdown
	* > | > a
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		if (code === 62) {
			const state = self.containerState;
			if (!state.open) {
				effects.enter("blockQuote", { _container: true });
				state.open = true;
			}
			effects.enter("blockQuotePrefix");
			effects.enter("blockQuoteMarker");
			effects.consume(code);
			effects.exit("blockQuoteMarker");
			return after;
		}
		return nok(code);
	}
	/**
	* After `>`, before optional whitespace.
	*
	* ```markdown
	* > | > a
	*      ^
	* ```
	*
	* @type {State}
	*/
	function after(code) {
		if (markdownSpace(code)) {
			effects.enter("blockQuotePrefixWhitespace");
			effects.consume(code);
			effects.exit("blockQuotePrefixWhitespace");
			effects.exit("blockQuotePrefix");
			return ok;
		}
		effects.exit("blockQuotePrefix");
		return ok(code);
	}
}
/**
* Start of block quote continuation.
*
* ```markdown
*   | > a
* > | > b
*     ^
* ```
*
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeBlockQuoteContinuation(effects, ok, nok) {
	const self = this;
	return contStart;
	/**
	* Start of block quote continuation.
	*
	* Also used to parse the first block quote opening.
	*
	* ```markdown
	*   | > a
	* > | > b
	*     ^
	* ```
	*
	* @type {State}
	*/
	function contStart(code) {
		if (markdownSpace(code)) return factorySpace(effects, contBefore, "linePrefix", self.parser.constructs.disable.null.includes("codeIndented") ? void 0 : 4)(code);
		return contBefore(code);
	}
	/**
	* At `>`, after optional whitespace.
	*
	* Also used to parse the first block quote opening.
	*
	* ```markdown
	*   | > a
	* > | > b
	*     ^
	* ```
	*
	* @type {State}
	*/
	function contBefore(code) {
		return effects.attempt(blockQuote, ok, nok)(code);
	}
}
/** @type {Exiter} */
function exit(effects) {
	effects.exit("blockQuote");
}

// node_modules/micromark-core-commonmark/lib/character-escape.js
/**
* @import {
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const characterEscape = {
	name: "characterEscape",
	tokenize: tokenizeCharacterEscape
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeCharacterEscape(effects, ok, nok) {
	return start;
	/**
	* Start of character escape.
	*
	* ```markdown
	* > | a\*b
	*      ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("characterEscape");
		effects.enter("escapeMarker");
		effects.consume(code);
		effects.exit("escapeMarker");
		return inside;
	}
	/**
	* After `\`, at punctuation.
	*
	* ```markdown
	* > | a\*b
	*       ^
	* ```
	*
	* @type {State}
	*/
	function inside(code) {
		if (asciiPunctuation(code)) {
			effects.enter("characterEscapeValue");
			effects.consume(code);
			effects.exit("characterEscapeValue");
			effects.exit("characterEscape");
			return ok;
		}
		return nok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/character-reference.js
/**
* @import {
*   Code,
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const characterReference = {
	name: "characterReference",
	tokenize: tokenizeCharacterReference
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeCharacterReference(effects, ok, nok) {
	const self = this;
	let size = 0;
	/** @type {number} */
	let max;
	/** @type {(code: Code) => boolean} */
	let test;
	return start;
	/**
	* Start of character reference.
	*
	* ```markdown
	* > | a&amp;b
	*      ^
	* > | a&#123;b
	*      ^
	* > | a&#x9;b
	*      ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("characterReference");
		effects.enter("characterReferenceMarker");
		effects.consume(code);
		effects.exit("characterReferenceMarker");
		return open;
	}
	/**
	* After `&`, at `#` for numeric references or alphanumeric for named
	* references.
	*
	* ```markdown
	* > | a&amp;b
	*       ^
	* > | a&#123;b
	*       ^
	* > | a&#x9;b
	*       ^
	* ```
	*
	* @type {State}
	*/
	function open(code) {
		if (code === 35) {
			effects.enter("characterReferenceMarkerNumeric");
			effects.consume(code);
			effects.exit("characterReferenceMarkerNumeric");
			return numeric;
		}
		effects.enter("characterReferenceValue");
		max = 31;
		test = asciiAlphanumeric;
		return value(code);
	}
	/**
	* After `#`, at `x` for hexadecimals or digit for decimals.
	*
	* ```markdown
	* > | a&#123;b
	*        ^
	* > | a&#x9;b
	*        ^
	* ```
	*
	* @type {State}
	*/
	function numeric(code) {
		if (code === 88 || code === 120) {
			effects.enter("characterReferenceMarkerHexadecimal");
			effects.consume(code);
			effects.exit("characterReferenceMarkerHexadecimal");
			effects.enter("characterReferenceValue");
			max = 6;
			test = asciiHexDigit;
			return value;
		}
		effects.enter("characterReferenceValue");
		max = 7;
		test = asciiDigit;
		return value(code);
	}
	/**
	* After markers (`&#x`, `&#`, or `&`), in value, before `;`.
	*
	* The character reference kind defines what and how many characters are
	* allowed.
	*
	* ```markdown
	* > | a&amp;b
	*       ^^^
	* > | a&#123;b
	*        ^^^
	* > | a&#x9;b
	*         ^
	* ```
	*
	* @type {State}
	*/
	function value(code) {
		if (code === 59 && size) {
			const token = effects.exit("characterReferenceValue");
			if (test === asciiAlphanumeric && !decodeNamedCharacterReference(self.sliceSerialize(token))) return nok(code);
			effects.enter("characterReferenceMarker");
			effects.consume(code);
			effects.exit("characterReferenceMarker");
			effects.exit("characterReference");
			return ok;
		}
		if (test(code) && size++ < max) {
			effects.consume(code);
			return value;
		}
		return nok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/partial-non-lazy-continuation.js
/** @type {Construct} */
const nonLazyContinuation = {
	partial: true,
	tokenize: tokenizeNonLazyContinuation
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeNonLazyContinuation(effects, ok, nok) {
	const self = this;
	return start;
	/**
	* At eol, before continuation.
	*
	* ```markdown
	* > | * ```js
	*            ^
	*   | b
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		if (code === null) return nok(code);
		effects.enter("lineEnding");
		effects.consume(code);
		effects.exit("lineEnding");
		return after;
	}
	/**
	* A continuation.
	*
	* ```markdown
	*   | * ```js
	* > | b
	*     ^
	* ```
	*
	* @type {State}
	*/
	function after(code) {
		return self.parser.lazy[self.now().line] ? nok(code) : ok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/code-fenced.js
/**
* @import {
*   Code,
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const codeFenced = {
	concrete: true,
	name: "codeFenced",
	tokenize: tokenizeCodeFenced
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeCodeFenced(effects, ok, nok) {
	const self = this;
	/** @type {Construct} */
	const closeStart = {
		partial: true,
		tokenize: tokenizeCloseStart
	};
	let initialPrefix = 0;
	let sizeOpen = 0;
	/** @type {NonNullable<Code>} */
	let marker;
	return start;
	/**
	* Start of code.
	*
	* ```markdown
	* > | ~~~js
	*     ^
	*   | alert(1)
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		return beforeSequenceOpen(code);
	}
	/**
	* In opening fence, after prefix, at sequence.
	*
	* ```markdown
	* > | ~~~js
	*     ^
	*   | alert(1)
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function beforeSequenceOpen(code) {
		const tail = self.events[self.events.length - 1];
		initialPrefix = tail && tail[1].type === "linePrefix" ? tail[2].sliceSerialize(tail[1], true).length : 0;
		marker = code;
		effects.enter("codeFenced");
		effects.enter("codeFencedFence");
		effects.enter("codeFencedFenceSequence");
		return sequenceOpen(code);
	}
	/**
	* In opening fence sequence.
	*
	* ```markdown
	* > | ~~~js
	*      ^
	*   | alert(1)
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function sequenceOpen(code) {
		if (code === marker) {
			sizeOpen++;
			effects.consume(code);
			return sequenceOpen;
		}
		if (sizeOpen < 3) return nok(code);
		effects.exit("codeFencedFenceSequence");
		return markdownSpace(code) ? factorySpace(effects, infoBefore, "whitespace")(code) : infoBefore(code);
	}
	/**
	* In opening fence, after the sequence (and optional whitespace), before info.
	*
	* ```markdown
	* > | ~~~js
	*        ^
	*   | alert(1)
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function infoBefore(code) {
		if (code === null || markdownLineEnding(code)) {
			effects.exit("codeFencedFence");
			return self.interrupt ? ok(code) : effects.check(nonLazyContinuation, atNonLazyBreak, after)(code);
		}
		effects.enter("codeFencedFenceInfo");
		effects.enter("chunkString", { contentType: "string" });
		return info(code);
	}
	/**
	* In info.
	*
	* ```markdown
	* > | ~~~js
	*        ^
	*   | alert(1)
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function info(code) {
		if (code === null || markdownLineEnding(code)) {
			effects.exit("chunkString");
			effects.exit("codeFencedFenceInfo");
			return infoBefore(code);
		}
		if (markdownSpace(code)) {
			effects.exit("chunkString");
			effects.exit("codeFencedFenceInfo");
			return factorySpace(effects, metaBefore, "whitespace")(code);
		}
		if (code === 96 && code === marker) return nok(code);
		effects.consume(code);
		return info;
	}
	/**
	* In opening fence, after info and whitespace, before meta.
	*
	* ```markdown
	* > | ~~~js eval
	*           ^
	*   | alert(1)
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function metaBefore(code) {
		if (code === null || markdownLineEnding(code)) return infoBefore(code);
		effects.enter("codeFencedFenceMeta");
		effects.enter("chunkString", { contentType: "string" });
		return meta(code);
	}
	/**
	* In meta.
	*
	* ```markdown
	* > | ~~~js eval
	*           ^
	*   | alert(1)
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function meta(code) {
		if (code === null || markdownLineEnding(code)) {
			effects.exit("chunkString");
			effects.exit("codeFencedFenceMeta");
			return infoBefore(code);
		}
		if (code === 96 && code === marker) return nok(code);
		effects.consume(code);
		return meta;
	}
	/**
	* At eol/eof in code, before a non-lazy closing fence or content.
	*
	* ```markdown
	* > | ~~~js
	*          ^
	* > | alert(1)
	*             ^
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function atNonLazyBreak(code) {
		return effects.attempt(closeStart, after, contentBefore)(code);
	}
	/**
	* Before code content, not a closing fence, at eol.
	*
	* ```markdown
	*   | ~~~js
	* > | alert(1)
	*             ^
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function contentBefore(code) {
		effects.enter("lineEnding");
		effects.consume(code);
		effects.exit("lineEnding");
		return contentStart;
	}
	/**
	* Before code content, not a closing fence.
	*
	* ```markdown
	*   | ~~~js
	* > | alert(1)
	*     ^
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function contentStart(code) {
		return initialPrefix > 0 && markdownSpace(code) ? factorySpace(effects, beforeContentChunk, "linePrefix", initialPrefix + 1)(code) : beforeContentChunk(code);
	}
	/**
	* Before code content, after optional prefix.
	*
	* ```markdown
	*   | ~~~js
	* > | alert(1)
	*     ^
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function beforeContentChunk(code) {
		if (code === null || markdownLineEnding(code)) return effects.check(nonLazyContinuation, atNonLazyBreak, after)(code);
		effects.enter("codeFlowValue");
		return contentChunk(code);
	}
	/**
	* In code content.
	*
	* ```markdown
	*   | ~~~js
	* > | alert(1)
	*     ^^^^^^^^
	*   | ~~~
	* ```
	*
	* @type {State}
	*/
	function contentChunk(code) {
		if (code === null || markdownLineEnding(code)) {
			effects.exit("codeFlowValue");
			return beforeContentChunk(code);
		}
		effects.consume(code);
		return contentChunk;
	}
	/**
	* After code.
	*
	* ```markdown
	*   | ~~~js
	*   | alert(1)
	* > | ~~~
	*        ^
	* ```
	*
	* @type {State}
	*/
	function after(code) {
		effects.exit("codeFenced");
		return ok(code);
	}
	/**
	* @this {TokenizeContext}
	*   Context.
	* @type {Tokenizer}
	*/
	function tokenizeCloseStart(effects, ok, nok) {
		let size = 0;
		return startBefore;
		/**
		*
		*
		* @type {State}
		*/
		function startBefore(code) {
			effects.enter("lineEnding");
			effects.consume(code);
			effects.exit("lineEnding");
			return start;
		}
		/**
		* Before closing fence, at optional whitespace.
		*
		* ```markdown
		*   | ~~~js
		*   | alert(1)
		* > | ~~~
		*     ^
		* ```
		*
		* @type {State}
		*/
		function start(code) {
			effects.enter("codeFencedFence");
			return markdownSpace(code) ? factorySpace(effects, beforeSequenceClose, "linePrefix", self.parser.constructs.disable.null.includes("codeIndented") ? void 0 : 4)(code) : beforeSequenceClose(code);
		}
		/**
		* In closing fence, after optional whitespace, at sequence.
		*
		* ```markdown
		*   | ~~~js
		*   | alert(1)
		* > | ~~~
		*     ^
		* ```
		*
		* @type {State}
		*/
		function beforeSequenceClose(code) {
			if (code === marker) {
				effects.enter("codeFencedFenceSequence");
				return sequenceClose(code);
			}
			return nok(code);
		}
		/**
		* In closing fence sequence.
		*
		* ```markdown
		*   | ~~~js
		*   | alert(1)
		* > | ~~~
		*     ^
		* ```
		*
		* @type {State}
		*/
		function sequenceClose(code) {
			if (code === marker) {
				size++;
				effects.consume(code);
				return sequenceClose;
			}
			if (size >= sizeOpen) {
				effects.exit("codeFencedFenceSequence");
				return markdownSpace(code) ? factorySpace(effects, sequenceCloseAfter, "whitespace")(code) : sequenceCloseAfter(code);
			}
			return nok(code);
		}
		/**
		* After closing fence sequence, after optional whitespace.
		*
		* ```markdown
		*   | ~~~js
		*   | alert(1)
		* > | ~~~
		*        ^
		* ```
		*
		* @type {State}
		*/
		function sequenceCloseAfter(code) {
			if (code === null || markdownLineEnding(code)) {
				effects.exit("codeFencedFence");
				return ok(code);
			}
			return nok(code);
		}
	}
}

// node_modules/micromark-core-commonmark/lib/code-indented.js
/**
* @import {
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const codeIndented = {
	name: "codeIndented",
	tokenize: tokenizeCodeIndented
};
/** @type {Construct} */
const furtherStart = {
	partial: true,
	tokenize: tokenizeFurtherStart
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeCodeIndented(effects, ok, nok) {
	return start;
	/**
	* Start of code (indented).
	*
	* > **Parsing note**: it is not needed to check if this first line is a
	* > filled line (that it has a non-whitespace character), because blank lines
	* > are parsed already, so we never run into that.
	*
	* ```markdown
	* > |     aaa
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("codeIndented");
		return factorySpaceMinMax(effects, atBreak, nok, "linePrefix", 4, 4)(code);
	}
	/**
	* At a break.
	*
	* ```markdown
	* > |     aaa
	*         ^  ^
	* ```
	*
	* @type {State}
	*/
	function atBreak(code) {
		if (code === null) return after(code);
		if (markdownLineEnding(code)) return effects.attempt(furtherStart, atBreak, after)(code);
		effects.enter("codeFlowValue");
		return inside(code);
	}
	/**
	* In code content.
	*
	* ```markdown
	* > |     aaa
	*         ^^^^
	* ```
	*
	* @type {State}
	*/
	function inside(code) {
		if (code === null || markdownLineEnding(code)) {
			effects.exit("codeFlowValue");
			return atBreak(code);
		}
		effects.consume(code);
		return inside;
	}
	/** @type {State} */
	function after(code) {
		effects.exit("codeIndented");
		return ok(code);
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeFurtherStart(effects, ok, nok) {
	const self = this;
	return furtherStart;
	/**
	* At eol, trying to parse another indent.
	*
	* ```markdown
	* > |     aaa
	*            ^
	*   |     bbb
	* ```
	*
	* @type {State}
	*/
	function furtherStart(code) {
		if (self.parser.lazy[self.now().line]) return nok(code);
		if (markdownLineEnding(code)) {
			effects.enter("lineEnding");
			effects.consume(code);
			effects.exit("lineEnding");
			return furtherStart;
		}
		return factorySpaceMinMax(effects, ok, onNotEnoughPrefix, "linePrefix", 4, 4)(code);
	}
	/**
	* After not enough of a prefix.
	*
	* A following line ending is another (potentially blank) line to try,
	* anything else means this isn’t a continuation.
	*
	* ```markdown
	* > |     aaa
	*
	*   |     bbb
	* ```
	*
	* @type {State}
	*/
	function onNotEnoughPrefix(code) {
		return markdownLineEnding(code) ? furtherStart(code) : nok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/code-text.js
/**
* @import {
*   Construct,
*   Previous,
*   Resolver,
*   State,
*   TokenizeContext,
*   Tokenizer,
*   Token
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const codeText = {
	name: "codeText",
	previous,
	resolve: resolveCodeText,
	tokenize: tokenizeCodeText
};
/** @type {Resolver} */
function resolveCodeText(events) {
	let tailExitIndex = events.length - 4;
	let headEnterIndex = 3;
	/** @type {number} */
	let index;
	/** @type {number | undefined} */
	let enter;
	if ((events[headEnterIndex][1].type === "lineEnding" || events[headEnterIndex][1].type === "space") && (events[tailExitIndex][1].type === "lineEnding" || events[tailExitIndex][1].type === "space")) {
		index = headEnterIndex;
		while (++index < tailExitIndex) if (events[index][1].type === "codeTextData") {
			events[headEnterIndex][1].type = "codeTextPadding";
			events[tailExitIndex][1].type = "codeTextPadding";
			headEnterIndex += 2;
			tailExitIndex -= 2;
			break;
		}
	}
	index = headEnterIndex - 1;
	tailExitIndex++;
	while (++index <= tailExitIndex) if (enter === void 0) {
		if (index !== tailExitIndex && events[index][1].type !== "lineEnding") enter = index;
	} else if (index === tailExitIndex || events[index][1].type === "lineEnding") {
		events[enter][1].type = "codeTextData";
		if (index !== enter + 2) {
			events[enter][1].end = events[index - 1][1].end;
			events.splice(enter + 2, index - enter - 2);
			tailExitIndex -= index - enter - 2;
			index = enter + 2;
		}
		enter = void 0;
	}
	return events;
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Previous}
*/
function previous(code) {
	return code !== 96 || this.events[this.events.length - 1][1].type === "characterEscape";
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeCodeText(effects, ok, nok) {
	let sizeOpen = 0;
	/** @type {number} */
	let size;
	/** @type {Token} */
	let token;
	return start;
	/**
	* Start of code (text).
	*
	* ```markdown
	* > | `a`
	*     ^
	* > | \`a`
	*      ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("codeText");
		effects.enter("codeTextSequence");
		return sequenceOpen(code);
	}
	/**
	* In opening sequence.
	*
	* ```markdown
	* > | `a`
	*     ^
	* ```
	*
	* @type {State}
	*/
	function sequenceOpen(code) {
		if (code === 96) {
			effects.consume(code);
			sizeOpen++;
			return sequenceOpen;
		}
		effects.exit("codeTextSequence");
		return between(code);
	}
	/**
	* Between something and something else.
	*
	* ```markdown
	* > | `a`
	*      ^^
	* ```
	*
	* @type {State}
	*/
	function between(code) {
		if (code === null) return nok(code);
		if (code === 32) {
			effects.enter("space");
			effects.consume(code);
			effects.exit("space");
			return between;
		}
		if (code === 96) {
			token = effects.enter("codeTextSequence");
			size = 0;
			return sequenceClose(code);
		}
		if (markdownLineEnding(code)) {
			effects.enter("lineEnding");
			effects.consume(code);
			effects.exit("lineEnding");
			return between;
		}
		effects.enter("codeTextData");
		return data(code);
	}
	/**
	* In data.
	*
	* ```markdown
	* > | `a`
	*      ^
	* ```
	*
	* @type {State}
	*/
	function data(code) {
		if (code === null || code === 32 || code === 96 || markdownLineEnding(code)) {
			effects.exit("codeTextData");
			return between(code);
		}
		effects.consume(code);
		return data;
	}
	/**
	* In closing sequence.
	*
	* ```markdown
	* > | `a`
	*       ^
	* ```
	*
	* @type {State}
	*/
	function sequenceClose(code) {
		if (code === 96) {
			effects.consume(code);
			size++;
			return sequenceClose;
		}
		if (size === sizeOpen) {
			effects.exit("codeTextSequence");
			effects.exit("codeText");
			return ok(code);
		}
		token.type = "codeTextData";
		return data(code);
	}
}

// node_modules/micromark-util-subtokenize/lib/splice-buffer.js
/**
* Some of the internal operations of micromark do lots of editing
* operations on very large arrays. This runs into problems with two
* properties of most circa-2020 JavaScript interpreters:
*
*  - Array-length modifications at the high end of an array (push/pop) are
*    expected to be common and are implemented in (amortized) time
*    proportional to the number of elements added or removed, whereas
*    other operations (shift/unshift and splice) are much less efficient.
*  - Function arguments are passed on the stack, so adding tens of thousands
*    of elements to an array with `arr.push(...newElements)` will frequently
*    cause stack overflows. (see <https://stackoverflow.com/questions/22123769/rangeerror-maximum-call-stack-size-exceeded-why>)
*
* SpliceBuffers are an implementation of gap buffers, which are a
* generalization of the "queue made of two stacks" idea. The splice buffer
* maintains a cursor, and moving the cursor has cost proportional to the
* distance the cursor moves, but inserting, deleting, or splicing in
* new information at the cursor is as efficient as the push/pop operation.
* This allows for an efficient sequence of splices (or pushes, pops, shifts,
* or unshifts) as long such edits happen at the same part of the array or
* generally sweep through the array from the beginning to the end.
*
* The interface for splice buffers also supports large numbers of inputs by
* passing a single array argument rather passing multiple arguments on the
* function call stack.
*
* @template T
*   Item type.
*/
var SpliceBuffer = class {
	/**
	* @param {ReadonlyArray<T> | null | undefined} [initial]
	*   Initial items (optional).
	* @returns
	*   Splice buffer.
	*/
	constructor(initial) {
		/** @type {Array<T>} */
		this.left = initial ? [...initial] : [];
		/** @type {Array<T>} */
		this.right = [];
	}
	/**
	* Array access;
	* does not move the cursor.
	*
	* @param {number} index
	*   Index.
	* @return {T}
	*   Item.
	*/
	get(index) {
		if (index < 0 || index >= this.left.length + this.right.length) throw new RangeError("Cannot access index `" + index + "` in a splice buffer of size `" + (this.left.length + this.right.length) + "`");
		if (index < this.left.length) return this.left[index];
		return this.right[this.right.length - index + this.left.length - 1];
	}
	/**
	* The length of the splice buffer, one greater than the largest index in the
	* array.
	*/
	get length() {
		return this.left.length + this.right.length;
	}
	/**
	* Remove and return `list[0]`;
	* moves the cursor to `0`.
	*
	* @returns {T | undefined}
	*   Item, optional.
	*/
	shift() {
		this.setCursor(0);
		return this.right.pop();
	}
	/**
	* Slice the buffer to get an array;
	* does not move the cursor.
	*
	* @param {number} start
	*   Start.
	* @param {number | null | undefined} [end]
	*   End (optional).
	* @returns {Array<T>}
	*   Array of items.
	*/
	slice(start, end) {
		/** @type {number} */
		const stop = end === null || end === void 0 ? Number.POSITIVE_INFINITY : end;
		if (stop < this.left.length) return this.left.slice(start, stop);
		if (start > this.left.length) return this.right.slice(this.right.length - stop + this.left.length, this.right.length - start + this.left.length).reverse();
		return this.left.slice(start).concat(this.right.slice(this.right.length - stop + this.left.length).reverse());
	}
	/**
	* Mimics the behavior of Array.prototype.splice() except for the change of
	* interface necessary to avoid segfaults when patching in very large arrays.
	*
	* This operation moves cursor is moved to `start` and results in the cursor
	* placed after any inserted items.
	*
	* @param {number} start
	*   Start;
	*   zero-based index at which to start changing the array;
	*   negative numbers count backwards from the end of the array and values
	*   that are out-of bounds are clamped to the appropriate end of the array.
	* @param {number | null | undefined} [deleteCount=0]
	*   Delete count (default: `0`);
	*   maximum number of elements to delete, starting from start.
	* @param {Array<T> | null | undefined} [items=[]]
	*   Items to include in place of the deleted items (default: `[]`).
	* @return {Array<T>}
	*   Any removed items.
	*/
	splice(start, deleteCount, items) {
		/** @type {number} */
		const count = deleteCount || 0;
		this.setCursor(Math.trunc(start));
		const removed = this.right.splice(this.right.length - count, Number.POSITIVE_INFINITY);
		if (items) chunkedPush(this.left, items);
		return removed.reverse();
	}
	/**
	* Remove and return the highest-numbered item in the array, so
	* `list[list.length - 1]`;
	* Moves the cursor to `length`.
	*
	* @returns {T | undefined}
	*   Item, optional.
	*/
	pop() {
		this.setCursor(Number.POSITIVE_INFINITY);
		return this.left.pop();
	}
	/**
	* Inserts a single item to the high-numbered side of the array;
	* moves the cursor to `length`.
	*
	* @param {T} item
	*   Item.
	* @returns {undefined}
	*   Nothing.
	*/
	push(item) {
		this.setCursor(Number.POSITIVE_INFINITY);
		this.left.push(item);
	}
	/**
	* Inserts many items to the high-numbered side of the array.
	* Moves the cursor to `length`.
	*
	* @param {Array<T>} items
	*   Items.
	* @returns {undefined}
	*   Nothing.
	*/
	pushMany(items) {
		this.setCursor(Number.POSITIVE_INFINITY);
		chunkedPush(this.left, items);
	}
	/**
	* Inserts a single item to the low-numbered side of the array;
	* Moves the cursor to `0`.
	*
	* @param {T} item
	*   Item.
	* @returns {undefined}
	*   Nothing.
	*/
	unshift(item) {
		this.setCursor(0);
		this.right.push(item);
	}
	/**
	* Inserts many items to the low-numbered side of the array;
	* moves the cursor to `0`.
	*
	* @param {Array<T>} items
	*   Items.
	* @returns {undefined}
	*   Nothing.
	*/
	unshiftMany(items) {
		this.setCursor(0);
		chunkedPush(this.right, items.reverse());
	}
	/**
	* Move the cursor to a specific position in the array. Requires
	* time proportional to the distance moved.
	*
	* If `n < 0`, the cursor will end up at the beginning.
	* If `n > length`, the cursor will end up at the end.
	*
	* @param {number} n
	*   Position.
	* @return {undefined}
	*   Nothing.
	*/
	setCursor(n) {
		if (n === this.left.length || n > this.left.length && this.right.length === 0 || n < 0 && this.left.length === 0) return;
		if (n < this.left.length) {
			const removed = this.left.splice(n, Number.POSITIVE_INFINITY);
			chunkedPush(this.right, removed.reverse());
		} else {
			const removed = this.right.splice(this.left.length + this.right.length - n, Number.POSITIVE_INFINITY);
			chunkedPush(this.left, removed.reverse());
		}
	}
};
/**
* Avoid stack overflow by pushing items onto the stack in segments
*
* @template T
*   Item type.
* @param {Array<T>} list
*   List to inject into.
* @param {ReadonlyArray<T>} right
*   Items to inject.
* @return {undefined}
*   Nothing.
*/
function chunkedPush(list, right) {
	/** @type {number} */
	let chunkStart = 0;
	if (right.length < 1e4) list.push(...right);
	else while (chunkStart < right.length) {
		list.push(...right.slice(chunkStart, chunkStart + 1e4));
		chunkStart += 1e4;
	}
}

// node_modules/micromark-util-subtokenize/index.js
/**
* @import {Chunk, Event, Token} from 'micromark-util-types'
*/
/**
* Tokenize subcontent.
*
* @param {Array<Event>} eventsArray
*   List of events.
* @returns {boolean}
*   Whether subtokens were found.
*/
function subtokenize(eventsArray) {
	/** @type {Record<string, number>} */
	const jumps = {};
	let index = -1;
	/** @type {Event} */
	let event;
	/** @type {number | undefined} */
	let lineIndex;
	/** @type {number} */
	let otherIndex;
	/** @type {Event} */
	let otherEvent;
	/** @type {Array<Event>} */
	let parameters;
	/** @type {Array<Event>} */
	let subevents;
	/** @type {boolean | undefined} */
	let more;
	const events = new SpliceBuffer(eventsArray);
	while (++index < events.length) {
		while (index in jumps) index = jumps[index];
		event = events.get(index);
		if (index && event[1].type === "chunkFlow" && events.get(index - 1)[1].type === "listItemPrefix") {
			subevents = event[1]._tokenizer.events;
			otherIndex = 0;
			if (otherIndex < subevents.length && subevents[otherIndex][1].type === "lineEndingBlank") otherIndex += 2;
			if (otherIndex < subevents.length && subevents[otherIndex][1].type === "content") while (++otherIndex < subevents.length) {
				if (subevents[otherIndex][1].type === "content") break;
				if (subevents[otherIndex][1].type === "chunkText") {
					subevents[otherIndex][1]._isInFirstContentOfListItem = true;
					otherIndex++;
				}
			}
		}
		if (event[0] === "enter") {
			if (event[1].contentType) {
				Object.assign(jumps, subcontent(events, index));
				index = jumps[index];
				more = true;
			}
		} else if (event[1]._container) {
			otherIndex = index;
			lineIndex = void 0;
			while (otherIndex--) {
				otherEvent = events.get(otherIndex);
				if (otherEvent[1].type === "lineEnding" || otherEvent[1].type === "lineEndingBlank") {
					if (otherEvent[0] === "enter") {
						if (lineIndex) events.get(lineIndex)[1].type = "lineEndingBlank";
						otherEvent[1].type = "lineEnding";
						lineIndex = otherIndex;
					}
				} else if (otherEvent[1].type === "linePrefix" || otherEvent[1].type === "listItemIndent") {} else break;
			}
			if (lineIndex) {
				event[1].end = { ...events.get(lineIndex)[1].start };
				parameters = events.slice(lineIndex, index);
				parameters.unshift(event);
				events.splice(lineIndex, index - lineIndex + 1, parameters);
			}
		}
	}
	splice(eventsArray, 0, Number.POSITIVE_INFINITY, events.slice(0));
	return !more;
}
/**
* Tokenize embedded tokens.
*
* @param {SpliceBuffer<Event>} events
*   Events.
* @param {number} eventIndex
*   Index.
* @returns {Record<string, number>}
*   Gaps.
*/
function subcontent(events, eventIndex) {
	const token = events.get(eventIndex)[1];
	const context = events.get(eventIndex)[2];
	let startPosition = eventIndex - 1;
	/** @type {Array<number>} */
	const startPositions = [];
	let tokenizer = token._tokenizer;
	if (!tokenizer) {
		tokenizer = context.parser[token.contentType](token.start);
		if (token._contentTypeTextTrailing) tokenizer._contentTypeTextTrailing = true;
	}
	const childEvents = tokenizer.events;
	/** @type {Array<[number, number]>} */
	const jumps = [];
	/** @type {Record<string, number>} */
	const gaps = {};
	/** @type {Array<Chunk>} */
	let stream;
	/** @type {Token | undefined} */
	let previous;
	let index = -1;
	/** @type {Token | undefined} */
	let current = token;
	let adjust = 0;
	let start = 0;
	const breaks = [start];
	while (current) {
		while (events.get(++startPosition)[1] !== current);
		startPositions.push(startPosition);
		if (!current._tokenizer) {
			stream = context.sliceStream(current);
			if (!current.next) stream.push(null);
			if (previous) tokenizer.defineSkip(current.start);
			if (current._isInFirstContentOfListItem) tokenizer._gfmTasklistFirstContentOfListItem = true;
			tokenizer.write(stream);
			if (current._isInFirstContentOfListItem) tokenizer._gfmTasklistFirstContentOfListItem = void 0;
		}
		previous = current;
		current = current.next;
	}
	current = token;
	while (++index < childEvents.length) if (childEvents[index][0] === "exit" && childEvents[index - 1][0] === "enter" && childEvents[index][1].type === childEvents[index - 1][1].type && childEvents[index][1].start.line !== childEvents[index][1].end.line) {
		start = index + 1;
		breaks.push(start);
		current._tokenizer = void 0;
		current.previous = void 0;
		current = current.next;
	}
	tokenizer.events = [];
	if (current) {
		current._tokenizer = void 0;
		current.previous = void 0;
	} else breaks.pop();
	index = breaks.length;
	while (index--) {
		const slice = childEvents.slice(breaks[index], breaks[index + 1]);
		const start = startPositions.pop();
		jumps.push([start, start + slice.length - 1]);
		events.splice(start, 2, slice);
	}
	jumps.reverse();
	index = -1;
	while (++index < jumps.length) {
		gaps[adjust + jumps[index][0]] = adjust + jumps[index][1];
		adjust += jumps[index][1] - jumps[index][0] - 1;
	}
	return gaps;
}

// node_modules/micromark-core-commonmark/lib/content.js
/**
* @import {
*   Construct,
*   Resolver,
*   State,
*   TokenizeContext,
*   Tokenizer,
*   Token
* } from 'micromark-util-types'
*/
/**
* No name because it must not be turned off.
* @type {Construct}
*/
const content = {
	resolve: resolveContent,
	tokenize: tokenizeContent
};
/** @type {Construct} */
const continuationConstruct = {
	partial: true,
	tokenize: tokenizeContinuation
};
/**
* Content is transparent: it’s parsed right now. That way, definitions are also
* parsed right now: before text in paragraphs (specifically, media) are parsed.
*
* @type {Resolver}
*/
function resolveContent(events) {
	subtokenize(events);
	return events;
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeContent(effects, ok) {
	/** @type {Token | undefined} */
	let previous;
	return chunkStart;
	/**
	* Before a content chunk.
	*
	* ```markdown
	* > | abc
	*     ^
	* ```
	*
	* @type {State}
	*/
	function chunkStart(code) {
		effects.enter("content");
		previous = effects.enter("chunkContent", { contentType: "content" });
		return chunkInside(code);
	}
	/**
	* In a content chunk.
	*
	* ```markdown
	* > | abc
	*     ^^^
	* ```
	*
	* @type {State}
	*/
	function chunkInside(code) {
		if (code === null) return contentEnd(code);
		if (markdownLineEnding(code)) return effects.check(continuationConstruct, contentContinue, contentEnd)(code);
		effects.consume(code);
		return chunkInside;
	}
	/**
	*
	*
	* @type {State}
	*/
	function contentEnd(code) {
		effects.exit("chunkContent");
		effects.exit("content");
		return ok(code);
	}
	/**
	*
	*
	* @type {State}
	*/
	function contentContinue(code) {
		effects.consume(code);
		effects.exit("chunkContent");
		previous.next = effects.enter("chunkContent", {
			contentType: "content",
			previous
		});
		previous = previous.next;
		return chunkInside;
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeContinuation(effects, ok, nok) {
	const self = this;
	return startLookahead;
	/**
	*
	*
	* @type {State}
	*/
	function startLookahead(code) {
		effects.exit("chunkContent");
		effects.enter("lineEnding");
		effects.consume(code);
		effects.exit("lineEnding");
		return factorySpace(effects, prefixed, "linePrefix");
	}
	/**
	*
	*
	* @type {State}
	*/
	function prefixed(code) {
		if (code === null || markdownLineEnding(code)) return nok(code);
		const tail = self.events[self.events.length - 1];
		if (!self.parser.constructs.disable.null.includes("codeIndented") && tail && tail[1].type === "linePrefix" && tail[2].sliceSerialize(tail[1], true).length >= 4) return ok(code);
		return effects.interrupt(self.parser.constructs.flow, nok, ok)(code);
	}
}

// node_modules/micromark-factory-destination/index.js
/**
* @import {Effects, State, TokenType} from 'micromark-util-types'
*/
/**
* Parse destinations.
*
* ###### Examples
*
* ```markdown
* <a>
* <a\>b>
* <a b>
* <a)>
* a
* a\)b
* a(b)c
* a(b)
* ```
*
* @param {Effects} effects
*   Context.
* @param {State} ok
*   State switched to when successful.
* @param {State} nok
*   State switched to when unsuccessful.
* @param {TokenType} type
*   Type for whole (`<a>` or `b`).
* @param {TokenType} literalType
*   Type when enclosed (`<a>`).
* @param {TokenType} literalMarkerType
*   Type for enclosing (`<` and `>`).
* @param {TokenType} rawType
*   Type when not enclosed (`b`).
* @param {TokenType} stringType
*   Type for the value (`a` or `b`).
* @param {number | undefined} [max=Infinity]
*   Depth of nested parens (inclusive).
* @returns {State}
*   Start state.
*/
function factoryDestination(effects, ok, nok, type, literalType, literalMarkerType, rawType, stringType, max) {
	const limit = max || Number.POSITIVE_INFINITY;
	let balance = 0;
	return start;
	/**
	* Start of destination.
	*
	* ```markdown
	* > | <aa>
	*     ^
	* > | aa
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		if (code === 60) {
			effects.enter(type);
			effects.enter(literalType);
			effects.enter(literalMarkerType);
			effects.consume(code);
			effects.exit(literalMarkerType);
			return enclosedBefore;
		}
		if (code === null || code === 32 || code === 41 || asciiControl(code)) return nok(code);
		effects.enter(type);
		effects.enter(rawType);
		effects.enter(stringType);
		effects.enter("chunkString", { contentType: "string" });
		return raw(code);
	}
	/**
	* After `<`, at an enclosed destination.
	*
	* ```markdown
	* > | <aa>
	*      ^
	* ```
	*
	* @type {State}
	*/
	function enclosedBefore(code) {
		if (code === 62) {
			effects.enter(literalMarkerType);
			effects.consume(code);
			effects.exit(literalMarkerType);
			effects.exit(literalType);
			effects.exit(type);
			return ok;
		}
		effects.enter(stringType);
		effects.enter("chunkString", { contentType: "string" });
		return enclosed(code);
	}
	/**
	* In enclosed destination.
	*
	* ```markdown
	* > | <aa>
	*      ^
	* ```
	*
	* @type {State}
	*/
	function enclosed(code) {
		if (code === 62) {
			effects.exit("chunkString");
			effects.exit(stringType);
			return enclosedBefore(code);
		}
		if (code === null || code === 60 || markdownLineEnding(code)) return nok(code);
		effects.consume(code);
		return code === 92 ? enclosedEscape : enclosed;
	}
	/**
	* After `\`, at a special character.
	*
	* ```markdown
	* > | <a\*a>
	*        ^
	* ```
	*
	* @type {State}
	*/
	function enclosedEscape(code) {
		if (code === 60 || code === 62 || code === 92) {
			effects.consume(code);
			return enclosed;
		}
		return enclosed(code);
	}
	/**
	* In raw destination.
	*
	* ```markdown
	* > | aa
	*     ^
	* ```
	*
	* @type {State}
	*/
	function raw(code) {
		if (!balance && (code === null || code === 41 || markdownLineEndingOrSpace(code))) {
			effects.exit("chunkString");
			effects.exit(stringType);
			effects.exit(rawType);
			effects.exit(type);
			return ok(code);
		}
		if (balance < limit && code === 40) {
			effects.consume(code);
			balance++;
			return raw;
		}
		if (code === 41) {
			effects.consume(code);
			balance--;
			return raw;
		}
		if (code === null || code === 32 || code === 40 || asciiControl(code)) return nok(code);
		effects.consume(code);
		return code === 92 ? rawEscape : raw;
	}
	/**
	* After `\`, at special character.
	*
	* ```markdown
	* > | a\*a
	*       ^
	* ```
	*
	* @type {State}
	*/
	function rawEscape(code) {
		if (code === 40 || code === 41 || code === 92) {
			effects.consume(code);
			return raw;
		}
		return raw(code);
	}
}

// node_modules/micromark-factory-label/index.js
/**
* @import {
*   Effects,
*   State,
*   TokenizeContext,
*   TokenType
* } from 'micromark-util-types'
*/
/**
* Parse labels.
*
* > 👉 **Note**: labels in markdown are capped at 999 characters in the string.
*
* ###### Examples
*
* ```markdown
* [a]
* [a
* b]
* [a\]b]
* ```
*
* @this {TokenizeContext}
*   Tokenize context.
* @param {Effects} effects
*   Context.
* @param {State} ok
*   State switched to when successful.
* @param {State} nok
*   State switched to when unsuccessful.
* @param {TokenType} type
*   Type of the whole label (`[a]`).
* @param {TokenType} markerType
*   Type for the markers (`[` and `]`).
* @param {TokenType} stringType
*   Type for the identifier (`a`).
* @returns {State}
*   Start state.
*/
function factoryLabel(effects, ok, nok, type, markerType, stringType) {
	const self = this;
	let size = 0;
	/** @type {boolean} */
	let seen;
	return start;
	/**
	* Start of label.
	*
	* ```markdown
	* > | [a]
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter(type);
		effects.enter(markerType);
		effects.consume(code);
		effects.exit(markerType);
		effects.enter(stringType);
		return atBreak;
	}
	/**
	* In label, at something, before something else.
	*
	* ```markdown
	* > | [a]
	*      ^
	* ```
	*
	* @type {State}
	*/
	function atBreak(code) {
		if (size > 999 || code === null || code === 91 || code === 93 && !seen || 
		/* c8 ignore next 3 */
		code === 94 && !size && "_hiddenFootnoteSupport" in self.parser.constructs) return nok(code);
		if (code === 93) {
			effects.exit(stringType);
			effects.enter(markerType);
			effects.consume(code);
			effects.exit(markerType);
			effects.exit(type);
			return ok;
		}
		if (markdownLineEnding(code)) {
			effects.enter("lineEnding");
			effects.consume(code);
			effects.exit("lineEnding");
			return atBreak;
		}
		effects.enter("chunkString", { contentType: "string" });
		return labelInside(code);
	}
	/**
	* In label, in text.
	*
	* ```markdown
	* > | [a]
	*      ^
	* ```
	*
	* @type {State}
	*/
	function labelInside(code) {
		if (code === null || code === 91 || code === 93 || markdownLineEnding(code) || size++ > 999) {
			effects.exit("chunkString");
			return atBreak(code);
		}
		effects.consume(code);
		if (!seen) seen = !markdownSpace(code);
		return code === 92 ? labelEscape : labelInside;
	}
	/**
	* After `\`, at a special character.
	*
	* ```markdown
	* > | [a\*a]
	*        ^
	* ```
	*
	* @type {State}
	*/
	function labelEscape(code) {
		if (code === 91 || code === 92 || code === 93) {
			effects.consume(code);
			size++;
			return labelInside;
		}
		return labelInside(code);
	}
}

// node_modules/micromark-factory-title/index.js
/**
* @import {
*   Code,
*   Effects,
*   State,
*   TokenType
* } from 'micromark-util-types'
*/
/**
* Parse titles.
*
* ###### Examples
*
* ```markdown
* "a"
* 'b'
* (c)
* "a
* b"
* 'a
*     b'
* (a\)b)
* ```
*
* @param {Effects} effects
*   Context.
* @param {State} ok
*   State switched to when successful.
* @param {State} nok
*   State switched to when unsuccessful.
* @param {TokenType} type
*   Type of the whole title (`"a"`, `'b'`, `(c)`).
* @param {TokenType} markerType
*   Type for the markers (`"`, `'`, `(`, and `)`).
* @param {TokenType} stringType
*   Type for the value (`a`).
* @returns {State}
*   Start state.
*/
function factoryTitle(effects, ok, nok, type, markerType, stringType) {
	/** @type {NonNullable<Code>} */
	let marker;
	return start;
	/**
	* Start of title.
	*
	* ```markdown
	* > | "a"
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		if (code === 34 || code === 39 || code === 40) {
			effects.enter(type);
			effects.enter(markerType);
			effects.consume(code);
			effects.exit(markerType);
			marker = code === 40 ? 41 : code;
			return begin;
		}
		return nok(code);
	}
	/**
	* After opening marker.
	*
	* This is also used at the closing marker.
	*
	* ```markdown
	* > | "a"
	*      ^
	* ```
	*
	* @type {State}
	*/
	function begin(code) {
		if (code === marker) {
			effects.enter(markerType);
			effects.consume(code);
			effects.exit(markerType);
			effects.exit(type);
			return ok;
		}
		effects.enter(stringType);
		return atBreak(code);
	}
	/**
	* At something, before something else.
	*
	* ```markdown
	* > | "a"
	*      ^
	* ```
	*
	* @type {State}
	*/
	function atBreak(code) {
		if (code === marker) {
			effects.exit(stringType);
			return begin(marker);
		}
		if (code === null) return nok(code);
		if (markdownLineEnding(code)) {
			effects.enter("lineEnding");
			effects.consume(code);
			effects.exit("lineEnding");
			return factorySpace(effects, atBreak, "linePrefix");
		}
		effects.enter("chunkString", { contentType: "string" });
		return inside(code);
	}
	/**
	*
	*
	* @type {State}
	*/
	function inside(code) {
		if (code === marker || code === null || markdownLineEnding(code)) {
			effects.exit("chunkString");
			return atBreak(code);
		}
		effects.consume(code);
		return code === 92 ? escape : inside;
	}
	/**
	* After `\`, at a special character.
	*
	* ```markdown
	* > | "a\*b"
	*      ^
	* ```
	*
	* @type {State}
	*/
	function escape(code) {
		if (code === marker || code === 92) {
			effects.consume(code);
			return inside;
		}
		return inside(code);
	}
}

// node_modules/micromark-factory-whitespace/index.js
/**
* @import {Effects, State} from 'micromark-util-types'
*/
/**
* Parse spaces and tabs.
*
* There is no `nok` parameter:
*
* *   line endings or spaces in markdown are often optional, in which case this
*     factory can be used and `ok` will be switched to whether spaces were found
*     or not
* *   one line ending or space can be detected with
*     `markdownLineEndingOrSpace(code)` right before using `factoryWhitespace`
*
* @param {Effects} effects
*   Context.
* @param {State} ok
*   State switched to when successful.
* @returns {State}
*   Start state.
*/
function factoryWhitespace(effects, ok) {
	/** @type {boolean} */
	let seen;
	return start;
	/** @type {State} */
	function start(code) {
		if (markdownLineEnding(code)) {
			effects.enter("lineEnding");
			effects.consume(code);
			effects.exit("lineEnding");
			seen = true;
			return start;
		}
		if (markdownSpace(code)) return factorySpace(effects, start, seen ? "linePrefix" : "lineSuffix")(code);
		return ok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/definition.js
/**
* @import {
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const definition = {
	name: "definition",
	tokenize: tokenizeDefinition
};
/** @type {Construct} */
const titleBefore = {
	partial: true,
	tokenize: tokenizeTitleBefore
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeDefinition(effects, ok, nok) {
	const self = this;
	/** @type {string} */
	let identifier;
	return start;
	/**
	* At start of a definition.
	*
	* ```markdown
	* > | [a]: b "c"
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("definition");
		return before(code);
	}
	/**
	* After optional whitespace, at `[`.
	*
	* ```markdown
	* > | [a]: b "c"
	*     ^
	* ```
	*
	* @type {State}
	*/
	function before(code) {
		return factoryLabel.call(self, effects, labelAfter, nok, "definitionLabel", "definitionLabelMarker", "definitionLabelString")(code);
	}
	/**
	* After label.
	*
	* ```markdown
	* > | [a]: b "c"
	*        ^
	* ```
	*
	* @type {State}
	*/
	function labelAfter(code) {
		identifier = normalizeIdentifier(self.sliceSerialize(self.events[self.events.length - 1][1]).slice(1, -1));
		if (code === 58) {
			effects.enter("definitionMarker");
			effects.consume(code);
			effects.exit("definitionMarker");
			return markerAfter;
		}
		return nok(code);
	}
	/**
	* After marker.
	*
	* ```markdown
	* > | [a]: b "c"
	*         ^
	* ```
	*
	* @type {State}
	*/
	function markerAfter(code) {
		return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, destinationBefore)(code) : destinationBefore(code);
	}
	/**
	* Before destination.
	*
	* ```markdown
	* > | [a]: b "c"
	*          ^
	* ```
	*
	* @type {State}
	*/
	function destinationBefore(code) {
		return factoryDestination(effects, destinationAfter, nok, "definitionDestination", "definitionDestinationLiteral", "definitionDestinationLiteralMarker", "definitionDestinationRaw", "definitionDestinationString")(code);
	}
	/**
	* After destination.
	*
	* ```markdown
	* > | [a]: b "c"
	*           ^
	* ```
	*
	* @type {State}
	*/
	function destinationAfter(code) {
		return effects.attempt(titleBefore, after, after)(code);
	}
	/**
	* After definition.
	*
	* ```markdown
	* > | [a]: b
	*           ^
	* > | [a]: b "c"
	*               ^
	* ```
	*
	* @type {State}
	*/
	function after(code) {
		return markdownSpace(code) ? factorySpace(effects, afterWhitespace, "whitespace")(code) : afterWhitespace(code);
	}
	/**
	* After definition, after optional whitespace.
	*
	* ```markdown
	* > | [a]: b
	*           ^
	* > | [a]: b "c"
	*               ^
	* ```
	*
	* @type {State}
	*/
	function afterWhitespace(code) {
		if (code === null || markdownLineEnding(code)) {
			effects.exit("definition");
			self.parser.defined.push(identifier);
			return ok(code);
		}
		return nok(code);
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeTitleBefore(effects, ok, nok) {
	return titleBefore;
	/**
	* After destination, at whitespace.
	*
	* ```markdown
	* > | [a]: b
	*           ^
	* > | [a]: b "c"
	*           ^
	* ```
	*
	* @type {State}
	*/
	function titleBefore(code) {
		return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, beforeMarker)(code) : nok(code);
	}
	/**
	* At title.
	*
	* ```markdown
	*   | [a]: b
	* > | "c"
	*     ^
	* ```
	*
	* @type {State}
	*/
	function beforeMarker(code) {
		return factoryTitle(effects, titleAfter, nok, "definitionTitle", "definitionTitleMarker", "definitionTitleString")(code);
	}
	/**
	* After title.
	*
	* ```markdown
	* > | [a]: b "c"
	*               ^
	* ```
	*
	* @type {State}
	*/
	function titleAfter(code) {
		return markdownSpace(code) ? factorySpace(effects, titleAfterOptionalWhitespace, "whitespace")(code) : titleAfterOptionalWhitespace(code);
	}
	/**
	* After title, after optional whitespace.
	*
	* ```markdown
	* > | [a]: b "c"
	*               ^
	* ```
	*
	* @type {State}
	*/
	function titleAfterOptionalWhitespace(code) {
		return code === null || markdownLineEnding(code) ? ok(code) : nok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/hard-break-escape.js
/**
* @import {
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const hardBreakEscape = {
	name: "hardBreakEscape",
	tokenize: tokenizeHardBreakEscape
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeHardBreakEscape(effects, ok, nok) {
	return start;
	/**
	* Start of a hard break (escape).
	*
	* ```markdown
	* > | a\
	*      ^
	*   | b
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("hardBreakEscape");
		effects.consume(code);
		return after;
	}
	/**
	* After `\`, at eol.
	*
	* ```markdown
	* > | a\
	*       ^
	*   | b
	* ```
	*
	*  @type {State}
	*/
	function after(code) {
		if (markdownLineEnding(code)) {
			effects.exit("hardBreakEscape");
			return ok(code);
		}
		return nok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/heading-atx.js
/**
* @import {
*   Construct,
*   Resolver,
*   State,
*   TokenizeContext,
*   Tokenizer,
*   Token
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const headingAtx = {
	name: "headingAtx",
	resolve: resolveHeadingAtx,
	tokenize: tokenizeHeadingAtx
};
/** @type {Resolver} */
function resolveHeadingAtx(events, context) {
	let contentEnd = events.length - 2;
	let contentStart = 3;
	if (events[contentStart][1].type === "whitespace") contentStart += 2;
	if (contentEnd - 2 > contentStart && events[contentEnd][1].type === "whitespace") contentEnd -= 2;
	if (events[contentEnd][1].type === "atxHeadingSequence" && (contentStart === contentEnd - 1 || contentEnd - 4 > contentStart && events[contentEnd - 2][1].type === "whitespace")) contentEnd -= contentStart + 1 === contentEnd ? 2 : 4;
	if (contentEnd > contentStart) {
		const content = {
			type: "atxHeadingText",
			start: events[contentStart][1].start,
			end: events[contentEnd][1].end
		};
		const text = {
			type: "chunkText",
			start: events[contentStart][1].start,
			end: events[contentEnd][1].end,
			contentType: "text"
		};
		splice(events, contentStart, contentEnd - contentStart + 1, [
			[
				"enter",
				content,
				context
			],
			[
				"enter",
				text,
				context
			],
			[
				"exit",
				text,
				context
			],
			[
				"exit",
				content,
				context
			]
		]);
	}
	return events;
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeHeadingAtx(effects, ok, nok) {
	let size = 0;
	return start;
	/**
	* Start of a heading (atx).
	*
	* ```markdown
	* > | ## aa
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("atxHeading");
		return before(code);
	}
	/**
	* After optional whitespace, at `#`.
	*
	* ```markdown
	* > | ## aa
	*     ^
	* ```
	*
	* @type {State}
	*/
	function before(code) {
		effects.enter("atxHeadingSequence");
		return sequenceOpen(code);
	}
	/**
	* In opening sequence.
	*
	* ```markdown
	* > | ## aa
	*     ^
	* ```
	*
	* @type {State}
	*/
	function sequenceOpen(code) {
		if (code === 35 && size++ < 6) {
			effects.consume(code);
			return sequenceOpen;
		}
		if (code === null || markdownLineEndingOrSpace(code)) {
			effects.exit("atxHeadingSequence");
			return atBreak(code);
		}
		return nok(code);
	}
	/**
	* After something, before something else.
	*
	* ```markdown
	* > | ## aa
	*       ^
	* ```
	*
	* @type {State}
	*/
	function atBreak(code) {
		if (code === 35) {
			effects.enter("atxHeadingSequence");
			return sequenceFurther(code);
		}
		if (code === null || markdownLineEnding(code)) {
			effects.exit("atxHeading");
			return ok(code);
		}
		if (markdownSpace(code)) return factorySpace(effects, atBreak, "whitespace")(code);
		effects.enter("atxHeadingText");
		return data(code);
	}
	/**
	* In further sequence (after whitespace).
	*
	* Could be normal “visible” hashes in the heading or a final sequence.
	*
	* ```markdown
	* > | ## aa ##
	*           ^
	* ```
	*
	* @type {State}
	*/
	function sequenceFurther(code) {
		if (code === 35) {
			effects.consume(code);
			return sequenceFurther;
		}
		effects.exit("atxHeadingSequence");
		return atBreak(code);
	}
	/**
	* In text.
	*
	* ```markdown
	* > | ## aa
	*        ^
	* ```
	*
	* @type {State}
	*/
	function data(code) {
		if (code === null || code === 35 || markdownLineEndingOrSpace(code)) {
			effects.exit("atxHeadingText");
			return atBreak(code);
		}
		effects.consume(code);
		return data;
	}
}

// node_modules/micromark-util-html-tag-name/index.js
/**
* List of lowercase HTML “block” tag names.
*
* The list, when parsing HTML (flow), results in more relaxed rules (condition
* 6).
* Because they are known blocks, the HTML-like syntax doesn’t have to be
* strictly parsed.
* For tag names not in this list, a more strict algorithm (condition 7) is used
* to detect whether the HTML-like syntax is seen as HTML (flow) or not.
*
* This is copied from:
* <https://spec.commonmark.org/0.30/#html-blocks>.
*
* > 👉 **Note**: `search` was added in `CommonMark@0.31`.
*/
const htmlBlockNames = [
	"address",
	"article",
	"aside",
	"base",
	"basefont",
	"blockquote",
	"body",
	"caption",
	"center",
	"col",
	"colgroup",
	"dd",
	"details",
	"dialog",
	"dir",
	"div",
	"dl",
	"dt",
	"fieldset",
	"figcaption",
	"figure",
	"footer",
	"form",
	"frame",
	"frameset",
	"h1",
	"h2",
	"h3",
	"h4",
	"h5",
	"h6",
	"head",
	"header",
	"hr",
	"html",
	"iframe",
	"legend",
	"li",
	"link",
	"main",
	"menu",
	"menuitem",
	"nav",
	"noframes",
	"ol",
	"optgroup",
	"option",
	"p",
	"param",
	"search",
	"section",
	"summary",
	"table",
	"tbody",
	"td",
	"tfoot",
	"th",
	"thead",
	"title",
	"tr",
	"track",
	"ul"
];
/**
* List of lowercase HTML “raw” tag names.
*
* The list, when parsing HTML (flow), results in HTML that can include lines
* without exiting, until a closing tag also in this list is found (condition
* 1).
*
* This module is copied from:
* <https://spec.commonmark.org/0.30/#html-blocks>.
*
* > 👉 **Note**: `textarea` was added in `CommonMark@0.30`.
*/
const htmlRawNames = [
	"pre",
	"script",
	"style",
	"textarea"
];

// node_modules/micromark-core-commonmark/lib/html-flow.js
/**
* @import {
*   Code,
*   Construct,
*   Resolver,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const htmlFlow = {
	concrete: true,
	name: "htmlFlow",
	resolveTo: resolveToHtmlFlow,
	tokenize: tokenizeHtmlFlow
};
/** @type {Construct} */
const blankLineBefore = {
	partial: true,
	tokenize: tokenizeBlankLineBefore
};
/** @type {Resolver} */
function resolveToHtmlFlow(events) {
	let index = events.length;
	while (index--) if (events[index][0] === "enter" && events[index][1].type === "htmlFlow") break;
	if (index > 1 && events[index - 2][1].type === "linePrefix") {
		events[index][1].start = events[index - 2][1].start;
		events[index + 1][1].start = events[index - 2][1].start;
		events.splice(index - 2, 2);
	}
	return events;
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeHtmlFlow(effects, ok, nok) {
	const self = this;
	/** @type {number} */
	let marker;
	/** @type {boolean} */
	let closingTag;
	/** @type {string} */
	let buffer;
	/** @type {number} */
	let index;
	/** @type {Code} */
	let markerB;
	return start;
	/**
	* Start of HTML (flow).
	*
	* ```markdown
	* > | <x />
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		return before(code);
	}
	/**
	* At `<`, after optional whitespace.
	*
	* ```markdown
	* > | <x />
	*     ^
	* ```
	*
	* @type {State}
	*/
	function before(code) {
		effects.enter("htmlFlow");
		effects.enter("htmlFlowData");
		effects.consume(code);
		return open;
	}
	/**
	* After `<`, at tag name or other stuff.
	*
	* ```markdown
	* > | <x />
	*      ^
	* > | <!doctype>
	*      ^
	* > | <!--xxx-->
	*      ^
	* ```
	*
	* @type {State}
	*/
	function open(code) {
		if (code === 33) {
			effects.consume(code);
			return declarationOpen;
		}
		if (code === 47) {
			effects.consume(code);
			closingTag = true;
			return tagCloseStart;
		}
		if (code === 63) {
			effects.consume(code);
			marker = 3;
			return self.interrupt ? ok : continuationDeclarationInside;
		}
		if (asciiAlpha(code)) {
			effects.consume(code);
			buffer = String.fromCharCode(code);
			return tagName;
		}
		return nok(code);
	}
	/**
	* After `<!`, at declaration, comment, or CDATA.
	*
	* ```markdown
	* > | <!doctype>
	*       ^
	* > | <!--xxx-->
	*       ^
	* > | <![CDATA[>&<]]>
	*       ^
	* ```
	*
	* @type {State}
	*/
	function declarationOpen(code) {
		if (code === 45) {
			effects.consume(code);
			marker = 2;
			return commentOpenInside;
		}
		if (code === 91) {
			effects.consume(code);
			marker = 5;
			index = 0;
			return cdataOpenInside;
		}
		if (asciiAlpha(code)) {
			effects.consume(code);
			marker = 4;
			return self.interrupt ? ok : continuationDeclarationInside;
		}
		return nok(code);
	}
	/**
	* After `<!-`, inside a comment, at another `-`.
	*
	* ```markdown
	* > | <!--xxx-->
	*        ^
	* ```
	*
	* @type {State}
	*/
	function commentOpenInside(code) {
		if (code === 45) {
			effects.consume(code);
			return self.interrupt ? ok : continuationDeclarationInside;
		}
		return nok(code);
	}
	/**
	* After `<![`, inside CDATA, expecting `CDATA[`.
	*
	* ```markdown
	* > | <![CDATA[>&<]]>
	*        ^^^^^^
	* ```
	*
	* @type {State}
	*/
	function cdataOpenInside(code) {
		if (code === "CDATA[".charCodeAt(index++)) {
			effects.consume(code);
			if (index === 6) return self.interrupt ? ok : continuation;
			return cdataOpenInside;
		}
		return nok(code);
	}
	/**
	* After `</`, in closing tag, at tag name.
	*
	* ```markdown
	* > | </x>
	*       ^
	* ```
	*
	* @type {State}
	*/
	function tagCloseStart(code) {
		if (asciiAlpha(code)) {
			effects.consume(code);
			buffer = String.fromCharCode(code);
			return tagName;
		}
		return nok(code);
	}
	/**
	* In tag name.
	*
	* ```markdown
	* > | <ab>
	*      ^^
	* > | </ab>
	*       ^^
	* ```
	*
	* @type {State}
	*/
	function tagName(code) {
		if (code === null || code === 47 || code === 62 || markdownLineEndingOrSpace(code)) {
			const slash = code === 47;
			const name = buffer.toLowerCase();
			if (!slash && !closingTag && htmlRawNames.includes(name)) {
				marker = 1;
				return self.interrupt ? ok(code) : continuation(code);
			}
			if (htmlBlockNames.includes(buffer.toLowerCase())) {
				marker = 6;
				if (slash) {
					effects.consume(code);
					return basicSelfClosing;
				}
				return self.interrupt ? ok(code) : continuation(code);
			}
			marker = 7;
			return self.interrupt && !self.parser.lazy[self.now().line] ? nok(code) : closingTag ? completeClosingTagAfter(code) : completeAttributeNameBefore(code);
		}
		if (code === 45 || asciiAlphanumeric(code)) {
			effects.consume(code);
			buffer += String.fromCharCode(code);
			return tagName;
		}
		return nok(code);
	}
	/**
	* After closing slash of a basic tag name.
	*
	* ```markdown
	* > | <div/>
	*          ^
	* ```
	*
	* @type {State}
	*/
	function basicSelfClosing(code) {
		if (code === 62) {
			effects.consume(code);
			return self.interrupt ? ok : continuation;
		}
		return nok(code);
	}
	/**
	* After closing slash of a complete tag name.
	*
	* ```markdown
	* > | <x/>
	*        ^
	* ```
	*
	* @type {State}
	*/
	function completeClosingTagAfter(code) {
		if (markdownSpace(code)) {
			effects.consume(code);
			return completeClosingTagAfter;
		}
		return completeEnd(code);
	}
	/**
	* At an attribute name.
	*
	* At first, this state is used after a complete tag name, after whitespace,
	* where it expects optional attributes or the end of the tag.
	* It is also reused after attributes, when expecting more optional
	* attributes.
	*
	* ```markdown
	* > | <a />
	*        ^
	* > | <a :b>
	*        ^
	* > | <a _b>
	*        ^
	* > | <a b>
	*        ^
	* > | <a >
	*        ^
	* ```
	*
	* @type {State}
	*/
	function completeAttributeNameBefore(code) {
		if (code === 47) {
			effects.consume(code);
			return completeEnd;
		}
		if (code === 58 || code === 95 || asciiAlpha(code)) {
			effects.consume(code);
			return completeAttributeName;
		}
		if (markdownSpace(code)) {
			effects.consume(code);
			return completeAttributeNameBefore;
		}
		return completeEnd(code);
	}
	/**
	* In attribute name.
	*
	* ```markdown
	* > | <a :b>
	*         ^
	* > | <a _b>
	*         ^
	* > | <a b>
	*         ^
	* ```
	*
	* @type {State}
	*/
	function completeAttributeName(code) {
		if (code === 45 || code === 46 || code === 58 || code === 95 || asciiAlphanumeric(code)) {
			effects.consume(code);
			return completeAttributeName;
		}
		return completeAttributeNameAfter(code);
	}
	/**
	* After attribute name, at an optional initializer, the end of the tag, or
	* whitespace.
	*
	* ```markdown
	* > | <a b>
	*         ^
	* > | <a b=c>
	*         ^
	* ```
	*
	* @type {State}
	*/
	function completeAttributeNameAfter(code) {
		if (code === 61) {
			effects.consume(code);
			return completeAttributeValueBefore;
		}
		if (markdownSpace(code)) {
			effects.consume(code);
			return completeAttributeNameAfter;
		}
		return completeAttributeNameBefore(code);
	}
	/**
	* Before unquoted, double quoted, or single quoted attribute value, allowing
	* whitespace.
	*
	* ```markdown
	* > | <a b=c>
	*          ^
	* > | <a b="c">
	*          ^
	* ```
	*
	* @type {State}
	*/
	function completeAttributeValueBefore(code) {
		if (code === null || code === 60 || code === 61 || code === 62 || code === 96) return nok(code);
		if (code === 34 || code === 39) {
			effects.consume(code);
			markerB = code;
			return completeAttributeValueQuoted;
		}
		if (markdownSpace(code)) {
			effects.consume(code);
			return completeAttributeValueBefore;
		}
		return completeAttributeValueUnquoted(code);
	}
	/**
	* In double or single quoted attribute value.
	*
	* ```markdown
	* > | <a b="c">
	*           ^
	* > | <a b='c'>
	*           ^
	* ```
	*
	* @type {State}
	*/
	function completeAttributeValueQuoted(code) {
		if (code === markerB) {
			effects.consume(code);
			markerB = null;
			return completeAttributeValueQuotedAfter;
		}
		if (code === null || markdownLineEnding(code)) return nok(code);
		effects.consume(code);
		return completeAttributeValueQuoted;
	}
	/**
	* In unquoted attribute value.
	*
	* ```markdown
	* > | <a b=c>
	*          ^
	* ```
	*
	* @type {State}
	*/
	function completeAttributeValueUnquoted(code) {
		if (code === null || code === 34 || code === 39 || code === 47 || code === 60 || code === 61 || code === 62 || code === 96 || markdownLineEndingOrSpace(code)) return completeAttributeNameAfter(code);
		effects.consume(code);
		return completeAttributeValueUnquoted;
	}
	/**
	* After double or single quoted attribute value, before whitespace or the
	* end of the tag.
	*
	* ```markdown
	* > | <a b="c">
	*            ^
	* ```
	*
	* @type {State}
	*/
	function completeAttributeValueQuotedAfter(code) {
		if (code === 47 || code === 62 || markdownSpace(code)) return completeAttributeNameBefore(code);
		return nok(code);
	}
	/**
	* In certain circumstances of a complete tag where only an `>` is allowed.
	*
	* ```markdown
	* > | <a b="c">
	*             ^
	* ```
	*
	* @type {State}
	*/
	function completeEnd(code) {
		if (code === 62) {
			effects.consume(code);
			return completeAfter;
		}
		return nok(code);
	}
	/**
	* After `>` in a complete tag.
	*
	* ```markdown
	* > | <x>
	*        ^
	* ```
	*
	* @type {State}
	*/
	function completeAfter(code) {
		if (code === null || markdownLineEnding(code)) return continuation(code);
		if (markdownSpace(code)) {
			effects.consume(code);
			return completeAfter;
		}
		return nok(code);
	}
	/**
	* In continuation of any HTML kind.
	*
	* ```markdown
	* > | <!--xxx-->
	*          ^
	* ```
	*
	* @type {State}
	*/
	function continuation(code) {
		if (code === 45 && marker === 2) {
			effects.consume(code);
			return continuationCommentInside;
		}
		if (code === 60 && marker === 1) {
			effects.consume(code);
			return continuationRawTagOpen;
		}
		if (code === 62 && marker === 4) {
			effects.consume(code);
			return continuationClose;
		}
		if (code === 63 && marker === 3) {
			effects.consume(code);
			return continuationDeclarationInside;
		}
		if (code === 93 && marker === 5) {
			effects.consume(code);
			return continuationCdataInside;
		}
		if (markdownLineEnding(code) && (marker === 6 || marker === 7)) {
			effects.exit("htmlFlowData");
			return effects.check(blankLineBefore, continuationAfter, continuationStart)(code);
		}
		if (code === null || markdownLineEnding(code)) {
			effects.exit("htmlFlowData");
			return continuationStart(code);
		}
		effects.consume(code);
		return continuation;
	}
	/**
	* In continuation, at eol.
	*
	* ```markdown
	* > | <x>
	*        ^
	*   | asd
	* ```
	*
	* @type {State}
	*/
	function continuationStart(code) {
		return effects.check(nonLazyContinuation, continuationStartNonLazy, continuationAfter)(code);
	}
	/**
	* In continuation, at eol, before non-lazy content.
	*
	* ```markdown
	* > | <x>
	*        ^
	*   | asd
	* ```
	*
	* @type {State}
	*/
	function continuationStartNonLazy(code) {
		effects.enter("lineEnding");
		effects.consume(code);
		effects.exit("lineEnding");
		return continuationBefore;
	}
	/**
	* In continuation, before non-lazy content.
	*
	* ```markdown
	*   | <x>
	* > | asd
	*     ^
	* ```
	*
	* @type {State}
	*/
	function continuationBefore(code) {
		if (code === null || markdownLineEnding(code)) return continuationStart(code);
		effects.enter("htmlFlowData");
		return continuation(code);
	}
	/**
	* In comment continuation, after one `-`, expecting another.
	*
	* ```markdown
	* > | <!--xxx-->
	*             ^
	* ```
	*
	* @type {State}
	*/
	function continuationCommentInside(code) {
		if (code === 45) {
			effects.consume(code);
			return continuationDeclarationInside;
		}
		return continuation(code);
	}
	/**
	* In raw continuation, after `<`, at `/`.
	*
	* ```markdown
	* > | <script>console.log(1)<\/script>
	*                            ^
	* ```
	*
	* @type {State}
	*/
	function continuationRawTagOpen(code) {
		if (code === 47) {
			effects.consume(code);
			buffer = "";
			return continuationRawEndTag;
		}
		return continuation(code);
	}
	/**
	* In raw continuation, after `</`, in a raw tag name.
	*
	* ```markdown
	* > | <script>console.log(1)<\/script>
	*                             ^^^^^^
	* ```
	*
	* @type {State}
	*/
	function continuationRawEndTag(code) {
		if (code === 62) {
			const name = buffer.toLowerCase();
			if (htmlRawNames.includes(name)) {
				effects.consume(code);
				return continuationClose;
			}
			return continuation(code);
		}
		if (asciiAlpha(code) && buffer.length < 8) {
			effects.consume(code);
			buffer += String.fromCharCode(code);
			return continuationRawEndTag;
		}
		return continuation(code);
	}
	/**
	* In cdata continuation, after `]`, expecting `]>`.
	*
	* ```markdown
	* > | <![CDATA[>&<]]>
	*                  ^
	* ```
	*
	* @type {State}
	*/
	function continuationCdataInside(code) {
		if (code === 93) {
			effects.consume(code);
			return continuationDeclarationInside;
		}
		return continuation(code);
	}
	/**
	* In declaration or instruction continuation, at `>`.
	*
	* ```markdown
	* > | <!-->
	*         ^
	* > | <?>
	*       ^
	* > | <!q>
	*        ^
	* > | <!--ab-->
	*             ^
	* > | <![CDATA[>&<]]>
	*                   ^
	* ```
	*
	* @type {State}
	*/
	function continuationDeclarationInside(code) {
		if (code === 62) {
			effects.consume(code);
			return continuationClose;
		}
		if (code === 45 && marker === 2) {
			effects.consume(code);
			return continuationDeclarationInside;
		}
		return continuation(code);
	}
	/**
	* In closed continuation: everything we get until the eol/eof is part of it.
	*
	* ```markdown
	* > | <!doctype>
	*               ^
	* ```
	*
	* @type {State}
	*/
	function continuationClose(code) {
		if (code === null || markdownLineEnding(code)) {
			effects.exit("htmlFlowData");
			return continuationAfter(code);
		}
		effects.consume(code);
		return continuationClose;
	}
	/**
	* Done.
	*
	* ```markdown
	* > | <!doctype>
	*               ^
	* ```
	*
	* @type {State}
	*/
	function continuationAfter(code) {
		effects.exit("htmlFlow");
		return ok(code);
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeBlankLineBefore(effects, ok, nok) {
	return start;
	/**
	* Before eol, expecting blank line.
	*
	* ```markdown
	* > | <div>
	*          ^
	*   |
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("lineEnding");
		effects.consume(code);
		effects.exit("lineEnding");
		return effects.attempt(blankLine, ok, nok);
	}
}

// node_modules/micromark-core-commonmark/lib/html-text.js
/**
* @import {
*   Code,
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const htmlText = {
	name: "htmlText",
	tokenize: tokenizeHtmlText
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeHtmlText(effects, ok, nok) {
	const self = this;
	/** @type {NonNullable<Code> | undefined} */
	let marker;
	/** @type {number} */
	let index;
	/** @type {State} */
	let returnState;
	return start;
	/**
	* Start of HTML (text).
	*
	* ```markdown
	* > | a <b> c
	*       ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("htmlText");
		effects.enter("htmlTextData");
		effects.consume(code);
		return open;
	}
	/**
	* After `<`, at tag name or other stuff.
	*
	* ```markdown
	* > | a <b> c
	*        ^
	* > | a <!doctype> c
	*        ^
	* > | a <!--b--> c
	*        ^
	* ```
	*
	* @type {State}
	*/
	function open(code) {
		if (code === 33) {
			effects.consume(code);
			return declarationOpen;
		}
		if (code === 47) {
			effects.consume(code);
			return tagCloseStart;
		}
		if (code === 63) {
			effects.consume(code);
			return instruction;
		}
		if (asciiAlpha(code)) {
			effects.consume(code);
			return tagOpen;
		}
		return nok(code);
	}
	/**
	* After `<!`, at declaration, comment, or CDATA.
	*
	* ```markdown
	* > | a <!doctype> c
	*         ^
	* > | a <!--b--> c
	*         ^
	* > | a <![CDATA[>&<]]> c
	*         ^
	* ```
	*
	* @type {State}
	*/
	function declarationOpen(code) {
		if (code === 45) {
			effects.consume(code);
			return commentOpenInside;
		}
		if (code === 91) {
			effects.consume(code);
			index = 0;
			return cdataOpenInside;
		}
		if (asciiAlpha(code)) {
			effects.consume(code);
			return declaration;
		}
		return nok(code);
	}
	/**
	* In a comment, after `<!-`, at another `-`.
	*
	* ```markdown
	* > | a <!--b--> c
	*          ^
	* ```
	*
	* @type {State}
	*/
	function commentOpenInside(code) {
		if (code === 45) {
			effects.consume(code);
			return commentEnd;
		}
		return nok(code);
	}
	/**
	* In comment.
	*
	* ```markdown
	* > | a <!--b--> c
	*           ^
	* ```
	*
	* @type {State}
	*/
	function comment(code) {
		if (code === null) return nok(code);
		if (code === 45) {
			effects.consume(code);
			return commentClose;
		}
		if (markdownLineEnding(code)) {
			returnState = comment;
			return lineEndingBefore(code);
		}
		effects.consume(code);
		return comment;
	}
	/**
	* In comment, after `-`.
	*
	* ```markdown
	* > | a <!--b--> c
	*             ^
	* ```
	*
	* @type {State}
	*/
	function commentClose(code) {
		if (code === 45) {
			effects.consume(code);
			return commentEnd;
		}
		return comment(code);
	}
	/**
	* In comment, after `--`.
	*
	* ```markdown
	* > | a <!--b--> c
	*              ^
	* ```
	*
	* @type {State}
	*/
	function commentEnd(code) {
		return code === 62 ? end(code) : code === 45 ? commentClose(code) : comment(code);
	}
	/**
	* After `<![`, in CDATA, expecting `CDATA[`.
	*
	* ```markdown
	* > | a <![CDATA[>&<]]> b
	*          ^^^^^^
	* ```
	*
	* @type {State}
	*/
	function cdataOpenInside(code) {
		if (code === "CDATA[".charCodeAt(index++)) {
			effects.consume(code);
			return index === 6 ? cdata : cdataOpenInside;
		}
		return nok(code);
	}
	/**
	* In CDATA.
	*
	* ```markdown
	* > | a <![CDATA[>&<]]> b
	*                ^^^
	* ```
	*
	* @type {State}
	*/
	function cdata(code) {
		if (code === null) return nok(code);
		if (code === 93) {
			effects.consume(code);
			return cdataClose;
		}
		if (markdownLineEnding(code)) {
			returnState = cdata;
			return lineEndingBefore(code);
		}
		effects.consume(code);
		return cdata;
	}
	/**
	* In CDATA, after `]`, at another `]`.
	*
	* ```markdown
	* > | a <![CDATA[>&<]]> b
	*                    ^
	* ```
	*
	* @type {State}
	*/
	function cdataClose(code) {
		if (code === 93) {
			effects.consume(code);
			return cdataEnd;
		}
		return cdata(code);
	}
	/**
	* In CDATA, after `]]`, at `>`.
	*
	* ```markdown
	* > | a <![CDATA[>&<]]> b
	*                     ^
	* ```
	*
	* @type {State}
	*/
	function cdataEnd(code) {
		if (code === 62) return end(code);
		if (code === 93) {
			effects.consume(code);
			return cdataEnd;
		}
		return cdata(code);
	}
	/**
	* In declaration.
	*
	* ```markdown
	* > | a <!b> c
	*          ^
	* ```
	*
	* @type {State}
	*/
	function declaration(code) {
		if (code === null || code === 62) return end(code);
		if (markdownLineEnding(code)) {
			returnState = declaration;
			return lineEndingBefore(code);
		}
		effects.consume(code);
		return declaration;
	}
	/**
	* In instruction.
	*
	* ```markdown
	* > | a <?b?> c
	*         ^
	* ```
	*
	* @type {State}
	*/
	function instruction(code) {
		if (code === null) return nok(code);
		if (code === 63) {
			effects.consume(code);
			return instructionClose;
		}
		if (markdownLineEnding(code)) {
			returnState = instruction;
			return lineEndingBefore(code);
		}
		effects.consume(code);
		return instruction;
	}
	/**
	* In instruction, after `?`, at `>`.
	*
	* ```markdown
	* > | a <?b?> c
	*           ^
	* ```
	*
	* @type {State}
	*/
	function instructionClose(code) {
		return code === 62 ? end(code) : instruction(code);
	}
	/**
	* After `</`, in closing tag, at tag name.
	*
	* ```markdown
	* > | a </b> c
	*         ^
	* ```
	*
	* @type {State}
	*/
	function tagCloseStart(code) {
		if (asciiAlpha(code)) {
			effects.consume(code);
			return tagClose;
		}
		return nok(code);
	}
	/**
	* After `</x`, in a tag name.
	*
	* ```markdown
	* > | a </b> c
	*          ^
	* ```
	*
	* @type {State}
	*/
	function tagClose(code) {
		if (code === 45 || asciiAlphanumeric(code)) {
			effects.consume(code);
			return tagClose;
		}
		return tagCloseBetween(code);
	}
	/**
	* In closing tag, after tag name.
	*
	* ```markdown
	* > | a </b> c
	*          ^
	* ```
	*
	* @type {State}
	*/
	function tagCloseBetween(code) {
		if (markdownLineEnding(code)) {
			returnState = tagCloseBetween;
			return lineEndingBefore(code);
		}
		if (markdownSpace(code)) {
			effects.consume(code);
			return tagCloseBetween;
		}
		return end(code);
	}
	/**
	* After `<x`, in opening tag name.
	*
	* ```markdown
	* > | a <b> c
	*         ^
	* ```
	*
	* @type {State}
	*/
	function tagOpen(code) {
		if (code === 45 || asciiAlphanumeric(code)) {
			effects.consume(code);
			return tagOpen;
		}
		if (code === 47 || code === 62 || markdownLineEndingOrSpace(code)) return tagOpenBetween(code);
		return nok(code);
	}
	/**
	* In opening tag, after tag name.
	*
	* ```markdown
	* > | a <b> c
	*         ^
	* ```
	*
	* @type {State}
	*/
	function tagOpenBetween(code) {
		if (code === 47) {
			effects.consume(code);
			return end;
		}
		if (code === 58 || code === 95 || asciiAlpha(code)) {
			effects.consume(code);
			return tagOpenAttributeName;
		}
		if (markdownLineEnding(code)) {
			returnState = tagOpenBetween;
			return lineEndingBefore(code);
		}
		if (markdownSpace(code)) {
			effects.consume(code);
			return tagOpenBetween;
		}
		return end(code);
	}
	/**
	* In attribute name.
	*
	* ```markdown
	* > | a <b c> d
	*          ^
	* ```
	*
	* @type {State}
	*/
	function tagOpenAttributeName(code) {
		if (code === 45 || code === 46 || code === 58 || code === 95 || asciiAlphanumeric(code)) {
			effects.consume(code);
			return tagOpenAttributeName;
		}
		return tagOpenAttributeNameAfter(code);
	}
	/**
	* After attribute name, before initializer, the end of the tag, or
	* whitespace.
	*
	* ```markdown
	* > | a <b c> d
	*           ^
	* ```
	*
	* @type {State}
	*/
	function tagOpenAttributeNameAfter(code) {
		if (code === 61) {
			effects.consume(code);
			return tagOpenAttributeValueBefore;
		}
		if (markdownLineEnding(code)) {
			returnState = tagOpenAttributeNameAfter;
			return lineEndingBefore(code);
		}
		if (markdownSpace(code)) {
			effects.consume(code);
			return tagOpenAttributeNameAfter;
		}
		return tagOpenBetween(code);
	}
	/**
	* Before unquoted, double quoted, or single quoted attribute value, allowing
	* whitespace.
	*
	* ```markdown
	* > | a <b c=d> e
	*            ^
	* ```
	*
	* @type {State}
	*/
	function tagOpenAttributeValueBefore(code) {
		if (code === null || code === 60 || code === 61 || code === 62 || code === 96) return nok(code);
		if (code === 34 || code === 39) {
			effects.consume(code);
			marker = code;
			return tagOpenAttributeValueQuoted;
		}
		if (markdownLineEnding(code)) {
			returnState = tagOpenAttributeValueBefore;
			return lineEndingBefore(code);
		}
		if (markdownSpace(code)) {
			effects.consume(code);
			return tagOpenAttributeValueBefore;
		}
		effects.consume(code);
		return tagOpenAttributeValueUnquoted;
	}
	/**
	* In double or single quoted attribute value.
	*
	* ```markdown
	* > | a <b c="d"> e
	*             ^
	* ```
	*
	* @type {State}
	*/
	function tagOpenAttributeValueQuoted(code) {
		if (code === marker) {
			effects.consume(code);
			marker = void 0;
			return tagOpenAttributeValueQuotedAfter;
		}
		if (code === null) return nok(code);
		if (markdownLineEnding(code)) {
			returnState = tagOpenAttributeValueQuoted;
			return lineEndingBefore(code);
		}
		effects.consume(code);
		return tagOpenAttributeValueQuoted;
	}
	/**
	* In unquoted attribute value.
	*
	* ```markdown
	* > | a <b c=d> e
	*            ^
	* ```
	*
	* @type {State}
	*/
	function tagOpenAttributeValueUnquoted(code) {
		if (code === null || code === 34 || code === 39 || code === 60 || code === 61 || code === 96) return nok(code);
		if (code === 47 || code === 62 || markdownLineEndingOrSpace(code)) return tagOpenBetween(code);
		effects.consume(code);
		return tagOpenAttributeValueUnquoted;
	}
	/**
	* After double or single quoted attribute value, before whitespace or the end
	* of the tag.
	*
	* ```markdown
	* > | a <b c="d"> e
	*               ^
	* ```
	*
	* @type {State}
	*/
	function tagOpenAttributeValueQuotedAfter(code) {
		if (code === 47 || code === 62 || markdownLineEndingOrSpace(code)) return tagOpenBetween(code);
		return nok(code);
	}
	/**
	* In certain circumstances of a tag where only an `>` is allowed.
	*
	* ```markdown
	* > | a <b c="d"> e
	*               ^
	* ```
	*
	* @type {State}
	*/
	function end(code) {
		if (code === 62) {
			effects.consume(code);
			effects.exit("htmlTextData");
			effects.exit("htmlText");
			return ok;
		}
		return nok(code);
	}
	/**
	* At eol.
	*
	* > 👉 **Note**: we can’t have blank lines in text, so no need to worry about
	* > empty tokens.
	*
	* ```markdown
	* > | a <!--a
	*            ^
	*   | b-->
	* ```
	*
	* @type {State}
	*/
	function lineEndingBefore(code) {
		effects.exit("htmlTextData");
		effects.enter("lineEnding");
		effects.consume(code);
		effects.exit("lineEnding");
		return lineEndingAfter;
	}
	/**
	* After eol, at optional whitespace.
	*
	* > 👉 **Note**: we can’t have blank lines in text, so no need to worry about
	* > empty tokens.
	*
	* ```markdown
	*   | a <!--a
	* > | b-->
	*     ^
	* ```
	*
	* @type {State}
	*/
	function lineEndingAfter(code) {
		return markdownSpace(code) ? factorySpace(effects, lineEndingAfterPrefix, "linePrefix", self.parser.constructs.disable.null.includes("codeIndented") ? void 0 : 4)(code) : lineEndingAfterPrefix(code);
	}
	/**
	* After eol, after optional whitespace.
	*
	* > 👉 **Note**: we can’t have blank lines in text, so no need to worry about
	* > empty tokens.
	*
	* ```markdown
	*   | a <!--a
	* > | b-->
	*     ^
	* ```
	*
	* @type {State}
	*/
	function lineEndingAfterPrefix(code) {
		effects.enter("htmlTextData");
		return returnState(code);
	}
}

// node_modules/micromark-core-commonmark/lib/label-end.js
/**
* @import {
*   Construct,
*   Event,
*   Resolver,
*   State,
*   TokenizeContext,
*   Tokenizer,
*   Token
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const labelEnd = {
	name: "labelEnd",
	resolveAll: resolveAllLabelEnd,
	resolveTo: resolveToLabelEnd,
	tokenize: tokenizeLabelEnd
};
/** @type {Construct} */
const resourceConstruct = { tokenize: tokenizeResource };
/** @type {Construct} */
const referenceFullConstruct = { tokenize: tokenizeReferenceFull };
/** @type {Construct} */
const referenceCollapsedConstruct = { tokenize: tokenizeReferenceCollapsed };
/** @type {Resolver} */
function resolveAllLabelEnd(events) {
	let index = -1;
	/** @type {Array<Event>} */
	const newEvents = [];
	while (++index < events.length) {
		const token = events[index][1];
		newEvents.push(events[index]);
		if (token.type === "labelImage" || token.type === "labelLink" || token.type === "labelEnd") {
			const offset = token.type === "labelImage" ? 4 : 2;
			token.type = "data";
			index += offset;
		}
	}
	if (events.length !== newEvents.length) splice(events, 0, events.length, newEvents);
	return events;
}
/** @type {Resolver} */
function resolveToLabelEnd(events, context) {
	let index = events.length;
	let offset = 0;
	/** @type {number | undefined} */
	let open;
	/** @type {number | undefined} */
	let close;
	/** @type {Array<Event>} */
	let media;
	while (index--) {
		const token = events[index][1];
		if (open) {
			if (token.type === "link" || token.type === "labelLink" && token._inactive) break;
			if (events[index][0] === "enter" && token.type === "labelLink") token._inactive = true;
		} else if (close) {
			if (events[index][0] === "enter" && (token.type === "labelImage" || token.type === "labelLink") && !token._balanced) {
				open = index;
				if (token.type !== "labelLink") {
					offset = 2;
					break;
				}
			}
		} else if (token.type === "labelEnd") close = index;
	}
	const group = {
		type: events[open][1].type === "labelLink" ? "link" : "image",
		start: { ...events[open][1].start },
		end: { ...events[events.length - 1][1].end }
	};
	const label = {
		type: "label",
		start: { ...events[open][1].start },
		end: { ...events[close][1].end }
	};
	const text = {
		type: "labelText",
		start: { ...events[open + offset + 2][1].end },
		end: { ...events[close - 2][1].start }
	};
	media = [[
		"enter",
		group,
		context
	], [
		"enter",
		label,
		context
	]];
	media = push(media, events.slice(open + 1, open + offset + 3));
	media = push(media, [[
		"enter",
		text,
		context
	]]);
	media = push(media, resolveAll(context.parser.constructs.insideSpan.null, events.slice(open + offset + 4, close - 3), context));
	media = push(media, [
		[
			"exit",
			text,
			context
		],
		events[close - 2],
		events[close - 1],
		[
			"exit",
			label,
			context
		]
	]);
	media = push(media, events.slice(close + 1));
	media = push(media, [[
		"exit",
		group,
		context
	]]);
	splice(events, open, events.length, media);
	return events;
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeLabelEnd(effects, ok, nok) {
	const self = this;
	const labelStarts = self._labelStarts;
	/** @type {Token} */
	let labelStart;
	/** @type {boolean} */
	let defined;
	if (labelStarts) {
		while (labelStarts.length > 0 && labelStarts[labelStarts.length - 1]._balanced) labelStarts.pop();
		labelStart = labelStarts[labelStarts.length - 1];
	}
	return start;
	/**
	* Start of label end.
	*
	* ```markdown
	* > | [a](b) c
	*       ^
	* > | [a][b] c
	*       ^
	* > | [a][] b
	*       ^
	* > | [a] b
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		if (!labelStart) return nok(code);
		if (labelStart._inactive) return labelEndNok(code);
		defined = self.parser.defined.includes(normalizeIdentifier(self.sliceSerialize({
			start: labelStart.end,
			end: self.now()
		})));
		effects.enter("labelEnd");
		effects.enter("labelMarker");
		effects.consume(code);
		effects.exit("labelMarker");
		effects.exit("labelEnd");
		return after;
	}
	/**
	* After `]`.
	*
	* ```markdown
	* > | [a](b) c
	*       ^
	* > | [a][b] c
	*       ^
	* > | [a][] b
	*       ^
	* > | [a] b
	*       ^
	* ```
	*
	* @type {State}
	*/
	function after(code) {
		if (code === 40) return effects.attempt(resourceConstruct, labelEndOk, defined ? labelEndOk : labelEndNok)(code);
		if (code === 91) return effects.attempt(referenceFullConstruct, labelEndOk, defined ? referenceNotFull : labelEndNok)(code);
		return defined ? labelEndOk(code) : labelEndNok(code);
	}
	/**
	* After `]`, at `[`, but not at a full reference.
	*
	* > 👉 **Note**: we only get here if the label is defined.
	*
	* ```markdown
	* > | [a][] b
	*        ^
	* > | [a] b
	*        ^
	* ```
	*
	* @type {State}
	*/
	function referenceNotFull(code) {
		return effects.attempt(referenceCollapsedConstruct, labelEndOk, labelEndNok)(code);
	}
	/**
	* Done, we found something.
	*
	* ```markdown
	* > | [a](b) c
	*           ^
	* > | [a][b] c
	*           ^
	* > | [a][] b
	*          ^
	* > | [a] b
	*        ^
	* ```
	*
	* @type {State}
	*/
	function labelEndOk(code) {
		labelStarts.pop();
		return ok(code);
	}
	/**
	* Done, it’s nothing.
	*
	* There was an okay opening, but we didn’t match anything.
	*
	* ```markdown
	* > | [a](b c
	*        ^
	* > | [a][b c
	*        ^
	* > | [a] b
	*        ^
	* ```
	*
	* @type {State}
	*/
	function labelEndNok(code) {
		labelStart._balanced = true;
		return nok(code);
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeResource(effects, ok, nok) {
	return resourceStart;
	/**
	* At a resource.
	*
	* ```markdown
	* > | [a](b) c
	*        ^
	* ```
	*
	* @type {State}
	*/
	function resourceStart(code) {
		effects.enter("resource");
		effects.enter("resourceMarker");
		effects.consume(code);
		effects.exit("resourceMarker");
		return resourceBefore;
	}
	/**
	* In resource, after `(`, at optional whitespace.
	*
	* ```markdown
	* > | [a](b) c
	*         ^
	* ```
	*
	* @type {State}
	*/
	function resourceBefore(code) {
		return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, resourceOpen)(code) : resourceOpen(code);
	}
	/**
	* In resource, after optional whitespace, at `)` or a destination.
	*
	* ```markdown
	* > | [a](b) c
	*         ^
	* ```
	*
	* @type {State}
	*/
	function resourceOpen(code) {
		if (code === 41) return resourceEnd(code);
		return factoryDestination(effects, resourceDestinationAfter, resourceDestinationMissing, "resourceDestination", "resourceDestinationLiteral", "resourceDestinationLiteralMarker", "resourceDestinationRaw", "resourceDestinationString", 32)(code);
	}
	/**
	* In resource, after destination, at optional whitespace.
	*
	* ```markdown
	* > | [a](b) c
	*          ^
	* ```
	*
	* @type {State}
	*/
	function resourceDestinationAfter(code) {
		return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, resourceBetween)(code) : resourceEnd(code);
	}
	/**
	* At invalid destination.
	*
	* ```markdown
	* > | [a](<<) b
	*         ^
	* ```
	*
	* @type {State}
	*/
	function resourceDestinationMissing(code) {
		return nok(code);
	}
	/**
	* In resource, after destination and whitespace, at `(` or title.
	*
	* ```markdown
	* > | [a](b ) c
	*           ^
	* ```
	*
	* @type {State}
	*/
	function resourceBetween(code) {
		if (code === 34 || code === 39 || code === 40) return factoryTitle(effects, resourceTitleAfter, nok, "resourceTitle", "resourceTitleMarker", "resourceTitleString")(code);
		return resourceEnd(code);
	}
	/**
	* In resource, after title, at optional whitespace.
	*
	* ```markdown
	* > | [a](b "c") d
	*              ^
	* ```
	*
	* @type {State}
	*/
	function resourceTitleAfter(code) {
		return markdownLineEndingOrSpace(code) ? factoryWhitespace(effects, resourceEnd)(code) : resourceEnd(code);
	}
	/**
	* In resource, at `)`.
	*
	* ```markdown
	* > | [a](b) d
	*          ^
	* ```
	*
	* @type {State}
	*/
	function resourceEnd(code) {
		if (code === 41) {
			effects.enter("resourceMarker");
			effects.consume(code);
			effects.exit("resourceMarker");
			effects.exit("resource");
			return ok;
		}
		return nok(code);
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeReferenceFull(effects, ok, nok) {
	const self = this;
	return referenceFull;
	/**
	* In a reference (full), at the `[`.
	*
	* ```markdown
	* > | [a][b] d
	*        ^
	* ```
	*
	* @type {State}
	*/
	function referenceFull(code) {
		return factoryLabel.call(self, effects, referenceFullAfter, referenceFullMissing, "reference", "referenceMarker", "referenceString")(code);
	}
	/**
	* In a reference (full), after `]`.
	*
	* ```markdown
	* > | [a][b] d
	*          ^
	* ```
	*
	* @type {State}
	*/
	function referenceFullAfter(code) {
		return self.parser.defined.includes(normalizeIdentifier(self.sliceSerialize(self.events[self.events.length - 1][1]).slice(1, -1))) ? ok(code) : nok(code);
	}
	/**
	* In reference (full) that was missing.
	*
	* ```markdown
	* > | [a][b d
	*        ^
	* ```
	*
	* @type {State}
	*/
	function referenceFullMissing(code) {
		return nok(code);
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeReferenceCollapsed(effects, ok, nok) {
	return referenceCollapsedStart;
	/**
	* In reference (collapsed), at `[`.
	*
	* > 👉 **Note**: we only get here if the label is defined.
	*
	* ```markdown
	* > | [a][] d
	*        ^
	* ```
	*
	* @type {State}
	*/
	function referenceCollapsedStart(code) {
		effects.enter("reference");
		effects.enter("referenceMarker");
		effects.consume(code);
		effects.exit("referenceMarker");
		return referenceCollapsedOpen;
	}
	/**
	* In reference (collapsed), at `]`.
	*
	* > 👉 **Note**: we only get here if the label is defined.
	*
	* ```markdown
	* > | [a][] d
	*         ^
	* ```
	*
	*  @type {State}
	*/
	function referenceCollapsedOpen(code) {
		if (code === 93) {
			effects.enter("referenceMarker");
			effects.consume(code);
			effects.exit("referenceMarker");
			effects.exit("reference");
			return ok;
		}
		return nok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/label-start-image.js
/**
* @import {
*   Construct,
*   State,
*   Token,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const labelStartImage = {
	name: "labelStartImage",
	resolveAll: labelEnd.resolveAll,
	tokenize: tokenizeLabelStartImage
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeLabelStartImage(effects, ok, nok) {
	const self = this;
	/** @type {Token} */
	let labelImage;
	return start;
	/**
	* Start of label (image) start.
	*
	* ```markdown
	* > | a ![b] c
	*       ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("labelImage");
		effects.enter("labelImageMarker");
		effects.consume(code);
		effects.exit("labelImageMarker");
		return open;
	}
	/**
	* After `!`, at `[`.
	*
	* ```markdown
	* > | a ![b] c
	*        ^
	* ```
	*
	* @type {State}
	*/
	function open(code) {
		if (code === 91) {
			effects.enter("labelMarker");
			effects.consume(code);
			effects.exit("labelMarker");
			labelImage = effects.exit("labelImage");
			return after;
		}
		return nok(code);
	}
	/**
	* After `![`.
	*
	* ```markdown
	* > | a ![b] c
	*         ^
	* ```
	*
	* This is needed in because, when GFM footnotes are enabled, images never
	* form when started with a `^`.
	* Instead, links form:
	*
	* ```markdown
	* ![^a](b)
	*
	* ![^a][b]
	*
	* [b]: c
	* ```
	*
	* ```html
	* <p>!<a href=\"b\">^a</a></p>
	* <p>!<a href=\"c\">^a</a></p>
	* ```
	*
	* @type {State}
	*/
	function after(code) {
		/* c8 ignore next 6 */
		if (code === 94 && "_hiddenFootnoteSupport" in self.parser.constructs) return nok(code);
		self._labelStarts = self._labelStarts || [];
		self._labelStarts.push(labelImage);
		return ok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/label-start-link.js
/**
* @import {
*   Construct,
*   State,
*   Token,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const labelStartLink = {
	name: "labelStartLink",
	resolveAll: labelEnd.resolveAll,
	tokenize: tokenizeLabelStartLink
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeLabelStartLink(effects, ok, nok) {
	const self = this;
	/** @type {Token} */
	let labelLink;
	return start;
	/**
	* Start of label (link) start.
	*
	* ```markdown
	* > | a [b] c
	*       ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("labelLink");
		effects.enter("labelMarker");
		effects.consume(code);
		effects.exit("labelMarker");
		labelLink = effects.exit("labelLink");
		return after;
	}
	/** @type {State} */
	function after(code) {
		/* c8 ignore next 6 */
		if (code === 94 && "_hiddenFootnoteSupport" in self.parser.constructs) return nok(code);
		self._labelStarts = self._labelStarts || [];
		self._labelStarts.push(labelLink);
		return ok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/line-ending.js
/**
* @import {
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const lineEnding = {
	name: "lineEnding",
	tokenize: tokenizeLineEnding
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeLineEnding(effects, ok) {
	return start;
	/** @type {State} */
	function start(code) {
		effects.enter("lineEnding");
		effects.consume(code);
		effects.exit("lineEnding");
		return factorySpace(effects, ok, "linePrefix");
	}
}

// node_modules/micromark-core-commonmark/lib/thematic-break.js
/**
* @import {
*   Code,
*   Construct,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const thematicBreak = {
	name: "thematicBreak",
	tokenize: tokenizeThematicBreak
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeThematicBreak(effects, ok, nok) {
	let size = 0;
	/** @type {NonNullable<Code>} */
	let marker;
	return start;
	/**
	* Start of thematic break.
	*
	* ```markdown
	* > | ***
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		effects.enter("thematicBreak");
		return before(code);
	}
	/**
	* After optional whitespace, at marker.
	*
	* ```markdown
	* > | ***
	*     ^
	* ```
	*
	* @type {State}
	*/
	function before(code) {
		marker = code;
		return atBreak(code);
	}
	/**
	* After something, before something else.
	*
	* ```markdown
	* > | ***
	*     ^
	* ```
	*
	* @type {State}
	*/
	function atBreak(code) {
		if (code === marker) {
			effects.enter("thematicBreakSequence");
			return sequence(code);
		}
		if (size >= 3 && (code === null || markdownLineEnding(code))) {
			effects.exit("thematicBreak");
			return ok(code);
		}
		return nok(code);
	}
	/**
	* In sequence.
	*
	* ```markdown
	* > | ***
	*     ^
	* ```
	*
	* @type {State}
	*/
	function sequence(code) {
		if (code === marker) {
			effects.consume(code);
			size++;
			return sequence;
		}
		effects.exit("thematicBreakSequence");
		return markdownSpace(code) ? factorySpace(effects, atBreak, "whitespace")(code) : atBreak(code);
	}
}

// node_modules/micromark-core-commonmark/lib/list.js
/**
* @import {
*   Code,
*   Construct,
*   Exiter,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const list = {
	continuation: { tokenize: tokenizeListContinuation },
	exit: tokenizeListEnd,
	name: "list",
	tokenize: tokenizeListStart
};
/** @type {Construct} */
const listItemPrefixWhitespaceConstruct = {
	partial: true,
	tokenize: tokenizeListItemPrefixWhitespace
};
/** @type {Construct} */
const indentConstruct = {
	partial: true,
	tokenize: tokenizeIndent
};
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeListStart(effects, ok, nok) {
	const self = this;
	const tail = self.events[self.events.length - 1];
	let initialSize = tail && tail[1].type === "linePrefix" ? tail[2].sliceSerialize(tail[1], true).length : 0;
	let size = 0;
	return start;
	/** @type {State} */
	function start(code) {
		const kind = self.containerState.type || (code === 42 || code === 43 || code === 45 ? "listUnordered" : "listOrdered");
		if (kind === "listUnordered" ? !self.containerState.marker || code === self.containerState.marker : asciiDigit(code)) {
			if (!self.containerState.type) {
				self.containerState.type = kind;
				effects.enter(kind, { _container: true });
			}
			if (kind === "listUnordered") {
				effects.enter("listItemPrefix");
				return code === 42 || code === 45 ? effects.check(thematicBreak, nok, atMarker)(code) : atMarker(code);
			}
			if (!self.interrupt || code === 49) {
				effects.enter("listItemPrefix");
				effects.enter("listItemValue");
				return inside(code);
			}
		}
		return nok(code);
	}
	/** @type {State} */
	function inside(code) {
		if (asciiDigit(code) && ++size < 10) {
			effects.consume(code);
			return inside;
		}
		if ((!self.interrupt || size < 2) && (self.containerState.marker ? code === self.containerState.marker : code === 41 || code === 46)) {
			effects.exit("listItemValue");
			return atMarker(code);
		}
		return nok(code);
	}
	/**
	* @type {State}
	**/
	function atMarker(code) {
		effects.enter("listItemMarker");
		effects.consume(code);
		effects.exit("listItemMarker");
		self.containerState.marker = self.containerState.marker || code;
		return effects.check(blankLine, self.interrupt ? nok : onBlank, effects.attempt(listItemPrefixWhitespaceConstruct, endOfPrefix, otherPrefix));
	}
	/** @type {State} */
	function onBlank(code) {
		self.containerState.initialBlankLine = true;
		initialSize++;
		return endOfPrefix(code);
	}
	/** @type {State} */
	function otherPrefix(code) {
		if (markdownSpace(code)) {
			effects.enter("listItemPrefixWhitespace");
			effects.consume(code);
			effects.exit("listItemPrefixWhitespace");
			return endOfPrefix;
		}
		return nok(code);
	}
	/** @type {State} */
	function endOfPrefix(code) {
		self.containerState.size = initialSize + self.sliceSerialize(effects.exit("listItemPrefix"), true).length;
		return ok(code);
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeListContinuation(effects, ok, nok) {
	const self = this;
	self.containerState._closeFlow = void 0;
	return effects.check(blankLine, onBlank, notBlank);
	/** @type {State} */
	function onBlank(code) {
		self.containerState.furtherBlankLines = self.containerState.furtherBlankLines || self.containerState.initialBlankLine;
		return factorySpace(effects, ok, "listItemIndent", self.containerState.size + 1)(code);
	}
	/** @type {State} */
	function notBlank(code) {
		if (self.containerState.furtherBlankLines || !markdownSpace(code)) {
			self.containerState.furtherBlankLines = void 0;
			self.containerState.initialBlankLine = void 0;
			return notInCurrentItem(code);
		}
		self.containerState.furtherBlankLines = void 0;
		self.containerState.initialBlankLine = void 0;
		return effects.attempt(indentConstruct, ok, notInCurrentItem)(code);
	}
	/** @type {State} */
	function notInCurrentItem(code) {
		self.containerState._closeFlow = true;
		self.interrupt = void 0;
		return factorySpace(effects, effects.attempt(list, ok, nok), "linePrefix", self.parser.constructs.disable.null.includes("codeIndented") ? void 0 : 4)(code);
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeIndent(effects, ok, nok) {
	const self = this;
	return factorySpace(effects, afterPrefix, "listItemIndent", self.containerState.size + 1);
	/** @type {State} */
	function afterPrefix(code) {
		const tail = self.events[self.events.length - 1];
		return tail && tail[1].type === "listItemIndent" && tail[2].sliceSerialize(tail[1], true).length === self.containerState.size ? ok(code) : nok(code);
	}
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Exiter}
*/
function tokenizeListEnd(effects) {
	effects.exit(this.containerState.type);
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeListItemPrefixWhitespace(effects, ok, nok) {
	const self = this;
	return factorySpace(effects, afterPrefix, "listItemPrefixWhitespace", self.parser.constructs.disable.null.includes("codeIndented") ? void 0 : 5);
	/** @type {State} */
	function afterPrefix(code) {
		const tail = self.events[self.events.length - 1];
		return !markdownSpace(code) && tail && tail[1].type === "listItemPrefixWhitespace" ? ok(code) : nok(code);
	}
}

// node_modules/micromark-core-commonmark/lib/setext-underline.js
/**
* @import {
*   Code,
*   Construct,
*   Resolver,
*   State,
*   TokenizeContext,
*   Tokenizer
* } from 'micromark-util-types'
*/
/** @type {Construct} */
const setextUnderline = {
	name: "setextUnderline",
	resolveTo: resolveToSetextUnderline,
	tokenize: tokenizeSetextUnderline
};
/** @type {Resolver} */
function resolveToSetextUnderline(events, context) {
	const editMap = new EditMap();
	let index = events.length;
	/** @type {number | undefined} */
	let content;
	/** @type {number | undefined} */
	let text;
	/** @type {number | undefined} */
	let definition;
	while (index--) if (events[index][0] === "enter") {
		if (events[index][1].type === "content") {
			content = index;
			break;
		}
		if (events[index][1].type === "paragraph") text = index;
	} else {
		if (events[index][1].type === "content") editMap.add(index, 1, []);
		if (!definition && events[index][1].type === "definition") definition = index;
	}
	const heading = {
		type: "setextHeading",
		start: { ...events[content][1].start },
		end: { ...events[events.length - 1][1].end }
	};
	events[text][1].type = "setextHeadingText";
	if (definition) {
		editMap.add(text, 0, [[
			"enter",
			heading,
			context
		]]);
		editMap.add(definition + 1, 0, [[
			"exit",
			events[content][1],
			context
		]]);
		events[content][1].end = { ...events[definition][1].end };
	} else events[content][1] = heading;
	editMap.add(events.length, 0, [[
		"exit",
		heading,
		context
	]]);
	editMap.consume(events);
	return events;
}
/**
* @this {TokenizeContext}
*   Context.
* @type {Tokenizer}
*/
function tokenizeSetextUnderline(effects, ok, nok) {
	const self = this;
	/** @type {NonNullable<Code>} */
	let marker;
	return start;
	/**
	* At start of heading (setext) underline.
	*
	* ```markdown
	*   | aa
	* > | ==
	*     ^
	* ```
	*
	* @type {State}
	*/
	function start(code) {
		let index = self.events.length;
		/** @type {boolean | undefined} */
		let paragraph;
		while (index--) if (self.events[index][1].type !== "lineEnding" && self.events[index][1].type !== "linePrefix" && self.events[index][1].type !== "content") {
			paragraph = self.events[index][1].type === "paragraph";
			break;
		}
		if (!self.parser.lazy[self.now().line] && (self.interrupt || paragraph)) {
			effects.enter("setextHeadingLine");
			marker = code;
			return before(code);
		}
		return nok(code);
	}
	/**
	* After optional whitespace, at `-` or `=`.
	*
	* ```markdown
	*   | aa
	* > | ==
	*     ^
	* ```
	*
	* @type {State}
	*/
	function before(code) {
		effects.enter("setextHeadingLineSequence");
		return inside(code);
	}
	/**
	* In sequence.
	*
	* ```markdown
	*   | aa
	* > | ==
	*     ^
	* ```
	*
	* @type {State}
	*/
	function inside(code) {
		if (code === marker) {
			effects.consume(code);
			return inside;
		}
		effects.exit("setextHeadingLineSequence");
		return markdownSpace(code) ? factorySpace(effects, after, "lineSuffix")(code) : after(code);
	}
	/**
	* After sequence, after optional whitespace.
	*
	* ```markdown
	*   | aa
	* > | ==
	*       ^
	* ```
	*
	* @type {State}
	*/
	function after(code) {
		if (code === null || markdownLineEnding(code)) {
			effects.exit("setextHeadingLine");
			return ok(code);
		}
		return nok(code);
	}
}

// node_modules/micromark/lib/initialize/flow.js
/**
* @import {
*   InitialConstruct,
*   Initializer,
*   State,
*   TokenizeContext
* } from 'micromark-util-types'
*/
/** @type {InitialConstruct} */
const flow$1 = { tokenize: initializeFlow };
/**
* @this {TokenizeContext}
*   Self.
* @type {Initializer}
*   Initializer.
*/
function initializeFlow(effects) {
	const self = this;
	const initial = effects.attempt(blankLine, atBlankEnding, effects.attempt(this.parser.constructs.flowInitial, afterConstruct, factorySpace(effects, effects.attempt(this.parser.constructs.flow, afterConstruct, effects.attempt(content, afterConstruct)), "linePrefix")));
	return initial;
	/** @type {State} */
	function atBlankEnding(code) {
		if (code === null) {
			effects.consume(code);
			return;
		}
		effects.enter("lineEndingBlank");
		effects.consume(code);
		effects.exit("lineEndingBlank");
		self.currentConstruct = void 0;
		return initial;
	}
	/** @type {State} */
	function afterConstruct(code) {
		if (code === null) {
			effects.consume(code);
			return;
		}
		effects.enter("lineEnding");
		effects.consume(code);
		effects.exit("lineEnding");
		self.currentConstruct = void 0;
		return initial;
	}
}

// node_modules/micromark/lib/initialize/text.js
/**
* @import {
*   Code,
*   InitialConstruct,
*   Initializer,
*   Resolver,
*   State,
*   TokenizeContext
* } from 'micromark-util-types'
*/
const resolver = { resolveAll: createResolver() };
const string$1 = initializeFactory("string");
const text$1 = initializeFactory("text");
/**
* @param {'string' | 'text'} field
*   Field.
* @returns {InitialConstruct}
*   Construct.
*/
function initializeFactory(field) {
	return {
		resolveAll: createResolver(field === "text" ? resolveAllLineSuffixes : void 0),
		tokenize: initializeText
	};
	/**
	* @this {TokenizeContext}
	*   Context.
	* @type {Initializer}
	*/
	function initializeText(effects) {
		const self = this;
		const constructs = this.parser.constructs[field];
		const text = effects.attempt(constructs, start, notText);
		return start;
		/** @type {State} */
		function start(code) {
			return atBreak(code) ? text(code) : notText(code);
		}
		/** @type {State} */
		function notText(code) {
			if (code === null) {
				effects.consume(code);
				return;
			}
			effects.enter("data");
			effects.consume(code);
			return data;
		}
		/** @type {State} */
		function data(code) {
			if (atBreak(code)) {
				effects.exit("data");
				return text(code);
			}
			effects.consume(code);
			return data;
		}
		/**
		* @param {Code} code
		*   Code.
		* @returns {boolean}
		*   Whether the code is a break.
		*/
		function atBreak(code) {
			if (code === null) return true;
			const list = constructs[code];
			let index = -1;
			if (list) while (++index < list.length) {
				const item = list[index];
				if (!item.previous || item.previous.call(self, self.previous)) return true;
			}
			return false;
		}
	}
}
/**
* @param {Resolver | undefined} [extraResolver]
*   Resolver.
* @returns {Resolver}
*   Resolver.
*/
function createResolver(extraResolver) {
	return resolveAllText;
	/** @type {Resolver} */
	function resolveAllText(events, context) {
		let index = -1;
		/** @type {number | undefined} */
		let enter;
		while (++index <= events.length) if (enter === void 0) {
			if (events[index] && events[index][1].type === "data") {
				enter = index;
				index++;
			}
		} else if (!events[index] || events[index][1].type !== "data") {
			if (index !== enter + 2) {
				events[enter][1].end = events[index - 1][1].end;
				events.splice(enter + 2, index - enter - 2);
				index = enter + 2;
			}
			enter = void 0;
		}
		return extraResolver ? extraResolver(events, context) : events;
	}
}
/**
* A rather ugly set of instructions which again looks at chunks in the input
* stream.
* The reason to do this here is that it is *much* faster to parse in reverse.
* And that we can’t hook into `null` to split the line suffix before an EOF.
* To do: figure out if we can make this into a clean utility, or even in core.
* As it will be useful for GFMs literal autolink extension (and maybe even
* tables?)
*
* @type {Resolver}
*/
function resolveAllLineSuffixes(events, context) {
	const editMap = new EditMap();
	let eventIndex = 0;
	while (++eventIndex <= events.length) if ((eventIndex === events.length || events[eventIndex][1].type === "lineEnding") && events[eventIndex - 1][1].type === "data") {
		const data = events[eventIndex - 1][1];
		const chunks = context.sliceStream(data);
		let index = chunks.length;
		let bufferIndex = -1;
		let size = 0;
		/** @type {boolean | undefined} */
		let tabs;
		while (index--) {
			const chunk = chunks[index];
			if (typeof chunk === "string") {
				bufferIndex = chunk.length;
				while (chunk.charCodeAt(bufferIndex - 1) === 32) {
					size++;
					bufferIndex--;
				}
				if (bufferIndex) break;
				bufferIndex = -1;
			} else if (chunk === -2) {
				tabs = true;
				size++;
			} else if (chunk === -1) {} else {
				index++;
				break;
			}
		}
		if (context._contentTypeTextTrailing && eventIndex === events.length) size = 0;
		if (size) {
			const token = {
				type: eventIndex === events.length || tabs || size < 2 ? "lineSuffix" : "hardBreakTrailing",
				start: {
					_bufferIndex: index ? bufferIndex : data.start._bufferIndex + bufferIndex,
					_index: data.start._index + index,
					line: data.end.line,
					column: data.end.column - size,
					offset: data.end.offset - size
				},
				end: { ...data.end }
			};
			data.end = { ...token.start };
			if (data.start.offset === data.end.offset) Object.assign(data, token);
			else editMap.add(eventIndex, 0, [[
				"enter",
				token,
				context
			], [
				"exit",
				token,
				context
			]]);
		}
		eventIndex++;
	}
	editMap.consume(events);
	return events;
}

// node_modules/micromark/lib/constructs.js
/**
* @import {Extension} from 'micromark-util-types'
*/
var constructs_exports = /* @__PURE__ */ __exportAll({
	attentionMarkers: () => attentionMarkers,
	contentInitial: () => contentInitial,
	disable: () => disable,
	document: () => document,
	flow: () => flow,
	flowInitial: () => flowInitial,
	insideSpan: () => insideSpan,
	string: () => string,
	text: () => text
});
/** @satisfies {Extension['document']} */
const document = {
	[42]: list,
	[43]: list,
	[45]: list,
	[48]: list,
	[49]: list,
	[50]: list,
	[51]: list,
	[52]: list,
	[53]: list,
	[54]: list,
	[55]: list,
	[56]: list,
	[57]: list,
	[62]: blockQuote
};
/** @satisfies {Extension['contentInitial']} */
const contentInitial = { [91]: definition };
/** @satisfies {Extension['flowInitial']} */
const flowInitial = {
	[-2]: codeIndented,
	[-1]: codeIndented,
	[32]: codeIndented
};
/** @satisfies {Extension['flow']} */
const flow = {
	[35]: headingAtx,
	[42]: thematicBreak,
	[45]: [setextUnderline, thematicBreak],
	[60]: htmlFlow,
	[61]: setextUnderline,
	[95]: thematicBreak,
	[96]: codeFenced,
	[126]: codeFenced
};
/** @satisfies {Extension['string']} */
const string = {
	[38]: characterReference,
	[92]: characterEscape
};
/** @satisfies {Extension['text']} */
const text = {
	[-5]: lineEnding,
	[-4]: lineEnding,
	[-3]: lineEnding,
	[33]: labelStartImage,
	[38]: characterReference,
	[42]: attention,
	[60]: [autolink, htmlText],
	[91]: labelStartLink,
	[92]: [hardBreakEscape, characterEscape],
	[93]: labelEnd,
	[95]: attention,
	[96]: codeText
};
/** @satisfies {Extension['insideSpan']} */
const insideSpan = { null: [attention, resolver] };
/** @satisfies {Extension['attentionMarkers']} */
const attentionMarkers = { null: [42, 95] };
/** @satisfies {Extension['disable']} */
const disable = { null: [] };

// node_modules/micromark/lib/create-tokenizer.js
/**
* @import {
*   Chunk,
*   Code,
*   ConstructRecord,
*   Construct,
*   Effects,
*   InitialConstruct,
*   ParseContext,
*   Point,
*   State,
*   TokenizeContext,
*   Token
* } from 'micromark-util-types'
*/
/**
* @callback Restore
*   Restore the state.
* @returns {undefined}
*   Nothing.
*
* @typedef Info
*   Info.
* @property {Restore} restore
*   Restore.
* @property {number} from
*   From.
*
* @callback ReturnHandle
*   Handle a successful run.
* @param {Construct} construct
*   Construct.
* @param {Info} info
*   Info.
* @returns {undefined}
*   Nothing.
*/
/**
* Create a tokenizer.
* Tokenizers deal with one type of data (e.g., containers, flow, text).
* The parser is the object dealing with it all.
* `initialize` works like other constructs, except that only its `tokenize`
* function is used, in which case it doesn’t receive an `ok` or `nok`.
* `from` can be given to set the point before the first character, although
* when further lines are indented, they must be set with `defineSkip`.
*
* @param {ParseContext} parser
*   Parser.
* @param {InitialConstruct} initialize
*   Construct.
* @param {Omit<Point, '_bufferIndex' | '_index'> | undefined} [from]
*   Point (optional).
* @returns {TokenizeContext}
*   Context.
*/
function createTokenizer(parser, initialize, from) {
	/** @type {Point} */
	let point = {
		_bufferIndex: -1,
		_index: 0,
		line: from && from.line || 1,
		column: from && from.column || 1,
		offset: from && from.offset || 0
	};
	/** @type {Record<string, number>} */
	const columnStart = {};
	/** @type {Array<Construct>} */
	const resolveAllConstructs = [];
	/** @type {Array<Chunk>} */
	let chunks = [];
	/** @type {Array<Token>} */
	let stack = [];
	/**
	* Tools used for tokenizing.
	*
	* @type {Effects}
	*/
	const effects = {
		attempt: constructFactory(onsuccessfulconstruct),
		check: constructFactory(onsuccessfulcheck),
		consume,
		enter,
		exit,
		interrupt: constructFactory(onsuccessfulcheck, { interrupt: true })
	};
	/**
	* State and tools for resolving and serializing.
	*
	* @type {TokenizeContext}
	*/
	const context = {
		code: null,
		containerState: {},
		defineSkip,
		events: [],
		now,
		parser,
		previous: null,
		sliceSerialize,
		sliceStream,
		write
	};
	/**
	* The state function.
	*
	* @type {State | undefined}
	*/
	let state = initialize.tokenize.call(context, effects);
	if (initialize.resolveAll) resolveAllConstructs.push(initialize);
	return context;
	/** @type {TokenizeContext['write']} */
	function write(slice) {
		chunks = push(chunks, slice);
		main();
		if (chunks[chunks.length - 1] !== null) return [];
		addResult(initialize, 0);
		context.events = resolveAll(resolveAllConstructs, context.events, context);
		return context.events;
	}
	/** @type {TokenizeContext['sliceSerialize']} */
	function sliceSerialize(token, expandTabs) {
		return serializeChunks(sliceStream(token), expandTabs);
	}
	/** @type {TokenizeContext['sliceStream']} */
	function sliceStream(token) {
		return sliceChunks(chunks, token);
	}
	/** @type {TokenizeContext['now']} */
	function now() {
		const { _bufferIndex, _index, line, column, offset } = point;
		return {
			_bufferIndex,
			_index,
			line,
			column,
			offset
		};
	}
	/** @type {TokenizeContext['defineSkip']} */
	function defineSkip(value) {
		columnStart[value.line] = value.column;
		accountForPotentialSkip();
	}
	/**
	* Main loop (note that `_index` and `_bufferIndex` in `point` are modified by
	* `consume`).
	* Here is where we walk through the chunks, which either include strings of
	* several characters, or numerical character codes.
	* The reason to do this in a loop instead of a call is so the stack can
	* drain.
	*
	* @returns {undefined}
	*   Nothing.
	*/
	function main() {
		while (point._index < chunks.length) {
			const chunk = chunks[point._index];
			if (typeof chunk === "string") {
				const chunkIndex = point._index;
				if (point._bufferIndex < 0) point._bufferIndex = 0;
				while (point._index === chunkIndex && point._bufferIndex < chunk.length) go(chunk.charCodeAt(point._bufferIndex));
			} else go(chunk);
		}
	}
	/**
	* Deal with one code.
	*
	* @param {Code} code
	*   Code.
	* @returns {undefined}
	*   Nothing.
	*/
	function go(code) {
		state = state(code);
	}
	/** @type {Effects['consume']} */
	function consume(code) {
		if (markdownLineEnding(code)) {
			point.line++;
			point.column = 1;
			point.offset += code === -3 ? 2 : 1;
			accountForPotentialSkip();
		} else if (code !== -1) {
			point.column++;
			point.offset++;
		}
		if (point._bufferIndex < 0) point._index++;
		else {
			point._bufferIndex++;
			if (point._bufferIndex === chunks[point._index].length) {
				point._bufferIndex = -1;
				point._index++;
			}
		}
		context.previous = code;
	}
	/** @type {Effects['enter']} */
	function enter(type, fields) {
		/** @type {Token} */
		const token = fields || {};
		token.type = type;
		token.start = now();
		context.events.push([
			"enter",
			token,
			context
		]);
		stack.push(token);
		return token;
	}
	/** @type {Effects['exit']} */
	function exit(type) {
		const token = stack.pop();
		token.end = now();
		context.events.push([
			"exit",
			token,
			context
		]);
		return token;
	}
	/**
	* Use results.
	*
	* @type {ReturnHandle}
	*/
	function onsuccessfulconstruct(construct, info) {
		addResult(construct, info.from);
	}
	/**
	* Discard results.
	*
	* @type {ReturnHandle}
	*/
	function onsuccessfulcheck(_, info) {
		info.restore();
	}
	/**
	* Factory to attempt/check/interrupt.
	*
	* @param {ReturnHandle} onreturn
	*   Callback.
	* @param {{interrupt?: boolean | undefined} | undefined} [fields]
	*   Fields.
	*/
	function constructFactory(onreturn, fields) {
		return hook;
		/**
		* Handle either an object mapping codes to constructs, a list of
		* constructs, or a single construct.
		*
		* @param {Array<Construct> | ConstructRecord | Construct} constructs
		*   Constructs.
		* @param {State} returnState
		*   State.
		* @param {State | undefined} [bogusState]
		*   State.
		* @returns {State}
		*   State.
		*/
		function hook(constructs, returnState, bogusState) {
			/** @type {ReadonlyArray<Construct>} */
			let listOfConstructs;
			/** @type {number} */
			let constructIndex;
			/** @type {Construct} */
			let currentConstruct;
			/** @type {Info} */
			let info;
			return Array.isArray(constructs) ? handleListOfConstructs(constructs) : "tokenize" in constructs ? handleListOfConstructs([constructs]) : handleMapOfConstructs(constructs);
			/**
			* Handle a list of construct.
			*
			* @param {ConstructRecord} map
			*   Constructs.
			* @returns {State}
			*   State.
			*/
			function handleMapOfConstructs(map) {
				return start;
				/** @type {State} */
				function start(code) {
					const left = code !== null && map[code];
					const all = code !== null && map.null;
					return handleListOfConstructs([...Array.isArray(left) ? left : left ? [left] : [], ...Array.isArray(all) ? all : all ? [all] : []])(code);
				}
			}
			/**
			* Handle a list of construct.
			*
			* @param {ReadonlyArray<Construct>} list
			*   Constructs.
			* @returns {State}
			*   State.
			*/
			function handleListOfConstructs(list) {
				listOfConstructs = list;
				constructIndex = 0;
				if (list.length === 0) return bogusState;
				return handleConstruct(list[constructIndex]);
			}
			/**
			* Handle a single construct.
			*
			* @param {Construct} construct
			*   Construct.
			* @returns {State}
			*   State.
			*/
			function handleConstruct(construct) {
				return start;
				/** @type {State} */
				function start(code) {
					info = store();
					currentConstruct = construct;
					if (!construct.partial) context.currentConstruct = construct;
					if (construct.name && context.parser.constructs.disable.null.includes(construct.name)) return nok(code);
					return construct.tokenize.call(fields ? Object.assign(Object.create(context), fields) : context, effects, ok, nok)(code);
				}
			}
			/** @type {State} */
			function ok(code) {
				onreturn(currentConstruct, info);
				return returnState;
			}
			/** @type {State} */
			function nok(code) {
				info.restore();
				if (++constructIndex < listOfConstructs.length) return handleConstruct(listOfConstructs[constructIndex]);
				return bogusState;
			}
		}
	}
	/**
	* @param {Construct} construct
	*   Construct.
	* @param {number} from
	*   From.
	* @returns {undefined}
	*   Nothing.
	*/
	function addResult(construct, from) {
		if (construct.resolveAll && !resolveAllConstructs.includes(construct)) resolveAllConstructs.push(construct);
		if (construct.resolve) splice(context.events, from, context.events.length - from, construct.resolve(context.events.slice(from), context));
		if (construct.resolveTo) context.events = construct.resolveTo(context.events, context);
	}
	/**
	* Store state.
	*
	* @returns {Info}
	*   Info.
	*/
	function store() {
		const startPoint = now();
		const startPrevious = context.previous;
		const startCurrentConstruct = context.currentConstruct;
		const startEventsIndex = context.events.length;
		const startStack = Array.from(stack);
		return {
			from: startEventsIndex,
			restore
		};
		/**
		* Restore state.
		*
		* @returns {undefined}
		*   Nothing.
		*/
		function restore() {
			point = startPoint;
			context.previous = startPrevious;
			context.currentConstruct = startCurrentConstruct;
			context.events.length = startEventsIndex;
			stack = startStack;
			accountForPotentialSkip();
		}
	}
	/**
	* Move the current point a bit forward in the line when it’s on a column
	* skip.
	*
	* @returns {undefined}
	*   Nothing.
	*/
	function accountForPotentialSkip() {
		if (point.line in columnStart && point.column < 2) {
			point.column = columnStart[point.line];
			point.offset += columnStart[point.line] - 1;
		}
	}
}
/**
* Get the chunks from a slice of chunks in the range of a token.
*
* @param {ReadonlyArray<Chunk>} chunks
*   Chunks.
* @param {Pick<Token, 'end' | 'start'>} token
*   Token.
* @returns {Array<Chunk>}
*   Chunks.
*/
function sliceChunks(chunks, token) {
	const startIndex = token.start._index;
	const startBufferIndex = token.start._bufferIndex;
	const endIndex = token.end._index;
	const endBufferIndex = token.end._bufferIndex;
	/** @type {Array<Chunk>} */
	let view;
	if (startIndex === endIndex) view = [chunks[startIndex].slice(startBufferIndex, endBufferIndex)];
	else {
		view = chunks.slice(startIndex, endIndex);
		if (startBufferIndex > -1) {
			const head = view[0];
			if (typeof head === "string") view[0] = head.slice(startBufferIndex);
			else view.shift();
		}
		if (endBufferIndex > 0) view.push(chunks[endIndex].slice(0, endBufferIndex));
	}
	return view;
}
/**
* Get the string value of a slice of chunks.
*
* @param {ReadonlyArray<Chunk>} chunks
*   Chunks.
* @param {boolean | undefined} [expandTabs=false]
*   Whether to expand tabs (default: `false`).
* @returns {string}
*   Result.
*/
function serializeChunks(chunks, expandTabs) {
	let index = -1;
	/** @type {Array<string>} */
	const result = [];
	/** @type {boolean | undefined} */
	let atTab;
	while (++index < chunks.length) {
		const chunk = chunks[index];
		/** @type {string} */
		let value;
		if (typeof chunk === "string") value = chunk;
		else switch (chunk) {
			case -5:
				value = "\r";
				break;
			case -4:
				value = "\n";
				break;
			case -3:
				value = "\r\n";
				break;
			case -2:
				value = expandTabs ? " " : "	";
				break;
			case -1:
				if (!expandTabs && atTab) continue;
				value = " ";
				break;
			default: value = String.fromCharCode(chunk);
		}
		atTab = chunk === -2;
		result.push(value);
	}
	return result.join("");
}

// node_modules/micromark/lib/parse.js
/**
* @import {
*   Create,
*   FullNormalizedExtension,
*   InitialConstruct,
*   ParseContext,
*   ParseOptions
* } from 'micromark-util-types'
*/
/**
* @param {ParseOptions | null | undefined} [options]
*   Configuration (optional).
* @returns {ParseContext}
*   Parser.
*/
function parse(options) {
	/** @type {ParseContext} */
	const parser = {
		constructs: combineExtensions([constructs_exports, ...(options || {}).extensions || []]),
		content: create(content$1),
		defined: [],
		document: create(document$1),
		flow: create(flow$1),
		lazy: {},
		string: create(string$1),
		text: create(text$1)
	};
	return parser;
	/**
	* @param {InitialConstruct} initial
	*   Construct to start with.
	* @returns {Create}
	*   Create a tokenizer.
	*/
	function create(initial) {
		return creator;
		/** @type {Create} */
		function creator(from) {
			return createTokenizer(parser, initial, from);
		}
	}
}

// node_modules/micromark/lib/postprocess.js
/**
* @import {Event} from 'micromark-util-types'
*/
/**
* @param {Array<Event>} events
*   Events.
* @returns {Array<Event>}
*   Events.
*/
function postprocess(events) {
	while (!subtokenize(events));
	return events;
}

// node_modules/micromark/lib/preprocess.js
/**
* @import {Chunk, Code, Encoding, Value} from 'micromark-util-types'
*/
/**
* @callback Preprocessor
*   Preprocess a value.
* @param {Value} value
*   Value.
* @param {Encoding | null | undefined} [encoding]
*   Encoding when `value` is a typed array (optional).
* @param {boolean | null | undefined} [end=false]
*   Whether this is the last chunk (default: `false`).
* @returns {Array<Chunk>}
*   Chunks.
*/
const search = /[\0\t\n\r]/g;
/**
* @returns {Preprocessor}
*   Preprocess a value.
*/
function preprocess() {
	let column = 1;
	let buffer = "";
	/** @type {boolean | undefined} */
	let start = true;
	/** @type {boolean | undefined} */
	let atCarriageReturn;
	return preprocessor;
	/** @type {Preprocessor} */
	function preprocessor(value, encoding, end) {
		value = buffer + (typeof value === "string" ? value.toString() : new TextDecoder(encoding || void 0).decode(value));
		/** @type {Array<Chunk>} */
		const chunks = [];
		let startPosition = 0;
		buffer = "";
		if (start) {
			if (value.charCodeAt(0) === 65279) startPosition++;
			start = void 0;
		}
		while (startPosition < value.length) {
			search.lastIndex = startPosition;
			const match = search.exec(value);
			const endPosition = match && match.index !== void 0 ? match.index : value.length;
			const code = value.charCodeAt(endPosition);
			if (!match) {
				buffer = value.slice(startPosition);
				break;
			}
			if (code === 10 && startPosition === endPosition && atCarriageReturn) {
				chunks.push(-3);
				atCarriageReturn = void 0;
			} else {
				if (atCarriageReturn) {
					chunks.push(-5);
					atCarriageReturn = void 0;
				}
				if (startPosition < endPosition) {
					chunks.push(value.slice(startPosition, endPosition));
					column += endPosition - startPosition;
				}
				switch (code) {
					case 0:
						chunks.push(65533);
						column++;
						break;
					case 9: {
						const next = Math.ceil(column / 4) * 4;
						chunks.push(-2);
						while (column++ < next) chunks.push(-1);
						break;
					}
					case 10:
						chunks.push(-4);
						column = 1;
						break;
					default:
						atCarriageReturn = true;
						column = 1;
				}
			}
			startPosition = endPosition + 1;
		}
		if (end) {
			if (atCarriageReturn) chunks.push(-5);
			if (buffer) chunks.push(buffer);
			chunks.push(null);
		}
		return chunks;
	}
}

// node_modules/micromark-util-decode-string/index.js
const characterEscapeOrReference = /\\([!-/:-@[-`{-~])|&(#(?:\d{1,7}|x[\da-f]{1,6})|[\da-z]{1,31});/gi;
/**
* Decode markdown strings (which occur in places such as fenced code info
* strings, destinations, labels, and titles).
*
* The “string” content type allows character escapes and -references.
* This decodes those.
*
* @param {string} value
*   Value to decode.
* @returns {string}
*   Decoded value.
*/
function decodeString(value) {
	return value.replace(characterEscapeOrReference, decode);
}
/**
* @param {string} $0
*   Match.
* @param {string} $1
*   Character escape.
* @param {string} $2
*   Character reference.
* @returns {string}
*   Decoded value
*/
function decode($0, $1, $2) {
	if ($1) return $1;
	if ($2.charCodeAt(0) === 35) {
		const head = $2.charCodeAt(1);
		const hex = head === 120 || head === 88;
		return decodeNumericCharacterReference($2.slice(hex ? 2 : 1), hex ? 16 : 10);
	}
	return decodeNamedCharacterReference($2) || $0;
}

// node_modules/unist-util-stringify-position/lib/index.js
/**
* @typedef {import('unist').Node} Node
* @typedef {import('unist').Point} Point
* @typedef {import('unist').Position} Position
*/
/**
* @typedef NodeLike
* @property {string} type
* @property {PositionLike | null | undefined} [position]
*
* @typedef PointLike
* @property {number | null | undefined} [line]
* @property {number | null | undefined} [column]
* @property {number | null | undefined} [offset]
*
* @typedef PositionLike
* @property {PointLike | null | undefined} [start]
* @property {PointLike | null | undefined} [end]
*/
/**
* Serialize the positional info of a point, position (start and end points),
* or node.
*
* @param {Node | NodeLike | Point | PointLike | Position | PositionLike | null | undefined} [value]
*   Node, position, or point.
* @returns {string}
*   Pretty printed positional info of a node (`string`).
*
*   In the format of a range `ls:cs-le:ce` (when given `node` or `position`)
*   or a point `l:c` (when given `point`), where `l` stands for line, `c` for
*   column, `s` for `start`, and `e` for end.
*   An empty string (`''`) is returned if the given value is neither `node`,
*   `position`, nor `point`.
*/
function stringifyPosition(value) {
	if (!value || typeof value !== "object") return "";
	if ("position" in value || "type" in value) return position(value.position);
	if ("start" in value || "end" in value) return position(value);
	if ("line" in value || "column" in value) return point$1(value);
	return "";
}
/**
* @param {Point | PointLike | null | undefined} point
* @returns {string}
*/
function point$1(point) {
	return index(point && point.line) + ":" + index(point && point.column);
}
/**
* @param {Position | PositionLike | null | undefined} pos
* @returns {string}
*/
function position(pos) {
	return point$1(pos && pos.start) + "-" + point$1(pos && pos.end);
}
/**
* @param {number | null | undefined} value
* @returns {number}
*/
function index(value) {
	return value && typeof value === "number" ? value : 1;
}

// node_modules/mdast-util-from-markdown/lib/index.js
/**
* @import {
*   Break,
*   Blockquote,
*   Code,
*   Definition,
*   Emphasis,
*   Heading,
*   Html,
*   Image,
*   InlineCode,
*   Link,
*   ListItem,
*   List,
*   Nodes,
*   Paragraph,
*   PhrasingContent,
*   ReferenceType,
*   Root,
*   Strong,
*   Text,
*   ThematicBreak
* } from 'mdast'
* @import {
*   Encoding,
*   Event,
*   Token,
*   Value
* } from 'micromark-util-types'
* @import {Point} from 'unist'
* @import {
*   CompileContext,
*   CompileData,
*   Config,
*   Extension,
*   Handle,
*   OnEnterError,
*   Options
* } from './types.js'
*/
const own = {}.hasOwnProperty;
/**
* Turn markdown into a syntax tree.
*
* @overload
* @param {Value} value
* @param {Encoding | null | undefined} [encoding]
* @param {Options | null | undefined} [options]
* @returns {Root}
*
* @overload
* @param {Value} value
* @param {Options | null | undefined} [options]
* @returns {Root}
*
* @param {Value} value
*   Markdown to parse.
* @param {Encoding | Options | null | undefined} [encoding]
*   Character encoding for when `value` is `Buffer`.
* @param {Options | null | undefined} [options]
*   Configuration.
* @returns {Root}
*   mdast tree.
*/
function fromMarkdown(value, encoding, options) {
	if (encoding && typeof encoding === "object") {
		options = encoding;
		encoding = void 0;
	}
	return compiler(options)(postprocess(parse(options).document().write(preprocess()(value, encoding, true))));
}
/**
* Note this compiler only understand complete buffering, not streaming.
*
* @param {Options | null | undefined} [options]
*/
function compiler(options) {
	/** @type {Config} */
	const config = {
		afterExit: [],
		beforeEnter: [],
		transforms: [],
		canContainEols: [
			"emphasis",
			"fragment",
			"heading",
			"paragraph",
			"strong"
		],
		enter: {
			autolink: opener(link),
			autolinkProtocol: onenterdata,
			autolinkEmail: onenterdata,
			atxHeading: opener(heading),
			blockQuote: opener(blockQuote),
			characterEscape: onenterdata,
			characterReference: onenterdata,
			codeFenced: opener(codeFlow),
			codeFencedFenceInfo: buffer,
			codeFencedFenceMeta: buffer,
			codeIndented: opener(codeFlow, buffer),
			codeText: opener(codeText, buffer),
			codeTextData: onenterdata,
			data: onenterdata,
			codeFlowValue: onenterdata,
			definition: opener(definition),
			definitionDestinationString: buffer,
			definitionLabelString: buffer,
			definitionTitleString: buffer,
			emphasis: opener(emphasis),
			hardBreakEscape: opener(hardBreak),
			hardBreakTrailing: opener(hardBreak),
			htmlFlow: opener(html, buffer),
			htmlFlowData: onenterdata,
			htmlText: opener(html, buffer),
			htmlTextData: onenterdata,
			image: opener(image),
			label: buffer,
			link: opener(link),
			listItem: opener(listItem),
			listItemValue: onenterlistitemvalue,
			listOrdered: opener(list, onenterlistordered),
			listUnordered: opener(list),
			paragraph: opener(paragraph),
			reference: onenterreference,
			referenceString: buffer,
			resourceDestinationString: buffer,
			resourceTitleString: buffer,
			setextHeading: opener(heading),
			strong: opener(strong),
			thematicBreak: opener(thematicBreak)
		},
		exit: {
			atxHeading: closer(),
			atxHeadingSequence: onexitatxheadingsequence,
			autolink: closer(),
			autolinkEmail: onexitautolinkemail,
			autolinkProtocol: onexitautolinkprotocol,
			blockQuote: closer(),
			characterEscapeValue: onexitdata,
			characterReferenceMarkerHexadecimal: onexitcharacterreferencemarker,
			characterReferenceMarkerNumeric: onexitcharacterreferencemarker,
			characterReferenceValue: onexitcharacterreferencevalue,
			characterReference: onexitcharacterreference,
			codeFenced: closer(onexitcodefenced),
			codeFencedFence: onexitcodefencedfence,
			codeFencedFenceInfo: onexitcodefencedfenceinfo,
			codeFencedFenceMeta: onexitcodefencedfencemeta,
			codeFlowValue: onexitdata,
			codeIndented: closer(onexitcodeindented),
			codeText: closer(onexitcodetext),
			codeTextData: onexitdata,
			data: onexitdata,
			definition: closer(),
			definitionDestinationString: onexitdefinitiondestinationstring,
			definitionLabelString: onexitdefinitionlabelstring,
			definitionTitleString: onexitdefinitiontitlestring,
			emphasis: closer(),
			hardBreakEscape: closer(onexithardbreak),
			hardBreakTrailing: closer(onexithardbreak),
			htmlFlow: closer(onexithtmlflow),
			htmlFlowData: onexitdata,
			htmlText: closer(onexithtmltext),
			htmlTextData: onexitdata,
			image: closer(onexitimage),
			label: onexitlabel,
			labelText: onexitlabeltext,
			lineEnding: onexitlineending,
			link: closer(onexitlink),
			listItem: closer(),
			listOrdered: closer(),
			listUnordered: closer(),
			paragraph: closer(),
			referenceString: onexitreferencestring,
			resourceDestinationString: onexitresourcedestinationstring,
			resourceTitleString: onexitresourcetitlestring,
			resource: onexitresource,
			setextHeading: closer(onexitsetextheading),
			setextHeadingLineSequence: onexitsetextheadinglinesequence,
			setextHeadingText: onexitsetextheadingtext,
			strong: closer(),
			thematicBreak: closer()
		}
	};
	configure(config, (options || {}).mdastExtensions || []);
	/** @type {CompileData} */
	const data = {};
	return compile;
	/**
	* Turn micromark events into an mdast tree.
	*
	* @param {Array<Event>} events
	*   Events.
	* @returns {Root}
	*   mdast tree.
	*/
	function compile(events) {
		/** @type {Root} */
		let tree = {
			type: "root",
			children: [],
			position: void 0
		};
		/** @type {Omit<CompileContext, 'sliceSerialize'>} */
		const context = {
			stack: [tree],
			tokenStack: [],
			config,
			enter,
			exit,
			buffer,
			resume,
			data
		};
		/** @type {Array<number>} */
		const listStack = [];
		/** @type {Array<Event>} */
		const prepared = [];
		let index = -1;
		while (++index < events.length) {
			prepared.push(events[index]);
			if (events[index][1].type === "listOrdered" || events[index][1].type === "listUnordered") {
				if (events[index][0] === "enter") listStack.push(prepared.length - 1);
				else prepareList(prepared, listStack.pop());
			}
		}
		events = prepared;
		index = -1;
		while (++index < events.length) {
			const handler = config[events[index][0]];
			if (events[index][0] === "enter" && config.beforeEnter.length > 0) callListeners(config.beforeEnter, {
				...context,
				sliceSerialize: events[index][2].sliceSerialize
			}, events[index][1]);
			if (own.call(handler, events[index][1].type)) handler[events[index][1].type].call({
				...context,
				sliceSerialize: events[index][2].sliceSerialize
			}, events[index][1]);
			if (events[index][0] === "exit" && config.afterExit.length > 0) callListeners(config.afterExit, {
				...context,
				sliceSerialize: events[index][2].sliceSerialize
			}, events[index][1]);
		}
		if (context.tokenStack.length > 0) {
			const tail = context.tokenStack[context.tokenStack.length - 1];
			(tail[1] || defaultOnError).call(context, void 0, tail[0]);
		}
		tree.position = {
			start: point(events.length > 0 ? events[0][1].start : {
				line: 1,
				column: 1,
				offset: 0
			}),
			end: point(events.length > 0 ? events[events.length - 2][1].end : {
				line: 1,
				column: 1,
				offset: 0
			})
		};
		index = -1;
		while (++index < config.transforms.length) tree = config.transforms[index](tree) || tree;
		return tree;
	}
	/**
	* @param {Array<Handle>} listeners
	*   Listeners.
	* @param {CompileContext} context
	*   Context.
	* @param {Token} token
	*   Token.
	* @returns {undefined}
	*   Nothing.
	*/
	function callListeners(listeners, context, token) {
		let index = -1;
		while (++index < listeners.length) listeners[index].call(context, token);
	}
	/**
	* @param {Array<Event>} events
	*   Events, ending with the list to prepare.
	* @param {number} start
	*   Index of the list enter.
	* @returns {undefined}
	*/
	function prepareList(events, start) {
		const end = events.length - 1;
		let index = start - 1;
		let containerBalance = -1;
		let listSpread = false;
		/** @type {Token | undefined} */
		let listItem;
		/** @type {number | undefined} */
		let lineIndex;
		/** @type {number | undefined} */
		let firstBlankLineIndex;
		/** @type {boolean | undefined} */
		let atMarker;
		/**
		* `listItem` events to insert before the event at `at`, in walk order.
		* Merged in after the walk, as inserting while walking would shift the
		* rest of the list once per item.
		* @type {Array<{at: number, event: Event}>}
		*/
		const insertions = [];
		while (++index <= end) {
			const event = events[index];
			switch (event[1].type) {
				case "listUnordered":
				case "listOrdered":
				case "blockQuote":
					if (event[0] === "enter") containerBalance++;
					else containerBalance--;
					atMarker = void 0;
					break;
				case "lineEndingBlank":
					if (event[0] === "enter") {
						if (listItem && !atMarker && !containerBalance && !firstBlankLineIndex) firstBlankLineIndex = index;
						atMarker = void 0;
					}
					break;
				case "linePrefix":
				case "listItemValue":
				case "listItemMarker":
				case "listItemPrefix":
				case "listItemPrefixWhitespace": break;
				default: atMarker = void 0;
			}
			if (!containerBalance && event[0] === "enter" && event[1].type === "listItemPrefix" || containerBalance === -1 && event[0] === "exit" && (event[1].type === "listUnordered" || event[1].type === "listOrdered")) {
				if (listItem) {
					let tailIndex = index;
					lineIndex = void 0;
					while (tailIndex--) {
						const tailEvent = events[tailIndex];
						if (tailEvent[1].type === "lineEnding" || tailEvent[1].type === "lineEndingBlank") {
							if (tailEvent[0] === "exit") continue;
							if (lineIndex) {
								events[lineIndex][1].type = "lineEndingBlank";
								listSpread = true;
							}
							tailEvent[1].type = "lineEnding";
							lineIndex = tailIndex;
						} else if (tailEvent[1].type === "linePrefix" || tailEvent[1].type === "blockQuotePrefix" || tailEvent[1].type === "blockQuotePrefixWhitespace" || tailEvent[1].type === "blockQuoteMarker" || tailEvent[1].type === "listItemIndent") {} else break;
					}
					if (firstBlankLineIndex && (!lineIndex || firstBlankLineIndex < lineIndex)) listItem._spread = true;
					listItem.end = Object.assign({}, lineIndex ? events[lineIndex][1].start : event[1].end);
					insertions.push({
						at: lineIndex || index,
						event: [
							"exit",
							listItem,
							event[2]
						]
					});
				}
				if (event[1].type === "listItemPrefix") {
					/** @type {Token} */
					const item = {
						type: "listItem",
						_spread: false,
						start: Object.assign({}, event[1].start),
						end: void 0
					};
					listItem = item;
					insertions.push({
						at: index,
						event: [
							"enter",
							item,
							event[2]
						]
					});
					firstBlankLineIndex = void 0;
					atMarker = true;
				}
			}
		}
		const listEvents = events.splice(start);
		let insertion = 0;
		index = -1;
		while (++index < listEvents.length) {
			while (insertion < insertions.length && insertions[insertion].at === start + index) events.push(insertions[insertion++].event);
			events.push(listEvents[index]);
		}
		events[start][1]._spread = listSpread;
	}
	/**
	* Create an opener handle.
	*
	* @param {(token: Token) => Nodes} create
	*   Create a node.
	* @param {Handle | undefined} [and]
	*   Optional function to also run.
	* @returns {Handle}
	*   Handle.
	*/
	function opener(create, and) {
		return open;
		/**
		* @this {CompileContext}
		* @param {Token} token
		* @returns {undefined}
		*/
		function open(token) {
			enter.call(this, create(token), token);
			if (and) and.call(this, token);
		}
	}
	/**
	* @type {CompileContext['buffer']}
	*/
	function buffer() {
		this.stack.push({
			type: "fragment",
			children: []
		});
	}
	/**
	* @type {CompileContext['enter']}
	*/
	function enter(node, token, errorHandler) {
		this.stack[this.stack.length - 1].children.push(node);
		this.stack.push(node);
		this.tokenStack.push([token, errorHandler || void 0]);
		node.position = {
			start: point(token.start),
			end: void 0
		};
	}
	/**
	* Create a closer handle.
	*
	* @param {Handle | undefined} [and]
	*   Optional function to also run.
	* @returns {Handle}
	*   Handle.
	*/
	function closer(and) {
		return close;
		/**
		* @this {CompileContext}
		* @param {Token} token
		* @returns {undefined}
		*/
		function close(token) {
			if (and) and.call(this, token);
			exit.call(this, token);
		}
	}
	/**
	* @type {CompileContext['exit']}
	*/
	function exit(token, onExitError) {
		const node = this.stack.pop();
		const open = this.tokenStack.pop();
		if (!open) throw new Error("Cannot close `" + token.type + "` (" + stringifyPosition({
			start: token.start,
			end: token.end
		}) + "): it’s not open");
		if (open[0].type !== token.type) {
			if (onExitError) onExitError.call(this, token, open[0]);
			else (open[1] || defaultOnError).call(this, token, open[0]);
		}
		node.position.end = point(token.end);
	}
	/**
	* @type {CompileContext['resume']}
	*/
	function resume() {
		return toString(this.stack.pop());
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onenterlistordered() {
		this.data.expectingFirstListItemValue = true;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onenterlistitemvalue(token) {
		if (this.data.expectingFirstListItemValue) {
			const ancestor = this.stack[this.stack.length - 2];
			ancestor.start = Number.parseInt(this.sliceSerialize(token), 10);
			this.data.expectingFirstListItemValue = void 0;
		}
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitcodefencedfenceinfo() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.lang = data;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitcodefencedfencemeta() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.meta = data;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitcodefencedfence() {
		if (this.data.flowCodeInside) return;
		this.buffer();
		this.data.flowCodeInside = true;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitcodefenced() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.value = data.replace(/^(\r?\n|\r)|(\r?\n|\r)$/g, "");
		this.data.flowCodeInside = void 0;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitcodeindented() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.value = data.replace(/(\r?\n|\r)$/g, "");
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitdefinitionlabelstring(token) {
		const label = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.label = label;
		node.identifier = normalizeIdentifier(this.sliceSerialize(token)).toLowerCase();
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitdefinitiontitlestring() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.title = data;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitdefinitiondestinationstring() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.url = data;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitatxheadingsequence(token) {
		const node = this.stack[this.stack.length - 1];
		if (!node.depth) node.depth = this.sliceSerialize(token).length;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitsetextheadingtext() {
		this.data.setextHeadingSlurpLineEnding = true;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitsetextheadinglinesequence(token) {
		const node = this.stack[this.stack.length - 1];
		node.depth = this.sliceSerialize(token).codePointAt(0) === 61 ? 1 : 2;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitsetextheading() {
		this.data.setextHeadingSlurpLineEnding = void 0;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onenterdata(token) {
		/** @type {Array<Nodes>} */
		const siblings = this.stack[this.stack.length - 1].children;
		let tail = siblings[siblings.length - 1];
		if (!tail || tail.type !== "text") {
			tail = text();
			tail.position = {
				start: point(token.start),
				end: void 0
			};
			siblings.push(tail);
		}
		this.stack.push(tail);
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitdata(token) {
		const tail = this.stack.pop();
		tail.value += this.sliceSerialize(token);
		tail.position.end = point(token.end);
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitlineending(token) {
		const context = this.stack[this.stack.length - 1];
		if (this.data.atHardBreak) {
			const tail = context.children[context.children.length - 1];
			tail.position.end = point(token.end);
			this.data.atHardBreak = void 0;
			return;
		}
		if (!this.data.setextHeadingSlurpLineEnding && config.canContainEols.includes(context.type)) {
			onenterdata.call(this, token);
			onexitdata.call(this, token);
		}
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexithardbreak() {
		this.data.atHardBreak = true;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexithtmlflow() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.value = data;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexithtmltext() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.value = data;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitcodetext() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.value = data;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitlink() {
		const node = this.stack[this.stack.length - 1];
		if (this.data.inReference) {
			/** @type {ReferenceType} */
			const referenceType = this.data.referenceType || "shortcut";
			node.type += "Reference";
			node.referenceType = referenceType;
			delete node.url;
			delete node.title;
		} else {
			delete node.identifier;
			delete node.label;
		}
		this.data.referenceType = void 0;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitimage() {
		const node = this.stack[this.stack.length - 1];
		if (this.data.inReference) {
			/** @type {ReferenceType} */
			const referenceType = this.data.referenceType || "shortcut";
			node.type += "Reference";
			node.referenceType = referenceType;
			delete node.url;
			delete node.title;
		} else {
			delete node.identifier;
			delete node.label;
		}
		this.data.referenceType = void 0;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitlabeltext(token) {
		const string = this.sliceSerialize(token);
		const ancestor = this.stack[this.stack.length - 2];
		ancestor.label = decodeString(string);
		ancestor.identifier = normalizeIdentifier(string).toLowerCase();
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitlabel() {
		const fragment = this.stack[this.stack.length - 1];
		const value = this.resume();
		const node = this.stack[this.stack.length - 1];
		this.data.inReference = true;
		if (node.type === "link") node.children = fragment.children;
		else node.alt = value;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitresourcedestinationstring() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.url = data;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitresourcetitlestring() {
		const data = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.title = data;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitresource() {
		this.data.inReference = void 0;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onenterreference() {
		this.data.referenceType = "collapsed";
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitreferencestring(token) {
		const label = this.resume();
		const node = this.stack[this.stack.length - 1];
		node.label = label;
		node.identifier = normalizeIdentifier(this.sliceSerialize(token)).toLowerCase();
		this.data.referenceType = "full";
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitcharacterreferencemarker(token) {
		this.data.characterReferenceType = token.type;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitcharacterreferencevalue(token) {
		const data = this.sliceSerialize(token);
		const type = this.data.characterReferenceType;
		/** @type {string} */
		let value;
		if (type) {
			value = decodeNumericCharacterReference(data, type === "characterReferenceMarkerNumeric" ? 10 : 16);
			this.data.characterReferenceType = void 0;
		} else value = decodeNamedCharacterReference(data);
		const tail = this.stack[this.stack.length - 1];
		tail.value += value;
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitcharacterreference(token) {
		const tail = this.stack.pop();
		tail.position.end = point(token.end);
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitautolinkprotocol(token) {
		onexitdata.call(this, token);
		const node = this.stack[this.stack.length - 1];
		node.url = this.sliceSerialize(token);
	}
	/**
	* @this {CompileContext}
	* @type {Handle}
	*/
	function onexitautolinkemail(token) {
		onexitdata.call(this, token);
		const node = this.stack[this.stack.length - 1];
		node.url = "mailto:" + this.sliceSerialize(token);
	}
	/** @returns {Blockquote} */
	function blockQuote() {
		return {
			type: "blockquote",
			children: [],
			position: void 0
		};
	}
	/** @returns {Code} */
	function codeFlow() {
		return {
			type: "code",
			lang: null,
			meta: null,
			value: "",
			position: void 0
		};
	}
	/** @returns {InlineCode} */
	function codeText() {
		return {
			type: "inlineCode",
			value: "",
			position: void 0
		};
	}
	/** @returns {Definition} */
	function definition() {
		return {
			type: "definition",
			identifier: "",
			label: null,
			title: null,
			url: "",
			position: void 0
		};
	}
	/** @returns {Emphasis} */
	function emphasis() {
		return {
			type: "emphasis",
			children: [],
			position: void 0
		};
	}
	/** @returns {Heading} */
	function heading() {
		return {
			type: "heading",
			depth: 0,
			children: [],
			position: void 0
		};
	}
	/** @returns {Break} */
	function hardBreak() {
		return {
			type: "break",
			position: void 0
		};
	}
	/** @returns {Html} */
	function html() {
		return {
			type: "html",
			value: "",
			position: void 0
		};
	}
	/** @returns {Image} */
	function image() {
		return {
			type: "image",
			title: null,
			url: "",
			alt: null,
			position: void 0
		};
	}
	/** @returns {Link} */
	function link() {
		return {
			type: "link",
			title: null,
			url: "",
			children: [],
			position: void 0
		};
	}
	/**
	* @param {Token} token
	* @returns {List}
	*/
	function list(token) {
		return {
			type: "list",
			ordered: token.type === "listOrdered",
			start: null,
			spread: token._spread,
			children: [],
			position: void 0
		};
	}
	/**
	* @param {Token} token
	* @returns {ListItem}
	*/
	function listItem(token) {
		return {
			type: "listItem",
			spread: token._spread,
			checked: null,
			children: [],
			position: void 0
		};
	}
	/** @returns {Paragraph} */
	function paragraph() {
		return {
			type: "paragraph",
			children: [],
			position: void 0
		};
	}
	/** @returns {Strong} */
	function strong() {
		return {
			type: "strong",
			children: [],
			position: void 0
		};
	}
	/** @returns {Text} */
	function text() {
		return {
			type: "text",
			value: "",
			position: void 0
		};
	}
	/** @returns {ThematicBreak} */
	function thematicBreak() {
		return {
			type: "thematicBreak",
			position: void 0
		};
	}
}
/**
* Copy a point-like value.
*
* @param {Point} d
*   Point-like value.
* @returns {Point}
*   unist point.
*/
function point(d) {
	return {
		line: d.line,
		column: d.column,
		offset: d.offset
	};
}
/**
* @param {Config} combined
* @param {Array<Array<Extension> | Extension>} extensions
* @returns {undefined}
*/
function configure(combined, extensions) {
	let index = -1;
	while (++index < extensions.length) {
		const value = extensions[index];
		if (Array.isArray(value)) configure(combined, value);
		else extension(combined, value);
	}
}
/**
* @param {Config} combined
* @param {Extension} extension
* @returns {undefined}
*/
function extension(combined, extension) {
	/** @type {keyof Extension} */
	let key;
	for (key in extension) if (own.call(extension, key)) switch (key) {
		case "canContainEols": {
			const right = extension[key];
			if (right) combined[key].push(...right);
			break;
		}
		case "transforms": {
			const right = extension[key];
			if (right) combined[key].push(...right);
			break;
		}
		case "afterExit":
		case "beforeEnter": {
			const right = extension[key];
			if (right) combined[key].push(right);
			break;
		}
		case "enter":
		case "exit": {
			const right = extension[key];
			if (right) Object.assign(combined[key], right);
			break;
		}
	}
}
/** @type {OnEnterError} */
function defaultOnError(left, right) {
	if (left) throw new Error("Cannot close `" + left.type + "` (" + stringifyPosition({
		start: left.start,
		end: left.end
	}) + "): a different token (`" + right.type + "`, " + stringifyPosition({
		start: right.start,
		end: right.end
	}) + ") is open");
	throw new Error("Cannot close document, a token (`" + right.type + "`, " + stringifyPosition({
		start: right.start,
		end: right.end
	}) + ") is still open");
}

// src/cli/step-index.ts
/** `--step 3` as an index; undefined where none was named, a sentence where the lab has no such step. */
function stepIndex(lab, step) {
	if (step === void 0) return void 0;
	if (step <= lab.steps.length) return step - 1;
	return {
		en: `underlay: ${lab.id} has only ${lab.steps.length} steps.`,
		zh: `underlay：${lab.id} 只有 ${lab.steps.length} 步。`
	};
}

export { shortDeviceFrom as C, placeName as S, topologyId as T, vlanParents as _, serveControl as a, changeSign as b, outcomeLine as c, nextHint as d, shownHints as f, farEnds as g, deviceTree as h, ShellUnavailable as i, didYouMean as l, markWords as m, fromMarkdown as n, runControl as o, CONDITIONS as p, openLab as r, waitForSession as s, stepIndex as t, maySeeSolve as u, topology as v, placeOfId as w, describeChange as x, parseRule as y };
//# sourceMappingURL=step-index.js.map