import type { Node } from "../../parse/shell/script-syntax.ts";
import type { Known } from "../../text/diagnostic.ts";
import { unknownValue } from "./field.ts";
import type { Field, Value } from "./field.ts";
import type { Table } from "./table.ts";
import type { Unit } from "./unit.ts";

/** A function of a script. */
export interface ShellFunction {
  readonly body: Node;
  readonly unit: Unit;
}

/** What a shell's words mean: its arguments, variables and names, and where and as whom it runs. */
export interface Environment {
  /** `$1`, `$2`, ...; `open`: more may follow that are not known. */
  readonly params: readonly Field[];
  readonly open: boolean;
  readonly zero: Field;
  readonly vars: Table<Value>;
  readonly functions: Table<ShellFunction>;
  /** Names that stand for other text where they are the first word. */
  readonly aliases: ReadonlySet<string>;
  readonly cwd: Known<string>;
  readonly uid: Known<"root" | "other">;
  /** Names of variables that programs are given, beside those of the environment that the shell has started with. */
  readonly exported: Table<true>;
  /** `set -a`: each variable that is set from here on is exported. */
  readonly exportsAll: boolean;
  /** Variables of the function that runs, which the caller gets back as they were; undefined: none runs. */
  readonly locals: Table<true> | undefined;
  /** Variables may have been set whose names were not seen: `export $(cat .env)`. */
  readonly hidden: boolean;
  /** Why functions, traps or variables may exist that were not seen: a sourced file that could not be read. */
  readonly opaque: string | undefined;
}

/** The state after one assignment of a value that is known or not. */
export function setVariable<S extends Environment>(state: S, name: string, { value, fixed, usual, from }: Value): S {
  const list = state.vars.get(name)?.list;
  const first: Field = { value, fixed, usual, text: undefined };
  const vars = state.vars.put(name, {
    value,
    fixed,
    usual,
    ...(from && { from }),
    ...(list && { list: { ...list, fields: [first, ...list.fields.slice(1)] } }),
  });
  return { ...state, vars, exported: state.exportsAll ? state.exported.put(name, true) : state.exported };
}

/** The state after commands that give variables values which are not worked out. */
export function forgetVariables<S extends Environment>(state: S, names: readonly string[]): S {
  let { vars } = state;
  for (const name of names) vars = vars.put(name, unknownValue);
  return vars === state.vars ? state : { ...state, vars };
}

/** The state with the arguments of another: those of the caller, behind a function or a sourced file. */
export function withArguments<S extends Environment>(state: S, { params, open }: Pick<S, "params" | "open">): S {
  return { ...state, params, open };
}

/** The state in another folder. */
export function inFolder<S extends Environment>(state: S, cwd: Known<string>): S {
  return { ...state, cwd };
}
