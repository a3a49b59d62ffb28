import type { ImageFamily } from "./image-rows.ts";
import { distributions, shellless } from "./distributions.ts";
import { languages } from "./languages.ts";
import { servers } from "./server-images.ts";

/** Every family of images; the first that names a repository counts. */
export const imageFamilies: readonly ImageFamily[] = [...distributions, ...languages, ...servers, ...shellless];
