import type { NewMember } from '@mainstay/db/tenant/create'

const euros = (units: number) => ({ amount: units * 100, currency: 'EUR' })

/** Who works in a tenant of the tests, by the name the tests call them. */
export const testMembers = {
  maria: {
    name: 'Maria Lindholm',
    email: 'maria@test.example',
    title: 'Finance lead',
    roles: [{ role: 'finance', limit: euros(5_000) }],
  },
  sofie: {
    name: 'Sofie Aalto',
    email: 'sofie@test.example',
    title: 'Finance',
    roles: [{ role: 'finance', limit: euros(1_000) }],
  },
  jonas: {
    name: 'Jonas Weber',
    email: 'jonas@test.example',
    title: 'Support',
    roles: [{ role: 'support' }, { role: 'finance', limit: euros(250) }],
  },
  aylin: { name: 'Aylin Demir', email: 'aylin@test.example', title: 'Support', roles: [{ role: 'support' }] },
  priya: { name: 'Priya Nair', email: 'priya@test.example', title: 'Engineer on call', roles: [{ role: 'engineer' }] },
  clara: { name: 'Clara Benoit', email: 'clara@test.example', title: 'Compliance', roles: [{ role: 'compliance' }] },
  henrik: {
    name: 'Henrik Vos',
    email: 'henrik@test.example',
    title: 'Administrator',
    roles: [{ role: 'administrator', limit: euros(10_000) }],
  },
  // Signed in, and may do nothing.
  nobody: { name: 'Nils Ohne', email: 'nils@test.example', title: 'Trainee', roles: [] },
} as const satisfies Record<string, NewMember>

export type MemberKey = keyof typeof testMembers
