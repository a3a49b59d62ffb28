import { setPids } from "../expansion/assign.ts";
import { afterArithmetic } from "../expansion/side-effects.ts";
import { forgetVariables, inFolder, setVariable } from "../state/environment.ts";
import type { Flow } from "../state/flow.ts";
import type { State } from "../state/state.ts";
import type { Call, Walk } from "../walk.ts";
import { done, maybeDone } from "./done.ts";

/** bash expands aliases in scripts only where it is told to. */
export function alias(call: Call, state: State, walk: Walk): Flow {
  const { text } = call.frame.unit.script.text;
  if (walk.shells.every((row) => row.family.startsWith("bash")) && !text.includes("expand_aliases")) return done(state);
  const names = call.argv
    .slice(1)
    .map((field) => /^([^=]+)=/.exec(field.value)?.[1])
    .filter((name) => name !== undefined);
  walk.budget.spend(state.aliases.size / 16);
  return done({ ...state, aliases: new Set([...state.aliases, ...names]) });
}

/** PATH_MAX of Linux: there is no folder with a longer path to go to. */
const longestPath = 4096;

/** The builtin `cd`. */
export function cd(call: Call, state: State): Flow {
  const target = call.argv.slice(1).find((field) => !field.value.startsWith("-"))?.value;
  if (target === undefined || target === "unknown") return done(inFolder(state, "unknown"));
  if (target.startsWith("/")) return done(inFolder(state, target));
  if (state.cwd === "unknown" || state.cwd.length + target.length > longestPath)
    return done(inFolder(state, "unknown"));
  return done(inFolder(state, `${state.cwd.replace(/\/$/, "")}/${target}`));
}

/** Builtins that give their operands values from elsewhere: `read`, `getopts`, `mapfile`. */
export function read(call: Call, state: State): Flow {
  const names = call.argv.slice(1).map(({ value }) => value);
  return maybeDone(
    forgetVariables(
      state,
      names.filter((name) => /^[A-Za-z_]\w*$/.test(name)),
    ),
  );
}

/** Builtins that assign by their operands: `export A=b`, `local A=b`. */
export function declare(call: Call, state: State): Flow {
  let result = state;
  const exports =
    call.argv[0]?.value === "export"
      ? !call.argv.some(({ value }) => /^-\w*n/.test(value))
      : call.argv.some(({ value }) => /^-\w*x/.test(value));
  for (const [index, field] of call.argv.entries()) {
    const name = /^([A-Za-z_]\w*)\+?=/.exec(
      field.value === "unknown" ? (call.node.words[index]?.raw ?? "") : field.value,
    )?.[1];
    if (index === 0) continue;
    if (name === undefined && field.value === "unknown") result = { ...result, hidden: true };
    const exported = name ?? (/^[A-Za-z_]\w*$/.test(field.value) ? field.value : undefined);
    if (exports && exported !== undefined) result = { ...result, exported: result.exported.put(exported, true) };
    if (name === undefined) continue;
    const word = call.node.words[index];
    if (word) result = setPids(result, name, [word], false);
    const [value, usual] = [field.value, field.usual].map((text) =>
      text === undefined || text === "unknown" ? text : text.slice(text.indexOf("=") + 1),
    );
    result = setVariable(result, name, { value: value ?? "unknown", fixed: field.fixed, usual });
  }
  return done(result);
}

/** The builtin `let`. */
export function arithmetic({ node, skipped }: Call, state: State): Flow {
  const text = node.words
    .slice(skipped + 1)
    .map(({ raw }) => raw)
    .join("; ");
  return maybeDone(afterArithmetic(text, state));
}

/** The builtin `printf`, which may write into a variable. */
export function printf({ argv }: Call, state: State): Flow {
  const name = argv[1]?.value === "-v" ? argv[2]?.value : undefined;
  return done(name === undefined ? state : forgetVariables(state, [name]));
}

/** The builtin `unset`: what the container is started with may have set the variable again. */
export function unset({ argv }: Call, state: State): Flow {
  let { vars } = state;
  for (const { value } of argv.slice(1))
    if (value !== "unknown") vars = vars.put(value, { value: "unknown", fixed: false, usual: "" });
  return done({ ...state, vars });
}
