/** Runs once when the console starts, before it answers anything. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { nameCallers } = await import('@/trpc/name-callers.ts')
  nameCallers()
}
