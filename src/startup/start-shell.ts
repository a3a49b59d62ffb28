import type { ShellRow } from "../known/shells/shells.ts";
import { meantArray } from "./faults/array-like.ts";
import { parseShell } from "../parse/shell/parse-shell.ts";
import { MappedText } from "../text/source.ts";
import { lacks } from "./faults/absent-shell.ts";
import { display, hop, searchPath, single } from "./chain.ts";
import { unitOf } from "./script-unit.ts";
import { follow, followScript } from "./follow-script.ts";
import { fixedField } from "../shell/state/field.ts";
import type { Unit } from "../shell/state/unit.ts";
import { readOptions } from "../shell/shell-options.ts";
import type { Field } from "../shell/state/field.ts";
import type { Hop } from "./process.ts";
import type { Chain, How, Situation } from "./situation.ts";
import { stoppedByReturn } from "./faults/carriage-returns.ts";
import type { Unresolved } from "./unresolved.ts";
import type { Fault } from "./faults/unrunnable.ts";
import type { Arg, Image } from "../image/built-image.ts";

/** Follows `sh ...`: a `-c` text, a script file, or a shell at the terminal. */
export function launchShell(
  argv: readonly Field[],
  rows: readonly ShellRow[],
  how: How,
  situation: Situation,
): readonly Chain[] {
  const title = rows.length === 1 ? (rows[0]?.title ?? "sh") : "sh";
  const alone = hop(argv, how, title, situation);
  const unknown = (why: Unresolved): readonly Chain[] => [single({ hops: [alone], role: { kind: "unknown", why } })];
  const missing = missingShell(argv, situation);
  if (missing !== undefined) {
    return [
      single({
        hops: [alone],
        role: {
          kind: "unrunnable",
          problem: {
            fault: { code: "no-shell", shell: missing },
            at: argv[0]?.text?.locate() ?? how.at,
            file: undefined,
          },
        },
      }),
    ];
  }
  const { dashC, subject, unknown: unreadable } = readOptions(argv);
  if (unreadable) return unknown({ kind: "shell options" });
  const field = subject === undefined ? undefined : argv[subject];
  if (subject === undefined || field === undefined) {
    const fed = dashC ? undefined : how.running?.fed;
    if (fed) return readsInput(fed, argv, { rows, self: alone, how }, situation);
    return dashC
      ? unknown({ kind: "no command", actor: title })
      : [single({ hops: [alone], role: { kind: "interactive", shells: rows } })];
  }
  const completed = dashC ? completedText(field, situation) : undefined;
  if (completed) {
    const unit: Unit = { script: parseShell(completed), title: how.via, locked: undefined };
    const zero = argv[subject + 1] ?? fixedField(argv[0]?.value ?? "sh");
    return follow(unit, { zero, params: argv.slice(subject + 2), rows, dashC: true }, alone, situation);
  }
  if (field.value === "unknown") return unknown({ kind: "word", word: display(field) });
  if (dashC && meantArray(field.value) && field.text) {
    return [
      single({
        hops: [alone],
        role: {
          kind: "unrunnable",
          problem: { fault: { code: "exec-form" }, at: field.text.locate(), file: undefined },
        },
      }),
    ];
  }
  if (dashC) {
    const { text, locked } = textOf(field, field.value, situation.image);
    const unit: Unit = { script: parseShell(text), title: how.via, locked };
    const zero = argv[subject + 1] ?? fixedField(argv[0]?.value ?? "sh");
    return follow(unit, { zero, params: argv.slice(subject + 2), rows, dashC: true }, alone, situation);
  }
  const name = field.value;
  const { path, file } = situation.context.command(
    situation.image.stage,
    name.includes("/") ? name : `./${name}`,
    situation.cwd,
    searchPath(situation),
  );
  if (file.kind !== "file" || path === undefined)
    return unknown({ kind: "not in sources", name, cause: file.kind === "unknown" ? file.reason : "it is a folder" });
  if (file.text.text.startsWith("\u007fELF")) return unknown({ kind: "binary", path: name, as: "script" });
  const word = file.altered === undefined ? stoppedByReturn(file.text.text, rows) : undefined;
  if (word !== undefined) {
    const fault: Fault = { code: "carriage-return", path, word };
    const at = field.text?.locate() ?? how.at;
    return [
      single({
        hops: [hop(argv, how, path, situation)],
        role: { kind: "unrunnable", problem: { fault, at, file: file.text.locate(0, 0) } },
      }),
    ];
  }
  const self = hop(argv, how, `${title} with script ${path}`, situation);
  return followScript(unitOf(path, file), argv.slice(subject), { rows, self }, situation);
}

/** A shell that takes its commands from its standard input, which the script gives to it. */
function readsInput(
  fed: Field,
  argv: readonly Field[],
  { rows, self, how }: { readonly rows: readonly ShellRow[]; readonly self: Hop; readonly how: How },
  situation: Situation,
): readonly Chain[] {
  const name = argv[0]?.value ?? "sh";
  if (fed.value === "unknown") {
    const cause = `what ${name} reads from its standard input is not followed`;
    return [single({ hops: [self], role: { kind: "unknown", why: { kind: "cause", cause } } })];
  }
  const text = fed.text ? MappedText.writtenBy(fed.text.locate(), fed.value) : MappedText.identity("", fed.value, 0);
  const unit: Unit = { script: parseShell(text), title: how.via, locked: "it is read from the standard input" };
  const option = argv.findIndex(({ value }) => /^-[a-z]*s[a-z]*$/.test(value));
  const given = option < 0 ? [] : argv.slice(option + 1);
  const params = given[0]?.value === "--" ? given.slice(1) : given;
  return follow(unit, { zero: fixedField(name), params, rows, dashC: false }, self, situation);
}

/** The shell, where the image is known to have none. */
function missingShell(argv: readonly Field[], situation: Situation): string | undefined {
  const name = argv[0]?.value;
  return situation.image.sh === "none" && name !== undefined && name !== "unknown" && lacks(name, situation)
    ? name
    : undefined;
}

/**
 * The text of a `-c` word in double quotes as the inner shell would complete it, where the outer one does nothing but
 * fill in variables that both have: `"app --port $PORT"`. That a value is no shell syntax is taken for granted.
 */
function completedText({ text, value }: Field, { image, env }: Situation): MappedText | undefined {
  if (!text || !text.text.includes("$") || !completable.test(text.text)) return undefined;
  const inner = text.slice(1, text.text.length - 1);
  if (value === "unknown") return inner;
  const filled = inner.text.replaceAll(/\$\{?(\w+)(?::?-([^}]*))?\}?/g, (_, name: string, otherwise: string = "") => {
    const own = env.get(name)?.value ?? image.env.get(name);
    return own === undefined || own === "unknown" || own === "" ? otherwise : own;
  });
  return filled === value ? inner : undefined;
}

/** Text in double quotes with nothing in it that a shell acts on, but variables: `$A`, `${A}`, `${A:-text}`. */
const completable = /^"(?:[^"\\$`]|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*(?::?-[^}"'\\$`]*)?\})*"$/;

/** The text of a `-c` word, mapped to what wrote it, and whether a word more in it leaves it one word. */
function textOf(
  field: Field,
  value: string,
  image: Image,
): { readonly text: MappedText; readonly locked: string | undefined } {
  const { text } = field;
  if (!text) return { text: MappedText.identity("", value, 0), locked: "its text is written in no file" };
  if (text.text === value)
    return { text, locked: writes(image, text) ? undefined : "a word more in its text would not stay in it" };
  const quoted = /^'([^']*)'$|^"([^"\\$`]*)"$/.exec(text.text);
  if ((quoted?.[1] ?? quoted?.[2]) === value) return { text: text.slice(1, text.text.length - 1), locked: undefined };
  return {
    text: MappedText.writtenBy(text.locate(), value),
    locked: "its text does not stand there as the shell gets it",
  };
}

/** Whether a text is a string of ENTRYPOINT or CMD as a whole: only there does a word more in it stay one word. */
function writes(image: Image, text: MappedText): boolean {
  return [image.entrypoint, image.cmd].some(({ value }) => {
    if (value === "unknown") return false;
    if (value.kind === "shell") return value.text === text;
    return value.kind === "exec" && value.words.some((word) => word.text === text && word.rigid !== true);
  });
}

/** The text that a shell's command line gives to `-c`; undefined where it names a script, or none. */
export function dashCText(argv: readonly Arg[]): Arg | undefined {
  const { dashC, subject } = readOptions(argv);
  return dashC && subject !== undefined ? argv[subject] : undefined;
}
