import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { preferencesCookie, readPreferences } from '@/console/preferences.ts'
import { PreferencesProvider } from '@/console/preferences-provider.tsx'
import { ApiProvider } from '@/trpc/client.tsx'
import { Toaster } from '@/ui/toaster.tsx'
import { fontVariables } from './fonts.ts'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Mainstay', template: '%s · Mainstay' },
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#101517' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const preferences = readPreferences((await cookies()).get(preferencesCookie)?.value)
  return (
    <html lang="en" data-theme={preferences.theme} data-density={preferences.density} className={fontVariables}>
      <body>
        <PreferencesProvider initial={preferences}>
          <ApiProvider>{children}</ApiProvider>
          <Toaster />
        </PreferencesProvider>
      </body>
    </html>
  )
}
