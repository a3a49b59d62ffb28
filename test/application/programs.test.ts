import { describe, expect, test } from "@jest/globals";
import { judged } from "../shell/walk.ts";
import { programs } from "./programs.ts";
import type { Program } from "./programs.ts";

const outcomes = { dropped: "stuck", answered: "graceful", cut: "abrupt", ended: "delivered" } as const;

/** The outcome of an image that runs a program as its author would have it run. */
function outcomeOf({ files, entry, typed, below, runtime = "node", signal = "SIGTERM" }: Program): string {
  const command = JSON.stringify([...(below ? ["tini", "--"] : []), runtime, ...entry.split(" ")]);
  const tini = below ? "RUN apt-get update && apt-get install -y tini\n" : "";
  const settings = `${tini}STOPSIGNAL ${signal}\n`;
  const built =
    "FROM node:22 AS build\nWORKDIR /app\nCOPY . .\nRUN npx tsc\n" +
    `FROM node:22-slim\nWORKDIR /app\nCOPY --from=build /app/dist ./dist\n${settings}CMD ${command}\n`;
  const dockerfile = typed ? built : `FROM ${runtime}\nWORKDIR /app\nCOPY . .\n${settings}CMD ${command}\n`;
  return judged(dockerfile, files).startUp.outcome;
}

describe("a program that its stop signal was sent to, with a request in flight", () => {
  test.each(programs.map((program) => [program.runtime ?? "node", program.measured, program.title, program] as const))(
    "%s, %s: %s",
    (_, measured, __, program) => expect(outcomeOf(program)).toBe(program.says ?? outcomes[measured]),
  );

  test("each of them is told from the others", () => {
    const titles = programs.map(({ measured, title, runtime }) => `${runtime} ${measured}: ${title}`);
    expect(new Set(titles).size).toBe(titles.length);
    expect(programs.length).toBeGreaterThan(400);
  });
});
