export const lastSignInCookie = 'mainstay-last'

/** Who signed in here last, so that the form asks for the password alone. Forgotten by signing out. */
export type LastSignIn = { tenant: string; email: string }

export function readLastSignIn(cookie: string | undefined): LastSignIn {
  const kept = new URLSearchParams(cookie ?? '')
  return { tenant: kept.get('tenant') ?? '', email: kept.get('email') ?? '' }
}

export function keepLastSignIn(last: LastSignIn | undefined): void {
  const value = last === undefined ? '' : encodeURIComponent(new URLSearchParams(last).toString())
  const age = last === undefined ? 0 : 90 * 86_400
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every supported browser
  document.cookie = `${lastSignInCookie}=${value}; path=/; max-age=${age}; samesite=lax`
}
