import pg from 'pg'
import { isConnectionLost } from './connection-lost.ts'
import { WrongSetting } from './wrong-setting.ts'

const oldest = 16

/** Nobody answers there: the setting may be wrong, or the server is away for a while. */
export class Unreachable extends WrongSetting {
  override name = 'Unreachable'
}

/** Throws WrongSetting where the text is no URL of PostgreSQL. */
export function requireUrl(url: string, variable: string): void {
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) return
  throw new WrongSetting(`${variable} must be a URL of PostgreSQL, such as postgres://user:password@host:5432/database`)
}

/** Signs in once. Throws WrongSetting that names the variable, what the server said and what to do; never the password. */
export async function requireServer(url: string, variable: string): Promise<void> {
  requireUrl(url, variable)
  const client = clientFor(url, variable)
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
    const version = rows[0]?.version ?? ''
    if (isTooOld(version))
      throw new WrongSetting(`${variable}: PostgreSQL ${version} is too old, ${oldest} or newer is needed`)
  } catch (error) {
    throw explained(error, variable, client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The driver reads the certificates that a URL names, and its other settings, as it is made. */
function clientFor(url: string, variable: string): pg.Client {
  try {
    return new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new WrongSetting(`${variable}: a setting behind the ? of the URL is wrong: ${why}`)
  }
}

export function isTooOld(version: string): boolean {
  return Number.parseInt(version, 10) < oldest
}

function explained(error: unknown, variable: string, { host, port, user, database }: pg.Client): unknown {
  const place = `${host}:${port}`
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
  if (code === '28P01' || code === '28000')
    return new WrongSetting(
      `${variable}: the server at ${place} does not let "${user}" in. Correct the user and password`,
    )
  if (code === '3D000')
    return new WrongSetting(
      `${variable}: the server at ${place} has no database "${database}". Create it, or name another`,
    )
  if (error instanceof Error && /SSL|TLS/.test(error.message) && typeof code !== 'string')
    return new WrongSetting(`${variable}: ${error.message} (${place}). Correct sslmode`)
  if (!isConnectionLost(error)) return error
  const why = typeof code === 'string' ? ` (${code})` : ''
  const message = `${variable}: no PostgreSQL answers at ${place}${why}. Start it, or correct the host and port`
  return new Unreachable(message, { cause: error })
}
