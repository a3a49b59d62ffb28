import { describe, expect, test } from "@jest/globals";
import { lint, memoryTree } from "./library.ts";
import { growth, mostForFour } from "./cost.ts";

/** Files that grow, as bench/growth.js makes them. */
interface Growing {
  readonly name: string;
  readonly start: number;
  readonly files: (n: number) => Readonly<Record<string, string>>;
}

const module: { readonly generators: readonly Growing[] } = await import(
  new URL("../bench/growth.js", import.meta.url).href
);

function linted(files: Readonly<Record<string, string>>): () => void {
  const paths = ["/app/Dockerfile", "/app/compose.yaml", "/app/pod.yaml"].filter((path) => Object.hasOwn(files, path));
  return () => void lint(memoryTree(files), paths);
}

describe("four times the input takes less than eight times the time", () => {
  test.each(module.generators.map((each) => [each.name, each] as const))("%s", (_, { files, start }) => {
    expect(growth((n) => linted(files(n)), Math.ceil(start / 4))).toBeLessThanOrEqual(mostForFour);
  });
});
