import { basename } from "../files/tree.ts";
import type { FileKind } from "../files/kinds.ts";
import { isYamlFileName } from "../files/names.ts";
import { parseYaml } from "../parse/yaml/yaml.ts";
import type { YamlFile } from "../parse/yaml/yaml.ts";
import type { Source } from "../text/source.ts";
import type { Described } from "./deployment.ts";

/** A file that deployments may stand in, read as what its name says. */
export type DeploymentFile =
  | { readonly kind: "dockerfile"; readonly source: Source }
  | { readonly kind: "yaml"; readonly source: Source; readonly yaml: YamlFile };

/** A kind of deployment, and the files that describe it. */
export interface Platform {
  /** What its files are called, and how they are found. */
  readonly file: FileKind;
  /** Whether a file of this name, beside a Dockerfile or above it, may say how that is built and started. */
  mayBuild(name: string): boolean;
  /** Whether a file that could be understood is one of its own. */
  recognises(file: DeploymentFile): boolean;
  /**
   * The deployments that a file describes, with the images that they name or build. Left out are those whose start-up
   * another file decides, or that nobody stops.
   */
  read(file: DeploymentFile): readonly Described[];
}

/** Reads a file that deployments may stand in; all that has no name of its own is taken for a Dockerfile. */
export function readDeploymentFile(source: Source): DeploymentFile {
  return isYamlFileName(basename(source.path))
    ? { kind: "yaml", source, yaml: parseYaml(source) }
    : { kind: "dockerfile", source };
}
