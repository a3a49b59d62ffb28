import { rank } from "./diagnostic.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Applicability } from "./fix.ts";
import type { Linted } from "./lint.ts";
import { outcomes } from "./model/outcome.ts";
import type { Hop, Path } from "./model/outcome.ts";
import type { Judged } from "./model/project.ts";

/**
 * Whether a fix did what it promised: the files parse, the finding is gone, nothing new of the same or a higher severity is there, and for
 * a safe fix the main program is started as before. Undefined if so, else why not.
 */
export function prove(before: Linted, after: Linted, diagnostic: Diagnostic, applicability: Applicability): string | undefined {
  for (const [index, project] of after.projects.entries()) {
    if (project.dockerfile.problems.length > 0) return "the changed Dockerfile cannot be parsed";
    const old = before.projects[index]?.images ?? [];
    for (const [which, judged] of project.images.entries()) {
      const reason = old[which] && compareImages(old[which], judged, applicability);
      if (reason !== undefined) return reason;
    }
  }
  const count = counts(before.diagnostics);
  for (const [key, { number, example }] of counts(after.diagnostics)) {
    const had = count.get(key)?.number ?? 0;
    if (key === keyOf(diagnostic) && number >= had) return "the finding would still be there";
    // What a container that could not start had hidden is not new.
    if (number > had && !before.projects.some((project) => project.images.some(cannotStart)) && rank(example.severity) <= rank(diagnostic.severity)) return `it would bring a new finding: ${example.message}`;
  }
  return undefined;
}

function keyOf(diagnostic: Diagnostic): string {
  return `${diagnostic.rule}|${diagnostic.at.path}`;
}

function counts(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, { readonly number: number; readonly example: Diagnostic }> {
  const result = new Map<string, { readonly number: number; readonly example: Diagnostic }>();
  for (const each of diagnostics) result.set(keyOf(each), { number: (result.get(keyOf(each))?.number ?? 0) + 1, example: each });
  return result;
}

function compareImages(before: Judged, after: Judged, applicability: Applicability): string | undefined {
  const [was, is] = [before.startUp.outcome, after.startUp.outcome];
  if (is !== "unknown" && was !== "unknown" && outcomes.indexOf(is) < outcomes.indexOf(was)) return `the image would be ${is} instead of ${was}`;
  if (applicability !== "safe" || cannotStart(before)) return undefined;
  const [old, now] = [programs(before), programs(after)];
  const lost = [...old].find((each) => !now.has(each));
  const added = [...now].find((each) => !old.has(each));
  if (lost === undefined && added === undefined) return undefined;
  return "the main program would not be started with the same arguments, environment and directory";
}

function cannotStart(judged: Judged): boolean {
  return judged.startUp.paths.some((path) => path.processes.some((process) => process.role.kind === "unrunnable"));
}

/** What each way through a start-up runs in the end: argv, environment and directory. */
function programs(judged: Judged): ReadonlySet<string> {
  return new Set(judged.startUp.paths.map((path) => mainProgram(path, judged)).filter((text) => text !== undefined));
}

function mainProgram(path: Path, { image }: Judged): string | undefined {
  const hop = mainHop(path);
  if (!hop) return undefined;
  const argv = hop.argv.map((arg) => (arg.value === "unknown" ? (arg.text?.text ?? "?") : JSON.stringify(arg.value)));
  const merged = new Map([...image.env, ...[...hop.env].map(([name, { value }]) => [name, value] as const)]);
  const env = [...merged].map(([name, value]) => `${name}=${value}`).sort();
  return [argv.join(" "), env.join(","), hop.cwd].join(" in ");
}

/** The hop that is the main program: the last of the last process. */
export function mainHop(path: Path): Hop | undefined {
  return path.processes.at(-1)?.hops.at(-1);
}
