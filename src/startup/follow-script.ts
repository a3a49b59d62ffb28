import type { Fix } from "../text/edits.ts";
import type { ShellRow } from "../known/shells/shells.ts";
import { hop, parent, prepend, single } from "./chain.ts";
import type { Hop, HopKind, Role, Steady } from "./process.ts";
import { aSubshell } from "./process.ts";
import { isIdle, mainJob } from "./main-job.ts";
import { hostOf, ignoredBy } from "./script-host.ts";
import { walkScript } from "../shell/script.ts";
import { startOptions } from "../shell/shell-options.ts";
import { shellsNamed } from "../shell/shells-named.ts";
import type { Chain, How, Situation, Walked } from "./situation.ts";
import { startState } from "../shell/state/state.ts";
import { trappedSignals } from "../shell/state/traps.ts";
import { Table } from "../shell/state/table.ts";
import type { Ending } from "../shell/state/ending.ts";
import type { Field, Value } from "../shell/state/field.ts";
import type { Running, State } from "../shell/state/state.ts";
import type { Node } from "../parse/shell/script-syntax.ts";
import type { Unit } from "../shell/state/unit.ts";
import { describe } from "../shell/state/join.ts";

/** A script that has started itself this often, with other arguments each time, shows nothing new any more. */
const MOST_ROUNDS = 3;

/** How a shell was started on a text. */
interface Start {
  readonly zero: Field;
  readonly params: readonly Field[];
  readonly rows: readonly ShellRow[];
  readonly dashC: boolean;
}

/** A shell and the hop in which it reads its script. */
interface Reader {
  readonly rows: readonly ShellRow[];
  readonly self: Hop;
}

/** Follows a script file; `argv[0]` is its path, the rest its parameters. */
export function followScript(
  unit: Unit,
  argv: readonly Field[],
  { rows, self }: Reader,
  situation: Situation,
): readonly Chain[] {
  const [zero, ...params] = argv;
  if (!zero) return [];
  return follow(unit, { zero, params, rows, dashC: false }, self, situation);
}

/** Follows shell text to all of its ends, and what it starts from there. */
export function follow(unit: Unit, start: Start, self: Hop, situation: Situation): readonly Chain[] {
  const path = unit.script.text.path;
  const key = JSON.stringify([
    path,
    unit.script.text.startOf(0),
    situation.uid,
    situation.rank,
    start.zero.value,
    ...start.params.map((field) => field.value),
    ...given(situation),
  ]);
  // Texts of `-c` that stand in one file, in each other, are scripts of their own.
  const name = `${path} ${unit.script.text.startOf(0)} ${unit.script.text.text.length}`;
  const before = situation.scripts.filter((each) => each.path === name && path !== "");
  if (before.some((each) => each.key === key) || before.length > MOST_ROUNDS) return [];
  if (!situation.budget.read(unit.script)) return [];
  const inside: Situation = { ...situation, scripts: [...situation.scripts, { path: name, key }] };
  const walked = walkOnce(unit, start, self, situation);
  return walked.endings.flatMap((ending) => toChains(ending, { unit: walked.unit, rows: start.rows, self }, inside));
}

/** What a script finds in its environment beside the image's ENV: it may start itself again with more of it. */
function given({ env, inherited, bare = false }: Situation): readonly (readonly [name: string, value: string])[] {
  const values = new Map<string, string>();
  for (const [name, { value }] of env) values.set(name, value);
  for (const { vars, exported } of inherited)
    for (const [name] of exported) if (!values.has(name)) values.set(name, vars.get(name)?.value ?? "");
  if (bare) values.set("-", "");
  return [...values].sort(([one], [two]) => (one < two ? -1 : 1));
}

function walkOnce(unit: Unit, start: Start, self: Hop, situation: Situation): Walked {
  const options = startOptions(self.argv, unit.script);
  const open = start.params.some(
    (field) =>
      field.value === "unknown" && /[$`]/.test(field.text?.text ?? "") && !(field.text?.text ?? "").startsWith('"'),
  );
  const { cwd, uid, env, rank, walked, inherited } = situation;
  const { params, rows, dashC } = start;
  const ignored = ignoredBy(inherited);
  // Who has written the script's own name decides nothing in it.
  const zero: Field = { ...start.zero, text: undefined };
  const field = ({ value, base, fixed, text }: Field): unknown => [
    value,
    base,
    fixed,
    text?.path,
    text?.startOf(0),
    text?.text,
  ];
  const key = JSON.stringify([
    unit.script.text.path,
    unit.script.text.startOf(0),
    unit.script.text.text.length,
    unit.locked,
    unit.title,
    rows.map((row) => row.family),
    dashC,
    open,
    options,
    cwd,
    uid,
    rank,
    [...env],
    situation.bare === true,
    inherited.map(({ vars, exported, hidden, opaque }) => [
      vars.fingerprint(describe),
      exported.fingerprint(() => ""),
      hidden,
      opaque,
    ]),
    [...ignored.keys()],
    [zero, ...params].map(field),
  ]);
  const known = walked.get(key);
  if (known) return known;
  const state = { ...startState({ zero, params, open, cwd, uid, ignored }), ...options };
  const fresh: Walked = { unit, endings: walkScript(unit, state, { host: hostOf(situation), shells: rows, dashC }) };
  walked.set(key, fresh);
  return fresh;
}

/** A shell with the text that it reads. */
interface Shell extends Reader {
  readonly unit: Unit;
}

function toChains(ending: Ending, shell: Shell, situation: Situation): readonly Chain[] {
  return behind(ending, chainsFrom(ending, shell, situation), situation);
}

/** Chains that begin where a shell has come to its end. */
function behind({ state }: Ending, chains: readonly Chain[], { budget }: Situation): readonly Chain[] {
  if (!budget.spend((chains.length * (state.started.size + state.jobs.length)) / 32)) return [];
  return chains.map((chain) => ({
    ...chain,
    started: [...state.started.values(), ...chain.started],
    departures: [...state.departures, ...chain.departures],
  }));
}

function chainsFrom(ending: Ending, { unit, rows, self }: Shell, situation: Situation): readonly Chain[] {
  const { state } = ending;
  const stay = (steady: Steady): Role => ({ kind: "shell", shells: rows, unit, steady, left: ending.left, state });
  switch (ending.kind) {
    case "exec": {
      const kind: HopKind = ending.running.implicit === true ? "implicit exec" : "exec";
      const left = state.jobs.filter(
        (_, index) =>
          !state.sent.some((sent) => sent.to !== undefined || sent.jobs.includes(index)) && !waitedFor(index, state),
      );
      const chains = launchRunning(ending.running, kind, rows, situation);
      return prepend(self, chains).map((chain) => ({ ...chain, leftBehind: [...left, ...chain.leftBehind] }));
    }
    case "foreground": {
      const kind: HopKind =
        ending.running.how === "pipe" ? "pipe" : ending.running.how === "background" ? "background" : "fork";
      const chains = launchRunning(ending.running, kind, rows, situation);
      // What its settings let daemonize comes back, and the shell with it.
      const comesBack = kind === "fork" && !ending.running.notTail && chains.every(daemonizes);
      return comesBack
        ? prepend(self, chains)
        : parent(self, stay({ kind: "foreground", running: ending.running }), chains);
    }
    case "wait":
    case "loop": {
      const candidates =
        ending.kind === "wait" ? state.jobs.filter((_, index) => ending.wait.jobs.includes(index)) : state.jobs;
      const main = mainJob(candidates) ?? mainJob(state.jobs);
      const steady: Steady =
        ending.kind === "wait"
          ? { kind: "wait", wait: ending.wait, running: main }
          : { kind: "loop", at: ending.at, running: main, after: ending.after };
      if (!main) return [single({ hops: [self], role: stay(steady) })];
      return parent(self, stay(steady), launchRunning(main, "background", rows, situation));
    }
    case "end":
      if (ending.refused) {
        const { message, at, mend = underBash(unit, rows, self) } = ending.refused;
        return [
          single({
            hops: [self],
            role: {
              kind: "unrunnable",
              problem: { fault: { code: "dialect", cause: message }, at, file: undefined, mend },
            },
          }),
        ];
      }
      return [single({ hops: [self], role: { kind: "ended", failure: failureOf(state) } })];
    case "unknown":
      return [
        single({
          hops: [self],
          role: {
            kind: "unknown",
            why: { kind: "cause", cause: ending.reason },
            syntaxError: ending.syntax === true ? ending.at : undefined,
          },
        }),
      ];
  }
}

/** The variables that have decided that a script comes to its end without doing what it is there for. */
function failureOf({ failed, status, leaned }: State): readonly string[] | undefined {
  return failed || status === false ? leaned : undefined;
}

/** bash in the shebang, for a script that the kernel starts under dash: where that is /bin/sh, bash is there too. */
function underBash({ script, locked }: Unit, rows: readonly ShellRow[], { argv }: Hop): Fix | undefined {
  const interpreter = script.shebang?.split(/[ \t]/)[0];
  if (
    interpreter !== "/bin/sh" ||
    locked !== undefined ||
    rows.some((row) => row.family !== "dash") ||
    shellsNamed(argv[0]?.value.replace(/^.*\//, "") ?? "", "unknown")
  )
    return undefined;
  const start = script.text.text.indexOf(interpreter);
  return {
    title: "Run the script with bash",
    applicability: "unsafe",
    edits: [{ ...script.text.locate(start, start + interpreter.length), text: "/bin/bash" }],
  };
}

function daemonizes({ processes: [head, ...rest] }: Chain): boolean {
  return rest.length === 0 && head.role.kind === "program" && head.role.row?.daemonizes === true;
}

function waitedFor(job: number, state: State): boolean {
  return state.last?.kind === "waited" && state.last.first.jobs.includes(job);
}

/** Follows a command that a shell runs; one that is no program by itself (a group, a function) in a subshell. */
function launchRunning(
  running: Running,
  kind: HopKind,
  rows: readonly ShellRow[],
  situation: Situation,
): readonly Chain[] {
  const env = new Map<string, Value>([...situation.env, ...running.env]);
  const inside: Situation = {
    ...situation,
    cwd: running.state.cwd,
    uid: running.state.uid,
    env,
    inherited: [running.state, ...situation.inherited],
    rank: kind === "exec" || kind === "implicit exec" ? situation.rank : running.state.monitor ? "leader" : "member",
    byShell: rows[0],
  };
  const how: How = { kind, via: running.unit.title, at: running.at, running };
  const name = running.argv?.[0]?.value;
  const isFunction = name !== undefined && running.state.functions.has(name);
  if (running.argv && !isFunction) return inside.launch(running.argv, how, inside);
  if (running.how === "exec" && running.argv) {
    return [
      single({
        hops: [hop(running.argv, how, "?", situation)],
        role: {
          kind: "unrunnable",
          problem: { fault: { code: "function", name: name ?? "" }, at: running.at, file: undefined },
        },
      }),
    ];
  }
  if (kind === "background" && running.node.kind === "pipeline") {
    return [
      single({
        hops: [hop([], how, "a pipeline", inside)],
        role: { kind: "unknown", why: { kind: "background pipeline" } },
      }),
    ];
  }
  if (situation.depth > 20) return [single({ hops: [], role: { kind: "unknown", why: { kind: "calls itself" } } })];
  const node = innermost(running.node);
  const list =
    node.kind === "group"
      ? node.body
      : { items: [{ node, background: false, start: node.start, end: node.end }], start: node.start, end: node.end };
  const inner: Unit = {
    ...running.unit,
    locked: running.unit.locked ?? "it runs in a subshell",
    script: { ...running.unit.script, list, error: undefined },
  };
  const state: State = {
    ...running.state,
    last: undefined,
    asked: undefined,
    jobs: [],
    finished: [],
    others: [],
    sent: [],
    ran: Table.empty(),
    started: Table.empty(),
    traps: ignoredBy([running.state]),
  };
  const self = hop(running.argv ?? [], how, aSubshell, inside);
  // Where a shell puts a command in a job's place, it does as with the last of a `-c` text.
  const dashC =
    kind === "background" && node.kind === "group" && node.subshell && !rows.every((row) => row.execsLastOfJob);
  return walkScript(inner, state, { host: hostOf(situation), shells: rows, dashC }).flatMap((ending) => {
    // A subshell that ends in one program is as good as that program: it has no traps of its own.
    if (
      ending.kind === "exec" ||
      (ending.kind === "foreground" && (kind !== "background" || inPlace(ending.running, isFunction, rows)))
    ) {
      if (ending.running.node !== running.node)
        return behind(
          ending,
          launchRunning(ending.running, kind, rows, { ...inside, depth: inside.depth + 1 }),
          inside,
        );
    }
    return toChains(ending, { unit: inner, rows, self }, { ...inside, depth: inside.depth + 1 });
  });
}

/** What a job does that is nothing but a subshell in a subshell, or one with redirections. */
function innermost(node: Node): Node {
  let inner = node;
  for (;;) {
    const [only, ...more] = inner.kind === "group" && inner.subshell ? inner.body.items : [];
    const next =
      inner.kind === "redirected" ? inner.body : more.length === 0 && !only?.background ? only?.node : undefined;
    const base = next?.kind === "redirected" ? next.body : next;
    if (base?.kind !== "group" || !base.subshell) return inner;
    inner = base;
  }
}

/** Whether the subshell of a job runs its last command in its own place: dash, ash and zsh do, bash does not. */
function inPlace(running: Running, isFunction: boolean, rows: readonly ShellRow[]): boolean {
  if (trappedSignals(running.state).length > 0) return false;
  // What only keeps a job alive is not what is stopped.
  if (running.state.jobs.length > 0 && isIdle(running.argv ?? [])) return false;
  return !isFunction && !running.notTail && running.how === "foreground" && rows.every((row) => row.execsLastOfJob);
}
