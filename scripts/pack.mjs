/**
 * `npm run pack`: builds the page and the command line and packs them as sdpo-lab-VERSION.tgz. The package needs nothing
 * but Node, so its manifest names no other package: what package.json lists is what the build is made from. It is packed
 * from a folder of its own, since the scripts that npm would run before packing are switched off here (.npmrc).
 */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const contents = ['LICENSE', 'NOTICE', 'bin/sdpo-lab.mjs', 'dist', 'dist-node']
const manifest = ['name', 'version', 'description', 'license', 'type', 'engines', 'bin']
const stage = 'dist-package'

function run(command, args, cwd = '.') {
  const { status } = spawnSync(command, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed.`)
}

/** Path of the tarball, which lies in `destination`. Run from the root of the repository. */
export function pack(destination) {
  run('npx', ['--no-install', 'vite', 'build', '--logLevel', 'error'])
  run('npx', ['--no-install', 'vite', 'build', '-c', 'vite.node.config.ts', '--logLevel', 'error'])
  rmSync(stage, { recursive: true, force: true })
  mkdirSync(`${stage}/bin`, { recursive: true })
  for (const name of contents) cpSync(name, path.join(stage, name), { recursive: true })
  const all = JSON.parse(readFileSync('package.json', 'utf8'))
  const packed = Object.fromEntries(manifest.map((name) => [name, all[name]]))
  writeFileSync(`${stage}/package.json`, `${JSON.stringify(packed, null, 2)}\n`)
  cpSync('docs/PACKAGE.md', `${stage}/README.md`)
  run('npm', ['pack', '--pack-destination', path.resolve(destination)], stage)
  rmSync(stage, { recursive: true })
  return path.resolve(destination, `${all.name}-${all.version}.tgz`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(pack('.'))
