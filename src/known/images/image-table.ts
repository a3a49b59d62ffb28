import type { ImageFamily } from "./image-rows.ts";
import { applications, tools } from "./application-images.ts";
import { distributions, shellless } from "./distributions.ts";
import { languages } from "./languages.ts";
import { javaImages } from "./java-images.ts";
import { servers } from "./server-images.ts";

/** Every family of images; the first that names a repository counts. */
export const imageFamilies: readonly ImageFamily[] = [
  ...distributions,
  ...languages,
  ...javaImages,
  ...servers,
  ...applications,
  ...tools,
  ...shellless,
];
