import { describe, expect, test } from "@jest/globals";
import { canMeasure, measureProgram } from "./measured-programs.ts";
import { programs } from "./programs.ts";

/** A folder with libraries of others, for those who have one. */
const modules = process.env["PID1LINT_LIBRARIES"];
const here = programs.filter(({ libraries }) => libraries === undefined || modules !== undefined);

(canMeasure ? describe : describe.skip)("measured again", () => {
  test.each(here.map((program) => [program.measured, program.title, program] as const))(
    "%s: %s",
    async (measured, _, program) => expect(await measureProgram(program, modules)).toBe(measured),
  );
});
