import type { Path as ModelPath } from "../stop/start-up.ts";
import { seenOf } from "../stop/verdict.ts";
import { noteWords } from "../stop/wording/note-words.ts";
import { reasonWords } from "../stop/wording/reason-words.ts";
import type { Project } from "../project/project.ts";
import type { Hop, ImageReport, Path } from "./report.ts";

/** What the reports show of the images of some projects. */
export function imageReports(projects: readonly Project[]): readonly ImageReport[] {
  const reports: ImageReport[] = [];
  for (const project of projects) {
    for (const { image, startUp } of project.images) {
      const { outcome, reaping, stopSignal } = startUp;
      const stage = image.stage.name ?? String(image.stage.index);
      const container = image.deployment.place && image.deployment.title;
      reports.push({
        dockerfile: project.source.path,
        stage,
        container,
        outcome,
        reaping,
        stopSignal,
        paths: startUp.paths.map(pathView),
      });
    }
  }
  return reports;
}

function pathView(path: ModelPath): Path {
  const hops: Hop[] = [];
  for (const [index, process] of path.processes.entries()) {
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
        note: note && noteWords(note),
      });
    }
  }
  const leftBehind = path.leftBehind.map((job) => ({
    argv: job.argv ?? [],
    at: job.at.path === "" ? undefined : job.at,
  }));
  return {
    hops,
    outcome: path.outcome,
    seen: seenOf(path),
    reason: reasonWords(path.reason),
    reaping: path.reaping,
    leftBehind,
  };
}
