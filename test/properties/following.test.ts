import { describe } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { lint } from "../../src/lint/lint.ts";
import type { LintOptions } from "../../src/lint/lint.ts";
import type { Path } from "../../src/stop/start-up.ts";
import { properties } from "./cases.ts";
import { followable } from "./contexts.ts";
import type { Context } from "./contexts.ts";
import { start } from "./sandbox.ts";
import type { Ran } from "./sandbox.ts";
import { programs } from "./scripts.ts";
import { shellNamed } from "./shells.ts";

const options: LintOptions = { rules: [], severities: new Map(), project: () => ({ top: "/" }) };
const names = new Set(programs.map((each) => each.replace(/^.*\//, "")));

interface Seen {
  readonly context: Context;
  readonly ran: Ran;
  readonly ways: readonly Way[];
  /** The programs that ran, those that only stand in front of others left out. */
  readonly real: readonly (readonly string[])[];
}

/** What a way comes to: the command line of the first program that it starts, or that it starts none. */
type Way = readonly string[] | "none";

function text({ files }: Context, path: string): string {
  const file = files[path] ?? "";
  return typeof file === "string" ? file : file.text;
}

function look(batch: readonly Context[]): readonly (Seen | undefined)[] {
  const asked = batch.map((context) => {
    const shell = shellNamed(context.sh);
    const [image] = lint(memoryTree(context.files), context.paths, options).projects[0]?.images ?? [];
    const ways = image?.startUp.paths.map(wayOf) ?? [];
    return { context, shell, ways: ways.filter((way) => way !== "unknown"), open: ways.includes("unknown") };
  });
  const compared = asked.flatMap((each) => {
    const { shell, ways, open } = each;
    return shell && !open && ways.length > 0 ? [{ each, shell }] : [];
  });
  const ran = start(
    compared.map(({ each: { context }, shell }) => ({
      dockerfile: text(context, "/Dockerfile"),
      scripts: { "run.sh": text(context, "/run.sh"), "other.sh": text(context, "/other.sh") },
      fails: "",
      shell,
    })),
  );
  const seen = new Map(compared.map(({ each }, index) => [each, ran[index]]));
  return asked.map((each) => {
    const own = seen.get(each);
    if (!own) return undefined;
    const real = own.programs.map(argvOf).filter(([name = ""]) => names.has(name));
    return isTold(own, each.ways, real.length) ? { ...each, ran: own, real } : undefined;
  });
}

/** Whether the model tells of what happened: a way that a step's failure ends, or leads to, is none. */
function isTold({ status }: Ran, ways: readonly Way[], started: number): boolean {
  return ways.includes("none") || (status === "0" && started > 0);
}

/** "unknown" where a step could not be resolved, and where a shell is missing that the sandbox has. */
function wayOf(path: Path): Way | "unknown" {
  for (const { hops } of path.processes) {
    for (const { argv } of hops) {
      const name = argv[0]?.value.replace(/^.*\//, "") ?? "";
      if (names.has(name)) return [name, ...argv.slice(1).map((arg) => arg.value)];
    }
  }
  const open = path.processes.some(({ role }) => role.kind === "unknown" || role.kind === "unrunnable");
  // What would keep a container up comes back at once in the sandbox.
  if (path.processes.at(-1)?.hops.some(({ argv }) => keepers.has(argv[0]?.value ?? "")) === true) return "unknown";
  return open ? "unknown" : "none";
}

const keepers: ReadonlySet<string> = new Set(["cat", "sleep", "tail"]);

function same(words: readonly string[], real: readonly string[]): boolean {
  return words[0] === real[0] && (words.includes("unknown") || JSON.stringify(words) === JSON.stringify(real));
}

function argvOf(program: string): readonly string[] {
  const { argv }: { readonly argv: readonly string[] } = JSON.parse(program);
  return argv.map((word) => word.replaceAll("probe-", ""));
}

/** Servers, which come back only from the background. Of other programs nobody knows whether they are a mere step. */
const servers: ReadonlySet<string> = new Set(["redis-server", "memcached"]);

/** Whether one of the ways is the one that was taken: its program ran, or it starts none that stays. */
function holds({ context, ways, real }: Seen): boolean {
  const stays = real.some(([name = ""]) => servers.has(name) && !isInBackground(name, context));
  if (ways.includes("none") && !stays) return true;
  return real.some((argv) => ways.some((way) => way !== "none" && same(way, argv)));
}

function isInBackground(name: string, context: Context): boolean {
  const background = new RegExp(`\\b${name}\\b[^\\n;&|]*&(?![&>])`);
  return ["/Dockerfile", "/run.sh", "/other.sh"].some((path) => background.test(text(context, path)));
}

describe("a context that is started", () => {
  const checks = {
    "starts what the model says": (seen: Seen): string | undefined => {
      if (holds(seen)) return undefined;
      const { context, ways, real, ran } = seen;
      const files = Object.keys(context.files)
        .map((path) => `${path}:\n${text(context, path)}`)
        .join("\n");
      return `expected ${JSON.stringify(ways)}, started ${JSON.stringify(real)}, status ${ran.status}\n${files}`;
    },
  };
  properties(followable, look, checks, 0.5);
});
