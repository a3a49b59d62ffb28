import { dirname, relative } from "../../files/tree.ts";
import type { FileTree } from "../../files/tree.ts";
import { findStage } from "../../image/stages.ts";
import { openProject } from "../../project/open-project.ts";
import type { Project, ProjectOptions } from "../../project/project.ts";
import type { Reach } from "../../files/repository.ts";
import { Source } from "../../text/source.ts";
import { openSettings } from "./config-files.ts";
import type { Choices, Settings, Surroundings } from "./config-files.ts";
import { UsageError } from "../arguments/usage-error.ts";

/** Where Dockerfiles are read, and how. `folder` is the working directory. */
export interface Scene {
  readonly tree: FileTree;
  readonly folder: string;
  readonly settings: Settings;
  /** Where configurations and baselines are read: the tree, or a revision. */
  readonly written: FileTree;
  /** What may be read and written without being named. */
  readonly reach: Reach;
  /** Build context, stage and base images of a Dockerfile, as the command line and the configuration say. */
  project(path: string): ProjectOptions;
}

/** Opens the settings. Throws a {@link UsageError} for those of the command line that are wrong. */
export function openScene(choices: Choices, surroundings: Surroundings): Scene {
  const { tree, written, folder, reach } = surroundings;
  const settings = openSettings(choices, surroundings);
  return {
    tree,
    written,
    folder,
    settings,
    reach,
    project(path) {
      const own = dirname(path);
      const context = settings.context(path);
      // What the command line names may lie elsewhere; what a configuration names was held against the same bounds when
      // it was read.
      const bounds = [reach.top(own), ...(context ? [context.value] : [])];
      return {
        contextRoot: context?.value,
        top: reach.climbTop(own),
        bounds,
        target: settings.target(path)?.value,
        baseImages: settings.baseImages(path),
      };
    },
  };
}

/** Opens a Dockerfile. Throws a {@link UsageError} if it lacks the stage that is to be looked at. */
export function openDockerfile(
  { tree, settings, project: optionsFor, folder }: Scene,
  path: string,
  text: string,
): Project {
  const project = openProject(tree, new Source(path, text), optionsFor(path));
  const target = settings.target(path);
  const { stages } = project;
  if (!target || stages.length === 0 || findStage(stages, target.value)) return project;
  const names = stages.map((stage) => stage.name ?? `${stage.index} (unnamed)`).join(", ");
  const who =
    typeof target.from === "string"
      ? `--target ${target.value}`
      : `${settings.place(target.from)}: target: ${target.value}`;
  throw new UsageError(
    `${who}: ${relative(folder, path)} has no such stage; its ` +
      `${stages.length === 1 ? "only stage is" : "stages are"} ${names}`,
  );
}
