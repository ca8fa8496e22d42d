/** Over TLS the browser itself keeps the cookie to this host and out of plain HTTP, because of the name's prefix. */
export function sessionCookieName({ secure }: { secure: boolean }): string {
  return secure ? '__Host-mainstay' : 'mainstay'
}

/** Lax and not Strict: a link in an e-mail has to open the console signed in. */
export function sessionCookieAttributes({ secure }: { secure: boolean }) {
  return { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const
}
