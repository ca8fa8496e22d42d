import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { preferencesCookie, readPreferences } from '@/console/preferences.ts'
import { PreferencesProvider } from '@/console/preferences-provider.tsx'
import { ApiProvider } from '@/trpc/client.tsx'
import { Toaster } from '@/ui/toaster.tsx'
import './globals.css'

const geist = localFont({ src: '../src/fonts/Geist-Variable.woff2', variable: '--font-geist', weight: '100 900' })
const geistMono = localFont({
  src: '../src/fonts/GeistMono-Variable.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
})

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
    <html
      lang="en"
      data-theme={preferences.theme}
      data-density={preferences.density}
      className={`${geist.variable} ${geistMono.variable}`}
    >
      <body>
        <PreferencesProvider initial={preferences}>
          <ApiProvider>{children}</ApiProvider>
          <Toaster />
        </PreferencesProvider>
      </body>
    </html>
  )
}
