import { normalize } from "../../files/tree.ts";
import { formats } from "../../report/formats.ts";
import type { Format } from "../../report/formats.ts";
import { suggestion } from "../../text/suggestion.ts";
import { UsageError } from "./usage-error.ts";

/** A report to print, or to write into a file. */
export interface FormatChoice {
  readonly format: Format;
  /** As it was typed; undefined for standard output. */
  readonly file: string | undefined;
}

/** Reads `NAME` or `NAME=FILE`. Throws a {@link UsageError} that says what to write. */
export function readFormat(choice: string): FormatChoice {
  const [, name = "", file] = /^([^=]*)(?:=(.*))?$/s.exec(choice) ?? [];
  const format = formats.find((each) => each === name);
  if (format === undefined)
    throw new UsageError(`--format ${choice}: choose ${listed(formats)}${suggestion(name, formats)}`);
  if (file === "") throw new UsageError(`--format ${choice}: name a file after =, or leave out =`);
  return { format, file };
}

/**
 * Where the reports go, from the choices of `--format` and `--output-file`; undefined where neither `--format` nor
 * `patching`, an option that asks for a patch, says what to report. Throws a {@link UsageError} where two go to the
 * same place.
 */
export function chooseFormats(
  choices: readonly string[],
  outputFile: string | undefined,
  patching: string | undefined,
): readonly FormatChoice[] | undefined {
  const given = choices.map(readFormat);
  const loose = given.find(({ file }) => file === undefined);
  if (patching !== undefined && loose)
    throw new UsageError(
      `${patching} prints a patch: give --format a file (--format ${loose.format}=FILE), or leave out --format`,
    );
  const chosen: readonly FormatChoice[] =
    patching !== undefined ? [...given, { format: "diff", file: undefined }] : given;
  if (chosen.length === 0) return undefined;
  if (outputFile !== undefined) return intoFile(chosen, outputFile);
  const reason = clash(chosen);
  if (reason !== undefined) throw new UsageError(reason);
  return chosen;
}

/** Why reports cannot be made together: two go to the same place. */
function clash(chosen: readonly FormatChoice[]): string | undefined {
  const [first, second] = chosen.filter(({ file }) => file === undefined);
  if (first && second)
    return (
      `--format ${first.format} and --format ${second.format} both write to standard output: ` +
      `give one a file (--format ${second.format}=FILE)`
    );
  const files = chosen.flatMap(({ file }) => (file === undefined ? [] : [normalize(file)]));
  const twice = files.find((file, index) => files.indexOf(file) < index);
  return twice === undefined ? undefined : `two reports would be written to ${twice}: name another file for one`;
}

/**
 * The one report, in the file of `--output-file`. Throws a {@link UsageError} where there is another, or it has a file
 * already.
 */
export function intoFile(chosen: readonly FormatChoice[], outputFile: string): readonly FormatChoice[] {
  const [only, more] = chosen;
  if (!only || more || only.file !== undefined)
    throw new UsageError(
      `--output-file needs a single --format without a file: use --format ${only?.format ?? "text"}=FILE instead`,
    );
  return [{ ...only, file: outputFile }];
}

/** "a, b or c". */
export function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;
}
