import { basename, inside, join, relative } from "../../files/tree.ts";
import type { Dockerfile } from "../../parse/dockerfile/syntax.ts";
import type { Stage } from "../built-image.ts";
import { replay } from "../settings.ts";
import { parentOf } from "../stages.ts";
import { readCopy } from "./copy.ts";
import type { Copy } from "./copy.ts";
import { hasWildcard } from "./wildcard.ts";

/** A path in the files of a stage. */
export interface StagePath {
  readonly stage: Stage;
  readonly path: string;
}

/**
 * Where a path of a stage comes from, if that stage or one that it is built on has it from another stage: the place
 * there at which COPY --from took it. Undefined where a stage's own steps made it.
 */
export class CopiedFrom {
  readonly #dockerfile: Dockerfile;
  readonly #stages: readonly Stage[];
  readonly #copies = new Map<Stage, readonly Copy[]>();

  constructor(dockerfile: Dockerfile, stages: readonly Stage[]) {
    this.#dockerfile = dockerfile;
    this.#stages = stages;
  }

  of(stage: Stage, path: string): StagePath | undefined {
    for (let at: Stage | undefined = stage; at; at = parentOf(at)) {
      for (const copy of this.#copiesIn(at).toReversed()) {
        const taken = sourceIn(copy, path);
        if (taken === "context") return undefined;
        if (taken !== undefined && copy.from.kind === "stage") return { stage: copy.from.stage, path: taken };
      }
    }
    return undefined;
  }

  #copiesIn(stage: Stage): readonly Copy[] {
    const known = this.#copies.get(stage);
    if (known) return known;
    const copies: Copy[] = [];
    replay(this.#dockerfile, stage, (instruction, settings) => {
      const standing = { dockerfile: this.#dockerfile, stages: this.#stages, stage };
      const copy = readCopy(instruction, settings, standing);
      if (copy) copies.push(copy);
    });
    this.#copies.set(stage, copies);
    return copies;
  }
}

/** The path from which a copy would have taken one, "context" where that is of the context and names the very file. */
function sourceIn({ target, sources, from, intoDirectory, keepsParents }: Copy, path: string): string | undefined {
  if (target === "unknown" || keepsParents || !inside(target, path)) return undefined;
  const rest = relative(target, path);
  for (const source of sources.toReversed()) {
    if (source.kind !== "path" || hasWildcard(source.path)) continue;
    const name = basename(source.path);
    const alone = rest === "" || (intoDirectory && rest === name);
    if (from.kind === "context") {
      if (alone && name === basename(path)) return "context";
      continue;
    }
    if (alone && /\.\w+$/.test(name)) return join("/", source.path);
    if (rest !== "" && !/\.[cm]?[jt]sx?$/.test(name)) return join("/", source.path, rest);
  }
  return undefined;
}
