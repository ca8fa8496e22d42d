const between = /[\s\u2010-\u2015\u2212-]+/g
const numberForm = /^([A-Z0-9]{1,8})-([0-9A-Z]{4})-?([0-9A-Z]{4})(-[A-Z]{1,3})?$/
const digitsForm = /^[0-9A-HJKMNP-TV-Z]{8}$/

/**
 * A number as it was meant: `#nw–7f3o k1mx` is `NW-7F30K1MX`, since numbers have no I, L and O. The letter of a seller's
 * part is left out. What can be no number stays as it was typed.
 */
export function readNumber(typed: string): string {
  const written = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^[#\s]+/, '')
    .trim()
    .replace(between, '-')
  const [, prefix, first = '', second = ''] = numberForm.exec(written) ?? []
  const digits = `${first}${second}`.replaceAll('O', '0').replace(/[IL]/g, '1')
  return prefix !== undefined && digitsForm.test(digits) ? `${prefix}-${digits}` : typed
}
