/** `; did you mean \`stp\`?` for the nearest of `known`, else the whole list where it is short enough to read. */
export function suggestion(word: string, known: readonly string[]): string {
  const nearest = known
    .map((candidate) => ({candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase())}))
    .toSorted((a, b) => a.distance - b.distance)[0];
  // Also `stp_on` for `stp`: a word that was made longer is meant more often than a random short neighbour.
  const inside = known.filter(
    (candidate) => candidate.length > 2 && word.toLowerCase().includes(candidate.toLowerCase()),
  );
  if (nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(word.length / 3)))
    return `; did you mean \`${nearest.candidate}\`?`;
  const longest = inside.toSorted((a, b) => b.length - a.length)[0];
  if (longest !== undefined) return `; did you mean \`${longest}\`?`;
  if (known.length === 0) return '';
  return known.length <= 40 ? `; known: ${known.map((name) => `\`${name}\``).join(', ')}` : '';
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours each count one. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({length: to.length + 1}, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + cost,
        swapped ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length] ?? 0;
}
