/** What consistent hashing replaces: server number (hash mod N) in the list of members. */

export function placeByModulo(members: readonly string[], hashes: readonly number[]): string[] {
  return hashes.map((hash) => members[hash % members.length] ?? '')
}
