/** A process of one of our own modules in Node, for what must be ended whatever it is at: built beside the caller where the caller is built, in a checkout TypeScript. */
import { fork, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Starts a module in a process of its own that says nothing on the standard streams; it answers by messages.
 * @param script address of the module's TypeScript, as the caller's own address gives it; in a build its JavaScript lies beside the caller
 * @param args its arguments
 * @param nodeArgs of Node itself
 */
export function startProcess(
  script: URL,
  args: readonly string[],
  nodeArgs: readonly string[],
): ChildProcess {
  const isBuilt = import.meta.url.endsWith('.js')
  const module = isBuilt
    ? new URL(`./${script.pathname.split('/').at(-1)!.replace(/\.ts$/, '.js')}`, import.meta.url)
    : script
  const loader = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  return fork(fileURLToPath(module), args, {
    execArgv: [...nodeArgs, ...(isBuilt ? [] : ['--import', loader()])],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}
