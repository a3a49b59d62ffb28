import { showConfig } from "./commands/config-page.ts";
import { init } from "./commands/init.ts";
import { readArguments } from "./arguments/options.ts";
import { optionsOf } from "./arguments/parser.ts";
import { note, noteStack, tolerateClosedPipes, wantsColor } from "./output.ts";
import { explain, list } from "./commands/rule-pages.ts";
import { run } from "./commands/run.ts";
import { describeTool } from "./tool.ts";
import { UsageError } from "./arguments/usage-error.ts";
import { lstatOf } from "../files/disk.ts";
import { resolve } from "../files/tree.ts";
import { rules } from "../index.ts";

/**
 * The command line. Gives the exit code: 0 clean, 1 findings at or above the threshold, 2 wrong usage, 3 internal
 * failure (`verify`: see there). `home` is the folder of this package, where the pages of the rules are.
 */
export async function main(argv: readonly string[], home: URL): Promise<number> {
  tolerateClosedPipes();
  try {
    return await dispatch(argv, home);
  } catch (error) {
    return tell(error);
  }
}

async function dispatch(argv: readonly string[], home: URL): Promise<number> {
  const disguised = optionsOf(argv).find(
    (word) => word.startsWith("-") && word !== "-" && lstatOf(resolve(process.cwd(), word)) !== undefined,
  );
  // A hook, or a pattern of the shell, has put the name of a file there.
  if (disguised !== undefined)
    throw new UsageError(`${disguised} is an option, and also the name of a file here; put -- before file names`);
  // Loaded when it is asked for: HTTP and TLS, which nothing else needs, would slow down the start of every other run.
  if (argv[0] === "verify") return (await import("./commands/verify-command.ts")).verify(argv.slice(1), process.cwd());
  if (argv[0] === "completion") {
    const { completion } = await import("./arguments/completion.ts");
    process.stdout.write(
      completion(
        argv.slice(1),
        rules.map(({ id }) => id),
      ),
    );
    return 0;
  }
  const tool = describeTool(rules, home);
  const asked = readArguments(argv, tool.version, new Set(tool.checks.map(({ id }) => id)));
  switch (asked.kind) {
    case "run":
      return run(asked.options, { folder: process.cwd(), arguments: argv, tool });
    case "config":
      return showConfig(asked.options, process.cwd());
    case "init":
      return init(process.cwd());
    case "print":
      process.stdout.write(asked.text);
      return 0;
    case "rules":
      process.stdout.write(list(rules, home));
      return 0;
    case "explain":
      process.stdout.write(explain(asked.rule, rules, home, wantsColor(asked.color, undefined)));
      return 0;
  }
}

/** Tells the user what went wrong; gives the exit code. */
function tell(error: unknown): number {
  if (error instanceof UsageError) {
    note(error.message.replaceAll("\n", " "));
    return 2;
  }
  note(`internal failure: ${error instanceof Error ? error.message : String(error)}`);
  note("this is a bug; please report it with the Dockerfile that shows it (PID1LINT_DEBUG=1 prints the stack)");
  if (process.env["PID1LINT_DEBUG"] && error instanceof Error) noteStack(error);
  return 3;
}
