import { describe, expect, test } from "@jest/globals";
import { lint, memoryTree } from "../src/index.ts";

/** Files that grow, as bench/growth.js makes them. */
interface Growing {
  readonly name: string;
  readonly start: number;
  readonly files: (n: number) => Readonly<Record<string, string>>;
}

const module: { readonly generators: readonly Growing[] } = await import(
  new URL("../bench/growth.js", import.meta.url).href
);

/** CPU seconds below which a ratio says more of the machine than of the code. */
const floor = 0.5;

function seconds(files: Readonly<Record<string, string>>): number {
  const paths = ["/app/Dockerfile", "/app/compose.yaml", "/app/pod.yaml"].filter((path) => Object.hasOwn(files, path));
  const before = process.cpuUsage();
  lint(memoryTree(files), paths);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe("four times the input takes less than eight times the time", () => {
  test.each(module.generators.map((each) => [each.name, each] as const))("%s", (_, { files, start }) => {
    const small = files(Math.ceil(start / 4));
    const large = files(start);
    const ratio = (): number => {
      const one = seconds(small);
      const four = seconds(large);
      return four < floor ? 0 : four / one;
    };
    // The first time, code is compiled as it runs.
    const first = ratio();
    expect(first > 8 ? ratio() : first).toBeLessThanOrEqual(8);
  });
});
