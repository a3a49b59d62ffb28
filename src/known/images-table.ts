import type { ImageFamily } from "./image-rows.ts";
import { distributions, shellless } from "./images-distributions.ts";
import { languages } from "./images-languages.ts";
import { servers } from "./images-servers.ts";

/** Every family of images; the first that names a repository counts. */
export const imageFamilies: readonly ImageFamily[] = [...distributions, ...languages, ...servers, ...shellless];
