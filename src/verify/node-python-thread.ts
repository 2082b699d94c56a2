/** Node's Python thread. */
import { parentPort } from 'node:worker_threads'
import { nodePython } from './node-python.ts'
import { PythonSandbox } from './python/sandbox.ts'
import { serveSandbox } from './serve.ts'
import type { SandboxRequest } from './watched.ts'

const port = parentPort!
const handle = serveSandbox(new PythonSandbox(nodePython), (message) => port.postMessage(message))
port.on('message', (request: SandboxRequest) => handle(request))
