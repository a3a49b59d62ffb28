import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Input } from "./input.ts";
import { overtime, overweight } from "./messages.ts";
import type { Finding, Order } from "./messages.ts";
import { LARGE, SLOW } from "./oracle.ts";
import type { Complaint } from "./oracle.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** One process that examines inputs; another one takes its place when it comes to grief. */
export class Hand {
  readonly #program: string;
  #process: ChildProcess | undefined;

  constructor(program: string) {
    this.#program = program;
  }

  /** What is wrong with some inputs; or, where the process did not survive one of them, that alone, without a seed. */
  ask(order: Order): Promise<readonly Finding[] | Complaint> {
    const child = (this.#process ??= fork(this.#program, [root], {
      execArgv: ["--max-old-space-size=512", "--enable-source-maps"],
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    }));
    let said = "";
    const hear = (text: Buffer): void => void (said = (said + text.toString()).slice(-4000));
    child.stderr?.on("data", hear);
    return new Promise((resolve) => {
      const settle = (answer: readonly Finding[] | Complaint): void => {
        child.removeAllListeners();
        child.stderr?.removeListener("data", hear);
        resolve(answer);
      };
      child.once("message", (findings: readonly Finding[]) => settle(findings));
      child.once("close", (code, signal) => {
        this.#process = undefined;
        settle(death(code, signal, said));
      });
      child.send(order);
    });
  }

  /** What is wrong with one input. */
  async examine(input: Input): Promise<readonly Complaint[]> {
    const answer = await this.ask({ kind: "input", files: [...input] });
    return "property" in answer ? [answer] : answer;
  }

  end(): void {
    this.#process?.kill();
    this.#process = undefined;
  }
}

function death(code: number | null, signal: string | null, said: string): Complaint {
  if (signal === overtime) return { property: SLOW, message: "the call was ended" };
  if (code === overweight) return { property: LARGE, message: "the process grew larger" };
  if (said.includes("heap out of memory")) return { property: LARGE, message: "the heap was full" };
  return { property: "throws no exception", message: `the process ended with ${signal ?? code}: ${said}` };
}

/** Builds what the processes run, once for all of them; it is gone when `use` is done. */
export async function withProgram<T>(use: (program: string) => Promise<T>): Promise<T> {
  // Below node_modules, so that packages are found that cannot be bundled.
  const folder = mkdtempSync(`${root}node_modules/.fuzz-`);
  try {
    await build({
      absWorkingDir: root,
      entryPoints: ["test/fuzz/worker.ts"],
      outfile: `${folder}/worker.mjs`,
      bundle: true,
      format: "esm",
      platform: "node",
      target: "node20.19",
      sourcemap: true,
      external: ["libxml2-wasm"],
      define: { GRAMMAR_FOLDER: '"../../grammars/"' },
      banner: {
        js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
      },
      logLevel: "warning",
    });
    return await use(`${folder}/worker.mjs`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
