/** What deploy/ and docs/DEPLOY.md say: files that exist, scripts and variables that are read, and the headers to the letter. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { embedHeaders, headers } from './headers.ts'

const root = path.resolve(import.meta.dirname, '..')
const read = (name: string) => readFileSync(path.join(root, name), 'utf8')
const files = readdirSync(path.join(root, 'deploy'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))

it('nginx sends the headers of the lab, and embed.html those of its own', () => {
  const blocks = read('deploy/nginx.conf').split('location ').slice(1)
  const sent = blocks.map((block) =>
    Object.fromEntries(
      [...block.matchAll(/add_header (\S+) "([^"]*)" always;/g)].map(([, name, value]) => [name!, value!]),
    ),
  )
  expect(blocks.map((block) => /^(?:= )?\S+/.exec(block)![0])).toEqual(['/', '/assets/', '= /embed.html'])
  expect(sent).toEqual([headers, headers, embedHeaders])
})

it('a container copies what is there, or what a build writes', () => {
  const copied = [...read('deploy/Containerfile').matchAll(/^COPY (\S+)/gm)].map(([, from]) => from!)
  expect(copied).toEqual(['deploy/nginx.conf', 'dist'])
  expect(existsSync(path.join(root, copied[0]!))).toBe(true)
})

it('names scripts of the package, and every file of deploy/ is named', () => {
  const guide = read('docs/DEPLOY.md')
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  for (const text of [guide, ...files.map(read)])
    for (const [, script] of text.matchAll(/npm run ([\w:]+)/g)) expect(scripts).toHaveProperty([script!])
  for (const file of files) expect(guide).toContain(`(../${file})`)
})

it('names variables that the build reads', () => {
  const source = read('scripts/headers.ts')
  for (const [, name] of read('docs/DEPLOY.md').matchAll(/`(SDPO_\w+)/g))
    expect(source).toContain(`process.env.${name}`)
})
