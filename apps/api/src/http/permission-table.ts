import { permissionKeys, permissions } from '@mainstay/domain/access/permission'
import { isRoleKey, permissionsOf, roles } from '@mainstay/domain/access/role'
import type { AnyTRPCRouter } from '@trpc/server'
import * as z from 'zod'
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
  const views = procedures.flatMap(({ path, meta }) =>
    meta.views?.storefront
      ? [
          row([
            `\`${path}\``,
            fieldsOf(meta.views.storefront)
              .map((field) => `\`${field}\``)
              .join(', '),
          ]),
        ]
      : [],
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
    '## What a storefront is shown',
    '',
    'Every field an API key gets; staff get whatever else the output has.',
    '',
    ...table(['Procedure', 'Fields'], views),
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

const Shape = z.looseObject({
  type: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
})

/** Every field of an answer, by its path: `orders.*.seller.name`. */
export function fieldsOf(view: z.ZodType): string[] {
  return fieldsWithin(z.toJSONSchema(view, { io: 'output', unrepresentable: 'any', reused: 'inline' }), [])
}

function fieldsWithin(schema: unknown, at: string[]): string[] {
  const { type, properties, items, anyOf } = Shape.parse(schema)
  if (type === 'null') return []
  if (anyOf) return [...new Set(anyOf.flatMap((each) => fieldsWithin(each, at)))]
  if (items !== undefined) return fieldsWithin(items, [...at, '*'])
  if (properties === undefined) return [at.join('.')]
  return Object.entries(properties).flatMap(([name, field]) => fieldsWithin(field, [...at, name]))
}

function table(headings: string[], rows: string[]): string[] {
  return [row(headings), row(headings.map(() => '---')), ...rows]
}

function row(cells: string[]): string {
  return `| ${cells.join(' | ')} |`
}
