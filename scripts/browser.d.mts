export const chromiumFlags: string[]
export function findBrowser(say?: (line: string) => void): string
