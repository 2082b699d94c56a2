/** The browser's Python thread. Pyodide's files are served beside the page (scripts/vite-pyodide.ts), as they are. */
import { serveSandbox } from '../serve.ts'
import type { SandboxRequest } from '../watched.ts'
import type { Pyodide } from './module.ts'
import { PythonSandbox } from './sandbox.ts'

const scope = self as unknown as DedicatedWorkerGlobalScope
/** A build puts its scripts one folder below the page. */
const indexURL = new URL(import.meta.env.DEV ? '/pyodide/' : '../pyodide/', scope.location.href).href
const sandbox = new PythonSandbox({
  indexURL,
  load: () => import(/* @vite-ignore */ `${indexURL}pyodide.mjs`) as Promise<Pyodide>,
})
const handle = serveSandbox(sandbox, (message) => scope.postMessage(message))
scope.onmessage = (event: MessageEvent<SandboxRequest>) => handle(event.data)
