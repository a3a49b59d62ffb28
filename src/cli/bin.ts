#!/usr/bin/env node
import { main } from "./cli.ts";

// The package's folder, seen from dist/bin/, where this runs.
process.exitCode = await main(process.argv.slice(2), new URL("../../", import.meta.url));
