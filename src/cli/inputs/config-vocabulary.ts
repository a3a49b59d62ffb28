import type { Vocabulary } from "../../settings/configuration.ts";
import { rules } from "../../index.ts";
import { engineChecks } from "../../lint/check-messages.ts";
import { formats } from "../../report/formats.ts";

/**
 * What a configuration may name: every rule, with what it says, the engine's own checks, and the formats of the report.
 */
export const vocabulary: Vocabulary = {
  rules: new Map([...rules, ...engineChecks].map(({ id, summary }) => [id, summary])),
  formats,
};
