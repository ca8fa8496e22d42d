import * as z from 'zod'
import { Line, OptionalLine } from '../text/text.ts'
import { Country, countryRow } from './country.ts'
import { asPostalCode, postalCodeProblem } from './postal-code.ts'
import { asRegion, regionProblem } from './region.ts'

/** Where goods go, as it is kept. A field that the country does not have is empty. */
export const Address = z.object({
  name: z.string(),
  street: z.string(),
  postalCode: z.string(),
  city: z.string(),
  /** State, province or county; empty where none was given. */
  region: z.string(),
  country: z.string(),
})
export type Address = z.infer<typeof Address>

/** ZZ is the code for a country nobody knows: what is imported says nothing of where goods went. */
export function isKnown(address: Pick<Address, 'country'>): boolean {
  return address.country !== 'ZZ'
}

/** An address as somebody gives it: whole, and as its country has it. */
export const DeliverTo = z
  .strictObject({
    name: Line({ max: 200, empty: 'Enter who receives the parcel' }),
    street: Line({ max: 200, empty: 'Enter the street and number' }),
    postalCode: OptionalLine({ max: 20 }).default(''),
    city: OptionalLine({ max: 100 }).default(''),
    region: OptionalLine({ max: 100 }).default(''),
    country: Country,
  })
  .overwrite((address) => ({
    ...address,
    postalCode: asPostalCode(address.postalCode, address.country),
    region: asRegion(address.region, address.country),
  }))
  .check(({ value, issues }) => {
    const problems = [
      ['postalCode', postalCodeProblem(value.postalCode, value.country)],
      ['city', value.city === '' && hasCity(value.country) ? 'Enter the city' : undefined],
      ['region', regionProblem(value.region, value.country)],
    ] as const
    for (const [field, message] of problems)
      if (message !== undefined) issues.push({ code: 'custom', path: [field], input: value[field], message })
  })

/** A state stands for the city where an address names no other place; Singapore and Gibraltar name none. */
function hasCity(country: string): boolean {
  return /%[CS]/.test(countryRow(country)?.lines ?? '%C')
}
