import type { Condition } from "../../shell/state/leaning.ts";

/** What leads to a way beside the default run: "DEBUG=1", "ROLE is set and a terminal is attached". */
export function conditionWords(conditions: readonly Condition[]): string {
  return conditions.map(oneCondition).join(" and ");
}

function oneCondition({ outcome, plain, text, names }: Condition): string {
  if (typeof outcome !== "boolean") {
    const [name] = names.length === 1 ? names : [text];
    const literal = outcome.filter((pattern) => !/[*?[]/.test(pattern));
    if (literal.length === 0 || literal.length < outcome.length) return `${name} is something else`;
    return literal.length === 1 ? `${name}=${literal[0]}` : `${name} is one of ${literal.join(", ")}`;
  }
  const holds = plain ? outcome !== plain.negated : outcome;
  switch (plain?.kind) {
    case "equals":
      return holds ? `${plain.name}=${plain.value}` : `${plain.name} is not ${plain.value}`;
    case "set":
      return holds ? `${plain.name} is set` : `${plain.name} is empty`;
    case "terminal":
      return holds ? "a terminal is attached" : "no terminal is attached";
    case undefined:
      return `\`${text}\` ${holds ? "holds" : "does not hold"}`;
  }
}
