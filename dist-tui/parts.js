import { r as joinTexts } from "./say.js";
import { c as number$1, f as string$1, h as unknown, l as object, m as union, n as array, r as boolean, s as looseObject, t as _enum, u as record } from "./schemas.js";
import { G as findTools, Q as signalAll, S as readingOf, U as routeKey, X as streamProcess, Y as runProcess, Z as descendants, et as NODE_BIN, nt as OUR_ENVIRONMENT, rt as CAPABILITIES, tt as NODE_ENVIRONMENT, x as UnreadableOutput } from "./content.js";
import { t as pathsFrom } from "./paths.js";
import { dirname, join } from "node:path";
import { closeSync, openSync, readFileSync, readdirSync, readlinkSync, statSync, statfsSync, watch, writeFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { setTimeout as setTimeout$1 } from "node:timers/promises";
import { Buffer } from "node:buffer";
import { spawn } from "@lydell/node-pty";

// src/drivers/hosts/capability-trials.ts
const link$1 = (words) => `ip link add ${words}`;
/** All but `namespaces`, which is proved by the sandbox standing. */
const TRIALS = {
	"many-ids": {
		tools: ["setpriv"],
		script: "setpriv --reuid 1 --regid 1 --clear-groups true",
		what: {
			en: "programs that give up root (tcpdump, daemons)",
			zh: "会放弃 root 身份的程序（tcpdump、守护进程）"
		}
	},
	veth: {
		tools: ["ip"],
		script: link$1("t-veth type veth peer name t-veth2"),
		what: {
			en: "veth pairs",
			zh: "veth 对"
		},
		module: "veth"
	},
	bridge: {
		tools: ["ip"],
		script: link$1("t-bridge type bridge"),
		what: {
			en: "Linux bridges",
			zh: "Linux 网桥"
		},
		module: "bridge"
	},
	vxlan: {
		tools: ["ip"],
		script: link$1("t-vxlan type vxlan id 7 dstport 4789 nolearning"),
		what: {
			en: "VXLAN tunnels",
			zh: "VXLAN 隧道"
		},
		module: "vxlan"
	},
	macvlan: {
		tools: ["ip"],
		script: `${link$1("t-mac0 type veth peer name t-mac1")}; ${link$1("t-mac2 link t-mac0 type macvlan mode bridge")}`,
		what: {
			en: "macvlan interfaces",
			zh: "macvlan 接口"
		},
		module: "macvlan"
	},
	tun: {
		tools: ["ip"],
		script: "ip tuntap add dev t-tap mode tap",
		what: {
			en: "tap interfaces",
			zh: "tap 接口"
		},
		module: "tun"
	},
	iptables: {
		tools: ["iptables", "iptables-save"],
		script: "iptables -A INPUT -i t-none -m comment --comment trial -j ACCEPT; iptables-save -t filter | grep -q t-none",
		what: {
			en: "iptables rules",
			zh: "iptables 规则"
		},
		module: "nf_tables"
	},
	nat: {
		tools: ["iptables"],
		script: "iptables -t nat -A POSTROUTING -o t-none -j MASQUERADE",
		what: {
			en: "NAT",
			zh: "NAT"
		},
		module: "nft_chain_nat"
	},
	conntrack: {
		tools: ["iptables", "conntrack"],
		script: "iptables -A INPUT -i t-none -m conntrack --ctstate ESTABLISHED -j ACCEPT; conntrack -L",
		what: {
			en: "connection tracking",
			zh: "连接跟踪"
		},
		module: "nf_conntrack"
	},
	nftables: {
		tools: ["nft"],
		script: "nft 'add table inet t-trial; add chain inet t-trial c { type filter hook input priority 0; }'",
		what: {
			en: "nftables",
			zh: "nftables"
		},
		module: "nf_tables"
	},
	vlan: {
		tools: ["ip"],
		script: `${link$1("t-vlan0 type veth peer name t-vlan1")}; ${link$1("link t-vlan0 name t-vlan0.10 type vlan id 10")}`,
		what: {
			en: "802.1Q VLAN interfaces",
			zh: "802.1Q VLAN 接口"
		},
		module: "8021q"
	},
	"vlan-filtering": {
		tools: ["ip", "bridge"],
		script: `${link$1("t-vfilter type bridge vlan_filtering 1")}; bridge vlan add dev t-vfilter vid 10 self`,
		what: {
			en: "bridges that filter VLANs",
			zh: "支持 VLAN 过滤的网桥"
		}
	},
	"ovs-kernel": {
		tools: ["ovs-dpctl"],
		script: "ovs-dpctl add-dp t-ovs",
		what: {
			en: "the Open vSwitch kernel datapath",
			zh: "Open vSwitch 内核数据通路"
		},
		module: "openvswitch"
	},
	netem: {
		tools: ["ip", "tc"],
		script: `${link$1("t-netem type veth peer name t-netem2")}; tc qdisc add dev t-netem root netem delay 1ms`,
		what: {
			en: "emulated delay and loss (netem)",
			zh: "模拟延迟与丢包（netem）"
		},
		module: "sch_netem"
	},
	dummy: {
		tools: ["ip"],
		script: link$1("t-dummy type dummy"),
		what: {
			en: "dummy interfaces",
			zh: "dummy 接口"
		},
		module: "dummy"
	}
};

// src/drivers/hosts/host-error.ts
/** Why a host could not be opened, and the one thing to do about it, for the learner to read. */
var HostError = class extends Error {
	why;
	next;
	constructor(why, next, options) {
		super(`${why.en} ${next.en}`, options);
		this.name = "HostError";
		this.why = why;
		this.next = next;
	}
};

// src/drivers/hosts/id-map.ts
/** Far above what distributions, LDAP and container managers hand out, below 2^31 where some programs stop. */
const OFFSET = 2e9;
const WANTED = 65536;
/** Enough for the users of every daemon, and `nobody` is missed by none. */
const ENOUGH = 1e3;
/** The best id map this user may have. Undefined: we are root with no ids but root's own, which labs must not have. */
function chooseIdMap(user) {
	if (user.uid === 0) {
		const users = offsetRange(readFileSync("/proc/self/uid_map", "utf8"));
		const groups = offsetRange(readFileSync("/proc/self/gid_map", "utf8"));
		return users && groups && {
			kind: "offset",
			users: [users],
			groups: [groups]
		};
	}
	const name = userName();
	const users = delegatedRange(readIfThere("/etc/subuid"), name, user.uid);
	const groups = delegatedRange(readIfThere("/etc/subgid"), name, user.uid);
	const own = (id) => ({
		inside: 0,
		outside: id,
		count: 1
	});
	return users && groups ? {
		kind: "range",
		users: [own(user.uid), users],
		groups: [own(user.gid), groups]
	} : {
		kind: "single",
		users: [own(user.uid)],
		groups: [own(user.gid)]
	};
}
/** Ids for root's sandbox out of `/proc/self/uid_map`: in a container there may be far fewer than 2^32. */
function offsetRange(ownMap) {
	let best;
	for (const line of ownMap.trim().split("\n")) {
		const [start = 0, , length = 0] = line.trim().split(/\s+/).map(Number);
		const end = start + length;
		if (start <= OFFSET && 2000065536 <= end) return {
			inside: 0,
			outside: OFFSET,
			count: WANTED
		};
		const outside = Math.max(start, 1, end - WANTED);
		if (end - outside >= Math.max(ENOUGH, (best?.count ?? 0) + 1)) best = {
			inside: 0,
			outside,
			count: end - outside
		};
	}
	return best;
}
/** The user's first sufficient line of /etc/subuid or /etc/subgid: `name:start:count`, or the numeric id for the name. */
function delegatedRange(file, name, uid) {
	for (const line of file.split("\n")) {
		const [owner, start, count] = line.split(":");
		if (owner !== name && owner !== String(uid)) continue;
		const range = {
			inside: 1,
			outside: Number(start),
			count: Math.min(Number(count), 65535)
		};
		if (range.outside > 0 && range.count >= ENOUGH) return range;
	}
}
function readIfThere(file) {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
		throw error;
	}
}
/** Our name as /etc/subuid has it: the number where the uid has no entry in /etc/passwd. */
function userName() {
	try {
		return userInfo().username;
	} catch {
		return String(process.getuid?.() ?? 0);
	}
}

// src/drivers/hosts/kept-proofs.ts
const text = object({
	en: string$1(),
	zh: string$1()
});
const keptSchema = object({
	/** What the proofs hold for: this boot and this user. */
	key: string$1(),
	proofs: array(object({
		capability: _enum(CAPABILITIES),
		proved: boolean(),
		why: text.exactOptional(),
		mend: text.exactOptional()
	}))
});
const currentKey = async () => `${(await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim()} ${process.getuid?.() ?? ""}`;
/** Proofs kept by an earlier run in the same boot, by the same user; undefined where there are none that can be used. */
async function readKeptProofs(file) {
	if (file === void 0) return void 0;
	try {
		const kept = keptSchema.safeParse(JSON.parse(await readFile(file, "utf8")));
		return kept.success && kept.data.key === await currentKey() && kept.data.proofs.length === CAPABILITIES.length ? kept.data.proofs : void 0;
	} catch {
		return;
	}
}
/** Never fails: a full disk or a read-only home only means proving again next time. */
async function writeKeptProofs(file, proofs) {
	if (file === void 0) return;
	const draft = `${file}.${process.pid}`;
	try {
		await mkdir(dirname(file), { recursive: true });
		await writeFile(draft, JSON.stringify({
			key: await currentKey(),
			proofs
		}));
		await rename(draft, file);
	} catch {}
}

// src/drivers/hosts/command-log.ts
/** More than any session makes; older ones are forgotten so that an all-day lab does not grow without end. */
const KEPT = 5e3;
function openCommandLog() {
	let entries = [];
	const listeners = /* @__PURE__ */ new Set();
	return {
		get entries() {
			return entries;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		add(command) {
			entries = [...entries.slice(entries.length >= KEPT ? 1 : 0), command];
			for (const listener of listeners) listener();
		}
	};
}

// src/drivers/hosts/host-plan.ts
/**
* Names go into shell words, host names and `ip` batches; the lab format allows no others.
* @throws {RangeError} where a plan has a name twice, none, one that cannot be, or a wire to nowhere.
*/
function checkPlan(plan) {
	const names = new Set(plan.nodes.map((node) => node.name));
	for (const name of names) if (!/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/.test(name)) throw new RangeError(`Not a node name: ${name}`);
	if (names.size !== plan.nodes.length || names.size === 0) throw new RangeError("A host needs nodes with different names.");
	for (const { node, link } of plan.wires.flatMap((wire) => [wire.from, wire.to])) {
		if (!names.has(node)) throw new RangeError(`A wire names the node ${node}; there are ${[...names].join(", ")}.`);
		if (!/^[A-Za-z0-9_.@:-]{1,15}$/.test(link)) throw new RangeError(`Not an interface name: ${link}`);
	}
}

// src/drivers/hosts/namespace-files.ts
/** Kinds of namespaces as nsenter's options name them, with their files under /proc/PID/ns. */
const KINDS$1 = {
	user: "user",
	net: "net",
	mount: "mnt",
	uts: "uts",
	ipc: "ipc",
	pid: "pid"
};
function openNamespaceFiles(pid, kinds, folder) {
	const opened = [];
	const open = (path) => {
		const file = openSync(path, "r");
		opened.push(file);
		return `/proc/${process.pid}/fd/${file}`;
	};
	const paths = new Map(kinds.map((kind) => [kind, open(`/proc/${pid}/ns/${KINDS$1[kind]}`)]));
	return {
		enter: (wanted) => wanted.map((kind) => {
			const path = paths.get(kind);
			if (path === void 0) throw new Error(`The ${kind} namespace of process ${pid} was not opened.`);
			return `--${kind}=${path}`;
		}),
		workingDirectory: [`--wd=${open(`/proc/${pid}/root${folder}`)}`],
		[Symbol.dispose]() {
			for (const file of opened.splice(0)) closeSync(file);
		}
	};
}
/**
* Law 1: whether the process is in a network namespace of its own, neither ours nor that of the machine's first
* process. An ordinary user may not look at that one, and cannot be in it with any right either.
*/
function hasOwnNetwork(pid) {
	const theirs = readlinkSync(`/proc/${pid}/ns/net`);
	return theirs !== readlinkSync("/proc/self/ns/net") && theirs !== firstNetwork();
}
function firstNetwork() {
	try {
		return readlinkSync("/proc/1/ns/net");
	} catch {
		return;
	}
}

// src/drivers/hosts/control-reply.ts
/** OSC number of our own messages between a node's shell and us; not used by any terminal we know of. */
const PRIVATE_OSC = "7770";
const REPLY_START = `\u001B]${PRIVATE_OSC};reply;`;
/**
* What to write to a terminal to answer its `control` event: the `underlay` command in the shell prints `text` and
* ends with `exitCode`.
*/
const controlReply = (exitCode, text) => `${REPLY_START}${exitCode};${Buffer.from(text, "utf8").toString("base64")}\u0007`;

// src/drivers/hosts/shell-files.ts
/** Where {@link NODE_FILES} lie in every node, read-only and shared. */
const NODE_FOLDER = "/run/underlay";
const SHELL_RC = `${NODE_FOLDER}/bashrc`;
/**
* The interactive shell's start file. Marks prompts and commands with OSC 133 (the convention of terminals with shell
* integration), each with the shell's pid so that a shell inside a shell (`ip netns exec red bash`) is told apart.
* The text of a command comes from the history, which keeps it as it was typed; so the history stays on.
* Only builtins run at a prompt, and one fork a command: the prompt must not be felt.
*/
const BASHRC = `
[[ $- == *i* ]] || return 0
[[ -z $__underlay_ready ]] || return 0
__underlay_ready=1
PATH=${NODE_BIN}:\${PATH#${NODE_BIN}:}
unset -f command_not_found_handle
unset HISTCONTROL HISTIGNORE HISTTIMEFORMAT
HISTFILE=~/.bash_history HISTSIZE=10000
shopt -s checkwinsize cmdhist lithist
set -o history
alias ls='ls --color=auto' grep='grep --color=auto' ll='ls -l'

# The name of the network namespace this shell is in; empty in the node's own. A shell never changes it.
__underlay_namespace=
if ! [[ /proc/self/ns/net -ef /proc/1/ns/net ]]; then
  __underlay_namespace=?
  for __underlay_file in /run/netns/*; do
    [[ $__underlay_file -ef /proc/self/ns/net ]] && __underlay_namespace=\${__underlay_file##*/} && break
  done
  unset __underlay_file
fi

__underlay_command() {
  local text
  text=$(HISTTIMEFORMAT= builtin history 1)
  [[ $text =~ ^[[:space:]]*[0-9]+.[[:space:]](.*)$ ]] && text=\${BASH_REMATCH[1]}
  text=\${text//\\\\/\\\\\\\\} text=\${text//$'\\n'/\\\\n} text=\${text//$'\\e'/\\\\e} text=\${text//$'\\a'/\\\\a}
  printf '\\e]133;C;%s;%s\\a' $$ "$text"
}
__underlay_prompt() {
  local code=$?
  HISTCONTROL= HISTIGNORE=
  printf '\\e]133;D;%s;%s\\a' $$ $code
}
PROMPT_COMMAND=__underlay_prompt
PS0='$(__underlay_command)'
PS1='\\[\\e]133;A;'$$'\\a\\]\\u@\\h'"\${__underlay_namespace:+($__underlay_namespace)}"':\\w\\$ \\[\\e]133;B;'$$'\\a\\]'
`;
/** Sends its words to us as an escape sequence on the terminal and prints what we answer. */
const UNDERLAY_COMMAND = `#!/bin/bash
say() { printf '%s\\n' "$@" >&2; }
if ! { exec 3<>/dev/tty; } 2>/dev/null; then
  say 'underlay: there is no terminal here. Type it in the shell of the lab, not in a script.' \\
      'underlay：这里没有终端。请在实验的 shell 里输入，不要放在脚本中。'
  exit 2
fi
saved=$(stty -g <&3)
answered=
finish() {
  [[ $answered ]] || printf '\\e]${PRIVATE_OSC};gone\\a' >&3
  stty "$saved" <&3
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
# No echo and no line editing: the answer must not show, and has no line end.
stty -echo -icanon min 1 time 0 <&3
words=
(( $# )) && words=$(printf '%s\\0' "$@" | base64 -w0)
printf '\\e]${PRIVATE_OSC};control;%s\\a' "$words" >&3
# Keys typed meanwhile come first; the answer ends with BEL.
while IFS= read -r -d $'\\a' -t 5 -u 3 reply; do
  [[ $reply == *']${PRIVATE_OSC};reply;'* ]] || continue
  answered=1
  reply=\${reply##*]${PRIVATE_OSC};reply;}
  base64 -d <<<"\${reply#*;}"
  exit "\${reply%%;*}"
done
say 'underlay: no answer within 5 seconds. Is the lab window still open?' \\
    'underlay：5 秒内没有回答。实验窗口还开着吗？'
exit 2
`;
/** The learner is root already; lessons and habits say sudo all the same, and a set-uid sudo cannot work here. */
const SUDO_COMMAND = `#!/bin/bash
while [[ $1 == -* ]]; do
  case $1 in
    --) shift; break ;;
    -u | -g | -p) shift 2 ;;
    -i | -s) shift; (( $# )) || exec bash ;;
    *) shift ;;
  esac
done
while [[ $1 == [A-Za-z_]*=* ]]; do export "$1"; shift; done
(( $# )) || { echo 'usage: sudo COMMAND (you are root already)' >&2; exit 1; }
exec "$@"
`;
/** Pid 1 of a node after its set-up: holds the node open and reaps what lost its parent, until our end closes. */
const INIT = `
trap '' HUP INT QUIT ILL TRAP ABRT BUS FPE USR1 SEGV USR2 PIPE ALRM TERM XCPU XFSZ VTALRM
while read -r _; do :; done
`;
/** Read by every node from {@link NODE_FOLDER}: path below it and content; what lies in bin may be executed. */
const NODE_FILES = {
	bashrc: BASHRC,
	init: INIT,
	"bin/underlay": UNDERLAY_COMMAND,
	"bin/sudo": SUDO_COMMAND
};

// src/drivers/hosts/shell-marks.ts
const PRIVATE_START = `\u001B]${PRIVATE_OSC};`;
const STARTS = ["\x1B]133;", PRIVATE_START];
/** Longer than any command line or answer; what is longer was not written by our shell. */
const LONGEST = 1e6;
/**
* Takes our marks (OSC 133 and 7770) out of a shell's output. Chunks may end anywhere; only what may be the beginning
* of a mark is held back.
*/
function openMarkReader() {
	let pending = "";
	const shells = openShellStack();
	return (chunk) => {
		const found = [];
		let data = pending + chunk;
		pending = "";
		while (data !== "") {
			const start = findStart(data);
			if (start > 0) found.push({
				type: "text",
				text: data.slice(0, start)
			});
			data = data.slice(start);
			if (data === "") break;
			const end = findEnd(data);
			if (end === void 0) {
				if (data.length > LONGEST) found.push({
					type: "text",
					text: data
				});
				else pending = data;
				break;
			}
			const mark = data.slice(0, end.at);
			const payload = mark.slice(mark.indexOf(";") + 1);
			found.push(...mark.startsWith(PRIVATE_START) ? privateMark(payload) : shells(payload));
			data = data.slice(end.at + end.length);
		}
		return found;
	};
}
/** Where a mark begins, or may begin at the very end; the length where there is none. */
function findStart(data) {
	for (let at = data.indexOf("\x1B"); at !== -1; at = data.indexOf("\x1B", at + 1)) {
		const rest = data.slice(at, at + 8);
		if (STARTS.some((start) => rest.startsWith(start) || start.startsWith(rest))) return at;
	}
	return data.length;
}
/** A mark ends with BEL or with ESC \\. */
function findEnd(data) {
	const bell = data.indexOf("\x07");
	const terminator = data.indexOf("\x1B\\");
	if (bell === -1 && terminator === -1) return void 0;
	if (bell !== -1 && (terminator === -1 || bell < terminator)) return {
		at: bell,
		length: 1
	};
	return {
		at: terminator,
		length: 2
	};
}
function privateMark(payload) {
	const [kind, words = ""] = payload.split(";");
	if (kind === "gone") return [{ type: "control-gone" }];
	if (kind !== "control") return [];
	return [{
		type: "event",
		event: {
			type: "control",
			argv: Buffer.from(words, "base64").toString("utf8").split("\0").slice(0, -1)
		}
	}];
}
/**
* Pairs starts and ends of commands. A shell may run in a shell: then the outer one's command lasts as long as the
* inner shell, and the `exit` that ended the inner one gets its end from the outer.
*/
function openShellStack() {
	const running = [];
	let prompted = false;
	const event = (event) => ({
		type: "event",
		event
	});
	return (payload) => {
		const [mark, shell = "", ...rest] = payload.split(";");
		switch (mark) {
			case "B": {
				const isNew = !prompted;
				prompted = true;
				return isNew ? [event({ type: "prompt" })] : [];
			}
			case "C": {
				const command = unescape(rest.join(";"));
				running.push({
					shell,
					command
				});
				return [event({
					type: "command-start",
					command
				})];
			}
			case "D": {
				prompted = false;
				const outermost = running.findIndex((entry) => entry.shell === shell);
				if (outermost === -1) return [];
				const exitCode = Number(rest[0]);
				return running.splice(outermost).toReversed().map(({ command }) => event({
					type: "command-end",
					command,
					exitCode
				}));
			}
			default: return [];
		}
	};
}
const ESCAPES = {
	n: "\n",
	e: "\x1B",
	a: "\x07",
	"\\": "\\"
};
const unescape = (text) => text.replaceAll(/\\(.)/g, (whole, letter) => ESCAPES[letter] ?? whole);

// src/drivers/hosts/shell-terminal.ts
/** Between the hang-up and the kill of a shell that does not go. */
const GRACE_MS = 500;
/**
* Opens a pty with an interactive bash. When the terminal closes the kernel hangs up the leader of its session, which
* is nsenter: it must survive that to reap the shell (see `wrapped` in run.ts), the shell must not.
* @param inside the words that lead into the node.
*/
function openShellTerminal(node, inside, initialSize) {
	let size = initialSize;
	const shell = [
		"env",
		"--default-signal=HUP",
		"bash",
		"--rcfile",
		SHELL_RC
	];
	const pty = spawn("env", [
		"--ignore-signal=HUP",
		...inside,
		...shell
	], {
		name: "xterm-256color",
		cols: size.columns,
		rows: size.rows,
		cwd: "/",
		env: {
			...NODE_ENVIRONMENT,
			COLORTERM: "truecolor"
		}
	});
	const dataListeners = /* @__PURE__ */ new Set();
	const eventListeners = /* @__PURE__ */ new Set();
	const read = openMarkReader();
	let awaitsReply = false;
	let open = true;
	pty.onData((chunk) => {
		for (const output of read(chunk)) switch (output.type) {
			case "text":
				for (const listener of dataListeners) listener(output.text);
				break;
			case "event":
				if (output.event.type === "control") awaitsReply = true;
				for (const listener of eventListeners) listener(output.event);
				break;
			case "control-gone": awaitsReply = false;
		}
	});
	const exited = new Promise((resolve) => {
		pty.onExit(({ exitCode, signal }) => {
			open = false;
			resolve(signal === void 0 || signal === 0 ? exitCode : 128 + signal);
		});
	});
	const subscribe = (listeners) => (listener) => {
		listeners.add(listener);
		return () => listeners.delete(listener);
	};
	return {
		node,
		exited,
		onData: subscribe(dataListeners),
		onEvent: subscribe(eventListeners),
		get size() {
			return size;
		},
		write(data) {
			if (!open) return;
			if (data.startsWith("\x1B]7770;reply;")) {
				if (!awaitsReply) return;
				awaitsReply = false;
			}
			pty.write(data);
		},
		resize(next) {
			size = next;
			if (open) pty.resize(next.columns, next.rows);
		},
		pause() {
			pty.pause();
		},
		resume() {
			pty.resume();
		},
		[Symbol.dispose]() {
			if (!open) return;
			open = false;
			signalAll(descendants(pty.pid), "SIGHUP");
			const timer = setTimeout(() => {
				signalAll(descendants(pty.pid), "SIGKILL");
			}, GRACE_MS);
			exited.then(() => {
				clearTimeout(timer);
			});
		}
	};
}

// src/drivers/hosts/sandbox-node.ts
/** @param pid of the node's first process, as the machine counts. */
function sandboxNode(name, pid, files, sandbox) {
	const root = `/proc/${pid}/root`;
	const inside = [
		"nsenter",
		...sandbox.files.enter(["user"]),
		...files.enter([
			"net",
			"mount",
			"uts",
			"ipc",
			"pid"
		]),
		...sandbox.credentials,
		...files.workingDirectory,
		"--"
	];
	const log = (argv, namespace, result) => {
		sandbox.log.add({
			at: Date.now() - Math.round(result?.durationMs ?? 0),
			node: name,
			namespace,
			argv,
			...result?.exitCode !== void 0 && { exitCode: result.exitCode },
			durationMs: result?.durationMs ?? 0,
			...result !== void 0 && result.stderr !== "" && { stderr: result.stderr }
		});
	};
	async function run(argv, options) {
		if (sandbox.hasEnded()) return notRun(argv, ENDED$1, { canceled: true });
		const namespace = options.namespace ?? "";
		if (namespace !== "" && !isNamespace(root, namespace)) return notRun(argv, `Cannot open network namespace "${namespace}": No such file or directory`, { exitCode: 1 });
		const words = [
			...inside,
			...namespace === "" ? [] : [
				"ip",
				"netns",
				"exec",
				namespace
			],
			...argv
		];
		const running = runProcess(words, {
			env: {
				...NODE_ENVIRONMENT,
				...options.env
			},
			wrapped: true,
			input: options.input,
			timeoutMs: options.timeoutMs,
			signal: options.signal
		});
		sandbox.awaits(running);
		return whatWasAsked(await running, argv);
	}
	return {
		name,
		root,
		files,
		async run(argv, options = {}) {
			const result = await run(argv, options);
			if (options.logged !== false) log(argv, options.namespace ?? "", result);
			return result;
		},
		stream(argv, options = {}) {
			if (sandbox.hasEnded()) return endedStream();
			const namespace = options.namespace ?? "";
			const words = [
				"nsenter",
				...sandbox.files.enter(["user", "pid"]),
				...namespace === "" ? files.enter(["net"]) : [`--net=${root}/run/netns/${namespace}`],
				...files.enter([
					"mount",
					"uts",
					"ipc"
				]),
				...sandbox.credentials,
				...files.workingDirectory,
				"--",
				...argv
			];
			const stream = streamProcess(words, {
				env: NODE_ENVIRONMENT,
				wrapped: true
			});
			sandbox.awaits(stream.ended);
			log(argv, namespace);
			return stream;
		},
		terminal(size) {
			if (sandbox.hasEnded()) throw new Error(ENDED$1);
			const terminal = openShellTerminal(name, inside, size);
			sandbox.awaits(terminal.exited);
			return terminal;
		}
	};
}
const ENDED$1 = "The sandbox has ended.";
const endedStream = () => ({
	write() {},
	onLine: () => () => {},
	onErrorLine: () => () => {},
	ended: Promise.resolve({ stderr: ENDED$1 }),
	[Symbol.dispose]() {}
});
/** Under /run/netns lie mounts of nsfs; a name left behind by a failed `ip netns add` is an ordinary empty file. */
function isNamespace(root, name) {
	try {
		return statSync(`${root}/run/netns/${name}`).isFile();
	} catch {
		return false;
	}
}
const notRun = (argv, stderr, why) => ({
	argv,
	stdout: "",
	stderr,
	durationMs: 0,
	timedOut: false,
	canceled: false,
	notFound: false,
	ok: false,
	...why
});
/** The result of the command asked for, out of that of nsenter, which runs it. */
function whatWasAsked(result, argv) {
	const missing = /^(?:nsenter: failed to execute|exec of "?)\s?(\S*?)"?:? (?:failed: )?No such file or directory$/m.exec(result.stderr);
	if (missing === null || missing[1] !== argv[0] || result.ok) return {
		...result,
		argv
	};
	const { exitCode: _, ...rest } = result;
	return {
		...rest,
		argv,
		notFound: true
	};
}

// src/drivers/hosts/init-scripts.ts
/** Where the outer sandbox keeps what its nodes share and their writable folders; nodes cover it with their own /var/tmp. */
const STORE = "/var/tmp";
/** Single quotes: nothing inside is expanded. */
const shellQuote = (words) => `'${words.replaceAll("'", `'\\''`)}'`;
const FUNCTIONS = `
fail() { printf 'error %s %s\\n' "$1" "$2"; exit 1; }
# One process for many mounts, which are the most of what a set-up costs. mount reads only regular files, and skips
# what it takes for mounted already: same source, place and type. So the first column differs for each owner.
mount_all() {
  printf '%s\\n' "$2" >"$1"
  mount -n -a -T "$1"
}`;
/**
* The first program of the sandbox, its pid 1. Prints `sandbox PID`, a line `node NAME PID PID-IN-SANDBOX` for each
* node as it stands, or `error WHAT DETAIL`. Then waits for the end of its input, which is our end: the kernel ends
* every process below a pid 1 that exits, and with the last process go namespaces, links and mounts.
*/
const sandboxScript = (nodes, outside) => `
${FUNCTIONS}
unset UNDERLAY_INIT
# Law 1: nothing is done before it is sure that this is not the machine's own network.
[[ $(readlink /proc/self/ns/net) != ${shellQuote(outside.net)} ]] || fail shared net
[[ $(readlink /proc/self/ns/mnt) != ${shellQuote(outside.mnt)} ]] || fail shared mnt
# /proc is still the machine's, so it knows this process by the machine's number. Nodes learn theirs from it too.
exec 9</proc 8</proc/self/ns/net
read -r pid _ </proc/self/stat
printf 'sandbox %s\\n' "$pid"

umask 022
store=${STORE}
nodes=(${nodes.map(shellQuote).join(" ")})

# What is mounted now belongs to the learner's machine: nothing of it can be written. Flags such as nosuid are locked
# in a user namespace and must be given again. Kernel file systems are covered below or owned by nobody in here.
read_only() {
  local options=remount,bind,ro flag
  for flag in nosuid nodev noexec; do [[ ,$2, == *,$flag,* ]] && options+=,$flag; done
  mount -n -o "$options" "$1" 2>/dev/null && return
  # A mount we cannot change is hidden; one we cannot even look into does no harm.
  [[ -e $1 ]] || return 0
  mount -n -t tmpfs -o ro,size=4k,mode=755 underlay "$1" 2>/dev/null && return
  fail read-only "$1"
}
remounts=()
declare -A seen
while read -r _ _ _ _ point options rest; do
  point=\${point//\\\\040/ } point=\${point//\\\\011/$'\\t'} point=\${point//\\\\012/$'\\n'} point=\${point//\\\\134/\\\\}
  [[ ,$options, == *,ro,* || -n \${seen[$point]} ]] && continue
  case $point in /proc | /proc/* | /sys | /sys/* | /dev | /dev/*) continue ;; esac
  case \${rest#*- } in
    nsfs\\ * | autofs\\ * | cgroup* | rpc_pipefs\\ * | binfmt_misc\\ * | fusectl\\ *) continue ;;
  esac
  seen[$point]=1
  read_only "$point" "$options" &
  remounts+=($!)
done </proc/self/mountinfo

mount -n -t tmpfs -o mode=755,nosuid underlay $store || fail mount "tmpfs $store"
for name in "\${nodes[@]}"; do
  d=$store/nodes/$name
  folders+=("$d"/{run/netns,run/lock,run/underlay,root,log,misc,upper,work})
  open_folders+=("$d"/{tmp,var-tmp})
done
mkdir -p $store/shared/bin $store/etc $store/dev/{pts,shm,net} "\${folders[@]}" || fail mount folders
mkdir -m 1777 "\${open_folders[@]}" || fail mount folders
${Object.entries(NODE_FILES).map(([path, content]) => `printf %s ${shellQuote(content)} >$store/shared/${path}`).join("\n")}
printf %s ${shellQuote(NODE_SCRIPT)} >$store/node-init

# A new namespace copies IPv4 settings of the machine's first one (net.core.devconf_inherit_init_net, which is not ours
# to set). Where forwarding is on there (Docker) or rp_filter (systemd), "ip netns add" gets a helping hand, so that
# every machine starts a lab alike.
read -r forwarding </proc/sys/net/ipv4/conf/all/forwarding
read -r filter_all </proc/sys/net/ipv4/conf/all/rp_filter
read -r filter_default </proc/sys/net/ipv4/conf/default/rp_filter
if [[ $forwarding$filter_all$filter_default != 000 ]]; then
  printf %s ${shellQuote(IP_WRAPPER)} >$store/shared/bin/ip
fi
chmod 755 $store/shared/bin/* &

# Files of the machine's root belong to nobody here and cannot be copied up by an overlay when somebody edits them;
# so those a lab may want to edit lie in a layer of our own between.
for file in /etc/{iproute2,sysctl.conf,sysctl.d,dnsmasq.conf,dnsmasq.d,nftables.conf,iptables,network,haproxy,ethertypes,protocols,services}; do
  [[ -r $file ]] && editable+=("$file")
done
(( \${#editable[@]} )) && cp -rL --no-preserve=ownership "\${editable[@]}" $store/etc/ 2>/dev/null &
printf '. ${NODE_FOLDER}/bashrc\\n' >$store/etc/bash.bashrc

# Device files cannot be made in a user namespace, only bound from the machine's /dev.
for device in null zero full random urandom tty net/tun kvm; do
  [[ -c /dev/$device ]] || continue
  : >$store/dev/$device
  devices+="/dev/$device $store/dev/$device none bind 0 0"$'\\n'
done
ln -s -t $store/dev /proc/self/fd pts/ptmx &
cp -P /dev/std{in,out,err} $store/dev/ 2>/dev/null &
mount_all $store/fstab "$devices
underlay /proc proc nosuid,nodev,noexec 0 0
underlay /sys sysfs ro,nosuid,nodev,noexec 0 0
$store/dev /dev none rbind 0 0" || fail mount 'dev proc sys'
for job in "\${remounts[@]}"; do wait "$job" || exit 1; done
wait

for name in "\${nodes[@]}"; do
  unshare --net --mount --uts --ipc --pid --fork --kill-child=KILL bash $store/node-init "$name" <&0 &
done
exec 8<&- 9<&-
trap '' HUP INT QUIT TERM PIPE
while read -r _; do :; done
`;
/** Makes a new namespace into a node. Argument: the node's name. Ends as the node's pid 1. */
const NODE_SCRIPT = `
${FUNCTIONS}
name=$1 d=${STORE}/nodes/$1
[[ /proc/self/ns/net -ef /proc/self/fd/8 ]] && fail shared "$name"
read -r outside _ </proc/self/fd/9/self/stat
read -r sandbox _ </proc/self/stat

ip link set lo up &
jobs=($!)
hostname "$name" 2>/dev/null &
cd /proc/sys/net/ipv4/conf
# A new namespace copies these from the machine's first one; see above.
for file in {all,default}/{forwarding,rp_filter,arp_ignore,arp_announce,proxy_arp,accept_local,route_localnet,log_martians}; do
  echo 0 >$file
done
# A link-local address that is "tentative" for two seconds and routers asked for in vain are noise in every picture
# and capture of a small lab. IPv6 itself stays as the kernel has it.
if cd ../../ipv6/conf 2>/dev/null; then
  for file in {all,default}/{accept_dad,router_solicitations}; do echo 0 >$file; done
fi
cd /

echo "$name" >$d/upper/hostname
printf '127.0.0.1\\tlocalhost\\n127.0.1.1\\t%s\\n::1\\tlocalhost ip6-localhost ip6-loopback\\n' "$name" >$d/upper/hosts
# Without a server glibc asks 127.0.0.1 and is refused at once, instead of waiting for one that cannot be reached.
echo '# No name server: this node has only the networks of the lab.' >$d/upper/resolv.conf
# An overlay is refused by kernels before 5.11, and where files are mounted in the machine's /etc (containers): then
# the node gets a copy.
if ! mount -n -t overlay -o lowerdir=${STORE}/etc:/etc,upperdir=$d/upper,workdir=$d/work node /etc 2>/dev/null; then
  cp -an --no-preserve=ownership ${STORE}/etc/. $d/upper/ 2>/dev/null
  cp -an --no-preserve=ownership /etc/. $d/upper/ 2>/dev/null
  mount -n --bind $d/upper /etc || fail mount "/etc of $name"
fi
echo '. ${NODE_FOLDER}/bashrc' >$d/root/.bashrc

binds="$d/run /run none bind 0 0
${STORE}/shared ${NODE_FOLDER} none bind,ro 0 0
$d/tmp /tmp none bind 0 0
$d/root /root none bind 0 0
"
[[ -d /var/log ]] && binds+="$d/log /var/log none bind 0 0"$'\\n'
[[ -d /var/lib/misc ]] && binds+="$d/misc /var/lib/misc none bind 0 0"$'\\n'
# Group tty of most distributions; with a single id there is no other group.
[[ -e /proc/self/setgroups && $(</proc/self/setgroups) == deny ]] || gid=,gid=5
# The sysfs shows the links of this network namespace. It is writable as on any server (bridge settings), for the
# kernel lets the namespace's root change only what belongs to the namespace.
mount_all $d/fstab "$binds
node /sys sysfs nosuid,nodev,noexec 0 0
node /dev/pts devpts newinstance,ptmxmode=0666,mode=620$gid 0 0
node /dev/shm tmpfs mode=1777,nosuid,nodev 0 0
node /proc proc nosuid,nodev,noexec 0 0
$d/var-tmp ${STORE} none bind 0 0" || fail mount "$name"
wait "\${jobs[@]}" || fail loopback "$name"
wait
printf 'node %s %s %s\\n' "$name" "$outside" "$sandbox"
exec 8<&- 9<&- >/dev/null 2>&1
exec -c -a init bash ${NODE_FOLDER}/init
`;
/** Stands before the real ip where new namespaces would not start with forwarding and rp_filter off. */
const IP_WRAPPER = `#!/bin/bash
PATH=\${PATH#${NODE_FOLDER}/bin:}
pattern=' net(n|ns)? add? ([^ ]+) '
[[ " $* " =~ $pattern ]] || exec ip "$@"
name=\${BASH_REMATCH[2]}
ip "$@" || exit
ip netns exec "$name" bash -c '
  for file in /proc/sys/net/ipv4/conf/{all,default}/{forwarding,rp_filter}; do echo 0 >$file; done'
`;

// src/drivers/hosts/namespace-obstacles.ts
const OBSTACLES = [
	{
		file: "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
		stands: (value) => value === "1" && process.getuid?.() !== 0,
		why: {
			en: "AppArmor keeps ordinary users from making network namespaces here (kernel.apparmor_restrict_unprivileged_userns=1, the default since Ubuntu 24.04).",
			zh: "此系统的 AppArmor 不允许普通用户创建网络命名空间（kernel.apparmor_restrict_unprivileged_userns=1，Ubuntu 24.04 起的默认设置）。"
		},
		next: {
			en: "Start Underlay with sudo; labs still run in a sandbox without any right over your machine. Or allow it until the next boot: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
			zh: "请用 sudo 启动 Underlay，实验仍在沙箱中运行，对本机没有任何权限。也可以临时放开到下次重启：sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
		}
	},
	{
		file: "/proc/sys/kernel/unprivileged_userns_clone",
		stands: (value) => value === "0" && process.getuid?.() !== 0,
		why: {
			en: "This system does not let ordinary users make user namespaces (kernel.unprivileged_userns_clone=0).",
			zh: "此系统不允许普通用户创建用户命名空间（kernel.unprivileged_userns_clone=0）。"
		},
		next: {
			en: "Allow it: sudo sysctl -w kernel.unprivileged_userns_clone=1. Or start Underlay with sudo.",
			zh: "放开此限制：sudo sysctl -w kernel.unprivileged_userns_clone=1；或用 sudo 启动 Underlay。"
		}
	},
	...[
		"user",
		"net",
		"mnt",
		"pid",
		"uts",
		"ipc"
	].map((kind) => ({
		file: `/proc/sys/user/max_${kind}_namespaces`,
		stands: (value) => value === "0",
		why: {
			en: `The kernel's limit on ${kind} namespaces is 0 (user.max_${kind}_namespaces).`,
			zh: `内核允许的 ${kind} 命名空间数量为 0（user.max_${kind}_namespaces）。`
		},
		next: {
			en: `Raise it: sudo sysctl -w user.max_${kind}_namespaces=10000`,
			zh: `提高上限：sudo sysctl -w user.max_${kind}_namespaces=10000`
		}
	}))
];
/** Names the reason why namespaces cannot be made here; `said` is what the failing program or call said. */
async function whyNoNamespaces(said) {
	for (const obstacle of OBSTACLES) {
		const value = await readFile(obstacle.file, "utf8").catch(() => "");
		if (obstacle.stands(value.trim())) return new HostError(obstacle.why, obstacle.next);
	}
	const missing = /spawn (\S+) ENOENT|failed to execute (\S+):/.exec(said);
	const program = missing?.[1] ?? missing?.[2];
	if (program !== void 0) return new HostError({
		en: `The program ${program} is missing.`,
		zh: `缺少程序 ${program}。`
	}, {
		en: "Run \"underlay doctor\": it names the package that brings it.",
		zh: "运行 “underlay doctor”，它会告诉您应安装哪个软件包。"
	});
	return new HostError({
		en: `Namespaces cannot be made here: ${said.trim() || "no reason given"}.`,
		zh: `此处无法创建命名空间：${said.trim() || "没有给出原因"}。`
	}, {
		en: "In a container, start it with --privileged or use the machine itself. Otherwise start Underlay with sudo.",
		zh: "如果在容器中，请用 --privileged 启动容器，或直接在主机上运行；否则请用 sudo 启动 Underlay。"
	});
}

// src/drivers/hosts/setup-failure.ts
/** The set-up takes a fraction of a second; a machine that needs longer is stuck. */
const SETUP_TIMEOUT_MS = 2e4;
/** What the set-up says went wrong, by the word its scripts use, with the detail they add. */
const WHYS = {
	shared: () => ({
		en: "The sandbox would have shared the network or the files of your machine, so nothing was started.",
		zh: "沙箱会与本机共用网络或文件系统，因此没有启动任何东西。"
	}),
	"read-only": (detail) => ({
		en: `${detail} could not be made read-only in the sandbox.`,
		zh: `无法在沙箱中把 ${detail} 设为只读。`
	}),
	mount: (detail) => ({
		en: `The sandbox's file systems could not be mounted (${detail}).`,
		zh: `无法挂载沙箱的文件系统（${detail}）。`
	}),
	loopback: (detail) => ({
		en: `Node ${detail}: the loopback interface could not be set up.`,
		zh: `节点 ${detail}：无法启用回环接口。`
	}),
	wires: (detail) => ({
		en: `The cables between the nodes could not be made: ${detail}`,
		zh: `无法创建节点之间的网线：${detail}`
	}),
	timeout: (detail) => ({
		en: `The sandbox did not stand after ${detail}.`,
		zh: `沙箱在 ${detail} 后仍未就绪。`
	})
};
function setupFailed(what, detail) {
	const why = WHYS[what]?.(detail) ?? {
		en: `${what} ${detail}`,
		zh: `${what} ${detail}`
	};
	return new HostError(why, {
		en: "Run \"underlay doctor\" to see what this machine allows.",
		zh: "运行 “underlay doctor” 查看本机支持哪些功能。"
	});
}

// src/drivers/hosts/sandbox-start.ts
const words = (command) => command.split(" ");
/**
* Starts a sandbox in the user namespace and waits until every node stands.
* @throws {HostError} with the reason; nothing is left of it then.
*/
async function startSandbox(space, plan, signal) {
	const argv = [
		...space.enter,
		...words("setpriv --pdeathsig KILL --"),
		...words("unshare --net --mount --pid --uts --ipc --fork --kill-child=KILL --"),
		...words("bash -c"),
		"eval \"$UNDERLAY_INIT\""
	];
	const outside = {
		net: readlinkSync("/proc/self/ns/net"),
		mnt: readlinkSync("/proc/self/ns/mnt")
	};
	const names = plan.nodes.map((node) => node.name);
	const process = streamProcess(argv, { env: {
		...OUR_ENVIRONMENT,
		SHLVL: "1",
		UNDERLAY_INIT: sandboxScript(names, outside)
	} });
	try {
		const standing = await untilStanding(process, names, signal);
		for (const pid of [standing.pid, ...[...standing.nodes.values()].map((node) => node.outside)]) if (!hasOwnNetwork(pid)) throw setupFailed("shared", "net");
		return standing;
	} catch (error) {
		await endSandbox(process);
		throw error;
	}
}
async function untilStanding(process, names, signal) {
	const nodes = /* @__PURE__ */ new Map();
	let pid = 0;
	const said = new Promise((resolve) => {
		process.onLine((line) => {
			const [what = "", ...details] = line.split(" ");
			if (what === "error") resolve(details);
			if (what === "sandbox") pid = Number(details[0]);
			if (what === "node") nodes.set(details[0] ?? "", {
				outside: Number(details[1]),
				inside: Number(details[2])
			});
			if (pid !== 0 && nodes.size === names.length) resolve(void 0);
		});
	});
	const timeout = AbortSignal.timeout(SETUP_TIMEOUT_MS);
	const stop = signal === void 0 ? timeout : AbortSignal.any([timeout, signal]);
	const stopped = new Promise((resolve) => {
		stop.addEventListener("abort", () => {
			resolve("stopped");
		});
	});
	const outcome = await Promise.race([
		said,
		process.ended.then(({ stderr }) => ({ stderr })),
		stopped
	]);
	signal?.throwIfAborted();
	if (outcome === "stopped") throw setupFailed("timeout", `${SETUP_TIMEOUT_MS / 1e3} s`);
	if (outcome !== void 0 && "stderr" in outcome) throw await whyNoNamespaces(outcome.stderr);
	if (outcome !== void 0) throw setupFailed(outcome[0] ?? "", outcome.slice(1).join(" "));
	return {
		process,
		pid,
		nodes: new Map(names.map((name) => [name, nodes.get(name) ?? {
			outside: 0,
			inside: 0
		}]))
	};
}
/** Ends the sandbox and resolves when the kernel has ended every process in it. */
async function endSandbox(process) {
	process.endInput();
	const timer = setTimeout(() => {
		process[Symbol.dispose]();
	}, 500);
	await process.ended;
	clearTimeout(timer);
}

// src/drivers/hosts/user-namespace.ts
/**
* A process has the rights of a new user namespace's root only if its id is mapped when it starts its next program,
* and only a process outside can write a map of many ids. So one process holds the namespace open, we write the map
* from here, and what shall be root in it enters afterwards.
*/
async function openUserNamespace() {
	const user = {
		uid: process.getuid?.() ?? 0,
		gid: process.getgid?.() ?? 0
	};
	const wanted = chooseIdMap(user);
	if (wanted === void 0) throw new HostError({
		en: "Running as root, but this container gives root no other ids, and a lab must not own the files of root.",
		zh: "当前以 root 运行，但此容器没有给 root 其他用户 ID，而实验不能拥有 root 的文件权限。"
	}, {
		en: "Start it as an ordinary user instead.",
		zh: "请改用普通用户启动。"
	});
	const first = await hold();
	try {
		return namespaceOf(first, await writeMap(first.pid, wanted));
	} catch (error) {
		first[Symbol.dispose]();
		if (wanted.kind !== "range") throw error;
	}
	const second = await hold();
	try {
		const own = {
			users: wanted.users.slice(0, 1),
			groups: wanted.groups.slice(0, 1)
		};
		return namespaceOf(second, await writeMap(second.pid, {
			kind: "single",
			...own
		}));
	} catch (error) {
		second[Symbol.dispose]();
		throw error;
	}
}
async function hold() {
	const process = streamProcess([
		"setpriv",
		"--pdeathsig",
		"KILL",
		"--",
		"unshare",
		"--user",
		"--",
		"cat"
	], { env: OUR_ENVIRONMENT });
	const { pid } = process;
	const ready = new Promise((resolve) => {
		process.onLine(() => {
			resolve(true);
		});
	});
	process.write("\n");
	const outcome = await Promise.race([ready, process.ended]);
	if (outcome !== true || pid === void 0) throw await whyNoNamespaces(outcome === true ? "" : outcome.stderr);
	return {
		pid,
		[Symbol.dispose]() {
			process[Symbol.dispose]();
		}
	};
}
async function writeMap(pid, map) {
	if (map.kind === "range") {
		const failed = (await Promise.all([runProcess([
			"newuidmap",
			String(pid),
			...map.users.flatMap(idWords)
		], { env: OUR_ENVIRONMENT }), runProcess([
			"newgidmap",
			String(pid),
			...map.groups.flatMap(idWords)
		], { env: OUR_ENVIRONMENT })])).find((result) => !result.ok);
		if (failed !== void 0) throw new Error(`${failed.argv.join(" ")}: ${failed.stderr.trim()}`);
		return map;
	}
	try {
		if (map.kind === "single") writeFileSync(`/proc/${pid}/setgroups`, "deny");
		writeFileSync(`/proc/${pid}/uid_map`, mapText(map.users));
		writeFileSync(`/proc/${pid}/gid_map`, mapText(map.groups));
	} catch (error) {
		throw await whyNoNamespaces(error instanceof Error ? error.message : String(error));
	}
	return map;
}
const idWords = (range) => [
	String(range.inside),
	String(range.outside),
	String(range.count)
];
const mapText = (ranges) => ranges.map((range) => idWords(range).join(" ")).join("\n");
function namespaceOf(holder, map) {
	return {
		map,
		enter: [
			"nsenter",
			"--target",
			String(holder.pid),
			"--user",
			...keepCredentials(map),
			"--"
		],
		[Symbol.dispose]() {
			holder[Symbol.dispose]();
		}
	};
}
/** With a single id setgroups is denied, and we are the mapped user already; else nsenter makes us root with no other groups. */
const keepCredentials = (map) => map.kind === "single" ? ["--preserve-credentials"] : [];

// src/drivers/hosts/wires.ts
/** Makes every wire as a veth pair between its two nodes, both ends up. */
async function layWires(wires, { enter, pidOf, node }) {
	if (wires.length === 0) return;
	const patience = { timeoutMs: SETUP_TIMEOUT_MS };
	const argv = [
		...enter,
		"ip",
		"-batch",
		"-"
	];
	const made = await runProcess(argv, {
		env: OUR_ENVIRONMENT,
		wrapped: true,
		input: wireBatch(wires, pidOf),
		...patience
	});
	if (!made.ok) throw setupFailed("wires", saidBy(made));
	await Promise.all([...wireEnds(wires)].map(async ([name, links]) => {
		const input = links.map((link) => `link set ${link} up\n`).join("");
		const result = await node(name).run([
			"ip",
			"-batch",
			"-"
		], {
			input,
			logged: false,
			...patience
		});
		if (!result.ok) throw setupFailed("wires", saidBy(result));
	}));
}
/** `ip -batch` input: a pair whose ends are at once in their nodes. A veth cannot be made up before it has its peer. */
const wireBatch = (wires, pidOf) => wires.map(({ from, to }) => `link add name ${from.link} netns ${pidOf(from.node)} type veth peer name ${to.link} netns ${pidOf(to.node)}\n`).join("");
/** The nodes that have ends of wires, with the names of these. */
function wireEnds(wires) {
	const ends = wires.flatMap((wire) => [wire.from, wire.to]);
	return new Map([...Map.groupBy(ends, (end) => end.node)].map(([node, own]) => [node, own.map((end) => end.link)]));
}
/** For the log, as a learner would type it. */
const wireCommand = ({ from, to }) => `ip link add name ${from.link} netns ${from.node} type veth peer name ${to.link} netns ${to.node}`.split(" ");
const saidBy = (result) => result.timedOut ? `ip: no answer within ${SETUP_TIMEOUT_MS / 1e3} s` : result.stderr.trim();

// src/drivers/hosts/sandbox.ts
/**
* Opens a sandbox on this machine: user, network, mount, pid, UTS and IPC namespaces of its own with the plan's nodes
* inside. Dies with us, however we die: its first process waits for the end of a pipe that only we hold, and the
* kernel kills it should its parent be killed.
* @throws {HostError} where this machine does not allow it, with the reason and what to do.
*/
async function openSandbox(plan, signal) {
	checkPlan(plan);
	signal?.throwIfAborted();
	using space = await openUserNamespace();
	const standing = await startSandbox(space, plan, signal);
	using opened = new DisposableStack();
	try {
		const host = await furnish(standing, plan, keepCredentials(space.map), opened);
		signal?.throwIfAborted();
		return host;
	} catch (error) {
		await endSandbox(standing.process);
		throw error;
	}
}
/** Lays the wires of the standing sandbox and makes it a {@link Host}. */
async function furnish({ process, pid, nodes: pids }, plan, credentials, opened) {
	const log = openCommandLog();
	const files = opened.use(openNamespaceFiles(pid, [
		"user",
		"pid",
		"net",
		"mount"
	], "/"));
	const busy = /* @__PURE__ */ new Set();
	const awaits = (end) => {
		const settled = end.finally(() => busy.delete(settled));
		busy.add(settled);
	};
	let over = false;
	const hasEnded = () => over;
	const nodes = /* @__PURE__ */ new Map();
	for (const [name, { outside }] of pids) {
		const own = opened.use(openNamespaceFiles(outside, [
			"net",
			"mount",
			"uts",
			"ipc",
			"pid"
		], "/root"));
		nodes.set(name, sandboxNode(name, outside, own, {
			log,
			files,
			credentials,
			awaits,
			hasEnded
		}));
	}
	const node = (name) => {
		const found = nodes.get(name);
		if (found === void 0) throw new RangeError(`No node ${name}; there are ${[...nodes.keys()].join(", ")}.`);
		return found;
	};
	await layWires(plan.wires, {
		enter: [
			"nsenter",
			...files.enter([
				"user",
				"net",
				"mount",
				"pid"
			]),
			...credentials,
			"--"
		],
		pidOf: (name) => pids.get(name)?.inside ?? 0,
		node
	});
	for (const wire of plan.wires) log.add({
		at: Date.now(),
		node: wire.from.node,
		namespace: "",
		argv: wireCommand(wire),
		exitCode: 0,
		durationMs: 0
	});
	const kept = opened.move();
	let disposing;
	const gone = process.ended.then(async ({ stderr }) => {
		over = true;
		await Promise.all(busy);
		kept.dispose();
		return stderr;
	});
	const ended = gone.then((stderr) => disposing === void 0 ? whyEnded(stderr) : new Promise(() => {}));
	return {
		kind: "sandbox",
		nodes: [...nodes.keys()],
		log,
		ended,
		node,
		async [Symbol.asyncDispose]() {
			over = true;
			disposing ??= Promise.all([endSandbox(process), gone]).then(() => {});
			await disposing;
		}
	};
}
const whyEnded = (stderr) => ({
	en: `The sandbox was ended from outside.${stderr === "" ? "" : ` It said last: ${stderr}`}`,
	zh: `沙箱被外部终止。${stderr === "" ? "" : `最后的输出：${stderr}`}`
});

// src/drivers/hosts/capabilities.ts
/**
* Finds out what this machine can do by doing it, all at the same time in a sandbox that is thrown away. Every
* capability gets an answer, in the order of {@link CAPABILITIES}; what failed says why and what mends it.
*/
async function prove(options = {}) {
	const kept = options.fresh === true ? void 0 : await readKeptProofs(options.cacheFile);
	if (kept !== void 0) return kept;
	const proofs = await proveNow(options.signal);
	await writeKeptProofs(options.cacheFile, proofs);
	return proofs;
}
async function proveNow(signal) {
	try {
		await using host = await openSandbox({
			nodes: [{ name: "trial" }],
			wires: []
		}, signal);
		const node = host.node("trial");
		return await Promise.all(CAPABILITIES.map((capability) => proveOne(capability, node, signal)));
	} catch (error) {
		if (!(error instanceof HostError)) throw error;
		return CAPABILITIES.map((capability) => ({
			capability,
			proved: false,
			why: error.why,
			mend: error.next
		}));
	}
}
async function proveOne(capability, node, signal) {
	if (capability === "namespaces") return {
		capability,
		proved: true
	};
	const trial = TRIALS[capability];
	const { missing, next } = findTools(trial.tools);
	if (next !== void 0) {
		const programs = missing.map((tool) => tool.program).join(", ");
		return {
			capability,
			proved: false,
			why: {
				en: `Missing for ${trial.what.en}: ${programs}.`,
				zh: `${trial.what.zh}所需的程序缺失：${programs}。`
			},
			mend: next
		};
	}
	const result = await node.run([
		"bash",
		"-ec",
		trial.script
	], {
		timeoutMs: 5e3,
		...signal && { signal }
	});
	if (result.ok) return {
		capability,
		proved: true
	};
	return {
		capability,
		proved: false,
		...await whyNot(capability, trial, result.stderr.trim(), result.timedOut)
	};
}
async function whyNot(capability, trial, said, timedOut) {
	if (capability === "many-ids") return await whyOneId();
	if (capability === "tun" && /Permission denied|Operation not permitted|No such file/.test(said)) return WHY_NO_TUN;
	const first = timedOut ? "no answer within 5 s" : said.split("\n")[0] ?? "";
	return {
		why: {
			en: `The kernel does not do ${trial.what.en}: ${first}`,
			zh: `内核不支持${trial.what.zh}：${first}`
		},
		mend: trial.module === void 0 ? STOCK_KERNEL : mendKernel(trial.module)
	};
}
const STOCK_KERNEL = {
	en: "It cannot be added to this kernel: use a distribution's stock kernel.",
	zh: "无法在此内核上补充该功能：请使用发行版的标准内核。"
};
const mendKernel = (module) => ({
	en: `Load the module: sudo modprobe ${module}. Where there is none, use a distribution's stock kernel (Ubuntu: the package linux-modules-extra-$(uname -r)).`,
	zh: `加载内核模块：sudo modprobe ${module}。如果没有该模块，请使用发行版的标准内核（Ubuntu：安装 linux-modules-extra-$(uname -r)）。`
});
const WHY_NO_TUN = {
	why: {
		en: "tap interfaces need /dev/net/tun, which is missing here or open to root only.",
		zh: "tap 接口需要 /dev/net/tun，但它不存在，或只有 root 能打开。"
	},
	mend: {
		en: "Load it and open it to everybody, as distributions do: sudo modprobe tun; sudo chmod 666 /dev/net/tun",
		zh: "加载模块并像发行版默认那样对所有用户开放：sudo modprobe tun; sudo chmod 666 /dev/net/tun"
	}
};
/** Only an ordinary user can have a single id: no program to map more, or none given to him. */
async function whyOneId() {
	const { next } = findTools(["newuidmap", "newgidmap"]);
	if (next !== void 0) return {
		why: {
			en: "Without newuidmap a lab has only one user, so tcpdump and daemons that give up root fail.",
			zh: "没有 newuidmap，实验中只有一个用户，因此 tcpdump 和会放弃 root 身份的守护进程无法运行。"
		},
		mend: next
	};
	const name = userName();
	return {
		why: (await readFile("/etc/subuid", "utf8").catch(() => "")).split("\n").some((line) => line.startsWith(`${name}:`)) ? {
			en: `The range of ${name} in /etc/subuid or /etc/subgid could not be used, so tcpdump and daemons that give up root fail.`,
			zh: `无法使用 /etc/subuid 或 /etc/subgid 中分配给 ${name} 的范围，因此 tcpdump 和会放弃 root 身份的守护进程无法运行。`
		} : {
			en: `${name} has no range in /etc/subuid and /etc/subgid, so a lab has only one user; tcpdump and daemons that give up root fail.`,
			zh: `/etc/subuid 和 /etc/subgid 中没有分配给 ${name} 的范围，实验中只有一个用户，因此 tcpdump 和会放弃 root 身份的守护进程无法运行。`
		},
		mend: {
			en: `Give one: sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${name}`,
			zh: `请分配一个范围：sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ${name}`
		}
	};
}

// src/drivers/hosts/launcher.ts
/**
* Opens the host that can do what a lab needs. There is one kind now, the sandbox.
* @throws {HostError} saying which need is not met, why, and what mends it.
*/
async function openHost(plan, needs, options = {}) {
	const { signal } = options;
	const [host, unmet] = await Promise.allSettled([openSandbox(plan, signal), unmetNeeds(needs, options)]);
	if (host.status === "rejected") throw host.reason;
	if (unmet.status === "fulfilled" && unmet.value.length === 0) return host.value;
	await host.value[Symbol.asyncDispose]();
	if (unmet.status === "rejected") throw unmet.reason;
	throw new HostError(joinTexts(unmet.value.flatMap((proof) => proof.why ?? []), {
		en: " ",
		zh: ""
	}), joinTexts(unmet.value.flatMap((proof) => proof.mend ?? []), {
		en: " ",
		zh: " "
	}));
}
async function unmetNeeds(needs, options) {
	const unmetIn = (proofs) => proofs.filter((proof) => needs.includes(proof.capability) && !proof.proved);
	const kept = unmetIn(await prove(options));
	if (kept.length === 0 || options.cacheFile === void 0) return kept;
	return unmetIn(await prove({
		...options,
		fresh: true
	}));
}

// src/drivers/kernel/json-output.ts
/**
* The items of one JSON list as `ip -j` and `bridge -j` print it. Some versions print `[{}]` for an empty list, and
* `{}` for items that a filter left out; both are dropped here.
*
* @throws {UnreadableOutput} for anything that is not a list of such items, an empty text included.
*/
const parseJsonList = (tool, text, item) => {
	let list;
	try {
		list = JSON.parse(text);
	} catch (error) {
		throw new UnreadableOutput(tool, 1, text, error instanceof Error ? error.message : "not JSON");
	}
	if (!Array.isArray(list)) throw new UnreadableOutput(tool, 1, text, "expected a JSON list");
	return list.filter((entry) => !isEmptyObject(entry)).map((entry) => {
		const parsed = item.safeParse(entry);
		if (parsed.success) return parsed.data;
		const issue = parsed.error.issues[0];
		const problem = issue === void 0 ? "unexpected item" : `${issue.path.join(".") || "item"}: ${issue.message}`;
		throw new UnreadableOutput(tool, 1, JSON.stringify(entry), problem);
	});
};
const isEmptyObject = (entry) => typeof entry === "object" && entry !== null && !Array.isArray(entry) && Object.keys(entry).length === 0;
/** A record with its keys in sorted order, so that equal states print and compare alike. */
const sortedRecord = (entries) => Object.fromEntries([...entries].toSorted(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));

// src/drivers/kernel/peers.ts
const placeKey = (place) => `${place.node}/${place.namespace}`;
const findPeers = (nodes) => {
	const ends = /* @__PURE__ */ new Map();
	const found = /* @__PURE__ */ new Map();
	const ids = knownIds();
	for (const node of nodes) for (const raw of node.namespaces) {
		const place = {
			node: node.name,
			namespace: raw.name
		};
		const at = placeKey(place);
		for (const [id, name] of Object.entries(node.namespaceIds[raw.name] ?? {})) ids.learn(at, Number(id), placeKey({
			node: node.name,
			namespace: name
		}));
		for (const { link, peer } of raw.links.ok ? raw.links.value : []) {
			if (peer === void 0) continue;
			if ("name" in peer) found.set(`${at}/${link.name}`, {
				known: true,
				...place,
				name: peer.name
			});
			else {
				const { name, index } = link;
				ends.set(`${at}/${name}`, {
					place,
					at,
					name,
					index,
					peerIndex: peer.index,
					namespaceId: peer.namespaceId
				});
			}
		}
	}
	const ambiguous = join$1([...ends.values()], ids);
	for (const [key, { other, peerIndex }] of ends) found.set(key, other === void 0 ? {
		known: false,
		index: peerIndex
	} : {
		known: true,
		...other.place,
		name: other.name
	});
	return {
		find: (place, linkName) => found.get(`${placeKey(place)}/${linkName}`),
		ambiguous
	};
};
/** Joins ends until nothing more can be told; returns where several still fit. */
const join$1 = (ends, ids) => {
	const byIndexes = Map.groupBy(ends, (end) => `${end.index} ${end.peerIndex}`);
	let open = ends;
	for (;;) {
		const ambiguous = [];
		let joined = 0;
		for (const end of open) {
			if (end.other !== void 0) continue;
			const fitting = (byIndexes.get(`${end.peerIndex} ${end.index}`) ?? []).filter((other) => fits(end, other, ids) && fits(other, end, ids));
			const [only] = fitting;
			if (only === void 0) continue;
			if (fitting.length > 1) {
				ambiguous.push(end);
				continue;
			}
			end.other = only;
			only.other = end;
			joined++;
			for (const [one, two] of [[end, only], [only, end]]) ids.learn(one.at, one.namespaceId, two.at);
		}
		if (joined === 0 || ambiguous.length === 0) return [...new Map(ambiguous.filter((end) => end.other === void 0).map((end) => [end.at, end.place])).values()];
		open = ambiguous;
	}
};
const fits = (end, other, ids) => other !== end && other.other === void 0 && other.at !== end.at && ids.allow(end.at, end.namespaceId, other.at);
const knownIds = () => {
	const byId = /* @__PURE__ */ new Map();
	const byPlace = /* @__PURE__ */ new Map();
	return {
		learn(at, id, other) {
			byId.set(`${at} ${id}`, other);
			byPlace.set(`${at} ${other}`, id);
		},
		allow(at, id, other) {
			const known = byId.get(`${at} ${id}`);
			if (known !== void 0) return known === other;
			return !byPlace.has(`${at} ${other}`);
		}
	};
};

// src/drivers/kernel/share.ts
/**
* `after`, with every part that equals the same part of `before` replaced by that part itself: what did not change
* keeps its identity, so later comparisons are `===`. For plain data: records, lists, strings, numbers, booleans.
*/
const share = (before, after) => {
	if (before === after || typeof before !== "object" || typeof after !== "object" || before === null || after === null) return after;
	if (Array.isArray(before) !== Array.isArray(after)) return after;
	if (Array.isArray(after)) {
		const old = before;
		const list = after.map((item, index) => share(old[index], item));
		return old.length === list.length && list.every((item, index) => item === old[index]) ? before : list;
	}
	const old = before;
	const keys = Object.keys(after);
	const oldKeys = Object.keys(old);
	let same = keys.length === oldKeys.length;
	const record = {};
	for (const [index, key] of keys.entries()) {
		const value = share(old[key], after[key]);
		record[key] = value;
		if (value !== old[key] || key !== oldKeys[index]) same = false;
	}
	return same ? before : record;
};

// src/drivers/kernel/assemble.ts
/** Makes a snapshot of what all namespaces of all nodes said. Pure; parts that did not change keep their identity. */
const assemble = (before, raw, takenAt) => {
	const peers = findPeers(raw);
	const nodes = share(before?.nodes, sortedRecord(raw.map((node) => [node.name, nodeSnapshot(node, peers)])));
	return {
		snapshot: before !== void 0 && nodes === before.nodes ? before : {
			takenAt,
			nodes
		},
		ambiguous: peers.ambiguous
	};
};
const nodeSnapshot = (node, peers) => ({
	name: node.name,
	namespaces: sortedRecord(node.namespaces.map((raw) => [raw.name, namespaceSnapshot(node.name, raw, peers)]))
});
const namespaceSnapshot = (node, { links, ...raw }, peers) => ({
	...raw,
	links: links.ok ? {
		ok: true,
		value: sortedRecord(links.value.map((link) => [link.link.name, withPeer(link, {
			node,
			namespace: raw.name
		}, peers)]))
	} : links
});
const withPeer = ({ link }, place, peers) => {
	const peer = peers.find(place, link.name);
	return peer === void 0 ? link : {
		...link,
		peer
	};
};

// src/drivers/kernel/coalesce.ts
const coalesce = (act, { quietMs, maxMs }) => {
	let timer;
	let firstAt = 0;
	let closed = false;
	const fire = () => {
		timer = void 0;
		act();
	};
	return {
		touch() {
			if (closed) return;
			const now = performance.now();
			if (timer === void 0) firstAt = now;
			else clearTimeout(timer);
			timer = setTimeout(fire, Math.max(0, Math.min(quietMs, firstAt + maxMs - now)));
		},
		[Symbol.dispose]() {
			closed = true;
			clearTimeout(timer);
		}
	};
};

// src/drivers/kernel/conntrack.ts
/** Reads the connections that a namespace tracks, IPv4 and IPv6. */
const readConntrack = async (node, namespace) => {
	const options = {
		...namespace !== "" && { namespace },
		logged: false,
		timeoutMs: 3e3
	};
	const families = await Promise.all(["ipv4", "ipv6"].map((family) => node.run([
		"conntrack",
		"-L",
		"-f",
		family,
		"-o",
		"extended"
	], options)));
	const failed = families.find((result) => !result.ok);
	if (failed !== void 0) return {
		ok: false,
		why: failed.notFound ? "the program conntrack is not installed" : failed.stderr.trim()
	};
	return readingOf(() => families.flatMap((result) => parseConntrack(result.stdout)));
};
/**
* What `conntrack -L -o extended` printed on stdout.
* @throws {UnreadableOutput}
*/
const parseConntrack = (text) => text.split("\n").flatMap((line, index) => line.trim() === "" ? [] : [parseEntry(line, index + 1)]);
const parseEntry = (line, number) => {
	const words = line.trim().split(/\s+/);
	const protocol = words[2];
	const tuples = [];
	const flags = [];
	for (const word of words.slice(3)) {
		const pair = /^([a-z]+)=(\S+)$/.exec(word);
		if (pair !== null) {
			if (pair[1] === "src") tuples.push({});
			const tuple = tuples.at(-1);
			if (tuple !== void 0 && TUPLE_KEYS.has(pair[1] ?? "")) tuple[pair[1] ?? ""] = pair[2] ?? "";
		} else if (/^\[[A-Z_]+\]$/.test(word)) flags.push(word.slice(1, -1));
	}
	const original = tupleOf(tuples[0]);
	const reply = tupleOf(tuples[1]);
	if (protocol === void 0 || original === void 0 || reply === void 0) throw new UnreadableOutput("conntrack -L", number, line, "expected a connection with two directions");
	const state = words.slice(4, 6).find((word) => /^[A-Z_]+[0-9]?$/.test(word));
	return {
		protocol,
		...state !== void 0 && { state },
		original,
		reply,
		flags
	};
};
const TUPLE_KEYS = /* @__PURE__ */ new Set([
	"src",
	"dst",
	"sport",
	"dport"
]);
const tupleOf = (pairs) => {
	const source = pairs?.["src"];
	const destination = pairs?.["dst"];
	if (source === void 0 || destination === void 0) return void 0;
	const { sport, dport } = pairs ?? {};
	return {
		source,
		destination,
		...sport !== void 0 && { sourcePort: Number(sport) },
		...dport !== void 0 && { destinationPort: Number(dport) }
	};
};

// src/drivers/kernel/ip-namespaces.ts
const idItem = object({
	nsid: number$1(),
	name: string$1().optional()
});
/**
* The names of namespaces by the ids valid in one of them, as `ip -j netns list-id` printed them; an id without a name
* is left out.
* @throws {UnreadableOutput}
*/
const parseNamespaceIds = (text) => Object.fromEntries(parseJsonList("ip -j netns list-id", text, idItem).flatMap(({ nsid, name }) => name === void 0 ? [] : [[`${nsid}`, name]]));
/**
* Asks for them with a process of its own: a lasting `ip -batch` would look at the names only once.
* @throws {UnreadableOutput} and an Error where the command failed
*/
const readNamespaceIds = async (node, namespace) => {
	const result = await node.run([
		"ip",
		"-j",
		"netns",
		"list-id"
	], {
		...namespace !== "" && { namespace },
		logged: false,
		timeoutMs: 2e3
	});
	if (!result.ok) throw new Error(`ip netns list-id: ${result.stderr.trim()}`);
	return parseNamespaceIds(result.stdout);
};

// src/drivers/kernel/namespace-list.ts
/** The file system type of a mounted namespace. */
const NSFS_MAGIC = 1853056627;
/** `ip netns add` makes the file first and mounts the namespace on it a moment later, which nothing announces. */
const RETRY_MS = [
	1,
	1,
	2,
	4,
	8,
	16,
	32,
	64,
	128,
	256,
	512
];
/**
* Follows the named namespaces of a node by inotify.
* @param root the node's file system as a path from here
*/
const watchNamespaces = (root, listener) => {
	const folder = join(root, "run/netns");
	const entries = /* @__PURE__ */ new Map();
	let watcher;
	let closed = false;
	const forget = (name) => {
		const entry = entries.get(name);
		if (entry === void 0) return;
		if (entry.state === "waiting") clearTimeout(entry.timer);
		entries.delete(name);
		if (entry.state !== "waiting") listener.removed(name);
	};
	const look = (name, attempt = 0) => {
		const entry = entries.get(name);
		const inode = namespaceInode(join(folder, name));
		if (inode === "gone") {
			forget(name);
			return;
		}
		if (inode !== "not-mounted") {
			if (entry?.state === "known" && entry.inode === inode) return;
			forget(name);
			entries.set(name, {
				state: "known",
				inode
			});
			listener.added(name);
			return;
		}
		if (entry?.state === "broken") return;
		if (entry?.state === "known") forget(name);
		const wait = RETRY_MS[attempt];
		if (wait === void 0) {
			entries.set(name, { state: "broken" });
			listener.broken(name, `/run/netns/${name} is a file on which no network namespace is mounted`);
			return;
		}
		if (entry?.state === "waiting") clearTimeout(entry.timer);
		const timer = setTimeout(() => {
			look(name, attempt + 1);
		}, wait);
		entries.set(name, {
			state: "waiting",
			timer
		});
	};
	const follow = () => {
		watcher?.close();
		if (closed) return;
		try {
			watcher = watch(folder, (_, name) => {
				if (!exists(folder)) follow();
				else if (name !== null) look(name);
			});
		} catch {
			watcher = watchParent(root, () => {
				if (exists(folder)) follow();
			});
		}
		watcher?.on("error", () => {
			if (!closed) setTimeout(follow, 10);
		});
		const names = new Set(listNames(folder));
		for (const name of entries.keys()) if (!names.has(name)) forget(name);
		for (const name of names) look(name);
	};
	follow();
	return { [Symbol.dispose]() {
		closed = true;
		watcher?.close();
		for (const entry of entries.values()) if (entry.state === "waiting") clearTimeout(entry.timer);
		entries.clear();
	} };
};
const watchParent = (root, onEvent) => {
	try {
		return watch(join(root, "run"), onEvent);
	} catch {
		return;
	}
};
const exists = (path) => statSync(path, { throwIfNoEntry: false }) !== void 0;
const listNames = (folder) => {
	try {
		return readdirSync(folder);
	} catch {
		return [];
	}
};
const namespaceInode = (path) => {
	try {
		return statfsSync(path).type === NSFS_MAGIC ? statSync(path).ino : "not-mounted";
	} catch (error) {
		return error instanceof Error && "code" in error && error.code === "ENOENT" ? "gone" : "not-mounted";
	}
};

// src/drivers/kernel/bridge.ts
/** Questions to `bridge -j -batch`. */
const FDB_COMMAND = "fdb show";
const VLANS_COMMAND = "vlan show";
const fdbItem = object({
	mac: string$1(),
	ifname: string$1(),
	dst: string$1().optional(),
	vlan: number$1().optional(),
	master: string$1().optional(),
	flags: array(string$1()),
	state: string$1()
});
/**
* The forwarding entries of bridges and VXLAN devices that `bridge -j fdb show` printed. Left out: the multicast
* addresses that every interface of any kind listens to (`33:33:…`, `01:00:5e:…`), which are no forwarding entries.
* @throws {UnreadableOutput}
*/
const parseFdb = (text) => {
	const entries = /* @__PURE__ */ new Map();
	for (const item of parseJsonList("bridge -j fdb show", text, fdbItem)) {
		if (item.master === void 0 && item.dst === void 0 && isMulticast(item.mac)) continue;
		const key = [
			item.ifname,
			item.mac,
			...item.vlan === void 0 ? [] : [`vlan ${item.vlan}`],
			...item.dst === void 0 ? [] : [`dst ${item.dst}`]
		].join(" ");
		if (entries.has(key) && item.master === void 0) continue;
		entries.set(key, {
			dev: item.ifname,
			mac: item.mac,
			...item.master !== void 0 && { master: item.master },
			...item.vlan !== void 0 && { vlan: item.vlan },
			...item.dst !== void 0 && { destination: item.dst },
			origin: item.state === "permanent" ? "permanent" : item.state === "static" ? "static" : "learned",
			flags: item.flags
		});
	}
	return sortedRecord(entries);
};
const isMulticast = (mac) => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 1;
const vlanItem = object({
	ifname: string$1(),
	vlans: array(object({
		vlan: number$1(),
		vlanEnd: number$1().optional(),
		flags: array(string$1()).optional()
	}))
});
/**
* The VLANs of bridge ports that `bridge -j vlan show` printed.
* @throws {UnreadableOutput}
*/
const parseBridgeVlans = (text) => sortedRecord(parseJsonList("bridge -j vlan show", text, vlanItem).flatMap((port) => port.vlans.flatMap((range) => {
	const flags = range.flags ?? [];
	const count = Math.min((range.vlanEnd ?? range.vlan) - range.vlan + 1, 4096);
	return Array.from({ length: count }, (_, offset) => {
		const id = range.vlan + offset;
		return [`${port.ifname} ${id}`, {
			dev: port.ifname,
			id,
			pvid: flags.includes("PVID"),
			untagged: flags.includes("Egress Untagged")
		}];
	});
})));

// src/drivers/kernel/ip-links.ts
/** Question to `ip -j -d -batch`: links with kind data and addresses. */
const LINKS_COMMAND = "addr show";
const addressItem = object({
	family: string$1(),
	local: string$1(),
	prefixlen: number$1(),
	scope: string$1(),
	broadcast: string$1().optional(),
	/** The far end of a point-to-point address. */
	address: string$1().optional()
});
const linkItem = object({
	ifindex: number$1(),
	ifname: string$1(),
	link: string$1().nullish(),
	link_index: number$1().optional(),
	link_netnsid: number$1().optional(),
	flags: array(string$1()),
	mtu: number$1(),
	master: string$1().optional(),
	operstate: string$1(),
	link_type: string$1(),
	address: string$1().optional(),
	linkinfo: object({
		info_kind: string$1().optional(),
		info_data: record(string$1(), unknown()).optional(),
		info_slave_kind: string$1().optional(),
		info_slave_data: record(string$1(), unknown()).optional()
	}).optional(),
	addr_info: array(union([addressItem, object({}).strict()]))
});
/**
* The links that `ip -j -d addr show` printed, in its order.
* @throws {UnreadableOutput}
*/
const parseLinks = (text) => parseJsonList("ip -j -d addr show", text, linkItem).map(rawLink);
const rawLink = (item) => {
	const kind = kindOf(item);
	const data = item.linkinfo?.info_data ?? {};
	const peer = kind === "veth" ? peerOf(item) : void 0;
	return {
		link: {
			name: item.ifname,
			index: item.ifindex,
			kind,
			...kind === "other" && { kindName: item.linkinfo?.info_kind ?? item.link_type },
			...kind !== "loopback" && item.address?.includes(":") === true && { mac: item.address },
			mtu: item.mtu,
			up: item.flags.includes("UP"),
			carrier: item.flags.includes("LOWER_UP"),
			state: item.operstate,
			...item.master !== void 0 && { master: item.master },
			addresses: addressesOf(item),
			...kind === "bridge" && { bridge: bridgeOf(data) },
			...item.linkinfo?.info_slave_kind === "bridge" && { port: portOf(item.linkinfo.info_slave_data ?? {}) },
			...kind === "vxlan" && { vxlan: vxlanOf(data) },
			...kind === "vlan" && { vlan: {
				id: number(data, "id"),
				dev: item.link ?? "",
				protocol: string(data, "protocol") ?? ""
			} }
		},
		...peer !== void 0 && { peer }
	};
};
const KINDS = /* @__PURE__ */ new Set([
	"veth",
	"bridge",
	"vxlan",
	"vlan",
	"macvlan",
	"dummy",
	"ifb"
]);
const kindOf = (item) => {
	const kind = item.linkinfo?.info_kind;
	if (kind === void 0) return item.link_type === "loopback" ? "loopback" : item.link_type === "ether" ? "ether" : "other";
	if (kind === "tun") return item.linkinfo?.info_data?.["type"] === "tap" ? "tap" : "tun";
	return KINDS.has(kind) ? kind : "other";
};
/** `link` is a name where the other end is in the same namespace, `link_index` where it is in another. */
const peerOf = (item) => {
	if (typeof item.link === "string") return { name: item.link };
	if (item.link_index === void 0 || item.link_index === 0) return void 0;
	return {
		index: item.link_index,
		...item.link_netnsid !== void 0 && { namespaceId: item.link_netnsid }
	};
};
const addressesOf = (item) => sortedRecord(item.addr_info.flatMap((entry) => {
	if (!("local" in entry)) return [];
	const address = {
		family: entry.family === "inet6" ? "inet6" : "inet",
		address: entry.local,
		prefix: entry.prefixlen,
		scope: entry.scope,
		...entry.broadcast !== void 0 && { broadcast: entry.broadcast },
		...entry.address !== void 0 && { peer: entry.address }
	};
	return [[`${entry.local}/${entry.prefixlen}`, address]];
}));
const bridgeOf = (data) => ({
	stp: number(data, "stp_state") !== 0,
	forwardDelayCs: number(data, "forward_delay"),
	vlanFiltering: number(data, "vlan_filtering") !== 0,
	ageingTimeCs: number(data, "ageing_time")
});
const portOf = (data) => ({
	state: string(data, "state") ?? "",
	isolated: data["isolated"] === true,
	hairpin: data["hairpin"] === true,
	learning: data["learning"] === true
});
const vxlanOf = (data) => {
	const local = string(data, "local") ?? string(data, "local6");
	const group = string(data, "group") ?? string(data, "group6");
	const remote = string(data, "remote") ?? string(data, "remote6");
	const dev = string(data, "link");
	return {
		vni: number(data, "id"),
		...local !== void 0 && { local },
		...group !== void 0 && { group },
		...remote !== void 0 && { remote },
		...dev !== void 0 && { dev },
		dstPort: number(data, "port"),
		learning: data["learning"] === true,
		proxy: data["proxy"] === true
	};
};
const number = (data, key) => typeof data[key] === "number" ? data[key] : 0;
const string = (data, key) => typeof data[key] === "string" ? data[key] : void 0;

// src/drivers/kernel/ip-neighbours.ts
/** Questions to `ip -j -d -batch`; proxy entries are a list of their own. */
const NEIGHBOURS_COMMAND = "neigh show";
const PROXY_NEIGHBOURS_COMMAND = "neigh show proxy";
const neighbourItem = looseObject({
	dst: string$1(),
	dev: string$1(),
	lladdr: string$1().optional(),
	state: array(string$1()).optional()
});
/**
* What `ip -j neigh show` and `ip -j neigh show proxy` printed, together. A proxy entry has ` proxy` after its key,
* because the same address may also be an ordinary neighbour.
* @throws {UnreadableOutput}
*/
const parseNeighbours = (ordinary, proxies) => sortedRecord([...parseJsonList("ip -j neigh show", ordinary, neighbourItem).map((item) => entry(item, false)), ...parseJsonList("ip -j neigh show proxy", proxies, neighbourItem).map((item) => entry(item, true))]);
const entry = (item, proxy) => [`${item.dev} ${item.dst}${proxy ? " proxy" : ""}`, {
	dev: item.dev,
	address: item.dst,
	...item.lladdr !== void 0 && { mac: item.lladdr },
	states: item.state ?? [],
	proxy
}];

// src/drivers/kernel/ip-routes.ts
/** Question to `ip -j -d -batch`: with `table all` it answers for IPv4 and IPv6 together. */
const ROUTES_COMMAND = "route show table all";
/** Question to `ip -j -d -batch`: answers for IPv4 only, see {@link RULES6_ARGV}. */
const RULES_COMMAND = "rule show";
/** In `ip -batch` the family cannot be chosen a line, so the IPv6 rules need a process of their own. */
const RULES6_ARGV = [
	"ip",
	"-6",
	"-j",
	"-d",
	"rule",
	"show"
];
const hop = {
	gateway: string$1().optional(),
	/** A gateway of the other family. */
	via: object({ host: string$1() }).optional(),
	dev: string$1().optional(),
	flags: array(string$1()).optional()
};
const routeItem = object({
	...hop,
	type: string$1(),
	dst: string$1(),
	table: string$1(),
	protocol: string$1(),
	scope: string$1().optional(),
	prefsrc: string$1().optional(),
	metric: number$1().optional(),
	/** Router preference: the kernel adds it to every IPv6 route and to no other. */
	pref: string$1().optional(),
	nexthops: array(object(hop)).optional()
});
/**
* The routes that `ip -j -d route show table all` printed, without table `local` and multicast routes. A route with
* several next hops becomes one entry a hop.
* @throws {UnreadableOutput}
*/
const parseRoutes = (text) => sortedRecord(parseJsonList("ip -j -d route show table all", text, routeItem).filter((item) => item.table !== "local" && item.type !== "multicast").flatMap((item) => (item.nexthops ?? [item]).map((next) => routeOf(item, next))).map((route) => [routeKey(route), route]));
const routeOf = (item, next) => {
	const via = next.gateway ?? next.via?.host;
	return {
		family: item.pref !== void 0 || item.dst.includes(":") ? "inet6" : "inet",
		destination: item.dst,
		type: item.type,
		table: item.table,
		...via !== void 0 && { via },
		...next.dev !== void 0 && { dev: next.dev },
		...item.prefsrc !== void 0 && { source: item.prefsrc },
		...item.metric !== void 0 && { metric: item.metric },
		protocol: item.protocol,
		scope: item.scope ?? "global",
		flags: next.flags ?? []
	};
};
const word = union([string$1(), number$1()]);
const ruleItem = looseObject({
	priority: number$1(),
	src: string$1().optional(),
	srclen: number$1().optional(),
	dst: string$1().optional(),
	dstlen: number$1().optional(),
	fwmark: word.optional(),
	fwmask: word.optional(),
	iif: string$1().optional(),
	oif: string$1().optional(),
	table: string$1().optional(),
	action: string$1().optional()
});
/**
* The rules that `ip -j -d rule show` printed for one family.
* @throws {UnreadableOutput}
*/
const parseRules = (text, family) => {
	const rules = /* @__PURE__ */ new Map();
	for (const item of parseJsonList("ip -j -d rule show", text, ruleItem)) {
		const selector = selectorOf(item);
		const table = item.table ?? item.action ?? "";
		const rule = {
			family,
			priority: item.priority,
			selector,
			table
		};
		const key = `${family} ${item.priority} ${selector}`;
		rules.set(rules.has(key) ? `${key} lookup ${table}` : key, rule);
	}
	return sortedRecord(rules);
};
/** In the order and words of `ip rule`: `from 10.0.0.0/24 fwmark 0x1/0xff iif br0`. */
const selectorOf = (item) => {
	const words = [];
	if ("not" in item) words.push("not");
	words.push("from", prefix(item.src ?? "all", item.srclen));
	if (item.dst !== void 0) words.push("to", prefix(item.dst, item.dstlen));
	if (item.fwmark !== void 0) words.push("fwmark", item.fwmask === void 0 ? `${item.fwmark}` : `${item.fwmark}/${item.fwmask}`);
	if (item.iif !== void 0) words.push("iif", item.iif);
	if (item.oif !== void 0) words.push("oif", item.oif);
	for (const key of [
		"tos",
		"ipproto",
		"sport",
		"dport",
		"uid_start",
		"uid_end",
		"tun_id"
	]) {
		const value = item[key];
		if (typeof value === "string" || typeof value === "number") words.push(key, `${value}`);
	}
	return words.join(" ");
};
const prefix = (address, length) => length === void 0 ? address : `${address}/${length}`;

// src/drivers/kernel/nft.ts
/** Question to `nft -i`, and the question whose one-line answer ends it: it asks the kernel nothing and never fails. */
const RULESET_COMMAND = "list ruleset";
const SENTINEL_COMMAND = "describe meta mark";
const SENTINEL_ANSWER = /^meta expression, datatype mark/;
/**
* What `nft list ruleset` printed.
* @throws {UnreadableOutput} also for output that was cut off inside a table.
*/
const parseRuleset = (text) => {
	const native = {};
	const owned = {
		ip: [],
		ip6: []
	};
	for (const table of tablesOf(text)) if (isOwnedByIptables(table)) owned[table.family === "ip" ? "ip" : "ip6"].push(table);
	else native[`${table.family} ${table.name}`] = table;
	return {
		native,
		owned
	};
};
const tablesOf = function* (text) {
	let open;
	const lines = text.split("\n");
	for (const [index, line] of lines.entries()) if (open !== void 0) {
		open.lines.push(line);
		if (line !== "}") continue;
		yield open;
		open = void 0;
	} else if (line !== "" && !line.startsWith("#")) {
		const match = /^table (\S+) (\S+) \{/.exec(line);
		if (match === null) throw new UnreadableOutput("nft list ruleset", index + 1, line, "expected a table");
		open = {
			family: match[1] ?? "",
			name: match[2] ?? "",
			lines: [line]
		};
	}
	if (open !== void 0) throw new UnreadableOutput("nft list ruleset", lines.length, open.lines.at(-1) ?? "", `table ${open.family} ${open.name} has no end`);
};
const IPTABLES_TABLES = /* @__PURE__ */ new Set([
	"filter",
	"nat",
	"mangle",
	"raw",
	"security"
]);
const BUILT_IN_CHAINS = /* @__PURE__ */ new Set([
	"INPUT",
	"FORWARD",
	"OUTPUT",
	"PREROUTING",
	"POSTROUTING"
]);
/**
* nft marks tables as iptables' own only where a rule uses an xtables extension, on stderr. So this goes by what
* iptables can make: its table names, chains and nothing else, every chain with a hook under its built-in name. It
* also is what iptables itself accepts as its own, whoever made it.
*/
const isOwnedByIptables = (table) => {
	if (table.family !== "ip" && table.family !== "ip6" || !IPTABLES_TABLES.has(table.name)) return false;
	let chains = 0;
	let chain = "";
	for (const line of table.lines.slice(1, -1)) {
		if (line.startsWith("		type ") && line.includes(" hook ") && !BUILT_IN_CHAINS.has(chain)) return false;
		if (!/^\t\S/.test(line) || line === "	}") continue;
		const name = /^\tchain (\S+) \{/.exec(line)?.[1];
		if (name === void 0) return false;
		chain = name;
		chains++;
	}
	return chains > 0;
};
/** A table's text without its counters: what changes only when somebody changes the rules. */
const structureOf = (table) => table.lines.join("\n").replaceAll(/counter packets \d+ bytes \d+/g, "counter");

// src/drivers/kernel/sockets.ts
const LISTENERS_ARGV = [
	"ss",
	"-H",
	"-l",
	"-n",
	"-t",
	"-u",
	"-p"
];
/**
* The sockets that `ss -H -l -n -t -u -p` printed, keyed by `protocol address:port`.
* @throws {UnreadableOutput}
*/
const parseListeners = (text) => {
	const listeners = {};
	for (const [index, line] of text.split("\n").entries()) {
		if (line.trim() === "") continue;
		const [protocol, state, , , local = "", peer, users] = line.trim().split(/\s+/);
		const at = local.lastIndexOf(":");
		const port = Number(local.slice(at + 1));
		if (protocol !== "tcp" && protocol !== "udp" || state === void 0 || at < 1 || !/^\d+$/.test(local.slice(at + 1)) || peer === void 0) throw new UnreadableOutput("ss", index + 1, line, "expected a socket");
		const address = local.slice(0, at).replace(/^\[(.*)\]/, "$1");
		const user = /^users:\(\("((?:[^"\\]|\\.)*)",pid=(\d+)/.exec(users ?? "");
		listeners[`${protocol} ${address}:${port}`] = {
			protocol,
			address,
			port,
			...user?.[1] !== void 0 && { program: user[1] },
			...user?.[2] !== void 0 && { pid: Number(user[2]) }
		};
	}
	return Object.fromEntries(Object.entries(listeners).toSorted(([a], [b]) => a < b ? -1 : 1));
};

// src/drivers/kernel/sysctl.ts
/** Question to `ip -j -d -batch`: forwarding, rp_filter and proxy_arp of every interface, by netlink and with events. */
const NETCONF_COMMAND = "netconf show";
/** What netconf does not tell and labs look at. The bridge ones are there only where br_netfilter is loaded. */
const SYSCTL_FILES = [
	"net.bridge.bridge-nf-call-arptables",
	"net.bridge.bridge-nf-call-ip6tables",
	"net.bridge.bridge-nf-call-iptables",
	"net.ipv4.icmp_echo_ignore_all"
].map((name) => sysctlFile(name));
/** The dots of an interface's name are slashes in a sysctl's name and the other way round in its file's. */
function sysctlFile(name) {
	return `/proc/sys/${swapped(name)}`;
}
const sysctlName = (file) => swapped(file.slice(10));
function swapped(text) {
	return text.replaceAll(/[./]/g, (letter) => letter === "." ? "/" : ".");
}
const netconfItem = object({
	family: string$1(),
	interface: string$1(),
	forwarding: boolean().optional(),
	rp_filter: string$1().optional(),
	proxy_neigh: boolean().optional()
});
const RP_FILTER = {
	off: "0",
	strict: "1",
	loose: "2"
};
/**
* The sysctls that `ip -j netconf show` printed.
* @throws {UnreadableOutput}
*/
const parseNetconf = (text) => {
	const sysctls = {};
	for (const item of parseJsonList("ip -j netconf show", text, netconfItem)) {
		const v4 = item.family === "inet";
		if (!v4 && item.family !== "inet6") continue;
		const prefix = `net.${v4 ? "ipv4" : "ipv6"}.conf.${item.interface.replaceAll(".", "/")}`;
		if (item.forwarding !== void 0) sysctls[`${prefix}.forwarding`] = flag(item.forwarding);
		if (item.proxy_neigh !== void 0) sysctls[`${prefix}.${v4 ? "proxy_arp" : "proxy_ndp"}`] = flag(item.proxy_neigh);
		const filter = RP_FILTER[item.rp_filter ?? ""];
		if (filter !== void 0) sysctls[`${prefix}.rp_filter`] = filter;
		if (v4 && item.interface === "all" && item.forwarding !== void 0) sysctls["net.ipv4.ip_forward"] = flag(item.forwarding);
	}
	return sysctls;
};
const flag = (on) => on ? "1" : "0";
/** Reads any sysctl now; absent in the value where the kernel has none of that name. */
const readSysctl = async (node, namespace, name) => {
	const file = sysctlFile(name);
	const result = await node.run(["cat", file], {
		...namespace !== "" && { namespace },
		logged: false,
		timeoutMs: 2e3
	});
	if (result.ok) return {
		ok: true,
		value: result.stdout.trimEnd().replaceAll("	", " ")
	};
	if (result.stderr.includes("No such file")) return {
		ok: true,
		value: void 0
	};
	return {
		ok: false,
		why: result.stderr.trim() || `cat ${file} did not answer`
	};
};

// src/drivers/kernel/console.ts
/** What is asked of `ip -batch` at once; answered in this order, a line each. */
const IP_COMMANDS = {
	links: LINKS_COMMAND,
	routes: ROUTES_COMMAND,
	rules: RULES_COMMAND,
	ordinary: NEIGHBOURS_COMMAND,
	proxies: PROXY_NEIGHBOURS_COMMAND,
	netconf: NETCONF_COMMAND
};
const BRIDGE_COMMANDS = {
	fdb: FDB_COMMAND,
	vlans: VLANS_COMMAND
};
/** Ends an answer of the console, with the exit code. */
const CONSOLE_END = "";
const quoted = (commands) => commands.map((command) => `'${command}'`).join(" ");
/**
* Everything that is read from one namespace comes through one bash of our own in it. Starting a process from here
* costs milliseconds, which a namespace pays once; bash starts the rest for a tenth.
*
* - `ip`, `bridge` and `nft` stay, reading questions from a pipe and answering on bash's own output. They start at
*   their first question, and when one of them ends, bash ends: then all is started anew.
* - `iptables-save`, `ss` and `ip -6 rule` cannot be kept; they run at each question.
* - Files of /proc/sys/net show the namespace of whoever reads them, so bash reads them, with its builtins.
*
* They are coprocesses because a process substitution wants /dev/fd, which needs a /proc that knows this process, and
* the node's does not. bash 5.2 warns of a second coprocess, though it keeps both.
*
* The text is constant; the files it reads are its arguments. One question at a time, or answers would mix.
*/
const SCRIPT$1 = `
read_files() {
  local file lines
  for file; do
    [[ -e $file ]] || continue
    mapfile -t lines < "$file" || return 1
    printf '%s\\n' "$file" "\${lines[@]/#/ }"
  done
}
exec 3>&1 4>&2
while read -r word; do
  case $word in
    ip)
      [[ $ip ]] || { coproc ip { ip -j -d -force -batch - >&3 2>&4; kill $; }; } 2> /dev/null
      printf '%s\\n' ${quoted(Object.values(IP_COMMANDS))} >&"\${ip[1]}"
      continue ;;
    bridge)
      [[ $bridge ]] || { coproc bridge { bridge -j -force -batch - >&3 2>&4; kill $; }; } 2> /dev/null
      printf '%s\\n' ${quoted(Object.values(BRIDGE_COMMANDS))} >&"\${bridge[1]}"
      continue ;;
    nft)
      [[ $nft ]] || { coproc nft { nft -i >&3 2>&4; kill $; }; } 2> /dev/null
      printf '%s\\n' ${quoted([RULESET_COMMAND, SENTINEL_COMMAND])} >&"\${nft[1]}"
      continue ;;
  esac
  case $word in
    sysctls) read_files "$@" ;;
    iptables) iptables-save -c ;;
    ip6tables) ip6tables-save -c ;;
    rules6) ${RULES6_ARGV.join(" ")} ;;
    listeners) ${LISTENERS_ARGV.join(" ")} ;;
    *) false ;;
  esac < /dev/null 2>&1
  printf '${""}%s\\n' $?
done
`;
const CONSOLE_ARGV = [
	"bash",
	"--norc",
	"-c",
	SCRIPT$1,
	"bash",
	...SYSCTL_FILES
];
/**
* The files that the console printed: each name on a line, followed by its lines, indented.
* @throws {UnreadableOutput}
*/
const parseFiles = (text) => {
	const files = {};
	let open;
	for (const [index, line] of text.split("\n").entries()) if (line.startsWith("/")) {
		open = [];
		files[line] = open;
	} else if (line.startsWith(" ") && open !== void 0) open.push(line.slice(1));
	else if (line !== "") throw new UnreadableOutput("bash", index + 1, line, "expected a file");
	return files;
};

// src/drivers/kernel/questions.ts
/** The questions to the console (console.ts), and how the end of each answer is known. */
/**
* A question to `ip -j -force -batch -` or `bridge -j -force -batch -`: several commands under any names, answered
* under the same. Each gives one line of JSON on stdout, or `Command failed -:LINE` on stderr. The two pipes have no
* common order, so the answers are put in place only when every command has one of both.
*
* @param commands the same at every question to the same program: LINE counts on
*/
const batch = (word, commands) => () => {
	const names = Object.keys(commands);
	const lines = [];
	const failures = /* @__PURE__ */ new Map();
	let words = [];
	const complete = () => lines.length + failures.size >= names.length;
	return {
		input: `${word}\n`,
		onLine(line) {
			lines.push(line);
			return complete();
		},
		onErrorLine(line) {
			const number = /^Command failed .*:(\d+)$/.exec(line)?.[1];
			if (number === void 0) words.push(line);
			else {
				failures.set((Number(number) - 1) % names.length, words.join("; ") || line);
				words = [];
			}
			return complete();
		},
		finish() {
			const rest = lines.values();
			const answers = names.map((name, index) => {
				const why = failures.get(index);
				if (why !== void 0) return [name, {
					ok: false,
					why: `${commands[name]}: ${why}`
				}];
				const { value } = rest.next();
				return [name, value === void 0 ? {
					ok: false,
					why: `${commands[name]}: no answer`
				} : {
					ok: true,
					text: value
				}];
			});
			return Object.fromEntries(answers);
		}
	};
};
/** The ruleset; an error on stderr makes the answer fail, since stdout then looks like an empty ruleset. */
const rulesetText = () => {
	const lines = [];
	const errors = [];
	return {
		input: "nft\n",
		onLine(line) {
			if (SENTINEL_ANSWER.test(line)) return true;
			lines.push(line);
			return false;
		},
		onErrorLine(line) {
			if (!line.startsWith("#") && line.trim() !== "") errors.push(line.trim());
			return false;
		},
		finish: () => errors.length > 0 ? {
			ok: false,
			why: `nft list ruleset: ${errors.join("; ")}`
		} : {
			ok: true,
			text: lines.join("\n")
		}
	};
};
/** What a program printed that runs at each question, or files. */
const consoleText = (word) => () => {
	const lines = [];
	let code = "";
	return {
		input: `${word}\n`,
		onLine(line) {
			if (line.startsWith("")) {
				code = line.slice(1);
				return true;
			}
			lines.push(line);
			return false;
		},
		onErrorLine: () => false,
		finish: () => code === "0" ? {
			ok: true,
			text: lines.join("\n")
		} : {
			ok: false,
			why: `${word}: exit code ${code}: ${lines.filter((line) => !line.startsWith("#")).slice(-3).join("; ")}`
		}
	};
};

// src/drivers/kernel/answers.ts
const failure = (error) => ({
	ok: false,
	why: error instanceof Error ? error.message : String(error)
});
/** Asks, and makes a reader that failed an answer that failed. */
const askText = async (reader, question) => {
	try {
		return await reader.ask(question);
	} catch (error) {
		return failure(error);
	}
};
/** Asks all at once, and makes a reader that failed a failed answer to each. */
const askBatch = async (reader, word, commands) => {
	try {
		return await reader.ask(batch(word, commands));
	} catch (error) {
		return Object.fromEntries(Object.keys(commands).map((name) => [name, failure(error)]));
	}
};
/** Makes readings of answers. The same text gives the very same reading again; another text shares what did not change. */
const rememberingParser = (parse) => {
	let last;
	return (answers) => {
		const texts = {};
		let same = last !== void 0;
		for (const [name, answer] of Object.entries(answers)) {
			if (!answer.ok) return {
				ok: false,
				why: answer.why
			};
			texts[name] = answer.text;
			if (last !== void 0 && last.texts[name] !== answer.text) same = false;
		}
		if (last !== void 0 && same) return last.reading;
		const reading = share(last?.reading, readingOf(() => parse(texts)));
		last = {
			texts,
			reading
		};
		return reading;
	};
};

// src/drivers/kernel/net-files.ts
/** What /proc/PID/net tells for nothing about the namespace a process is in: whether a closer look is worth its price. */
/** Reads a file of /proc/PID/net; undefined where the process is not (or no longer) on this machine. */
const netFile = (pid, name) => {
	if (pid === void 0) return void 0;
	try {
		return readFileSync(`/proc/${pid}/net/${name}`, "utf8");
	} catch {
		return;
	}
};
/**
* Changes whenever a packet passed: where it stays, no counter of a rule moved. Bridged packets that br_netfilter hands
* to iptables show only among the interfaces, locally made ones that were dropped only in the protocols.
*/
const trafficMark = (pid) => {
	const [interfaces, protocols] = ["dev", "snmp"].map((name) => netFile(pid, name));
	return interfaces === void 0 || protocols === void 0 ? void 0 : `${interfaces}${protocols}`;
};
/**
* Whether there is any TCP or UDP socket. /proc/net/tcp would name those that listen, but walks through the machine's
* whole hash table (milliseconds).
*/
const hasSockets = (pid) => {
	const counts = netFile(pid, "sockstat");
	if (counts === void 0) return void 0;
	return /^(?:TCP|UDP)6?: inuse [1-9]/m.test(counts + (netFile(pid, "sockstat6") ?? ""));
};
const NETLINK_ROUTE = "0";
const NETLINK_NETFILTER = "12";
/** NFNLGRP_NFTABLES as a bit of the mask of groups. */
const NFTABLES_GROUP = 64;
/** Whether anybody hears link events and nftables events; undefined where that cannot be told. */
const subscriptions = (pid) => {
	const sockets = netFile(pid, "netlink")?.split("\n").map((line) => line.trim().split(/\s+/));
	if (sockets === void 0) return void 0;
	const has = (protocol, hears) => sockets.some((words) => words[1] === protocol && hears(Number.parseInt(words[3] ?? "0", 16)));
	return {
		route: has(NETLINK_ROUTE, (groups) => groups !== 0),
		nftables: has(NETLINK_NETFILTER, (groups) => (groups & NFTABLES_GROUP) !== 0)
	};
};

// src/drivers/kernel/read-ip.ts
const EMPTY = {
	ok: true,
	value: {}
};
/** Reads links, addresses, routes, rules, neighbours and bridges: everything that `ip monitor` announces. */
const openIpPart = (console) => {
	let rules6;
	const links = rememberingParser((texts) => parseLinks(texts.links));
	const routes = rememberingParser((texts) => parseRoutes(texts.routes));
	const rules = rememberingParser((texts) => ({
		...parseRules(texts.v4, "inet"),
		...parseRules(texts.v6, "inet6")
	}));
	const neighbours = rememberingParser((texts) => parseNeighbours(texts.ordinary, texts.proxies));
	const fdb = rememberingParser((texts) => parseFdb(texts.fdb));
	const vlans = rememberingParser((texts) => parseBridgeVlans(texts.vlans));
	const readBridge = async () => {
		const answers = await askBatch(console, "bridge", BRIDGE_COMMANDS);
		return {
			fdb: fdb({ fdb: answers.fdb }),
			bridgeVlans: vlans({ vlans: answers.vlans })
		};
	};
	/** Only a namespace with a bridge or a VXLAN device has forwarding entries. */
	const readBridgeOf = async (found) => {
		if (!found.ok) return {
			fdb: found,
			bridgeVlans: found
		};
		return found.value.some(forwards) ? readBridge() : {
			fdb: EMPTY,
			bridgeVlans: EMPTY
		};
	};
	return { 
	/** @param withRules6 whether IPv6 rules may have changed; they cost a process */
async read(withRules6) {
		const [answers, v6] = await Promise.all([askBatch(console, "ip", IP_COMMANDS), withRules6 || rules6 === void 0 ? askText(console, consoleText("rules6")) : rules6]);
		rules6 = v6.ok ? v6 : void 0;
		const found = links({ links: answers.links });
		return {
			part: {
				links: found,
				routes: routes({ routes: answers.routes }),
				rules: rules({
					v4: answers.rules,
					v6
				}),
				neighbours: neighbours({
					ordinary: answers.ordinary,
					proxies: answers.proxies
				}),
				...await readBridgeOf(found)
			},
			netconf: answers.netconf
		};
	} };
};
const forwards = ({ link }) => link.kind === "bridge" || link.kind === "vxlan";

// src/drivers/kernel/read-silent.ts
const NO_SOCKETS = {
	ok: true,
	text: ""
};
/** Reads what no event announces: listeners, the sysctls that netconf lacks, and whether packets passed. */
const openSilentPart = (console) => {
	const listeners = rememberingParser((texts) => parseListeners(texts.sockets));
	const netconf = rememberingParser((texts) => parseNetconf(texts.netconf));
	const files = rememberingParser((texts) => {
		const found = parseFiles(texts.files);
		return Object.fromEntries(SYSCTL_FILES.flatMap((file) => found[file] === void 0 ? [] : [[sysctlName(file), found[file].join(" ")]]));
	});
	let traffic;
	let fromFiles = {
		ok: false,
		why: "not read yet"
	};
	return {
		async read() {
			fromFiles = files({ files: await askText(console, consoleText("sysctls")) });
			const { pid } = console;
			const mark = trafficMark(pid);
			const packetsPassed = mark === void 0 || mark !== traffic;
			traffic = mark;
			const sockets = hasSockets(pid) === false ? NO_SOCKETS : await askText(console, consoleText("listeners"));
			return {
				listeners: listeners({ sockets }),
				packetsPassed
			};
		},
		/** The sysctls of netconf and of the files together. */
		sysctls(answer) {
			const fromNetconf = netconf({ netconf: answer });
			if (!fromNetconf.ok) return fromNetconf;
			if (!fromFiles.ok) return fromFiles;
			const all = {
				...fromNetconf.value,
				...fromFiles.value
			};
			return {
				ok: true,
				value: Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => a < b ? -1 : 1))
			};
		}
	};
};

// src/drivers/kernel/iptables.ts
/**
* The tables that `iptables-save -c` or `ip6tables-save -c` printed; none where it printed nothing.
* @throws {UnreadableOutput} also for a table without its COMMIT, that is, for output that was cut off.
*/
const parseIptablesSave = (text) => {
	const tables = {};
	let open;
	const lines = text.split("\n");
	for (const [index, line] of lines.entries()) {
		const fail = (problem) => {
			throw new UnreadableOutput("iptables-save", index + 1, line, problem);
		};
		if (line === "" || line.startsWith("#")) continue;
		if (line.startsWith("*")) {
			if (open !== void 0) fail(`table ${open.name} has no COMMIT`);
			open = {
				name: line.slice(1),
				chains: {}
			};
		} else if (open === void 0) fail("expected a table");
		else if (line === "COMMIT") {
			tables[open.name] = open;
			open = void 0;
		} else if (line.startsWith(":")) {
			const match = /^:(\S+) (\S+) \[(\d+):(\d+)\]$/.exec(line);
			if (match === null) fail("expected a chain");
			const [, name = "", policy = "", packets, bytes] = match ?? [];
			open.chains[name] = {
				name,
				...policy !== "-" && { policy },
				packets: Number(packets),
				bytes: Number(bytes),
				rules: []
			};
		} else {
			const match = /^\[(\d+):(\d+)\] -A (\S+)(?: (.*))?$/.exec(line);
			if (match === null) fail("expected a rule");
			const [, packets, bytes, chain = "", spec = ""] = match ?? [];
			(open.chains[chain] ?? fail(`there is no chain ${chain}`)).rules.push({
				spec,
				packets: Number(packets),
				bytes: Number(bytes)
			});
		}
	}
	if (open !== void 0) throw new UnreadableOutput("iptables-save", lines.length, "", `table ${open.name} has no COMMIT`);
	return tables;
};

// src/drivers/kernel/read-tables.ts
const NONE = {
	ok: true,
	value: {}
};
/** Reads nftables, and iptables where nftables shows tables that iptables owns. */
const openTablesPart = (console) => {
	const ruleset = rememberingParser((texts) => parseRuleset(texts.ruleset));
	const parseSave = () => rememberingParser((texts) => withoutNative(parseIptablesSave(texts.saved), texts.native));
	const saves = {
		iptables: parseSave(),
		ip6tables: parseSave()
	};
	let last;
	const read = async (countersMoved) => {
		const before = last;
		const found = ruleset({ ruleset: await askText(console, rulesetText) });
		const structure = {
			iptables: found.ok ? joined(found.value.owned.ip) : "unknown",
			ip6tables: found.ok ? joined(found.value.owned.ip6) : "unknown"
		};
		const save = async (which) => {
			if (structure[which] === "") return NONE;
			if (before?.structure[which] === structure[which] && found.ok && !countersMoved && before[which].ok) return before[which];
			const native = found.ok ? Object.keys(found.value.native).join("\n") : "";
			return saves[which]({
				saved: await askText(console, consoleText(which)),
				native: {
					ok: true,
					text: `${FAMILY[which]}\n${native}`
				}
			});
		};
		const [iptables, ip6tables] = await Promise.all([save("iptables"), save("ip6tables")]);
		const nftables = found.ok ? {
			ok: true,
			value: found.value.native
		} : found;
		last = {
			iptables,
			ip6tables,
			nftables,
			structure
		};
		return {
			iptables,
			ip6tables,
			nftables
		};
	};
	return {
		/** @param countersMoved whether packets may have been counted since the last time */
		read,
		/** Whether there is anything that counts. */
		get counts() {
			return [
				last?.iptables,
				last?.ip6tables,
				last?.nftables
			].some((part) => part === void 0 || !part.ok || Object.keys(part.value).length > 0);
		}
	};
};
const FAMILY = {
	iptables: "ip",
	ip6tables: "ip6"
};
/**
* iptables-save also lists, as if they were empty, tables of nftables under its own tables' names.
* @param native the family, and the keys of native tables
*/
const withoutNative = (tables, native) => {
	const [family = "", ...keys] = native.split("\n");
	return Object.fromEntries(Object.entries(tables).filter(([name]) => !keys.includes(`${family} ${name}`)));
};
const joined = (tables) => tables.map(structureOf).join("\n");

// src/drivers/kernel/reader.ts
/** The reader itself failed, whatever was asked. */
var ReaderError = class extends Error {
	name = "ReaderError";
	/** False where asking again is of no use: closed, or dead at every start. */
	canRetry;
	constructor(message, canRetry) {
		super(message);
		this.canRetry = canRetry;
	}
};
/** @param timeoutMs for one exchange */
const openReader = (name, start, timeoutMs = 5e3) => {
	let process;
	let closed = false;
	let last = Promise.resolve();
	const attempt = async (question) => {
		if (closed) throw new ReaderError(`${name}: closed`, false);
		process ??= startProcess(start());
		const used = process;
		try {
			return await exchange(name, used, question, timeoutMs);
		} catch (error) {
			used.stream[Symbol.dispose]();
			if (process === used) process = void 0;
			throw error;
		}
	};
	const ask = async (question) => {
		try {
			return await attempt(question);
		} catch (error) {
			if (!(error instanceof ReaderError) || !error.canRetry || closed) throw error;
			return attempt(question);
		}
	};
	return {
		get pid() {
			return process?.alive === true && process.answered ? process.stream.pid : void 0;
		},
		ask(question) {
			const answer = last.then(() => ask(question));
			last = answer.catch(() => {});
			return answer;
		},
		[Symbol.dispose]() {
			closed = true;
			process?.stream[Symbol.dispose]();
			process = void 0;
		}
	};
};
const startProcess = (stream) => {
	const process = {
		stream,
		alive: true,
		answered: false
	};
	stream.ended.then(() => {
		process.alive = false;
	});
	return process;
};
const exchange = async (name, process, question, timeoutMs) => {
	const { stream } = process;
	const { input, onLine, onErrorLine, finish } = question();
	const undo = [];
	try {
		await new Promise((resolve, reject) => {
			const done = (complete) => {
				if (complete) setImmediate(resolve);
			};
			const timer = setTimeout(() => {
				reject(new ReaderError(`${name}: no answer within ${timeoutMs} ms`, false));
			}, timeoutMs);
			undo.push(() => {
				clearTimeout(timer);
			}, stream.onLine((line) => {
				done(onLine(line));
			}), stream.onErrorLine((line) => {
				done(onErrorLine(line));
			}));
			stream.ended.then(({ exitCode, stderr }) => {
				const how = exitCode === void 0 ? "was killed" : `ended with exit code ${exitCode}`;
				reject(new ReaderError(`${name}: ${how}${stderr === "" ? "" : `: ${stderr.trim()}`}`, true));
			});
			stream.write(input);
		});
	} finally {
		for (const step of undo) step();
	}
	process.answered = true;
	return finish();
};

// src/drivers/kernel/namespace-reading.ts
const ALL_ASPECTS = [
	"ip",
	"rules",
	"tables",
	"silent"
];
/** All that does not cost a process. */
const CHEAP_ASPECTS = [
	"ip",
	"tables",
	"silent"
];
const NOT_READ = {
	ok: false,
	why: "not read yet"
};
/** Nothing but why there is nothing. */
const unreadNamespace = (name, why) => {
	const not = {
		ok: false,
		why
	};
	return {
		name,
		links: not,
		routes: not,
		rules: not,
		neighbours: not,
		fdb: not,
		bridgeVlans: not,
		iptables: not,
		ip6tables: not,
		nftables: not,
		sysctls: not,
		listeners: not
	};
};
/** @param namespace a name under /run/netns, or '' for the node's own */
const openNamespaceReading = (node, namespace) => {
	const console = openReader("reader", () => node.stream(CONSOLE_ARGV, namespace === "" ? {} : { namespace }));
	const ip = openIpPart(console);
	const tables = openTablesPart(console);
	const silent = openSilentPart(console);
	let raw = unreadNamespace(namespace, NOT_READ.why);
	let netconf = NOT_READ;
	const set = (part) => {
		raw = {
			...raw,
			...share(raw, part)
		};
	};
	const readIp = async (withRules) => {
		const found = await ip.read(withRules);
		netconf = found.netconf;
		set(found.part);
	};
	const readSilent = async () => {
		const { listeners, packetsPassed } = await silent.read();
		set({ listeners });
		return packetsPassed;
	};
	const readTables = async (packetsPassed) => {
		set(await tables.read(packetsPassed));
	};
	return {
		get raw() {
			return raw;
		},
		async read(aspects) {
			const wantsTables = aspects.has("tables");
			await Promise.all([aspects.has("ip") || aspects.has("rules") ? readIp(aspects.has("rules")) : void 0, aspects.has("silent") ? readSilent().then((packetsPassed) => wantsTables || packetsPassed && tables.counts ? readTables(packetsPassed) : void 0) : wantsTables ? readTables(true) : void 0]);
			set({ sysctls: silent.sysctls(netconf) });
		},
		async isHeard() {
			if (console.pid === void 0) await askText(console, consoleText("sysctls"));
			const heard = subscriptions(console.pid);
			return heard && heard.route && heard.nftables;
		},
		[Symbol.dispose]() {
			console[Symbol.dispose]();
		}
	};
};

// src/drivers/kernel/monitors.ts
/**
* Both monitors behind one process of ours. Their lines may run into each other, which does no harm: a line only tells
* that something happened. Each says when it ended, for the other may live on.
*/
const ENDED = "(monitor ended)";
const SCRIPT = `
{ ip monitor all; echo '${ENDED}'; } &
{ nft monitor; echo '${ENDED}'; } &
wait
`;
/** What an event makes stale. */
const aspectsOf = (line) => {
	const aspects = [];
	if (line.includes("[RULE]")) aspects.push("rules");
	if (/\[[A-Z]+\]/.test(line)) aspects.push("ip");
	if (line.includes("# new generation")) aspects.push("tables");
	return aspects;
};
/** Monitors that die this often in a row without having heard anything will not live the next time either. */
const MAX_RESTARTS = 5;
/** Listens to the kernel in one namespace. */
const openMonitors = (node, namespace, listener) => {
	let closed = false;
	let stream;
	const open = (restarts) => {
		const opened = node.stream([
			"bash",
			"--norc",
			"-c",
			SCRIPT
		], namespace === "" ? {} : { namespace });
		stream = opened;
		let heard = false;
		const again = () => {
			const count = heard ? 0 : restarts + 1;
			if (closed || stream !== opened || count > MAX_RESTARTS) return;
			opened[Symbol.dispose]();
			open(count);
			listener.restarted();
		};
		opened.onLine((line) => {
			if (line.includes(ENDED)) {
				again();
				return;
			}
			const aspects = aspectsOf(line);
			if (aspects.length === 0) return;
			heard = true;
			listener.stale(aspects);
		});
		opened.onErrorLine(() => {
			listener.stale(ALL_ASPECTS);
		});
		opened.ended.then(again);
	};
	open(0);
	return { [Symbol.dispose]() {
		closed = true;
		stream?.[Symbol.dispose]();
	} };
};

// src/drivers/kernel/watched-namespace.ts
/** How long to wait for monitors to hear. A monitor that cannot start does not stop us from reading. */
const SUBSCRIBE_MS = 3e3;
/** Where their hearing cannot be seen (the processes run on another machine): long enough for them to start. */
const BLIND_MS = 300;
const LOOK_AGAIN_MS = 4;
/** @param onStale called when an event made something stale */
const watchNamespace = (node, name, onStale) => {
	const reading = openNamespaceReading(node, name);
	const stale = /* @__PURE__ */ new Set();
	let closed = false;
	let isOpen = false;
	let named;
	const markStale = (aspects) => {
		for (const aspect of aspects) stale.add(aspect);
		if (isOpen && !closed) onStale();
	};
	const readStale = async () => {
		const aspects = new Set(stale);
		stale.clear();
		await reading.read(aspects);
	};
	/** Reading before somebody listens would lose what changes in between. */
	const settle = async () => {
		const end = performance.now() + SUBSCRIBE_MS;
		for (;;) {
			const heard = await reading.isHeard();
			if (heard === void 0) await setTimeout$1(BLIND_MS);
			if (heard !== false || closed || performance.now() > end) return;
			await setTimeout$1(LOOK_AGAIN_MS);
		}
	};
	const monitors = openMonitors(node, name, {
		stale: markStale,
		restarted() {
			settle().then(() => {
				markStale(ALL_ASPECTS);
			});
		}
	});
	const open = async () => {
		await settle();
		for (const aspect of ALL_ASPECTS) stale.add(aspect);
		await readStale();
		isOpen = true;
	};
	return {
		node,
		name,
		opened: open(),
		get isOpen() {
			return isOpen;
		},
		get raw() {
			return reading.raw;
		},
		get isStale() {
			return stale.size > 0;
		},
		markStale,
		readStale,
		get namespaceIds() {
			return named?.links === reading.raw.links ? named.ids : void 0;
		},
		nameIds(ids) {
			named = {
				links: reading.raw.links,
				ids
			};
		},
		[Symbol.dispose]() {
			closed = true;
			monitors[Symbol.dispose]();
			reading[Symbol.dispose]();
		}
	};
};

// src/drivers/kernel/watch.ts
/** Kernel events come in bursts: one `ip link add` makes a dozen. */
const COALESCE = {
	quietMs: 8,
	maxMs: 40
};
/** Follows every namespace of every node of a host by kernel events. A quiet kernel is not asked anything. */
const watch$1 = async (host, signal) => {
	signal?.throwIfAborted();
	const watcher = openWatcher(host);
	const stop = () => {
		watcher[Symbol.asyncDispose]();
	};
	signal?.addEventListener("abort", stop, { once: true });
	host.ended.then(stop);
	await watcher.opened;
	signal?.throwIfAborted();
	return watcher;
};
const openWatcher = (host) => {
	const listeners = /* @__PURE__ */ new Set();
	const nodes = host.nodes.map((name) => ({
		node: host.node(name),
		namespaces: /* @__PURE__ */ new Map(),
		broken: /* @__PURE__ */ new Map()
	}));
	let current = {
		takenAt: Date.now(),
		nodes: {}
	};
	let closed = false;
	/** One reading at a time, so that a snapshot never overtakes a newer one. */
	let last = Promise.resolve();
	const all = () => nodes.flatMap(({ namespaces }) => [...namespaces.values()]);
	const update = async () => {
		const stale = all().filter((namespace) => namespace.isOpen && namespace.isStale);
		await Promise.all(stale.map(async (namespace) => namespace.readStale()));
		if (closed) return current;
		let assembled = assemble(current, rawNodes(nodes), Date.now());
		if (assembled.ambiguous.length > 0 && await nameIds(nodes, assembled.ambiguous)) assembled = assemble(current, rawNodes(nodes), Date.now());
		if (assembled.snapshot !== current && !closed) {
			current = assembled.snapshot;
			for (const listener of listeners) listener(current);
		}
		return current;
	};
	const inTurn = (act) => {
		const result = last.then(act);
		last = result.catch(() => {});
		return result;
	};
	const coalescer = coalesce(() => {
		inTurn(update);
	}, COALESCE);
	const touch = () => {
		coalescer.touch();
	};
	const open = (watched, name) => {
		const namespace = watchNamespace(watched.node, name, touch);
		watched.namespaces.set(name, namespace);
		namespace.opened.then(touch);
		return namespace;
	};
	const lists = nodes.map((watched) => {
		open(watched, "");
		return watchNamespaces(watched.node.root, {
			added(name) {
				watched.broken.delete(name);
				open(watched, name);
			},
			removed(name) {
				watched.broken.delete(name);
				watched.namespaces.get(name)?.[Symbol.dispose]();
				watched.namespaces.delete(name);
				touch();
			},
			broken(name, why) {
				watched.broken.set(name, unreadNamespace(name, why));
				touch();
			}
		});
	});
	return {
		opened: (async () => {
			await Promise.all(all().map(async (namespace) => namespace.opened));
			await inTurn(update);
		})(),
		get current() {
			return current;
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		refresh: async (scope = "all") => inTurn(async () => {
			for (const namespace of all()) namespace.markStale(scope === "all" ? CHEAP_ASPECTS : ["silent"]);
			return update();
		}),
		conntrack: async (node, namespace) => readConntrack(host.node(node), namespace),
		async [Symbol.asyncDispose]() {
			closed = true;
			listeners.clear();
			for (const thing of [
				coalescer,
				...lists,
				...all()
			]) thing[Symbol.dispose]();
			await last;
		}
	};
};
const rawNodes = (nodes) => nodes.map(({ node, namespaces, broken }) => ({
	name: node.name,
	namespaceIds: Object.fromEntries([...namespaces.values()].map(({ name, namespaceIds }) => [name, namespaceIds ?? {}])),
	namespaces: [...[...namespaces.values()].filter((namespace) => namespace.isOpen).map((namespace) => namespace.raw), ...broken.values()]
}));
/** Learns what ids stand for where the interfaces alone do not tell. True where something was learnt. */
const nameIds = async (nodes, places) => {
	return (await Promise.all(places.map(async (place) => {
		const namespace = nodes.find(({ node }) => node.name === place.node)?.namespaces.get(place.namespace);
		if (namespace === void 0 || namespace.namespaceIds !== void 0) return false;
		try {
			namespace.nameIds(await readNamespaceIds(namespace.node, namespace.name));
			return true;
		} catch {
			namespace.nameIds({});
			return false;
		}
	}))).includes(true);
};

// src/cli/parts.ts
/** Where proved capabilities are kept until the next boot. */
const proofsFile = () => join(dirname(pathsFrom(process.env).progress), "capabilities.json");
/** The real things a running lab works with. */
const labRunParts = (lab, progress, fallback) => ({
	openHost: (plan, signal) => openHost(plan, lab.needs, {
		cacheFile: proofsFile(),
		signal
	}),
	watch: watch$1,
	progress,
	now: Date.now,
	language: () => progress.current.settings.language ?? fallback,
	seed: () => Math.floor(Math.random() * 2 ** 31)
});

export { readConntrack as a, controlReply as c, readSysctl as i, readKeptProofs as l, proofsFile as n, openHost as o, watch$1 as r, prove as s, labRunParts as t };
//# sourceMappingURL=parts.js.map