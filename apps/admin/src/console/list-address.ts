import { type Address, askedBy, readAddress, writeAddress } from '@mainstay/domain/list/address'
import type { AnyList } from '@mainstay/domain/list/list'

/** `first`: the view that opens where neither a view nor a filter is asked for. */
export type Around = { currency: string; timeZone: string; first?: string | undefined }

const limit = 50

export function addressAt(list: AnyList, params: { get(name: string): string | null }, { first }: Around): Address {
  const address = readAddress(list, params)
  const isPlain = address.view === undefined && Object.keys(address.filters).length === 0
  return isPlain && first !== undefined ? { ...address, view: first } : address
}

/** What the address of a list asks the api for. The same on the server and in the browser: what one fetched the other finds. */
export function askedAt<List extends AnyList>(list: List, address: Address, { currency, timeZone }: Around) {
  return askedBy(list, address, { currency, timeZone, limit }).input
}

export type Params = Promise<Record<string, string | string[] | undefined>>

/** The parameters as a page gets them; of one that is said twice the last counts. */
export async function paramsOf(given: Params): Promise<URLSearchParams> {
  const entries = Object.entries(await given).flatMap(([name, value]): [string, string][] => {
    const last = Array.isArray(value) ? value.at(-1) : value
    return last === undefined ? [] : [[name, last]]
  })
  return new URLSearchParams(entries)
}

/** The whole list as it is narrowed and sorted, as a file. */
export function exportHref(path: string, input: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined || name === 'cursor' || name === 'limit') continue
    for (const each of [value].flat()) params.append(name, written(each))
  }
  return `/api/export/${path}?${params}`
}

function written(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function hrefOf(path: string, list: AnyList, address: Address): string {
  const params = writeAddress(list, address)
  return params.size === 0 ? path : `${path}?${params}`
}
