import type { NextConfig } from 'next'

const config: NextConfig = {
  transpilePackages: ['@mainstay/domain', '@mainstay/client'],
  reactStrictMode: true,
  poweredByHeader: false,
  // `npm run verify` checks the types of every package at once; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  // The Content-Security-Policy carries a nonce per request and is set in proxy.ts.
  headers: async () => [
    {
      source: '/:path*',
      headers: [
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
        { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
        { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=()' },
        { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
      ],
    },
  ],
}

export default config
