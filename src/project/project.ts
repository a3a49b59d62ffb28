import type { BuildContext } from "../image/build-context.ts";
import type { Stage } from "../image/built-image.ts";
import type { BaseImages } from "../image/described-bases.ts";
import type { Unread } from "../image/files/image-file.ts";
import type { Dockerfile, Problem } from "../parse/dockerfile/syntax.ts";
import type { Deployment } from "../platforms/deployment.ts";
import type { RunBudget } from "../shell/state/budget.ts";
import type { Judged } from "../stop/judge.ts";
import type { Source } from "../text/source.ts";

/** What one file says: the images that it builds or names, and who starts them. */
export interface Project {
  readonly source: Source;
  /** What keeps the file from being understood. */
  readonly problems: readonly Problem[];
  /** The file, if it is a Dockerfile. */
  readonly dockerfile: Dockerfile | undefined;
  /** The stages of the Dockerfile. */
  readonly stages: readonly Stage[];
  /** The build context of the Dockerfile. */
  readonly context: BuildContext | undefined;
  /**
   * Of a Dockerfile the last stage, or the target, and what ONBUILD makes of an image built on it; else the images that
   * are started in a way of their own. Empty for a file that cannot be understood; Windows images are left out.
   */
  readonly images: readonly Judged[];
  /** Who else builds and starts the first of the images: compose services. */
  readonly deployments: readonly Deployment[];
  /**
   * The first image as those deployments start it, if each of them does so in its own way: then nobody else may.
   */
  readonly services: readonly Judged[];
  /**
   * What else may be started from these files, by a name for it: the other stages, which `--target` builds, and
   * compose services with a command of their own. Nothing is said of them, but no fix may do them harm.
   */
  readonly others: ReadonlyMap<string, Judged>;
  /** What compose files name that lies outside the {@link ProjectOptions.bounds}. */
  readonly outside: readonly Unread[];
}

/** Choices of the user about one Dockerfile. */
export interface ProjectOptions {
  /** The build context's root; by default it is looked for. */
  readonly contextRoot?: string | undefined;
  /** The highest folder that may be the context's root. */
  readonly top?: string | undefined;
  /** Folders: what really lies in none of them is not read. By default everything may be. */
  readonly bounds?: readonly string[] | undefined;
  /** The stage to build, by name or number; by default the last. */
  readonly target?: string | undefined;
  /** Private base images that the user describes. */
  readonly baseImages?: BaseImages | undefined;
  /** What all images of a run may take together; without it, each may take what one image may. */
  readonly run?: RunBudget | undefined;
}
