/** Writes the content security policy into the built page, for hosts that set no headers. */
import type { Plugin } from 'vite'
import { policyOfPage } from './headers.ts'

export function policy(): Plugin {
  return {
    name: 'policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: policyOfPage },
        injectTo: 'head-prepend',
      },
    ],
  }
}
