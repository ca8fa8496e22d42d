import pg from 'pg'

/**
 * The database, or the way to it, failed whatever was asked of it: nobody's fault, and what was sent may or may not have
 * taken effect. Ask it of what a call of the database threw; wrapped errors count by their causes.
 */
export function isConnectionLost(error: unknown): boolean {
  return withCauses(error).some(
    (each) => each instanceof Error && (each instanceof pg.DatabaseError ? isServerLost(each) : isWayLost(each)),
  )
}

/** The database itself said no to the statement and stays up: certainly not applied. */
export function isRefusedByDatabase(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !isServerLost(error)
}

/**
 * 08 connection, 53 resources (connections, disk, memory), 57P shutdown and start, 58 the system below; 25006 a standby,
 * 25P03, 25P04 and 57P05 sessions the server ended, 40003 an outcome the server does not know.
 */
const lostStates = /^(08|53|57P|58)|^(25006|25P03|25P04|40003)$/

function isServerLost({ severity, code, message }: pg.DatabaseError): boolean {
  // Citus' own word, as an internal error, for a coordinator that went while it asked its workers.
  if (message === 'postmaster was shut down, exiting') return true
  // Without a state it is no answer of PostgreSQL's; after FATAL and PANIC the session is over.
  if (code === undefined || severity === 'FATAL' || severity === 'PANIC') return true
  // A pooler says FATAL with this state; with ERROR it is our own malformed message.
  return code !== '08P01' && lostStates.test(code)
}

/** Made and kept open by the operating system, TLS or DNS. */
const lostCodes =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|E(HOST|NET)(UNREACH|DOWN)|ENETRESET|ENOTCONN|ENOTFOUND|EAI_\w+|ENOBUFS|EPROTO|ERR_(SSL|TLS|SOCKET)_\w+|ERR_STREAM_(DESTROYED|WRITE_AFTER_END)|CERT_\w+)$/

/** Every message of pg and pg-pool without a code that means a connection; the test reads their sources for new ones. */
const lostMessages = [
  /^Connection terminated/,
  /^Query read timeout$/,
  /^timeout e(xpired|xceeded when trying to connect)$/,
  /^Client (has encountered a connection error and|was closed and) is not queryable$/,
  /^Cannot use a pool after calling end on the pool$/,
  /^Received unexpected \w+ message from backend\.$/,
  /^The server does not support SSL connections$/,
  /^There was an error establishing an SSL connection$/,
  /^Unknown authenticationOk message type/,
  /^SASL/,
]

function isWayLost(error: Error & { code?: unknown; syscall?: unknown }): boolean {
  // Whatever keeps a connection from being made: a socket file that is not there, no more descriptors or ports.
  if (error.syscall === 'connect' || error.syscall === 'getaddrinfo') return true
  if (typeof error.code === 'string' && lostCodes.test(error.code)) return true
  return lostMessages.some((message) => message.test(error.message))
}

/** The error, what it names as its causes, and where several addresses were tried each one's failure. */
function withCauses(error: unknown): unknown[] {
  const found = new Set<unknown>([error])
  for (const each of found) {
    if (!(each instanceof Error)) continue
    if (each.cause !== undefined) found.add(each.cause)
    if (each instanceof AggregateError) for (const one of each.errors) found.add(one)
  }
  return [...found]
}
