/** Our own source files, by their path from the root of the repository; tools of other makers and what is built are left out. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'

const folders = ['src', 'packages', 'experiments', 'scripts', 'e2e']
const skipped = new Set(['node_modules', 'dist', '.cache'])

/** @returns {string[]} */
export function sourceFiles(root, named = /\.(m?ts|tsx|m?js)$/) {
  return folders
    .flatMap((folder) => (existsSync(path.join(root, folder)) ? within(root, folder, named) : []))
    .sort()
}

function within(root, folder, named) {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : within(root, file, named)
    return named.test(entry.name) ? [file] : []
  })
}
