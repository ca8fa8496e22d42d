import { permissionKeys, permissions } from '@mainstay/domain/permission'
import { isRoleKey, permissionsOf, roles } from '@mainstay/domain/role'
import type { AnyTRPCRouter } from '@trpc/server'
import { describeProcedures } from './procedures.ts'

/** `docs/permissions.md`: what every procedure needs and which role has it, from the router and the roles themselves. */
export function permissionTable(router: AnyTRPCRouter): string {
  const roleKeys = Object.keys(roles).filter(isRoleKey)
  const procedures = describeProcedures(router)

  const guarded = procedures.flatMap(({ path, meta: { permission, summary } }) => {
    if (permission === undefined) return []
    const held = roleKeys.map((key) => (permissionsOf(key).includes(permission) ? 'yes' : ''))
    return [row([`\`${path}\``, summary, `\`${permission}\``, ...held])]
  })
  const open = procedures.flatMap(({ path, meta: { open: why, summary } }) =>
    why === undefined ? [] : [row([`\`${path}\``, summary, why])],
  )
  const words = permissionKeys.map((key) => {
    const about = permissions[key]
    return row([`\`${key}\``, about.words, 'limited' in about ? 'up to the amount of the grant' : ''])
  })
  const roleRows = roleKeys.map((key) =>
    row([roles[key].name, roles[key].inherits.map((parent) => roles[parent].name).join(', ')]),
  )

  return [
    '# Who may do what',
    '',
    'Generated from the router and the roles by `npm run generate`; a test fails when it is stale.',
    '',
    '## Procedures',
    '',
    ...table(['Procedure', 'What it does', 'Permission', ...roleKeys.map((key) => roles[key].name)], guarded),
    '',
    '## Open to anyone',
    '',
    ...table(['Procedure', 'What it does', 'Why it needs no permission'], open),
    '',
    '## Permissions',
    '',
    ...table(['Permission', 'In words', 'Limit'], words),
    '',
    '## Roles',
    '',
    ...table(['Role', 'Has everything of'], roleRows),
    '',
  ].join('\n')
}

function table(headings: string[], rows: string[]): string[] {
  return [row(headings), row(headings.map(() => '---')), ...rows]
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`
}
