import { everyGrammar, loadGrammars } from "../src/parse/source/grammars.ts";

// The library's functions without the waiting: every grammar is there before a test begins.
await loadGrammars(everyGrammar);

export { fix, lint, rules, trace } from "../src/library.ts";
export { diskTree, memoryTree, overlay } from "../src/index.ts";
