import { YargsFactory } from "../node_modules/yargs/build/lib/yargs-factory.js";
import shim from "../node_modules/yargs/lib/platform-shims/esm.mjs";

// Stands for yargs in the bundles: yargs looks for a version in the nearest package.json, which in a bundle is that of
// the working directory, before it is told one. That file is somebody else's, and may be a pipe that nobody writes to.
export default YargsFactory({ ...shim, findUp: () => undefined });
