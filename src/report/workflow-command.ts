/**
 * A workflow command of GitHub's, a line without its end: `::error file=a,line=1::text`. What would end a property or the line is escaped, as
 * the runner undoes it.
 */
export function workflowCommand(name: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${property(String(value))}`);
  return `::${name}${given.length > 0 ? ` ${given.join(",")}` : ""}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
