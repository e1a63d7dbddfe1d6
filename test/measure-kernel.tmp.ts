import {openSandbox} from '../src/drivers/hosts/sandbox.ts';
import {watch} from '../src/drivers/kernel/watch.ts';
const N=Number(process.argv[2]); const rules=true;
await using host = await openSandbox({nodes:[{name:'host'}],wires:[]});
const n=host.node('host');
const script=['set -e','ip link add br0 type bridge','ip link set br0 up'];
for(let i=0;i<N;i++){ script.push(`ip netns add ns${i}`,`ip link add v${i} type veth peer name eth0 netns ns${i}`,`ip link set v${i} master br0 up`,`ip -n ns${i} addr add 10.0.0.${i+1}/24 dev eth0`,`ip -n ns${i} link set eth0 up`,`ip -n ns${i} route add default via 10.0.0.254`);
 if(rules) script.push(`ip netns exec ns${i} iptables-restore <<X
*filter
:FORWARD DROP [0:0]
-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i eth0 -s 10.0.0.0/24 -j ACCEPT
COMMIT
*nat
-A POSTROUTING -o eth0 -j MASQUERADE
COMMIT
X`);}
let t=performance.now();
const r=await n.run(['bash','-c',script.join('\n')],{timeoutMs:60000}); console.log('built',r.ok,r.stderr.slice(0,300),(performance.now()-t).toFixed(0));
t=performance.now();
await using w=await watch(host);
console.log(N,'open ms',(performance.now()-t).toFixed(0));
await new Promise(r=>setTimeout(r,3000));
for(const scope of ['all','silent'] as const){ const ts=[]; for(let i=0;i<12;i++){t=performance.now(); await w.refresh(scope); ts.push(performance.now()-t);} console.log(scope, ts.map(x=>x.toFixed(1)).join(' ')); }
const bad=Object.values(w.current.nodes.host!.namespaces).flatMap(ns=>Object.entries(ns).filter(([k,v])=>typeof v==='object'&&'ok' in v&&!v.ok).map(([k,v])=>ns.name+k+JSON.stringify(v)));
console.log('bad',bad.slice(0,5));
const peers=Object.values(w.current.nodes.host!.namespaces).flatMap(ns=>ns.links.ok?Object.values(ns.links.value).filter(l=>l.peer&&!l.peer.known):[]); console.log('unknown peers',peers.length);
// latency
const lat:number[]=[];
const sh=n.stream(['bash']); 
for(let i=0;i<60;i++){ const k=i%Math.max(N,1); const addr=`10.9.${i}.1/24`;
  const p=new Promise<number>(res=>{const off=w.subscribe(s=>{const l=s.nodes.host!.namespaces['ns'+k]!.links; if(l.ok && l.value.eth0?.addresses[addr]){off();res(performance.now());}})});
  let at=0; const off=sh.onLine(()=>{at=performance.now();});
  sh.write(`ip -n ns${k} addr add ${addr} dev eth0; echo x\n`);
  const got=await p; off(); lat.push(got-at); await new Promise(r=>setTimeout(r,15));
}
lat.sort((a,b)=>a-b); console.log('latency addr p50',lat[30]!.toFixed(1),'p95',lat[57]!.toFixed(1));
const lat2:number[]=[];
for(let i=0;i<40;i++){ const k=i%N; const spec=`-s 10.9.${i}.0/24 -j ACCEPT`;
  const p=new Promise<number>(res=>{const off=w.subscribe(s=>{const l=s.nodes.host!.namespaces['ns'+k]!.iptables; if(l.ok && l.value.filter?.chains.FORWARD?.rules.some(r=>r.spec===spec)){off();res(performance.now());}})});
  let at=0; const off=sh.onLine(()=>{at=performance.now();});
  sh.write(`ip netns exec ns${k} iptables -A FORWARD ${spec}; echo x\n`);
  const got=await p; off(); lat2.push(got-at); await new Promise(r=>setTimeout(r,15));
}
lat2.sort((a,b)=>a-b); console.log('latency rule p50',lat2[20]!.toFixed(1),'p95',lat2[37]!.toFixed(1));
// deletion
const lat3:number[]=[];
for(let i=0;i<Math.min(N,10);i++){
  const p=new Promise<number>(res=>{const off=w.subscribe(s=>{const l=s.nodes.host!.namespaces['']!.links; if(l.ok && !l.value['v'+i]){off();res(performance.now());}})});
  let at=0; const off=sh.onLine(()=>{at=performance.now();});
  sh.write(`ip netns del ns${i}; echo x\n`);
  const got=await p; off(); lat3.push(got-at);
}
console.log('del→veth gone in snapshot',lat3.map(x=>x.toFixed(0)).join(' '));
const c0=process.cpuUsage(); await new Promise(r=>setTimeout(r,4000)); const c=process.cpuUsage(c0); console.log('idle cpu %',((c.user+c.system)/4e6*100).toFixed(2), 'rss', (process.memoryUsage().rss/1e6).toFixed(0));
t=performance.now(); await w[Symbol.asyncDispose](); console.log('dispose',(performance.now()-t).toFixed(0));
