import { notFound } from 'next/navigation'

export const metadata = { title: 'Not found' }

/** An address that is no page of the console is answered within it. */
export default function Nowhere() {
  notFound()
}
