import { dirname, inside } from "../files/tree.ts";
import type { FileTree } from "../files/tree.ts";
import { baseFrom } from "../image/bases.ts";
import { openContext } from "../image/build-context.ts";
import type { Base } from "../image/built-image.ts";
import type { Bases } from "../image/described-bases.ts";
import { imageOf } from "../image/image.ts";
import { findStage, stagesOf } from "../image/stages.ts";
import { findBaseImage, parseReference } from "../known/images/images.ts";
import { parseDockerfile } from "../parse/dockerfile/dockerfile.ts";
import { Source } from "../text/source.ts";
import { isOutside } from "./builders.ts";
import { namedBuildsIn } from "./named-builds.ts";
import type { NamedBuild } from "./named-builds.ts";
import type { ProjectOptions } from "./project.ts";

/** A base that is built on more others of the repository than this is not followed. */
const deepest = 8;

/**
 * The base images of a Dockerfile that no table has: those that the user describes, and those that files beside it, or
 * in the folders above it up to the repository's, build under that name.
 */
export function basesFor(tree: FileTree, dockerfile: string, options: ProjectOptions): Bases {
  return new RepositoryBases(tree, options, [dockerfile]);
}

class RepositoryBases implements Bases {
  readonly #tree: FileTree;
  readonly #options: ProjectOptions;
  /** The Dockerfiles that ask for a base, the one that is asked for last: none is its own base. */
  readonly #chain: readonly string[];
  readonly #found = new Map<string, Base | undefined>();

  constructor(tree: FileTree, options: ProjectOptions, chain: readonly string[]) {
    this.#tree = tree;
    this.#options = options;
    this.#chain = chain;
  }

  get(ref: string): Base | undefined {
    const described = this.#options.baseImages?.get(ref);
    if (described || findBaseImage(ref) || this.#chain.length > deepest) return described;
    if (!this.#found.has(ref)) this.#found.set(ref, this.#build(ref));
    return this.#found.get(ref);
  }

  #build(ref: string): Base | undefined {
    const builds = this.#around().filter((each) => names(each.name, ref) && !this.#chain.includes(each.dockerfile));
    const [first] = builds;
    const same = builds.every((each) => each.dockerfile === first?.dockerfile && each.target === first.target);
    return first && same ? this.#read(first, ref) : undefined;
  }

  #around(): readonly NamedBuild[] {
    const found: NamedBuild[] = [];
    const { top } = this.#options;
    for (let folder = dirname(this.#chain.at(-1) ?? "/"); ; folder = dirname(folder)) {
      for (const each of namedBuildsIn(this.#tree, folder)) found.push(each);
      if (folder === "/" || top === undefined || !inside(top, dirname(folder))) return found;
    }
  }

  #read(build: NamedBuild, name: string): Base | undefined {
    const { top, bounds = [] } = this.#options;
    const within = top === undefined || [top, ...bounds].some((each) => inside(each, build.context));
    if (!within || isOutside(this.#tree, { ...build, written: undefined })) return undefined;
    this.#tree.read(build.from);
    const entry = this.#tree.read(build.dockerfile);
    if (entry.kind !== "file") return undefined;
    const dockerfile = parseDockerfile(new Source(build.dockerfile, entry.text), build.args);
    if (dockerfile.problems.length > 0) return undefined;
    const bases = new RepositoryBases(this.#tree, this.#options, [...this.#chain, build.dockerfile]);
    const stages = stagesOf(dockerfile, bases);
    const stage = build.target === undefined ? stages.at(-1) : findStage(stages, build.target);
    if (!stage) return undefined;
    return baseFrom(
      imageOf(dockerfile, stage),
      name,
      openContext(this.#tree, dockerfile, stages, { root: build.context }),
    );
  }
}

/** Whether a build's name is the one that FROM has; a build whose tag is open is meant by every tag. */
function names(built: string, ref: string): boolean {
  if (built === ref) return true;
  const [one, other] = [parseReference(built), parseReference(ref)];
  if (one.repository !== other.repository) return false;
  const open = !built.slice(built.lastIndexOf("/") + 1).includes(":");
  return open || one.tag === other.tag;
}
