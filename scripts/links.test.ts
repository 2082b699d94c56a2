/** Every link to a file in our documents leads to one, and every file of ours that they name is there. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const documents = execFileSync('git', ['ls-files', '*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n')
  // The links of a template are those of the page that is written from it.
  .filter((name) => !name.endsWith('.template.md'))

it.each(documents)('%s', (document) => {
  const text = readFileSync(path.join(root, document), 'utf8').replace(/```[\s\S]*?```/g, '')
  const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link]) => link!)
  const broken = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => !existsSync(path.join(root, path.dirname(document), link)))
  expect(broken).toEqual([])
})

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .trim()
  .split('\n')
  .map((file) => `/${file}`)

it.each(documents.filter((name) => /^(docs|src|packages)\/|^[A-Z]+\.md$/.test(name)))(
  '%s names files that are there',
  (document) => {
    const text = readFileSync(path.join(root, document), 'utf8').replace(/```[\s\S]*?```/g, '')
    const named = [...text.matchAll(/`([\w./-]+\.(?:ts|tsx|mjs|js|css))`/g)].map(([, name]) => name!)
    expect(named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([])
  },
)
