import { describe, expect, test } from "@jest/globals";
import { canMeasure, measureProgram } from "./measured-programs.ts";
import { programs } from "./programs.ts";

/** A folder with libraries of Node, and an interpreter of Python that has libraries, for those who have them. */
const modules = process.env["PID1LINT_LIBRARIES"];
const python = process.env["PID1LINT_PYTHON"];
const here = programs.filter(
  ({ libraries, runtime }) => libraries === undefined || (runtime === "python" ? python : modules) !== undefined,
);

(canMeasure ? describe : describe.skip)("measured again", () => {
  test.each(here.map((program) => [program.runtime ?? "node", program.measured, program.title, program] as const))(
    "%s, %s: %s",
    async (_, measured, __, program) => expect(await measureProgram(program, { modules, python })).toBe(measured),
  );
});
