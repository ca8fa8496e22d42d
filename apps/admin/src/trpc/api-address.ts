/** Where the api listens. Read at each request, so one build serves every environment. */
export function apiAddress(): string {
  return process.env.MAINSTAY_API_URL ?? 'http://127.0.0.1:4000'
}

/** What proves to the api that the console asks; without one it takes the console for the caller. */
export function consoleSecret(): string | undefined {
  return process.env.MAINSTAY_CONSOLE_SECRET
}
