'use client'
import { Toaster as Sonner } from 'sonner'

export function Toaster() {
  return (
    <Sonner
      // Over the bar at the top: below stand the actions of most pages, which a toast would cover for its whole time.
      position="top-center"
      offset={8}
      mobileOffset={8}
      duration={8000}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-3 rounded-md bg-inverse px-3.5 py-2.5 font-sans text-base text-text-inverse shadow-bar',
          title: 'font-medium',
          description: 'opacity-80',
          content: 'flex-1',
          actionButton: 'rounded-sm px-2 py-1 font-medium underline underline-offset-2',
        },
      }}
    />
  )
}
