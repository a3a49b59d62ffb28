import { Worker } from "node:worker_threads";
import { inputFor } from "./cases.ts";
import { corpusIn } from "./corpus.ts";
import type { Input } from "./input.ts";
import { overtime, overweight } from "./messages.ts";
import type { Finding, Order } from "./messages.ts";
import { examine } from "./oracle.ts";
import type { Call } from "./oracle.ts";

/** Seconds of processor time that a call may take; a tick of the system's clock is a hundredth (USER_HZ). */
const LIMIT = 5;
/** Most that the process may take, in MiB: 512, beside the 64 or so of Node and this program themselves. */
const MOST = 512 + 64;

const [, , root = ""] = process.argv;
const corpus = corpusIn(root);
/** Which call is being made, counted; 0 between calls. */
const current = new Int32Array(new SharedArrayBuffer(4));
let calls = 0;

const call: Call = (_, make) => {
  Atomics.store(current, 0, ++calls);
  try {
    return make();
  } finally {
    Atomics.store(current, 0, 0);
  }
};

// A call that does not come back cannot be told from inside its thread. Nor can it be ended without the process. What
// counts is the thread that makes the call, where the system says it (Linux): collecting garbage and compiling beside
// it depend on the machine's other processors.
const guard = `
const { readFileSync } = require("node:fs");
const { workerData: { current, limit, signal } } = require("node:worker_threads");
const task = "/proc/self/task/" + process.pid + "/stat";
const ticks = () => {
  const [user, system] = readFileSync(task, "utf8").replace(/.*\\) /, "").split(" ").slice(11, 13);
  return (Number(user) + Number(system)) / 100;
};
const whole = () => Object.values(process.cpuUsage()).reduce((sum, each) => sum + each) / 1e6;
const seconds = process.platform === "linux" ? ticks : whole;
let [seen, since] = [0, 0];
setInterval(() => {
  const now = Atomics.load(current, 0);
  if (now !== seen) [seen, since] = [now, seconds()];
  else if (now !== 0 && seconds() - since > limit) process.kill(process.pid, signal);
}, 100);
`;
new Worker(guard, { eval: true, workerData: { current, limit: LIMIT, signal: overtime } }).unref();

function findingsOf(input: Input, seed: number): readonly Finding[] {
  const findings = examine(input, call).map((each) => ({ ...each, seed }));
  if (process.resourceUsage().maxRSS > MOST * 1024) process.exit(overweight);
  return findings;
}

process.on("message", (order: Order) => {
  const findings: Finding[] = [];
  if (order.kind === "input") findings.push(...findingsOf(new Map(order.files), 0));
  else
    for (let seed = order.first; seed < order.first + order.count; seed++)
      findings.push(...findingsOf(inputFor(seed, corpus), seed));
  process.send?.(findings);
});
