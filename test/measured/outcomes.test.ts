import { describe, expect, test } from "@jest/globals";
import { memoryTree } from "../../src/files/tree.ts";
import { openProject } from "../../src/project/open-project.ts";
import { Source } from "../../src/text/source.ts";
import { contexts } from "./contexts.ts";
import type { MeasuredContext } from "./contexts.ts";

/**
 * Measured in a fresh PID namespace each: `app` is a program with handlers for the stop signal. The sentences of the
 * README rest on these rows.
 */
function outcomeOf({ files }: MeasuredContext): string {
  const dockerfile = files["/Dockerfile"];
  const project = openProject(
    memoryTree(files),
    new Source("/Dockerfile", typeof dockerfile === "string" ? dockerfile : ""),
  );
  return project.images[0]?.startUp.outcome ?? "no image";
}

const texts = contexts.filter(({ kind }) => kind !== "script");
const scripts = contexts.filter(({ kind }) => kind === "script");

describe("shell text at PID 1", () => {
  for (const each of texts) test(`${each.title} is ${each.stop}`, () => expect(outcomeOf(each)).toBe(each.stop));
});

describe("scripts at PID 1", () => {
  for (const each of scripts) test(`${each.title} is ${each.stop}`, () => expect(outcomeOf(each)).toBe(each.stop));
});
