/** The top of an axis from zero, and the values its lines stand at: three steps of one, two or five times a power of ten. */
export function scaleOf(values: readonly number[]): { top: number; lines: readonly number[] } {
  const most = Math.max(1, ...values)
  const rough = most / 3
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = Math.max(1, ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10) * power)
  return { top: 3 * step, lines: [0, step, 2 * step, 3 * step] }
}
