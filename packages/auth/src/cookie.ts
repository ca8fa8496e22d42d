/** Over TLS the browser itself keeps the cookie to this host and out of plain HTTP, because of the name's prefix. */
export function sessionCookieName({ secure }: { secure: boolean }): string {
  return secure ? '__Host-mainstay' : 'mainstay'
}

/** Lax and not Strict: a link in an e-mail has to open the console signed in. */
export function cookieAttributes({ secure }: { secure: boolean }) {
  return { path: '/', httpOnly: true, secure, sameSite: 'lax' } as const
}

/** The browser somebody signed in from. It opens nothing: it tells its owner's password from a stranger's guess. */
export function deviceCookieName({ secure }: { secure: boolean }): string {
  return secure ? '__Host-mainstay-device' : 'mainstay-device'
}

export const deviceCookieDays = 90
