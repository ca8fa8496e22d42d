'use client'
import NextLink from 'next/link'
import { type ComponentProps, useState } from 'react'

/**
 * A link whose page is fetched once somebody is about to follow it. Next fetches every page that a link in sight leads to:
 * for a list a request for each row, and the code of pages nobody opens.
 */
export function Link({ prefetch, onFocus, ...rest }: ComponentProps<typeof NextLink>) {
  const [isLikely, setLikely] = useState(false)
  const likely = () => setLikely(true)
  return (
    <NextLink
      {...rest}
      prefetch={isLikely ? (prefetch ?? null) : false}
      onPointerEnter={likely}
      onFocus={(event) => {
        likely()
        onFocus?.(event)
      }}
      onTouchStart={likely}
    />
  )
}
