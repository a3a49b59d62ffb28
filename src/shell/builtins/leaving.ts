import { givenNothing } from "../commands/nothing-given.ts";
import { runProgram } from "../commands/program-call.ts";
import { commandsFed } from "../commands/standard-input.ts";
import type { Known } from "../../text/diagnostic.ts";
import { finish } from "../state/ending.ts";
import type { Ending } from "../state/ending.ts";
import { ends, flow } from "../state/flow.ts";
import type { Flow } from "../state/flow.ts";
import { withStatus } from "../state/position.ts";
import { runningOf } from "../state/running.ts";
import type { State } from "../state/state.ts";
import { allLack, cutOff, refusal } from "../dialect.ts";
import { valuesOf } from "../expansion/expand.ts";
import { lasting } from "../purpose/lasting.ts";
import { goesOn } from "../purpose/sequel.ts";
import { locate } from "../state/unit.ts";
import type { Call, Walk } from "../walk.ts";
import { done } from "./done.ts";

/** The builtin `exec`: a program in the place of the shell. */
export function exec(call: Call, state: State, walk: Walk): Flow {
  let from = 1;
  for (const option of ["--", "-a", "-c", "-l"] as const) {
    if (call.argv[1]?.value !== option || !allLack(walk, ({ lacks }) => lacks.operations.has(`exec ${option}`)))
      continue;
    const at = locate(call.frame.unit, call.node);
    return ends(cutOff(state, refusal(`\`exec ${option}\``, `exec: ${option}: not found`, at, walk)));
  }
  for (; from < call.argv.length; from++) {
    const word = call.argv[from]?.value;
    if (word === "--") {
      from++;
      break;
    }
    if (word === "-a") from++;
    else if (word === undefined || word === "unknown" || !/^-[cl]+$/.test(word)) break;
  }
  const argv = call.argv.slice(from);
  const { node, frame, env } = call;
  const bash = walk.shells.every(({ family }) => family.startsWith("bash"));
  const feeds = bash && node.redirects.some(({ target }) => target?.raw.startsWith(">("));
  if (argv.length === 0) return done(givenNothing(node, frame, feeds ? { ...state, feeds } : state));
  // What takes the place of a child is waited for like any other program, and so is a step where any other is one.
  if (frame.child) {
    const { next, endings, ...rest } = runProgram({ ...call, argv, skipped: from }, state, walk);
    return {
      ...rest,
      next: [],
      endings: [...endings, ...next.map((after): Ending => ({ kind: "end", state: after }))],
    };
  }
  const running = runningOf(node, frame.unit, state, {
    argv,
    how: "exec",
    slot: { kind: "none", reason: "exec is there" },
    env,
    notTail: false,
    followed: false,
    fed: commandsFed({ ...call, argv }, state, walk),
  });
  return ends({ kind: "exec", running, state });
}

/** The builtin `return`, out of a function or a sourced file. */
export function leaveFunction(call: Call, state: State, walk: Walk): Flow {
  // Elsewhere the others take it for the end of the script, and bash for a mistake (measured).
  if (call.frame.depth === 0 && walk.shells.every(({ family }) => family.startsWith("bash")))
    return flow(withStatus(state, false));
  const code = call.argv[1]?.value;
  const returned = code === undefined ? state : withStatus(state, statusOf(code));
  return { next: [], endings: [], returned: [returned], broken: [] };
}

/** The builtin `exit`. */
export function exit(call: Call, state: State, walk: Walk): Flow {
  const code = call.argv[1]?.value;
  const after = code === undefined ? state : withStatus(state, statusOf(code));
  // Leaving early is no way to run a container, unless what it leaves after is the program itself.
  const early = call.frame.notTail !== undefined && !call.afterProgram;
  if (!early && (code === undefined || !/^[1-9]\d*$/.test(code))) return ends(finish(after));
  return ends(leaving(after, walk));
}

/** How a way ends on which a shell leaves early, or with a failure. */
export function leaving(state: State, walk: Walk): Ending {
  const left = { ...state, failed: true };
  return hasStayed(state, walk) ? { ...finish(left), left: true } : { kind: "end", state: left };
}

/** What `exit` and `return` make of a number, modulo 256. */
function statusOf(code: string): Known<boolean> {
  return /^\d+$/.test(code) ? Number(code) % 256 === 0 : "unknown";
}

/**
 * Whether something has run or has been waited for that may have stayed until now, and got the signal meanwhile; what
 * the script goes on from, where it does not leave, comes back.
 */
function hasStayed(state: State, walk: Walk): boolean {
  const { last, asked } = state;
  if (!last) return asked !== undefined && !goesOn(asked.rest, state, walk);
  if (last.kind === "waited") return !goesOn(last.first.rest, state, walk);
  const { argv, doubt, rest } = last.running;
  if (doubt !== undefined || (argv !== undefined && lasting(valuesOf(argv)) === "oneShot")) return false;
  return !goesOn(rest, state, walk);
}
