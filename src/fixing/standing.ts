import type { Known } from "../text/diagnostic.ts";
import type { Arg } from "../image/built-image.ts";
import type { Hop } from "../startup/process.ts";
import { isIdle, mainJob } from "../startup/main-job.ts";
import { outcomes } from "../stop/outcome.ts";
import type { Outcome } from "../stop/outcome.ts";
import type { Judged } from "../stop/judge.ts";
import { isExpendable } from "../stop/severity.ts";
import type { Path } from "../stop/start-up.ts";
import { isCutOff, seenOf } from "../stop/verdict.ts";
import { reasonWords } from "../stop/wording/reason-words.ts";

/** What becomes of one way through a start-up when the stop signal comes. */
interface Standing {
  readonly outcome: Outcome;
  readonly path: Path;
}

/**
 * Why a change would do harm to an image, or leave it no longer known what it does; undefined where it does neither.
 * Ways are compared by the main program that they come to. What the program itself makes of the signal is not the
 * change's doing.
 */
export function harmTo(before: Judged, after: Judged): string | undefined {
  for (const [was, is] of pairs(before, after)) {
    if (was.outcome === "fails" || was.outcome === "unknown") continue;
    const [old, now] = [reach(was), reach(is)];
    if (old === now) continue;
    if (now === "fails") return `the image would no longer start: ${reasonWords(is.path.reason)}`;
    if (now === "unknown") return `the outcome would be unknown: ${reasonWords(is.path.reason)}`;
    if (now === "finishes") return `the container would end at once: ${reasonWords(is.path.reason)}`;
    if (level(now) < level(old)) return `the image would be ${is.outcome} instead of ${was.outcome}`;
  }
  return undefined;
}

/**
 * Whether a change makes an image stop better, on one way at least, and it is known how well. `said`: a finding is left
 * that says what is still wrong.
 */
export function isBetter(before: Judged, after: Judged, said: boolean): boolean {
  if (harmTo(before, after) !== undefined) return false;
  const reaps = before.startUp.reaping !== true && after.startUp.reaping === true;
  return pairs(before, after).some(([was, is]) => improves(was, is, said) || (reaps && is.outcome === was.outcome));
}

/** Whether an image has a way that does not stop as it should, or of which that is not known. */
export function isWanting({ startUp: { paths } }: Judged): boolean {
  return paths.some((path) => {
    const outcome = reach(standingOf(path));
    return outcome !== "delivered" && outcome !== "finishes";
  });
}

/** What an image starts and what comes of it, as a text: equal texts, equal containers. */
export function portrait({ startUp: { outcome, stopSignal, reaping, paths } }: Judged): string {
  const ways = paths.map((path) => [
    path.outcome,
    // "made by RUN (line 7)": a line that goes moves those behind it.
    reasonWords(path.reason).replaceAll(/\(line \d+\)/g, ""),
    path.notes,
    path.processes.map(({ hops, role }) => [role.kind, hops.map((hop) => [hop.kind, hop.what, asText(hop.argv)])]),
  ]);
  return JSON.stringify([outcome, stopSignal, reaping, ways]);
}

/** What a change that has not helped an image leaves it at: "the image would still be stuck: dash stays PID 1 ...". */
export function noHelpTo(before: Judged, after: Judged): string {
  const [was, is] = [headline(before), headline(after)];
  if (!is) return "the outcome would be unknown";
  const still = was?.outcome === is.outcome ? " still" : "";
  const why = reasonWords(is.path.reason);
  if (is.outcome === "fails") return `the container would${still} not start: ${why}`;
  if (is.outcome === "unknown") return `the outcome would${still} be unknown: ${why}`;
  return `the image would${still} be ${is.outcome}: ${why}`;
}

/** Whether what an image does when it is told to stop was known before a change and is not known any more. */
export function isLostSight(before: Judged, after: Judged): boolean {
  return headline(before)?.outcome !== "unknown" && headline(after)?.outcome === "unknown";
}

function improves(was: Standing, is: Standing, said: boolean): boolean {
  if (is.outcome === "unknown" || (is.outcome === "finishes" && was.outcome !== "fails")) return false;
  // Being cut off sooner is a gain where there is nothing to lose, or where somebody is told of it.
  if (isCut(is.path) && !said) return false;
  if (was.outcome === "unknown") return reach(is) === "delivered";
  return level(is.outcome) > level(was.outcome);
}

/** Whether a program that counts is killed because PID 1 leaves: the main program, or what a script left running. */
function isCut(path: Path): boolean {
  const expendable = isExpendable(path);
  return expendable === "idle"
    ? mainJob(path.leftBehind) !== undefined && path.leftBehind.some(({ argv }) => !isIdle(argv ?? []))
    : expendable === undefined && isCutOff(path);
}

/** How far the signal gets: a program that ends by it has got it, whatever it makes of it. */
function reach({ outcome, path }: Standing): Outcome {
  if (path.onSignal.reason.kind === "unhandled") return outcome === "stuck" ? "delivered" : outcome;
  return outcome === "finishes" || outcome === "fails" ? outcome : seenOf(path);
}

function level(outcome: Outcome): number {
  return outcomes.indexOf(outcome);
}

/** The ways of an image before and after, by the main program; of those that have no counterpart, the worst. */
function pairs(before: Judged, after: Judged): readonly (readonly [Standing, Standing])[] {
  const [old, now] = [waysOf(before), waysOf(after)];
  const found: (readonly [Standing, Standing])[] = [];
  for (const [program, was] of old) {
    const is = now.get(program);
    if (is) found.push([was, is]);
  }
  if (found.length === old.size && found.length === now.size) return found;
  const was = worst([...old].filter(([program]) => !now.has(program))) ?? headline(before);
  const is = worst([...now].filter(([program]) => !old.has(program))) ?? headline(after);
  if (was && is) found.push([was, is]);
  return found;
}

function worst(ways: readonly (readonly [string, Standing])[]): Standing | undefined {
  return ways.map(([, way]) => way).sort((a, b) => level(a.outcome) - level(b.outcome))[0];
}

/** The worst way to each main program. */
function waysOf(judged: Judged): ReadonlyMap<string, Standing> {
  const ways = new Map<string, Standing>();
  for (const path of judged.startUp.paths) {
    const standing = standingOf(path);
    const key = mainProgram(path, judged) ?? "";
    const known = ways.get(key);
    if (!known || level(standing.outcome) < level(known.outcome)) ways.set(key, standing);
  }
  return ways;
}

/** The way that counts: of an image whose base may put something in front, what it is without that. */
function headline({ startUp: { outcome, paths } }: Judged): Standing | undefined {
  const first = paths.find((path) => path.outcome === outcome) ?? paths[0];
  return first && standingOf(first);
}

/** A main program that daemonizes has ended before anybody can use it: that is as good as no start. */
function standingOf(path: Path): Standing {
  const { outcome, reason } = path;
  // That it sets no handler for what it gets is no other change's doing.
  if (reason.kind === "unhandled") return { outcome: "delivered", path };
  return { outcome: reason.kind === "exits by itself" && reason.as === "daemon" ? "fails" : outcome, path };
}

/** What a way through a start-up runs in the end: argv, environment and directory. */
export function mainProgram(path: Path, { image }: Judged): string | undefined {
  const hop = mainHop(path);
  if (!hop) return undefined;
  const merged = new Map<string, Known<string>>([
    ...image.env,
    ...[...hop.env].map(([name, { value }]) => [name, value] as const),
  ]);
  const env = [...merged].map(([name, value]) => `${name}=${value}`).sort();
  return [asText(hop.argv), env.join(","), hop.cwd].join(" in ");
}

/** Words as one text; one that is not known as it is written. */
export function asText(argv: readonly Arg[]): string {
  return argv.map((arg) => (arg.value === "unknown" ? (arg.text?.text ?? "?") : JSON.stringify(arg.value))).join(" ");
}

/** The hop that is the main program: the last of the last process. */
function mainHop(path: Path): Hop | undefined {
  return path.processes.at(-1)?.hops.at(-1);
}
