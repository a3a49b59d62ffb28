import { everyGrammar, loadGrammars } from "../src/parse/source/grammars.ts";

// Every grammar is there before a test begins: what is synchronous says then what the library says.
await loadGrammars(everyGrammar);
