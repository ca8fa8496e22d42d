/** Works on `size` items at a time, and answers in their order. */
export async function inGroups<T, R>(items: readonly T[], size: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const waiting = [...items.entries()]
  const results: R[] = []
  const drain = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: size }, drain))
  return results
}
