/**
 * pid1lint as a library: what the stop signal does in an image, from its Dockerfile and the scripts in its build
 * context.
 *
 * ```ts
 * import { lint, memoryTree } from "pid1lint";
 *
 * const tree = memoryTree({ "/app/Dockerfile": "FROM debian:12\nCMD node server.js\n" });
 * const { diagnostics } = await lint(tree, ["/app/Dockerfile"]);
 * for (const { rule, message } of diagnostics) console.log(rule, message);
 * ```
 *
 * @packageDocumentation
 */
export * from "./browser.ts";
export { diskTree } from "./files/disk.ts";
