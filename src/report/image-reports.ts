import type { Path as ModelPath } from "../startup/process.ts";
import type { Project } from "../project/project.ts";
import type { Hop, ImageReport, Path } from "./report.ts";

/** What the reports show of the images of some projects. */
export function imageReports(projects: readonly Project[]): readonly ImageReport[] {
  const reports: ImageReport[] = [];
  for (const project of projects) {
    for (const { image, startUp } of project.images) {
      const { outcome, reaping, stopSignal } = startUp;
      const stage = image.stage.name ?? String(image.stage.index);
      const container = image.container?.title;
      reports.push({
        dockerfile: project.dockerfile.source.path,
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
      const last = place === process.hops.length - 1;
      const at = hop.at && hop.at.path !== "" ? hop.at : undefined;
      hops.push({
        argv: hop.argv,
        kind: hop.kind,
        via: hop.via,
        at,
        what: hop.what,
        process: index + 1,
        note: last ? path.notes[index] : undefined,
      });
    }
  }
  const leftBehind = path.leftBehind.map((job) => ({
    argv: job.argv ?? [],
    at: job.at.path === "" ? undefined : job.at,
  }));
  return { hops, outcome: path.outcome, reason: path.reason, reaping: path.reaping, leftBehind };
}
