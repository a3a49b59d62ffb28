import { findProgram } from "../../src/known/programs/programs.ts";
import { valuesOf } from "../../src/shell/expansion/expand.ts";
import { lasting } from "../../src/shell/purpose/main-program.ts";
import { isIdle } from "../../src/startup/follow-script.ts";
import type { Path } from "../../src/stop/start-up.ts";
import type { Location } from "../../src/text/source.ts";

/** A job that a script left in the background when it replaced itself, and that does not end by itself. */
export interface LeftBehind {
  readonly at: Location;
  /** A table knows the program. */
  readonly known: boolean;
}

/** The jobs that nobody stops on this way, where a file of ours starts them and they do more than idle. */
export function* leftBehindOn(path: Path): Iterable<LeftBehind> {
  for (const { argv, at } of path.leftBehind) {
    const values = argv ? valuesOf(argv) : [];
    const kind = lasting(values);
    if (kind === "utility" || kind === "oneShot" || isIdle(argv ?? []) || at.path === "") continue;
    yield { at, known: findProgram(values) !== undefined };
  }
}
