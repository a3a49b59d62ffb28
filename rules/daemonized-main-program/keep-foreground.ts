import { byHand } from "../../src/text/edits.ts";
import type { Fix } from "../../src/text/edits.ts";
import { foregroundFlags, foregroundOf } from "../../src/known/programs/foreground.ts";
import { plainCommand } from "../../src/shell/plain-command.ts";
import { MappedText } from "../../src/text/source.ts";
import type { Hop } from "../../src/startup/process.ts";
import { valuesOf } from "../../src/shell/expansion/expand.ts";
import type { Known } from "../../src/text/diagnostic.ts";
import type { Running } from "../../src/shell/state/state.ts";
import type { Image } from "../../src/image/built-image.ts";

/** In place of a daemon that forks away and of what then keeps the container alive: the daemon itself, with `exec`. */
export function replaceDaemon(daemon: Running, idle: Running | undefined): Fix {
  const row = daemon.argv && foregroundOf(valuesOf(daemon.argv));
  const advice = byHand(
    "run the program in the foreground (`cron -f`, `nginx -g 'daemon off;'`, `sshd -D`), with `exec`",
  );
  const text = daemon.unit.script.text;
  if (
    !row ||
    !idle ||
    idle.unit !== daemon.unit ||
    daemon.unit.locked !== undefined ||
    idle.slot.kind !== "insert" ||
    daemon.node.kind !== "simple"
  )
    return advice;
  // What stands between them may need the daemon.
  const [, separator = "", indent = ""] =
    /^[ \t]*(&&|;|\n)[ \t\n]*?([ \t]*)$/.exec(text.text.slice(daemon.node.end, idle.node.start)) ?? [];
  const operator = /(&&|\|\|)(?:[ \t\n]|\\\n)*$/.exec(text.text.slice(0, daemon.node.start))?.[1];
  // Behind an operator only what hangs together by `&&` can be replaced as one.
  if (separator === "" || operator === "||" || (operator === "&&" && separator !== "&&")) return advice;
  const [name, ...words] = valuesOf(idle.argv ?? []);
  const followsLog = name?.endsWith("tail") === true && !words.includes("/dev/null");
  const lines = separator === "\n";
  const steps = [
    ...(followsLog ? [`${text.text.slice(idle.node.start, idle.node.end)} &`] : []),
    ...(row.before === undefined ? [] : [`${row.before}${lines ? "" : " &&"}`]),
    `exec ${row.command}`,
  ];
  const written = steps.join(lines ? `\n${indent}` : " ");
  return {
    title: `Run it in the foreground with \`exec\`: ${row.command}`,
    applicability: "unsafe",
    // In a list `&` would take along what stands before it.
    edits: [
      {
        ...text.locate(daemon.node.start, idle.node.end),
        text: operator === "&&" && followsLog ? `{ ${written}; }` : written,
      },
    ],
  };
}

/** The command line that runs a daemon in the foreground, in words; empty if no table tells. */
export function foregroundWords({ argv }: Running): readonly string[] {
  const row = argv && foregroundOf(valuesOf(argv));
  return (row && plainCommand(MappedText.identity("", row.command, 0))) ?? [];
}

/** A program's command line with the words that keep it in the foreground. */
export function inForeground({ argv }: Hop): readonly Known<string>[] {
  const values = valuesOf(argv);
  return [...values, ...(foregroundFlags(values) ?? [])];
}

/** The words behind a program that keep it in the foreground. */
export function keepInForeground(hop: Hop, image: Image, foreground: string | undefined): Fix {
  const flags = foregroundFlags(hop.argv.map(({ value }) => value));
  const advice = byHand(
    foreground === undefined
      ? "run the program in the foreground, with `exec`"
      : `run it in the foreground (${foreground})`,
  );
  const last = hop.argv.at(-1)?.text;
  const word = [image.cmd, image.entrypoint]
    .flatMap(({ by }) =>
      by.kind === "instruction" && by.instruction.form.kind === "exec" ? by.instruction.form.words : [],
    )
    .find((each) => each.text === last);
  if (!flags || !last || !word) return advice;
  const { path, end } = word.at;
  const text = flags.map((flag) => `, ${JSON.stringify(flag)}`).join("");
  return {
    title: `Keep it in the foreground: ${foreground}`,
    applicability: "unsafe",
    edits: [{ path, start: end, end, text }],
  };
}
