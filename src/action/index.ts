import { act } from "./action.ts";

// The package's folder, seen from action/bundle/, where the runner starts this.
process.exitCode = await act(process.env, new URL("../../", import.meta.url));
