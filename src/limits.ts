/** Longest value, in UTF-16 units, that is followed; a longer one is unknown. */
export const longestValue = 65_536;
/** Most words of one command line or list that are followed; a longer list is unknown. */
export const mostWords = 4_096;
