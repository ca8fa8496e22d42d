import { requireServer, Unreachable } from './require-server.ts'
import { databaseSettings, readRoleUrls, variableOf } from './role-urls.ts'
import type { LoginRole } from './roles.ts'

/**
 * Signs in as each role. Throws WrongSetting where a server does not let it in or is too old; one that is away is told to
 * `warn`, and may come.
 */
export async function requireRoles(
  env: NodeJS.ProcessEnv,
  roles: readonly LoginRole[],
  warn: (error: Error) => void,
): Promise<void> {
  const settings = databaseSettings(env)
  const urls = readRoleUrls(settings)
  for (const role of roles) {
    await requireServer(urls[role], variableOf(settings, role)).catch((error: unknown) => {
      if (!(error instanceof Unreachable)) throw error
      warn(error)
    })
  }
}
