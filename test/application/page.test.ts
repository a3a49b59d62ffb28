import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { judged } from "../shell/walk.ts";
import { canMeasure, measureProgram } from "./measured-programs.ts";
import { isAtHand, pagePrograms, startOf } from "./page.ts";
import type { PageProgram } from "./page.ts";

const titled = (programs: readonly PageProgram[]): [string, PageProgram][] =>
  programs.map((program) => [program.title, program]);

/** Programs that finish their work in a way of which their source says no more than that it handles the signal. */
const saysLess: readonly string[] = [
  "Node: fastify",
  "Node: hapi",
  "Node: a worker",
  "Node: bullmq",
  "Python: `http.server`",
  "Python: asyncio",
  "Python: asyncio, a server",
  "Python: flask",
];

const compilerOptions = { rootDir: "src", outDir: "dist", experimentalDecorators: true };

/** The files of a program, and what compiles it. */
function filesOf({ language, file, text }: PageProgram): Readonly<Record<string, string>> {
  return { [file]: text, ...(language === "ts" && { "tsconfig.json": JSON.stringify({ compilerOptions }) }) };
}

describe("docs/your-code.md", () => {
  (canMeasure ? describe : describe.skip)("its program as PID 1 finishes its work on SIGTERM, and ends", () => {
    test.each(titled(pagePrograms.filter(isAtHand)))("%s", async (title, program) => {
      const { file, language } = program;
      const measured = await measureProgram(
        {
          title,
          measured: "answered",
          entry: file,
          files: filesOf(program),
          ...(language === "ts" && { typed: true }),
        },
        { modules: process.env["PID1LINT_LIBRARIES"], start: startOf(program) },
      );
      expect(measured).toBe("answered");
    });
  });

  describe("says of no program that it works otherwise than it does", () => {
    test.each(titled(pagePrograms.filter(({ language }) => ["js", "ts", "py"].includes(language))))(
      "%s",
      (title, program) => expect(outcomeOf(program)).toBe(saysLess.includes(title) ? "delivered" : "graceful"),
    );
  });

  test("has no block of a program that is not tried", () => {
    const blocks = [...readFileSync("docs/your-code.md", "utf8").matchAll(/^```\w/gm)];
    expect(pagePrograms).toHaveLength(blocks.length);
    expect(new Set(pagePrograms.map(({ title }) => title)).size).toBe(pagePrograms.length);
  });
});

function outcomeOf(program: PageProgram): string {
  const { language, file } = program;
  const builds = "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npx tsc\nFROM node:22-slim\nWORKDIR /app\n";
  const dockerfiles = {
    js: `FROM node:22-slim\nWORKDIR /app\nCOPY . .\nCMD ["node", "${file}"]\n`,
    ts: `${builds}COPY --from=build /app/dist ./dist\nCMD ["node", "dist/main.js"]\n`,
    py: `FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "${file}"]\n`,
  };
  if (language !== "js" && language !== "ts" && language !== "py") throw new Error(`${language} is not read`);
  return judged(dockerfiles[language], filesOf(program)).startUp.outcome;
}
