/** A second build of the lab, made from the first: one page with another title, and a service worker that knows its hash. */
import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** @param edit changes files of the copy, given its folder, and says which. */
export function otherBuild(from: string, edit: (folder: string) => readonly string[]): string {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'sdpo-build-')), 'dist')
  cpSync(from, folder, { recursive: true })
  const changed = edit(folder)
  const worker = path.join(folder, 'service-worker.js')
  const source = readFileSync(worker, 'utf8')
  const written = /const build = (\{.*\})\n/.exec(source)![1]!
  const build = JSON.parse(written) as { version: string; files: Record<string, string> }
  const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')
  for (const file of changed) build.files[file] = sha256(readFileSync(path.join(folder, file)))
  build.version = sha256(JSON.stringify(build)).slice(0, 12)
  writeFileSync(
    worker,
    source.replace(written, () => JSON.stringify(build)),
  )
  return folder
}

/** A build whose page has another title. */
export function titled(title: string, from = 'dist'): string {
  return otherBuild(from, (folder) => {
    const page = path.join(folder, 'index.html')
    writeFileSync(
      page,
      readFileSync(page, 'utf8').replace('<title>SDPO Lab</title>', `<title>${title}</title>`),
    )
    return ['index.html']
  })
}
