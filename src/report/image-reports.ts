import type { Project } from "../project/project.ts";
import type { Deployment } from "../platforms/deployment.ts";
import { factsOf } from "../stop/facts.ts";
import type { Facts } from "../stop/facts.ts";
import { whyUnknown } from "../startup/follow-image.ts";
import type { Judged } from "../stop/judge.ts";
import type { Note, Reason } from "../stop/reason.ts";
import type { Path as ModelPath } from "../stop/start-up.ts";
import { stopSignalOf } from "../stop/stop-signal.ts";
import { waiverOf } from "../stop/severity.ts";
import { seenOf } from "../stop/verdict.ts";
import { conditionWords } from "../stop/wording/condition-words.ts";
import { factWords } from "../stop/wording/fact-words.ts";
import { noteWords } from "../stop/wording/note-words.ts";
import { waiverWords } from "../stop/wording/waiver-words.ts";
import { needOf, notFollowed, reasonReport } from "./reason-report.ts";
import type { Need, NoteReport } from "./reason-report.ts";
import type { Hop, ImageReport, Path } from "./report.ts";

/** What the reports show of the images of some projects. */
export function imageReports(projects: readonly Project[]): readonly ImageReport[] {
  return projects.flatMap((project) => project.images.map((judged) => imageReport(project, judged)));
}

function imageReport({ source, deployments }: Project, judged: Judged): ImageReport {
  const { image, startUp } = judged;
  const { title, place, platform } = image.deployment;
  const why = whyOf(judged);
  return {
    file: source.path,
    stage: image.stage.name ?? String(image.stage.index),
    deployment: { title, place, platform: { name: platform.name, seconds: platform.seconds } },
    outcome: startUp.outcome,
    reason: why ? reasonReport(why) : notFollowed,
    need: startUp.outcome === "unknown" ? needFor(why) : undefined,
    reaping: startUp.reaping,
    stopSignal: startUp.stopSignal,
    paths: startUp.paths.map((path) => pathView(path, judged, deployments)),
  };
}

/** The reason of the way that counts, unless that is only assumed. */
function whyOf({ image, startUp }: Judged): Reason | undefined {
  const [first] = startUp.paths;
  return first && startUp.outcome === "unknown" && first.outcome !== "unknown"
    ? { kind: "unresolved", why: whyUnknown(image, first.outcome) }
    : first?.reason;
}

function needFor(why: Reason | undefined): Need {
  return why ? needOf(why) : { kind: "other", name: notFollowed.text };
}

function pathView(path: ModelPath, judged: Judged, deployments: readonly Deployment[]): Path {
  const { image, context } = judged;
  const waiver = waiverOf(path, judged, deployments);
  const last = path.notes.at(-1);
  const signal = last && "signal" in last ? last.signal : stopSignalOf(image);
  const facts = factsOf(path.processes.at(-1), signal, { image, context });
  const hops: Hop[] = [];
  for (const [index, process] of path.processes.entries()) {
    const isMain = index === path.processes.length - 1;
    for (const [place, hop] of process.hops.entries()) {
      const note = place === process.hops.length - 1 ? path.notes[index] : undefined;
      const at = hop.at && hop.at.path !== "" ? hop.at : undefined;
      hops.push({
        argv: hop.argv,
        kind: hop.kind,
        via: hop.via,
        at,
        what: hop.what,
        process: index + 1,
        note: note && noteReport(note, isMain ? facts : undefined),
      });
    }
  }
  const leftBehind = path.leftBehind.map((job) => ({
    argv: job.argv ?? [],
    at: job.at.path === "" ? undefined : job.at,
  }));
  return {
    hops,
    when: path.decides ? undefined : conditionWords(path.conditions),
    given: path.given,
    outcome: path.outcome,
    seen: seenOf(path),
    reason: reasonReport(path.reason),
    waiver: waiver && { kind: waiver.kind, text: waiverWords(waiver) },
    handles: facts.handles,
    waits: facts.waits,
    reaping: path.reaping,
    leftBehind,
  };
}

/** `facts`: what is known of the main program, if it is that. */
function noteReport(note: Note, facts: Facts | undefined): NoteReport {
  const text = facts ? factWords(note, facts) : noteWords(note);
  return { kind: note.kind, signal: "signal" in note ? note.signal : undefined, text };
}
