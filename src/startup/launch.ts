import type { Known } from "../text/diagnostic.ts";
import { executedBy, programBefore } from "../known/images/entrypoints.ts";
import type { Evidence } from "../known/evidence.ts";
import { findProgram, isKnownByPath, isUtility, taskRow, unexpandedIn } from "../known/programs/programs.ts";
import { innerWords, unwrap } from "../known/wrappers/wrappers.ts";
import type { Wrapped } from "../known/wrappers/wrappers.ts";
import { valuesOf } from "../shell/expansion/expand.ts";
import { settled } from "./program-settings.ts";
import { consoleScript } from "./console-script.ts";
import { launchFile } from "./executable.ts";
import type { Role } from "./process.ts";
import type { Unresolved } from "./unresolved.ts";
import type { Fault } from "./faults/unrunnable.ts";
import { hasBusybox, packagesOf } from "../image/packages.ts";
import type { Made } from "../image/files/image-file.ts";
import { asInstalled, launchScript, launchThrough } from "./runners/runners.ts";
import { launchServices } from "./runners/services.ts";
import { launchSupervised } from "./runners/supervised.ts";
import { launchShell } from "./start-shell.ts";
import { loginShells } from "./situation.ts";
import { shells } from "../known/shells/shells.ts";
import { lasting } from "../shell/purpose/lasting.ts";
import { shellsNamed } from "../shell/shells-named.ts";
import { display, hop, parent, prepend, searchPath, single } from "./chain.ts";
import type { Chain, How, Situation } from "./situation.ts";
import { fixedField, unsetValue } from "../shell/state/field.ts";
import type { Field } from "../shell/state/field.ts";
import type { ProgramRow } from "../known/programs/program.ts";

/** More programs than this in one chain are no start-up that can be followed. */
const DEEPEST = 24;

/** What a program that is started costs, in steps of the budget: its chain is judged and looked at by every rule. */
const STEPS = 20;

/** Follows a command line from the moment it is executed: all ways that the process and its children can take. */
export function launch(argv: readonly Field[], how: How, situation: Situation): readonly Chain[] {
  const values = valuesOf(argv);
  const name = values[0];
  const base = name === undefined || name === "unknown" ? "" : name.replace(/^.*\//, "");
  const unknown = (why: Unresolved): readonly Chain[] => [
    single({ hops: [hop(argv, how, base || display(argv[0]), situation)], role: { kind: "unknown", why } }),
  ];
  if (name === undefined || name === "unknown") return unknown({ kind: "word", word: display(argv[0]) });
  if (!situation.budget.spend(STEPS)) return [];
  if (situation.depth > DEEPEST) return unknown({ kind: "calls itself" });
  const deeper: Situation = { ...situation, depth: situation.depth + 1 };

  const file = launchFile(argv, how, deeper);
  if (file) return file;
  const made = madeHere(name, deeper);
  if (made === "certainly") return own(argv, how, situation);
  const services = launchServices(argv, how, deeper);
  if (services) return services;
  const executed = situation.image.base && executedBy(situation.image.base, name, values[1]);
  if (executed) {
    const words = [...executed.before.map((word) => fixedField(word)), ...argv.slice(1 + executed.drops)];
    const self = hop(argv, how, `the base image's ${base}`, situation);
    if (words.length === 0) return [single({ hops: [self], role: { kind: "ended" } })];
    const next: How = { kind: "exec", via: `the base image's ${base}`, at: argv[1]?.text?.locate() ?? how.at };
    return prepend(self, launch(words, next, { ...deeper, uid: "unknown" }));
  }
  const passed = baseScript(argv, situation);
  if (passed !== undefined) {
    const rest = argv.slice(1);
    const self = hop(argv, how, `the base image's ${base}`, situation);
    // `exec "$@"` of nothing does nothing, and the script comes to its end.
    if (rest.length === 0) return [single({ hops: [self], role: { kind: "ended" } })];
    return prepend(
      self,
      launch(
        [...wordsBefore(rest, situation), ...rest],
        { kind: "exec", via: `the base image's ${base}`, at: rest[0]?.text?.locate() },
        { ...deeper, uid: "unknown" },
      ),
    );
  }
  const rows = shellsNamed(base, situation.image.sh);
  if (rows) return launchShell(argv, rows, how, deeper);
  const word = argv[0]?.value === "unknown" ? undefined : refuseWord(name, situation);
  if (word)
    return [
      single({
        hops: [hop(argv, how, name, situation)],
        role: { kind: "unrunnable", problem: { fault: word, at: argv[0]?.text?.locate() ?? how.at, file: undefined } },
      }),
    ];
  const wrapped = unwrap(values, {
    busybox: hasBusybox(situation.image),
    glibc: hasGlibc(situation),
    member: situation.rank === "member",
  });
  if (wrapped) return launchWrapped(argv, { ...wrapped, row: asInstalled(wrapped.row, situation) }, how, deeper);
  const row = systemProgram(values, situation) ?? findProgram(values);
  const supervised =
    row?.name === "supervisord" && settled(row, argv, situation).longRunning
      ? launchSupervised(argv, how, deeper)
      : undefined;
  if (supervised) return supervised;
  if (row?.fronts !== undefined) return launchFront(argv, row, how, deeper);
  const literal = row && row.evidence.kind !== "unsourced" ? unexpandedIn(values) : undefined;
  if (row && literal !== undefined) {
    const at = argv.find(({ value }) => value.includes(literal))?.text?.locate() ?? how.at;
    const [name] = /\$(?:\w+|\{[^}]*\})/.exec(literal) ?? [literal];
    const fault: Fault = { code: "unexpanded", name, program: row.name };
    return [
      single({
        hops: [hop(argv, how, row.name, situation)],
        role: { kind: "unrunnable", problem: { fault, at, file: undefined } },
      }),
    ];
  }
  if (row)
    return [
      single({
        hops: [hop(argv, how, row.name, situation)],
        role: { kind: "program", row: settled(row, argv, situation), own: false },
      }),
    ];
  // `wait-for db:5432 -- app` goes on to what follows.
  if (isUtility(values) && !values.includes("--"))
    return [single({ hops: [hop(argv, how, base, situation)], role: { kind: "ended" } })];
  if (made) return own(argv, how, situation);
  const script = consoleScript(name, situation);
  if (script) return own(argv, how, situation, script);
  const once = lasting(values) === "oneShot" && !scriptNames.test(base) ? taskRow(base) : undefined;
  if (once)
    return [single({ hops: [hop(argv, how, base, situation)], role: { kind: "program", row: once, own: false } })];
  const { file: found } = situation.context.command(situation.image.stage, name, situation.cwd, searchPath(situation));
  return unknown(
    found.kind === "unknown" ? { kind: "not in sources", name, cause: found.reason } : { kind: "not a file", name },
  );
}

/** A program of the user's own, which no file shows. */
function own(argv: readonly Field[], how: How, situation: Situation, row?: ProgramRow): readonly Chain[] {
  const self = hop(argv, how, display(argv[0]).replace(/^.*\//, ""), situation);
  return [single({ hops: [self], role: { kind: "program", row, own: true } })];
}

/** Names that scripts have: what stands behind them is no binary, or does not look like one. */
const scriptNames = /\.\w*$|entry-?point|(^|[-_.])(start|run|init|boot|launch)([-_.]|$)/i;

/**
 * How sure it is that a command is a program of the user's own which this build makes. A package that is installed
 * under that name, or a name that scripts have, speaks against what is only likely.
 */
function madeHere(name: string, { image, context, cwd, env }: Situation): Made | undefined {
  const { file, path } = context.command(image.stage, name, cwd, searchPath({ env, image }));
  const made = file.kind === "unknown" ? file.made : undefined;
  if (made !== "likely") return path === undefined && !name.includes("/") ? undefined : made;
  const base = name.replace(/^.*\//, "");
  if (scriptNames.test(base) || packagesOf(image).some((each) => each.name === base)) return undefined;
  return made;
}

/** Builtins of every shell that no image has as a program. */
const onlyBuiltin = new Set([
  ".",
  "break",
  "continue",
  "eval",
  "exec",
  "exit",
  "export",
  "local",
  "readonly",
  "return",
  "set",
  "shift",
  "source",
  "trap",
  "unset",
]);
/** Builtins that distributions with bash as /bin/sh ship as programs too, to the letter of POSIX. */
const sometimesProgram = new Set(["alias", "cd", "ulimit", "umask", "wait"]);

/** Why a word can be no program: exec form hands it to the kernel as it stands. */
function refuseWord(name: string, { image: { sh }, byShell, inherited }: Situation): Fault | undefined {
  if (/^\$(\w|\{)/.test(name)) return { code: "variable", name };
  if (/^[A-Za-z_]\w*=/.test(name)) return { code: "assignment", name };
  // Whoever quotes it for a shell means a file of that name.
  if (/\s/.test(name.trim()) && !byShell && inherited.length === 0) return { code: "spaces", name };
  if (onlyBuiltin.has(name) || (sometimesProgram.has(name) && (sh === "dash" || sh === "ash")))
    return { code: "builtin", name, runner: undefined };
  return undefined;
}

/** Whether the base image's own entrypoint script runs here, which ends by executing its arguments. */
function baseScript(argv: readonly Field[], situation: Situation): string | undefined {
  const row = situation.image.base;
  const script = row?.entrypointExecsArgs === true ? row.entrypoint?.at(-1) : undefined;
  const first = argv[0]?.value;
  if (script === undefined || first === undefined) return undefined;
  return first === script || first.replace(/^.*\//, "") === script.replace(/^.*\//, "") ? script : undefined;
}

/** What the base image's own entrypoint script puts before the words that it executes. */
function wordsBefore([first]: readonly Field[], { image, context, cwd }: Situation): readonly Field[] {
  if (!image.base || first === undefined || first.value === "unknown") return [];
  const { file } = context.command(image.stage, first.value, cwd, "unknown");
  return (programBefore(image.base, first.value, file.kind === "file" && file.executable === true) ?? []).map((word) =>
    fixedField(word),
  );
}

/**
 * The row for a distribution's own program, which the table knows by its path, where the image installs its package:
 * the makers of the program have one of their own under the same name.
 */
function systemProgram([name = "", ...rest]: readonly Known<string>[], { image }: Situation): ProgramRow | undefined {
  if (name.includes("/") || (image.base?.name !== "debian" && image.base?.name !== "ubuntu")) return undefined;
  if (!isKnownByPath(`/usr/sbin/${name}`)) return undefined;
  const installed = packagesOf(image).some((each) => each.manager === "system" && each.name === name);
  return installed ? findProgram([`/usr/sbin/${name}`, ...rest]) : undefined;
}

/** Whether programs are linked with glibc: wherever the shell is that of Debian's family or of Red Hat's. */
function hasGlibc({ image: { sh } }: Situation): boolean {
  return sh === "dash" || (typeof sh === "string" && sh.startsWith("bash"));
}

/** A script that starts a server as its child: to the signal it is a wrapper, whose program its words do not name. */
function launchFront(argv: readonly Field[], row: ProgramRow, how: How, situation: Situation): readonly Chain[] {
  const server = row.fronts ?? "its server";
  // Distributions have scripts of their own under these names; those of Debian were run.
  const evidence: Evidence =
    row.evidence.kind === "measured" && situation.image.sh !== "dash"
      ? { kind: "sourced", source: row.evidence.source }
      : row.evidence;
  const wrapped: Wrapped = {
    row: { name: row.name, kind: "swallow", reaps: row.reaps === true, killsAfter: undefined, evidence },
    inner: { kind: "unknown", reason: `${row.name} starts ${server}` },
    user: undefined,
    env: [],
    rewrites: new Map(),
    group: false,
    everyone: false,
  };
  const child = hop([fixedField(server)], { kind: "fork", via: row.name, at: how.at }, server, situation);
  return parent(hop(argv, how, row.name, situation), { kind: "wrapper", wrapped }, [
    single({ hops: [child], role: { kind: "unknown", why: { kind: "own child", actor: row.name, child: server } } }),
  ]);
}

function launchWrapped(argv: readonly Field[], wrapped: Wrapped, how: How, situation: Situation): readonly Chain[] {
  const { row, inner } = wrapped;
  const apart = wrapped.apart === true && situation.rank === "member";
  const self = { ...hop(argv, how, row.name, situation), ...(apart && { apart }) };
  const role: Role = { kind: row.kind === "init" ? "init" : "wrapper", wrapped };
  const alone = (why: Unresolved): Chain => single({ hops: [self], role: { kind: "unknown", why } });
  const bare = wrapped.bare === true;
  const env = new Map(bare ? [] : situation.env);
  for (const name of wrapped.without ?? []) env.set(name, unsetValue);
  for (const { name, value } of wrapped.env) env.set(name, { value, fixed: true });
  const uid =
    wrapped.user === undefined
      ? situation.uid
      : wrapped.user === "root" || wrapped.user === "0"
        ? "root"
        : wrapped.user === "unknown"
          ? "unknown"
          : "other";
  const rank = row.kind === "exec" && !apart ? situation.rank : "leader";
  const inside: Situation = { ...situation, env, uid, rank, byShell: undefined, bare: bare || situation.bare };
  if (inner.kind === "script") return launchScript(argv, { wrapped, named: inner.script, self }, inside);
  if (inner.kind === "unknown") {
    if (row.kind === "exec" || row.kind === "init" || row.kind === "forward")
      return [alone({ kind: "wrapped", actor: row.name, cause: inner.reason })];
    const child = single({ hops: [], role: { kind: "unknown", why: { kind: "cause", cause: inner.reason } } });
    return parent(self, role, [child]);
  }
  if (inner.kind === "refused") {
    const at = argv[inner.at]?.text?.locate() ?? how.at;
    const problem = { fault: { code: "option", name: row.name, option: inner.word } as const, at, file: undefined };
    return [single({ hops: [self], role: { kind: "unrunnable", problem } })];
  }
  if (inner.kind === "texts")
    return parent(self, role, launchTexts(argv, inner, { kind: "fork", via: row.name, at: how.at }, inside));
  const from = inner.kind === "argv" ? inner.from : inner.text;
  const rest = wordsInside(argv, inner);
  if (rest.length === 0 || (inner.kind === "shell" && rest.length < 3))
    return [alone({ kind: "no command", actor: row.name })];
  const next: How = {
    kind: row.kind === "exec" ? "exec" : "fork",
    via: row.name,
    at: argv[from]?.text?.locate() ?? how.at,
  };
  const follow = (): readonly Chain[] => {
    if (inner.kind === "shell")
      return inner.login
        ? launchShell(rest, loginShells(uid, situation.image.sh), next, inside)
        : launch(rest, next, inside);
    // busybox has a shell of its own under both names, whatever /bin/sh is.
    if (row.name === "busybox" && /^(?:sh|ash)$/.test(rest[0]?.value ?? ""))
      return launchShell(rest, [shells.ash], next, inside);
    if (inner.kind === "argv" && inner.login)
      return launchThrough(loginShells(uid, situation.image.sh), rest, next, inside);
    return inner.kind === "argv" && inner.through !== undefined
      ? launchThrough(shellsNamed(inner.through, situation.image.sh) ?? [], rest, next, inside)
      : launch(rest, next, inside);
  };
  const chains = follow();
  return row.kind === "exec" ? prepend(self, chains) : parent(self, role, chains);
}

/** The words that a wrapper executes. */
function wordsInside(
  argv: readonly Field[],
  inner: Extract<Wrapped["inner"], { kind: "argv" | "line" | "shell" }>,
): readonly Field[] {
  switch (inner.kind) {
    case "argv": {
      const words = innerWords(argv, inner);
      return inner.by === undefined ? words : [fixedField(inner.by), ...words];
    }
    case "line":
      return [
        ...[...(argv[inner.text]?.value ?? "").matchAll(/[^ ]+/g)].map(([word]) => fixedField(word)),
        ...argv.slice(inner.from),
      ];
    case "shell":
      return [fixedField(inner.shell), fixedField("-c"), ...argv.slice(inner.text, inner.text + 1)];
  }
}

/** Follows texts that are run at the same time, each in a shell: what becomes of one may become of each. */
function launchTexts(
  argv: readonly Field[],
  { at, shell }: Extract<Wrapped["inner"], { kind: "texts" }>,
  how: How,
  situation: Situation,
): readonly Chain[] {
  return at.flatMap((index) => {
    const text = argv[index];
    if (!text) return [];
    const words = [fixedField(shell), fixedField("-c"), text];
    return situation.launch(words, { ...how, at: text.text?.locate() ?? how.at }, situation);
  });
}
