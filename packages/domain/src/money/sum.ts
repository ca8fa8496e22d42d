/** What the amounts or counts of these come to. */
export function sumOf<Each>(all: readonly Each[], amountOf: (each: Each) => number): number {
  return all.reduce((sum, each) => sum + amountOf(each), 0)
}
