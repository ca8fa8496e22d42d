/** Where the api listens. Read at each request, so one build serves every environment. */
export function apiAddress(): string {
  return process.env.MAINSTAY_API_URL ?? 'http://127.0.0.1:4000'
}
