const hidden = '[redacted]'

const secretKeys =
  /^(password|passwd|passphrase|pin|otp|totp|token|.*[_-]?token|secret|.*[_-]?secret|authorization|proxy-authorization|cookie|set-cookie|api[_-]?key|secret[_-]?key|.*secretkey|private[_-]?key|credential|credentials|session[_-]?id|stripe-signature|card|card[_-]?number|cardnumber|pan|cvc|cvv|exp[_-]?month|exp[_-]?year|iban|account[_-]?number)$/i

const secretShapes = [
  // A child logger's bindings are serialised before any formatter sees them.
  /(?<="(?:password|cookie|authorization|credential|[a-z_-]*(?:token|secret)|(?:api|secret|private)[_-]?key)":")(?:[^"\\]|\\.)+/gi,
  /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9_]+/g,
  /\bwhsec_[A-Za-z0-9+/=_-]+/g,
  /\b(?:Bearer|Basic) [A-Za-z0-9._~+/=-]{8,}/g,
  /(?<=:\/\/[^\s:/@"]+:)[^\s@"/]+(?=@)/g,
  /(?<![0-9A-Za-z-])[3-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{3,4}(?![0-9A-Za-z-])/g,
]

/** A copy with every value under a secret's name hidden, at any depth. Cycles and depth above 8 are cut. */
function redactKeys(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > 8) return '[deep]'
  if (Array.isArray(value)) return value.map((entry) => redactKeys(entry, depth + 1))
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value
  return redactRecord(value, depth)
}

/** The same for one record; always answers a record. */
export function redactRecord(record: object, depth = 0): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, secretKeys.test(key) ? hidden : redactKeys(value, depth + 1)]),
  )
}

/** Hides secrets recognisable by shape in free text: keys, bearer tokens, URL passwords, card numbers. */
export function redactText(text: string): string {
  return secretShapes.reduce((line, shape) => line.replace(shape, hidden), text)
}
