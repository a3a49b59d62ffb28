/**
 * A workflow command of GitHub's, a line without its end: `::error file=a,line=1::text`. What would end a property or
 * the line is escaped, as the runner undoes it.
 */
export function workflowCommand(
  name: string,
  properties: Readonly<Record<string, string | number>>,
  text: string,
): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name}${given.length > 0 ? ` ${given.join(",")}` : ""}::${data(text)}`;
}

/**
 * Two workflow commands: between the lines of them the runner takes no line for a command. The token must be one that
 * nobody can foresee. A second pair between them does nothing.
 */
export function withoutCommands(token: string): { readonly before: string; readonly after: string } {
  return { before: workflowCommand("stop-commands", {}, token), after: workflowCommand(token, {}, "") };
}

/**
 * Whether the runner may take a line of a text for a command: after blanks it starts with `::`, or somewhere in it is
 * `##[` (TryParseV2 and TryParse in https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs).
 * Names and ends of commands are not asked for.
 */
export function holdsCommand(text: string): boolean {
  // The runner compares texts as a language does, where these weigh nothing.
  const weightless = /[\p{C}\p{M}\p{DI}]/gu;
  return text.split(/[\r\n]/).some((line) => /^\s*::|##\[/.test(line.replace(weightless, "")));
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
