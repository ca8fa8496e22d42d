'use client'
import { usePathname, useRouter } from 'next/navigation'

/** Opens an address. On the same page only the drawer changes, so the server is not asked again. */
export function useFollow(): (href: string) => void {
  const router = useRouter()
  const pathname = usePathname()
  return (href) => {
    if (href.split('?')[0] === pathname) window.history.pushState(null, '', href)
    else router.push(href)
  }
}
