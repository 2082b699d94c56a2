/** Writes docs/teach/README.md into teach.html: the teacher's kit is one text, read in the repository and in the page. */
import { readFileSync } from 'node:fs'
import { marked } from 'marked'
import type { Plugin } from 'vite'

const place = '<!-- docs/teach/README.md -->'

/** The kit's text as a page's; where its plan names a lesson, a link opens it. */
export function kitOf(markdown: string): string {
  const html = marked.parse(markdown, { async: false })
  return html.replaceAll(/<td>[^]*?<\/td>/g, (cell) =>
    cell.replaceAll(/\b[Ll]esson (\d)\b/g, '<a href="./#l=$1">$&</a>'),
  )
}

/** @param source the Markdown's file */
export function teach(source: string): Plugin {
  return {
    name: 'teach',
    transformIndexHtml: {
      order: 'pre',
      handler: (page) => page.replace(place, () => kitOf(readFileSync(source, 'utf8'))),
    },
  }
}
