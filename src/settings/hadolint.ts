import { severities } from "../text/diagnostic.ts";
import { parseYaml, itemsOf, mapOf, scalarOf } from "../parse/yaml/yaml.ts";
import type { YamlNode } from "../parse/yaml/yaml.ts";
import type { Mistake } from "./shape.ts";
import type { Source } from "../text/source.ts";
import type { RuleSeverity, Threshold } from "./configuration.ts";

/** What hadolint's configuration says that has a counterpart here. */
export interface FromHadolint {
  /** Severities of rules, each with the reason: "DL3025 is ignored". */
  readonly rules: ReadonlyMap<string, { readonly severity: RuleSeverity; readonly reason: string }>;
  readonly failOn: { readonly threshold: Threshold; readonly reason: string } | undefined;
}

/** Rules by the ids of other tools' rules that stand for them. */
type Counterparts = (id: string) => readonly string[];

const thresholds = new Map<string, Threshold>([
  ["error", "error"],
  ["warning", "warning"],
  ["info", "info"],
  ["style", "info"],
  ["ignore", "never"],
  ["none", "never"],
]);

/**
 * Reads a `.hadolint.yaml`. What is ignored there is off here; a severity given to a rule there goes to its
 * counterparts.
 */
export function readHadolint(source: Source, counterparts: Counterparts): FromHadolint | Mistake {
  const {
    documents: [document],
    problems: [problem],
  } = parseYaml(source);
  if (problem) return problem;
  const rules = new Map<string, { readonly severity: RuleSeverity; readonly reason: string }>();
  const carry = (id: string, severity: RuleSeverity, reason: string): void => {
    for (const rule of counterparts(id)) rules.set(rule, { severity, reason });
  };
  const overrides = mapOf(document, "override");
  for (const severity of [...severities, "style"] as const) {
    for (const id of namesIn(overrides, severity))
      carry(id, severity === "style" ? "info" : severity, `${id}: ${severity}`);
  }
  for (const id of namesIn(document, "ignored")) carry(id, "off", `${id} is ignored`);
  return { rules, failOn: failOnOf(document) };
}

function namesIn(node: YamlNode | undefined, key: string): readonly string[] {
  return itemsOf(node, key).flatMap((item) => (item.kind === "scalar" ? [item.text.text] : []));
}

function failOnOf(document: YamlNode | undefined): FromHadolint["failOn"] {
  if (scalarOf(document, "no-fail")?.text.text === "true") return { threshold: "never", reason: "no-fail: true" };
  const written = scalarOf(document, "failure-threshold")?.text.text;
  const threshold = written === undefined ? undefined : thresholds.get(written);
  return threshold && { threshold, reason: `failure-threshold: ${written}` };
}
