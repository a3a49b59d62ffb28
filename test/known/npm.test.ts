import { expect, test } from "@jest/globals";
import { hasDeafNpm } from "../../src/known/wrappers/npm.ts";

test.each([
  ["18.16", false],
  ["18.16.1-alpine", false],
  ["18.17", true],
  ["18.17.0-slim", true],
  ["18.19.1", true],
  ["18.20", false],
  ["20.2", false],
  ["20.3.0-bookworm", true],
  ["20.11", true],
  ["20.12", false],
  ["21.0", true],
  ["21.6", true],
  ["21.7", false],
  ["18", false],
  ["20-alpine", false],
  ["22.1", false],
  ["16.20", false],
  ["latest", false],
  ["lts", false],
  ["", false],
])("node:%s drops the signal in npm: %s", (tag, deaf) => expect(hasDeafNpm(tag)).toBe(deaf));
