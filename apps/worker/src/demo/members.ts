import type { NewMember } from '@mainstay/db/tenant/create'
import { money } from '@mainstay/domain/money/money'

const euros = (amount: number) => money(amount * 100, 'EUR')

/** Who works at Nordwind Supply, and how much each may release alone. */
export const nordwindMembers = {
  maria: {
    name: 'Maria Lindholm',
    email: 'maria.lindholm@nordwind.example',
    title: 'Finance lead',
    roles: [{ role: 'finance', limit: euros(5_000) }],
  },
  sofie: {
    name: 'Sofie Aalto',
    email: 'sofie.aalto@nordwind.example',
    title: 'Finance',
    roles: [{ role: 'finance', limit: euros(1_000) }],
  },
  jonas: {
    name: 'Jonas Weber',
    email: 'jonas.weber@nordwind.example',
    title: 'Support',
    roles: [{ role: 'support' }, { role: 'finance', limit: euros(250) }],
  },
  aylin: {
    name: 'Aylin Demir',
    email: 'aylin.demir@nordwind.example',
    title: 'Support',
    roles: [{ role: 'support' }],
  },
  lena: {
    name: 'Lena Brandt',
    email: 'lena.brandt@nordwind.example',
    title: 'Support',
    roles: [{ role: 'support' }],
  },
  priya: {
    name: 'Priya Nair',
    email: 'priya.nair@nordwind.example',
    title: 'Engineer on call',
    roles: [{ role: 'engineer' }],
  },
  clara: {
    name: 'Clara Benoit',
    email: 'clara.benoit@nordwind.example',
    title: 'Compliance',
    roles: [{ role: 'compliance' }],
  },
  henrik: {
    name: 'Henrik Vos',
    email: 'henrik.vos@nordwind.example',
    title: 'Administrator',
    roles: [{ role: 'administrator', limit: euros(10_000) }],
  },
} as const satisfies Record<string, NewMember>

/** The second marketplace, whose people see nothing of the first. */
export const balticMembers = {
  maria: {
    name: 'Ieva Kalnina',
    email: 'ieva.kalnina@baltic.example',
    title: 'Finance',
    roles: [{ role: 'finance', limit: euros(2_000) }],
  },
  jonas: {
    name: 'Tomas Petrauskas',
    email: 'tomas.petrauskas@baltic.example',
    title: 'Support',
    roles: [{ role: 'support' }],
  },
  henrik: {
    name: 'Liis Tamm',
    email: 'liis.tamm@baltic.example',
    title: 'Administrator',
    roles: [{ role: 'administrator', limit: euros(10_000) }],
  },
} as const satisfies Record<string, NewMember>
