import { findProgram } from "../known/programs/programs.ts";
import { valuesOf } from "../shell/expansion/expand.ts";
import { lasting } from "../shell/purpose/lasting.ts";
import { isIdle } from "../startup/main-job.ts";
import type { Location } from "../text/source.ts";
import type { Path } from "./start-up.ts";

/** A job that a script left in the background when it replaced itself, and that does not end by itself. */
interface LeftBehind {
  /** What people call it: "redis-server". */
  readonly name: string;
  readonly at: Location;
  /** A table knows the program. */
  readonly known: boolean;
}

/** The jobs that nobody stops on this way, where they do more than idle. */
export function* leftBehindOn({ leftBehind }: Pick<Path, "leftBehind">): Iterable<LeftBehind> {
  for (const { argv, at } of leftBehind) {
    const values = argv ? valuesOf(argv) : [];
    const kind = lasting(values);
    if (kind === "utility" || kind === "oneShot" || isIdle(argv ?? [])) continue;
    const [first] = values;
    const name = first === undefined || first === "unknown" ? "a background process" : first.replace(/^.*\//, "");
    yield { name, at, known: findProgram(values) !== undefined };
  }
}
