const asked = process.env['MAINSTAY_TEST_PURCHASES']

/** How many purchases a test of plans is asked at: `MAINSTAY_TEST_PURCHASES=300000` for the size the product is made for. */
export const purchasesAtSize = Number(asked ?? 12_000)

/** Printed where somebody asked for a size. */
export function printFigures(words: string): void {
  if (asked !== undefined) process.stdout.write(`${words}\n`)
}
