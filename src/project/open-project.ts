import { bounded } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { readDeploymentFile } from "../platforms/platform.ts";
import type { Source } from "../text/source.ts";
import { openDeployments } from "./deployment-project.ts";
import { openDockerfile } from "./dockerfile-project.ts";
import type { Project, ProjectOptions } from "./project.ts";

/** Reads a Dockerfile, a compose file or a manifest, and derives on demand what it means. */
export function openProject(whole: FileTree, source: Source, options: ProjectOptions = {}): Project {
  const tree = bounded(whole, options.bounds);
  const file = readDeploymentFile(source);
  return file.kind === "dockerfile" ? openDockerfile(tree, source, options) : openDeployments(tree, file, options);
}
