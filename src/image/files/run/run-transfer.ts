import { basename, dirname, inside, join, relative, resolve } from "../../../files/tree.ts";
import { directory, unknownFile } from "../layers.ts";
import type { Before } from "../layers.ts";
import { executableAfter } from "../mode.ts";
import { operandsOf } from "./operands.ts";
import { covers } from "./run-call.ts";
import type { Call, Target, Tracer } from "./run-call.ts";
import { plainWord } from "./run-commands.ts";

/** mkdir. */
export function makeDirectory({ args, locate }: Call): Tracer | undefined {
  const targets = operandsOf(args, "m").operands.flatMap((word) => locate(word) ?? []);
  return (path) => (targets.some((target) => inside(path, target.path)) ? { found: directory } : undefined);
}

/** ln: the link leads to a path that is looked up anew. */
export function link({ args, locate }: Call): Tracer | undefined {
  const { flags, operands, folder } = operandsOf(args, "t");
  const symbolic =
    flags.some((flag) => /^(-\w*s|--symbolic$)/.test(flag)) && !flags.some((flag) => /^(-\w*r|--relative$)/.test(flag));
  const last = folder ?? (operands.length > 1 ? operands.at(-1) : plainWord("."));
  const place = last && locate(last);
  const sources = folder || operands.length < 2 ? operands : operands.slice(0, -1);
  if (!place) return undefined;
  return (path, before) => {
    for (const source of sources) {
      const real = locate(source);
      if (!real || !inside(place.path, path)) continue;
      const into = path !== place.path && (sources.length > 1 || before.isDirectory(place.path));
      const at = into ? join(place.path, basename(real.path)) : place.path;
      if (!inside(at, path)) continue;
      const target = symbolic ? resolve(dirname(at), source.value) : real.path;
      return { link: join(target, relative(at, path)) };
    }
    return undefined;
  };
}

/** mv, cp and install: the path has what stood at another path before. */
export function transfer(call: Call): Tracer | undefined {
  const { name, args, line, locate } = call;
  const { flags, operands, folder, mode } = operandsOf(args, name === "install" ? "motgS" : "tS");
  const made = `made by RUN (line ${line})`;
  if (name === "install" && flags.some((flag) => /^(-\w*d|--directory$)/.test(flag))) {
    return makeDirectory({ ...call, args: operands });
  }
  const executable = name === "install" ? executableAfter(mode?.value ?? "755") : undefined;
  const last = folder ?? operands.at(-1);
  const target = last && locate(last);
  const sources = (folder ? operands : operands.slice(0, -1)).map(locate);
  const several = folder !== undefined || sources.length > 1 || last?.value.endsWith("/") === true;
  if (!target)
    return (path) =>
      sources.some((source) => source && basename(source.path) === basename(path)) ? { hint: made } : undefined;
  return (path, before) => {
    if (inside(target.path, path)) {
      const rest = relative(target.path, path);
      const into = several || before.isDirectory(target.path);
      for (const source of sources.toReversed()) {
        const from = source && sourceOf(source, rest, into, before);
        if (from !== undefined) return { source: from, executable, hint: made };
      }
      if (sources.includes(undefined)) return { hint: made };
    }
    const gone = name === "mv" && sources.some((source) => source && covers(source, path));
    return gone ? { found: unknownFile(`moved away by RUN (line ${line})`) } : undefined;
  };
}

/**
 * What of a source comes to stand at a path below the target. Folders and wildcards give only what is known to be
 * there.
 */
function sourceOf(source: Target, rest: string, into: boolean, before: Before): string | undefined {
  if (rest === "") return into || source.matcher ? undefined : source.path;
  const [first = "", ...more] = rest.split("/");
  let from: string;
  if (into && !source.contents) {
    from = source.matcher ? join(dirname(source.path), first) : source.path;
    if (source.matcher ? !source.matcher.matches(from) : basename(from) !== first) return undefined;
    if (more.length === 0 && !source.matcher) return from;
    from = join(from, ...more);
  } else {
    from = join(source.path, rest);
  }
  return before.has(from) ? from : undefined;
}
