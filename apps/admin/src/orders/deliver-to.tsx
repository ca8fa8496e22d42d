import type { Address } from '@mainstay/domain/address/address'
import { addressLines } from '@mainstay/domain/address/lines'
import { Fragment } from 'react'

/** An address in a row: its lines as its country orders them, each in the direction it is written in. */
export function DeliverTo({ address }: { address: Address }) {
  const { name: _, ...place } = address
  return (
    <address className="min-w-0 not-italic wrap-anywhere">
      {addressLines(place).map((line, position) => (
        <Fragment key={line}>
          {position > 0 && ', '}
          <bdi>{line}</bdi>
        </Fragment>
      ))}
    </address>
  )
}
