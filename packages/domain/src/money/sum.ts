/** What the amounts of these come to, in minor units of one currency. Nothing comes to zero. */
export function sumOf<Each>(all: readonly Each[], amountOf: (each: Each) => number): number {
  return all.reduce((sum, each) => sum + amountOf(each), 0)
}
