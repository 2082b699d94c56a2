/** Node's sandbox thread. */
import { parentPort } from 'node:worker_threads'
import { deepStackBytes } from './realm-context.ts'
import { Sandbox } from './sandbox.ts'
import { serveSandbox } from './serve.ts'
import type { SandboxRequest } from './watched.ts'

const port = parentPort!
const handle = serveSandbox(new Sandbox({ stackBytes: deepStackBytes }), (message) =>
  port.postMessage(message),
)
port.on('message', (request: SandboxRequest) => handle(request))
