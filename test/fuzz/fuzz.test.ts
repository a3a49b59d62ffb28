import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { withProgram } from "./crew.ts";
import { hunt, smallest } from "./hunt.ts";
import { properties } from "./oracle.ts";
import type { Property } from "./oracle.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

function setting(name: string, usual: number): number {
  const text = process.env[name] ?? "";
  if (!/^\d*$/.test(text)) throw new Error(`${name} is "${text}": give a whole number`);
  return text === "" ? usual : Number(text);
}

/**
 * The inputs are the same each time, so that it passes or fails by the code alone; PID1LINT_FUZZ_FROM gives others,
 * PID1LINT_SEED one of them alone.
 */
const one = process.env["PID1LINT_SEED"] ?? "";
const first = one === "" ? setting("PID1LINT_FUZZ_FROM", 0) : setting("PID1LINT_SEED", 0);
const count = one === "" ? setting("PID1LINT_FUZZ", 500) : 1;

const LIMIT = 24 * 3_600_000;
/** Kinds of complaints against a property that are shrunk; others are only named. */
const MOST = 4;

describe("any input", () => {
  const complaints = new Map<Property, string[]>();

  beforeAll(async () => {
    await withProgram(async (program) => {
      const begun = performance.now();
      const kinds = await hunt({
        program,
        first,
        count,
        hands: Math.min(availableParallelism(), Math.ceil(count / 100)),
      });
      const seconds = (performance.now() - begun) / 1000;
      process.stderr.write(
        `${count} inputs from ${first} on in ${seconds.toFixed(1)} s: ${Math.round(count / seconds)} a second\n`,
      );
      for (const { first: finding, number } of kinds) {
        const told = complaints.get(finding.property) ?? [];
        complaints.set(finding.property, told);
        told.push(
          `${number} times: ${told.length < MOST ? await smallest(program, root, finding) : `${finding.message} (seed ${finding.seed})`}`,
        );
      }
    });
  }, LIMIT);

  test.each(properties)("%s", (property) => {
    const complaint = complaints.get(property)?.join("\n\n---\n\n");
    // As a message of its own, so that what is escaped in it is not escaped once more.
    if (complaint !== undefined) throw new Error(complaint);
    expect(count).toBeGreaterThan(0);
  });
});
