import type { Rule } from "../src/rule.ts";

/** All rules, in the order in which people read about them. */
export const rules: readonly Rule[] = [];
