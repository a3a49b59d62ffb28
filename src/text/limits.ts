/** Longest value, in UTF-16 units, that is followed; a longer one is unknown. */
export const longestValue = 65_536;

/** Most words of one command line or list that are followed; a longer list is unknown. */
export const mostWords = 4_096;

/** Longest path, in bytes: Linux refuses a longer one (PATH_MAX). */
export const longestPath = 4_096;

/**
 * Deepest nesting of texts and values in one another that is followed; what is nested deeper is unknown. People write
 * three or four.
 */
export const deepestNesting = 100;
