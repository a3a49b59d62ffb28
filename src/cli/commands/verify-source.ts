import { diskTree } from "../../files/disk.ts";
import { join, resolve } from "../../files/tree.ts";
import type { Project } from "../../project/project.ts";
import type { ImageReport } from "../../report/report.ts";
import { imageReports } from "../../report/image-reports.ts";
import { reachOf, withinReach } from "../../files/repository.ts";
import { openDockerfile, openScene } from "../inputs/scene.ts";
import { UsageError } from "../arguments/usage-error.ts";
import type { VerifyOptions } from "../arguments/verify-options.ts";

/** A Dockerfile to build, or to compare with, and what it says. */
export interface DockerfileSource {
  readonly project: Project;
  /** The trace. */
  readonly image: ImageReport;
  readonly text: string;
  /** The stage to build; undefined for the last. */
  readonly target: string | undefined;
}

/**
 * Opens the Dockerfile that `pid1lint verify` is given, seen from a folder, as the configuration says; undefined if it
 * is given none.
 */
export function openSource(options: VerifyOptions, folder: string): DockerfileSource | undefined {
  const named = options.build ?? options.dockerfile;
  if (named === undefined) return undefined;
  const given = resolve(folder, named);
  const reach = reachOf([given], folder);
  const tree = withinReach(diskTree(), reach);
  const names = ["Dockerfile", "Containerfile"].map((name) => join(given, name));
  const path = tree.read(given).kind === "directory" ? names.find((name) => tree.read(name).kind === "file") : given;
  const entry = path === undefined ? undefined : tree.read(path);
  if (path === undefined || entry?.kind !== "file") throw new UsageError(`${named}: no Dockerfile found`);
  const scene = openScene(
    { ...options, failOn: undefined, severities: new Map() },
    { tree, written: tree, folder, reach },
  );
  const project = openDockerfile(scene, path, entry.text);
  const [image] = imageReports([project]);
  if (!image) throw new UsageError(`${named}: ${project.problems[0]?.message ?? "it does not build a Linux image"}`);
  return { project, image, text: entry.text, target: scene.settings.target(path)?.value };
}
