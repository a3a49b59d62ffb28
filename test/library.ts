import "./grammars.ts";

// The library's functions without the waiting.
export { fix, lint, rules, trace } from "../src/library.ts";
export { diskTree, memoryTree, overlay } from "../src/index.ts";
