import type { Linted } from "../../src/lint/lint.ts";
import type { Judged } from "../../src/stop/judge.ts";
import { outcomes } from "../../src/stop/outcome.ts";
import type { Outcome } from "../../src/stop/outcome.ts";
import { waiverOf } from "../../src/stop/severity.ts";
import type { Path } from "../../src/stop/start-up.ts";

/**
 * Everything that fixes may not make of images, said of the first; undefined where all is well. What one image needs
 * may change another too, which then has to be no worse.
 */
export function notBetter(before: Linted, after: Linted): string | undefined {
  const idle: string[] = [];
  let better = false;
  for (const [index, old] of before.projects.entries()) {
    const now = after.projects[index];
    const loud = after.diagnostics.some(({ severity }) => severity !== "info");
    for (const [which, was] of old.images.entries()) {
      const { place, title } = was.image.deployment;
      const is = place ? now?.images.find(({ image }) => image.deployment.title === title) : now?.images[which];
      if (!is || described(was) === described(is)) continue;
      const name = `${old.source.path} ${title}`;
      const waived = is.startUp.paths.every(
        (path) => waiverOf(path, is, now?.deployments ?? []) !== undefined || path.outcome !== "abrupt",
      );
      const complaint = worse(was, is, loud || waived);
      if (complaint !== undefined) return `${name}: ${complaint}`;
      const reaps = was.startUp.reaping !== true && is.startUp.reaping === true;
      if (reaps || weight(is) > weight(was)) better = true;
      else if (was.startUp.paths.some(lacks))
        idle.push(`${name}: ${outcomeOf(was)} stays ${outcomeOf(is)}, and it starts in another way`);
    }
  }
  return better ? undefined : idle[0];
}

function worse(was: Judged, is: Judged, loud: boolean): string | undefined {
  const [old, now] = [outcomeOf(was), outcomeOf(is)];
  if (old !== "unknown" && now === "unknown") return `${old} becomes unknown`;
  if (old !== "fails" && now === "fails") return `${old} becomes fails`;
  if (old !== "fails" && old !== "finishes" && now === "finishes") return `${old} becomes finishes`;
  // What the program itself makes of the signal that it now gets is not the fix's doing.
  const reached = is.startUp.paths.every((path) => path.reason.kind === "cuts work" || path.outcome !== "abrupt");
  if (level(now) < level(old) && !(now === "abrupt" && reached)) return `${old} becomes ${now}`;
  if ((now === "stuck" || (now === "abrupt" && !reached)) && !loud) return `it is ${now}, and nothing is said`;
  return undefined;
}

/** Whether the program itself makes this of the signal that it gets. */
function isItsOwn({ kind }: Path["reason"]): boolean {
  return kind === "cuts work" || kind === "unhandled";
}

function lacks({ outcome, reason }: Path): boolean {
  return level(outcome) < level("delivered") && !isItsOwn(reason);
}

/**
 * The outcome that counts; of an image whose base may put something in front, the one without that. A main program that
 * daemonizes has ended before anybody can use it.
 */
function outcomeOf({ image, startUp: { outcome, paths } }: Judged): Outcome {
  const [first] = paths;
  if (first?.reason.kind === "exits by itself" && first.reason.as === "daemon") return "fails";
  return image.argv === "unknown" ? (first?.outcome ?? outcome) : outcome;
}

function level(outcome: Outcome): number {
  return outcomes.indexOf(outcome);
}

/**
 * How well an image stops on all of its ways, which may be more or less than before. A program that cuts its own work,
 * or has no handler, has got the signal.
 */
function weight({ startUp: { paths } }: Judged): number {
  const levels = paths.map(({ outcome, reason }) => (isItsOwn(reason) ? level("delivered") - 0.5 : level(outcome)));
  return levels.reduce((sum, each) => sum + each, 0) / Math.max(1, levels.length);
}

function described({ startUp: { outcome, stopSignal, reaping, paths } }: Judged): string {
  const way = (path: Path): unknown => [
    path.outcome,
    path.reason.kind,
    path.processes.map(({ hops, role }) => [
      role.kind,
      hops.map(({ what, argv }) => [what, argv.map(({ value }) => value)]),
    ]),
  ];
  return JSON.stringify([outcome, stopSignal, reaping, paths.map(way)]);
}
