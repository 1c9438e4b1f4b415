/** The alphabet and the longest sequence that this transformer knows. */
export const LETTERS: readonly string[] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
export const LENGTH = 12

/** The letters of a word, one by one. */
export const lettersOf = (word: string): string[] => word.split('')
