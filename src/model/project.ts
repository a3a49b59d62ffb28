import type { FileTree } from "../files.ts";
import { parseDockerfile } from "../parse/dockerfile.ts";
import type { Dockerfile } from "../parse/dockerfile.ts";
import type { Source } from "../text.ts";
import { openContext } from "./context.ts";
import type { BuildContext } from "./context.ts";
import { imageOf, stagesOf } from "./image.ts";
import type { Image, Stage } from "./image.ts";
import type { StartUp } from "./outcome.ts";
import { startUp } from "./startup.ts";

/** An image that the Dockerfile is there to build, with what happens in it from start to stop. */
export interface Judged {
  readonly image: Image;
  readonly context: BuildContext;
  /** Derived when first asked for. */
  readonly startUp: StartUp;
}

/** What one Dockerfile says, together with its build context. */
export interface Project {
  readonly dockerfile: Dockerfile;
  readonly stages: readonly Stage[];
  readonly context: BuildContext;
  /** The last stage, or the target, and what ONBUILD makes of an image built on it. Empty for a file that cannot be understood and for Windows images. */
  readonly images: readonly Judged[];
}

/** Choices of the user about one Dockerfile. */
export interface ProjectOptions {
  /** The build context's root; by default it is looked for. */
  readonly contextRoot?: string | undefined;
  /** The highest folder that may be the context's root. */
  readonly top?: string | undefined;
  /** The stage to build, by name or number; by default the last. */
  readonly target?: string | undefined;
}

/** Reads a Dockerfile and derives on demand what it means. */
export function openProject(tree: FileTree, source: Source, options: ProjectOptions = {}): Project {
  const dockerfile = parseDockerfile(source);
  const stages = dockerfile.problems.length > 0 ? [] : stagesOf(dockerfile);
  const context = openContext(tree, dockerfile, stages, { root: options.contextRoot, top: options.top });
  const stage = options.target === undefined ? stages.at(-1) : findStage(stages, options.target);
  const images = stage ? [stage, ...childOf(stage)].map((each) => imageOf(dockerfile, each)) : [];
  return { dockerfile, stages, context, images: images.filter((image) => !image.windows).map((image) => judge(image, context)) };
}

/** An image as somebody else would build it on this one, where ONBUILD sets what it starts. */
function childOf(stage: Stage): readonly Stage[] {
  const sets = stage.instructions.some(({ trigger }) => trigger?.keyword === "CMD" || trigger?.keyword === "ENTRYPOINT");
  return sets ? [{ index: stage.index + 1, name: "ONBUILD", from: stage.from, base: { kind: "stage", stage }, instructions: [] }] : [];
}

/** The stage that `--target` names. */
export function findStage(stages: readonly Stage[], target: string): Stage | undefined {
  return stages.find((stage) => stage.name?.toLowerCase() === target.toLowerCase() || String(stage.index) === target);
}

function judge(image: Image, context: BuildContext): Judged {
  let derived: StartUp | undefined;
  return {
    image,
    context,
    get startUp() {
      derived ??= startUp(image, context);
      return derived;
    },
  };
}
