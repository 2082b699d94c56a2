/** Writes the content security policy into the built pages, for hosts that set no headers. */
import type { Plugin } from 'vite'
import { policyOfEmbed, policyOfPage } from './headers.ts'

export function policy(): Plugin {
  return {
    name: 'policy',
    apply: 'build',
    transformIndexHtml: (_, { path }) => [
      {
        tag: 'meta',
        attrs: {
          'http-equiv': 'Content-Security-Policy',
          content: path.endsWith('/embed.html') ? policyOfEmbed : policyOfPage,
        },
        injectTo: 'head-prepend',
      },
    ],
  }
}
